// Every rule of the edition has a case that it answers, or refuses.

#include "unit/support.hpp"

#include <map>

using namespace certrules::test;

namespace {

json on(const char* event, json state, json more = json::object()) {
    json c{{"event", event}, {"on", "2024-05-20"}, {"state", std::move(state)}};
    c.update(more);
    return c;
}
json certified(json more = json::object()) {
    json s{{"certificate", term("certified", "2024-01-01", "2024-12-31")}};
    s.update(more);
    return s;
}

std::map<std::string, json> cases() {
    const json barred{{"bar", term("terminated", "2024-05-01", "2024-10-31")}};
    const json none = json::object();
    const json found{{"findings", list({finding("F1", "minor")})}};
    const json hidden{{"findings", list({zero_tolerance("F1", "no")})}};
    const json shown_zero{{"findings", list({zero_tolerance("F1", "yes")})}};
    const auto shown = list({inconsistency("F1", "yes")});
    const auto offer = [&](json facts) { return renewal_review(shown, std::move(facts)); };
    const auto audit = [](const char* id, const json& findings = json::array()) {
        return json{{"audit", id}, {"findings", findings}};
    };
    return {
        {"applied-while-barred", on("applied", barred)},
        {"applied-while-cycle-open", on("applied", in_cycle("assessed", "2024-05-01"))},
        {"renewal-applied", on("applied", {{"held", {"certified"}}})},
        {"applied", on("applied", none)},
        {"certification-fee-without-approval", on("fee-paid", none, {{"fee", "certification"}})},
        {"certification-fee-paid",
         on("fee-paid", in_cycle("approved", "2024-05-01"), {{"fee", "certification"}})},
        {"fee-paid", on("fee-paid", none, {{"fee", "registration"}})},
        {"visit-invoice-received",
         on("invoice-received", certified(), {{"fee", "progress-visit"}})},
        {"invoice-received", on("invoice-received", none, {{"fee", "audit"}})},
        {"audit-while-barred", on("audit-held", barred, audit("ica"))},
        {"initial-audit-held", on("audit-held", none, audit("iaa"))},
        {"follow-up-without-cycle", on("audit-held", none, audit("fu"))},
        {"audit-joins-cycle", on("audit-held", in_cycle("progressing", "2024-05-01"), audit("sa"))},
        {"audit-opens-cycle", on("audit-held", none, audit("qc"))},
        {"progress-audit-without-certificate", on("audit-held", none, audit("pa"))},
        {"visit-without-certificate", on("visit-contacted", none)},
        {"check-hidden-zero-tolerance", on("visit-held", certified(), hidden)},
        {"check-zero-tolerance", on("visit-held", certified(), shown_zero)},
        {"check-with-findings", on("visit-held", certified(), found)},
        {"check-held", on("visit-held", certified(), {{"findings", json::array()}})},
        {"visit-contacted", on("visit-contacted", certified())},
        {"visit-declined", on("visit-declined", certified())},
        {"check-declined", on("audit-declined", certified())},
        {"review-without-audit", on("audit-reviewed", none, {{"findings", json::array()}})},
        {"zero-tolerance-without-transparency", review(hidden["findings"])},
        {"open-zero-tolerance", review(shown_zero["findings"])},
        {"probation-decided", offer({{"programme-decision", "probation"}})},
        {"probation-chosen",
         offer({{"programme-decision", "remediation"}, {"factory-choice", "probation"}})},
        {"remediation-accepted", offer({{"programme-decision", "remediation"},
                                        {"factory-choice", "accept"},
                                        {"remediation-months", 9}})},
        {"open-critical-remediation-offered", offer({{"programme-decision", "remediation"}})},
        {"open-critical-offer-possible", offer(none)},
        {"open-critical", review(shown)},
        {"too-many-majors", review(many(7, "major", "wages"))},
        {"no-corrective-action-plan", review(found["findings"])},
        {"few-findings-with-plan", review(found["findings"], {{"cap-submitted", "yes"}})},
        {"nothing-open", review(json::array())},
        {"finding-closed",
         on("finding-closed", in_cycle("assessed", "2024-05-01"), {{"finding", "F1"}})},
        {"plan-without-audit", on("cap-submitted", certified({{"visited", "no"}}))},
        {"plan-without-audit-or-certificate", on("cap-submitted", none)},
        {"plan-submitted", on("cap-submitted", in_cycle("assessed", "2024-05-01"))},
        {"programme-decided",
         on("decision-recorded", none, {{"status", "terminated"}, {"reason", "r"}})},
        {"certificate-expired", on("certificate-expired", none)},
        {"cycle-lapsed", on("cycle-expired", none)},
        {"bar-ended", on("bar-ended", none)},
    };
}

}  // namespace

TEST_CASE("every rule has a case that it answers, and cites what it rests on") {
    const auto all = cases();
    for (const auto& rule : escp().rules()) {
        CAPTURE(rule.id);
        CHECK_FALSE(rule.cites.empty());
        const auto it = all.find(std::string(rule.id));
        REQUIRE(it != all.end());
        if (rule.refuses) {
            const auto e = error_of(it->second);
            CHECK(e.code == certrules::error_code::refused);
            CHECK_THAT(e.message, Catch::Contains("rule " + std::string(rule.id) + ")"));
        } else {
            const auto v = verdict_of(it->second);
            CHECK(v["rule"] == rule.id);
            CHECK_FALSE(v["cites"].empty());
        }
    }
    CHECK(all.size() == escp().rules().size());
}

TEST_CASE("each event the edition hears is answered in every state it can be put to") {
    // States and events crossed: a verdict or a refusal by a rule, never a gap.
    const json certificates[] = {nullptr, term("certified", "2024-01-01", "2024-12-31"),
                                 term("probation", "2023-01-01", "2023-12-31")};
    const json cycles[] = {nullptr,
                           {{"status", "applicant"}, {"since", "2024-05-01"}},
                           {{"status", "assessed"}, {"since", "2024-05-01"}},
                           {{"status", "progressing"}, {"since", "2024-05-01"}},
                           {{"status", "approved"}, {"since", "2024-05-01"}},
                           {{"status", "lapsed"}, {"since", "2024-05-01"}}};
    const json bars[] = {nullptr, term("terminated", "2024-05-01", "2024-10-31")};
    int answered = 0;
    int refused = 0;
    for (const auto& certificate : certificates)
        for (const auto& cycle : cycles)
            for (const auto& bar : bars)
                for (const auto& [rule, c] : cases()) {
                    auto crossed = c;
                    crossed["state"] = {
                        {"certificate", certificate}, {"cycle", cycle}, {"bar", bar}};
                    const auto v = certrules::decide_json(escp_book(), crossed.dump());
                    if (v) {
                        ++answered;
                        continue;
                    }
                    CAPTURE(crossed.dump());
                    CHECK(v.error().code == certrules::error_code::refused);
                    ++refused;
                }
    CHECK(answered > 0);
    CHECK(refused > 0);
}
