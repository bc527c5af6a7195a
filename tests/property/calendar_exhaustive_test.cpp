// The calendar against std::chrono, which is written by others and refuses to choose a month-end
// rule: each rule is spelt out here anew from what chrono says of the months themselves.

#include <certrules/calendar.hpp>

#include "detail/civil.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <set>
#include <vector>

using namespace certrules;
namespace ch = std::chrono;

namespace {

constexpr std::array rules{month_end::clamp, month_end::round_up, month_end::snap,
                           month_end::overflow, month_end::reject};

date from_chrono(ch::sys_days day) {
    return date{static_cast<std::int32_t>(day.time_since_epoch().count())};
}

date last_of(ch::year_month month) {
    return from_chrono(ch::sys_days{month / ch::last});
}

/// Wrong sums of `n` months from every day of one month, over all rules.
int wrong_sums(ch::year_month month, int n) {
    const ch::year_month target = month + ch::months{n};
    const date first = from_chrono(ch::sys_days{month / 1});
    const date end = last_of(month);
    const date target_end = last_of(target);
    const date after = from_chrono(ch::sys_days{(target + ch::months{1}) / 1});
    int wrong = 0;
    unsigned number = 1;
    for (date day = first; day <= end; day = day.plus_days(1), ++number) {
        const ch::year_month_day same = target / ch::day{number};
        const date same_day = from_chrono(ch::sys_days{same});  // runs over where it is not ok
        const bool missing = !same.ok();
        const std::optional<date> clamped = missing ? target_end : same_day;
        wrong += add_months(day, n, month_end::clamp) != clamped;
        wrong += add_months(day, n, month_end::round_up) != (missing ? after : same_day);
        wrong += add_months(day, n, month_end::snap) != (day == end ? target_end : clamped);
        wrong += add_months(day, n, month_end::overflow) != same_day;
        wrong += add_months(day, n, month_end::reject) !=
                 (missing ? std::nullopt : std::optional<date>{same_day});
    }
    return wrong;
}

}  // namespace

TEST_CASE("every day of 400 years plus 0 to 120 months, by every month-end rule", "[R12.4]") {
    int wrong = 0;
    for (ch::year_month month{ch::year{2000}, ch::January}; month.year() < ch::year{2400};
         month += ch::months{1}) {
        for (int n = 0; n <= 120; ++n) {
            wrong += wrong_sums(month, n);
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("sums of months hold over the whole range, backwards too") {
    int wrong = 0;
    // 7 and 61 share no factor with 12: each pair of months of the year is met many times.
    for (ch::year_month month{ch::year{1500}, ch::January}; month.year() < ch::year{9899};
         month += ch::months{61}) {
        for (int n = -1200; n <= 1200; n += 7) {
            wrong += wrong_sums(month, n);
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("a later start never ends earlier, unless days run over") {
    int earlier = 0;
    int earlier_by_overflow = 0;
    const date first = date::from_civil(2096, 1, 1);  // around a century that is no leap year
    const date last = date::from_civil(2104, 12, 31);
    for (const month_end rule : {month_end::clamp, month_end::round_up, month_end::snap}) {
        for (int n = 1; n <= 60; ++n) {
            for (date day = first; day < last; day = day.plus_days(1)) {
                earlier += *add_months(day.plus_days(1), n, rule) < *add_months(day, n, rule);
            }
        }
    }
    for (date day = first; day < last; day = day.plus_days(1)) {
        earlier_by_overflow += *add_months(day.plus_days(1), 1, month_end::overflow) <
                               *add_months(day, 1, month_end::overflow);
    }
    CHECK(earlier == 0);
    // 31 January + 1 month runs into March, beyond 1 February + 1 month: the price of that rule.
    CHECK(earlier_by_overflow > 0);
}

TEST_CASE("a validity is never empty and one month more never shortens it", "[R12.1]") {
    int wrong = 0;
    for (const month_end rule : rules) {
        for (const last_day ends : {last_day::day_before_anniversary, last_day::anniversary}) {
            const calendar_rules calendar{rule, ends};
            for (date day = date::from_civil(2096, 1, 1); day < date::from_civil(2104, 12, 31);
                 day = day.plus_days(1)) {
                date longest = day;  // a validity of one month has its first day at least
                for (int n = 1; n <= 36; ++n) {
                    const std::optional<date> last = last_valid_day(day, n, calendar);
                    wrong += !last && rule != month_end::reject;
                    wrong += last && *last < longest;
                    longest = last.value_or(longest);
                }
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("the two conventions differ by exactly a day") {
    int wrong = 0;
    for (const month_end rule : {month_end::clamp, month_end::round_up, month_end::snap}) {
        const calendar_rules before{rule, last_day::day_before_anniversary};
        const calendar_rules on{rule, last_day::anniversary};
        for (date day = date::from_civil(2023, 1, 1); day < date::from_civil(2028, 1, 1);
             day = day.plus_days(1)) {
            for (int n = 1; n <= 24; ++n) {
                wrong += last_valid_day(day, n, before)->plus_days(1) != last_valid_day(day, n, on);
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("days of the week agree with std::chrono over the whole cycle and far from it") {
    int wrong = 0;
    const auto check = [&wrong](std::int32_t n) {
        const ch::weekday expected{ch::sys_days{ch::days{n}}};
        wrong += static_cast<unsigned>(weekday_of(date{n})) + 1 != expected.iso_encoding();
    };
    for (std::int32_t n = 0; n < 146'097; ++n) {
        check(n);
        check(-n);
    }
    for (std::int64_t n = std::numeric_limits<std::int32_t>::min();
         n <= std::numeric_limits<std::int32_t>::max(); n += 99'991) {
        check(static_cast<std::int32_t>(n));
    }
    CHECK(wrong == 0);
}

TEST_CASE("working days agree with a count day by day", "[R19.1][R19.2]") {
    std::mt19937 random{20'181'008};
    const auto below = [&random](unsigned n) { return static_cast<int>(random() % n); };
    int wrong = 0;
    for (int round = 0; round < 3000; ++round) {
        calendar_rules calendar;
        if (round % 3 != 0) {
            calendar.weekend = static_cast<std::uint8_t>(below(127));
        }
        const date from = date::from_civil(1995, 1, 1).plus_days(below(20'000));
        // One round in ten is long enough to need the holidays more than once.
        const int n = 1 + below(round % 10 == 0 ? 3000 : 40);
        std::vector<date> holidays;
        for (int i = below(60); i > 0; --i) {
            holidays.push_back(from.plus_days(below(round % 10 == 0 ? 5000 : 80) - 5));
        }
        const std::set<date> off(holidays.begin(), holidays.end());

        date day = from;
        for (int counted = 0; counted < n;) {
            day = day.plus_days(1);
            const ch::weekday of_week{ch::sys_days{ch::days{day.days()}}};
            const bool weekend = (calendar.weekend >> (of_week.iso_encoding() - 1) & 1) != 0;
            counted += !weekend && !off.contains(day);
        }
        wrong += add_working_days(from, n, calendar, holidays) != day;
    }
    CHECK(wrong == 0);
}
