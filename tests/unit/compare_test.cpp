// Two editions are compared over every case; each witness is put to `decide` again here.

#include "certrules/compare.hpp"
#include "certrules/book.hpp"
#include "certrules/decide.hpp"
#include "certrules/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "edition_texts.hpp"

using namespace certrules;
using Catch::Matchers::Contains;
using test::current_text, test::parsed, test::replaced;

namespace {

const edition& current() {
    static const auto e = *edition::builtin("escp@2020-09-01");
    return e;
}

void replay_all(const edition& a, const edition& b, const comparison& c) {
    for (const auto& d : c.differences) {
        const auto check = [](const edition& e, const witness& w, rule_id rule,
                              const answer_text& said) {
            const auto v = decide(e, w.state, w.as_event());
            if (!v) {
                CHECK((said.status == "refused") == (v.error().code == error_code::refused));
                return;
            }
            CHECK(v->rule == rule);
            CHECK(e.name_of(v->status) == said.status);
            // The same through the form that people write.
            const auto json = decide_json(book(e), to_json(e, w));
            REQUIRE(json);
            CHECK(nlohmann::json::parse(*json)["rule"] == e.name_of(rule));
        };
        check(a, d.old_case, d.old_rule, d.old_answer);
        check(b, d.new_case, d.new_rule, d.new_answer);
        CHECK_FALSE(d.effects.empty());
        CHECK_FALSE(d.regions.empty());
        CHECK(d.smallest);
    }
}

}  // namespace

TEST_CASE("an edition is the same as itself, and as one whose titles alone differ") {
    CHECK(compare(current(), current()).same());
    const auto other = parsed(
        replaced(current_text(), "title = \"nothing is open\"", "title = \"all is closed\""));
    REQUIRE(other.hash() != current().hash());
    const auto c = compare(current(), other);
    CHECK(c.same());
    CHECK(c.undecided.empty());
}

TEST_CASE("a rate that moves is shown by the fewest findings that tell") {
    const auto other = parsed(replaced(current_text(), "over = \"30%\"", "over = \"40%\""));
    const auto c = compare(current(), other);
    CHECK(c.terms.empty());
    CHECK(c.undecided.empty());
    replay_all(current(), other, c);
    // One major of three is over 30 % and not over 40 %; with none nothing is over anything.
    REQUIRE_FALSE(c.differences.empty());
    CHECK(c.differences.front().old_case.findings.size() == 1);
    for (const auto& d : c.differences)
        CHECK(current().name_of(d.old_rule) == "too-many-majors");
}

TEST_CASE("a validity that moves is a difference, and one that the cycle's limit hides is none") {
    const auto shorter =
        parsed(replaced(current_text(), "rank = 9\nmonths = 12", "rank = 9\nmonths = 11"));
    const auto c = compare(current(), shorter);
    replay_all(current(), shorter, c);
    REQUIRE_FALSE(c.differences.empty());
    CHECK(c.differences.front().event == event_kind::fee_paid);
    // Assessed lasts 10 months, as does the cycle: the status's own 12 would never be reached.
    const auto longer =
        parsed(replaced(current_text(), "rank = 4\nmonths = 10", "rank = 4\nmonths = 12"));
    CHECK(compare(current(), longer).same());
}

TEST_CASE("what no case reaches makes no difference") {
    // Behind a rule that answers every review with findings, the last test says nothing more.
    const auto other =
        parsed(replaced(current_text(), "when = { open-findings = \"= 0\" }\nthen = \"approved\"",
                        "then = \"approved\""));
    REQUIRE(other.hash() != current().hash());
    CHECK(compare(current(), other).same());
    // There are twelve sections: more than twelve cannot be over a rate.
    const auto text = replaced(current_text(), "sections-over-major-rate = \">= 1\"",
                               "sections-over-major-rate = \">= 13\"");
    const auto never = parsed(text);
    const auto beyond = parsed(replaced(text, "= \">= 13\"", "= \">= 14\""));
    CHECK(compare(never, beyond).same());
    CHECK_FALSE(compare(current(), never).same());
}

TEST_CASE("deadlines, fees and words of one edition alone are listed") {
    const auto other =
        parsed(replaced(replaced(current_text(), "amount = \"800.00\"", "amount = \"900.00\""),
                        "last = \"4 weeks\"", "last = \"5 weeks\""));
    const auto c = compare(current(), other);
    REQUIRE(c.terms.size() == 2);
    CHECK(c.terms[0] ==
          "fee: certification USD 800.00 to programme, now certification USD 900.00 to programme");
    CHECK(c.terms[1] == "deadline progress-visit-held: last 4 weeks, now 5 weeks");
    replay_all(current(), other, c);

    const auto eras = compare(*edition::builtin("ietp@2018-10-09"), current());
    CHECK(std::find(eras.only_new.begin(), eras.only_new.end(), "status \"remediation\"") !=
          eras.only_new.end());
    CHECK(eras.undecided.empty());
    replay_all(*edition::builtin("ietp@2018-10-09"), current(), eras);
}

TEST_CASE("a word that was renamed is the same word when the caller says so") {
    auto text = current_text();
    for (std::size_t at = 0; (at = text.find("\"wages\"", at)) != std::string::npos;)
        text.replace(at, 7, "\"pay\"");
    const auto other = parsed(text);
    CHECK_FALSE(compare(current(), other).same());
    const std::vector<renamed_word> map{{"wages", "pay"}};
    compare_options o;
    o.renamed = map;
    CHECK(compare(current(), other, o).same());
}

TEST_CASE("whether anything differs can be asked alone") {
    const auto other =
        parsed(replaced(current_text(), "open-critical = \">= 1\"", "open-critical = \">= 2\""));
    compare_options o;
    o.first_only = true;
    const auto c = compare(current(), other, o);
    CHECK(c.differ());
    CHECK(c.differences.size() == 1);
}

TEST_CASE("the variants of an edition differ from it, and every witness replays", "[long]") {
    for (const auto name : builtin_editions()) {
        if (name.find('+') == std::string_view::npos)
            continue;
        INFO(name);
        const auto variant = *edition::builtin(name);
        const auto c = compare(current(), variant);
        CHECK(c.differ());
        CHECK(c.undecided.empty());
        replay_all(current(), variant, c);
    }
}

TEST_CASE("what follows from an answer, and what a case may say, is compared as terms", "[long]") {
    const auto terms_with = [](const std::string& change) {
        const auto other = parsed("based_on = \"escp@2020-09-01\"\nedition = \"mine\"\n" + change);
        const auto c = compare(current(), other);
        CHECK(c.differ());
        CHECK_FALSE(c.same());
        std::string all;
        for (const auto& line : c.terms)
            all += line + "\n";
        return all;
    };
    CHECK_THAT(terms_with("[[fact]]\nid = \"termination-months\"\nat_least = 7\n"),
               Contains("fact termination-months: at_least 6, now 7"));
    CHECK_THAT(terms_with("[[fact]]\nid = \"remediation-months\"\nallowed = [12]\n"),
               Contains("fact remediation-months: allowed 9 12, now 12"));
    CHECK_THAT(terms_with("[[severity]]\nid = \"major\"\ncorrected_within_days = 30\n"),
               Contains("severity major: corrected_within_days none, now 30 days"));
    CHECK_THAT(terms_with("[[status]]\nid = \"certified\"\nnext_audit_months = 11\n"),
               Contains("status certified: next_audit_months none, now 11 months"));
    CHECK_THAT(terms_with("[[audit]]\nid = \"pa\"\ncheck = false\n"),
               Contains("audit pa: check yes, now no"));
    CHECK_THAT(terms_with("calendar = { weekend = [\"sunday\"] }\n"),
               Contains("weekend saturday sunday, now") && Contains("weekend sunday\n"));
}

TEST_CASE("a decision names the statuses of which alone it gives something else") {
    const auto shorter = parsed(replaced(current_text(), "months = 10\n", "months = 9\n"));
    const auto c = compare(current(), shorter);
    std::size_t decisions = 0;
    for (const auto& d : c.differences)
        if (d.event == event_kind::decision_recorded) {
            ++decisions;
            CHECK(d.regions == std::vector<std::vector<std::string>>{{"decision: assessed"}});
        }
    CHECK(decisions == 1);
}
