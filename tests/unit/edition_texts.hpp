#pragma once

/// Editions made from the text of the one of 2020, for the tests of the analyses.

#include "certrules/book.hpp"
#include "certrules/edition.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace certrules::test {

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return text;
}

inline edition parsed(const std::string& text) {
    auto e = edition::parse(text);
    if (!e)
        for (const auto& d : e.error())
            UNSCOPED_INFO(to_string(d));
    REQUIRE(e);
    return *e;
}

inline std::string current_text() {
    return std::string(builtin_text("escp@2020-09-01"));
}

}  // namespace certrules::test
