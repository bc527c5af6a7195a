// Histories put to replay as structs: what a host that does not go through JSON can get wrong.

#include "certrules/limits.hpp"
#include "histories.hpp"

#include <array>

using namespace certrules;
using namespace certrules::tests;

namespace {

error refusal(const history& h, std::string_view on = "2024-12-31") {
    const auto s = replay(escp(), h, day(on));
    REQUIRE_FALSE(s);
    return s.error();
}

history_event applied() {
    history_event ev;
    ev.kind = event_kind::applied;
    ev.on = day("2024-01-10");
    return ev;
}

history_event held(std::span<const history_finding> findings = {}) {
    history_event ev;
    ev.kind = event_kind::audit_held;
    ev.on = day("2024-02-20");
    ev.audit = "ica";
    ev.findings = findings;
    return ev;
}

history_finding major(std::string_view id) {
    history_finding f;
    f.id = id;
    f.section = "wages";
    f.severity = "major";
    return f;
}

/// The refusal of one event after an application.
error refusal_of(const history_event& ev) {
    const std::array events{applied(), ev};
    history h;
    h.events = events;
    return refusal(h);
}

void check(const error& e, error_code code, std::string_view place, std::string_view says) {
    CAPTURE(to_string(e), place, says);
    CHECK(e.code == code);
    CHECK(e.place == place);
    CHECK(e.message.find(says) != std::string::npos);
}

}  // namespace

TEST_CASE("an event's days must be days that input may hold") {
    auto ev = held();
    ev.on = date::from_civil(1899, 12, 31);
    check(refusal_of(ev), error_code::bad_date, "events[1].on", "1900-01-01 to 2999-12-31");
    ev = held();
    ev.recorded_on = date::from_civil(3000, 1, 1);
    check(refusal_of(ev), error_code::bad_date, "events[1].recorded_on",
          "1900-01-01 to 2999-12-31");
    ev.recorded_on = day("2024-02-19");
    check(refusal_of(ev), error_code::bad_date, "events[1].recorded_on", "before it happened");
}

TEST_CASE("an event cannot do without what its kind needs") {
    const auto lacking = [](event_kind kind) {
        history_event ev;
        ev.kind = kind;
        ev.on = day("2024-02-20");
        return refusal_of(ev);
    };
    check(lacking(event_kind::audit_held), error_code::missing, "events[1].audit", "audit-held");
    check(lacking(event_kind::fee_paid), error_code::missing, "events[1].fee", "fee-paid");
    check(lacking(event_kind::invoice_received), error_code::missing, "events[1].fee",
          "invoice-received");
    check(lacking(event_kind::finding_closed), error_code::missing, "events[1].finding",
          "finding-closed");
    check(lacking(event_kind::decision_recorded), error_code::missing, "events[1].status",
          "decision-recorded");
}

TEST_CASE("what happens by itself is no event that a host tells") {
    for (const auto kind : {event_kind::certificate_expired, event_kind::cycle_expired,
                            event_kind::bar_ended, static_cast<event_kind>(0)}) {
        auto ev = held();
        ev.kind = kind;
        check(refusal_of(ev), error_code::bad_argument, "events[1].event", "no event");
    }
}

TEST_CASE("a withdrawal names the event that it takes back") {
    auto ev = held();
    ev.withdrawn = true;
    check(refusal_of(ev), error_code::missing, "events[1].corrects", "withdrawal");
}

TEST_CASE("months and man-days of an event are numbers in range") {
    auto ev = held();
    ev.kind = event_kind::decision_recorded;
    ev.status = "terminated";
    for (const std::int32_t months : {0, -1, limits::months + 1}) {
        ev.months = months;
        check(refusal_of(ev), error_code::bad_argument, "events[1].months", "1 to 1200");
    }
    ev = held();
    for (const std::int64_t hundredths : {std::int64_t{-1}, limits::number + 1}) {
        ev.man_days_hundredths = hundredths;
        check(refusal_of(ev), error_code::bad_argument, "events[1].man_days", "0 or more");
    }
    ev.man_days_hundredths = limits::number;
    const std::array events{applied(), ev};
    history h;
    h.events = events;
    const auto s = replay(escp(), h, day("2024-12-31"));
    // 10^10 man-days at 500 dollars are still a sum of cents that 64 bits hold.
    REQUIRE(s);
    const auto audit = std::find_if(s->fees.begin(), s->fees.end(),
                                    [](const fee_line& f) { return f.id == "audit"; });
    REQUIRE(audit != s->fees.end());
    CHECK(audit->amount->minor_units == limits::number / 100 * 50'000);
}

TEST_CASE("an id is used once among the findings of an event, few or many") {
    for (const std::size_t many : {2U, 16U, 17U, 40U}) {
        std::vector<std::string> ids;
        for (std::size_t i = 0; i + 1 < many; ++i)
            ids.push_back("F" + std::to_string(i));
        ids.push_back("F0");
        std::vector<history_finding> findings;
        for (const auto& id : ids)
            findings.push_back(major(id));
        const auto place = "events[1].findings[" + std::to_string(many - 1) + "].id";
        check(refusal_of(held(findings)), error_code::bad_argument, place, "\"F0\" is used twice");
        // Without an id there is nothing to repeat.
        findings.back().id = findings.front().id = {};
        const std::array events{applied(), held(findings)};
        history h;
        h.events = events;
        const auto s = replay(escp(), h, day("2024-12-31"));
        REQUIRE(s);
        CHECK(s->open_findings.size() == many);
    }
}

TEST_CASE("a finding of very many is closed by its id") {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < 100; ++i)
        ids.push_back("F" + std::to_string(i));
    std::vector<history_finding> first, second;
    for (std::size_t i = 0; i < 70; ++i)
        first.push_back(major(ids[i]));
    for (std::size_t i = 70; i < 100; ++i)
        second.push_back(major(ids[i]));
    auto follow_up = held(second);
    follow_up.audit = "fu";
    follow_up.on = day("2024-03-20");
    history_event closed;
    closed.kind = event_kind::finding_closed;
    closed.on = day("2024-04-01");
    closed.finding = "F99";
    auto another = closed;
    another.finding = "F3";
    std::vector<history_event> events{applied(), held(first), follow_up, closed, another};
    history h;
    h.events = events;
    const auto s = replay(escp(), h, day("2024-05-01"));
    REQUIRE(s);
    CHECK(s->open_findings.size() == 98);
    for (const auto& f : s->open_findings) {
        CHECK(f.finding->id != "F99");
        CHECK(f.finding->id != "F3");
    }
    auto unknown = closed;
    unknown.finding = "F100";
    events.push_back(unknown);
    h.events = events;
    check(refusal(h), error_code::refused, "events[5].finding", "no open finding \"F100\"");
}

TEST_CASE("a history holds no more than its limits say") {
    const std::vector<history_finding> findings(limits::findings + 1, major({}));
    check(refusal_of(held(findings)), error_code::limit, "events[1].findings", "at most 100000");
}

TEST_CASE("a word that no edition of the book has is an error with its place") {
    auto f = major("F1");
    f.section = "wage";
    check(refusal_of(held(std::span(&f, 1))), error_code::unknown_name,
          "events[1].findings[0].section", "did you mean \"wages\"?");
    f = major("F1");
    f.severity = "majr";
    check(refusal_of(held(std::span(&f, 1))), error_code::unknown_name,
          "events[1].findings[0].severity", "did you mean \"major\"?");
    f = major("F1");
    const std::array<std::string_view, 1> tags{"briberi"};
    f.tags = tags;
    check(refusal_of(held(std::span(&f, 1))), error_code::unknown_name,
          "events[1].findings[0].tags", "did you mean \"bribery\"?");

    history_section s;
    s.section = "safty";
    auto ev = held();
    ev.sections = std::span(&s, 1);
    check(refusal_of(ev), error_code::unknown_name, "events[1].sections",
          "did you mean \"safety\"?");
    s.section = "safety";
    s.graded_severity = "majr";
    check(refusal_of(ev), error_code::unknown_name, "events[1].sections.safety.graded",
          "did you mean \"major\"?");
    s.graded_severity = {};
    s.rating = "a";
    check(refusal_of(ev), error_code::unknown_name, "events[1].sections.safety.rating", "\"a\"");

    history_fact fact;
    fact.fact = "cap-submited";
    fact.word = "yes";
    ev = held();
    ev.facts = std::span(&fact, 1);
    check(refusal_of(ev), error_code::unknown_name, "events[1].facts",
          "did you mean \"cap-submitted\"?");
    fact.fact = "cap-submitted";
    fact.word = "perhaps";
    check(refusal_of(ev), error_code::bad_argument, "events[1].facts.cap-submitted", "no, yes");
    fact.word = {};
    fact.number = 3;
    check(refusal_of(ev), error_code::bad_argument, "events[1].facts.cap-submitted", "3");
    fact.fact = "remediation-months";
    fact.word = "nine";
    check(refusal_of(ev), error_code::bad_argument, "events[1].facts.remediation-months",
          "a whole number");

    ev = held();
    ev.audit = "icaa";
    check(refusal_of(ev), error_code::unknown_name, "events[1].audit", "unknown audit \"icaa\"");
}

TEST_CASE("no edition was in force on the day of an event") {
    auto ev = applied();
    ev.on = day("2015-06-01");
    const std::array events{ev};
    history h;
    h.events = events;
    check(refusal(h), error_code::no_edition, "events[0].on", "2016-04-01");
}
