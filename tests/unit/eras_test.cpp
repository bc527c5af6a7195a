// The editions of 2018 and 2016, and the change from one to the next.

#include "certrules/book.hpp"
#include "unit/histories.hpp"
#include "unit/support.hpp"

using certrules::test::inconsistency;
using certrules::test::json;
using certrules::test::verdict_of;

namespace {

const certrules::book& all() {
    return certrules::tests::escp();
}

/// A visit on 20 July 2019 at a factory certified on 1 March 2019: its window is of 2018.
json visit_of_2018(const json& findings, const json& facts = json::object()) {
    return {
        {"event", "visit-held"},
        {"on", "2019-07-20"},
        {"state",
         {{"held", {"certified"}},
          {"certificate",
           {{"status", "certified"}, {"first_day", "2019-03-01"}, {"last_day", "2020-02-29"}}}}},
        {"findings", findings},
        {"facts", facts}};
}

json zero_tolerance(const char* transparent) {
    return {{"id", "F1"},
            {"section", "business-ethics"},
            {"severity", "zero-tolerance"},
            {"transparent", transparent}};
}

json review_of_2016(const json& hours) {
    return {{"event", "audit-reviewed"},
            {"on", "2017-05-02"},
            {"findings", json::array()},
            {"facts", {{"weekly-hours", hours}}}};
}

json progress_audit_of_2016(const json& findings, const json& facts) {
    return {{"event", "audit-held"},
            {"audit", "pa"},
            {"on", "2017-06-20"},
            {"state",
             {{"held", {"seal-b"}},
              {"certificate",
               {{"status", "seal-b"}, {"first_day", "2017-02-01"}, {"last_day", "2018-01-31"}}}}},
            {"findings", findings},
            {"facts", facts}};
}

}  // namespace

TEST_CASE("the edition of 2018 knows the statuses of 2020 but remediation", "[R1.2]") {
    const auto e = certrules::edition::builtin("ietp@2018-10-09");
    REQUIRE(e);
    CHECK(e->find_status("remediation") == certrules::status_id::none);
    for (const auto* name : {"certified", "probation", "progressing", "assessed", "terminated"})
        CHECK(e->find_status(name) != certrules::status_id::none);
}

TEST_CASE("in 2018 an inconsistency that a visit finds hidden ends the certificate", "[R15.2]") {
    for (const auto* transparent : {"no", "unknown"}) {
        const auto v =
            verdict_of(visit_of_2018(json::array({inconsistency("F1", transparent)})), all());
        CHECK(v["policy"]["edition"] == "2018-10-09");
        CHECK(v["status"] == "assessed");
        CHECK(v["public_status"] == "assessed");
        CHECK(v["state"]["certificate"].is_null());
    }
    const auto shown = verdict_of(visit_of_2018(json::array({inconsistency("F1", "yes")})), all());
    CHECK(shown["status"] == "certified");
    CHECK(shown["state"]["certificate"]["last_day"] == "2020-02-29");
}

TEST_CASE("in 2018 the programme decides what a visit's zero tolerance leads to",
          "[R16.2][R16.3]") {
    const auto ended = verdict_of(
        visit_of_2018(json::array({zero_tolerance("yes")}), {{"programme-decision", "terminate"}}),
        all());
    CHECK(ended["status"] == "terminated");
    CHECK(ended["valid"] == json({{"first_day", "2019-07-20"}, {"last_day", "2020-01-19"}}));
    const auto down = verdict_of(
        visit_of_2018(json::array({zero_tolerance("no")}), {{"programme-decision", "downgrade"}}),
        all());
    CHECK(down["status"] == "assessed");
    CHECK(down["state"]["certificate"].is_null());
}

TEST_CASE("in 2018 the visit itself lies two to four months after the certificate", "[R34.4]") {
    const auto s = certrules::tests::told(R"(
        {"event": "applied", "on": "2019-01-02"},
        {"event": "audit-held", "on": "2019-02-01", "audit": "ica", "findings": []},
        {"event": "audit-reviewed", "on": "2019-02-10"},
        {"event": "fee-paid", "on": "2019-03-01", "fee": "certification"})")
                       .on("2019-03-02");
    CHECK(certrules::tests::has(certrules::tests::lines(s.deadlines),
                                "progress-visit-held 2019-05-01 2019-07-01 open"));
}

TEST_CASE("in 2016 a progress audit lies two to six months after the seal", "[R34.5]") {
    const auto s = certrules::tests::told(R"(
        {"event": "applied", "on": "2017-01-02"},
        {"event": "audit-held", "on": "2017-02-01", "audit": "ica", "findings": [], "facts": {"weekly-hours": 60}},
        {"event": "audit-reviewed", "on": "2017-02-10"},
        {"event": "fee-paid", "on": "2017-03-01", "fee": "certification"})")
                       .on("2017-03-02");
    CHECK(s.public_status == "seal-a");
    CHECK(certrules::tests::has(certrules::tests::lines(s.deadlines),
                                "progress-audit-held 2017-05-01 2017-09-01 open"));
}

TEST_CASE("a window from 9 October 2018 on is for a visit, an earlier one for a progress audit",
          "[R34.6]") {
    // Seals of 8 and of 9 August 2018 open their windows on 8 and on 9 October.
    auto c = visit_of_2018(json::array());
    c["on"] = "2018-11-20";
    c["state"]["held"] = {"seal-a"};
    c["state"]["certificate"] = {
        {"status", "seal-a"}, {"first_day", "2018-08-09"}, {"last_day", "2019-08-08"}};
    CHECK(verdict_of(c, all())["policy"]["edition"] == "2018-10-09");
    c["state"]["certificate"] = {
        {"status", "seal-a"}, {"first_day", "2018-08-08"}, {"last_day", "2019-08-07"}};
    const auto refused = certrules::test::error_of(c, all());
    CHECK(refused.code == certrules::error_code::refused);
    c["event"] = "audit-held";
    c["audit"] = "pa";
    CHECK(verdict_of(c, all())["policy"]["edition"] == "2016-04-01");
}

TEST_CASE("every audit is unannounced", "[R35.1]") {
    for (const auto& e : all().editions())
        for (const auto& a : e.audits())
            CHECK_FALSE(a.announced);
}

TEST_CASE("the class of a seal follows from the weekly hours", "[R37.1][R37.5]") {
    const std::pair<json, const char*> classes[] = {
        {66, nullptr}, {66.01, "seal-b"}, {72, "seal-b"}, {72.01, "seal-c"}, {90, "seal-c"}};
    for (const auto& [hours, award] : classes) {
        CAPTURE(hours);
        const auto v = verdict_of(review_of_2016(hours), all());
        CHECK(v["status"] == "approved");
        const auto& cycle = v["state"]["cycle"];
        // Class A is the edition's first certificate, which an award that is not named means.
        CHECK((cycle.contains("award") ? cycle["award"].get<std::string>() : "seal-a") ==
              (award != nullptr ? award : "seal-a"));
        CHECK(v["public_status"] == "approved");  // the seal is issued with the fee
    }
}

TEST_CASE("a seal of any class is valid for 12 months", "[R37.2]") {
    for (const auto* seal : {"seal-a", "seal-b", "seal-c"}) {
        const auto v = verdict_of(
            {{"event", "fee-paid"},
             {"on", "2017-05-10"},
             {"fee", "certification"},
             {"state",
              {{"cycle", {{"status", "approved"}, {"since", "2017-05-02"}, {"award", seal}}}}}},
            all());
        CHECK(v["status"] == seal);
        CHECK(v["valid"] == json({{"first_day", "2017-05-10"}, {"last_day", "2018-05-09"}}));
    }
}

TEST_CASE(
    "a progress audit of 2016 keeps, raises or lowers the class, or leads to probation or termination",
    "[R37.3]") {
    const auto after = [](const json& findings, const json& facts) {
        return verdict_of(progress_audit_of_2016(findings, facts), all());
    };
    CHECK(after(json::array(), {{"weekly-hours", 70}})["status"] == "seal-b");
    const auto raised = after(json::array(), {{"weekly-hours", 60}});
    CHECK(raised["status"] == "seal-a");
    CHECK(raised["valid"] == json({{"first_day", "2017-02-01"}, {"last_day", "2018-01-31"}}));
    CHECK(after(json::array(), {{"weekly-hours", 73}})["status"] == "seal-c");
    CHECK(after(json::array({inconsistency("F1", "yes")}),
                {{"programme-decision", "probation"}})["status"] == "probation");
    CHECK(after(json::array({zero_tolerance("yes")}), json::object())["status"] == "terminated");
}

TEST_CASE("in 2016 a zero tolerance terminates, shown with transparency or not", "[R37.4]") {
    for (const auto* transparent : {"yes", "no", "unknown"}) {
        auto c = review_of_2016(60);
        c["findings"] = json::array({zero_tolerance(transparent)});
        c["facts"]["willing-to-remediate"] = "yes";
        const auto v = verdict_of(c, all());
        CHECK(v["status"] == "terminated");
        CHECK(v["valid"] == json({{"first_day", "2017-05-02"}, {"last_day", "2017-11-01"}}));
    }
}

TEST_CASE("the edition of 2016 says that it is reconstructed", "[R37.6]") {
    const auto& first = all().editions().front();
    CHECK(first.id() == "2016-04-01");
    CHECK(first.reconstructed());
    CHECK_FALSE(all().latest().reconstructed());
}
