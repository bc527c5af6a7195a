// Each kind of problem has an edition that shows it; what is shipped is clean.

#include "certrules/analyse.hpp"
#include "certrules/book.hpp"
#include "certrules/decide.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "edition_texts.hpp"
#include "test_paths.hpp"

using namespace certrules;
using test::current_text, test::parsed, test::replaced, test::small_text;

namespace {

/// Every case that is shown is answered by `decide` as is said.
void replay(const edition& e, const analysis& a) {
    const auto check = [&](const std::optional<witness>& w, const answer_text& said) {
        if (!w)
            return;
        const auto v = decide(e, w->state, w->as_event());
        if (!v) {
            CHECK(said.rule.empty());
            return;
        }
        CHECK(e.name_of(v->rule) == said.rule);
        CHECK(e.name_of(v->status) == said.status);
    };
    for (const auto& p : a.problems) {
        INFO(p.message);
        check(p.first, p.first_answer);
        check(p.second, p.second_answer);
        CHECK(p.kind != problem_kind::undecided);
        CHECK(p.smallest);
    }
}

analysis analysed(const edition& e) {
    auto a = analyse(e);
    replay(e, a);
    return a;
}

std::vector<problem> undeclared(const analysis& a, problem_kind kind) {
    std::vector<problem> out;
    for (const auto& p : a.problems)
        if (p.kind == kind && p.exception.empty())
            out.push_back(p);
    return out;
}

std::string small(const std::string& rules) {
    return small_text(R"(
[[section]]
id = "two"
title = "Two"
applicable = 4
[[audit]]
id = "full"
title = "Full"
starts_cycle = true
[[measure]]
id = "lights"
title = "light ones"
count = { severity = "light" }
[[measure]]
id = "graves"
title = "grave ones"
count = { severity = "grave" }
)" + rules);
}

std::string rule(std::string_view id, std::string_view when, std::string_view then) {
    return "[[rule]]\nid = \"" + std::string(id) +
           "\"\ntitle = \"t\"\non = \"audit-held\"\nwhen = {" + std::string(when) + "}\n" +
           std::string(then) + "\ncite = \"S: Rules\"\n";
}

const std::string pass = "then = \"passed\"";
const std::string fail = "then = \"failed\"";

}  // namespace

TEST_CASE("every shipped edition is clean, and declares only what it needs") {
    for (const auto name : builtin_editions()) {
        INFO(name);
        const auto e = *edition::builtin(name);
        const auto a = analysed(e);
        for (const auto& p : a.problems)
            if (p.exception.empty())
                UNSCOPED_INFO(p.message);
        CHECK(a.clean());
        for (const auto& x : a.exceptions)
            CHECK(x.covers > 0);
    }
}

TEST_CASE("the demonstration schemes are clean") {
    for (const auto* name : {"french-order-2011", "orchard-score"}) {
        INFO(name);
        std::string path = CERTRULES_SOURCE_DIR;
        path.append("/examples/editions/").append(name).append(".toml");
        std::ifstream file(path);
        std::stringstream text;
        text << file.rdbuf();
        CHECK(analysed(parsed(text.str())).problems.empty());
    }
}

TEST_CASE("R26: without its declaration, worse earns better in three ways") {
    const auto text = current_text();
    const auto from = text.find("[[exception]]");
    const auto to = text.find("# ---", from);
    const auto e = parsed(text.substr(0, from) + text.substr(to));
    const auto a = analysed(e);
    CHECK_FALSE(a.clean());
    const auto found = undeclared(a, problem_kind::monotone);
    CHECK(found.size() == a.problems.size());
    std::vector<std::string> better;
    for (const auto& p : found) {
        better.emplace_back(e.name_of(p.other));
        REQUIRE(p.first);
        REQUIRE(p.second);
        CHECK(p.first->findings.size() == 1);  // with none nothing is worse than Approved
        CHECK(p.second->findings.size() == 2);
        const auto x = decide(e, p.first->state, p.first->as_event());
        const auto y = decide(e, p.second->state, p.second->as_event());
        CHECK(e.statuses()[index(y->status)].rank > e.statuses()[index(x->status)].rank);
    }
    for (const auto* name : {"probation-decided", "probation-chosen", "remediation-accepted"})
        CHECK(std::count(better.begin(), better.end(), name) == 3);
}

TEST_CASE("an exception that nothing needs is a problem itself", "[E17.2]") {
    const auto e = parsed(replaced(current_text(), "rules = [\"probation-decided\",",
                                   "rules = [\"nothing-open\", \"probation-decided\","));
    const auto a = analyse(e);
    REQUIRE(undeclared(a, problem_kind::needless_exception).size() == 1);
    CHECK(undeclared(a, problem_kind::needless_exception)[0].message.find("nothing-open") !=
          std::string::npos);
}

TEST_CASE("a gap is shown by the smallest case that nothing answers") {
    const auto e = parsed(small(rule("few", "lights = \"<= 2\", graves = 0", pass) +
                                rule("grave", "graves = \">= 1\"", fail)));
    const auto found = undeclared(analysed(e), problem_kind::gap);
    REQUIRE(found.size() == 1);
    CHECK(found[0].first->findings.size() == 3);
    const auto v = decide(e, found[0].first->state, found[0].first->as_event());
    REQUIRE_FALSE(v);
    CHECK(v.error().code == error_code::no_rule);
    // One more than what is counted apart: no whole numbers reach the box, so it is no gap.
    CHECK(undeclared(
              analysed(parsed(small(rule("some", "all = \">= 3\"", fail) +
                                    rule("few", "lights = \"<= 2\", graves = \"<= 2\"", pass)))),
              problem_kind::gap)
              .empty());
}

TEST_CASE("a rule that no case meets never fires; one that others answer before is hidden") {
    const auto never = analysed(parsed(
        small(rule("odd", "all = \"<= 1\", lights = \">= 2\"", fail) + rule("rest", "", pass))));
    REQUIRE(undeclared(never, problem_kind::never_fires).size() == 1);
    CHECK_FALSE(undeclared(never, problem_kind::never_fires)[0].first);

    const auto e = parsed(small(rule("light", "lights = \">= 1\"", fail) +
                                rule("grave", "graves = \">= 1\"", fail) +
                                rule("both", "all = \">= 1\"", fail) + rule("rest", "", pass)));
    const auto hidden = undeclared(analysed(e), problem_kind::hidden);
    REQUIRE(hidden.size() == 1);
    CHECK(e.name_of(hidden[0].rule) == "both");
    CHECK(hidden[0].message.find("by light, grave") != std::string::npos);
    CHECK(hidden[0].first->findings.size() == 1);
}

TEST_CASE("a longer validity and a lower fee for the worse case are not monotone") {
    const auto longer = parsed(
        small(rule("light", "lights = \">= 1\"", pass + "\nmonths = 18") + rule("rest", "", pass)));
    auto found = undeclared(analysed(longer), problem_kind::monotone);
    REQUIRE(found.size() == 1);
    CHECK(found[0].first->findings.empty());
    CHECK(found[0].second->findings.size() == 1);

    const std::string fee =
        "[[fee]]\nid = \"visit\"\ntitle = \"v\"\npayee = \"p\"\namount = \"10.00\"\ncite = \"S: F\"\n";
    const auto lower = parsed(small(fee + rule("light", "lights = \">= 1\"", pass) +
                                    rule("rest", "", pass + "\nfees = [\"visit\"]")));
    found = undeclared(analysed(lower), problem_kind::monotone);
    REQUIRE(found.size() == 1);
    CHECK(found[0].message.find("for a lower fee") != std::string::npos);
    // The other way round it is as it should be; but nothing gives the status failed.
    const auto shorter = analysed(parsed(
        small(rule("any", "all = \">= 1\"", pass + "\nmonths = 6") + rule("rest", "", pass))));
    REQUIRE(shorter.problems.size() == 1);
    CHECK(shorter.problems[0].kind == problem_kind::unreachable);
}

TEST_CASE("a worse severity or less transparency that earns more is found") {
    const auto severity =
        parsed(small(rule("light", "lights = \">= 1\"", fail) + rule("rest", "", pass)));
    const auto found = undeclared(analysed(severity), problem_kind::monotone);
    REQUIRE(found.size() == 1);
    CHECK(found[0].first->findings.size() == 1);
    CHECK(found[0].second->findings.size() == 1);
    const std::string open =
        "[[measure]]\nid = \"shown\"\ntitle = \"s\"\ncount = { transparent = \"yes\" }\n";
    const auto hides =
        parsed(small(open + rule("shown", "shown = \">= 1\"", fail) + rule("rest", "", pass)));
    const auto hiding = undeclared(analysed(hides), problem_kind::monotone);
    REQUIRE(hiding.size() == 1);
    CHECK(hiding[0].message.find("less transparency") != std::string::npos);
}

TEST_CASE("a fact that moves against the factory must not earn more") {
    const std::string fact =
        "[[fact]]\nid = \"plan\"\ntitle = \"p\"\ntype = \"yes-no\"\norder = [\"no\", \"unknown\", \"yes\"]\n";
    const auto good =
        parsed(small(fact + rule("plan", "plan = \"yes\"", pass) + rule("rest", "", fail)));
    CHECK(analysed(good).clean());
    const auto bad =
        parsed(small(fact + rule("plan", "plan = \"yes\"", fail) + rule("rest", "", pass)));
    const auto found = undeclared(analysed(bad), problem_kind::monotone);
    REQUIRE(found.size() == 1);
    CHECK(found[0].first->findings.empty());
    CHECK(found[0].message.find("plan from yes to ") != std::string::npos);
}

TEST_CASE("a status that nothing gives, and one that nothing leads out of") {
    const auto unreached =
        undeclared(analysed(parsed(small(rule("all", "", fail)))), problem_kind::unreachable);
    REQUIRE(unreached.size() == 1);
    CHECK(unreached[0].message.find("passed") != std::string::npos);
    const auto stuck = undeclared(
        analysed(parsed(small(rule("out", "cycle = \"failed\"", "refuse = \"no\"") +
                              rule("bad", "graves = \">= 1\"", fail) + rule("rest", "", pass)))),
        problem_kind::no_way_out);
    REQUIRE(stuck.size() == 1);
    CHECK(stuck[0].message.find("failed") != std::string::npos);
}

TEST_CASE("a certificate without an end is found, and bands that leave values out") {
    const auto endless = parsed(replaced(small(rule("rest", "", pass)), "months = 12\n", ""));
    const auto ends = undeclared(analysed(endless), problem_kind::no_end);
    REQUIRE(ends.size() == 1);
    CHECK(ends[0].first->findings.empty());

    const auto grid = parsed(small(
        "[[rule]]\nid = \"grid\"\ntitle = \"t\"\non = \"audit-held\"\ncite = \"S: Grid\"\n[rule.table]\n"
        "rows = { by = \"lights\", bands = [\"<= 1\", \">= 3\"] }\n"
        "columns = { by = \"graves\", bands = [0, \">= 1\"] }\n"
        "cells = [[\"passed\", \"failed\"], [\"failed\", \"failed\"]]\n" +
        rule("rest", "", fail)));
    const auto holes = undeclared(analysed(grid), problem_kind::bands);
    REQUIRE(holes.size() == 1);
    CHECK(holes[0].first->findings.size() == 2);
}
