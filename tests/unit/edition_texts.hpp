#pragma once

/// Editions made from the text of the one of 2020, and small ones without their rules.

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

/// An edition to which a test adds measures and rules: two severities, a section, an outcome for
/// better and one for worse.
inline std::string small_text(const std::string& rest) {
    return R"(
format = 1
scheme = "small"
edition = "1"
title = "Small"
effective = { from = 2024-01-01 }
currency = "EUR"
calendar = { month_end = "clamp", last_day = "anniversary", weekend = ["sunday"] }
source = [{ id = "S", title = "Source" }]
[[severity]]
id = "light"
title = "Light"
[[severity]]
id = "grave"
title = "Grave"
[[section]]
id = "one"
title = "One"
applicable = 4
[[status]]
id = "failed"
title = "Failed"
track = "cycle"
rank = 1
cite = "S: Results"
[[status]]
id = "passed"
title = "Passed"
track = "certificate"
rank = 2
months = 12
cite = "S: Results"
[[measure]]
id = "all"
title = "all of them"
count = {}
)" + rest;
}

}  // namespace certrules::test
