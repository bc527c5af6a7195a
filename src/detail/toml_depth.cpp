#include "detail/toml_depth.hpp"

#include <algorithm>

namespace certrules::detail {

std::uint32_t overlong_key_line(std::string_view text) noexcept {
    constexpr std::size_t most_parts = 64;
    std::uint32_t line = 1;
    std::size_t dots = 0;
    char quote = 0;
    bool comment = false;
    for (const char c : text) {
        if (c == '\n') {
            ++line;
            dots = 0;
            quote = 0;  // a string over several lines is read as plain text: only more is counted
            comment = false;
        } else if (comment) {
            continue;
        } else if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            comment = true;
        } else if (c == '=' || c == ',' || c == '{') {
            dots = 0;
        } else if (c == '.' && ++dots >= most_parts) {
            return line;
        }
    }
    return 0;
}

std::size_t depth_of(const toml::node& node, std::size_t most) {
    std::size_t deepest = 0;
    const auto consider = [&](const toml::node& child) {
        if (most > 0 && deepest < most)
            deepest = std::max(deepest, depth_of(child, most - 1));
    };
    if (const auto* table = node.as_table())
        for (const auto& [key, value] : *table)
            consider(value);
    else if (const auto* array = node.as_array())
        for (const auto& value : *array)
            consider(value);
    else
        return 0;
    return deepest + 1;
}

}  // namespace certrules::detail
