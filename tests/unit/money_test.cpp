#include <certrules/money.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <type_traits>

using namespace certrules;

namespace {

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most = std::numeric_limits<std::int64_t>::max();

constexpr currency_code usd{'U', 'S', 'D', '\0'};
constexpr currency_code eur{'E', 'U', 'R', '\0'};

currency_code currency(const char* code) {
    return parse_currency(code).value();
}

std::optional<std::int64_t> man_days(std::int64_t rate, std::int64_t hundredths) {
    const std::optional<money> cost = for_man_days({rate, usd}, hundredths);
    return cost ? std::optional{cost->minor_units} : std::nullopt;
}

// An amount without a currency is no money, and no floating point becomes one.
static_assert(!std::is_convertible_v<std::int64_t, money>);
template <class T>
concept makes_money = requires(T units) {
    money{units, currency_code{}};
};
static_assert(makes_money<std::int64_t> && !makes_money<double>);

}  // namespace

TEST_CASE("a currency is three capital letters") {
    CHECK(parse_currency("USD") == usd);
    for (const char* text : {"", "US", "USDX", "usd", "US1", "US ", "U\xc3\x9f"}) {
        INFO(text);
        CHECK_FALSE(parse_currency(text));
    }
}

TEST_CASE("minor units have as many decimals as ISO 4217 gives the currency") {
    CHECK(decimals_of(usd) == 2);
    CHECK(decimals_of(currency("CNY")) == 2);
    CHECK(decimals_of(currency("JPY")) == 0);
    CHECK(decimals_of(currency("BIF")) == 0);
    CHECK(decimals_of(currency("XPF")) == 0);
    CHECK(decimals_of(currency("KWD")) == 3);
    CHECK(decimals_of(currency("TND")) == 3);
    CHECK(decimals_of(currency("CLF")) == 4);
    CHECK(decimals_of(currency("CLP")) == 0);
    // A code that only appears across two neighbours of the list is not in it.
    CHECK(decimals_of(currency("IFC")) == 2);
    CHECK(decimals_of(currency_code{}) == 2);
}

TEST_CASE("money adds within one currency and 64 bits") {
    CHECK(add({150'000, usd}, {80'000, usd}) == money{230'000, usd});
    CHECK(add({-5, usd}, {3, usd}) == money{-2, usd});
    CHECK_FALSE(add({1, usd}, {1, eur}));
    CHECK(money{1, usd} != money{1, eur});
    CHECK(money{1, usd} != money{2, usd});
    CHECK(add({most - 1, usd}, {1, usd}) == money{most, usd});
    CHECK_FALSE(add({most, usd}, {1, usd}));
    CHECK(add({least + 1, usd}, {-1, usd}) == money{least, usd});
    CHECK_FALSE(add({least, usd}, {-1, usd}));
    CHECK(add({least, usd}, {most, usd}) == money{-1, usd});
}

TEST_CASE("man-days cost what they cost exactly, or nothing is said") {
    CHECK(man_days(50'000, 300) == 150'000);
    CHECK(man_days(50'000, 250) == 125'000);
    CHECK(man_days(50'000, 1) == 500);
    CHECK(man_days(50'000, 0) == 0);
    CHECK(man_days(1, 100) == 1);
    CHECK(man_days(-50'000, 250) == -125'000);
    CHECK(man_days(50, 2) == 1);
    CHECK_FALSE(man_days(1, 1));     // a hundredth of a cent
    CHECK_FALSE(man_days(333, 50));  // half a cent
    CHECK_FALSE(man_days(50'000, -100));
    CHECK(man_days(most, 100) == most);
    CHECK(man_days(least, 100) == least);
    CHECK_FALSE(man_days(most, 200));
    CHECK_FALSE(man_days(least, 200));
    CHECK_FALSE(man_days(most - 7, 101));  // the rate ends in 00, but the whole is too much
    CHECK(man_days(100, most) == most);
    CHECK(man_days(-100, most) == -most);
    CHECK_FALSE(man_days(101, most));
    CHECK_FALSE(man_days(100, least));
}

TEST_CASE("man-days agree with 128-bit arithmetic") {
    __extension__ typedef __int128 wide;
    std::mt19937_64 random{1500};
    const auto any = [&random] {
        // All magnitudes alike, or nearly everything would overflow.
        return static_cast<std::int64_t>(random()) >> (random() % 64);
    };
    int wrong = 0;
    int exact = 0;
    for (int i = 0; i < 200'000; ++i) {
        // Round numbers half of the time, since most others have no exact cost.
        const std::int64_t rate = i % 2 == 0 ? any() : any() / 100 * 100;
        const std::int64_t hundredths = i % 4 < 2 ? any() : any() / 50 * 50;
        const wide product = static_cast<wide>(rate) * hundredths;
        const wide cost = product / 100;
        const bool fits = hundredths >= 0 && product % 100 == 0 && cost >= least && cost <= most;
        const std::optional<std::int64_t> found = man_days(rate, hundredths);
        wrong += found.has_value() != fits || (fits && *found != cost);
        exact += fits;
    }
    CHECK(wrong == 0);
    CHECK(exact > 20'000);
}

TEST_CASE("money is written for people") {
    CHECK(format_money({150'000, usd}) == "USD 1,500.00");
    CHECK(format_money({150'000, {}}).find('\0') == std::string::npos);
    CHECK(format_money({80'000, usd}) == "USD 800.00");
    CHECK(format_money({0, usd}) == "USD 0.00");
    CHECK(format_money({5, usd}) == "USD 0.05");
    CHECK(format_money({99'999, usd}) == "USD 999.99");
    CHECK(format_money({123'456'789, eur}) == "EUR 1,234,567.89");
    CHECK(format_money({-2'000, usd}) == "USD -20.00");
    CHECK(format_money({1'500, currency("JPY")}) == "JPY 1,500");
    CHECK(format_money({0, currency("JPY")}) == "JPY 0");
    CHECK(format_money({1'500, currency("KWD")}) == "KWD 1.500");
    CHECK(format_money({least, usd}) == "USD -92,233,720,368,547,758.08");
    CHECK(format_money({most, currency("JPY")}) == "JPY 9,223,372,036,854,775,807");
    CHECK(format_money({100, currency_code{}}) == " 1.00");
}

TEST_CASE("amounts are read in one form") {
    CHECK(parse_amount("1500.00") == 150'000);
    CHECK(parse_amount("1500") == 150'000);
    CHECK(parse_amount("0") == 0);
    CHECK(parse_amount("0.05") == 5);
    CHECK(parse_amount("1500", 0) == 1500);
    CHECK(parse_amount("1.500", 3) == 1500);
    CHECK(parse_amount("92233720368547758.07") == most);
    for (const char* text : {"",
                             ".",
                             ".50",
                             "1500.",
                             "1500.5",
                             "1500.000",
                             "1,500.00",
                             "01.00",
                             "00",
                             "-1.00",
                             "+1.00",
                             " 1.00",
                             "1.00 ",
                             "1e3",
                             "1.0x",
                             "x",
                             "0x10",
                             "1.0.0",
                             "1..00",
                             "92233720368547758.08",
                             "92233720368547759.00",
                             "92233720368547758070",
                             "999999999999999999999999"}) {
        INFO(text);
        CHECK_FALSE(parse_amount(text));
    }
    CHECK_FALSE(parse_amount("1.", 0));
    CHECK_FALSE(parse_amount("1.0", 0));
    CHECK_FALSE(parse_amount("1.00000", 5));
    CHECK_FALSE(parse_amount("1", 5));
}

TEST_CASE("what is written without grouping is read back") {
    std::mt19937_64 random{800};
    for (int i = 0; i < 2000; ++i) {
        const auto units = static_cast<std::int64_t>(random() >> (1 + random() % 63));
        std::string text = format_money({units, usd}).substr(4);
        std::erase(text, ',');
        REQUIRE(parse_amount(text) == units);
    }
}
