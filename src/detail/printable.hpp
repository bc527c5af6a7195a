#pragma once

/// Text of a stranger's, made fit for a line of a message.

#include <string>
#include <string_view>

namespace certrules::detail {

/// The text on one line and in UTF-8: control characters as `\u000a`, and `?` for each byte that
/// is no part of a character, as where a long name was cut.
std::string printable(std::string_view text);

}  // namespace certrules::detail
