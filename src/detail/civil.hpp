#pragma once

// The month arithmetic that deciding runs on: 32-bit, without tables, calls or data-dependent
// branches, so that a loop over columns vectorises. One sum serves every month-end rule, since
// the rules differ only in what they make of two numbers: where the day would fall and where the
// target month ends.

#include <certrules/calendar.hpp>

#include <cstdint>
#include <limits>

namespace certrules::detail {

/// The days within which months are added (Boost's range as well).
inline constexpr std::int32_t first_arithmetic_day = date::from_civil(1400, 1, 1).days();
inline constexpr std::int32_t last_arithmetic_day = date::from_civil(9999, 12, 31).days();

/// What `sum_months` gives where there is no day.
inline constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

constexpr bool in_arithmetic_range(std::int32_t days) noexcept {
    return days >= first_arithmetic_day && days <= last_arithmetic_day;
}

/// A month, counted from March of the year 0, and a day in it, counted from 0.
struct month_and_day {
    std::uint32_t month;
    std::uint32_t day;
};

/// Days from 1 March 0000 to 1 January 1970.
inline constexpr std::uint32_t epoch = 719'468;

/// Splits a day of the years 1 to 9999.
constexpr month_and_day split(std::int32_t days) noexcept {
    const std::uint32_t in_cycles = 4 * (static_cast<std::uint32_t>(days) + epoch) + 3;
    const std::uint32_t century = in_cycles / 146'097;
    const std::uint32_t in_century = in_cycles % 146'097 | 3U;
    const std::uint32_t year = 100 * century + in_century / 1461;
    const std::uint32_t packed = 2141 * (in_century % 1461 / 4) + 1305;  // see date::to_civil
    return {12 * year + (packed >> 16U), (packed & 0xFFFFU) / 2141};
}

/// The first day of a month, and how many days the month has.
struct month_span {
    std::int32_t first;
    std::uint32_t length;
};

/// `month` counts from March of the year 0.
constexpr month_span span_of(std::uint32_t month) noexcept {
    const std::uint32_t y = month / 12;
    const std::uint32_t m = month % 12;
    const std::uint32_t century = y / 100;
    const std::uint32_t first = 1461 * y / 4 - century + century / 4 + (979 * m + 18) / 32;
    // February closes the year that began in March of y, so the leap year to ask about is y + 1.
    const std::uint32_t civil_year = y + 1;
    const std::uint32_t leap = (civil_year & (civil_year % 100 == 0 ? 15U : 3U)) == 0 ? 1U : 0U;
    // The long months from March on: bits 0, 2, 4, 5, 7, 9 and 10.
    const std::uint32_t other = 30 + (0b110'1011'0101U >> m & 1U);
    return {static_cast<std::int32_t>(first - epoch), m == 11 ? 28 + leap : other};
}

/// Days since 1970 of `days` plus `months` months, or `no_day` where `reject` finds no such day.
/// The caller guarantees that `days` and the sum lie in the years 1400 to 9999.
constexpr std::int32_t sum_months(std::int32_t days, std::int32_t months, month_end rule) noexcept {
    const month_and_day from = split(days);
    const month_span to = span_of(from.month + static_cast<std::uint32_t>(months));
    const std::int32_t wanted = to.first + static_cast<std::int32_t>(from.day);
    const std::int32_t last = to.first + static_cast<std::int32_t>(to.length) - 1;
    switch (rule) {
        case month_end::round_up:
            return wanted > last ? last + 1 : wanted;
        case month_end::snap:
            return wanted > last || from.day + 1 == span_of(from.month).length ? last : wanted;
        case month_end::overflow:
            return wanted;
        case month_end::reject:
            return wanted > last ? no_day : wanted;
        default:  // clamp
            return wanted > last ? last : wanted;
    }
}

}  // namespace certrules::detail
