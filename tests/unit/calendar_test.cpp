#include <certrules/calendar.hpp>

#include "detail/civil.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace certrules;

namespace {

date day(const char* text) {
    return parse_date(text).value();
}

std::string text(std::optional<date> found) {
    return found ? to_string(*found) : "none";
}

std::string sum(const char* from, int months, month_end rule) {
    return text(add_months(day(from), months, rule));
}

// The arithmetic is a constant expression, where undefined behaviour would not compile.
static_assert(detail::sum_months(date::from_civil(2024, 2, 29).days(), 12, month_end::clamp) ==
              date::from_civil(2025, 2, 28).days());
static_assert(detail::sum_months(detail::last_arithmetic_day, -1200, month_end::snap) ==
              date::from_civil(9899, 12, 31).days());
static_assert(detail::first_arithmetic_day == -208188 && detail::last_arithmetic_day == 2932896);

static_assert(calendar_rules{}.at_month_end == month_end::clamp);
static_assert(calendar_rules{}.ends == last_day::day_before_anniversary);
static_assert(static_cast<int>(weekday::monday) == 0 && static_cast<int>(weekday::sunday) == 6);

}  // namespace

TEST_CASE("a missing day falls where the month-end rule says", "[R12.3][R12.4]") {
    struct row {
        const char* from;
        int months;
        std::array<const char*, 5> gives;  // clamp, round_up, snap, overflow, reject
    };
    const row rows[] = {
        {"2024-02-29", 12, {"2025-02-28", "2025-03-01", "2025-02-28", "2025-03-01", "none"}},
        {"2023-02-28", 12, {"2024-02-28", "2024-02-28", "2024-02-29", "2024-02-28", "2024-02-28"}},
        {"2023-01-31", 1, {"2023-02-28", "2023-03-01", "2023-02-28", "2023-03-03", "none"}},
        {"2024-01-31", 1, {"2024-02-29", "2024-03-01", "2024-02-29", "2024-03-02", "none"}},
        {"2023-01-30", 1, {"2023-02-28", "2023-03-01", "2023-02-28", "2023-03-02", "none"}},
        {"2023-04-30", 1, {"2023-05-30", "2023-05-30", "2023-05-31", "2023-05-30", "2023-05-30"}},
        {"2023-06-30", 6, {"2023-12-30", "2023-12-30", "2023-12-31", "2023-12-30", "2023-12-30"}},
        {"2023-08-30", 6, {"2024-02-29", "2024-03-01", "2024-02-29", "2024-03-01", "none"}},
        {"2024-08-31", 6, {"2025-02-28", "2025-03-01", "2025-02-28", "2025-03-03", "none"}},
        {"2024-03-15", 12, {"2025-03-15", "2025-03-15", "2025-03-15", "2025-03-15", "2025-03-15"}},
        {"2024-03-31", -1, {"2024-02-29", "2024-03-01", "2024-02-29", "2024-03-02", "none"}},
        {"2096-02-29", 48, {"2100-02-28", "2100-03-01", "2100-02-28", "2100-03-01", "none"}},
        {"1996-02-29", 48, {"2000-02-29", "2000-02-29", "2000-02-29", "2000-02-29", "2000-02-29"}},
        {"2024-05-31", 0, {"2024-05-31", "2024-05-31", "2024-05-31", "2024-05-31", "2024-05-31"}},
    };
    for (const row& r : rows) {
        INFO(r.from << " + " << r.months);
        CHECK(sum(r.from, r.months, month_end::clamp) == r.gives[0]);
        CHECK(sum(r.from, r.months, month_end::round_up) == r.gives[1]);
        CHECK(sum(r.from, r.months, month_end::snap) == r.gives[2]);
        CHECK(sum(r.from, r.months, month_end::overflow) == r.gives[3]);
        CHECK(sum(r.from, r.months, month_end::reject) == r.gives[4]);
    }
}

TEST_CASE("months are added within bounds") {
    const date first{detail::first_arithmetic_day};
    const date last{detail::last_arithmetic_day};
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    for (const month_end rule : {month_end::clamp, month_end::round_up, month_end::snap,
                                 month_end::overflow, month_end::reject}) {
        CHECK(add_months(first, 0, rule) == first);
        CHECK(add_months(last, 0, rule) == last);
        CHECK(text(add_months(first, 1200, rule)) == "1500-01-01");
        CHECK(text(add_months(last, -1200, rule)) == "9899-12-31");
        CHECK_FALSE(add_months(first, -1, rule));
        CHECK_FALSE(add_months(first, -1200, rule));
        CHECK_FALSE(add_months(last, 1, rule));
        CHECK_FALSE(add_months(last, 1200, rule));
        CHECK_FALSE(add_months(first.plus_days(-1), 12, rule));
        CHECK_FALSE(add_months(last.plus_days(1), -12, rule));
        CHECK_FALSE(add_months(date{least}, 1, rule));
        CHECK_FALSE(add_months(date{most}, 1, rule));
        CHECK_FALSE(add_months(date{}, 1201, rule));
        CHECK_FALSE(add_months(date{}, -1201, rule));
        CHECK_FALSE(add_months(date{}, most, rule));
        CHECK_FALSE(add_months(date{}, least, rule));
    }
}

TEST_CASE("a validity ends the day before its anniversary, or on it", "[R12.1][R12.2][R12.4]") {
    const calendar_rules before;
    const calendar_rules on{month_end::clamp, last_day::anniversary};
    CHECK(text(last_valid_day(day("2024-03-15"), 12, before)) == "2025-03-14");
    CHECK(text(last_valid_day(day("2024-03-15"), 12, on)) == "2025-03-15");
    CHECK(text(last_valid_day(day("2024-01-10"), 9, before)) == "2024-10-09");
    CHECK(text(last_valid_day(day("2024-08-31"), 6, before)) == "2025-02-27");
    CHECK(text(last_valid_day(day("2024-02-29"), 12, before)) == "2025-02-27");
    CHECK(text(last_valid_day(day("2024-02-29"), 12, {month_end::round_up})) == "2025-02-28");
    CHECK(text(last_valid_day(day("2023-02-28"), 12, {month_end::snap})) == "2024-02-28");
    CHECK(text(last_valid_day(day("2024-01-01"), 12, before)) == "2024-12-31");
    CHECK(text(last_valid_day(day("2024-02-29"), 12, {month_end::reject})) == "none");
    CHECK(text(last_valid_day(day("2024-03-15"), 0, before)) == "none");
    CHECK(text(last_valid_day(day("2024-03-15"), -12, on)) == "none");
    CHECK(text(last_valid_day(day("2024-03-15"), 1201, before)) == "none");
}

TEST_CASE("weeks keep the day of the week and stop at the ends of time") {
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    CHECK(text(add_weeks(day("2024-07-01"), 4)) == "2024-07-29");
    CHECK(text(add_weeks(day("2024-07-01"), -1)) == "2024-06-24");
    CHECK(add_weeks(date{}, 0) == date{});
    CHECK(add_weeks(date{}, std::numeric_limits<int>::max()).days() == most);
    CHECK(add_weeks(date{}, std::numeric_limits<int>::min()).days() == least);
    CHECK(add_weeks(date{most}, -1).days() == most - 7);
}

TEST_CASE("days of the week") {
    CHECK(weekday_of(date{}) == weekday::thursday);
    CHECK(weekday_of(day("2024-08-01")) == weekday::thursday);
    CHECK(weekday_of(day("1900-01-01")) == weekday::monday);
    CHECK(weekday_of(day("2999-12-31")) == weekday::tuesday);
    // 2^31 is 2 more than a multiple of 7, so the first day lies 2 before a Thursday.
    CHECK(weekday_of(date{std::numeric_limits<std::int32_t>::min()}) == weekday::tuesday);
    CHECK(weekday_of(date{std::numeric_limits<std::int32_t>::max()}) == weekday::friday);
}

TEST_CASE("working days are Monday to Friday less the holidays", "[R19.1]") {
    const calendar_rules rules;
    CHECK(text(add_working_days(day("2024-08-01"), 15, rules, {})) == "2024-08-22");
    CHECK(text(add_working_days(day("2024-08-01"), 1000, rules, {})) == "2028-06-01");
    CHECK(text(add_working_days(day("2024-08-01"), 10'000, rules, {})) == "2062-11-30");
    std::vector<date> week;
    for (int i = 7; i >= 1; --i) {  // latest first, and two of them on a weekend
        week.push_back(date::from_civil(2024, 10, static_cast<unsigned>(i)));
    }
    CHECK(text(add_working_days(day("2024-09-27"), 15, rules, week)) == "2024-10-25");
    const std::vector<date> twice{day("2024-08-02"), day("2024-08-02"), day("1999-01-01")};
    CHECK(text(add_working_days(day("2024-08-01"), 1, rules, twice)) == "2024-08-05");
}

TEST_CASE("counting starts with the first working day after the event", "[R19.2]") {
    const calendar_rules rules;
    CHECK(text(add_working_days(day("2024-08-01"), 1, rules, {})) == "2024-08-02");  // Friday
    CHECK(text(add_working_days(day("2024-08-02"), 1, rules, {})) == "2024-08-05");
    CHECK(text(add_working_days(day("2024-08-03"), 1, rules, {})) == "2024-08-05");  // Saturday
    CHECK(text(add_working_days(day("2024-08-04"), 1, rules, {})) == "2024-08-05");
    const std::vector<date> the_day_itself{day("2024-08-01")};
    CHECK(text(add_working_days(day("2024-08-01"), 1, rules, the_day_itself)) == "2024-08-02");
}

TEST_CASE("the weekend is the edition's") {
    calendar_rules rules;
    rules.weekend = 0b0110000;  // Friday and Saturday
    CHECK(text(add_working_days(day("2024-08-01"), 1, rules, {})) == "2024-08-04");
    rules.weekend = 0;
    CHECK(text(add_working_days(day("2024-08-01"), 3, rules, {})) == "2024-08-04");
    rules.weekend = 0b1000'0000;  // bit 7 means nothing
    CHECK(text(add_working_days(day("2024-08-01"), 3, rules, {})) == "2024-08-04");
    rules.weekend = 0b0111'1111;
    CHECK(text(add_working_days(day("2024-08-01"), 1, rules, {})) == "none");
    rules.weekend = 0b1111'1111;
    CHECK(text(add_working_days(day("2024-08-01"), 1, rules, {})) == "none");
}

TEST_CASE("working days are counted within bounds") {
    const calendar_rules rules;
    const date from = day("2024-08-01");
    CHECK_FALSE(add_working_days(from, 0, rules, {}));
    CHECK_FALSE(add_working_days(from, -1, rules, {}));
    CHECK_FALSE(add_working_days(from, 10'001, rules, {}));
    const date last{detail::last_arithmetic_day};  // 31 December 9999 is a Friday
    CHECK(weekday_of(last) == weekday::friday);
    CHECK(add_working_days(last.plus_days(-1), 1, rules, {}) == last);
    CHECK_FALSE(add_working_days(last.plus_days(-1), 2, rules, {}));
    CHECK_FALSE(add_working_days(last, 1, rules, {}));
    CHECK_FALSE(add_working_days(last.plus_days(1), 1, rules, {}));
    CHECK_FALSE(add_working_days(date{std::numeric_limits<std::int32_t>::min()}, 1, rules, {}));
    const std::vector<date> extreme{date{std::numeric_limits<std::int32_t>::min()},
                                    date{std::numeric_limits<std::int32_t>::max()}};
    CHECK(text(add_working_days(from, 1, rules, extreme)) == "2024-08-02");
}
