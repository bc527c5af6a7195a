#pragma once

/// Where a factory stands on one day, as known on another. All texts are views into the book's
/// editions and into the history, both of which must outlive it.

#include "certrules/date.hpp"
#include "certrules/edition.hpp"
#include "certrules/history.hpp"
#include "certrules/money.hpp"
#include "certrules/state.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace certrules {

/// A certificate or a bar, in names.
struct standing_term {
    std::string_view status;
    date first_day;
    std::optional<date> last_day;
    friend bool operator==(const standing_term&, const standing_term&) = default;
};

struct standing_cycle {
    std::string_view status;
    date since;
    date started_on;
    std::string_view award;        ///< empty: the edition's first certificate
    std::optional<date> last_day;  ///< of the status; none: it has no end
    bool open = false;             ///< an audit was held, and it can be reviewed
    friend bool operator==(const standing_cycle&, const standing_cycle&) = default;
};

struct standing_finding {
    const history_finding* finding = nullptr;
    std::size_t event = 0;  ///< place in the history of the event that found it
    bool of_check = false;  ///< found at a check after certification: no review counts it
};

/// Days on which the factory shows one status. Neighbours differ in it.
struct interval {
    date first_day;
    std::optional<date> last_day;    ///< none: without end, unless something happens
    std::string_view public_status;  ///< empty: nothing is shown
    std::string_view rule;           ///< that began it
    std::span<const std::string_view> cites;
    friend bool operator==(const interval& a, const interval& b) {
        return a.first_day == b.first_day && a.last_day == b.last_day &&
               a.public_status == b.public_status && a.rule == b.rule;
    }
};

struct deadline {
    enum class state : std::uint8_t { open, met, missed };
    std::string_view id, title;
    date first_day;
    std::optional<date> last_day;  ///< none: it has no end
    state now = state::open;
    std::optional<date> met_on;    ///< when it was met
    std::string_view consequence;  ///< of missing it; empty: none is published
    std::span<const std::string_view> cites;
    std::size_t event = 0;  ///< place in the history of the event that started it
};

struct fee_line {
    enum class state : std::uint8_t { due, paid, not_published };
    std::string_view id, title, payee;
    std::optional<money> amount;  ///< none: not published, or the man-days are not known
    state now = state::due;
    date due_on;
    std::optional<date> paid_on;
    std::span<const std::string_view> cites;
    std::size_t event = 0;  ///< place in the history of the event by which it fell due
};

/// An event that was possible as known when it was recorded, and is not any more.
struct void_event {
    std::size_t event = 0;  ///< place in the history
    std::string reason;
};

/// The programme's own decision, beside what the rules recommended last in the same cycle.
struct recorded_decision {
    std::size_t event = 0;            ///< place in the history
    std::string_view status;          ///< as decided
    std::string_view recommendation;  ///< empty: no review came before it
    std::string_view rule;            ///< behind the recommendation
    bool differs = false;
};

/// What the last event that counts did.
struct last_event {
    std::size_t event = 0;    ///< place in the history
    std::string_view status;  ///< that it gave, or that the factory shows already
    std::string_view rule;
    bool changed = false;  ///< it gave the status
    std::span<const std::string_view> obligations, options, notices;
    const certrules::edition* answered = nullptr;
};

struct standing {
    date on, known;
    std::string_view factory;
    /// The edition that speaks: of the open cycle, else of the certificate, else in force on the
    /// day (reading R17). Within the book, which must outlive this.
    const certrules::edition* edition = nullptr;
    /// In the numbers of `edition`, for `decide`; what it has no word for is left out.
    certrules::state state;

    std::string_view public_status;  ///< empty: nothing is shown
    std::optional<standing_term> certificate, bar;
    std::optional<standing_cycle> cycle;
    std::vector<std::string_view> held;  ///< every status ever held on a certificate or a bar
    std::vector<standing_finding> open_findings;
    std::vector<interval> timeline;
    std::vector<deadline> deadlines;  ///< in the order in which they started
    std::vector<fee_line> fees;       ///< in the order in which they fell due
    std::vector<void_event> voided;   ///< in the order of their days
    std::vector<recorded_decision> decisions;
    std::optional<last_event> last;
};

}  // namespace certrules
