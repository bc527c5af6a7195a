// A condition that the compiled rules have no need to test is still read where a verdict tells of
// unknown facts, and where it is explained.

#include "certrules/decide.hpp"
#include "certrules/explain.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

#include "edition_texts.hpp"

using namespace certrules;
using namespace certrules::test;

namespace {

const std::string marks = R"(
[[measure]]
id = "marked"
title = "marked"
count = { tags = "mark" }
[[tag]]
id = "mark"
title = "Mark"
)";

std::string with_fact(const std::string& id) {
    return small_text(marks + "[[fact]]\nid = \"" + id + "\"\ntitle = \"f\"\ntype = \"yes-no\"\n");
}

std::string rule(const std::string& id, const std::string& when, const std::string& then) {
    return "[[rule]]\nid = \"" + id + "\"\ntitle = \"r\"\non = \"audit-reviewed\"\n" +
           (when.empty() ? "" : "when = { " + when + " }\n") + "then = \"" + then +
           "\"\ncite = \"S: R\"\n";
}

/// A review with that many findings, each of them marked.
struct marked_review {
    explicit marked_review(std::size_t n) : findings(n) {
        for (auto& f : findings) {
            f.section = section_id{0};
            f.severity = severity_id{0};
            f.tags = 1;
        }
        asked.kind = event_kind::audit_reviewed;
        asked.on = date::from_civil(2024, 5, 20);
        asked.findings = findings;
    }
    marked_review(const marked_review&) = delete;
    marked_review& operator=(const marked_review&) = delete;

    std::vector<finding> findings;
    event asked;
};

}  // namespace

TEST_CASE("a condition that no region tests is read for what the verdict leans on") {
    // Nothing depends on `marked`: whatever it is, a rule before the one that tests it answers.
    const auto e =
        parsed(with_fact("plan") + rule("first", "all = \">= 1\"", "failed") +
               rule("hidden", R"(marked = "= 1", all = ">= 2", plan = "yes")", "failed") +
               rule("same", R"(all = "= 0", plan = "yes")", "passed") + rule("rest", "", "failed"));
    for (const std::size_t marked : {0U, 1U, 2U}) {
        const marked_review review(marked);
        const auto v = decide(e, {}, review.asked);
        REQUIRE(v);
        CHECK(e.name_of(v->rule) == (marked == 0 ? "rest" : "first"));
        CHECK(v->unknown == (marked == 0 ? 1U : 0U));
        CHECK(explain(e, {}, review.asked));
    }
}

TEST_CASE("a verdict leans on no fact of a rule that something known rules out") {
    // Nothing tests `marked` where `fresh` is unknown, so the region cannot tell; the case can.
    // Conditions are tested in the order of names.
    const auto e =
        parsed(with_fact("fresh") + rule("first", R"(fresh = "yes", marked = "= 1")", "passed") +
               rule("rest", "", "failed"));
    for (const std::size_t marked : {0U, 1U, 2U}) {
        const marked_review review(marked);
        const auto v = decide(e, {}, review.asked);
        REQUIRE(v);
        CHECK(v->unknown == (marked == 1 ? 1U : 0U));
    }
}

TEST_CASE("an answer of a fact for which no rule is written makes no status possible") {
    // No rule answers a finding with `plan = no`, nor two findings whatever the plan.
    const auto e =
        parsed(with_fact("plan") + rule("planned", R"(all = "= 1", plan = "yes")", "passed") +
               rule("none", R"(all = "= 0")", "failed"));
    const auto failed = std::uint64_t{1} << index(e.find_status("failed"));
    const auto passed = std::uint64_t{1} << index(e.find_status("passed"));
    CHECK(possible(e, {}, marked_review(0).asked) == failed);
    CHECK(possible(e, {}, marked_review(1).asked) == passed);
    CHECK(possible(e, {}, marked_review(2).asked) == 0);

    for (const bool planned : {false, true}) {
        marked_review review(1);
        const std::array facts{fact_value{e.find_fact("plan"), planned ? 1 : 0}};
        review.asked.facts = facts;
        CHECK(possible(e, {}, review.asked) == (planned ? passed : 0));
        const auto v = decide(e, {}, review.asked);
        CHECK(v.has_value() == planned);
        CHECK((v || v.error().code == error_code::no_rule));
    }
}
