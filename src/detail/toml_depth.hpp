#pragma once

/// Guards against TOML that nests so deep that walking it would exhaust the stack.

#include <cstddef>
#include <string_view>

#include <toml++/toml.h>

namespace certrules::detail {

/// The line, from 1, of a key with too many dotted parts; 0 if there is none. To be asked before
/// parsing: `[a.a.a…]` nests as deep as it is long.
std::uint32_t overlong_key_line(std::string_view text) noexcept;

/// How deep tables and arrays nest below `node`, at most `most` + 1. A flat table has depth 1.
std::size_t depth_of(const toml::node& node, std::size_t most);

}  // namespace certrules::detail
