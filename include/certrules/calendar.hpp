#pragma once

#include <certrules/date.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace certrules {

/// What a sum of months gives where the target month is too short to have the day.
/// An edition chooses one; 31 January 2023 + 1 month is
enum class month_end : std::uint8_t {
    clamp = 0,     ///< 28 February: the last day of the target month
    round_up = 1,  ///< 1 March: the first day of the month after it
    snap = 2,      ///< 28 February; and the last day of a month always gives the last day of the
                   ///< target month, so 28 February 2023 + 12 months is 29 February 2024
    overflow = 3,  ///< 3 March: the missing days run on into the month after it
    reject = 4,    ///< no day
};

/// Which day is the last one of a validity counted in months: both conventions are in use.
enum class last_day : std::uint8_t {
    day_before_anniversary = 0,  ///< 12 months from 15 March 2024 end on 14 March 2025
    anniversary = 1,             ///< 12 months from 15 March 2024 end on 15 March 2025
};

/// The days of the week; the number is the bit in `calendar_rules::weekend`.
enum class weekday : std::uint8_t {
    monday = 0,
    tuesday = 1,
    wednesday = 2,
    thursday = 3,
    friday = 4,
    saturday = 5,
    sunday = 6,
};

/// How an edition counts time.
struct calendar_rules {
    month_end at_month_end = month_end::clamp;
    last_day ends = last_day::day_before_anniversary;
    std::uint8_t weekend = 0b1100000;  ///< bit 0 Monday .. bit 6 Sunday; bit 7 means nothing

    friend constexpr bool operator==(const calendar_rules&,
                                     const calendar_rules&) noexcept = default;
};

/// The most months and working days that one call adds.
inline constexpr std::int32_t most_months = 1200;
inline constexpr int most_working_days = 10'000;

/// The day `months` months after `day` (before it, if negative).
/// nullopt: the day is missing and the rule is `reject`; `months` is not in -1200..1200; or `day`
/// or the sum is not in the years 1400 to 9999.
/// Sums do not chain: 31 January + 1 + 1 month is not 31 January + 2 months. Always add to the
/// day that the count starts from.
///
///     add_months(29 Feb 2024, 12, month_end::clamp)  // 28 Feb 2025
std::optional<date> add_months(date day, std::int32_t months, month_end rule) noexcept;

/// The last day of a validity of `months` months whose first day is `first`; both are inside.
/// It is never before `first`. nullopt as `add_months`, and for `months` < 1.
///
///     last_valid_day(15 Mar 2024, 12, {})  // 14 Mar 2025
std::optional<date> last_valid_day(date first, int months, const calendar_rules& rules) noexcept;

/// The same day of the week `weeks` weeks later (earlier, if negative). Stops at the ends of
/// what a date can hold, as `date::plus_days` does.
date add_weeks(date day, int weeks) noexcept;

/// The n-th working day after `from`: the first is the next day that is neither of the weekend
/// nor a holiday, whatever day `from` is.
/// nullopt: `n` is not in 1..10'000; the weekend is the whole week; `from` or the answer is not in
/// the years 1400 to 9999.
/// `holidays` may be in any order, repeat days and fall on weekends. Cost: one step per calendar
/// day walked, and one pass over `holidays` for each 1024 of them; nothing is allocated.
///
///     add_working_days(Thu 1 Aug 2024, 15, {}, {})  // Thu 22 Aug 2024
std::optional<date> add_working_days(date from, int n, const calendar_rules& rules,
                                     std::span<const date> holidays) noexcept;

/// The day of the week. Exact for every date.
weekday weekday_of(date day) noexcept;

}  // namespace certrules
