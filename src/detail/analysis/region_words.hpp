#pragma once

/// A box of cases in plain words: `open-critical: >= 1`.

#include "detail/analysis/event_space.hpp"

#include <string>
#include <vector>

namespace certrules::detail {

/// One line for each quantity that the box restricts.
std::vector<std::string> region_words(const pair_space& space, const region_box& box);

}  // namespace certrules::detail
