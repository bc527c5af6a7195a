#pragma once

/// What an outcome does to the state, and what ends by itself.

#include "certrules/decide.hpp"
#include "detail/reading.hpp"

namespace certrules::detail {

/// So many days after its first a term of so many months surely still lasts, without a sum: no
/// month is shorter than 28 days, and the last day lies one before the sum at the earliest.
constexpr std::int32_t sure_days(std::int32_t months) noexcept {
    return 28 * months - 2;
}

/// Last day of a cycle's status: its validity, capped by the cycle's limit (reading R29).
std::optional<date> cycle_end(const edition_data& data, const cycle& c) noexcept;

/// What an ending gives by the edition's rule for it: none where no rule hears it.
struct ended {
    status_id status = status_id::none;
    rule_id rule = rule_id::none;
};
ended ending_of(const edition_data& data, const state& s, event_kind kind, date on) noexcept;

/// Ends what ran out before `on`, oldest first, by the edition's rules.
void settle_in_place(const edition_data& data, state& s, date on) noexcept;

/// What a factory shows that held a certificate and has nothing now.
status_id ran_out_status(const edition_data& data, const state& s) noexcept;

/// The days of whatever gives the public status.
std::optional<validity> public_days(const edition_data& data, const state& s, date on) noexcept;

/// Applies a rule that does not refuse: fills the verdict's status, days and next state.
/// Leaves the status `none` where nothing changes.
std::optional<error> apply(const edition& e, const rule& r, const event& ev,
                           const known_facts& facts, verdict& v);

/// Gives a cycle's status: what that does to the state.
void give_cycle(const edition_data& data, const rule& r, status_id status, status_id award,
                const event& ev, state& s) noexcept;

/// The status that a rule would give, without its days; none for a refusal.
status_id outcome_status(const edition& e, const rule& r, const state& s, const event& ev) noexcept;

}  // namespace certrules::detail
