// The sentences of docs/edition-format.md about measures, rules, conditions, tables, fees and
// deadlines.

#include "unit/orchard.hpp"

#include "certrules/replay.hpp"
#include "detail/deadline_terms.hpp"
#include "detail/edition_data.hpp"

using namespace certrules;
using namespace certrules::test;
using Catch::Contains;

namespace {

/// Whether the measure passes the test for these findings.
bool passes(std::string_view what, std::string_view test, const json& findings,
            const json& more = json::object()) {
    return is_certified(orchard(certifies(what, test)), reviewed(findings, more));
}

json joined(json a, const json& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::string sections_over(std::string_view of, std::string_view limit) {
    return "sections_where = { count = { severity = \"major\" }, of = \"" + std::string(of) +
           "\", " + std::string(limit) + " }";
}

}  // namespace

TEST_CASE("a finding counts once, by the first that lets it through", "[E7.1]") {
    const auto both = "count = [{ severity = \"major\" }, { tags = \"repeated\" }]";
    const json tagged{{"tags", {"repeated"}}};
    const auto findings = json::array({found("A", "major", "soil", tagged),
                                       found("B", "minor", "soil", tagged), found("C", "minor")});
    CHECK(passes(both, "2", findings));
    const auto score = [&](std::string_view test) {
        return passes(
            "score = { start = 100, weights = [\n"
            "{ count = { tags = \"repeated\" }, each = -1 },\n"
            "{ count = { severity = \"major\" }, each = -10 },\n"
            "{ count = {}, each = -100 } ] }",
            test, findings);
    };
    CHECK(score("-2"));  // 100 - 1 - 1 - 100
}

TEST_CASE("shares by cross-multiplication, empty wholes, unknown shares", "[E7.2][E7.3][E7.4]") {
    const auto over = sections_over("applicable", "over = \"30%\"");
    CHECK_FALSE(passes(over, "1", so_many(6, "major")));  // of 20
    CHECK(passes(over, "1", so_many(7, "major")));
    CHECK(passes(sections_over("applicable", "at_least = \"30%\""), "1", so_many(6, "major")));
    CHECK(passes(sections_over("applicable", "below = \"30%\""), "1", so_many(6, "major")));
    CHECK(passes(sections_over("applicable", "at_most = \"30%\""), "2", so_many(6, "major")));
    // A third has no decimal: 10 of 30 is not over 33.3333 %, and neither below.
    const auto third = [&](std::string_view limit, int n) {
        return passes(sections_over("applicable", limit), "1", so_many(n, "major", "people"));
    };
    CHECK(third("over = \"33.3333%\"", 10));
    CHECK_FALSE(third("over = \"33.3334%\"", 10));
    const json none{{"sections", {{"soil", {{"applicable", 0}}}}}};
    CHECK_FALSE(passes(over, "1", so_many(1, "major"), none));

    const auto share = "share = { conforming = true, of = \"applicable\" }";
    const json known{
        {"sections", {{"soil", {{"conforming", 18}}}, {"people", {{"conforming", 27}}}}}};
    const json half{{"sections", {{"soil", {{"conforming", 18}}}}}};
    const json empty{{"sections",
                      {{"soil", {{"applicable", 0}, {"conforming", 0}}},
                       {"people", {{"applicable", 0}, {"conforming", 0}}}}}};
    CHECK(passes(share, "\"90%\"", json::array(), known));
    CHECK(passes(share, "\"unknown\"", json::array(), half));
    CHECK_FALSE(passes(share, "\">= 0%\"", json::array(), half));
    CHECK(passes(share, "\"unknown\"", json::array(), empty));
}

TEST_CASE("closed findings, and exact scores with a floor", "[E7.5][E7.6]") {
    const auto closed_on = [](std::string_view day) {
        return json::array({found("A", "major", "soil", {{"closed_on", day}})});
    };
    const auto open = "count = { severity = \"major\" }";
    CHECK(passes(open, "0", closed_on("2024-05-19")));
    CHECK(passes(open, "0", closed_on("2024-05-20")));
    CHECK(passes(open, "1", closed_on("2024-05-21")));
    CHECK(passes("count = { open = [\"yes\", \"no\"] }", "1", closed_on("2024-05-19")));
    CHECK(passes("count = { open = \"no\" }", "0", closed_on("2024-05-21")));

    const auto score = [](int majors, std::string_view test) {
        return passes(
            "score = { start = 1, floor = \"-1/2\", weights = [\n"
            "{ count = { severity = \"major\" }, each = \"-1/3\" } ] }",
            test, so_many(majors, "major"));
    };
    CHECK(score(1, "\"2/3\""));
    CHECK(score(3, "0"));
    CHECK(score(4, "\"-1/3\""));
    CHECK(score(5, "\"-1/2\""));
    CHECK(score(9, "\"-1/2\""));
}

TEST_CASE("the first rule that holds answers; one outcome; refusals and gaps",
          "[E8.1][E8.2][E8.3]") {
    const auto majors = measured("m", "count = { severity = \"major\" }");
    const auto two = [&](const std::string& first, const std::string& second) {
        return answer_of(orchard(majors + first + second + gives("open")),
                         reviewed(so_many(2, "major")));
    };
    const auto one = rule("one", "m = \">= 1\"", "then = \"certified\"");
    const auto more = rule("more", "m = \">= 2\"", "then = \"unchanged\"");
    CHECK(two(one, more)["rule"] == "one");
    CHECK(two(more, one)["rule"] == "more");
    for (const auto* outcome : {"then = \"open\"\nrefuse = \"no\"", "",
                                "refuse = \"no\"\ntable = { rows = {}, columns = {}, cells = [] }"})
        CHECK_THAT(wrong_with(orchard_text(rule("r", "", outcome))),
                   Contains("expected exactly one of \"then\", \"refuse\" and \"table\""));
    CHECK_THAT(answer_of(orchard(rule("r", "", "refuse = \"reviews are on Mondays\"")),
                         reviewed())["error"]
                   .get<std::string>(),
               Contains("cannot happen: reviews are on Mondays"));
    CHECK_THAT(answer_of(orchard(majors + one), reviewed())["error"].get<std::string>(),
               Contains("no rule of orchard@2024 answers audit-reviewed on 2024-05-20"));
}

TEST_CASE("ranges, lists, negations, and numbers of their kind", "[E9.1][E9.2][E9.3]") {
    const auto holds = [](std::string_view test, int majors) {
        return passes("count = { severity = \"major\" }", test, so_many(majors, "major"));
    };
    const auto values = [&](std::string_view test) {
        std::string text;
        for (int n = 0; n <= 6; ++n)
            text += holds(test, n) ? std::to_string(n) : "";
        return text;
    };
    CHECK(values("3") == "3");
    CHECK(values("\"= 3\"") == "3");
    CHECK(values("\"1..3\"") == "123");
    CHECK(values("\">1..3\"") == "23");
    CHECK(values("\"1..<3\"") == "12");
    CHECK(values("\">1..<3\"") == "2");
    CHECK(values("\"> 4\"") == "56");
    CHECK(values("\"<= 1\"") == "01");
    CHECK(values("[\"< 1\", 3, \">= 5\"]") == "0356");
    CHECK(values("{ not = [\"< 1\", 3] }") == "12456");
    const auto loads = [](std::string_view what, std::string_view test) {
        return wrong_with(orchard_text(certifies(what, test))).empty();
    };
    const auto count = "count = {}";
    CHECK_FALSE(loads(count, "\"1.5\""));
    CHECK_FALSE(loads(count, "\"10%\""));
    CHECK_FALSE(loads(count, "\"1/2\""));
    const auto score = "score = { start = 0, weights = [{ count = {}, each = \"0.5\" }] }";
    CHECK(loads(score, "\"1.5\""));
    CHECK(loads(score, "\"< 1/3\""));
    CHECK_FALSE(loads(score, "\"10%\""));
    const auto share = "share = { conforming = true, of = \"applicable\" }";
    CHECK(loads(share, "\"12.5%\""));
    CHECK(loads(share, "\"< 2/3\""));
    CHECK_FALSE(loads(share, "\"1.5\""));
    CHECK_FALSE(loads(share, "2"));
}

TEST_CASE("tables: cells, bands, ids", "[E10.1][E10.2][E10.3]") {
    const auto grid = [](std::string_view rows, std::string_view cells) {
        return measured("majors", "count = { severity = \"major\" }") +
               measured("minors", "count = { severity = \"minor\" }") +
               rule("grid", "",
                    "[rule.table]\nrows = { by = \"majors\", bands = " + std::string(rows) +
                        " }\ncolumns = { by = \"minors\", bands = [\"<= 1\", \"> 1\"] "
                        "}\ncells = " +
                        std::string(cells)) +
               rule("rest", "", "then = \"unchanged\"");
    };
    const auto e = orchard(grid("[0, \"1..2\"]", "[[\"certified\", \"open\"], [\"open\", \"-\"]]"));
    const auto rule_of = [&](int majors, int minors) {
        return answer_of(
                   e, reviewed(joined(so_many(majors, "major"), so_many(minors, "minor"))))["rule"]
            .get<std::string>();
    };
    CHECK(rule_of(0, 0) == "grid-1-1");
    CHECK(rule_of(0, 2) == "grid-1-2");
    CHECK(rule_of(2, 1) == "grid-2-1");
    CHECK(rule_of(2, 2) == "rest");
    CHECK(rule_of(3, 0) == "rest");
    CHECK(e.find_rule("grid-2-2") == rule_id::none);
    CHECK(is_certified(e, reviewed(so_many(1, "minor"))));
    CHECK_THAT(wrong_with(orchard_text(
                   grid("[\"0..1\", \"1..2\"]", "[[\"open\", \"-\"], [\"open\", \"-\"]]"))),
               Contains("the bands \"0..1\" and \"1..2\" overlap"));
    CHECK_THAT(wrong_with(orchard_text(grid("[0, 1]", "[[\"open\", \"-\"]]"))),
               Contains("\"cells\" has 1 rows, expected 2"));
    CHECK_THAT(wrong_with(orchard_text(grid("[0]", "[[\"open\"]]"))),
               Contains("row 1 of \"cells\" has 1 outcomes, expected 2"));
}

TEST_CASE("fees: a cap for the whole event, whole amounts per man-day", "[E11.1][E11.2]") {
    const auto fee = [](std::string_view amount, std::string_view cap) {
        return "[[fee]]\nid = \"audit\"\ntitle = \"t\"\npayee = \"firm\"\namount = \"" +
               std::string(amount) + "\"\nper = \"man-day\"\ncap = \"" + std::string(cap) +
               "\"\ndue_on = \"audit-held\"\ncite = \"BOOK: x\"\n" +
               "[[rule]]\nid = \"held\"\ntitle = \"t\"\non = \"audit-held\"\nthen = \"open\"\n"
               "cite = \"BOOK: x\"\n";
    };
    const auto costs = [&](double man_days) {
        const json h{{"factory", "F"},
                     {"events",
                      {{{"event", "audit-held"},
                        {"on", "2024-05-20"},
                        {"audit", "full"},
                        {"man_days", man_days},
                        {"findings", json::array()}}}}};
        const auto told = replay_json(book(orchard(fee("400.00", "1000.00"))), h.dump(),
                                      date::from_civil(2024, 5, 20), {});
        if (!told)
            FAIL(to_string(told.error()));
        return json::parse(*told)["fees"][0]["amount"]["minor_units"].get<int>();
    };
    CHECK(costs(2) == 80000);
    CHECK(costs(2.25) == 90000);
    CHECK(costs(2.5) == 100000);
    CHECK(costs(3) == 100000);
    CHECK(costs(30) == 100000);
    CHECK(wrong_with(orchard_text(fee("400.00", "999.99"))).empty());
    CHECK_THAT(wrong_with(orchard_text(fee("400.50", "999.99"))),
               Contains("an amount per man-day must be whole"));
}

TEST_CASE("lengths of deadlines, and what can meet them", "[E12.1][E12.2]") {
    const auto deadline = [](std::string_view fields) {
        return "[[deadline]]\nid = \"d\"\ntitle = \"t\"\ncite = \"BOOK: x\"\n" +
               std::string(fields) +
               "\n[[fee]]\nid = \"f\"\ntitle = \"t\"\npayee = \"p\"\n"
               "amount = \"1.00\"\ncite = \"BOOK: x\"\n" +
               "[[rule]]\nid = \"held\"\ntitle = \"t\"\non = \"audit-held\"\nthen = \"open\"\n"
               "cite = \"BOOK: x\"\n";
    };
    const auto last = [&](std::string_view on, std::string_view length) {
        const json h{{"factory", "F"},
                     {"events",
                      {{{"event", "audit-held"},
                        {"on", on},
                        {"audit", "full"},
                        {"findings", json::array()}}}}};
        const auto e = orchard(deadline("starts = \"audit-held\"\nmet_by = \"applied\"\nlast = \"" +
                                        std::string(length) + "\""));
        const auto told = replay_json(book(e), h.dump(), *parse_date(on), {});
        if (!told)
            FAIL(to_string(told.error()));
        return json::parse(*told)["deadlines"][0]["last_day"].get<std::string>();
    };
    CHECK(last("2024-01-31", "1 month") == "2024-02-29");
    CHECK(last("2024-01-15", "2 months") == "2024-03-15");
    CHECK(last("2024-05-15", "4 weeks") == "2024-06-12");        // Wednesday to Wednesday
    CHECK(last("2024-05-17", "1 working-day") == "2024-05-20");  // Friday, Monday
    CHECK(last("2024-05-17", "6 working-days") == "2024-05-27");
    CHECK(last("2024-05-17", "10 days") == "2024-05-27");

    const auto wrong = [&](std::string_view fields) {
        return wrong_with(orchard_text(deadline(std::string(fields) + "\nlast = \"1 day\"")));
    };
    CHECK(wrong("starts = \"fee-due\"\nfee = \"f\"\nmet_by = \"payment\"").empty());
    CHECK_THAT(wrong("starts = \"fee-paid\"\nfee = \"f\"\nmet_by = \"payment\""),
               Contains("only a deadline that starts with \"fee-due\" is met by \"payment\""));
    CHECK(wrong("starts = \"cycle\"\nmet_by = \"end\"").empty());
    CHECK_THAT(wrong("starts = \"bar\"\nmet_by = \"end\""), Contains("is met by its \"end\""));
    CHECK_THAT(wrong("starts = \"cycle\"\nmet_by = \"audit-held\""), Contains("names its audits"));
}
