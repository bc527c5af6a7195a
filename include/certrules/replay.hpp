#pragma once

/// From a factory's events to its standing.

#include "certrules/book.hpp"
#include "certrules/history.hpp"
#include "certrules/standing.hpp"

#include <optional>

namespace certrules {

/// The standing on a day, with what had been recorded by the day `known` (none: everything).
/// Each event goes through `decide`, with the edition that answers it (reading R17); what runs
/// out in between ends by the rules of the edition that gave it. Pure. Time grows with the number
/// of events; an event that later knowledge made impossible costs a second pass over those before
/// it.
/// Errors: place (`events[3].audit`) and the reason. `refused`: an event that was impossible when
/// it was recorded; `unknown_name`; `bad_date`; `missing`; `no_edition`: none was in force on its
/// day; `overflow`: an amount beyond what can be held; `limit`; `bad_argument`.
result<standing, error> replay(const book& b, const history& h, date on,
                               std::optional<date> known = std::nullopt);

}  // namespace certrules
