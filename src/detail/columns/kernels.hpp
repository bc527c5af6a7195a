#pragma once

/// The kernels of the vector levels.

#include "detail/columns/vector_plan.hpp"

namespace certrules::detail {

/// Day 0 of the narrow calendar is 1 March 1960, and it ends with January 2100, so that each
/// fourth year is a leap year and a day fits 16 bits. Rows with other days are decided alone.
inline constexpr std::int32_t narrow_base = date::from_civil(1960, 3, 1).days();
inline constexpr std::uint16_t narrow_last =
    static_cast<std::uint16_t>(date::from_civil(2100, 1, 31).days() - narrow_base);

/// Decides a row that a kernel leaves alone, and says whether it has an error.
struct row_path {
    bool (*decide)(const void* with, std::size_t row);
    const void* with;
};

struct vector_call {
    const vector_plan* plan;
    const source* sources;  ///< by place
    const decisions* out;
    row_path alone;
};

/// Decides `rows` rows from `first` on. Returns how many have an error.
using decide_kernel = std::size_t (*)(const vector_call& call, std::size_t first, std::size_t rows);

/// The last days of terms: `months` (1 to 240) from each of `count` narrow days; 0xFFFF where that
/// is beyond the narrow calendar.
using months_kernel = void (*)(const std::uint16_t* first, const std::uint8_t* months,
                               std::size_t count, month_end rule, std::uint8_t before_anniversary,
                               std::uint16_t* last);

struct kernels {
    decide_kernel decide = nullptr;  ///< null: the build has no such level
    months_kernel months = nullptr;
};

kernels baseline_kernels() noexcept;
kernels avx2_kernels() noexcept;
kernels avx512_kernels() noexcept;

/// The level, or the next lower one that build and processor have.
column_level lowered(column_level level) noexcept;

/// Its kernels; none of rows.
kernels kernels_of(column_level level) noexcept;

}  // namespace certrules::detail
