#include "certrules/replay.hpp"
#include "histories.hpp"

using namespace certrules;
using namespace certrules::tests;

namespace {

// Every status and every kind of event: a first certification with a follow-up, a declined visit,
// renewals to Remediation and to Probation, a termination and the return after its bar.
const std::string a_life = R"(
    {"event": "applied", "on": "2021-01-04"},
    {"event": "fee-paid", "on": "2021-01-05", "fee": "registration"},
    {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "man_days": 3, "findings": [
        {"id": "F1", "section": "wages", "severity": "major"},
        {"id": "F2", "section": "safety", "severity": "minor"}]},
    {"event": "cap-submitted", "on": "2021-02-08"},
    {"event": "audit-reviewed", "on": "2021-02-15"},
    {"event": "finding-closed", "on": "2021-03-01", "finding": "F1"},
    {"event": "audit-held", "on": "2021-03-02", "audit": "fu", "man_days": 1, "findings": []},
    {"event": "finding-closed", "on": "2021-03-02", "finding": "F2"},
    {"event": "audit-reviewed", "on": "2021-03-08"},
    {"event": "fee-paid", "on": "2021-03-15", "fee": "certification"},
    {"event": "visit-contacted", "on": "2021-05-20"},
    {"event": "visit-declined", "on": "2021-06-10"},
    {"event": "audit-held", "on": "2021-07-05", "audit": "pa", "man_days": 2, "findings": []},
    {"event": "applied", "on": "2022-01-10"},
    {"event": "fee-paid", "on": "2022-01-11", "fee": "renewal"},
    {"event": "audit-held", "on": "2022-02-14", "audit": "iaa", "man_days": 3, "findings": [
        {"id": "F1", "section": "wages", "severity": "critical",
         "tags": ["record-inconsistency"], "transparent": "yes"}]},
    {"event": "audit-reviewed", "on": "2022-02-28"},
    {"event": "audit-reviewed", "on": "2022-04-04", "facts": {
        "programme-decision": "remediation", "factory-choice": "accept", "remediation-months": 9}},
    {"event": "visit-contacted", "on": "2022-07-01"},
    {"event": "visit-held", "on": "2022-07-20", "man_days": 2, "findings": [
        {"id": "V1", "section": "safety", "severity": "minor"}]},
    {"event": "invoice-received", "on": "2022-07-25", "fee": "progress-visit"},
    {"event": "fee-paid", "on": "2022-08-05", "fee": "progress-visit"},
    {"event": "applied", "on": "2022-12-05"},
    {"event": "audit-held", "on": "2022-12-19", "audit": "iaa", "findings": [
        {"id": "F1", "section": "wages", "severity": "critical",
         "tags": ["record-inconsistency"], "transparent": "yes"}]},
    {"event": "audit-reviewed", "on": "2023-01-03", "facts": {
        "programme-decision": "remediation", "factory-choice": "probation"}},
    {"event": "applied", "on": "2024-01-15"},
    {"event": "audit-held", "on": "2024-02-01", "audit": "ica", "findings": [
        {"id": "F9", "section": "audit-process", "severity": "zero-tolerance",
         "tags": ["access-denied"], "transparent": "no"}]},
    {"event": "audit-reviewed", "on": "2024-02-12", "facts": {
        "willing-to-remediate": "no", "termination-months": 12}},
    {"event": "applied", "on": "2025-03-03"},
    {"event": "audit-held", "on": "2025-04-01", "audit": "ica", "findings": [
        {"id": "G1", "section": "working-hours", "severity": "critical"}]},
    {"event": "audit-reviewed", "on": "2025-04-15"})";

}  // namespace

TEST_CASE("a life through every status gives the timeline worked out by hand",
          "[R13.3][R32.8][R32.9][R32.10][R21.2][R12.1][R12.2][R12.5]") {
    const told h(a_life);
    const auto s = h.on("2025-05-01");
    CHECK(lines(s.timeline) ==
          std::vector<std::string>{
              "2021-01-04 2021-01-31 applicant applied",
              "2021-02-01 2021-02-14 assessed initial-audit-held",
              "2021-02-15 2021-03-07 progressing few-findings-with-plan",
              "2021-03-08 2021-03-14 approved nothing-open",
              "2021-03-15 2022-03-14 certified certification-fee-paid",
              "2022-03-15 2022-04-03 assessed certificate-expired",
              "2022-04-04 2023-01-02 remediation remediation-accepted",
              "2023-01-03 2024-01-02 probation probation-chosen",
              "2024-01-03 2024-01-14 expired certificate-expired",
              "2024-01-15 2024-01-31 applicant renewal-applied",
              "2024-02-01 2024-02-11 assessed initial-audit-held",
              "2024-02-12 2025-03-02 terminated zero-tolerance-without-transparency",
              "2025-03-03 2025-03-31 applicant renewal-applied",
              "2025-04-01 2026-01-31 assessed initial-audit-held",
              "2026-02-01 - lapsed cycle-lapsed"});
    CHECK(s.public_status == "assessed");
    REQUIRE(s.cycle);
    CHECK(s.cycle->since == day("2025-04-01"));
    CHECK(s.cycle->last_day == day("2026-01-31"));
    CHECK_FALSE(s.certificate);
    CHECK_FALSE(s.bar);
    CHECK(s.open_findings.size() == 2);  // the visit's stays until the next certificate's check
    CHECK(s.held.size() == 4);
    for (const auto& i : s.timeline)
        CHECK_FALSE(i.cites.empty());
}

TEST_CASE("the life's deadlines and fees, worked out by hand",
          "[R24.1][R34.1][R34.2][R34.3][R33.1][R33.2][R33.3][R33.4][R33.6][R31][R23][R35.3]") {
    const told h(a_life);
    const auto s = h.on("2025-05-01");
    const auto deadlines = lines(s.deadlines);
    for (const auto* line :
         {"audit-held 2021-01-05 2021-03-05 met", "cycle-expiry 2021-02-01 2021-11-30 met",
          "certification-fee 2021-03-08 2021-11-30 met",
          "certificate-expiry 2021-03-15 2022-03-14 missed",
          "progress-visit-contact 2021-05-15 2021-07-15 met",
          "progress-visit-held 2021-05-20 2021-06-17 missed",
          "progress-audit-held 2021-05-15 2021-09-15 met", "audit-held 2022-01-11 2022-03-11 met",
          "cycle-expiry 2022-02-14 2022-12-13 met", "certificate-expiry 2022-04-04 2023-01-03 met",
          "progress-visit-contact 2022-06-04 2022-08-04 met",
          "progress-visit-held 2022-07-01 2022-07-29 met",
          "progress-visit-payment 2022-07-25 2022-08-15 met",
          "certificate-expiry 2023-01-03 2024-01-02 missed",
          "progress-visit-contact 2023-03-03 2023-05-03 missed", "reapplication 2025-02-12 - met",
          "cycle-expiry 2025-04-01 2026-01-31 open"})
        CHECK(has(deadlines, line));
    CHECK(deadlines.size() == 19);  // and the two cycles of 2022-12-19 and 2024-02-01, both met
    CHECK(lines(s.fees) ==
          std::vector<std::string>{
              "registration programme USD 1,500.00 paid", "audit audit-firm USD 1,500.00 due",
              "audit audit-firm USD 500.00 due", "certification programme USD 800.00 paid",
              "audit audit-firm USD 1,000.00 due", "renewal programme null paid",
              "audit audit-firm USD 1,500.00 due", "progress-visit programme USD 1,000.00 paid",
              "renewal programme null not-published", "audit audit-firm null due",
              "renewal programme null not-published", "audit audit-firm null due",
              "renewal programme null not-published", "audit audit-firm null due"});
}

TEST_CASE("the certificate lives on beside a poor renewal", "[R13.1][R13.2]") {
    const told h(a_life);
    const auto beside = h.on("2022-03-01");
    CHECK(beside.public_status == "certified");
    REQUIRE(beside.cycle);
    CHECK(beside.cycle->status == "assessed");
    CHECK(beside.certificate == standing_term{"certified", day("2021-03-15"), day("2022-03-14")});
    const auto replaced = h.on("2023-01-03");
    CHECK(replaced.certificate == standing_term{"probation", day("2023-01-03"), day("2024-01-02")});
    CHECK_FALSE(replaced.cycle);
}

TEST_CASE("what lies after the day asked is not looked at, and what will come is foreseen") {
    const told h(a_life);
    const auto s = h.on("2021-03-20");
    CHECK(lines(s.timeline).back() == "2022-03-15 - expired certificate-expired");
    CHECK(s.timeline.size() == 6);
    CHECK(h.on("2020-12-31").timeline.empty());
    CHECK(h.on("2020-12-31").public_status.empty());
    CHECK(h.on("2021-01-04").public_status == "applicant");
}

TEST_CASE("an event that cannot happen is an error that names it, its day, the state and the rule",
          "[R21.1]") {
    const auto refused = [](const std::string& events) {
        const auto wrong = told(events).refusal("2030-01-01");
        return to_string(wrong);
    };
    using Catch::Matchers::Contains;
    const std::string applied = R"({"event": "applied", "on": "2021-01-04"},)";
    const std::string audited =
        applied + R"({"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": [
            {"id": "F1", "section": "wages", "severity": "major"}]},)";
    const std::string barred = applied + R"(
        {"event": "decision-recorded", "on": "2021-02-01", "status": "terminated", "reason": "x"},)";

    const auto second = refused(applied + R"({"event": "applied", "on": "2021-01-05"})");
    CHECK_THAT(second, Contains("events[1]"));
    CHECK_THAT(second, Contains("applied on 2021-01-05 cannot happen"));
    CHECK_THAT(second, Contains("applicant since 2021-01-04"));
    CHECK_THAT(second, Contains("rule applied-while-cycle-open"));

    CHECK_THAT(refused(barred + R"({"event": "applied", "on": "2021-07-31"})"),
               Contains("applied-while-barred"));
    CHECK(told(barred + R"({"event": "applied", "on": "2021-08-01"})")
              .on("2021-08-01")
              .public_status == "applicant");
    CHECK_THAT(refused(barred + R"({"event": "audit-held", "on": "2021-03-01", "audit": "ica",
                                    "findings": []})"),
               Contains("audit-while-barred"));
    CHECK_THAT(refused(applied + R"({"event": "audit-held", "on": "2021-03-01", "audit": "fu",
                                     "findings": []})"),
               Contains("follow-up-without-cycle"));
    CHECK_THAT(refused(applied + R"({"event": "audit-reviewed", "on": "2021-03-01"})"),
               Contains("review-without-audit"));
    CHECK_THAT(refused(applied + R"({"event": "cap-submitted", "on": "2021-03-01"})"),
               Contains("plan-without-audit"));
    CHECK_THAT(refused(audited + R"({"event": "fee-paid", "on": "2021-03-01",
                                     "fee": "certification"})"),
               Contains("nothing is approved"));
    for (const auto* name : {"visit-contacted", "visit-declined", "audit-declined"})
        CHECK_THAT(refused(audited + R"({"event": ")" + name + R"(", "on": "2021-03-01"})"),
                   Contains("visit-without-certificate"));
    CHECK_THAT(refused(audited + R"({"event": "visit-held", "on": "2021-03-01", "findings": []})"),
               Contains("visit-without-certificate"));

    const auto close = [&](const std::string& id, const std::string& on) {
        return R"({"event": "finding-closed", "on": ")" + on + R"(", "finding": ")" + id + "\"}";
    };
    CHECK_THAT(refused(audited + close("F2", "2021-03-01")), Contains("events[2].finding"));
    CHECK_THAT(refused(audited + close("F1", "2021-01-20")), Contains("no open finding \"F1\""));
    CHECK_THAT(refused(audited + close("F1", "2021-03-01") + "," + close("F1", "2021-03-01")),
               Contains("events[3]"));
    CHECK_THAT(refused(audited + R"({"event": "audit-held", "on": "2021-03-01", "audit": "fu",
                   "findings": [{"id": "F1", "section": "wages", "severity": "minor"}]})"),
               Contains("a finding \"F1\" already"));
    CHECK_THAT(refused(audited + R"({"event": "decision-recorded", "on": "2021-03-01",
                                     "status": "certfied", "reason": "x"})"),
               Contains("did you mean \"certified\""));
}

TEST_CASE("a form that is wrong is an error whether the event counts or not") {
    const auto wrong = [](const std::string& events) { return told(events).refusal("2020-12-01"); };
    CHECK(wrong(R"({"event": "applied", "on": "2021-02-02", "recorded_on": "2021-02-01"})").code ==
          error_code::bad_date);
    CHECK(wrong(R"({"event": "withdrawn", "on": "2021-02-02", "corrects": "a"})").place ==
          "events[0].corrects");
    CHECK(wrong(R"({"event": "applied", "on": "2021-02-02", "id": "a"},
                   {"event": "applied", "on": "2021-02-03", "id": "a"})")
              .place == "events[1].id");
    CHECK(wrong(R"({"event": "applied", "on": "2021-02-02", "id": "a"},
                   {"event": "withdrawn", "on": "2021-02-03", "corrects": "a"},
                   {"event": "withdrawn", "on": "2021-02-04", "corrects": "a"})")
              .place == "events[2].corrects");
    CHECK(wrong(R"({"event": "fee-paid", "on": "2021-02-02", "fee": "registraton"})").message ==
          "unknown fee \"registraton\" in escp@2020-09-01, did you mean \"registration\"?");
    CHECK(wrong(R"({"event": "audit-held", "on": "2021-02-02", "audit": "ica", "findings": [
                    {"id": "F1", "section": "wages", "severity": "minor"},
                    {"id": "F1", "section": "wages", "severity": "minor"}]})")
              .place == "events[0].findings[1].id");
}

TEST_CASE("what was recorded later does not change what was known before") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": []},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "fee-paid", "on": "2021-02-15", "id": "wire", "fee": "certification"},
        {"event": "visit-contacted", "on": "2021-04-20"},
        {"event": "withdrawn", "on": "2021-05-01", "corrects": "wire"},
        {"event": "fee-paid", "on": "2021-05-10", "fee": "certification"})");
    CHECK(h.on("2021-04-30", "2021-04-30").public_status == "certified");
    // The withdrawal's own day does not matter, only that it was recorded.
    const auto later = h.on("2021-04-30", "2021-05-01");
    CHECK(later.public_status == "approved");
    REQUIRE(later.voided.size() == 1);
    CHECK(later.voided[0].event == 4);
    CHECK_THAT(later.voided[0].reason, Catch::Matchers::Contains("no certificate is running"));
    const auto now = h.on("2021-05-20");
    CHECK(now.certificate->first_day == day("2021-05-10"));
    // Without `known`: the later of the day asked and the last recording.
    CHECK(now.known == day("2021-05-20"));
    CHECK(h.on("2021-04-30").known == day("2021-05-10"));
}

TEST_CASE("a correction stands on its own day and in its own place") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "id": "a", "audit": "ica", "findings": [
            {"id": "F1", "section": "wages", "severity": "critical"}]},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "audit-held", "on": "2021-02-02", "recorded_on": "2021-03-01", "id": "b",
         "corrects": "a", "audit": "ica", "findings": []})");
    CHECK(h.on("2021-02-20", "2021-02-28").public_status == "assessed");
    const auto s = h.on("2021-02-20", "2021-03-01");
    CHECK(s.public_status == "approved");
    CHECK(s.cycle->started_on == day("2021-02-02"));
}

TEST_CASE("an event impossible when it was recorded is an error even if others are recorded late") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "cap-submitted", "on": "2021-02-09", "recorded_on": "2021-05-01"})");
    CHECK(h.refusal("2021-06-01").place == "events[1]");
    // The audit was recorded after the review: then it was not possible, but now it is.
    const told late(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "audit-held", "on": "2021-02-01", "recorded_on": "2021-03-01", "audit": "ica",
         "findings": []})");
    CHECK(late.on("2021-06-01").public_status == "approved");
    CHECK(late.refusal("2021-06-01", "2021-02-28").code == error_code::refused);
}

TEST_CASE("a decision stands beside the recommendation it differs from") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": [
            {"id": "F1", "section": "wages", "severity": "minor"}]},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "decision-recorded", "on": "2021-02-10", "status": "progressing",
         "reason": "the plan came by letter"},
        {"event": "decision-recorded", "on": "2021-02-20", "status": "certified",
         "reason": "closed on the spot"})");
    const auto s = h.on("2021-03-01");
    REQUIRE(s.decisions.size() == 2);
    CHECK(s.decisions[0].recommendation == "assessed");
    CHECK(s.decisions[0].rule == "no-corrective-action-plan");
    CHECK(s.decisions[0].differs);
    CHECK(s.public_status == "approved");  // it waits for its fee [R14.2]
    CHECK(lines(s.fees).back() == "certification programme USD 800.00 due");
}

TEST_CASE("facts hold within a cycle until they are given again", "[R6.1][R6.2][R18.1][R18.2]") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": [
            {"id": "F1", "section": "wages", "severity": "minor"}]},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "cap-submitted", "on": "2021-02-09"},
        {"event": "audit-reviewed", "on": "2021-02-20"},
        {"event": "audit-reviewed", "on": "2021-02-21", "facts": {"cap-submitted": "unknown"}},
        {"event": "audit-held", "on": "2021-03-01", "audit": "ica", "findings": [
            {"id": "F1", "section": "wages", "severity": "minor"}]},
        {"event": "audit-reviewed", "on": "2021-03-02", "facts": {"cap-submitted": "yes"}})");
    CHECK(h.on("2021-02-09").public_status == "assessed");
    CHECK(h.on("2021-02-20").public_status == "progressing");
    CHECK(h.on("2021-02-21").public_status == "assessed");
    CHECK(h.on("2021-03-01").cycle->started_on == day("2021-03-01"));
    CHECK(h.on("2021-03-02").public_status == "progressing");
}

TEST_CASE("findings of a visit are apart: a review does not count them",
          "[R30][R15.1][R15.3][R35.5]") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": []},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "fee-paid", "on": "2021-02-15", "fee": "certification"},
        {"event": "visit-held", "on": "2021-05-15", "findings": [
            {"id": "V1", "section": "wages", "severity": "critical",
             "tags": ["record-inconsistency"], "transparent": "no"}]},
        {"event": "cap-submitted", "on": "2021-05-20"},
        {"event": "applied", "on": "2021-11-01"},
        {"event": "audit-held", "on": "2021-12-01", "audit": "iaa", "findings": []},
        {"event": "audit-reviewed", "on": "2021-12-08"})");
    const auto s = h.on("2021-12-08");
    CHECK(s.public_status == "certified");
    CHECK(s.cycle->status == "approved");
    REQUIRE(s.open_findings.size() == 1);
    CHECK(s.open_findings[0].of_check);
    CHECK(s.open_findings[0].finding->id == "V1");
}

TEST_CASE("surveillance joins the open cycle, or opens one", "[R28.1][R28.2][R28.3]") {
    const std::string certified = R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": []},
        {"event": "audit-reviewed", "on": "2021-02-08"},
        {"event": "fee-paid", "on": "2021-02-15", "fee": "certification"},
        {"event": "audit-held", "on": "2021-06-01", "audit": "sa", "findings": [
            {"id": "S1", "section": "wages", "severity": "minor"}]})";
    const auto opened = told(certified).on("2021-06-01");
    CHECK(opened.public_status == "certified");
    CHECK(opened.cycle->started_on == day("2021-06-01"));
    const auto joined = told(certified + R"(,
        {"event": "audit-held", "on": "2021-07-01", "audit": "qc", "findings": [
            {"id": "Q1", "section": "wages", "severity": "minor"}]},
        {"event": "finding-closed", "on": "2021-07-02", "finding": "S1"},
        {"event": "audit-reviewed", "on": "2021-07-05"})")
                            .on("2021-07-05");
    CHECK(joined.cycle->started_on == day("2021-06-01"));
    CHECK(joined.cycle->status == "assessed");  // Q1 is open
    CHECK(joined.open_findings.size() == 1);
}

TEST_CASE("a cycle ends ten months after its first audit, however it turns", "[R29.1][R29.2]") {
    const told h(R"(
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": [
            {"id": "F1", "section": "wages", "severity": "minor"}]},
        {"event": "audit-reviewed", "on": "2021-08-01", "facts": {"cap-submitted": "yes"}},
        {"event": "audit-reviewed", "on": "2021-11-01", "facts": {"cap-submitted": "no"}})");
    CHECK(lines(h.on("2021-11-01").timeline).back() == "2021-12-01 - lapsed cycle-lapsed");
    CHECK(h.on("2022-01-01").public_status == "lapsed");
    const auto deadlines = lines(h.on("2022-01-01").deadlines);
    CHECK(has(deadlines, "cycle-expiry 2021-02-01 2021-11-30 missed"));
}

TEST_CASE("a book of one edition answers on any day") {
    const auto one = book::builtin("escp@2020-09-01");
    REQUIRE(one);
    const told h(R"({"event": "applied", "on": "2012-01-04"})");
    const auto s = replay(*one, h.get(), day("2012-02-01"));
    REQUIRE(s);
    CHECK(s->public_status == "applicant");
    CHECK(s->edition->name() == "escp@2020-09-01");
}

TEST_CASE("an empty history has a standing: nothing is shown") {
    const auto s = replay(escp(), history{}, day("2024-01-01"));
    REQUIRE(s);
    CHECK(s->public_status.empty());
    CHECK(s->timeline.empty());
    CHECK(s->deadlines.empty());
    CHECK_FALSE(replay(escp(), history{}, date::from_civil(3100, 1, 1)));
}
