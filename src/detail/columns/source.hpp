#pragma once

/// Where the values of a column lie, whichever way the host gave it.

#include "certrules/columns.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace certrules::detail {

struct source {
    const unsigned char* data = nullptr;  ///< null: none in every row
    std::ptrdiff_t stride = 0;
    const std::uint8_t* validity = nullptr;
    std::size_t validity_offset = 0;
    std::int64_t none = 0;  ///< with `has_none`, and that of the column's values
    column_type type = column_type::u8;
    bool has_none = false;
    bool by_value = false;  ///< `own_none` stands for none too: words and days
    std::int64_t own_none = 0;

    bool given() const noexcept { return data != nullptr; }
};

inline std::int64_t raw_value(const source& s, std::size_t row) noexcept {
    const auto* at = s.data + static_cast<std::ptrdiff_t>(row) * s.stride;
    const auto load = [&](auto value) {
        std::memcpy(&value, at, sizeof value);
        return static_cast<std::int64_t>(value);
    };
    switch (s.type) {
        case column_type::u8:
            return *at;
        case column_type::u16:
            return load(std::uint16_t{});
        case column_type::i32:
            return load(std::int32_t{});
        case column_type::i64:
            break;
    }
    return load(std::int64_t{});
}

inline bool is_valid(const source& s, std::size_t row) noexcept {
    const auto bit = s.validity_offset + row;
    return s.validity == nullptr || ((s.validity[bit / 8] >> (bit % 8)) & 1U) != 0;
}

/// The value of a row, or none.
inline std::optional<std::int64_t> value_of(const source& s, std::size_t row) noexcept {
    if (!s.given() || !is_valid(s, row))
        return std::nullopt;
    const auto value = raw_value(s, row);
    if ((s.has_none && value == s.none) || (s.by_value && value == s.own_none))
        return std::nullopt;
    return value;
}

}  // namespace certrules::detail
