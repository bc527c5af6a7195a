#pragma once

/// Deadlines: what each event starts and meets, as the editions' `[[deadline]]` tables say.

#include "certrules/book.hpp"
#include "certrules/standing.hpp"
#include "detail/edition_data.hpp"
#include "detail/fold_fees.hpp"

#include <optional>
#include <span>
#include <vector>

namespace certrules::detail {

/// What an event did, as far as deadlines ask.
struct step {
    const history_event* event = nullptr;
    std::size_t place = 0;              // in the history
    const edition* answered = nullptr;  // the edition that answered
    bool had_certificate = false;       // running before the event
    bool has_certificate = false;
    bool issued = false;
    bool barred = false;      // a bar began
    bool bar_lifted = false;  // a bar ended before its time
    bool had_open_cycle = false;
    bool has_open_cycle = false;
    bool cycle_replaced = false;           // by an audit that starts a new one
    std::optional<term> certificate, bar;  // after the event
    std::optional<cycle> audit_cycle;      // after the event
    std::optional<date> cycle_last_day;    // after the event
    std::span<const fee_due> due;
    std::optional<std::size_t> paid_line;  // of a fee received
};

class deadline_book {
public:
    deadline_book(const book& b, std::span<const date> holidays) : book_(&b), holidays_(holidays) {}

    /// Errors: `overflow`, for a day that the calendar cannot reach.
    std::optional<error> take(const step& s);
    /// As of a day.
    std::vector<deadline> standing_on(date on) const;

private:
    struct entry {
        const deadline_terms* terms;
        const edition* from;
        date first;
        std::optional<date> last;
        std::optional<date> done;
        std::size_t event;
        bool dropped = false;  // another took its place
    };
    struct awaited_fee {
        const deadline_terms* terms;
        const edition* from;
        std::string_view fee;
    };
    void meet(const step& s);
    bool meets(const entry& d, const step& s) const;
    std::optional<error> start_all(const step& s);
    std::optional<error> start(const deadline_terms& t, const edition& from, const step& s);
    std::optional<date> day_of(const deadline_day& day, const deadline_terms& t,
                               const edition& from, const step& s) const;
    std::optional<error> of_certificate(const step& s);
    std::optional<error> of_cycle(const step& s);
    std::optional<error> of_bar(const step& s);

    const book* book_;
    std::span<const date> holidays_;
    std::vector<entry> list_;
    std::vector<std::size_t> waiting_;           // entries that an event could still meet in time
    std::vector<std::size_t> of_certificate_;    // entries of the present certificate
    std::vector<std::size_t> certificate_ends_;  // of these, met by its end
    std::vector<std::size_t> cycle_ends_;        // met by the end of the present cycle
    std::vector<awaited_fee> awaited_;
    std::vector<std::size_t> entry_of_line_;  // one past the entry that a fee's line meets, or 0
};

}  // namespace certrules::detail
