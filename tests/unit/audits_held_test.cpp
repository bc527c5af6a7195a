#include "unit/support.hpp"

using namespace certrules::test;

TEST_CASE("an initial audit makes the cycle assessed on its day, whatever it found", "[R7.1]") {
    for (const auto* audit : {"ica", "iaa"})
        for (const auto* severity : {"", "minor", "critical"}) {
            CAPTURE(audit, severity);
            auto c = audit_held(audit, in_cycle("applicant", "2024-01-10"));
            if (*severity != '\0')
                c["findings"].push_back(finding("F1", severity));
            const auto v = verdict_of(c);
            CHECK(v["status"] == "assessed");
            CHECK(v["rule"] == "initial-audit-held");
            CHECK(v["valid"] == days("2024-05-20", "2025-03-19"));
        }
    // It starts a new cycle also while another one is open.
    const auto again = verdict_of(audit_held("iaa", in_cycle("assessed", "2024-05-02")));
    CHECK(again["state"]["cycle"] == json({{"status", "assessed"}, {"since", "2024-05-20"}}));
    CHECK(again["valid"] == days("2024-05-20", "2025-03-19"));
}

TEST_CASE("holding an audit neither bars nor ends a certificate", "[R7.2]") {
    json state;
    state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    auto c = audit_held("iaa", state);
    c["findings"] = list({zero_tolerance("F1", "no")});
    c["facts"] = {{"willing-to-remediate", "no"}};
    const auto v = verdict_of(c);
    CHECK(v["status"] == "assessed");
    CHECK(v["public_status"] == "certified");
    CHECK(v["state"]["certificate"] == state["certificate"]);
    CHECK(v["state"]["bar"].is_null());
    // The review of the same findings does.
    auto reviewed = renewal_review(c["findings"], c["facts"]);
    CHECK(verdict_of(reviewed)["public_status"] == "terminated");
}

TEST_CASE("other audits join the cycle that is open", "[R28.1]") {
    for (const auto* audit : {"fu", "sa", "qc", "ta"})
        for (const auto* status : {"assessed", "progressing", "approved"}) {
            CAPTURE(audit, status);
            const auto state = in_cycle(status, "2024-05-02");
            auto c = audit_held(audit, state);
            c["findings"] = list({zero_tolerance("F1", "no")});
            const auto v = verdict_of(c);
            CHECK(v["rule"] == "audit-joins-cycle");
            CHECK(v["status"] == status);
            CHECK(v["state"]["cycle"] == state["cycle"]);
        }
}

TEST_CASE("outside a cycle such an audit opens one; a follow-up cannot", "[R28.2]") {
    for (const auto* before : {"", "applicant", "lapsed"}) {
        CAPTURE(before);
        const auto state = *before == '\0' ? json::object() : in_cycle(before, "2024-01-10");
        for (const auto* audit : {"sa", "qc", "ta"}) {
            CAPTURE(audit);
            const auto v = verdict_of(audit_held(audit, state));
            CHECK(v["rule"] == "audit-opens-cycle");
            CHECK(v["status"] == "assessed");
            CHECK(v["state"]["cycle"] == json({{"status", "assessed"}, {"since", "2024-05-20"}}));
        }
        const auto e = error_of(audit_held("fu", state));
        CHECK(e.code == certrules::error_code::refused);
        CHECK(e.message.find("no audit cycle is open") != std::string::npos);
    }
}

TEST_CASE("surveillance, quality control and transparency audits leave a certificate alone",
          "[R28.3]") {
    json state;
    state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    for (const auto* audit : {"sa", "qc", "ta"}) {
        CAPTURE(audit);
        auto c = audit_held(audit, state);
        c["findings"] = list({finding("F1", "critical")});
        const auto v = verdict_of(c);
        CHECK(v["state"]["certificate"] == state["certificate"]);
        CHECK(v["public_status"] == "certified");
        CHECK(v["status"] == "assessed");
    }
}

TEST_CASE("a barred factory takes no audit") {
    json state;
    state["bar"] = term("terminated", "2024-01-01", "2024-06-30");
    for (const auto& audit : escp().audits()) {
        CAPTURE(audit.id);
        const auto e = error_of(audit_held(audit.id, state));
        CHECK(e.code == certrules::error_code::refused);
        CHECK(e.message.find("bar terminated 2024-01-01 to 2024-06-30") != std::string::npos);
    }
}

TEST_CASE("a progress audit is a check: under a certificate as a visit, else without effect") {
    json state;
    state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    auto c = audit_held("pa", state);
    CHECK(verdict_of(c)["rule"] == "check-held");
    c["findings"] = list({finding("F1", "critical")});
    CHECK(verdict_of(c)["rule"] == "check-with-findings");
    CHECK(verdict_of(c)["state"]["cycle"].is_null());
    c["findings"] = list({zero_tolerance("F1", "no")});
    CHECK(verdict_of(c)["status"] == "terminated");
    c["facts"] = {{"willing-to-remediate", "yes"}};
    CHECK(verdict_of(c)["status"] == "assessed");

    auto without = audit_held("pa", in_cycle("assessed", "2024-05-02"));
    without["findings"] = list({zero_tolerance("F1", "no")});
    const auto v = verdict_of(without);
    CHECK(v["rule"] == "progress-audit-without-certificate");
    CHECK(v["status"] == "assessed");
    CHECK(v["state"]["cycle"] == without["state"]["cycle"]);
}

TEST_CASE("later reviews ask the same rules about what is open then", "[R18.1]") {
    auto findings = list({finding("F1", "critical"), finding("F2", "minor")});
    auto c = review(findings, {{"cap-submitted", "yes"}});
    CHECK(verdict_of(c)["status"] == "assessed");
    c["findings"][0]["closed_on"] = "2024-05-19";
    const auto progressing = verdict_of(c);
    CHECK(progressing["status"] == "progressing");
    // From progressing, and from assessed, once all is closed.
    c["findings"][1]["closed_on"] = "2024-05-20";
    CHECK(verdict_of(c)["status"] == "approved");
    c["state"] = progressing["state"];
    c["on"] = "2024-06-20";
    CHECK(verdict_of(c)["status"] == "approved");
    // And back: a critical found by a follow-up makes progressing assessed again.
    c["findings"].push_back(finding("F3", "critical"));
    CHECK(verdict_of(c)["status"] == "assessed");
}

TEST_CASE("a review needs an audit held in the cycle") {
    for (const auto* status : {"applicant", "lapsed"}) {
        auto c = review(json::array());
        c["state"] = in_cycle(status, "2024-05-02");
        CHECK(error_of(c).message.find("no audit was held in the cycle") != std::string::npos);
    }
    auto c = review(json::array());
    c["state"] = json::object();
    CHECK(error_of(c).code == certrules::error_code::refused);
    // Without a state, a review is of a factory whose first audit was held that day.
    c.erase("state");
    CHECK(verdict_of(c)["status"] == "approved");
}
