// What the C++ door refuses: numbers that are no words of the edition, days out of range.

#include "certrules/decide.hpp"
#include "certrules/limits.hpp"
#include "unit/support.hpp"

#include <vector>

using namespace certrules;
using certrules::test::edited;
using certrules::test::escp;
using certrules::test::loaded;

namespace {

event reviewed() {
    event ev;
    ev.on = *parse_date("2024-05-20");
    return ev;
}
state assessed() {
    state s;
    s.audit_cycle = cycle{escp().find_status("assessed"), *parse_date("2024-05-02"),
                          *parse_date("2024-05-02"), status_id::none};
    return s;
}
std::string place(const state& s, const event& ev, error_code code = error_code::bad_argument) {
    const auto v = decide(escp(), s, ev);
    if (v)
        return "decided";
    CHECK(v.error().code == code);
    CHECK_FALSE(v.error().message.empty());
    return v.error().place;
}

}  // namespace

TEST_CASE("numbers that are no words of the edition") {
    auto ev = reviewed();
    CHECK(place(assessed(), ev) == "decided");
    ev.kind = static_cast<event_kind>(0);
    CHECK(place(assessed(), ev) == "event");
    ev.kind = static_cast<event_kind>(16);
    CHECK(place(assessed(), ev) == "event");
    ev = reviewed();
    ev.audit = static_cast<audit_id>(7);
    CHECK(place(assessed(), ev) == "audit");
    ev = reviewed();
    ev.kind = event_kind::audit_held;
    CHECK(place(assessed(), ev) == "audit");  // none was given
    ev = reviewed();
    ev.kind = event_kind::fee_paid;
    CHECK(place(assessed(), ev) == "fee");
    ev.kind = event_kind::decision_recorded;
    CHECK(place(assessed(), ev) == "status");
    ev.decision = static_cast<status_id>(200);
    CHECK(place(assessed(), ev) == "status");
    ev.decision = escp().find_status("terminated");
    ev.months = 0;
    CHECK(place(assessed(), ev) == "months");
    ev.months = 1201;
    CHECK(place(assessed(), ev) == "months");
}

TEST_CASE("findings, sections and facts out of their ranges") {
    finding f;
    f.section = escp().find_section("wages");
    f.severity = escp().find_severity("minor");
    std::vector<finding> findings{f, f, f};
    auto ev = reviewed();
    ev.findings = findings;
    CHECK(place(assessed(), ev) == "decided");
    findings[1].section = static_cast<section_id>(12);
    CHECK(place(assessed(), ev) == "findings[1].section");
    findings[1] = f;
    findings[2].severity = severity_id::none;
    CHECK(place(assessed(), ev) == "findings[2].severity");
    findings[2] = f;
    findings[0].tags = std::uint64_t{1} << 10;
    CHECK(place(assessed(), ev) == "findings[0].tags");
    findings[0].tags = std::uint64_t{1} << 9;
    CHECK(place(assessed(), ev) == "decided");
    findings[0].transparent = static_cast<answer>(3);
    CHECK(place(assessed(), ev) == "findings[0].transparent");

    std::vector<finding> too_many(limits::findings + 1, f);
    ev.findings = too_many;
    CHECK(place(assessed(), ev, error_code::limit) == "findings");
    ev.findings = std::span(too_many).first(limits::findings);
    CHECK(place(assessed(), ev) == "decided");

    ev = reviewed();
    const section_count section{static_cast<section_id>(12), {}, {}, 0, severity_id::none, 0};
    ev.sections = std::span(&section, 1);
    CHECK(place(assessed(), ev) == "sections[0]");

    const auto with = [&](fact_id id, std::int64_t value) {
        const fact_value fact{id, value};
        ev = reviewed();
        ev.facts = std::span(&fact, 1);
        return place(assessed(), ev);
    };
    CHECK(with(static_cast<fact_id>(6), 0) == "facts[0]");
    CHECK(with(escp().find_fact("cap-submitted"), 2) == "facts.cap-submitted");
    CHECK(with(escp().find_fact("cap-submitted"), -1) == "facts.cap-submitted");
    CHECK(with(escp().find_fact("cap-submitted"), 1) == "decided");
    CHECK(with(escp().find_fact("programme-decision"), 3) == "facts.programme-decision");
    CHECK(with(escp().find_fact("remediation-months"), 10) == "facts.remediation-months");
    CHECK(with(escp().find_fact("remediation-months"), 12) == "decided");
    CHECK(with(escp().find_fact("termination-months"), 5) == "facts.termination-months");
    CHECK(with(escp().find_fact("termination-months"), 601) == "facts.termination-months");
    CHECK(with(escp().find_fact("termination-months"), 600) == "decided");
}

TEST_CASE("states that no factory can be in") {
    const auto ev = reviewed();
    auto s = assessed();
    s.held = std::uint64_t{1} << 63;
    CHECK(place(s, ev) == "state.held");
    s = assessed();
    s.certificate = term{escp().find_status("assessed"), ev.on, ev.on};
    CHECK(place(s, ev) == "state.certificate.status");
    s.certificate = term{escp().find_status("certified"), ev.on, ev.on.plus_days(-1)};
    CHECK(place(s, ev) == "state.certificate.last_day");
    s.certificate = term{escp().find_status("certified"), ev.on, {}};
    CHECK(place(s, ev) == "decided");  // no end
    s = assessed();
    s.bar = term{escp().find_status("certified"), ev.on, {}};
    CHECK(place(s, ev) == "state.bar.status");
    s = assessed();
    s.audit_cycle->status = escp().find_status("certified");
    CHECK(place(s, ev) == "state.cycle.status");
    s = assessed();
    s.audit_cycle->award = escp().find_status("assessed");
    CHECK(place(s, ev) == "state.cycle.award");
    s = assessed();
    s.audit_cycle->started_on = s.audit_cycle->since.plus_days(1);
    CHECK(place(s, ev) == "state.cycle.started_on");
    s = assessed();
    s.after = static_cast<status_id>(99);
    CHECK(place(s, ev) == "state.after");
    s = assessed();
    s.last_certificate = static_cast<status_id>(99);
    CHECK(place(s, ev) == "state.last_certificate");
    s = assessed();
    s.visited = static_cast<answer>(9);
    CHECK(place(s, ev) == "state.visited");
}

TEST_CASE("days outside 1900 to 2999") {
    auto ev = reviewed();
    ev.on = first_supported_day.plus_days(-1);
    CHECK(place(state{}, ev, error_code::bad_date) == "on");
    ev.on = last_supported_day.plus_days(1);
    CHECK(place(state{}, ev, error_code::bad_date) == "on");
    ev = reviewed();
    auto s = assessed();
    s.audit_cycle->since = date{std::numeric_limits<std::int32_t>::max()};
    CHECK(place(s, ev, error_code::bad_date) == "state.cycle.since");
    s = assessed();
    s.audit_cycle->started_on = first_supported_day.plus_days(-1);
    CHECK(place(s, ev, error_code::bad_date) == "state.cycle.started_on");
    s = assessed();
    s.certificate =
        term{escp().find_status("certified"), date{std::numeric_limits<std::int32_t>::min()}, {}};
    CHECK(place(s, ev, error_code::bad_date) == "state.certificate.first_day");
    // At the end of time a validity still has its days.
    s = state{};
    s.audit_cycle = cycle{escp().find_status("approved"), last_supported_day, last_supported_day,
                          status_id::none};
    ev = reviewed();
    ev.kind = event_kind::fee_paid;
    ev.fee = escp().find_fee("certification");
    ev.on = last_supported_day;
    const auto v = decide(escp(), s, ev);
    REQUIRE(v);
    CHECK(to_string(v->valid->last_day) == "3000-12-30");
}

TEST_CASE("an event without a rule is a gap, told as such") {
    const auto e = loaded(edited({{"on = \"finding-closed\"", "on = \"cap-submitted\""},
                                  {"id = \"few-findings-with-plan\"\ntitle = \"few findings are "
                                   "open and a corrective action plan is in\"\non = "
                                   "\"audit-reviewed\"",
                                   "id = \"few-findings-with-plan\"\ntitle = \"few findings are "
                                   "open and a corrective action plan is in\"\non = "
                                   "\"cap-submitted\""}}));
    auto ev = reviewed();
    ev.kind = event_kind::finding_closed;
    const auto unheard = decide(e, assessed(), ev);
    REQUIRE_FALSE(unheard);
    CHECK(unheard.error().code == error_code::no_rule);
    CHECK(unheard.error().message ==
          "no rule of escp@2020-09-01 answers finding-closed on 2024-05-20");

    finding f;
    f.section = escp().find_section("wages");
    f.severity = escp().find_severity("minor");
    const fact_value plan{escp().find_fact("cap-submitted"), 1};
    ev = reviewed();
    ev.findings = std::span(&f, 1);
    ev.facts = std::span(&plan, 1);
    const auto gap = decide(e, assessed(), ev);
    REQUIRE_FALSE(gap);
    CHECK(gap.error().code == error_code::no_rule);
}

TEST_CASE("errors as lines of text") {
    CHECK(to_string(error{error_code::bad_text, "", "no JSON", 0}) == "no JSON");
    CHECK(to_string(error{error_code::bad_text, "on", "is missing", 0}) == "on: is missing");
    CHECK(to_string(error{error_code::bad_text, "on", "is missing", 7}) ==
          "line 7: on: is missing");
    CHECK(to_string(error{error_code::bad_text, "", "no JSON", 7}) == "line 7: no JSON");
    diagnostic d;
    d.message = "m";
    CHECK(to_string(d) == "error: m");
    d.file = "e.toml";
    CHECK(to_string(d) == "e.toml: error: m");
    d.line = 4;
    d.column = 2;
    d.kind = diagnostic::level::warning;
    CHECK(to_string(d) == "e.toml:4:2: warning: m");
}

TEST_CASE("a refusal tells where the factory stands, with days and without an end") {
    state s = assessed();
    event ev;
    ev.kind = event_kind::applied;
    ev.on = *parse_date("2024-05-20");
    s.bar = term{escp().find_status("terminated"), *parse_date("2024-02-01"), std::nullopt};
    auto v = decide(escp(), s, ev);
    REQUIRE_FALSE(v);
    CHECK(v.error().code == error_code::refused);
    CHECK(v.error().message.find("certificate none, cycle assessed since 2024-05-02, "
                                 "bar terminated 2024-02-01 to no end") != std::string::npos);
    s.audit_cycle.reset();
    s.bar->last_day = *parse_date("2024-07-31");
    v = decide(escp(), s, ev);
    REQUIRE_FALSE(v);
    CHECK(v.error().message.find("certificate none, cycle none, "
                                 "bar terminated 2024-02-01 to 2024-07-31") != std::string::npos);
}

TEST_CASE("a bar, a certificate show on their own days only") {
    state s;
    const date from = *parse_date("2024-02-01"), to = *parse_date("2024-07-31");
    s.bar = term{escp().find_status("terminated"), from, to};
    CHECK(public_status(escp(), s, from) == escp().find_status("terminated"));
    s.certificate = term{escp().find_status("certified"), from.plus_days(-10), to.plus_days(10)};
    CHECK(public_status(escp(), s, to) == escp().find_status("terminated"));
    CHECK(public_status(escp(), s, from.plus_days(-1)) == escp().find_status("certified"));
    CHECK(public_status(escp(), s, to.plus_days(1)) == escp().find_status("certified"));
    s.audit_cycle = cycle{escp().find_status("assessed"), from, from, status_id::none};
    CHECK(public_status(escp(), s, to.plus_days(11)) == escp().find_status("assessed"));
}
