#include "unit/support.hpp"

using namespace certrules::test;

TEST_CASE("hidden zero tolerance and no will to remediate terminates [R2.1]", "[R2.1]") {
    const auto v =
        verdict_of(review(list({zero_tolerance("F1", "no")}), {{"willing-to-remediate", "no"}}));
    CHECK(v["status"] == "terminated");
    CHECK(v["public_status"] == "terminated");
    CHECK(v["rule"] == "zero-tolerance-without-transparency");
    CHECK(v["valid"] == days("2024-05-20", "2024-11-19"));
    CHECK(v["state"]["bar"] == term("terminated", "2024-05-20", "2024-11-19"));
    CHECK(v["state"]["cycle"].is_null());
    CHECK(v["state"]["held"] == json::array({"terminated"}));
    CHECK(mentions(v["cites"], "Zero tolerance"));
}

TEST_CASE("what is unknown about zero tolerance is held against the factory", "[R2.2]") {
    struct row {
        const char* transparent;
        const char* willing;
        const char* status;
    };
    const row rows[] = {
        {"no", "no", "terminated"},     {"no", "unknown", "terminated"},
        {"no", "yes", "assessed"},      {"unknown", "no", "terminated"},
        {"unknown", "yes", "assessed"}, {"unknown", "unknown", "terminated"},
        {"yes", "no", "assessed"},      {"yes", "unknown", "assessed"},
        {"yes", "yes", "assessed"},
    };
    for (const auto& r : rows) {
        CAPTURE(r.transparent, r.willing);
        const auto v = verdict_of(review(list({zero_tolerance("F1", r.transparent)}),
                                         {{"willing-to-remediate", r.willing}}));
        CHECK(v["status"] == r.status);
    }
    // Left out is unknown, of the finding and of the fact.
    auto silent = finding("F1", "zero-tolerance", "underage-labor");
    const auto v = verdict_of(review(list({silent})));
    CHECK(v["status"] == "terminated");
    CHECK(v["unknown"] == json::array({"willing-to-remediate"}));
}

TEST_CASE("zero tolerance shown openly, or a factory that remediates, is assessed while it is open",
          "[R2.3]") {
    SECTION("each of them was shown") {
        const auto v =
            verdict_of(review(list({zero_tolerance("F1", "yes"), zero_tolerance("F2", "yes")}),
                              {{"willing-to-remediate", "no"}}));
        CHECK(v["status"] == "assessed");
        CHECK(v["rule"] == "open-zero-tolerance");
    }
    SECTION("one of two was hidden: the willing factory is assessed, the other one is out") {
        const auto two = list({zero_tolerance("F1", "yes"), zero_tolerance("F2", "no")});
        CHECK(verdict_of(review(two, {{"willing-to-remediate", "yes"}}))["status"] == "assessed");
        CHECK(verdict_of(review(two, {{"willing-to-remediate", "no"}}))["status"] == "terminated");
    }
    SECTION("closed on the day of the review, it no longer counts; a day later it does") {
        auto f = zero_tolerance("F1", "no");
        f["closed_on"] = "2024-05-20";
        CHECK(verdict_of(review(list({f})))["status"] == "approved");
        f["closed_on"] = "2024-05-21";
        CHECK(verdict_of(review(list({f})))["status"] == "terminated");
    }
}

TEST_CASE("zero tolerance ends a running certificate, terminated or not", "[R2.4]") {
    const auto willing = verdict_of(
        renewal_review(list({zero_tolerance("F1", "no")}), {{"willing-to-remediate", "yes"}}));
    CHECK(willing["status"] == "assessed");
    CHECK(willing["public_status"] == "assessed");
    CHECK(willing["state"]["certificate"].is_null());
    CHECK(willing["state"]["held"] == json::array({"certified"}));
    CHECK(willing["valid"] == days("2024-05-02", "2025-03-01"));

    const auto not_willing = verdict_of(
        renewal_review(list({zero_tolerance("F1", "no")}), {{"willing-to-remediate", "no"}}));
    CHECK(not_willing["public_status"] == "terminated");
    CHECK(not_willing["state"]["certificate"].is_null());
    CHECK(not_willing["state"]["cycle"].is_null());
}

TEST_CASE("zero tolerance closes the way to Probation and Remediation", "[R8.2]") {
    const auto findings = list({inconsistency("F1", "yes"), zero_tolerance("F2", "yes")});
    const auto v = verdict_of(renewal_review(
        findings, {{"programme-decision", "probation"}, {"willing-to-remediate", "yes"}}));
    CHECK(v["status"] == "assessed");
    CHECK(v["rule"] == "open-zero-tolerance");
    CHECK(v["options"].empty());

    auto closed = findings;
    closed[1]["closed_on"] = "2024-05-19";
    CHECK(verdict_of(renewal_review(closed, {{"programme-decision", "probation"}}))["status"] ==
          "probation");
}

TEST_CASE("a zero tolerance at a visit is decided as at a review", "[R16.1]") {
    const auto out = verdict_of(
        visit(list({zero_tolerance("F1", "unknown")}), {{"willing-to-remediate", "unknown"}}));
    CHECK(out["status"] == "terminated");
    CHECK(out["rule"] == "check-hidden-zero-tolerance");
    CHECK(out["state"]["bar"] == term("terminated", "2023-09-04", "2024-03-03"));
    CHECK(out["state"]["certificate"].is_null());

    const auto shown = verdict_of(visit(list({zero_tolerance("F1", "yes")})));
    CHECK(shown["status"] == "assessed");
    CHECK(shown["rule"] == "check-zero-tolerance");
    CHECK(shown["state"]["certificate"].is_null());
    CHECK(shown["state"]["cycle"]["since"] == "2023-09-04");
    CHECK(shown["valid"] == days("2023-09-04", "2024-07-03"));

    CHECK(verdict_of(visit(list({zero_tolerance("F1", "no")}),
                           {{"willing-to-remediate", "yes"}}))["status"] == "assessed");

    // A cycle that is open already keeps its first day, and with it its ten months.
    auto beside = visit(list({zero_tolerance("F1", "yes")}));
    beside["state"]["cycle"] = {
        {"status", "progressing"}, {"since", "2023-08-20"}, {"started_on", "2023-08-01"}};
    const auto kept = verdict_of(beside);
    CHECK(kept["status"] == "assessed");
    CHECK(kept["valid"] == days("2023-09-04", "2024-05-31"));
}
