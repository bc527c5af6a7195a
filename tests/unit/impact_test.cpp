// The impact of a change of policy, against counts made from the verdicts one by one.

#include "certrules/impact.hpp"

#include "support.hpp"

#include <map>
#include <random>

using namespace certrules;
using namespace certrules::test;

namespace {

/// The edition of 2020 under another name, with a lower limit of majors.
edition stricter() {
    return loaded(
        edited({{R"(edition = "2020-09-01")", R"(edition = "2027-01-01")"},
                {R"(of = "applicable", over = "30%")", R"(of = "applicable", over = "10%")"}}));
}

struct small_case {
    std::vector<certrules::finding> findings;
    std::vector<fact_value> facts;
    state before;
    event review;
};

/// A review of few findings; the same numbers in every edition with the same words.
small_case random_case(const edition& e, std::mt19937& random) {
    const auto upto = [&](unsigned n) { return std::uniform_int_distribution(0U, n)(random); };
    small_case c;
    c.findings.resize(upto(8));
    for (auto& f : c.findings) {
        f.section = static_cast<section_id>(upto(1));
        f.severity =
            e.find_severity(upto(9) == 0 ? "critical" : (upto(1) == 0 ? "major" : "minor"));
    }
    if (upto(3) != 0)
        c.facts.push_back({e.find_fact("cap-submitted"), upto(1)});
    c.review.on = parse_date("2024-05-20")->plus_days(static_cast<std::int32_t>(upto(300)));
    c.before.audit_cycle =
        cycle{e.find_status("assessed"), c.review.on, c.review.on, status_id::none};
    return c;
}
void connect(small_case& c) {
    c.review.findings = c.findings;
    c.review.facts = c.facts;
}

using counted = std::map<std::pair<std::string, std::string>, std::uint64_t>;

counted flows_of(const impact_report& r) {
    counted flows;
    for (const auto& f : r.flows) {
        const auto name = [](const impact_outcome& o) {
            return o.refused == error_code::ok ? std::string(o.status)
                                               : "! " + std::string(reason_name(o.refused));
        };
        flows[{name(f.from), name(f.to)}] += f.cases;
    }
    return flows;
}

std::string status_or_reason(const edition& e, const result<verdict, error>& v) {
    return v ? std::string(e.name_of(v->status)) : "! " + std::string(reason_name(v.error().code));
}

}  // namespace

TEST_CASE("flows and rows count what deciding one by one counts") {
    const auto& before = escp();
    const auto after = stricter();
    impact i{book(before), book(after), 3};
    std::mt19937 random(4);
    counted expected;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> regions;
    std::uint64_t worse = 0;
    constexpr std::uint64_t n = 4000;
    for (std::uint64_t k = 1; k <= n; ++k) {
        auto c = random_case(before, random);
        connect(c);
        i.add(c.before, c.review, k);
        const auto a = decide(before, c.before, c.review);
        const auto b = decide(after, c.before, c.review);
        ++expected[{status_or_reason(before, a), status_or_reason(after, b)}];
        ++regions[{a->region, b->region}];
        worse +=
            before.statuses()[index(b->status)].rank < before.statuses()[index(a->status)].rank;
    }
    const auto r = i.report();
    REQUIRE(r.cases == n);
    CHECK(flows_of(r) == expected);
    CHECK(worse > 100);

    std::uint64_t by_change = 0, in_rows = 0, worse_flows = 0;
    for (const auto count : r.by_change)
        by_change += count;
    CHECK(by_change == n);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> got;
    for (const auto& row : r.rows) {
        in_rows += row.cases;
        got[{row.before.region, row.after.region}] += row.cases;
        CHECK(row.examples.size() == std::min<std::uint64_t>(row.cases, 3));
    }
    CHECK(in_rows == n);
    CHECK(got == regions);
    for (const auto& f : r.flows)
        worse_flows += f.direction == impact_direction::worse ? f.cases : 0;
    CHECK(worse_flows == worse);
    // The greatest change first, then the most cases.
    for (std::size_t k = 1; k < r.rows.size(); ++k)
        CHECK(std::pair(r.rows[k - 1].change, r.rows[k - 1].cases) >=
              std::pair(r.rows[k].change, r.rows[k].cases));
    CHECK(r.rows.front().change == impact_change::status);
}

TEST_CASE("an edition has no impact against itself") {
    impact i{escp_book(), escp_book()};
    std::mt19937 random(5);
    for (int k = 0; k < 200; ++k) {
        auto c = random_case(escp(), random);
        connect(c);
        i.add(c.before, c.review, 1);
    }
    const auto r = i.report();
    CHECK(r.by_change[0] == 200);
    for (const auto& f : r.flows)
        CHECK((f.from == f.to && f.direction == impact_direction::same));
}

TEST_CASE("each kind of change is told apart") {
    const auto shorter = loaded(edited({{"\nlimit_months = 10 ", "\nlimit_months = 9 "}}));
    const json review = {{"event", "audit-reviewed"},
                         {"on", "2024-05-20"},
                         {"findings", {test::finding("F1", "major")}},
                         {"facts", {{"cap-submitted", "yes"}}}};
    SECTION("days") {  // without a plan it is assessed, for the cycle's ten or nine months
        auto planless = review;
        planless.erase("facts");
        impact i{escp_book(), book(shorter)};
        REQUIRE_FALSE(i.add_json(planless.dump(), 1));
        const auto r = i.report();
        REQUIRE(r.rows.size() == 1);
        CHECK(r.rows[0].change == impact_change::days);
        CHECK(to_string(r.rows[0].examples[0].before->last_day) == "2025-03-19");
        CHECK(to_string(r.rows[0].examples[0].after->last_day) == "2025-02-19");
    }
    SECTION("status") {
        auto many = review;
        for (int k = 2; k <= 5; ++k)
            many["findings"].push_back(test::finding("F" + std::to_string(k), "major"));
        impact i{escp_book(), book(stricter())};
        REQUIRE_FALSE(i.add_json(many.dump(), 7));
        const auto r = i.report();
        REQUIRE(r.rows.size() == 1);
        CHECK(r.rows[0].change == impact_change::status);
        CHECK(r.flows[0].direction == impact_direction::worse);
        CHECK(r.rows[0].examples[0].number == 7);
    }
}

TEST_CASE("a word that one edition lacks refuses the case there, and counts") {
    // Under another name for one section, an old case is refused and one without it is not.
    std::string text(builtin_text("escp@2020-09-01"));
    for (std::size_t at = 0; (at = text.find("\"safety\"", at)) != std::string::npos; at += 5)
        text.replace(at, 8, "\"hazards\"");
    const auto renamed = loaded(text);
    const json review = {{"event", "audit-reviewed"},
                         {"on", "2024-05-20"},
                         {"factory", "F-9"},
                         {"findings", {test::finding("F1", "minor", "safety")}}};
    auto other = review;
    other["findings"][0]["section"] = "wages";
    impact i{escp_book(), book(renamed)};
    REQUIRE_FALSE(i.add_json(review.dump(), 1));
    REQUIRE_FALSE(i.add_json(other.dump(), 2));
    // The same two in numbers.
    event ev;
    ev.on = *parse_date("2024-05-20");
    state before;
    before.audit_cycle = cycle{escp().find_status("assessed"), ev.on, ev.on, status_id::none};
    certrules::finding f;
    f.section = escp().find_section("safety");
    f.severity = escp().find_severity("minor");
    ev.findings = {&f, 1};
    i.add(before, ev, 3);
    f.section = escp().find_section("wages");
    i.add(before, ev, 4);
    const auto r = i.report();
    CHECK(flows_of(r) ==
          counted{{{"assessed", "! unknown-name"}, 2}, {{"assessed", "assessed"}, 2}});
    REQUIRE(r.rows.size() == 2);
    CHECK(r.rows[0].after.refused == error_code::unknown_name);
    CHECK(r.rows[0].after.message.find("safety") != std::string::npos);
    CHECK(r.rows[0].examples[0].factory == "F-9");
    CHECK(r.flows[0].cases == 2);
}

TEST_CASE("words in another order are the same words") {
    std::string text(builtin_text("escp@2020-09-01"));
    const auto first = text.find("[[section]]");
    const auto second = text.find("[[section]]", first + 1);
    const auto third = text.find("[[section]]", second + 1);
    const auto moved = text.substr(0, first) + text.substr(second, third - second) +
                       text.substr(first, second - first) + text.substr(third);
    const auto other = loaded(moved);
    REQUIRE(other.sections()[0].id != escp().sections()[0].id);
    impact i{escp_book(), book(other)};
    std::mt19937 random(6);
    for (int k = 0; k < 500; ++k) {
        auto c = random_case(escp(), random);
        connect(c);
        i.add(c.before, c.review, 1);
    }
    CHECK(i.report().by_change[0] == 500);
}

TEST_CASE("what neither policy can read is an error, and nothing is counted") {
    impact i{escp_book(), book(stricter())};
    const auto wrong = i.add_json(R"({"event": "audit-reviewed", "on": "2024-05-20",
        "findings": [{"id": "F1", "section": "wagez", "severity": "minor"}]})",
                                  1);
    REQUIRE(wrong);
    CHECK(wrong->code == error_code::unknown_name);
    CHECK(wrong->place == "findings[0].section");
    CHECK(i.add_json("{", 2));
    CHECK(i.add_json(R"({"event": "audit-reviewed", "on": "2024-02-30", "findings": []})", 3));
    CHECK(i.cases() == 0);
    CHECK(i.report().rows.empty());
}

TEST_CASE("an event that cannot happen is counted as that on both sides") {
    impact i{escp_book(), book(stricter())};
    REQUIRE_FALSE(i.add_json(R"({"event": "fee-paid", "on": "2024-05-20", "fee": "certification",
        "state": {}})",
                             1));
    const auto r = i.report();
    CHECK(r.by_change[0] == 1);
    CHECK(flows_of(r) == counted{{{"! cannot-happen", "! cannot-happen"}, 1}});
    const auto told = json::parse(impact_json(i));
    CHECK(told["rows"][0]["from"]["refused"] == "cannot-happen");
    CHECK(told["new"][0]["edition"] == "2027-01-01");
}

TEST_CASE("numbers that are no words of the edition are refused and not followed") {
    impact i{escp_book(), book(stricter())};
    certrules::finding f;
    f.section = static_cast<section_id>(99);
    f.severity = static_cast<severity_id>(77);
    event ev;
    ev.on = *parse_date("2024-05-20");
    ev.findings = {&f, 1};
    i.add({}, ev, 1);
    CHECK(flows_of(i.report()) == counted{{{"! bad-argument", "! bad-argument"}, 1}});
}
