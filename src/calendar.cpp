#include <certrules/calendar.hpp>
#include <certrules/date.hpp>

#include "detail/civil.hpp"

// Only the calendar's own functions: the rest of Boost.date_time brings streams and locales, and
// its sum of months snaps. Its constrained numbers throw out of range; every argument below is
// checked to be inside first.
#include <boost/date_time/gregorian/greg_calendar.hpp>

#include <algorithm>
#include <bitset>
#include <cstddef>

namespace certrules {

namespace {

using boost_calendar = boost::gregorian::gregorian_calendar;

/// The number that `count` digits from `at` on spell, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
    int value = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') {
            return -1;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

void write_digits(std::array<char, 10>& out, std::size_t at, std::size_t count,
                  unsigned value) noexcept {
    for (std::size_t i = count; i-- > 0; value /= 10) {
        out[at + i] = static_cast<char>('0' + value % 10);
    }
}

/// Days walked between two passes over the holidays.
constexpr std::int32_t window = 1024;

}  // namespace

std::optional<date> parse_date(std::string_view text) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    constexpr int first_year = first_supported_day.to_civil().year;
    constexpr int last_year = last_supported_day.to_civil().year;
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1) {
        return std::nullopt;
    }
    const auto y = static_cast<unsigned short>(year);
    const auto m = static_cast<unsigned short>(month);
    if (day > boost_calendar::end_of_month_day(y, m)) {
        return std::nullopt;
    }
    return date::from_civil(year, m, static_cast<unsigned>(day));
}

std::array<char, 10> format_date(date day) noexcept {
    std::array<char, 10> out{'*', '*', '*', '*', '-', '*', '*', '-', '*', '*'};
    const date::civil ymd = day.to_civil();
    if (ymd.year >= 0 && ymd.year <= 9999) {
        write_digits(out, 0, 4, static_cast<unsigned>(ymd.year));
        write_digits(out, 5, 2, ymd.month);
        write_digits(out, 8, 2, ymd.day);
    }
    return out;
}

std::string to_string(date day) {
    const std::array<char, 10> text = format_date(day);
    return {text.data(), text.size()};
}

std::optional<date> add_months(date day, std::int32_t months, month_end rule) noexcept {
    if (!detail::in_arithmetic_range(day.days()) || months < -most_months || months > most_months) {
        return std::nullopt;
    }
    // 100 years beyond either end of the range the arithmetic is still exact, and `no_day` lies
    // outside the range as well.
    const std::int32_t sum = detail::sum_months(day.days(), months, rule);
    if (!detail::in_arithmetic_range(sum)) {
        return std::nullopt;
    }
    return date{sum};
}

std::optional<date> last_valid_day(date first, int months, const calendar_rules& rules) noexcept {
    if (months < 1) {
        return std::nullopt;
    }
    const std::optional<date> anniversary = add_months(first, months, rules.at_month_end);
    if (!anniversary || rules.ends == last_day::anniversary) {
        return anniversary;
    }
    return anniversary->plus_days(-1);
}

date add_weeks(date day, int weeks) noexcept {
    using limits = std::numeric_limits<std::int32_t>;
    const std::int64_t n = std::int64_t{7} * weeks;
    const std::int64_t sum = std::clamp<std::int64_t>(day.days() + n, limits::min(), limits::max());
    return date{static_cast<std::int32_t>(sum)};
}

std::optional<date> add_working_days(date from, int n, const calendar_rules& rules,
                                     std::span<const date> holidays) noexcept {
    const unsigned weekend = rules.weekend & 0b1111111U;
    if (n < 1 || n > most_working_days || weekend == 0b1111111U ||
        !detail::in_arithmetic_range(from.days())) {
        return std::nullopt;
    }
    auto of_week = static_cast<unsigned>(weekday_of(from));
    std::bitset<window> off;
    for (std::int32_t start = from.days() + 1; start <= detail::last_arithmetic_day;
         start += window) {
        off.reset();
        for (const date holiday : holidays) {
            const std::int64_t at = std::int64_t{holiday.days()} - start;
            if (at >= 0 && at < window) {
                off.set(static_cast<std::size_t>(at));
            }
        }
        const std::int32_t days = std::min(window, detail::last_arithmetic_day - start + 1);
        for (std::int32_t i = 0; i < days; ++i) {
            of_week = of_week == 6 ? 0 : of_week + 1;
            const bool working =
                (weekend >> of_week & 1U) == 0 && !off[static_cast<std::size_t>(i)];
            if (working && --n == 0) {
                return date{start + i};
            }
        }
    }
    return std::nullopt;
}

weekday weekday_of(date day) noexcept {
    // 400 years are a whole number of weeks: folded into 1970..2369 every date is in Boost's range.
    constexpr std::int32_t cycle = 146'097;
    const std::int32_t folded = (day.days() % cycle + cycle) % cycle;
    const date::civil ymd = date{folded}.to_civil();
    const unsigned short from_sunday = boost_calendar::day_of_week(boost_calendar::ymd_type(
        static_cast<unsigned short>(ymd.year), static_cast<unsigned short>(ymd.month),
        static_cast<unsigned short>(ymd.day)));
    return static_cast<weekday>((from_sunday + 6) % 7);
}

}  // namespace certrules
