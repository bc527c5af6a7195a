// Letters beyond ASCII where TOML has none: in bare keys.

#include "certrules/edition.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace certrules;

namespace {

std::string utf8(char32_t c) {
    const auto byte = [](char32_t bits) {
        return static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (c < 0x800)
        return {byte(0xC0 | c >> 6U), byte(0x80 | (c & 0x3F))};
    return {byte(0xE0 | c >> 12U), byte(0x80 | (c >> 6U & 0x3F)), byte(0x80 | (c & 0x3F))};
}

/// What the parser takes for a blank.
bool is_blank(char32_t c) {
    return c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200B) || c == 0x202F ||
           c == 0x205F || c == 0x2060 || c == 0x3000;
}

}  // namespace

TEST_CASE("a letter beyond ASCII in a bare key is told with its place, whichever it is") {
    std::size_t told = 0;
    for (char32_t c = 0xA1; c < 0x3100; ++c) {
        const auto e = edition::parse("c" + utf8(c) + " = 1\n");
        REQUIRE_FALSE(e);
        if (is_blank(c) || c == 0x2028 || c == 0x2029)
            continue;
        REQUIRE(e.error().size() == 1);
        CHECK(e.error().front().line == 1);
        CHECK(e.error().front().column == 2);
        ++told;
    }
    CHECK(told == 0x3100 - 0xA1 - 20);
}
