#pragma once

/// The review of ESCP 2020-09-01 over columns, as somebody would write it by hand who wants it
/// fast: this one event of this one edition, with vectors, one pass over the rows, everything in
/// registers. What `decide_columns` is measured against.

#include <cstddef>
#include <cstdint>

namespace by_hand {

/// Columns as the kernel wants them: bytes (255: unknown) and days as i32.
struct review_columns {
    static constexpr std::size_t sections = 12;
    const std::uint8_t* minors;
    const std::uint8_t* majors[sections];
    const std::uint8_t* criticals;
    const std::uint8_t* criticals_shown;  ///< record inconsistencies, shown with transparency
    const std::uint8_t* zero_tolerance;
    const std::uint8_t* zero_tolerance_shown;
    const std::uint8_t *cap_submitted, *willing, *decision, *choice;
    const std::uint8_t *remediation_months, *termination_months;
    const std::uint8_t* held[4];
    const std::uint8_t* cycle;
    const std::int32_t *day, *cycle_since, *cycle_started_on;
};

struct review_answers {
    std::int8_t* status;
    std::int32_t* first_day;
    std::int32_t* last_day;
    std::uint32_t* rule;
    std::int16_t* error;
};

/// Decides rows 0 to rows - 1, a multiple of 64. Returns how many have an error, or a value that
/// this kernel does not know (their error is -1).
using review_kernel = std::size_t (*)(const review_columns& in, std::size_t rows,
                                      const review_answers& out);

/// Null where the build has no such level.
review_kernel review_baseline();
review_kernel review_avx2();
review_kernel review_avx512();

}  // namespace by_hand
