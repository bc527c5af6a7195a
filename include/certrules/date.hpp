#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace certrules {

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
///
/// Four bytes, trivially copyable, totally ordered. It holds any `std::int32_t`; what a document
/// may say is narrower (`first_supported_day` .. `last_supported_day`), and sums of months live
/// in the years 1400 to 9999 (`add_months`). It knows no time of day and no time zone.
class date {
public:
    /// Year, month 1..12 and day of the month 1..31.
    struct civil {
        int year;
        unsigned month;
        unsigned day;
        friend constexpr bool operator==(const civil&, const civil&) noexcept = default;
    };

    /// 1970-01-01.
    constexpr date() noexcept = default;

    /// The day `days_since_1970` days after 1970-01-01 (before it, if negative).
    constexpr explicit date(std::int32_t days_since_1970) noexcept : days_(days_since_1970) {}

    /// The day of that year, month and day of the month. The caller guarantees that it exists:
    /// nothing is checked, and 30 February is some day of March. Text goes through `parse_date`.
    static constexpr date from_civil(int year, unsigned month, unsigned day) noexcept;

    /// Days since 1970-01-01.
    constexpr std::int32_t days() const noexcept { return days_; }

    /// The day `n` days later (earlier, if negative). Stops at the first or last day that four
    /// bytes can hold instead of wrapping round to the other end of time.
    constexpr date plus_days(std::int32_t n) const noexcept;

    /// Year, month and day of the month. Exact for every value.
    constexpr civil to_civil() const noexcept;

    friend constexpr auto operator<=>(date, date) noexcept = default;

private:
    // Both conversions count from 1 March, so that the leap day is the last of its year, and from
    // so many whole 400-year cycles before the year 0 that nothing is negative.
    static constexpr std::int64_t cycles = 14'700;
    static constexpr std::int64_t days_of_cycles = cycles * 146'097;
    static constexpr std::int64_t march_0000_to_1970 = 719'468;

    std::int32_t days_ = 0;
};

constexpr date date::from_civil(int year, unsigned month, unsigned day) noexcept {
    const bool january_or_february = month <= 2;
    const auto y = static_cast<std::uint64_t>(std::int64_t{year} + 400 * cycles -
                                              (january_or_february ? 1 : 0));
    const std::uint64_t m = january_or_february ? month + 9ULL : month - 3ULL;
    const std::uint64_t century = y / 100;
    // 979/32 is the mean length of a month from March to January, close enough to floor exactly.
    const std::uint64_t n = 1461 * y / 4 - century + century / 4 + (979 * m + 18) / 32 + day - 1;
    return date{static_cast<std::int32_t>(static_cast<std::int64_t>(n) - days_of_cycles -
                                          march_0000_to_1970)};
}

constexpr date::civil date::to_civil() const noexcept {
    const auto n = static_cast<std::uint64_t>(days_ + days_of_cycles + march_0000_to_1970);
    const std::uint64_t in_cycles = 4 * n + 3;  // quarter days: a century is 146097 of them / 4
    const auto century = static_cast<std::uint32_t>(in_cycles / 146'097);
    const auto in_century = static_cast<std::uint32_t>(in_cycles % 146'097) | 3U;
    const std::uint32_t year_of_century = in_century / 1461;
    const std::uint32_t day_of_year = in_century % 1461 / 4;
    // 2141/65536 is 32/979.6..: month in the high half, day of the month in the low one.
    const std::uint32_t packed = 2141 * day_of_year + 1305;
    const std::uint32_t m = packed >> 16U;
    const std::uint32_t day = (packed & 0xFFFFU) / 2141 + 1;
    const bool january_or_february = m >= 10;
    const auto year = static_cast<int>(std::int64_t{century} * 100 + year_of_century -
                                       400 * cycles + (january_or_february ? 1 : 0));
    return civil{year, january_or_february ? m - 9 : m + 3, day};
}

constexpr date date::plus_days(std::int32_t n) const noexcept {
    using limits = std::numeric_limits<std::int32_t>;
    const std::int64_t sum = std::int64_t{days_} + n;
    return date{sum > limits::max()   ? limits::max()
                : sum < limits::min() ? limits::min()
                                      : static_cast<std::int32_t>(sum)};
}

/// The days that input may hold: 1900-01-01 to 2999-12-31, both inside.
inline constexpr date first_supported_day = date::from_civil(1900, 1, 1);
inline constexpr date last_supported_day = date::from_civil(2999, 12, 31);

/// Reads `YYYY-MM-DD`: ten ASCII characters, a day that exists, within the supported days.
/// Anything else is nullopt: no blanks, no signs, no other separators, no missing zeros.
///
///     parse_date("2024-02-29")  // 29 February 2024
///     parse_date("2023-02-29")  // nullopt
std::optional<date> parse_date(std::string_view text) noexcept;

/// Writes `YYYY-MM-DD`, ten characters without a terminating NUL.
/// A day outside the years 0 to 9999 has no such form and gives `****-**-**`.
std::array<char, 10> format_date(date day) noexcept;

/// `format_date` as a string.
std::string to_string(date day);

}  // namespace certrules
