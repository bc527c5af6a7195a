#pragma once

/// Where two rules answer otherwise, in plain words: of the regions that part them, the cases that
/// differ.

#include "detail/analysis/situations.hpp"

#include <string>
#include <vector>

namespace certrules::detail {

/// A list of lines for each region; the regions are disjoint. Ends with `not all of these` where
/// it takes more words than are readable to say which.
std::vector<std::vector<std::string>> differing_words(const pair_space& space,
                                                      const situation_finder& finder, rule_id a,
                                                      rule_id b, std::vector<region_box> boxes,
                                                      const situation_finder::test& differs);

}  // namespace certrules::detail
