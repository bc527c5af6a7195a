#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace certrules::detail {

/// A test of a number as it is written, changed: `>= 1` to `>= 2`, `>= 0`, `< 1` …
std::vector<std::string> changed_tests(std::string_view text, unsigned decimals);

}  // namespace certrules::detail
