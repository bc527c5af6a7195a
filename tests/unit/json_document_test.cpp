#include "detail/json_document.hpp"

#include "certrules/limits.hpp"
#include "detail/json_writer.hpp"
#include "unit/support.hpp"

#include <random>

using certrules::error_code;
using certrules::detail::json_document;
using certrules::detail::json_kind;

namespace {

std::string wrong(std::string_view text) {
    json_document d;
    const auto e = d.parse(text);
    return e ? to_string(*e) : "";
}

}  // namespace

TEST_CASE("values of every kind, in reading order") {
    json_document d;
    REQUIRE_FALSE(d.parse(R"( {"a": [1, -2.5, "t\u00e9\n", true, false, null], "b": {}} )"));
    CHECK(d.node(0).kind == json_kind::object);
    CHECK(d.node(0).count == 2);
    CHECK(d.node(1).text == "a");
    CHECK(d.node(2).kind == json_kind::array);
    CHECK(d.node(2).count == 6);
    CHECK(d.node(2).end == 9);
    CHECK(d.node(3).text == "1");
    CHECK(d.node(4).text == "-2.5");
    CHECK(d.node(5).text == "t\xc3\xa9\n");
    CHECK(d.node(6).truth);
    CHECK_FALSE(d.node(7).truth);
    CHECK(d.node(8).kind == json_kind::null);
    CHECK(d.node(9).text == "b");
    CHECK(d.node(10).kind == json_kind::object);
    // Read again, nothing of the first is left.
    REQUIRE_FALSE(d.parse("[]"));
    CHECK(d.node(0).kind == json_kind::array);
    CHECK(d.node(0).count == 0);
}

TEST_CASE("every beginning of a document ends too early") {
    const std::string text = R"({"a": [1.5e3, "t\u00e9\\", true, null], "b": {"c": -12}})";
    json_document d;
    REQUIRE_FALSE(d.parse(text));
    for (std::size_t n = 0; n < text.size(); ++n) {
        CAPTURE(n);
        CHECK_FALSE(wrong(std::string_view(text).substr(0, n)).empty());
    }
    CHECK_THAT(wrong(""), Catch::Contains("ends too early"));
    CHECK_THAT(wrong("{\"a\": "), Catch::Contains("column 7: the JSON ends too early"));
}

TEST_CASE("what is not JSON names its place") {
    CHECK_THAT(wrong("{'a': 1}"), Catch::Contains("column 2"));
    CHECK_THAT(wrong("{\"a\" 1}"), Catch::Contains("column 6"));
    for (const auto* text :
         {"{\"a\": 1,}", "[1,]", "[01]", "[+1]", "[.5]", "[1.]", "[NaN]", "[Infinity]", "[0x10]",
          "{a: 1}", "// c\n[]", "[1 2]", "[tru]", "[\"\\x\"]", "[\"a\nb\"]", "[\"\\ud800\"]"}) {
        CAPTURE(text);
        CHECK_THAT(wrong(text), Catch::Contains("not JSON"));
        CHECK_THAT(wrong(text), !Catch::Contains("UTF-8"));
    }
    CHECK_THAT(wrong("[1, 2, ]"), Catch::Contains("column 8: not JSON: a comma before \"]\""));
    CHECK_THAT(wrong("{\n  \"a\": x\n}"), Catch::Contains("line 2, column 8: not JSON"));
    CHECK_THAT(wrong("{}\n{}"), Catch::Contains("line 2, column 1: something follows"));
    CHECK_THAT(wrong("{} {}"), Catch::Contains("column 4: something follows"));
    CHECK_THAT(wrong("[] x"), Catch::Contains("something follows"));
    CHECK_THAT(wrong("{a: 1,\n \"b\": 2}"), Catch::Contains("line 1, column 2: not JSON"));
    CHECK_THAT(wrong("{\"a\": [1,\n"), Catch::Contains("line 2, column 1: the JSON ends"));
    CHECK_THAT(wrong("{\"\u00e9\u00e9\" 1}"), Catch::Contains("column 7"));
    CHECK(wrong(" [] \r\n\t").empty());
}

TEST_CASE("bytes that are not UTF-8 are refused") {
    for (const auto* bytes :
         {"\xff", "\xc3", "\xc3(", "\xe2\x82", "\xf0\x9f\x98", "\x80", "\xc0\xaf" /* overlong */,
          "\xed\xa0\x80" /* half a pair */, "\xf4\x90\x80\x80" /* beyond the last character */}) {
        const auto text = std::string("[\"") + bytes + "\"]";
        CHECK_THAT(wrong(text), Catch::Contains("not JSON in UTF-8"));
        CHECK_FALSE(wrong(std::string("{\"") + bytes + "\": 1}").empty());
    }
    CHECK(wrong("[\"\xf0\x9f\x98\x80 \xe2\x82\xac\"]").empty());
    CHECK_FALSE(wrong("\xef\xbb\xbf[]").empty());  // a byte order mark is no JSON
    CHECK_FALSE(wrong(std::string_view("[]\0", 3)).empty());
    CHECK_FALSE(wrong(std::string_view("[\"\0\"]", 5)).empty());
}

TEST_CASE("keys that are repeated, at any depth, however they are written") {
    CHECK_THAT(wrong(R"({"a": 1, "b": 2, "a": 3})"), Catch::Contains("\"a\" is repeated"));
    CHECK_THAT(wrong(R"({"x": [{"k": 1, "\u006b": 2}]})"), Catch::Contains("\"k\" is repeated"));
    CHECK(wrong(R"([{"a": 1}, {"a": 1}])").empty());
    CHECK(wrong(R"({"a": {"a": {"a": 1}}})").empty());
    std::string many = "{";
    for (int i = 0; i < 40; ++i)
        many += "\"k" + std::to_string(i) + "\": {\"k0\": 1}, ";
    CHECK(wrong(many + "\"z\": 1}").empty());
    CHECK_THAT(wrong(many + "\"k17\": 1}"), Catch::Contains("\"k17\" is repeated"));
}

TEST_CASE("depth, size and number of values have limits") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(wrong(nested(certrules::limits::json_depth)).empty());
    json_document d;
    const auto deep = d.parse(nested(certrules::limits::json_depth + 1));
    REQUIRE(deep);
    CHECK(deep->code == error_code::limit);
    CHECK_THAT(deep->message, Catch::Contains("nested deeper than 32 levels"));
    CHECK(d.parse(nested(1'000'000))->code == error_code::limit);

    std::string zeros = "[0";
    for (std::size_t i = 1; i < certrules::limits::json_values; ++i)
        zeros += ",0";
    const auto many = d.parse(zeros + "]");
    REQUIRE(many);
    CHECK(many->code == error_code::limit);
    CHECK_THAT(many->message, Catch::Contains("values"));
    zeros.resize(zeros.size() - 2);
    CHECK_FALSE(d.parse(zeros + "]"));

    const std::string large(certrules::limits::json_bytes + 1, ' ');
    CHECK(d.parse(large)->code == error_code::limit);
}

TEST_CASE("strings of any bytes are written so that they are read back") {
    std::mt19937 random(8);
    const auto upto = [&](unsigned n) { return std::uniform_int_distribution(0U, n)(random); };
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const auto size = upto(40);
        const bool dense = round % 2 == 0;  // every third byte needs an escape, or few do
        while (text.size() < size)
            switch (upto(dense ? 8 : 80)) {
                case 0:
                    text += static_cast<char>(upto(31));
                    break;
                case 1:
                    text += '"';
                    break;
                case 2:
                    text += '\\';
                    break;
                case 3:
                    text += "\u00e9";
                    break;
                default:
                    text += static_cast<char>(' ' + upto(94));
            }
        certrules::detail::json_writer out;
        out.open('[').string(text).number(round).string(text).close(']');
        const auto written = out.take();
        CAPTURE(written);
        json_document d;
        REQUIRE_FALSE(d.parse(written));
        REQUIRE(d.node(0).count == 3);
        REQUIRE(d.node(1).text == text);
        REQUIRE(d.node(2).text == std::to_string(round));
        REQUIRE(d.node(3).text == text);
    }
}
