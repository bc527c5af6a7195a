#include <certrules/result.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

using certrules::bad_result_access;
using certrules::result;
using certrules::unexpected;

namespace {

using number = result<int, std::string>;
using owner = result<std::unique_ptr<int>, std::string>;

number half(int n) {
    if (n % 2 != 0) {
        return unexpected{"odd"};
    }
    return n / 2;
}

// A value and an error of one type are told apart by how they came in.
constexpr result<int, int> good = 4;
constexpr result<int, int> bad = unexpected{4};
static_assert(good.has_value() && *good == 4 && good.value() == 4);
static_assert(!bad && bad.error() == 4 && bad.value_or(7) == 7);
static_assert(good.transform([](int n) { return n * 2; }).value() == 8);

// What must not compile: an error by accident, a result as a number, a copy of what only moves.
static_assert(!std::is_convertible_v<std::string, number>);
static_assert(!std::is_convertible_v<number, bool>);
static_assert(!std::is_convertible_v<number, int>);
static_assert(!std::is_copy_constructible_v<owner> && std::is_nothrow_move_constructible_v<owner>);
static_assert(std::is_base_of_v<std::logic_error, bad_result_access>);
struct no_default {
    explicit no_default(int) {}
};
static_assert(!std::is_default_constructible_v<result<no_default, int>>);

}  // namespace

TEST_CASE("a result holds a value or an error") {
    const number value = half(8);
    REQUIRE(value);
    CHECK(value.has_value());
    CHECK(*value == 4);
    CHECK(value.value() == 4);
    const number error = half(3);
    REQUIRE_FALSE(error);
    CHECK(error.error() == "odd");
    CHECK(number{}.value() == 0);
}

TEST_CASE("asking an error for its value throws") {
    number error = half(3);
    CHECK_THROWS_AS(error.value(), bad_result_access);
    CHECK_THROWS_AS(std::as_const(error).value(), bad_result_access);
    CHECK_THROWS_AS(half(3).value(), bad_result_access);
    CHECK_THROWS_WITH(error.value(), Catch::Contains("value()"));
}

TEST_CASE("values and errors can be changed in place") {
    number value = 1;
    *value = 2;
    value.value() += 1;
    CHECK(*value == 3);
    value = unexpected<std::string>{"gone"};
    value.error() += "!";
    CHECK(value.error() == "gone!");
    value = 5;
    CHECK(value.value() == 5);
    result<std::string, int> text = std::string{"abc"};
    text->push_back('d');
    CHECK(std::as_const(text)->size() == 4);
}

TEST_CASE("what only moves is moved through") {
    owner made = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = *std::move(made);
    CHECK(*taken == 7);
    const std::unique_ptr<int> valued = owner{std::make_unique<int>(8)}.value();
    CHECK(*valued == 8);
    CHECK(*owner{std::make_unique<int>(9)}.value_or(nullptr) == 9);
    CHECK(owner{unexpected{"none"}}.value_or(nullptr) == nullptr);
    result<int, std::unique_ptr<int>> error = unexpected{std::make_unique<int>(3)};
    const std::unique_ptr<int> reason = std::move(error).error();
    CHECK(*reason == 3);
}

TEST_CASE("steps follow one another until the first error") {
    const number eight = 8;
    CHECK(*eight.and_then(half).and_then(half) == 2);
    CHECK(half(6).and_then(half).error() == "odd");
    const number odd = unexpected{"first"};
    CHECK(odd.and_then(half).error() == "first");
    CHECK(number{unexpected{"moved"}}.and_then(half).error() == "moved");
    const auto spell = [](int n) { return std::string(static_cast<std::size_t>(n), 'x'); };
    CHECK(*eight.transform(spell) == "xxxxxxxx");
    CHECK(half(4).transform(spell).value() == "xx");
    CHECK(odd.transform(spell).error() == "first");
    CHECK(half(5).transform(spell).error() == "odd");
    CHECK(eight.value_or(1) == 8);
    CHECK(odd.value_or(1) == 1);
}

TEST_CASE("an unexpected gives its error back") {
    unexpected<std::string> reason{"a"};
    reason.error() += "b";
    CHECK(std::as_const(reason).error() == "ab");
    CHECK(std::move(reason).error() == "ab");
}
