// Policy tests: what passes, what fails and how it is told, and what is no test at all.

#include "certrules/policy_tests.hpp"

#include "test_paths.hpp"
#include "unit/support.hpp"

#include <fstream>
#include <sstream>

using namespace certrules;
using test::escp_book;

namespace {

policy_tests read(const std::string& toml, const book& b = escp_book()) {
    const policy_test_text text{"x.toml", toml};
    auto tests = policy_tests::parse(b, std::span(&text, 1));
    if (!tests)
        FAIL(to_string(tests.error().front()));
    return *tests;
}

/// What is wrong with a text that is no set of tests, a line each.
std::vector<std::string> mistakes(const std::string& toml) {
    const policy_test_text text{"x.toml", toml};
    const auto tests = policy_tests::parse(escp_book(), std::span(&text, 1));
    REQUIRE_FALSE(tests);
    std::vector<std::string> lines;
    for (const auto& d : tests.error())
        lines.push_back(to_string(d));
    return lines;
}

/// The differences of the only test, as `field: expected, got`.
std::vector<std::string> differences(const std::string& toml, const book& b = escp_book()) {
    const auto tests = read(toml, b);
    REQUIRE(tests.size() == 1);
    const auto r = tests.run(b, 0);
    if (!r)
        FAIL(to_string(r.error()));
    CHECK(r->passed == r->differences.empty());
    CHECK(r->passed == r->fired.empty());
    std::vector<std::string> lines;
    for (const auto& d : r->differences)
        lines.push_back(d.field + ": " + d.expected + ", " + d.got);
    return lines;
}

using lines = std::vector<std::string>;

const std::string head = "format = 1\n[[test]]\nname = \"t\"\n";
const std::string review = head + R"(
case = { event = "audit-reviewed", on = 2024-05-20, facts = { cap-submitted = "yes" }, findings = [{ section = "wages", severity = "minor" }] }
)";
const std::string certified = head + R"(
on = 2024-09-01
[test.history]
events = [
  { event = "applied", on = 2024-01-10 },
  { event = "audit-held", on = 2024-02-20, audit = "ica", man_days = 2.5, findings = [{ id = "F1", section = "wages", severity = "minor" }] },
  { event = "finding-closed", on = 2024-03-01, finding = "F1" },
  { event = "audit-reviewed", on = 2024-03-05 },
  { event = "fee-paid", on = 2024-03-20, fee = "certification" },
]
[test.expect]
)";

}  // namespace

TEST_CASE("a case that comes out as expected passes") {
    CHECK(differences(review + R"(
[test.expect]
status = "progressing"
public_status = "progressing"
rule = "few-findings-with-plan"
valid = { first_day = 2024-05-20, last_day = 2024-11-19 }
unknown = []
possible = ["progressing"]
obligations = ["close the open findings"]
options = []
fees = []
edition = "2020-09-01"
state = { held = [], certificate = "none", bar = "none", cycle = { status = "progressing", last_day = 2024-11-19 } }
)") == lines{});
}

TEST_CASE("what came out otherwise is told field by field, with what fired") {
    const auto text = review + R"(
[test.expect]
status = "certified"
rule = "few-findings-with-plan"
valid = { first_day = 2024-05-20, last_day = 2024-11-20 }
obligations = ["close the open findings", "Submit a corrective"]
state.cycle = "none"
)";
    CHECK(
        differences(text) ==
        lines{
            "obligations: [close the open findings, Submit a corrective], [Remediate and close the "
            "open findings, then ask for a review.]",
            "state.cycle: none, {status = progressing, since = 2024-05-20, started_on = "
            "2024-05-20, last_day = 2024-11-19}",
            "status: certified, progressing", "valid.last_day: 2024-11-20, 2024-11-19"});
    const auto r = read(text).run(escp_book(), 0);
    REQUIRE(r);
    const auto told = [&](std::string_view part) {
        for (const auto& line : r->fired)
            if (line.find(part) != std::string::npos)
                return true;
        return false;
    };
    CHECK(told("few-findings-with-plan: few findings are open"));
    CHECK(told("escp@2020-09-01"));
}

TEST_CASE("a history is held against its standing") {
    CHECK(differences(certified + R"(
public_status = "certified"
public_status_on = { 2024-02-20 = "assessed", 2024-03-19 = "approved", 2025-03-20 = "expired" }
rule = "certification-fee-paid"
certificate = { status = "certified", first_day = 2024-03-20, last_day = 2025-03-19 }
cycle = "none"
open_findings = []
held = ["certified"]
deadlines.certificate-expiry = { last_day = 2025-03-19, state = "open" }
deadlines.reapplication = "none"
fees.audit = { amount = "1250.00", state = "due" }
fees.certification = [{ amount = "800.00", state = "paid", paid_on = 2024-03-20 }]
void = []
)") == lines{});
    CHECK(differences(certified + R"(
public_status_on.2024-02-20 = "progressing"
fees.audit.amount = "1250.01"
fees.registration = "none"
deadlines.certificate-expiry = [{}, {}]
)") == lines{"deadlines.certificate-expiry: [{}, {}], [{first_day = 2024-03-20, last_day = "
             "2025-03-19, state = open, consequence = The certificate ends with this day, and "
             "the factory shows from then on that it expired.}]",
             "fees.audit.amount: 1250.01, 1250.00",
             "fees.registration: none, [{amount = 1500.00, state = due, payee = programme, due_on "
             "= 2024-01-10}]",
             "public_status_on.2024-02-20: progressing, assessed"});
}

TEST_CASE("rows change fields of one case, add events, and take over what is expected") {
    const auto tests = read(review + R"(cites = ["R6"]
expect = { status = "progressing" }
[[test.vary]]
name = "no plan"
cites = ["R6.1"]
case.facts.cap-submitted = "no"
expect.status = "assessed"
[[test.vary]]
name = "two"
case.findings = [{ section = "wages", severity = "minor", times = 2 }]
[[test.vary]]
name = "no facts"
without = ["facts.cap-submitted"]
expect = { status = "assessed" }
[[test.vary]]
name = "refused"
case.state.cycle = { status = "applicant", since = 2024-05-01 }
expect = { error = "no audit was held", error_code = "refused", rule = "review-without-audit" }
)");
    REQUIRE(tests.size() == 5);
    CHECK(tests.name(0) == "t");
    CHECK(tests.name(1) == "t: no plan");
    CHECK(tests.cites(1).size() == 2);
    CHECK(tests.line(1) == 9);
    for (std::size_t i = 0; i < tests.size(); ++i)
        CHECK(tests.run(escp_book(), i)->differences.empty());

    const auto more = read(certified + R"(public_status = "certified"
[[test.vary]]
name = "later"
on = 2025-03-20
then = [{ event = "applied", on = 2025-01-02 }]
expect = { public_status = "applicant", fees.renewal = { state = "not-published", amount = "none" } }
)");
    CHECK(more.run(escp_book(), 0)->passed);
    CHECK(more.run(escp_book(), 1)->differences.empty());
}

TEST_CASE("an edition goes by its id or its name, and nothing by none") {
    for (const auto* fine : {"2020-09-01", "escp@2020-09-01"})
        CHECK(differences(review + "expect.edition = \"" + fine + "\"\n").empty());
    for (const auto* other : {"2018-10-09", "ietp@2018-10-09", "2020", "none"})
        CHECK(differences(review + "expect.edition = \"" + other + "\"\n") ==
              lines{std::string("edition: ") + other + ", 2020-09-01"});
    CHECK(differences(review + "expect = { fees = \"none\", options = \"none\" }\n").empty());
    CHECK(differences(review + "expect.obligations = \"none\"\n").size() == 1);
    const auto history = head + R"(
on = 2024-09-01
[test.history]
events = [{ event = "applied", on = 2024-01-10 }]
[test.expect]
)";
    CHECK(differences(history + "decisions = \"none\"\nopen_findings = \"none\"\n").empty());
    CHECK(differences(history + "fees = \"none\"\n").size() == 1);
    CHECK(mistakes(review + "expect.fees = 3\n")
              .front()
              .find("expect.fees is an integer, expected a list, or \"none\"") !=
          std::string::npos);
}

TEST_CASE("what a row takes out of a history is missed there") {
    CHECK(mistakes(head + R"(
on = 2024-09-01
[test.history]
events = [{ event = "applied", on = 2024-01-10 }]
[[test.vary]]
name = "r"
without = ["state"]
expect.public_status = "none"
)")
              .front()
              .find("without: the history has no field \"state\"") != std::string::npos);
}

TEST_CASE("an error that nobody expects is a failure, and so is one that does not come") {
    CHECK(differences(
              head +
              R"(case = { event = "fee-paid", fee = "certification", on = 2024-05-20, state = {} }
expect.status = "certified"
)")
              .front()
              .find("error: none, event: fee-paid on 2024-05-20 cannot happen") == 0);
    CHECK(differences(review + "expect.error = \"barred\"\n") == lines{"error: barred, none"});
}

TEST_CASE("a text that is no set of tests says where and what was meant") {
    CHECK(mistakes("format = 1\n").front() ==
          "x.toml:1:1: error: tests: no [[test]] is given, at least one is needed");
    CHECK(mistakes(review + "expect = { status = \"asessed\" }\n").front() ==
          "x.toml:6:21: error: expect.status: unknown status \"asessed\", did you mean "
          "\"assessed\"?");
    CHECK(mistakes(review + "expect = { statis = \"assessed\" }\n").front() ==
          "x.toml:6:21: error: expect: unknown field \"statis\", did you mean \"status\"?");
    CHECK(mistakes(review + "expect = { valid = { last_day = 2024-11-19, laste_day = 1 } }\n")
              .front()
              .find("x.toml:6:57: error: expect.valid: unknown field \"laste_day\"") == 0);
    CHECK(mistakes(review).front().find("field \"expect\" is missing") != std::string::npos);
    CHECK(mistakes(review + "expect.rule = \"nothing-opn\"\n").front().find("nothing-open") !=
          std::string::npos);
    CHECK(mistakes(review + "expect = { status = \"assessed\" }\n" + review.substr(11) +
                   "expect = { status = \"assessed\" }\n")
              .front()
              .find("there is a test \"t\" already") != std::string::npos);
    CHECK(mistakes(review + "on = 2024-01-01\nexpect.status = \"assessed\"\n")
              .front()
              .find("belongs to a history") != std::string::npos);
    CHECK(mistakes(head + "case = { event = \"applied\", on = 07:32:00 }\nexpect.status = "
                          "\"applicant\"\n")
              .front() == "x.toml:4:34: error: a time cannot stand in a case or a history");
}

TEST_CASE("a case that cannot be read gives the place in the file of tests") {
    const auto tests = read(head + R"([test.case]
event = "audit-reviewed"
on = 2024-05-20
findings = [
  { section = "wages", severity = "minor", times = 3 },
  { section = "wagez", severity = "minor" },
]
[test.expect]
status = "assessed"
)");
    const auto r = tests.run(escp_book(), 0);
    REQUIRE_FALSE(r);
    CHECK(to_string(r.error()) ==
          "x.toml:9:15: error: \"t\": findings[3].section: unknown section \"wagez\", did you mean "
          "\"wages\"?");
}

TEST_CASE("numbers with a point reach the case as they are written") {
    const auto e = edition::builtin("ietp@2016-04-01").value();
    const book b(e);
    const auto of = [&](const std::string& hours) {
        return differences(head +
                               "case = { event = \"audit-reviewed\", on = 2017-05-20, facts = { "
                               "weekly-hours = " +
                               hours + " }, findings = [] }\nexpect.rule = \"class-a\"\n",
                           b);
    };
    CHECK(of("66.00") == lines{});
    CHECK(of("66.01") == lines{"rule: class-a, class-b"});
    CHECK(of("6_6.01") == lines{"rule: class-a, class-b"});
}

TEST_CASE("the examples of the documentation are tests that pass") {
    const auto from_file = [](const std::string& name) {
        std::string path = CERTRULES_SOURCE_DIR;
        path.append("/").append(name);
        std::ifstream file(path);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    };
    const auto passes = [](const std::string& text) {
        const auto tests = read(text);
        for (std::size_t i = 0; i < tests.size(); ++i) {
            const auto r = tests.run(escp_book(), i);
            if (!r)
                FAIL(to_string(r.error()));
            INFO(tests.name(i));
            CHECK(r->passed);
        }
        return tests.size();
    };
    CHECK(passes(from_file("examples/policy-tests/first.policy-tests.toml")) == 6);
    const auto page = from_file("docs/policy-tests.md");
    const auto begin = page.find("```toml\n") + 8;
    CHECK(passes(page.substr(begin, page.find("\n```", begin) + 1 - begin)) == 3);
}
