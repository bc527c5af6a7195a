#pragma once

/// Whether a history has the form that replay needs, whatever any rule says.

#include "certrules/diagnostic.hpp"
#include "certrules/history.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace certrules::detail {

inline constexpr std::size_t most_events = 1'000'000;
inline constexpr std::size_t most_holidays = 100'000;

/// For each event the place, plus one, of the event that corrects it or takes it back; 0: none.
/// Empty where no event corrects another.
using corrections = std::vector<std::uint32_t>;

/// Fills `out`. Errors name the event's place: `events[3].corrects`.
std::optional<error> check_history(const history& h, corrections& out);

}  // namespace certrules::detail
