// What the vocabulary can measure beyond counts: shares, scores, ratings, sites, tables.

#include "certrules/decide.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <string>

using namespace certrules;

namespace {

/// A scheme of two sections whose `measures` and `rules` the test writes.
edition scheme(std::string_view parts) {
    const auto text = fmt::format(R"(
format = 1
scheme = "sample"
edition = "1"
title = "Sample"
effective = {{ from = 2020-01-01 }}
currency = "EUR"
calendar = {{ month_end = "clamp", last_day = "anniversary", weekend = ["sunday"] }}
source = [ {{ id = "S", title = "Sample" }} ]
severity = [ {{ id = "minor", title = "m" }}, {{ id = "major", title = "M" }} ]
section = [
  {{ id = "hours", title = "Hours", applicable = 10 }},
  {{ id = "wages", title = "Wages", applicable = 20, graded = {{ major = 4 }} }},
]
tag = [ {{ id = "repeat", title = "Repeated" }} ]
rating = [ {{ id = "a", title = "A" }}, {{ id = "d", title = "D" }}, {{ id = "e", title = "E" }} ]
status = [
  {{ id = "open", title = "o", track = "cycle", rank = 1, open = true, cite = "S: s" }},
  {{ id = "low", title = "l", track = "certificate", rank = 2, months = 12, cite = "S: s" }},
  {{ id = "mid", title = "m", track = "certificate", rank = 3, months = 12, cite = "S: s" }},
  {{ id = "high", title = "h", track = "certificate", rank = 4, months = 12, cite = "S: s" }},
]
{}
)",
                                  parts);
    auto e = edition::parse(text);
    if (!e)
        for (const auto& d : e.error())
            UNSCOPED_INFO(to_string(d));
    REQUIRE(e);
    return *e;
}

struct sample {
    edition e;
    std::vector<finding> findings;
    std::vector<section_count> sections;
    std::optional<std::uint32_t> sites;

    explicit sample(std::string_view parts) : e(scheme(parts)) {}

    void found(std::string_view section, std::string_view severity, std::uint32_t on_sites = 1) {
        finding f;
        f.section = e.find_section(section);
        f.severity = e.find_severity(severity);
        f.sites = on_sites;
        findings.push_back(f);
    }
    result<verdict, error> ask() const {
        event ev;
        ev.kind = event_kind::audit_reviewed;
        ev.on = *parse_date("2024-03-01");
        ev.findings = findings;
        ev.sections = sections;
        ev.sites = sites;
        state s;
        s.audit_cycle = cycle{e.find_status("open"), ev.on, ev.on, status_id::none};
        return decide(e, s, ev);
    }
    std::string_view status() const {
        const auto v = ask();
        return v ? e.name_of(v->status) : std::string_view("error");
    }
};

constexpr std::string_view bands = R"(
rule = [
  { id = "high", title = "t", on = "audit-reviewed", when = { m = ">= 90" }, then = "high", cite = "S: s" },
  { id = "mid", title = "t", on = "audit-reviewed", when = { m = "72.5..89.9" }, then = "mid", cite = "S: s" },
  { id = "rest", title = "t", on = "audit-reviewed", then = "low", cite = "S: s" },
]
)";

}  // namespace

TEST_CASE("a score starts high, loses weights, stays above its floor, and falls into bands") {
    sample s(std::string(R"(
measure = [ { id = "m", title = "score", score = { start = 100, floor = 70, weights = [
  { count = { severity = "minor" }, each = "-2.5" },
  { count = [{ severity = "major", tags = "repeat" }, { severity = "major" }], each = -10 },
] } } ]
)") + std::string(bands));
    CHECK(s.status() == "high");  // 100
    for (int i = 0; i < 4; ++i)
        s.found("hours", "minor");
    CHECK(s.status() == "high");  // 90
    s.found("wages", "minor");
    CHECK(s.status() == "mid");  // 87.5
    s.found("wages", "major");
    CHECK(s.status() == "mid");  // 77.5
    s.found("wages", "minor");
    s.found("wages", "minor");
    CHECK(s.status() == "mid");  // 72.5, the lowest of the band
    s.found("wages", "minor");
    CHECK(s.status() == "low");  // 70
}

TEST_CASE("the floor of a score is its lowest value") {
    sample s(R"(
measure = [ { id = "m", title = "score", score = { start = 3, floor = "1/3", weights = [
  { count = {}, each = "-2/3" } ] } } ]
rule = [
  { id = "floor", title = "t", on = "audit-reviewed", when = { m = "= 1/3" }, then = "low", cite = "S: s" },
  { id = "above", title = "t", on = "audit-reviewed", when = { m = "> 1/3" }, then = "high", cite = "S: s" },
]
)");
    for (int i = 0; i < 3; ++i)
        s.found("hours", "minor");
    CHECK(s.status() == "high");  // 3 - 2 = 1
    s.found("hours", "minor");
    CHECK(s.status() == "low");  // 1/3 exactly
    for (int i = 0; i < 50; ++i)
        s.found("hours", "minor");
    CHECK(s.status() == "low");  // far below, held at 1/3: no gap in the rules is met
}

TEST_CASE("a share of all checkpoints is compared exactly and can be unknown") {
    sample s(R"(
measure = [ { id = "m", title = "conforming", share = { conforming = true, of = "applicable" } } ]
rule = [
  { id = "high", title = "t", on = "audit-reviewed", when = { m = ">= 90%" }, then = "high", cite = "S: s" },
  { id = "mid", title = "t", on = "audit-reviewed", when = { m = "2/3..90%" }, then = "mid", cite = "S: s" },
  { id = "none", title = "t", on = "audit-reviewed", when = { m = "unknown" }, then = "open", cite = "S: s" },
  { id = "rest", title = "t", on = "audit-reviewed", then = "low", cite = "S: s" },
]
)");
    CHECK(s.status() == "open");  // nobody told how many conform
    const auto tell = [&](std::uint32_t hours, std::uint32_t wages) {
        section_count h, w;
        h.section = s.e.find_section("hours");
        h.conforming = hours;
        w.section = s.e.find_section("wages");
        w.conforming = wages;
        s.sections = {h, w};
    };
    tell(9, 18);
    CHECK(s.status() == "high");  // 27 of 30 is 90 %
    tell(8, 18);
    CHECK(s.status() == "mid");  // 26 of 30
    tell(0, 20);
    CHECK(s.status() == "mid");  // 20 of 30 is two thirds, to the last digit
    tell(0, 19);
    CHECK(s.status() == "low");
    s.sections.pop_back();
    CHECK(s.status() == "open");  // wages not told
    tell(11, 18);
    CHECK(s.status() == "error");  // 11 of 10
    CHECK(s.ask().error().place == "sections.hours.conforming");
    tell(0, 0);
    for (auto& count : s.sections)
        count.applicable = 0;
    CHECK(s.status() == "open");  // nothing applies: nothing to divide by
}

TEST_CASE("percentages per section have a choice of denominators") {
    const auto with = [](std::string_view of, std::string_view limit) {
        return sample(fmt::format(R"(
measure = [ {{ id = "m", title = "sections", sections_where = {{ count = {{ severity = "major" }}, of = "{}", {} }} }} ]
rule = [
  {{ id = "over", title = "t", on = "audit-reviewed", when = {{ m = ">= 1" }}, then = "low", cite = "S: s" }},
  {{ id = "rest", title = "t", on = "audit-reviewed", then = "high", cite = "S: s" }},
]
)",
                                  of, limit));
    };
    const auto two_of_three = [](sample s, std::string_view section) {
        s.found(section, "major");
        s.found(section, "major");
        s.found(section, "minor");
        return std::string(s.status());
    };
    CHECK(two_of_three(with("applicable", "over = \"20%\""), "hours") == "high");  // 2 of 10
    CHECK(two_of_three(with("applicable", "at_least = \"20%\""), "hours") == "low");
    CHECK(two_of_three(with("applicable", "at_least = \"20%\""), "wages") == "high");   // 2 of 20
    CHECK(two_of_three(with("graded.major", "at_least = \"50%\""), "wages") == "low");  // 2 of 4
    CHECK(two_of_three(with("graded.major", "over = \"50%\""), "wages") == "high");
    CHECK(two_of_three(with("graded.major", "over = \"0%\""), "hours") == "high");  // none graded
    CHECK(two_of_three(with("findings", "over = \"66%\""), "wages") == "low");      // 2 of 3
    CHECK(two_of_three(with("findings", "over = \"67%\""), "wages") == "high");
    // Below a limit lie the sections without any such finding too.
    CHECK(two_of_three(with("applicable", "below = \"20%\""), "hours") == "low");  // wages: 0 of 20
    CHECK(two_of_three(with("findings", "at_most = \"50%\""), "wages") == "high");  // hours: none
}

TEST_CASE("closed findings count among all findings, not among the open ones") {
    for (const std::string of : {"findings", "open-findings"}) {
        sample s(fmt::format(R"(
measure = [ {{ id = "m", title = "s", sections_where = {{ count = {{ severity = "major" }}, of = "{}", over = "50%" }} }} ]
rule = [
  {{ id = "over", title = "t", on = "audit-reviewed", when = {{ m = ">= 1" }}, then = "low", cite = "S: s" }},
  {{ id = "rest", title = "t", on = "audit-reviewed", then = "high", cite = "S: s" }},
]
)",
                             of));
        s.found("wages", "major");
        s.found("wages", "minor");
        s.findings.back().closed_on = *parse_date("2024-02-01");
        CHECK(s.status() == (of == "findings" ? "high" : "low"));  // 1 of 2, 1 of 1
    }
}

TEST_CASE("ratings that the host supplies are counted, and one not given is its own answer") {
    sample s(R"(
measure = [
  { id = "d", title = "rated D", sections_rated = { rating = "d" } },
  { id = "e", title = "rated E, or not at all", sections_rated = { rating = ["e", "unknown"] } },
  { id = "wages-a", title = "wages rated A", sections_rated = { rating = "a", section = "wages" } },
]
rule = [
  { id = "high", title = "t", on = "audit-reviewed", when = { d = "<= 1", e = "= 0", wages-a = 1 }, then = "high", cite = "S: s" },
  { id = "mid", title = "t", on = "audit-reviewed", when = { d = "<= 1", e = "= 0" }, then = "mid", cite = "S: s" },
  { id = "rest", title = "t", on = "audit-reviewed", then = "low", cite = "S: s" },
]
)");
    const auto rate = [&](std::uint8_t hours, std::uint8_t wages) {
        section_count h, w;
        h.section = s.e.find_section("hours");
        h.rating = hours;
        w.section = s.e.find_section("wages");
        w.rating = wages;
        s.sections = {h, w};
        return std::string(s.status());
    };
    CHECK(rate(1, 1) == "high");
    CHECK(rate(2, 1) == "high");
    CHECK(rate(1, 2) == "mid");
    CHECK(rate(2, 2) == "low");  // two D
    CHECK(rate(1, 3) == "low");  // an E
    CHECK(rate(1, 0) == "low");  // one not given
    CHECK(rate(1, 4) == "error");
}

TEST_CASE("a finding's share of the audit's sites is a condition on what counts") {
    sample s(R"(
measure = [
  { id = "m", title = "major, or minor on 75 % of the sites", count = [
    { severity = "major" }, { severity = "minor", sites_share = ">= 75%" } ] },
  { id = "n", title = "minor on fewer", count = { severity = "minor", sites_share = "< 75%" } },
]
rule = [
  { id = "major", title = "t", on = "audit-reviewed", when = { m = ">= 1" }, then = "low", cite = "S: s" },
  { id = "minor", title = "t", on = "audit-reviewed", when = { n = ">= 1" }, then = "mid", cite = "S: s" },
  { id = "rest", title = "t", on = "audit-reviewed", then = "high", cite = "S: s" },
]
)");
    CHECK(s.status() == "high");
    s.found("wages", "minor", 3);
    CHECK(s.status() == "error");  // of how many sites?
    CHECK(s.ask().error().place == "sites");
    s.sites = 4;
    CHECK(s.status() == "low");  // 3 of 4 is 75 %
    s.sites = 5;
    CHECK(s.status() == "mid");
    s.sites = 2;
    CHECK(s.ask().error().place == "findings[0].sites");
}

TEST_CASE("a table of two counts answers by its cells, and leaves a dash to later rules") {
    sample s(R"(
measure = [
  { id = "majors", title = "majors", count = { severity = "major" } },
  { id = "minors", title = "minors", count = { severity = "minor" } },
]
[[rule]]
id = "grid"
title = "by counts"
on = "audit-reviewed"
cite = "S: s"
[rule.table]
rows = { by = "majors", bands = [0, "1..2"] }
columns = { by = "minors", bands = ["<= 1", "2..3", "> 3"] }
cells = [["high", "mid", "-"],
         ["mid", "low", "low"]]
[[rule]]
id = "rest"
title = "t"
on = "audit-reviewed"
then = "open"
cite = "S: s"
)");
    const auto of = [&](int majors, int minors) {
        s.findings.clear();
        for (int i = 0; i < majors; ++i)
            s.found("wages", "major");
        for (int i = 0; i < minors; ++i)
            s.found("hours", "minor");
        return std::string(s.status());
    };
    CHECK(of(0, 0) == "high");
    CHECK(of(0, 1) == "high");
    CHECK(of(0, 2) == "mid");
    CHECK(of(0, 4) == "open");
    CHECK(of(1, 1) == "mid");
    CHECK(of(2, 3) == "low");
    CHECK(of(1, 9) == "low");
    CHECK(of(3, 0) == "open");  // no row
    CHECK(s.e.find_rule("grid-1-2") != rule_id::none);
    CHECK(s.e.find_rule("grid-1-3") == rule_id::none);
    CHECK(s.e.find_rule("grid") == rule_id::none);
}
