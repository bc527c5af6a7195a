#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace certrules::detail {

/// The longest name that `nearest` compares, in bytes: it works on the stack.
inline constexpr std::size_t longest_compared = 128;

/// The name of `known` that a misspelt `word` most likely means, or an empty view.
///
/// Counts edits: a letter added, dropped, replaced, or swapped with its neighbour (no letter is
/// touched twice). At most a third of the word's length, and at least one, are forgiven; among
/// equals the first of `known` wins. Words and names over 128 bytes are like nothing. Allocates
/// nothing.
///
///     nearest("goldd", names)  // "gold"
std::string_view nearest(std::string_view word, std::span<const std::string_view> known) noexcept;

/// What to add to "unknown x": `, did you mean "y"?`, or `; known: a, b, c` where no name is near
/// and at most 16 are known, or nothing.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

}  // namespace certrules::detail
