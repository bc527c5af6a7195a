#include "unit/support.hpp"

using namespace certrules::test;

namespace {

/// The status after a review of so many majors in a section of so many checkpoints, plan in.
std::string with_majors(int majors, int checkpoints, const char* section = "safety") {
    auto c = review(many(majors, "major", section), {{"cap-submitted", "yes"}});
    c["sections"] = {{section, {{"applicable", checkpoints}}}};
    return verdict_of(c)["status"];
}

}  // namespace

TEST_CASE("a section is over the limit beyond 30 %, and not at 30 %", "[R3.1]") {
    struct row {
        int checkpoints;
        int most;  // the largest number of majors that is not over 30 %
    };
    // 30 % of the checkpoints, rounded down, by hand.
    const row rows[] = {{1, 0},  {3, 0},  {4, 1},   {7, 2},    {10, 3},   {20, 6},   {21, 6},
                        {23, 6}, {24, 7}, {40, 12}, {100, 30}, {101, 30}, {103, 30}, {104, 31}};
    for (const auto& r : rows) {
        CAPTURE(r.checkpoints, r.most);
        if (r.most > 0)
            CHECK(with_majors(r.most, r.checkpoints) == "progressing");
        CHECK(with_majors(r.most + 1, r.checkpoints) == "assessed");
    }
}

TEST_CASE("the share is compared in whole numbers", "[R3.2]") {
    // 30.0000...% plus or less one: a rounded quotient would call each of these 30 %.
    CHECK(with_majors(3, 10) == "progressing");
    CHECK(with_majors(300, 1000) == "progressing");
    CHECK(with_majors(300, 999) == "assessed");   // 30.03 %
    CHECK(with_majors(301, 1003) == "assessed");  // 30.0099...: 30100 against 30090
    CHECK(with_majors(300, 1001) == "progressing");
    CHECK(with_majors(300, 1'000'000) == "progressing");
}

TEST_CASE("a section without applicable checkpoints is never over the limit", "[R3.3]") {
    CHECK(with_majors(1, 0) == "progressing");
    CHECK(with_majors(50, 0) == "progressing");
    CHECK(with_majors(1, 1) == "assessed");
}

TEST_CASE("one section over the limit is enough, plan or no plan", "[R3.4]") {
    // 7 of 20 in wages; the others stay at 30 %, which is 6 of 20 and 12 of 40.
    auto findings = joined(many(7, "major", "wages"), many(6, "major", "discrimination"));
    findings = joined(findings, many(12, "major", "safety"));
    for (const auto* plan : {"yes", "no", "unknown"}) {
        CAPTURE(plan);
        const auto v = verdict_of(review(findings, {{"cap-submitted", plan}}));
        CHECK(v["status"] == "assessed");
        CHECK(v["rule"] == "too-many-majors");
        REQUIRE(v["because"].size() == 1);
        CHECK(v["because"][0]["value"] == 1);
        CHECK(v["because"][0]["detail"] == json::array({"wages 7 of 20, over 30%"}));
    }
    findings.erase(0);  // 6 of 20
    CHECK(verdict_of(review(findings, {{"cap-submitted", "yes"}}))["status"] == "progressing");
}

TEST_CASE("only open majors of the same section add up", "[R3.1]") {
    auto findings = many(7, "major", "wages");
    findings[3]["closed_on"] = "2024-05-20";
    CHECK(verdict_of(review(findings, {{"cap-submitted", "yes"}}))["status"] == "progressing");
    findings[3]["closed_on"] = "2024-05-21";
    CHECK(verdict_of(review(findings, {{"cap-submitted", "yes"}}))["status"] == "assessed");
    findings[3] = finding("M", "minor", "wages");
    CHECK(verdict_of(review(findings, {{"cap-submitted", "yes"}}))["status"] == "progressing");
    findings[3] = finding("M", "major", "working-hours");
    CHECK(verdict_of(review(findings, {{"cap-submitted", "yes"}}))["status"] == "progressing");
}

TEST_CASE("the audit's count of checkpoints comes before the edition's", "[R4.1]") {
    auto c = review(many(6, "major", "wages"), {{"cap-submitted", "yes"}});
    CHECK(verdict_of(c)["status"] == "progressing");  // 6 of the edition's 20
    c["sections"] = {{"wages", {{"applicable", 19}}}};
    CHECK(verdict_of(c)["status"] == "assessed");
    c["sections"] = {{"safety", {{"applicable", 19}}}};  // of another section
    CHECK(verdict_of(c)["status"] == "progressing");
    c["findings"].push_back(finding("M", "major", "wages"));
    CHECK(verdict_of(c)["status"] == "assessed");
    c["sections"] = {{"wages", {{"applicable", 24}}}};
    CHECK(verdict_of(c)["status"] == "progressing");
    // Safety has more checkpoints than the rest: 12 of 40.
    CHECK(verdict_of(review(many(12, "major", "safety"), {{"cap-submitted", "yes"}}))["status"] ==
          "progressing");
    CHECK(verdict_of(review(many(13, "major", "safety"), {{"cap-submitted", "yes"}}))["status"] ==
          "assessed");
}

TEST_CASE("every count of checkpoints in the shipped edition is a placeholder", "[R4.2]") {
    CHECK(escp().sections().size() == 12);
    for (const auto& section : escp().sections()) {
        CAPTURE(section.id);
        CHECK(section.placeholder);
        CHECK(section.applicable > 0);
    }
}

TEST_CASE("majors have no limit of their own", "[R5]") {
    auto findings = json::array();
    for (const auto& section : escp().sections())
        findings = joined(findings, many(section.id == "safety" ? 12 : 6, "major", section.id));
    CHECK(findings.size() == 78);
    const auto v = verdict_of(review(findings, {{"cap-submitted", "yes"}}));
    CHECK(v["status"] == "progressing");
    CHECK(v["rule"] == "few-findings-with-plan");
}

TEST_CASE("open findings without a plan are assessed", "[R6.1]") {
    for (const auto* severity : {"minor", "major"})
        for (const auto* plan : {"no", "unknown"}) {
            CAPTURE(severity, plan);
            const auto v =
                verdict_of(review(list({finding("F1", severity)}), {{"cap-submitted", plan}}));
            CHECK(v["status"] == "assessed");
            CHECK(v["rule"] == "no-corrective-action-plan");
            CHECK(mentions(v["obligations"], "corrective action plan"));
            CHECK((v["unknown"] == json::array({"cap-submitted"})) ==
                  (std::string(plan) == "unknown"));
        }
}

TEST_CASE("the same findings with a plan are progressing, for six months", "[R6.2][R32.5]") {
    for (const auto* severity : {"minor", "major"}) {
        CAPTURE(severity);
        const auto v =
            verdict_of(review(list({finding("F1", severity)}), {{"cap-submitted", "yes"}}));
        CHECK(v["status"] == "progressing");
        CHECK(v["rule"] == "few-findings-with-plan");
        CHECK(v["valid"] == days("2024-05-20", "2024-11-19"));
        CHECK(v["unknown"].empty());
    }
}
