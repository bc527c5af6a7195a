#pragma once

/// An edition written out whole, as TOML: what it takes from its base is in it.

#include "certrules/diagnostic.hpp"
#include "certrules/result.hpp"

#include <string>
#include <string_view>

namespace certrules::detail {

/// `text` is an edition that loads. What comes out loads to the same hash. Comments are gone, and
/// within a table the keys are in the order of the alphabet after `id` and `title`.
result<std::string, diagnostics> resolved_text(std::string_view text, std::string_view file);

/// The edition that a text says it is based on; empty: none.
std::string base_name(std::string_view text);

}  // namespace certrules::detail
