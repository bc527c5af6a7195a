#pragma once

/// A little scheme of its own, for tests of what the edition's page says: three severities, two
/// sections, an open cycle and a certificate. Rules and measures are each test's own.

#include "certrules/book.hpp"
#include "certrules/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace certrules::test {

inline const std::string orchard_head = R"(format = 1
scheme = "orchard"
edition = "2024"
title = "Orchard label"
effective = { from = 2024-01-01 }
currency = "EUR"
)";

inline const std::string orchard_words = R"(
[[source]]
id = "BOOK"
title = "The handbook"
[[severity]]
id = "minor"
title = "Minor"
[[severity]]
id = "major"
title = "Major"
corrected_within_days = 90
[[severity]]
id = "critical"
title = "Critical"
[[section]]
id = "soil"
title = "Soil"
applicable = 20
[[section]]
id = "people"
title = "People"
applicable = 30
placeholder = true
[[tag]]
id = "repeated"
title = "Repeated"
[[rating]]
id = "a"
title = "A"
[[rating]]
id = "b"
title = "B"
[[status]]
id = "open"
title = "Audit open"
track = "cycle"
open = true
rank = 1
months = 6
cite = "BOOK: Audits"
[[status]]
id = "certified"
title = "Certified"
track = "certificate"
rank = 2
months = 12
next_audit_months = 9
cite = "BOOK: Certificates"
[[audit]]
id = "full"
title = "Full audit"
)";

inline const std::string orchard_calendar = R"(
[calendar]
month_end = "clamp"
last_day = "day-before-anniversary"
weekend = ["saturday", "sunday"]
)";

/// A rule that answers a review when `when` holds.
inline std::string rule(std::string_view id, std::string_view when, std::string_view more) {
    return "[[rule]]\nid = \"" + std::string(id) +
           "\"\ntitle = \"t\"\non = \"audit-reviewed\"\ncite = \"BOOK: R\"\n" +
           (when.empty() ? std::string() : "when = { " + std::string(when) + " }\n") +
           std::string(more) + "\n";
}
/// A rule that gives a status when `when` holds; without it, always.
inline std::string gives(std::string_view status, std::string_view when = {}) {
    return rule(when.empty() ? "else" : "when", when, "then = \"" + std::string(status) + "\"");
}
inline std::string measured(std::string_view id, std::string_view what) {
    return "[[measure]]\nid = \"" + std::string(id) + "\"\ntitle = \"t\"\n" + std::string(what) +
           "\n";
}
/// A measure of a name, and rules that certify when the test of it holds.
inline std::string certifies(std::string_view what, std::string_view test) {
    return measured("m", what) + gives("certified", "m = " + std::string(test)) + gives("open");
}

inline std::string orchard_text(const std::string& more,
                                const std::string& calendar = orchard_calendar) {
    return orchard_head + calendar + orchard_words + more;
}
inline edition orchard(const std::string& more, const std::string& calendar = orchard_calendar) {
    auto e = edition::parse(orchard_text(more, calendar));
    if (!e)
        FAIL(to_string(e.error().front()) << "\n  in " << more);
    return *e;
}
/// All that is wrong with the scheme, a line each; empty if it loads.
inline std::string wrong_with(const std::string& text) {
    const auto e = edition::parse(text);
    std::string all;
    if (!e)
        for (const auto& d : e.error())
            all += to_string(d) + "\n";
    return all;
}

using nlohmann::json;

inline json found(std::string_view id, std::string_view severity, std::string_view section = "soil",
                  const json& more = json::object()) {
    json f{{"id", id}, {"section", section}, {"severity", severity}};
    f.update(more);
    return f;
}
/// So many findings of a severity.
inline json so_many(int count, std::string_view severity, std::string_view section = "soil") {
    auto list = json::array();
    for (int i = 0; i < count; ++i)
        list.push_back(found(std::string(severity) + std::to_string(i), severity, section));
    return list;
}
/// A review on 2024-05-20 of what was found.
inline json reviewed(const json& findings = json::array(), const json& more = json::object()) {
    json c{{"event", "audit-reviewed"}, {"on", "2024-05-20"}, {"findings", findings}};
    c.update(more);
    return c;
}

/// The verdict, or under "error" what was wrong.
inline json answer_of(const edition& e, const json& c) {
    const auto answered = decide_json(book(e), c.dump());
    return answered ? json::parse(*answered) : json{{"error", to_string(answered.error())}};
}
inline bool is_certified(const edition& e, const json& c) {
    const auto v = answer_of(e, c);
    INFO(v.dump());
    REQUIRE(v.contains("status"));
    return v["status"] == "certified";
}

}  // namespace certrules::test
