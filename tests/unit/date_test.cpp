#include <certrules/date.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

using certrules::date;
using certrules::format_date;
using certrules::parse_date;
using certrules::to_string;

namespace {

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();

// What must not compile: a number is not a day by accident, and days do not add to days.
static_assert(!std::is_convertible_v<int, date>);
static_assert(!std::is_convertible_v<date, int>);
template <class A, class B>
concept addable = requires(A a, B b) {
    a + b;
};
static_assert(!addable<date, date> && !addable<date, int>);

// In a constant expression undefined behaviour does not compile.
static_assert(date{} == date::from_civil(1970, 1, 1));
static_assert(date::from_civil(2000, 2, 29).days() == 11016);
static_assert(date::from_civil(2024, 2, 29).plus_days(1) == date::from_civil(2024, 3, 1));
static_assert(date{least}.plus_days(-1).days() == least && date{most}.plus_days(1).days() == most);
static_assert(date{most}.plus_days(least).days() == -1);
static_assert(certrules::first_supported_day.days() == -25567);
static_assert(certrules::last_supported_day.days() == 376199);
static_assert(date{least}.to_civil().year == -5877641 && date{most}.to_civil().year == 5881580);
static_assert(sizeof(date) == 4 && std::is_trivially_copyable_v<date>);

bool exists(int year, unsigned month, unsigned day) {
    return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month},
                                       std::chrono::day{day}}
        .ok();
}

}  // namespace

TEST_CASE("days are ordered by time") {
    CHECK(date::from_civil(2023, 12, 31) < date::from_civil(2024, 1, 1));
    CHECK(date::from_civil(1969, 12, 31) < date{});
    CHECK(date{5} == date{5});
    CHECK(date{5} != date{6});
    const date::civil leap_day{2024, 2, 29};
    CHECK(leap_day == date::from_civil(2024, 2, 29).to_civil());
    CHECK(leap_day != date::civil{2028, 2, 29});
    CHECK(leap_day != date::civil{2024, 3, 29});
    CHECK(leap_day != date::civil{2024, 2, 28});
}

TEST_CASE("days stop at the ends of time") {
    for (const std::int32_t n : {1, most}) {
        CHECK(date{most}.plus_days(n) == date{most});
        CHECK(date{least}.plus_days(-n) == date{least});
        CHECK(date{least}.plus_days(n) == date{least + n});
    }
}

TEST_CASE("civil conversions agree with std::chrono on every day from 1399 to 10000") {
    namespace ch = std::chrono;
    const ch::sys_days first{ch::year{1399} / 1 / 1};
    const ch::sys_days last{ch::year{10000} / 12 / 31};
    int wrong = 0;
    for (ch::sys_days day = first; day <= last; day += ch::days{1}) {
        const ch::year_month_day ymd{day};
        const date ours{static_cast<std::int32_t>(day.time_since_epoch().count())};
        const date::civil expected{int{ymd.year()}, unsigned{ymd.month()}, unsigned{ymd.day()}};
        wrong += ours.to_civil() != expected;
        wrong += date::from_civil(expected.year, expected.month, expected.day) != ours;
    }
    CHECK(wrong == 0);
}

TEST_CASE("civil conversions agree with std::chrono at the edges of its own range") {
    namespace ch = std::chrono;
    int wrong = 0;
    for (int year = -32767; year <= 32767; ++year) {
        for (const ch::month_day_last last : {ch::January / ch::last, ch::February / ch::last}) {
            const ch::year_month_day ymd{ch::year{year} / last};
            const auto days = ch::sys_days{ymd}.time_since_epoch().count();
            const date::civil expected{year, unsigned{ymd.month()}, unsigned{ymd.day()}};
            wrong += date{static_cast<std::int32_t>(days)}.to_civil() != expected;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("the calendar repeats every 400 years and converts back, over all of four bytes") {
    constexpr std::int32_t cycle = 146'097;
    int wrong = 0;
    for (std::int64_t n = least; n <= most - cycle; n += 9973) {
        const date day{static_cast<std::int32_t>(n)};
        const date::civil now = day.to_civil();
        const date::civil later = day.plus_days(cycle).to_civil();
        wrong += later != date::civil{now.year + 400, now.month, now.day};
        wrong += date::from_civil(now.year, now.month, now.day) != day;
    }
    CHECK(wrong == 0);
}

TEST_CASE("every supported day is written and read back") {
    int wrong = 0;
    for (date day = certrules::first_supported_day; day <= certrules::last_supported_day;
         day = day.plus_days(1)) {
        const auto text = format_date(day);
        wrong += parse_date({text.data(), text.size()}) != day;
    }
    CHECK(wrong == 0);
    CHECK(to_string(date::from_civil(2024, 2, 29)) == "2024-02-29");
    CHECK(to_string(certrules::first_supported_day) == "1900-01-01");
    CHECK(to_string(certrules::last_supported_day) == "2999-12-31");
}

TEST_CASE("the four-digit years are written with their zeros, the others not at all") {
    CHECK(to_string(date::from_civil(0, 1, 1)) == "0000-01-01");
    CHECK(to_string(date::from_civil(987, 6, 5)) == "0987-06-05");
    CHECK(to_string(date::from_civil(9999, 12, 31)) == "9999-12-31");
    CHECK(to_string(date::from_civil(9999, 12, 31).plus_days(1)) == "****-**-**");
    CHECK(to_string(date::from_civil(0, 1, 1).plus_days(-1)) == "****-**-**");
    CHECK(to_string(date{least}) == "****-**-**");
}

TEST_CASE("a date is read only if the day exists and is supported") {
    int wrong = 0;
    for (int year = 1890; year <= 3010; ++year) {
        for (unsigned month = 0; month <= 13; ++month) {
            for (unsigned day = 0; day <= 32; ++day) {
                const std::string text = std::to_string(year) + (month < 10 ? "-0" : "-") +
                                         std::to_string(month) + (day < 10 ? "-0" : "-") +
                                         std::to_string(day);
                const bool valid = year >= 1900 && year <= 2999 && exists(year, month, day);
                wrong += parse_date(text).has_value() != valid;
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("only one form of a date is read") {
    for (const char* text : {"",
                             "2024",
                             "2024-2-29",
                             "2024-02-9",
                             "2024/02/09",
                             "20240209",
                             "24-02-09",
                             " 2024-02-09",
                             "2024-02-09 ",
                             "2024-02-09T00:00:00Z",
                             "2024-Feb-09",
                             "+024-02-09",
                             "-024-02-09",
                             "2024--2-09",
                             "2024-02--9",
                             "2024- 2-09",
                             "2024-02-0x",
                             "09-02-2024",
                             "2024-02-009",
                             "2024:02-09",
                             "2024-02:09"}) {
        INFO(text);
        CHECK_FALSE(parse_date(text));
    }
    CHECK_FALSE(parse_date(std::string_view{"2024-02-09\0", 11}));
    CHECK_FALSE(parse_date(std::string_view{"2024-02-0\0", 10}));
}

TEST_CASE("no other byte stands for a digit or a hyphen of a date") {
    int wrong = 0;
    for (std::size_t at = 0; at < 10; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = "2111-11-11";
            text[at] = static_cast<char>(byte);
            const bool digit = byte >= '0' && byte <= '9';
            bool valid = at == 4 || at == 7 ? byte == '-' : digit;
            if (valid && digit) {
                valid = exists(std::stoi(text.substr(0, 4)),
                               static_cast<unsigned>(std::stoi(text.substr(5, 2))),
                               static_cast<unsigned>(std::stoi(text.substr(8, 2)))) &&
                        text >= "1900" && text < "3000";
            }
            wrong += parse_date(text).has_value() != valid;
        }
    }
    CHECK(wrong == 0);
}
