#include "detail/printable.hpp"

#include <catch2/catch.hpp>

using certrules::detail::printable;

TEST_CASE("plain text and UTF-8 stay as they are") {
    for (const auto* text : {"", "wages", "a \"b\" \\ c", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
                             "\xee\x80\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf", "\xc2\xa0"})
        CHECK(printable(text) == text);
}

TEST_CASE("control characters are spelt out") {
    CHECK(printable("a\nb") == "a\\u000ab");
    CHECK(printable("\t\r\x1b[31m\x7f") == "\\u0009\\u000d\\u001b[31m\\u007f");
    CHECK(printable(std::string_view("a\0b", 3)) == "a\\u0000b");
    CHECK(printable("\xc2\x85\xc2\x9b") == "\\u0085\\u009b");
}

TEST_CASE("bytes that are no character are marked, one by one") {
    CHECK(printable("a\xc3") == "a?");
    CHECK(printable("\x80") == "?");
    CHECK(printable("\xc3(") == "?(");
    CHECK(printable("\xe2\x82") == "??");
    CHECK(printable("\xf0\x9f\x98x") == "???x");
    CHECK(printable("\xc0\xaf") == "??");
    CHECK(printable("\xe0\x9f\xbf") == "???");
    CHECK(printable("\xed\xa0\x80") == "???");
    CHECK(printable("\xf0\x8f\xbf\xbf") == "????");
    CHECK(printable("\xf4\x90\x80\x80") == "????");
    CHECK(printable("\xf5\x80\x80\x80") == "????");
    CHECK(printable("\xff\xfe") == "??");
}
