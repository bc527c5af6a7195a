#include "unit/support.hpp"

using namespace certrules::test;

TEST_CASE("what a visit finds short of zero tolerance leaves the status, and needs a plan",
          "[R15.1]") {
    for (const auto* severity : {"minor", "major", "critical"}) {
        CAPTURE(severity);
        const auto v = verdict_of(visit(many(20, severity, "wages")));
        CHECK(v["rule"] == "check-with-findings");
        CHECK(v["status"] == "certified");
        CHECK(v["valid"] == days("2023-06-01", "2024-05-31"));
        CHECK(mentions(v["obligations"], "corrective action plan"));
        CHECK(v["state"]["cycle"].is_null());
    }
    const auto clean = verdict_of(visit(json::array()));
    CHECK(clean["rule"] == "check-held");
    CHECK(clean["obligations"].empty());
    CHECK(clean["status"] == "certified");
    // A finding closed during the visit was seen all the same.
    auto closed = finding("F1", "minor");
    closed["closed_on"] = "2023-09-04";
    CHECK(verdict_of(visit(list({closed})))["rule"] == "check-with-findings");
}

TEST_CASE("in 2020 a hidden record inconsistency at a visit is a finding like any other",
          "[R15.3]") {
    for (const auto* transparent : {"no", "unknown", "yes"}) {
        const auto v = verdict_of(visit(list({inconsistency("F1", transparent)})));
        CHECK(v["status"] == "certified");
        CHECK(v["rule"] == "check-with-findings");
    }
}

TEST_CASE("a visit beside an open cycle leaves it alone", "[R30]") {
    auto c = visit(many(20, "critical", "wages"));
    c["state"]["cycle"] = {{"status", "approved"}, {"since", "2023-08-20"}};
    const auto v = verdict_of(c);
    CHECK(v["state"]["cycle"] == c["state"]["cycle"]);
    // The review that follows is put the cycle's own findings: none.
    json next{{"event", "audit-reviewed"}, {"on", "2023-09-05"}, {"findings", json::array()}};
    next["state"] = v["state"];
    CHECK(verdict_of(next)["status"] == "approved");
}

TEST_CASE("a declined visit leads to a progress audit", "[R35.3]") {
    const auto v = verdict_of(under_certificate("visit-declined"));
    CHECK(v["status"] == "certified");
    CHECK(mentions(v["obligations"], "progress audit"));
}

TEST_CASE("a factory that takes neither is terminated", "[R35.4]") {
    const auto v = verdict_of(under_certificate("audit-declined"));
    CHECK(v["status"] == "terminated");
    CHECK(v["rule"] == "check-declined");
    CHECK(v["state"]["bar"] == term("terminated", "2023-09-04", "2024-03-03"));
    CHECK(v["state"]["certificate"].is_null());
    CHECK(mentions(v["notices"], "minimum"));
    auto longer = under_certificate("audit-declined");
    longer["facts"] = {{"termination-months", 24}};
    CHECK(verdict_of(longer)["valid"] == days("2023-09-04", "2025-09-03"));
}

TEST_CASE("the visit's contact asks for the visit") {
    const auto v = verdict_of(under_certificate("visit-contacted"));
    CHECK(v["status"] == "certified");
    CHECK(mentions(v["obligations"], "four weeks"));
}

TEST_CASE("a check needs a certificate that runs on the day") {
    for (const auto* event :
         {"visit-held", "visit-contacted", "visit-declined", "audit-declined"}) {
        CAPTURE(event);
        auto c = under_certificate(event);
        if (std::string(event) == "visit-held")
            c["findings"] = json::array();
        c["on"] = "2024-05-31";
        CHECK_FALSE(verdict_of(c)["status"].is_null());
        c["on"] = "2024-06-01";
        CHECK(error_of(c).message.find("no certificate is running") != std::string::npos);
        c["on"] = "2023-05-31";  // the certificate has not begun
        CHECK(error_of(c).code == certrules::error_code::refused);
        c["state"] = in_cycle("approved", "2023-05-01");
        CHECK(error_of(c).code == certrules::error_code::refused);
    }
}

TEST_CASE("a plan answers an open cycle or a visit") {
    const auto plan = [](json state) {
        return json{{"event", "cap-submitted"}, {"on", "2023-09-10"}, {"state", std::move(state)}};
    };
    for (const auto* status : {"assessed", "progressing", "approved"})
        CHECK(verdict_of(plan(in_cycle(status, "2023-08-20")))["rule"] == "plan-submitted");
    for (const auto* status : {"applicant", "lapsed"})
        CHECK(error_of(plan(in_cycle(status, "2023-08-20"))).code ==
              certrules::error_code::refused);
    CHECK(error_of(plan(json::object())).message.find("no visit was held") != std::string::npos);

    // After a visit its verdict's state knows of it; a certificate without one is given the
    // benefit of the doubt, unless the state says that there was none.
    const auto visited = verdict_of(visit(list({finding("F1", "minor")})))["state"];
    CHECK(visited["visited"] == "yes");
    CHECK(verdict_of(plan(visited))["rule"] == "plan-submitted");
    auto unsaid = visited;
    unsaid.erase("visited");
    CHECK(verdict_of(plan(unsaid))["rule"] == "plan-submitted");
    auto none = visited;
    none["visited"] = "no";
    CHECK(error_of(plan(none)).code == certrules::error_code::refused);
}
