#pragma once

#include <string>
#include <string_view>

namespace certrules::cli {

/// Text as it stands in HTML or XML, also between double quotes.
std::string escaped(std::string_view text);

}  // namespace certrules::cli
