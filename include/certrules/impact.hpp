#pragma once

/// What a change of policy does to a portfolio: which cases change from what to what, by rule and
/// region. Cases are added one at a time; memory does not grow with their number.

#include "certrules/book.hpp"
#include "certrules/compare.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace certrules {

/// What differs between the two answers to a case, the least first.
enum class impact_change : std::uint8_t {
    none,           ///< status, public status, days and rule are the same by name
    rule,           ///< another rule, or another reason to refuse; else the same
    days,           ///< the same statuses, other days
    public_status,  ///< the factory shows something else
    status,         ///< the event gives something else
};
inline constexpr std::size_t impact_changes = 5;

/// Whether the new status ranks above the old one; unknown where no edition has both.
enum class impact_direction : std::uint8_t { unknown, worse, same, better };

/// What one policy answers to the cases of a row.
struct impact_answer {
    const certrules::edition* edition = nullptr;  ///< none: none could be picked
    status_id status = status_id::none;           ///< the following: where it is not refused
    status_id public_status = status_id::none;
    rule_id rule = rule_id::none;
    std::uint32_t region = 0;
    error_code refused = error_code::ok;  ///< why there is no verdict
    std::string message;                  ///< of the first such case
};

/// One case of a row.
struct impact_example {
    std::uint64_t number = 0;  ///< as it was added under: a line
    std::string factory;       ///< or empty
    std::optional<validity> before, after;
};

/// Cases that got the same two answers (but for their days).
struct impact_row {
    impact_answer before, after;
    impact_change change = impact_change::none;
    std::uint64_t cases = 0;
    std::vector<impact_example> examples;  ///< the first ones
};

/// What a case came to, across editions: a status by its name, or a refusal.
struct impact_outcome {
    std::string_view status;  ///< empty: nothing to show, or refused
    error_code refused = error_code::ok;
    friend bool operator==(const impact_outcome&, const impact_outcome&) = default;
};

struct impact_flow {
    impact_outcome from, to;
    impact_direction direction = impact_direction::unknown;
    std::uint64_t cases = 0;
};

/// Views into the editions of the `impact` it came from, which must outlive it.
struct impact_report {
    std::uint64_t cases = 0;
    std::array<std::uint64_t, impact_changes> by_change{};  ///< by the number of impact_change
    std::vector<impact_flow> flows;                         ///< most cases first; complete
    std::vector<impact_row> rows;       ///< the greatest change first, then most cases
    std::uint64_t beyond_the_rows = 0;  ///< cases whose row came after `limits::impact_rows`
};

class impact {
public:
    /// `examples`: kept for each row. A book of several editions answers a JSON case by the one
    /// that binds it (reading R17).
    /// `renamed` (`read_renamed`): words that go by another name in the new policy's latest
    /// edition. A JSON case in the words of the old policy's latest edition is then carried over to
    /// it, and a renamed status is no change; flows have its new name.
    impact(book old_policy, book new_policy, std::size_t examples = 5,
           std::vector<renamed_word> renamed = {});
    ~impact();
    impact(impact&&) noexcept;
    impact& operator=(impact&&) noexcept;

    /// Adds a case of docs/forms.md under a number of the host's. What only one policy refuses,
    /// also for a word that it lacks, is counted as refused by it.
    /// Errors: a case that neither can read (`findings[2].section`); then nothing was added.
    std::optional<error> add_json(std::string_view case_json, std::uint64_t number);

    /// Adds a case in the numbers of the old policy's latest edition, which the latest of each
    /// policy answers. Allocates only for a row's first cases, and for refusals.
    void add(const state& s, const event& ev, std::uint64_t number, std::string_view factory = {});

    const book& old_policy() const noexcept;
    const book& new_policy() const noexcept;
    std::uint64_t cases() const noexcept;
    impact_report report() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

/// The report as JSON, in the form `impact` of docs/forms.md, on one line without a line end.
std::string impact_json(const impact& i);

/// A reason for a refusal, for files: `cannot-happen`, `unknown-name`; empty for `ok`.
std::string_view reason_name(error_code reason) noexcept;

/// `none`, `rule`, `days`, `public-status`, `status`; and `unknown`, `worse`, `same`, `better`.
std::string_view name_of(impact_change change) noexcept;
std::string_view name_of(impact_direction direction) noexcept;

}  // namespace certrules
