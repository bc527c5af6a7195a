#pragma once

/// The one function that decides.

#include "certrules/diagnostic.hpp"
#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/result.hpp"
#include "certrules/state.hpp"
#include "certrules/verdict.hpp"

#include <cstdint>

namespace certrules {

/// Decides one event. Pure; allocates nothing unless it fails. What ran out before the event's
/// day is ended first, by the edition's own rules.
/// Errors: `refused` (the event cannot happen in that state), `no_rule`, `missing` (a length
/// the edition asks for), `bad_argument` (a number that is no word of this edition).
/// Example: `auto v = decide(edition, state, event); if (v) use(v->status);`
result<verdict, error> decide(const edition& e, const state& s, const event& ev);

/// Every status that filling in the unknown facts could give; bit i: status i.
/// The event must be one that `decide` answers.
std::uint64_t possible(const edition& e, const state& s, const event& ev);

/// The state on a day: what ran out before it is ended.
state settle(const edition& e, const state& s, date on);

/// What the factory shows on a day; `none` if nothing.
status_id public_status(const edition& e, const state& s, date on) noexcept;

/// Last day of the cycle's status, if it has one (validity, capped by the cycle's limit).
std::optional<date> cycle_last_day(const edition& e, const cycle& c) noexcept;

}  // namespace certrules
