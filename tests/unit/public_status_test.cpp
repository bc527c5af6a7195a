#include "certrules/decide.hpp"
#include "unit/support.hpp"

using namespace certrules::test;

namespace {

/// What a factory shows on a day: an audit fee changes no status.
json asked(const std::string& day, const json& state) {
    return verdict_of({{"event", "fee-paid"}, {"on", day}, {"fee", "audit"}, {"state", state}});
}

}  // namespace

TEST_CASE("a running certificate lives on beside a renewal of any result", "[R13.1]") {
    const auto poor = verdict_of(renewal_review(list({finding("F1", "critical")})));
    CHECK(poor["status"] == "assessed");
    CHECK(poor["public_status"] == "certified");
    CHECK(poor["state"]["certificate"] == term("certified", "2023-06-01", "2024-05-31"));
    CHECK(poor["state"]["cycle"]["status"] == "assessed");
    const auto good = verdict_of(renewal_review(json::array()));
    CHECK(good["status"] == "approved");
    CHECK(good["public_status"] == "certified");
    // On its last day it still shows; on the day after, the cycle does.
    auto c = renewal_review(list({finding("F1", "critical")}));
    c["on"] = "2024-05-31";
    CHECK(verdict_of(c)["public_status"] == "certified");
    c["on"] = "2024-06-01";
    const auto after = verdict_of(c);
    CHECK(after["public_status"] == "assessed");
    CHECK(after["state"]["certificate"].is_null());
    CHECK(after["state"]["held"] == json::array({"certified"}));
}

TEST_CASE("what a factory shows, in order: the bar, the certificate, the cycle", "[R13.3]") {
    json all = in_cycle("progressing", "2024-01-10");
    all["certificate"] = term("probation", "2024-01-01", "2024-06-30");
    all["bar"] = term("terminated", "2024-02-01", "2024-07-31");
    CHECK(asked("2024-03-01", all)["public_status"] == "terminated");
    all["bar"] = nullptr;
    CHECK(asked("2024-03-01", all)["public_status"] == "probation");
    all["certificate"] = nullptr;
    CHECK(asked("2024-03-01", all)["public_status"] == "progressing");
    all["cycle"] = nullptr;
    CHECK(asked("2024-03-01", all)["public_status"].is_null());
    CHECK(asked("2024-03-01", all)["status"].is_null());
    CHECK(asked("2024-03-01", all)["valid"].is_null());
}

TEST_CASE("where an event changes nothing, the status is what shows, with its days", "[R18.2]") {
    json both = in_cycle("progressing", "2024-01-10");
    both["certificate"] = term("probation", "2024-01-01", "2024-06-30");
    const auto shown = asked("2024-03-01", both);
    CHECK(shown["status"] == "probation");
    CHECK(shown["valid"] == days("2024-01-01", "2024-06-30"));
    const auto later = asked("2024-07-01", both);
    CHECK(later["status"] == "progressing");
    CHECK(later["valid"] == days("2024-01-10", "2024-07-09"));

    // A finding closed, or a plan handed in, is such an event.
    json closing{{"event", "finding-closed"}, {"on", "2024-03-01"}, {"finding", "F1"}};
    closing["state"] = in_cycle("assessed", "2024-02-20");
    const auto closed = verdict_of(closing);
    CHECK(closed["rule"] == "finding-closed");
    CHECK(closed["status"] == "assessed");
    CHECK(closed["valid"] == days("2024-02-20", "2024-12-19"));
    json plan{{"event", "cap-submitted"}, {"on", "2024-03-01"}};
    plan["state"] = in_cycle("assessed", "2024-02-20");
    const auto submitted = verdict_of(plan);
    CHECK(submitted["rule"] == "plan-submitted");
    CHECK(submitted["status"] == "assessed");
    CHECK(submitted["state"]["cycle"] == plan["state"]["cycle"]);
}

TEST_CASE("three statuses are certificates, and no other is one", "[R32.1][R32.2]") {
    std::vector<std::string> certificates;
    for (const auto& status : escp().statuses())
        if (status.track == certrules::track::certificate)
            certificates.emplace_back(status.id);
    // The seals of 2016 can still run; this edition gives none of them.
    CHECK(certificates == std::vector<std::string>{"certified", "remediation", "probation",
                                                   "seal-a", "seal-b", "seal-c"});
    for (const auto* seal : {"seal-a", "seal-b", "seal-c"}) {
        auto c = under_certificate("decision-recorded");
        c["status"] = seal;
        c["reason"] = "an old seal";
        CHECK(error_of(c).place == "status");
    }
    for (const auto* work : {"progressing", "assessed", "approved", "applicant", "lapsed"}) {
        json c{{"event", "visit-held"}, {"on", "2024-03-01"}, {"findings", json::array()}};
        c["state"]["certificate"] = term(work, "2024-01-01", "2024-12-31");
        const auto e = error_of(c);
        CHECK(e.place == "state.certificate.status");
        CHECK(e.message.find("certified, remediation, probation") != std::string::npos);
    }
}

TEST_CASE("six results, five of them older than Remediation", "[R1.1]") {
    // What an audit's review or the fee after it can give, with applicant and its like aside.
    for (const auto* result :
         {"certified", "remediation", "probation", "progressing", "assessed", "terminated"})
        CHECK(escp().find_status(result) != certrules::status_id::none);
    CHECK(escp().statuses().size() == 6 + 4 + 3);  // applicant, approved, expired, lapsed; seals
}

TEST_CASE("after its last day a certificate is expired", "[R32.9]") {
    json state;
    state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    CHECK(asked("2024-05-31", state)["public_status"] == "certified");
    const auto over = asked("2024-06-01", state);
    CHECK(over["public_status"] == "expired");
    CHECK(over["valid"].is_null());
    CHECK(over["state"]["certificate"].is_null());
    CHECK(over["state"]["after"] == "expired");
    CHECK(asked("2030-01-01", {{"held", {"probation"}}})["public_status"] == "expired");
    CHECK(asked("2030-01-01", {{"held", {"terminated"}}})["public_status"].is_null());
}

TEST_CASE("a bar runs out and leaves terminated until a new application", "[R21.1][R21.2]") {
    json state;
    state["bar"] = term("terminated", "2023-11-20", "2024-05-19");
    const auto applied = [&](const char* day) {
        return json{{"event", "applied"}, {"on", day}, {"state", state}};
    };
    const auto early = error_of(applied("2024-05-19"));
    CHECK(early.code == certrules::error_code::refused);
    CHECK(early.message.find("the factory is barred") != std::string::npos);
    CHECK(early.message.find("rule applied-while-barred") != std::string::npos);

    const auto over = asked("2024-05-20", state);
    CHECK(over["public_status"] == "terminated");
    CHECK(over["valid"].is_null());
    CHECK(over["state"]["bar"].is_null());
    CHECK(over["state"]["after"] == "terminated");

    const auto back = verdict_of(applied("2024-05-20"));
    CHECK(back["status"] == "applicant");
    CHECK(back["public_status"] == "applicant");
    CHECK_FALSE(back["state"].contains("after"));
    // With the bar over, an audit that finds nothing shows no bar either.
    CHECK(error_of([&] {
              auto c = audit_held("ica", state);
              c["on"] = "2024-05-19";
              return c;
          }())
              .message.find("rule audit-while-barred") != std::string::npos);
    CHECK(verdict_of(audit_held("ica", state))["public_status"] == "assessed");
}

TEST_CASE("what ran out ends oldest first") {
    // The cycle lapsed in March, the certificate in May: what shows is the lapsed cycle.
    json state = in_cycle("progressing", "2023-09-10");
    state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    const auto v = asked("2024-06-10", state);
    CHECK(v["public_status"] == "lapsed");
    CHECK(v["state"]["cycle"] == json({{"status", "lapsed"}, {"since", "2024-03-10"}}));
    CHECK(v["state"]["after"] == "expired");
    CHECK(asked("2024-05-31", state)["public_status"] == "certified");
}

TEST_CASE("an application pends without an end", "[R32.8]") {
    const auto v = verdict_of({{"event", "applied"}, {"on", "2024-01-10"}});
    CHECK(v["status"] == "applicant");
    CHECK(v["valid"].is_null());
    CHECK(asked("2034-01-10", in_cycle("applicant", "2024-01-10"))["public_status"] == "applicant");
    const auto held = verdict_of(audit_held("ica", in_cycle("applicant", "2024-01-10")));
    CHECK(held["public_status"] == "assessed");
}

TEST_CASE("settle and public_status answer for any day") {
    using namespace certrules;
    state s;
    s.certificate = certrules::term{escp().find_status("certified"), *parse_date("2023-06-01"),
                                    *parse_date("2024-05-31")};
    CHECK(public_status(escp(), s, *parse_date("2023-05-31")) == escp().find_status("expired"));
    CHECK(public_status(escp(), s, *parse_date("2023-06-01")) == escp().find_status("certified"));
    CHECK(settle(escp(), s, *parse_date("2024-05-31")) == s);
    const auto after = settle(escp(), s, *parse_date("2024-06-01"));
    CHECK_FALSE(after.certificate);
    CHECK(after.after == escp().find_status("expired"));
    CHECK(settle(escp(), after, *parse_date("2999-01-01")) == after);

    // An approved cycle ends with its limit; an application has no end.
    certrules::cycle c{escp().find_status("approved"), *parse_date("2024-05-20"),
                       *parse_date("2024-05-02"), status_id::none};
    CHECK(cycle_last_day(escp(), c) == parse_date("2025-03-01"));
    c.status = escp().find_status("applicant");
    CHECK_FALSE(cycle_last_day(escp(), c));
}

TEST_CASE("the end of a bar that the host tells of is an end, not a new bar", "[R21.2]") {
    const auto v = verdict_of({{"event", "bar-ended"},
                               {"on", "2024-08-01"},
                               {"state",
                                {{"held", {"terminated"}},
                                 {"bar",
                                  {{"status", "terminated"},
                                   {"first_day", "2024-02-01"},
                                   {"last_day", "2024-07-31"}}}}}});
    CHECK(v["status"] == "terminated");
    CHECK(v["public_status"] == "terminated");
    CHECK(v["valid"].is_null());
    CHECK(v["state"]["bar"].is_null());
}
