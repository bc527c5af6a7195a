// A condition that the compiled rules have no need to test is still read where a verdict tells of
// unknown facts, and where it is explained.

#include "certrules/decide.hpp"
#include "certrules/explain.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace certrules;

namespace {

// Nothing depends on `marked`: whatever it is, a rule before the one that tests it answers.
constexpr auto text = R"(
format = 1
scheme = "small"
edition = "1"
title = "Small"
effective = { from = 2024-01-01 }
currency = "EUR"
calendar = { month_end = "clamp", last_day = "anniversary", weekend = ["sunday"] }
source = [{ id = "S", title = "Source" }]
severity = [{ id = "light", title = "Light" }, { id = "grave", title = "Grave" }]
section = [{ id = "one", title = "One", applicable = 4 }]
tag = [{ id = "mark", title = "Mark" }]
status = [
  { id = "failed", title = "Failed", track = "cycle", rank = 1, cite = "S: R" },
  { id = "passed", title = "Passed", track = "certificate", rank = 2, months = 12, cite = "S: R" },
]
fact = [{ id = "plan", title = "Plan", type = "yes-no" }]
[[measure]]
id = "all"
title = "all"
count = {}
[[measure]]
id = "marked"
title = "marked"
count = { tags = "mark" }
[[rule]]
id = "first"
title = "r"
on = "audit-reviewed"
when = { all = ">= 1" }
then = "failed"
cite = "S: R"
[[rule]]
id = "hidden"
title = "r"
on = "audit-reviewed"
when = { marked = "= 1", all = ">= 2", plan = "yes" }
then = "failed"
cite = "S: R"
[[rule]]
id = "same"
title = "r"
on = "audit-reviewed"
when = { all = "= 0", plan = "yes" }
then = "passed"
cite = "S: R"
[[rule]]
id = "rest"
title = "r"
on = "audit-reviewed"
then = "failed"
cite = "S: R"
)";

}  // namespace

TEST_CASE("a condition that no region tests is read for what the verdict leans on") {
    const auto e = edition::parse(text);
    REQUIRE(e);
    for (const std::size_t marked : {0U, 1U, 2U}) {
        std::vector<finding> findings(marked);
        for (auto& f : findings) {
            f.section = section_id{0};
            f.severity = severity_id{0};
            f.tags = 1;
        }
        event ev;
        ev.kind = event_kind::audit_reviewed;
        ev.on = date::from_civil(2024, 5, 20);
        ev.findings = findings;
        const auto v = decide(*e, {}, ev);
        REQUIRE(v);
        CHECK(e->name_of(v->rule) == (marked == 0 ? "rest" : "first"));
        CHECK(v->unknown == (marked == 0 ? 1U : 0U));
        CHECK(explain(*e, {}, ev));
    }
}

TEST_CASE("a verdict leans on no fact of a rule that something known rules out") {
    // Nothing tests `marked` where `fresh` is unknown, so the region cannot tell; the case can.
    const std::string whole(text);
    const auto rules = whole.find("[[rule]]");
    auto head = whole.substr(0, rules);
    head.replace(head.find("plan"), 4, "fresh");  // conditions are tested in the order of names
    const auto e = edition::parse(head + R"(
[[rule]]
id = "first"
title = "r"
on = "audit-reviewed"
when = { fresh = "yes", marked = "= 1" }
then = "passed"
cite = "S: R"
[[rule]]
id = "rest"
title = "r"
on = "audit-reviewed"
then = "failed"
cite = "S: R"
)");
    if (!e)
        FAIL(to_string(e.error().front()));
    for (const std::size_t marked : {0U, 1U, 2U}) {
        std::vector<finding> findings(marked);
        for (auto& f : findings) {
            f.section = section_id{0};
            f.severity = severity_id{0};
            f.tags = 1;
        }
        event ev;
        ev.kind = event_kind::audit_reviewed;
        ev.on = date::from_civil(2024, 5, 20);
        ev.findings = findings;
        const auto v = decide(*e, {}, ev);
        REQUIRE(v);
        CHECK(v->unknown == (marked == 1 ? 1U : 0U));
    }
}
