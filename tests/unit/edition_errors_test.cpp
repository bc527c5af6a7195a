// Mistakes in an edition's file: each is told with its line, what was found and what was expected.

#include "certrules/limits.hpp"
#include "unit/support.hpp"

#include <algorithm>

using namespace certrules;
using namespace certrules::test;

namespace {

struct mistake {
    const char* from;  // its first place in the edition of 2020
    const char* to;
    const char* words;  // of the message
};

std::size_t line_of(std::string_view text, std::size_t at) {
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// The message is there, and its place lies within the table that was spoiled.
void check(const mistake& m) {
    std::string text(builtin_text("escp@2020-09-01"));
    const auto at = text.find(m.from);
    INFO(m.from << " -> " << m.to);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string_view(m.from).size(), m.to);
    const auto e = edition::parse(text, {"mine.toml", nullptr, nullptr});
    REQUIRE_FALSE(e);
    std::string all;
    bool found = false;
    const auto last = line_of(text, std::min(text.size(), text.find("\n\n", at)));
    const auto begin = text.rfind("\n\n", at);
    const auto first = begin == std::string::npos ? 1 : line_of(text, begin);
    for (const auto& d : e.error()) {
        all += to_string(d) + "\n";
        CHECK(d.file == "mine.toml");
        if (d.message.find(m.words) != std::string::npos)
            found = found || (d.line >= first && d.line <= last && d.column >= 1);
    }
    INFO(all);
    CHECK(found);
}

}  // namespace

TEST_CASE("mistakes in the head of an edition") {
    const mistake rows[] = {
        {"format = 1", "format = 2", "\"format\" is 2, expected 1 to 1"},
        {"format = 1", "format = 1\nformt = 1",
         "unknown field \"formt\", did you mean \"format\"?"},
        {"scheme = \"escp\"", "scheme = 1", "\"scheme\" is an integer, expected a string"},
        {"title = \"Ethical", "title = \"\" #", "\"title\" has 0 bytes"},
        {"{ from = 2020-09-01 }", "{ from = \"2020-09-01\" }",
         "\"from\" is a string, expected a date such as 2020-09-01, without quotes"},
        {"{ from = 2020-09-01 }", "{ from = 2020-09-01T00:00:00 }", "is a date with a time"},
        {"{ from = 2020-09-01 }", "{ from = 1850-09-01 }", "is no day from 1900-01-01"},
        {"{ from = 2020-09-01 }", "{ from = 2020-09-01, to = 2020-08-31 }",
         "\"to\" lies before \"from\""},
        {"{ from = 2020-09-01 }", "{ }", "field \"from\" is missing (a date)"},
        {"effective = { from = 2020-09-01 }", "effective = 2020",
         "\"effective\" is an integer, expected a table"},
        {"currency = \"USD\"", "currency = \"usd\"", "expected three capital letters"},
        {"\"clamp\"", "\"clmap\"",
         "expected one of clamp, round-up, snap, overflow, reject, did you mean \"clamp\"?"},
        {"\"day-before-anniversary\"", "\"eve\"", "expected one of day-before-anniversary"},
        {"[\"saturday\", \"sunday\"]", "[\"saturday\", \"sunnday\"]",
         "unknown day \"sunnday\", did you mean \"sunday\"?"},
        {"[\"saturday\", \"sunday\"]",
         "[\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", "
         "\"sunday\"]",
         "no working day is left"},
        {"[\"saturday\", \"sunday\"]", "[6, 7]", "holds an integer, expected strings"},
        {"[\"saturday\", \"sunday\"]", "[]", "\"weekend\" is empty"},
        {"[\"saturday\", \"sunday\"]", "6", "expected a string or an array of strings"},
        {"limit_months = 10", "limit_months = 0", "\"limit_months\" is 0, expected 1 to 1200"},
        {"window_months = 2", "window_month = 2", "did you mean \"window_months\"?"},
    };
    for (const auto& row : rows)
        check(row);
}

TEST_CASE("mistakes in the words of an edition") {
    const mistake rows[] = {
        {"id = \"minor\"\n", "id = \"Minor\"\n", "may hold only a-z, 0-9 and inner hyphens"},
        {"id = \"major\"\n", "id = \"minor\"\n", "[[severity]] \"minor\": repeats the id of line"},
        {"title = \"Minor\"", "titel = \"Minor\"", "did you mean \"title\"?"},
        {"applicable = 20", "applicable = -1", "\"applicable\" is -1, expected 0 to 1000000"},
        {"applicable = 20", "applicable = 2.5", "is a floating-point number, expected an integer"},
        {"placeholder = true", "placeholder = \"yes\"", "expected true or false"},
        {"applicable = 20", "graded = { mayor = 3 }\napplicable = 20",
         "graded: unknown severity \"mayor\", did you mean \"major\"?"},
        {"applicable = 20", "graded = { major = -3 }\napplicable = 20",
         "graded \"major\" must be an integer from 0 to 1000000"},
        {"track = \"certificate\"", "track = \"certificat\"", "did you mean \"certificate\"?"},
        {"rank = 4", "rank = 5000", "\"rank\" is 5000, expected -1000 to 1000"},
        {"rank = 4", "rank = 3", "rank 3 is that of \"applicant\" already"},
        {"rank = 9\nmonths = 12", "rank = 9\nmonths = 1201", "expected 1 to 1200"},
        {"rank = 9\nmonths = 12", "open = true\nrank = 9",
         "only a status of the cycle can be open"},
        {"rank = 9\nmonths = 12", "awaits_award = true\nrank = 9",
         "only an open cycle can await an award"},
        {"open = true\nrank = 4", "awaits_award = true\nopen = true\nrank = 4", ""},
        {"fee = \"certification\"", "fee = \"certificate\"",
         "unknown fee \"certificate\", did you mean \"certification\"?"},
        {"months_from = \"remediation-months\"", "months_from = \"remediation-month\"",
         "unknown fact \"remediation-month\", did you mean \"remediation-months\"?"},
        {"months_from = \"remediation-months\"", "months_from = \"cap-submitted\"",
         "fact \"cap-submitted\" is not a number"},
        {"default_notice = \"termination-minimum\"", "default_notice = \"minimum\"",
         "unknown text \"minimum\""},
        {"id = \"applicant\"", "id = \"unchanged\"", "\"unchanged\" is a reserved word"},
        {"type = \"yes-no\"", "type = \"yesno\"", "did you mean \"yes-no\"?"},
        {"order = [\"no\", \"unknown\", \"yes\"]", "order = [\"no\", \"maybe\", \"yes\"]",
         "\"order\" names \"maybe\", no value of this fact"},
        {"set_by = \"cap-submitted\"", "set_by = \"cap\"", "unknown event \"cap\""},
        {"[\"none\", \"probation\", \"remediation\"]", "[\"none\", \"none\"]",
         "value \"none\" is repeated or reserved"},
        {"[\"none\", \"probation\", \"remediation\"]", "[\"none\", \"unknown\"]",
         "value \"unknown\" is repeated or reserved"},
        {"allowed = [9, 12]", "allowed = [9, \"12\"]", "expected an array of 1 to 256 integers"},
        {"allowed = [9, 12]", "allowed = []", "expected an array of 1 to 256 integers"},
        {"at_least = 6", "at_least = 601", "\"at_most\" lies below \"at_least\""},
        {"at_least = 6", "at_least = 0", ""},
    };
    for (const auto& row : rows)
        if (*row.words != '\0')
            check(row);
}

TEST_CASE("mistakes in measures") {
    const mistake rows[] = {
        {"count = { severity = \"zero-tolerance\" }", "count = { severity = \"zero\" }",
         "unknown severity \"zero\""},
        {"count = { severity = \"zero-tolerance\" }", "count = { severty = \"minor\" }",
         "unknown field \"severty\", did you mean \"severity\"?"},
        {"count = { severity = \"zero-tolerance\" }", "count = 1",
         "\"count\" is an integer, expected a table of what to count"},
        {"count = { severity = \"zero-tolerance\" }", "count = [1]",
         "\"count\" holds an integer, expected tables of what to count"},
        {"count = { severity = \"zero-tolerance\" }", "count = { tags = \"bribry\" }",
         "unknown tag \"bribry\", did you mean \"bribery\"?"},
        {"count = { severity = \"zero-tolerance\" }", "count = { section = \"wage\" }",
         "unknown section \"wage\", did you mean \"wages\"?"},
        {"count = { severity = \"zero-tolerance\" }", "count = { transparent = \"maybe\" }",
         "\"transparent\" is \"maybe\", expected yes, no or unknown"},
        {"count = { severity = \"zero-tolerance\" }", "count = { open = \"unknown\" }",
         "\"open\" is yes, no or both"},
        {"count = { severity = \"zero-tolerance\" }", "amount = {}", "expected exactly one of"},
        {"over = \"30%\"", "over = \"30\"", "expected a rate such as \"30%\""},
        {"over = \"30%\"", "over = \"thirty%\"", "expected a rate such as \"30%\""},
        {"over = \"30%\"", "over = \"30.%\"", "expected a rate such as \"30%\""},
        {"over = \"30%\"", "over = 30", "\"over\" is an integer, expected a string"},
        {"over = \"30%\"", "over = \"30%\", at_least = \"30%\"", "are both given, expected one"},
        {", over = \"30%\"", "", "a limit is missing"},
        {"of = \"applicable\"", "of = \"aplicable\"",
         "\"of\" is \"aplicable\", expected applicable"},
        {"of = \"applicable\"", "of = \"graded.mayor\"",
         "unknown severity \"mayor\", did you mean \"major\"?"},
        {"held = [\"certified\", \"seal-a\"", "held = [\"certifed\", \"seal-a\"",
         "unknown status \"certifed\", did you mean \"certified\"?"},
        {"id = \"open-critical\"\ntitle = \"open critical findings\"",
         "id = \"cap-submitted\"\ntitle = \"open critical findings\"",
         "\"cap-submitted\" is the id of a fact already"},
    };
    for (const auto& row : rows)
        check(row);
}

TEST_CASE("mistakes in rules") {
    const mistake rows[] = {
        {"then = \"progressing\"", "then = \"progresing\"",
         "unknown status \"progresing\", did you mean \"progressing\"?"},
        {"then = \"progressing\"", "then = \"seal-a\"",
         "\"seal-a\" is a status of earlier editions only"},
        {"then = \"progressing\"", "then = \"progressing\"\nrefuse = \"no\"",
         "expected exactly one of"},
        {"then = \"progressing\"", "#", "expected exactly one of"},
        {"on = \"applied\"", "on = \"aplied\"",
         "unknown event \"aplied\", did you mean \"applied\"?"},
        {"when = { open-findings = \"= 0\" }", "when = { open-findngs = \"= 0\" }",
         "is no measure, fact or word of the state, did you mean \"open-findings\"?"},
        {"when = { open-findings = \"= 0\" }", "when = { open-findings = \"= none\" }",
         "is tested with \"= none\", expected a number such as \"2\", a range such as \"1..3\""},
        {"when = { open-findings = \"= 0\" }", "when = { open-findings = \"3..1\" }",
         "is tested with \"3..1\""},
        {"when = { open-findings = \"= 0\" }", "when = { open-findings = [] }",
         "is tested with an empty list, which nothing meets"},
        {"when = { open-findings = \"= 0\" }", "when = { open-findings = 1.5 }",
         "is tested with a floating-point number"},
        {"when = { open-findings = \"= 0\" }", "when = { open-findings = 2000000000000 }",
         "beyond +-1000000000000"},
        {"when = { open-findings = \"= 0\" }", "when = 0",
         "\"when\" is an integer, expected a table"},
        {"cap-submitted = [\"no\", \"unknown\"]", "cap-submitted = [\"no\", \"maybe\"]",
         "is tested with \"maybe\", which it never is"},
        {"bar = { not = \"none\" }", "bar = { not = \"certifed\" }", "which it never is"},
        {"bar = { not = \"none\" }", "bar = { nor = \"none\" }", "\"bar\" "},
        {"obligations = [\"submit-cap\"", "obligations = [\"submit-plan\"",
         "unknown text \"submit-plan\""},
        {"fees = [\"renewal\"]", "fees = [\"renewel\"]",
         "unknown fee \"renewel\", did you mean \"renewal\"?"},
        {"starts_cycle = true\nobligations", "starts_cicle = true\nobligations",
         "did you mean \"starts_cycle\"?"},
        {"id = \"nothing-open\"", "id = \"open-critical\"", "repeats the id of line"},
        {"title = \"nothing is open\"", "title = 1", "\"title\" is an integer, expected a string"},
        {"cite = [\"R: R18\"]", "#", "field \"cite\" is missing"},
        {"cite = [\"R: R18\"]", "cite = []", "\"cite\" is empty"},
        {"cite = [\"R: R18\"]", "cite = [\"R18\"]", "is not of the form \"SOURCE: heading\""},
        {"cite = [\"R: R18\"]", "cite = [\"R: \"]", "is not of the form \"SOURCE: heading\""},
        {"cite = [\"R: R18\"]", "cite = [\"WQ: R18\"]", "unknown source \"WQ\""},
    };
    for (const auto& row : rows)
        check(row);
}

TEST_CASE("mistakes in fees") {
    const mistake rows[] = {
        {"amount = \"1500.00\"", "amount = \"1.500,00\"", "expected an amount such as \"1500.00\""},
        {"amount = \"1500.00\"", "amount = \"-1.00\"", "expected an amount"},
        {"amount = \"1500.00\"", "amount = 1500", "\"amount\" is an integer, expected a string"},
        {"amount = \"1500.00\"", "amount = \"unpublished\"", "or \"not-published\""},
        {"amount = \"1500.00\"", "amount = \"1500.00\"\ncap = \"1.00\"",
         "a cap needs an amount per man-day"},
        {"per = \"man-day\"", "per = \"day\"", "expected one of man-day"},
        {"due_on = \"audit-held\"", "due_on = \"audit\"", "unknown event \"audit\""},
        {"amount = \"500.00\"", "amount = \"500.25\"", "an amount per man-day must be whole"},
    };
    for (const auto& row : rows)
        check(row);
}

TEST_CASE("all mistakes of a file are told at once, in its order") {
    auto text = edited({{"rank = 4", "rank = \"four\""},
                        {"then = \"progressing\"", "then = \"progresing\""},
                        {"over = \"30%\"", "over = \"30\""}});
    const auto e = edition::parse(text);
    REQUIRE_FALSE(e);
    CHECK(e.error().size() == 3);
    CHECK(std::is_sorted(e.error().begin(), e.error().end(),
                         [](const auto& a, const auto& b) { return a.line < b.line; }));
    CHECK(e.error()[1].line == line_of(text, text.find("\"30\"")));
    CHECK(e.error()[2].line == line_of(text, text.find("\"progresing\"")));
    // Not without end: a file full of mistakes stops at the limit.
    for (std::size_t at = 0; (at = text.find("applicable = 20", at)) != std::string::npos;)
        text.replace(at, 15, "applicable = -1");
    std::string many = text;
    for (int i = 0; i < 300; ++i)
        many += "\n[[text]]\nid = \"A\"\ntext = \"t\"\ncite = [\"R: R1\"]\n";
    CHECK(edition::parse(many).error().size() == limits::diagnostics);
}

TEST_CASE("text that is no TOML, too large, or nothing") {
    const auto syntax = edition::parse("format = 1\nscheme = \"escp\n");
    REQUIRE_FALSE(syntax);
    CHECK(syntax.error().size() == 1);
    CHECK(syntax.error()[0].line == 2);
    const auto nothing = edition::parse("");
    REQUIRE_FALSE(nothing);
    CHECK(std::any_of(nothing.error().begin(), nothing.error().end(), [](const auto& d) {
        return d.message.find("field \"format\" is missing") != std::string::npos;
    }));
    CHECK_FALSE(edition::parse("\xff\xfe"));
    CHECK_FALSE(edition::parse("format = 1\nformat = 1\n"));
    const std::string large(limits::edition_bytes + 1, '#');
    const auto e = edition::parse(large);
    REQUIRE_FALSE(e);
    CHECK_THAT(e.error()[0].message, Catch::Contains("at most 2097152 are allowed"));
    CHECK_FALSE(edition::parse("a = " + std::string(10'000, '[') + std::string(10'000, ']')));
}

TEST_CASE("words that nothing uses are warnings, and no mistakes") {
    diagnostics warnings;
    const auto text = edited({{"[[measure]]\nid = \"open-findings\"",
                               "[[measure]]\nid = \"idle\"\ntitle = \"idle\"\ncount = {}\n\n"
                               "[[measure]]\nid = \"open-findings\""}});
    CHECK(edition::parse(text, {"mine.toml", nullptr, &warnings}));
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].kind == diagnostic::level::warning);
    CHECK(warnings[0].message == "[[measure]] \"idle\" is never used");
    diagnostics none;
    CHECK(edition::parse(edited({}), {"mine.toml", nullptr, &none}));
    CHECK(none.empty());
}

TEST_CASE("an edition based on another: fields replaced, entries added and dropped") {
    const auto variant = [](const std::string& more) {
        return edition::parse("based_on = \"escp@2020-09-01\"\nedition = \"2020-09-01+mine\"\n" +
                              more);
    };
    const auto strict = variant(
        "[[measure]]\nid = \"sections-over-major-rate\"\n"
        "sections_where = { count = { severity = \"major\" }, of = \"findings\", over = \"30%\" }\n");
    REQUIRE(strict);
    CHECK(strict->name() == "escp@2020-09-01+mine");
    CHECK(strict->hash() != escp().hash());
    // One major of three findings: 33 % of the findings of the section.
    auto findings = joined(many(1, "major", "wages"), many(2, "minor", "wages"));
    findings[1]["id"] = "m1";
    findings[2]["id"] = "m2";
    const auto c = review(findings, {{"cap-submitted", "yes"}});
    CHECK(verdict_of(c, book(*strict))["status"] == "assessed");
    CHECK(verdict_of(c)["status"] == "progressing");

    const auto earlier = variant(
        "[[rule]]\nid = \"first\"\nbefore = \"review-without-audit\"\ntitle = \"t\"\n"
        "on = \"audit-reviewed\"\nthen = \"unchanged\"\ncite = [\"R: R1\"]\n");
    REQUIRE(earlier);
    CHECK(verdict_of(c, book(*earlier))["rule"] == "first");
    const auto dropped = variant("drop = { rule = [\"too-many-majors\"] }\n");
    REQUIRE(dropped);
    CHECK(verdict_of(review(many(20, "major", "wages"), {{"cap-submitted", "yes"}}),
                     book(*dropped))["status"] == "progressing");

    const auto wrong = [&](const std::string& more) {
        const auto e = variant(more);
        if (e)
            return std::string("loaded");
        std::string all;
        for (const auto& d : e.error())
            all += d.message + "\n";
        return all;
    };
    CHECK_THAT(wrong("drop = { rule = [\"no-such-rule\"] }\n"),
               Catch::Contains("the base has no [[rule]] \"no-such-rule\""));
    CHECK_THAT(wrong("drop = [\"rule\"]\n"), Catch::Contains("expected a table of ids by kind"));
    CHECK_THAT(wrong("drop = { rules = [\"too-many-majors\"] }\n"),
               Catch::Contains("\"rules\" is no list of the base"));
    CHECK_THAT(wrong("[[rule]]\nid = \"x\"\nbefore = \"y\"\n"),
               Catch::Contains("before: the base has no entry \"y\""));
    CHECK_THAT(wrong("[[status]]\nid = \"certified\"\nmonths = 0\n"), Catch::Contains("months"));
    CHECK_THAT(wrong("drop = { rule = [\"nothing-opens\"] }\n"),
               Catch::Contains("did you mean \"nothing-open\"?"));
    CHECK_THAT(wrong("drop = { rule = [7] }\n"), Catch::Contains("expected ids as strings"));
    CHECK_THAT(wrong("[[rule]]\nid = \"x\"\nbefore = \"nothing-opens\"\n"),
               Catch::Contains("did you mean \"nothing-open\"?"));
    CHECK_THAT(wrong("[[rule]]\nid = \"x\"\nbefore = 7\n"),
               Catch::Contains("before: an integer, expected the id of an entry of the base"));
    // No error of a variant hides another.
    const auto all = edition::parse(R"(based_on = "escp@2020-09-01"
title = "t"
drop = { rule = ["no-such-rule"], rules = ["x"] }
[[rule]]
id = "x"
before = "y"
title = "t"
on = "audit-review"
then = "certifed"
cite = "R: R1"
[[status]]
id = "certified"
months = 0
)");
    REQUIRE_FALSE(all);
    std::string told;
    for (const auto& d : all.error())
        told += to_string(d) + "\n";
    for (const auto* part : {"1:12: error: edition: field \"edition\" is missing",
                             "no [[rule]] \"no-such-rule\"", "\"rules\" is no list of the base",
                             "the base has no entry \"y\"", "audit-review", "certifed", "months"})
        CHECK_THAT(told, Catch::Contains(part));
    CHECK(all.error().size() == 7);
    const auto unknown = edition::parse("based_on = \"escp@2020-09-02\"\n");
    REQUIRE_FALSE(unknown);
    CHECK_THAT(unknown.error().front().message,
               Catch::Contains("unknown edition \"escp@2020-09-02\", did you mean"));
    CHECK_FALSE(edition::parse("based_on = 7\n"));
}
