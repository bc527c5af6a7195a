// The sentences of docs/edition-format.md about values, the head, words, variants and identity.

#include "unit/orchard.hpp"

#include "certrules/follow_up.hpp"

#include <algorithm>

using namespace certrules;
using namespace certrules::test;
using Catch::Contains;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const std::string fine = orchard_text(gives("certified"));

std::string variant(const std::string& more) {
    return "based_on = \"escp@2020-09-01\"\nedition = \"mine\"\n" + more;
}

}  // namespace

TEST_CASE("values: fields, ids, numbers, lists", "[E1.1][E1.2][E1.3][E1.4]") {
    REQUIRE(wrong_with(fine).empty());
    CHECK_THAT(wrong_with("colour = 1\n" + fine), Contains("unknown field \"colour\""));
    CHECK_THAT(wrong_with(fine + "thn = \"open\"\n"), Contains("did you mean \"then\"?"));

    CHECK_THAT(wrong_with(replaced(fine, "\"soil\"", "\"Soil\"")), Contains("inner hyphens"));
    CHECK_THAT(wrong_with(replaced(fine, "\"soil\"", "\"soil-\"")), Contains("inner hyphens"));
    CHECK_THAT(wrong_with(replaced(fine, "\"soil\"", "\"people\"")), Contains("repeats the id"));
    CHECK(wrong_with(replaced(fine, "\"soil\"", "\"certified\"")).empty());  // another kind
    CHECK(wrong_with(replaced(fine, "[[severity]]",
                              "[[source]]\nid = \"Book, 2nd part\"\ntitle = \"t\"\n[[severity]]"))
              .empty());

    const auto over = [](std::string_view rate) {
        return wrong_with(orchard_text(certifies(
            "sections_where = { count = {}, of = \"applicable\", over = " + std::string(rate) +
                " }",
            "0")));
    };
    CHECK(over("\"30%\"").empty());
    CHECK(over("\"12.5%\"").empty());
    CHECK(over("\"0%\"").empty());
    CHECK(over("\"1000%\"").empty());
    CHECK_FALSE(over("\"1001%\"").empty());
    CHECK_FALSE(over("\"-1%\"").empty());
    CHECK_FALSE(over("\"30\"").empty());
    CHECK_FALSE(over("0.3").empty());
    const auto each = [](std::string_view number) {
        return wrong_with(orchard_text(certifies(
            "score = { start = 0, weights = [{ count = {}, each = " + std::string(number) + " }] }",
            "0")));
    };
    for (const auto* good : {"-3", "\"-2.5\"", "\"2/3\"", "\"1/1000000\"", "\"0.000001\""})
        CHECK(each(good).empty());
    for (const auto* bad : {"0.5", "\"1/1000001\"", "\"0.0000001\"", "\"1e3\"", "\"1/0\""})
        CHECK_FALSE(each(bad).empty());

    const auto listed = replaced(fine, "cite = \"BOOK: R\"", "cite = [\"BOOK: R\"]");
    const auto e = edition::parse(listed);
    REQUIRE(e);
    CHECK(e->rules()[0].cites.size() == 1);
    CHECK(e->rules()[0].cites[0] == orchard(gives("certified")).rules()[0].cites[0]);
}

TEST_CASE("errors all at once and in order, a syntax error alone, warnings", "[E1.5][E1.6]") {
    auto text = replaced(fine, "rank = 2", "rank = \"two\"");
    text = replaced(text, "applicable = 20", "applicable = -1");
    text = replaced(text, "then = \"certified\"", "then = \"certifed\"");
    const auto e = edition::parse(text);
    REQUIRE_FALSE(e);
    REQUIRE(e.error().size() == 3);
    CHECK_THAT(e.error()[0].message, Contains("applicable"));
    CHECK_THAT(e.error()[1].message, Contains("rank"));
    CHECK_THAT(e.error()[2].message, Contains("certifed"));
    for (const auto& d : e.error())
        CHECK((d.line > 1 && d.column >= 1));
    const auto syntax = edition::parse(text + "[[rule]\n[[\n");
    REQUIRE_FALSE(syntax);
    CHECK(syntax.error().size() == 1);

    diagnostics warnings;
    edition::options o;
    o.warnings = &warnings;
    const auto idle = measured("idle", "count = {}") +
                      "[[text]]\nid = \"idle\"\ntext = \"t\"\ncite = \"BOOK: x\"\n"
                      "[[fact]]\nid = \"idle-fact\"\ntitle = \"t\"\ntype = \"yes-no\"\n"
                      "[[source]]\nid = \"IDLE\"\ntitle = \"t\"\n";
    auto both = orchard_text(gives("certified") +
                             rule("later", "audit = \"full\"", "then = \"open\"") + idle);
    both = replaced(both, "[[source]]\nid = \"IDLE\"\ntitle = \"t\"\n", "");
    both = replaced(both, "[[severity]]", "[[source]]\nid = \"IDLE\"\ntitle = \"t\"\n[[severity]]");
    REQUIRE(edition::parse(both, o));
    std::string told;
    for (const auto& d : warnings) {
        CHECK(d.kind == diagnostic::level::warning);
        told += d.message + "\n";
    }
    for (const auto* what : {"[[measure]] \"idle\"", "[[text]] \"idle\"", "[[fact]] \"idle-fact\"",
                             "[[source]] \"IDLE\"", "\"later\" asks what rule \"else\""})
        CHECK_THAT(told, Contains(what));
}

TEST_CASE("which edition of a book answers", "[E2.1][E2.2]") {
    const auto from = [](std::string_view days, std::string_view id) {
        auto text = replaced(fine, "{ from = 2024-01-01 }", days);
        return replaced(text, "edition = \"2024\"", "edition = \"" + std::string(id) + "\"");
    };
    CHECK_THAT(wrong_with(from("{ from = 2024-01-01, to = 2023-12-31 }", "x")),
               Contains("\"to\" lies before \"from\""));
    const auto first = *edition::parse(from("{ from = 2024-01-01, to = 2024-01-01 }", "a"));
    const auto second = *edition::parse(from("{ from = 2024-03-01, to = 2024-06-30 }", "b"));
    const std::vector<edition> both{first, second};
    const book b(both);
    const auto id_on = [&](int year, unsigned month, unsigned day) {
        const auto* e = b.in_force(date::from_civil(year, month, day));
        return e == nullptr ? std::string("none") : std::string(e->id());
    };
    CHECK(id_on(2023, 12, 31) == "none");
    CHECK(id_on(2024, 1, 1) == "a");
    CHECK(id_on(2024, 1, 2) == "none");
    CHECK(id_on(2024, 3, 1) == "b");
    CHECK(id_on(2024, 6, 30) == "b");
    CHECK(id_on(2024, 7, 1) == "none");
    CHECK(book(first).in_force(date::from_civil(1999, 1, 1))->id() == "a");
}

TEST_CASE("last days, and the limit of a cycle", "[E3.1][E3.2]") {
    const auto last_day = [](const edition& e, const json& c) {
        return answer_of(e, c)["valid"]["last_day"].get<std::string>();
    };
    CHECK(last_day(orchard(gives("certified")), reviewed()) == "2025-05-19");
    CHECK(last_day(orchard(gives("certified"),
                           replaced(orchard_calendar, "day-before-anniversary", "anniversary")),
                   reviewed()) == "2025-05-20");
    const json cycle{
        {"state",
         {{"cycle", {{"status", "open"}, {"since", "2024-05-01"}, {"started_on", "2024-04-01"}}}}}};
    const std::string limit = "[cycle]\nlimit_months = 4\ncite = \"BOOK: x\"\n";
    CHECK(last_day(orchard(gives("open")), reviewed(json::array(), cycle)) == "2024-10-31");
    CHECK(last_day(orchard(gives("open"), orchard_calendar + limit),
                   reviewed(json::array(), cycle)) == "2024-07-31");
    CHECK(last_day(orchard(gives("open"), orchard_calendar + replaced(limit, "4", "40")),
                   reviewed(json::array(), cycle)) == "2024-10-31");
}

TEST_CASE("citations and words that are taken", "[E4.1][E4.2]") {
    CHECK_THAT(wrong_with(replaced(fine, "cite = \"BOOK: R\"\n", "")),
               Contains("\"cite\" is missing"));
    CHECK_THAT(wrong_with(replaced(fine, "cite = \"BOOK: Audits\"\n", "")),
               Contains("\"cite\" is missing"));
    CHECK_THAT(wrong_with(replaced(fine, "BOOK: R", "BOOKS: R")),
               Contains("unknown source \"BOOKS\", did you mean \"BOOK\"?"));
    for (const auto* table :
         {"[[text]]\nid = \"x\"\ntext = \"t\"\n",
          "[[fee]]\nid = \"x\"\ntitle = \"t\"\npayee = \"p\"\namount = \"1.00\"\n",
          "[[deadline]]\nid = \"x\"\ntitle = \"t\"\nstarts = \"cycle\"\nlast = \"1 day\"\n"
          "met_by = \"end\"\n",
          "[[viewer]]\nid = \"v\"\ntitle = \"t\"\n[[disclosure]]\nid = \"x\"\ntitle = \"t\"\n"
          "to = \"v\"\n"}) {
        CHECK_THAT(wrong_with(fine + table), Contains("\"cite\" is missing"));
        CHECK(wrong_with(fine + table + "cite = \"BOOK: x\"\n").empty());
    }
    CHECK_THAT(wrong_with(replaced(fine, "id = \"a\"", "id = \"unknown\"")),
               Contains("reserved word"));
    for (const std::string word : {"none", "unchanged", "award", "decided", "any"})
        CHECK_THAT(wrong_with(replaced(fine, "id = \"open\"", "id = \"" + word + "\"")),
                   Contains("\"" + word + "\" is a reserved word"));
}

TEST_CASE("days to correct a finding, counted from the day it was found", "[E4.3]") {
    const auto e = orchard(
        replaced(gives("certified"), "\"audit-reviewed\"", "[\"audit-held\", \"audit-reviewed\"]"));
    const auto findings =
        json::array({found("A", "minor"), found("B", "major"),
                     found("C", "major", "people", {{"closed_on", "2024-05-20"}})});
    json held{{"event", "audit-held"},
              {"on", "2024-05-20"},
              {"audit", "full"},
              {"state", json::object()},
              {"findings", findings}};
    // 20 May + 90 days: 11 to the end of May, 30, 31, and 18 of August.
    CHECK(answer_of(e, held)["correct_by"] ==
          json::array({{{"finding", "B"}, {"day", "2024-08-18"}}}));
    held["findings"] = json::array({found("A", "minor")});
    CHECK_FALSE(answer_of(e, held).contains("correct_by"));
    // A review does not find: the day of the audit is not known to it.
    CHECK_FALSE(answer_of(e, reviewed(findings)).contains("correct_by"));
    finding f;
    f.severity = e.find_severity("major");
    const auto day = date::from_civil(2024, 5, 20);
    CHECK(correct_by(e, f, day) == date::from_civil(2024, 8, 18));
    f.severity = e.find_severity("minor");
    CHECK_FALSE(correct_by(e, f, day));
    f.severity = severity_id::none;
    CHECK_FALSE(correct_by(e, f, day));

    const json history{
        {"factory", "F"},
        {"events",
         {{{"event", "audit-held"},
           {"on", "2024-05-20"},
           {"audit", "full"},
           {"findings", {found("A", "minor"), found("B", "major"), found("C", "major")}}},
          {{"event", "finding-closed"}, {"on", "2024-06-01"}, {"finding", "C"}}}}};
    const auto closes = orchard(
        replaced(gives("open"), "\"audit-reviewed\"", "[\"audit-held\", \"finding-closed\"]"));
    const auto told = replay_json(book(closes), history.dump(), date::from_civil(2024, 6, 2), {});
    if (!told)
        FAIL(to_string(told.error()));
    const auto open = json::parse(*told)["open_findings"];
    REQUIRE(open.size() == 2);
    CHECK_FALSE(open[0].contains("correct_by"));
    CHECK(open[1]["correct_by"] == "2024-08-18");
}

TEST_CASE("no more graded than applicable", "[E4.4]") {
    const auto graded = [](int n) {
        return replaced(fine, "applicable = 20",
                        "applicable = 20\ngraded = { major = " + std::to_string(n) + " }");
    };
    CHECK(wrong_with(graded(20)).empty());
    CHECK_THAT(wrong_with(graded(21)),
               Contains("graded \"major\" is 21, more than the 20 that are applicable"));
    const auto e = *edition::parse(fine);
    const auto asked = [&](const json& counts, std::string_view section = "soil") {
        return answer_of(e, reviewed(json::array(), {{"sections", {{section, counts}}}}));
    };
    CHECK_FALSE(asked({{"applicable", 5}, {"graded", {{"major", 5}}}}).contains("error"));
    CHECK_THAT(asked({{"applicable", 5}, {"graded", {{"major", 6}}}})["error"].get<std::string>(),
               Contains("sections.soil.graded.major: 6 graded major of 5 applicable"));
    CHECK_THAT(asked({{"graded", {{"major", 21}}}})["error"].get<std::string>(),
               Contains("21 are graded major, but 20 are applicable"));
    // A placeholder says nothing against what an audit had.
    CHECK_FALSE(asked({{"graded", {{"major", 31}}}}, "people").contains("error"));
}

TEST_CASE("statuses: ranks, months from a fact, the next audit", "[E5.1][E5.2][E5.3]") {
    CHECK_THAT(wrong_with(replaced(fine, "rank = 2", "rank = 1")),
               Contains("rank 1 is that of \"open\" already"));
    const auto from = [](std::string_view bounds) {
        return wrong_with(orchard_text(replaced(
            gives("certified"), "[[rule]]",
            "[[fact]]\nid = \"length\"\ntitle = \"t\"\ntype = \"number\"\n" + std::string(bounds) +
                "\n[[status]]\nid = \"trial\"\ntitle = \"t\"\ntrack = \"certificate\"\n"
                "rank = 3\nmonths_from = \"length\"\ncite = \"BOOK: x\"\n[[rule]]")));
    };
    CHECK(from("at_least = 1\nat_most = 1200").empty());
    CHECK_THAT(from("at_least = 0\nat_most = 12"), Contains("may lie outside 1 to 1200 months"));
    CHECK_THAT(from("at_least = 1\nat_most = 1201"), Contains("may lie outside 1 to 1200 months"));

    // Nine months of the status; three of the rule go before.
    CHECK(answer_of(orchard(gives("certified")), reviewed())["next_audit_on"] == "2025-02-20");
    CHECK(answer_of(orchard(gives("certified") + "next_audit_months = 3\n"),
                    reviewed())["next_audit_on"] == "2024-08-20");
    CHECK_FALSE(answer_of(orchard(gives("open")), reviewed()).contains("next_audit_on"));
    const json certified{
        {"state",
         {{"certificate",
           {{"status", "certified"}, {"first_day", "2024-01-31"}, {"last_day", "2025-01-30"}}}}}};
    CHECK_FALSE(answer_of(orchard(gives("unchanged")), reviewed(json::array(), certified))
                    .contains("next_audit_on"));
    // A certificate that keeps its days keeps the day it counts from: 31 January + 9 months.
    CHECK(answer_of(orchard(gives("certified") + "keeps_days = true\n"),
                    reviewed(json::array(), certified))["next_audit_on"] == "2024-10-31");
    // A cycle's status counts from its own first day.
    const json cycle{{"state", {{"cycle", {{"status", "open"}, {"since", "2024-05-02"}}}}}};
    CHECK(answer_of(orchard(gives("open") + "next_audit_months = 1\n"),
                    reviewed(json::array(), cycle))["next_audit_on"] == "2024-06-02");
    // No day: an error, not a silence.
    CHECK_THAT(answer_of(orchard(gives("certified") + "next_audit_months = 1\n",
                                 replaced(orchard_calendar, "clamp", "reject")),
                         reviewed(json::array(), {{"on", "2024-05-31"}}))["error"]
                   .get<std::string>(),
               Contains("the next audit 1 months from 2024-05-31 falls on no day"));
}

TEST_CASE("facts: unknown, and exact numbers", "[E6.1][E6.2]") {
    const auto fact = [](std::string_view type, std::string_view test) {
        return orchard("[[fact]]\nid = \"f\"\ntitle = \"t\"\n" + std::string(type) + "\n" +
                       gives("certified", "f = " + std::string(test)) + gives("open"));
    };
    const std::string yes_no = "type = \"yes-no\"";
    for (const auto* test : {"\"yes\"", "\"no\"", "[\"yes\", \"no\"]"})
        CHECK_FALSE(is_certified(fact(yes_no, test), reviewed()));
    for (const auto* test : {"\"unknown\"", "{ not = \"yes\" }", "[\"no\", \"unknown\"]"})
        CHECK(is_certified(fact(yes_no, test), reviewed()));
    const std::string number = "type = \"number\"\ndecimals = 1\nat_most = 168";
    CHECK_FALSE(is_certified(fact(number, "\">= 0\""), reviewed()));
    CHECK(is_certified(fact(number, "\"unknown\""), reviewed()));
    const auto with = [](const json& value) {
        return reviewed(json::array(), {{"facts", {{"f", value}}}});
    };
    const auto over_60 = fact(number, "\"> 60\"");
    CHECK_FALSE(is_certified(over_60, with(60)));
    CHECK(is_certified(over_60, with(60.1)));
    CHECK(is_certified(over_60, with(168)));
    CHECK(answer_of(over_60, with(60.25)).contains("error"));
    CHECK(answer_of(over_60, with(168.1)).contains("error"));
    CHECK(answer_of(over_60, with(-1)).contains("error"));
}

TEST_CASE("disclosures are seen by or told to somebody", "[E13.1]") {
    const std::string viewer = "[[viewer]]\nid = \"v\"\ntitle = \"t\"\n";
    const auto with = [&](const std::string& fields) {
        return wrong_with(fine + viewer +
                          "[[disclosure]]\nid = \"d\"\ntitle = \"t\"\ncite = "
                          "\"BOOK: x\"\n" +
                          fields);
    };
    CHECK(with("to = \"v\"\n").empty());
    CHECK(with("tell = \"v\"\non_status = \"open\"\n").empty());
    CHECK_THAT(with(""), Contains("nobody sees it"));
    CHECK_THAT(with("tell = \"v\"\n"), Contains("need each other"));
    CHECK_THAT(with("to = \"v\"\non_status = \"open\"\n"), Contains("need each other"));
}

TEST_CASE("variants: a name of their own, fields, places, what is dropped",
          "[E14.1][E14.2][E14.3][E14.4]") {
    CHECK_THAT(wrong_with("based_on = \"escp@2020-09-01\"\n"),
               Contains("1:12: error: edition: field \"edition\" is missing: name this variant, "
                        "such as edition = \"2020-09-01+mine\""));
    CHECK_THAT(wrong_with("based_on = \"escp@2020-09-01\"\nedition = \"2020-09-01\"\n"),
               Contains("\"edition\" is that of the base: name this variant"));
    CHECK(wrong_with("based_on = \"escp@2020-09-01\"\nscheme = \"mine\"\n"
                     "edition = \"2020-09-01\"\n")
              .empty());
    CHECK(wrong_with(variant("")).empty());
    CHECK_THAT(wrong_with("based_on = \"ietp@2018-10-09\"\nedition = \"mine\"\n"),
               Contains("itself based on another edition"));

    const auto base = *edition::builtin("escp@2020-09-01");
    const auto changed = *edition::parse(variant(
        "calendar = { last_day = \"anniversary\" }\n[[section]]\nid = \"wages\"\napplicable = 7\n"
        "[[section]]\nid = \"last\"\ntitle = \"Last\"\n"
        "[[rule]]\nid = \"early\"\nbefore = \"open-critical\"\ntitle = \"t\"\n"
        "on = \"audit-reviewed\"\nwhen = { open-critical = 2 }\nthen = \"unchanged\"\n"
        "cite = \"R: R1\"\n"));
    CHECK(changed.calendar().ends == last_day::anniversary);
    CHECK(changed.calendar().weekend == base.calendar().weekend);
    const auto wages = index(base.find_section("wages"));
    CHECK(changed.sections()[wages].applicable == 7);
    CHECK(changed.sections()[wages].title == base.sections()[wages].title);
    CHECK(changed.sections().size() == base.sections().size() + 1);
    CHECK(changed.sections().back().id == "last");
    CHECK(index(changed.find_rule("early")) == index(base.find_rule("open-critical")));
    CHECK(index(changed.find_rule("open-critical")) == index(changed.find_rule("early")) + 1);

    const auto dropped = *edition::parse(variant("drop = { rule = [\"open-critical\"] }\n"));
    CHECK(dropped.find_rule("open-critical") == rule_id::none);
    CHECK(dropped.rules().size() == base.rules().size() - 1);
    CHECK_THAT(wrong_with(variant("drop = { rule = [\"open-crtical\"] }\n")),
               Contains("the base has no [[rule]] \"open-crtical\""));
}

TEST_CASE("the hash is over what the edition comes to", "[E15.1]") {
    const auto hash = [](const std::string& text) {
        const auto e = edition::parse(text);
        REQUIRE(e);
        return std::string(e->hash());
    };
    CHECK(hash("# a comment\n" + fine) == hash(fine));
    CHECK(hash(replaced(fine, "rank = 2\nmonths = 12", "months =   12\nrank = 2")) == hash(fine));
    CHECK(hash(replaced(fine, "months = 12", "months = 13")) != hash(fine));
    const auto two = gives("certified", "audit = \"full\"") + gives("open");
    const auto turned = gives("open") + gives("certified", "audit = \"full\"");
    CHECK(hash(orchard_text(two)) != hash(orchard_text(turned)));
}

TEST_CASE("exceptions name what their kind asks for", "[E17.1]") {
    const auto with = [&](const std::string& fields) {
        return wrong_with(fine + "[[exception]]\nid = \"x\"\nreason = \"t\"\ncite = \"BOOK: x\"\n" +
                          fields);
    };
    CHECK(with("kind = \"monotone\"\nrules = \"else\"\n").empty());
    CHECK(with("kind = \"gap\"\nevents = \"audit-reviewed\"\n").empty());
    CHECK(with("kind = \"no-way-out\"\nstatuses = [\"open\"]\n").empty());
    CHECK_THAT(with("kind = \"monotone\"\n"), Contains("names its rules"));
    CHECK_THAT(with("kind = \"gap\"\nrules = \"else\"\n"), Contains("names its events"));
    CHECK_THAT(with("kind = \"unreachable\"\nevents = \"audit-reviewed\"\n"),
               Contains("names its statuses"));
    CHECK_THAT(with("kind = \"monoton\"\nrules = \"else\"\n"), Contains("monotone"));
    CHECK_THAT(with("kind = \"monotone\"\nrules = \"els\"\n"), Contains("else"));
}

TEST_CASE("exceptions are no part of the hash", "[E17.3]") {
    const std::string declared =
        "[[exception]]\nid = \"x\"\nkind = \"monotone\"\nrules = \"else\"\n"
        "reason = \"t\"\ncite = \"BOOK: x\"\n";
    const auto plain = edition::parse(fine);
    const auto other = edition::parse(fine + declared);
    REQUIRE(plain);
    REQUIRE(other);
    CHECK(plain->hash() == other->hash());
}
