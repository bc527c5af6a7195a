// What is wrong with a case is told with its place and what was expected there; nothing is
// guessed. The program's side of the same is tests/cli.

#include "certrules/limits.hpp"
#include "unit/support.hpp"

using namespace certrules::test;
using certrules::error_code;

namespace {

/// A case that is fine; each test spoils one thing.
json fine() {
    return json::parse(R"({
      "event": "audit-reviewed", "on": "2024-05-20", "audit": "iaa",
      "cycle_started_on": "2024-05-02",
      "state": {"held": ["certified"],
        "certificate": {"status": "certified", "first_day": "2023-06-01", "last_day": "2024-05-31"},
        "cycle": {"status": "assessed", "since": "2024-05-02"}, "bar": null},
      "facts": {"cap-submitted": "yes", "termination-months": 12},
      "sections": {"wages": {"applicable": 21, "graded": {"major": 8}}},
      "findings": [
        {"id": "F1", "section": "wages", "severity": "critical", "tags": ["record-inconsistency"],
         "transparent": "no", "closed_on": null},
        {"id": "F2", "section": "safety", "severity": "minor"}]})");
}

struct spoiled {
    const char* pointer;  // what is replaced, or added
    const char* value;    // JSON; empty: removed
    const char* place;    // of the error
    const char* words;    // in its message
};

void check(const spoiled& s) {
    auto c = fine();
    const json::json_pointer at(s.pointer);
    if (*s.value == '\0')
        c[at.parent_pointer()].erase(at.back());
    else
        c[at] = json::parse(s.value);
    INFO(s.pointer << " = " << s.value);
    const auto e = error_of(c);
    CHECK(e.place == s.place);
    CHECK_THAT(e.message, Catch::Contains(s.words));
    CHECK(e.message.find('\n') == std::string::npos);
}

}  // namespace

TEST_CASE("the case that the others spoil is fine") {
    CHECK(verdict_of(fine())["status"] == "assessed");
}

TEST_CASE("fields left out, and fields that nobody knows") {
    const spoiled rows[] = {
        {"/event", "", "event", "is missing, expected the name of an event"},
        {"/on", "", "on", "is missing, expected the day of the event"},
        {"/findings", "", "findings", "is missing, expected an array, empty if none were found"},
        {"/findings/1/id", "", "findings[1].id", "is missing, expected the finding's id"},
        {"/findings/1/section", "", "findings[1].section",
         "is missing, expected the name of a section"},
        {"/findings/0/severity", "", "findings[0].severity",
         "is missing, expected the name of a severity"},
        {"/state/certificate/status", "", "state.certificate.status", "is missing"},
        {"/state/certificate/first_day", "", "state.certificate.first_day",
         "is missing, expected the first valid day"},
        {"/state/certificate/last_day", "", "state.certificate.last_day",
         "is missing, expected the last valid day, or null"},
        {"/state/cycle/since", "", "state.cycle.since",
         "is missing, expected the first day of the status"},
        {"/xyzzy", "1", "xyzzy",
         "unknown field; known: event, on, factory, cycle_started_on, audit, state, findings, "
         "sections, sites, facts"},
        {"/finding", "1", "finding", "unknown field, did you mean \"findings\"?"},
        {"/sate", "{}", "sate", "unknown field, did you mean \"state\"?"},
        {"/state/cercle", "{}", "state.cercle", "unknown field, did you mean \"cycle\"?"},
        {"/findings/1/severty", "\"minor\"", "findings[1].severty",
         "unknown field, did you mean \"severity\"?"},
        {"/sections/wages/aplicable", "3", "sections.wages.aplicable",
         "unknown field, did you mean \"applicable\"?"},
    };
    for (const auto& row : rows)
        check(row);
    for (const auto* event : {"audit-held", "visit-held"}) {
        auto c = fine();
        c["event"] = event;
        c["audit"] = "ica";
        if (std::string(event) == "visit-held")
            c.erase("audit");
        c.erase("findings");
        CHECK(error_of(c).place == "findings");
    }
}

TEST_CASE("names that nobody knows, with the nearest one that is known") {
    const spoiled rows[] = {
        {"/event", "\"audit-review\"", "event",
         "unknown event \"audit-review\", did you mean \"audit-reviewed\"?"},
        {"/audit", "\"aia\"", "audit", "unknown audit \"aia\", did you mean \"iaa\"?"},
        {"/audit", "\"annual\"", "audit", "unknown audit \"annual\"; known: ica, iaa, fu"},
        {"/findings/1/section", "\"safty\"", "findings[1].section",
         "unknown section \"safty\", did you mean \"safety\"?"},
        {"/findings/0/severity", "\"Critical\"", "findings[0].severity",
         "unknown severity \"Critical\", did you mean \"critical\"?"},
        {"/findings/0/tags/0", "\"record-inconsistancy\"", "findings[0].tags[0]",
         "unknown tag \"record-inconsistancy\", did you mean \"record-inconsistency\"?"},
        {"/findings/0/transparent", "\"maybe\"", "findings[0].transparent",
         "unknown answer \"maybe\"; known: unknown, no, yes"},
        {"/facts/cap-submited", "\"yes\"", "facts.cap-submited",
         "unknown fact \"cap-submited\", did you mean \"cap-submitted\"?"},
        {"/facts/cap-submitted", "\"Yes\"", "facts.cap-submitted",
         "unknown value \"Yes\", did you mean \"yes\"?"},
        {"/facts/programme-decision", "\"downgrade\"", "facts.programme-decision",
         "known: none, probation, remediation, unknown"},
        {"/sections/wage", "{}", "sections.wage",
         "unknown section \"wage\", did you mean \"wages\"?"},
        {"/sections/wages/graded/mayor", "1", "sections.wages.graded.mayor",
         "unknown severity \"mayor\", did you mean \"major\"?"},
        {"/state/held/0", "\"Certified\"", "state.held[0]",
         "unknown status \"Certified\", did you mean \"certified\"?"},
        {"/state/cycle/status", "\"assesed\"", "state.cycle.status",
         "unknown status \"assesed\", did you mean \"assessed\"?"},
        {"/state/certificate/status", "\"assessed\"", "state.certificate.status",
         "\"assessed\" cannot stand here, expected one of certified, remediation, probation"},
        {"/state/cycle/status", "\"certified\"", "state.cycle.status",
         "\"certified\" cannot stand here, expected one of applicant, assessed"},
        {"/state/after", "\"gone\"", "state.after", "unknown status \"gone\""},
    };
    for (const auto& row : rows)
        check(row);
}

TEST_CASE("dates that do not exist, are out of range or out of order") {
    for (const auto* day : {"2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-5-20",
                            "20240520", "2024-05-20T00:00:00Z", " 2024-05-20", "20.05.2024", "",
                            "1899-12-31", "3000-01-01", "2024-05-32", "2024-04-31"}) {
        CAPTURE(day);
        auto c = fine();
        c["on"] = day;
        const auto e = error_of(c);
        CHECK(e.code == error_code::bad_date);
        CHECK(e.place == "on");
        CHECK_THAT(e.message, Catch::Contains("expected a day that exists, from 1900-01-01 to "
                                              "2999-12-31, as YYYY-MM-DD"));
    }
    const spoiled rows[] = {
        {"/findings/1/closed_on", "\"2024-06-31\"", "findings[1].closed_on", "\"2024-06-31\""},
        {"/state/certificate/last_day", "\"2023-02-29\"", "state.certificate.last_day",
         "\"2023-02-29\""},
        {"/state/certificate/last_day", "\"2023-05-31\"", "state.certificate",
         "ends on 2023-05-31, before it starts on 2023-06-01"},
        {"/state/cycle/started_on", "\"2024-05-03\"", "state.cycle",
         "the cycle started on 2024-05-03, after its status on 2024-05-02"},
        {"/cycle_started_on", "\"2024-02-31\"", "cycle_started_on", "\"2024-02-31\""},
        {"/cycle_started_on", "\"2024-05-03\"", "state.cycle", "after its status"},
        {"/state/cycle/since", "20240502", "state.cycle.since",
         "is the number 20240502, expected a day such as \"2024-05-20\""},
        {"/state/bar",
         R"({"status": "terminated", "first_day": "2024-01-32", "last_day": "2024-07-01"})",
         "state.bar.first_day", "\"2024-01-32\""},
    };
    for (const auto& row : rows)
        check(row);
}

TEST_CASE("numbers below zero, absurdly large, or not whole") {
    const auto* whole = "expected a whole number from 0 to 1000000";
    const spoiled rows[] = {
        {"/sections/wages/applicable", "-1", "sections.wages.applicable", whole},
        {"/sections/wages/applicable", "1000001", "sections.wages.applicable", whole},
        {"/sections/wages/applicable", "1e3", "sections.wages.applicable", whole},
        {"/sections/wages/applicable", "20.0", "sections.wages.applicable", whole},
        {"/sections/wages/applicable", "18446744073709551617", "sections.wages.applicable", whole},
        {"/sections/wages/applicable", "\"20\"", "sections.wages.applicable",
         "is the string \"20\", expected a whole number"},
        {"/sections/wages/graded/major", "-8", "sections.wages.graded.major", whole},
        {"/sections/wages/conforming", "22", "sections.wages", "22 conforming of 21 applicable"},
        {"/facts/termination-months", "5", "facts.termination-months",
         "is 5, expected a whole number, 6 to 600"},
        {"/facts/termination-months", "601", "facts.termination-months", "is 601"},
        {"/facts/remediation-months", "10", "facts.remediation-months", "9 or 12"},
        {"/findings/0/sites", "0", "findings[0].sites", "expected a whole number from 1"},
    };
    for (const auto& row : rows)
        check(row);
    json held = audit_held("ica", json::object());
    for (const auto* days : {"-1", "1.234", "1e2", "\"2\"", "1000001", "-0.5"}) {
        CAPTURE(days);
        held["man_days"] = json::parse(days);
        auto text = held.dump();
        // The library must see it as it was written, and not as another parser prints it.
        const auto at = text.find("\"man_days\":");
        text = text.substr(0, at) + "\"man_days\":" + days + text.substr(text.find(',', at));
        CHECK(error_of(text).place == "man_days");
    }
    for (const auto* days : {"0", "3", "2.5", "2.25", "1000000"}) {
        held["man_days"] = json::parse(days);
        CHECK(verdict_of(held)["status"] == "assessed");
    }
}

TEST_CASE("one kind of value where another belongs") {
    const spoiled rows[] = {
        {"/event", "4", "event", "is the number 4, expected the name of an event"},
        {"/event", "null", "event", "is null, expected the name of an event"},
        {"/on", "20240520", "on", "is the number 20240520, expected a day"},
        {"/state", "[]", "state", "is an array, expected an object"},
        {"/state", "\"new\"", "state", "is the string \"new\", expected an object"},
        {"/state/held", "\"certified\"", "state.held",
         "is the string \"certified\", expected an array"},
        {"/state/cycle", "\"assessed\"", "state.cycle", "expected an object"},
        {"/state/certificate", "true", "state.certificate", "is a boolean, expected an object"},
        {"/findings", "{}", "findings", "is an object, expected an array"},
        {"/findings/1", "\"F2\"", "findings[1]", "is the string \"F2\", expected an object"},
        {"/findings/1/section", "7", "findings[1].section",
         "is the number 7, expected the name of a section"},
        {"/findings/0/severity", "null", "findings[0].severity",
         "is null, expected the name of a severity"},
        {"/findings/0/transparent", "true", "findings[0].transparent",
         "is a boolean, expected one of \"unknown\", \"no\", \"yes\""},
        {"/findings/0/tags", "\"bribery\"", "findings[0].tags", "expected an array"},
        {"/findings/0/id", "1", "findings[0].id", "is the number 1, expected a string"},
        {"/findings/0/id", "\"\"", "findings[0].id", "has 0 bytes, expected 1 to 256"},
        {"/facts", "[]", "facts", "is an array, expected an object"},
        {"/facts/cap-submitted", "true", "facts.cap-submitted",
         "is a boolean, expected one of \"no\", \"yes\", \"unknown\""},
        {"/facts/termination-months", "\"12\"", "facts.termination-months",
         "is the string \"12\", expected a whole number"},
        {"/sections", "[]", "sections", "is an array, expected an object"},
        {"/sections/wages", "21", "sections.wages", "is the number 21, expected an object"},
        {"/audit", "1", "audit", "is the number 1, expected the name of an audit"},
    };
    for (const auto& row : rows)
        check(row);
    CHECK_THAT(error_of(std::string("[]")).message, Catch::Contains("expected an object"));
    CHECK_THAT(error_of(std::string("\"case\"")).message, Catch::Contains("expected an object"));
}

TEST_CASE("finding ids that are used twice, and lists that are too long") {
    auto c = fine();
    c["findings"].push_back(finding("F1", "minor"));
    const auto e = error_of(c);
    CHECK(e.place == "findings[2].id");
    CHECK(e.message == "\"F1\" is the id of findings[0] already");
    c["findings"][2]["id"] = std::string(256, 'x');
    CHECK(verdict_of(c)["status"] == "assessed");
    c["findings"][2]["id"] = std::string(257, 'x');
    CHECK(error_of(c).place == "findings[2].id");

    c = fine();
    c["findings"] = json::array();
    for (std::size_t i = 0; i <= certrules::limits::findings; ++i)
        c["findings"].push_back({});
    const auto many = error_of(c);
    CHECK(many.code == error_code::limit);
    CHECK(many.place == "findings");
    CHECK(many.message == "has 100001 entries, at most 100000 are allowed");
}

TEST_CASE("what an event needs of its own") {
    const auto needs = [](json c, const char* place) {
        CAPTURE(c.dump());
        CHECK(error_of(c).place == place);
    };
    json state{{"state", json::object()}};
    const auto of = [&](const char* event) {
        json c = state;
        c["event"] = event;
        c["on"] = "2024-05-20";
        return c;
    };
    needs(of("fee-paid"), "fee");
    needs(of("invoice-received"), "fee");
    needs(of("audit-held"), "audit");
    needs(of("finding-closed"), "finding");
    needs(of("decision-recorded"), "status");
    auto decision = of("decision-recorded");
    decision["status"] = "terminated";
    needs(decision, "reason");
    decision["reason"] = "r";
    decision["months"] = 0;
    needs(decision, "months");
    decision["months"] = 1201;
    needs(decision, "months");
    for (const auto* event : {"fee-paid", "audit-held", "visit-held", "cap-submitted",
                              "decision-recorded", "visit-contacted"}) {
        auto c = of(event);
        c.erase("state");
        c["findings"] = json::array();
        needs(c, "state");
    }
    // An event's field does not stand with another event.
    auto c = of("visit-contacted");
    c["fee"] = "audit";
    needs(c, "fee");
}

TEST_CASE("a text with control characters stays one line") {
    auto c = fine();
    c["findings"][1]["section"] = "sa\nfe\tty\x1b[31m";
    const auto e = error_of(c);
    CHECK(e.place == "findings[1].section");
    for (const char ch : to_string(e))
        CHECK(static_cast<unsigned char>(ch) >= 0x20);
    c = fine();
    c["a\nb"] = 1;
    for (const char ch : to_string(error_of(c)))
        CHECK(static_cast<unsigned char>(ch) >= 0x20);
    // Cut in the middle of a character, a name is still UTF-8.
    c = fine();
    std::string name = "x";
    for (int i = 0; i < 60; ++i)
        name += "\xc3\xa9";
    c["findings"][1]["section"] = name;
    CHECK_NOTHROW(json(to_string(error_of(c))).dump());
    c["findings"][1]["section"] = 7;
    c["on"] = name;
    CHECK_NOTHROW(json(to_string(error_of(c))).dump());
}
