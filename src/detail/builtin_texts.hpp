#pragma once

#include <span>
#include <string_view>

namespace certrules::detail {

/// One edition file as shipped: its file name without `.toml`, and its bytes (UTF-8 TOML).
struct builtin_text {
    std::string_view name;
    std::string_view text;
};

/// The edition files under src/editions, sorted by name. They live as long as the program.
std::span<const builtin_text> builtin_texts() noexcept;
/// Their names alone.
std::span<const std::string_view> builtin_names() noexcept;

}  // namespace certrules::detail
