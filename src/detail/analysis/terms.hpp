#pragma once

/// What two editions say differently outside of their rules.

#include "detail/analysis/common_words.hpp"

#include <string>
#include <vector>

namespace certrules::detail {

/// In words: `deadline audit-held: last 2 months, now 3 months`.
std::vector<std::string> different_terms(const edition& a, const edition& b,
                                         const common_words& words);

}  // namespace certrules::detail
