#include "unit/support.hpp"

using namespace certrules::test;

namespace {

json shown() {
    return list({inconsistency("F1", "yes")});
}

}  // namespace

TEST_CASE("an open critical is assessed", "[R32.7]") {
    const auto v =
        verdict_of(review(list({finding("F1", "critical")}), {{"cap-submitted", "yes"}}));
    CHECK(v["status"] == "assessed");
    CHECK(v["rule"] == "open-critical");
    CHECK(v["because"] ==
          json::parse(R"([{"measure": "open-critical", "value": 1, "test": ">= 1"}])"));
    CHECK(mentions(v["cites"], "Critical"));
    auto closed = finding("F1", "critical");
    closed["closed_on"] = "2024-05-20";
    CHECK(verdict_of(review(list({closed})))["status"] == "approved");
}

TEST_CASE("Probation needs every open critical to be a record inconsistency that was shown",
          "[R8.1]") {
    const auto decided = [](const json& findings) {
        return verdict_of(renewal_review(findings, {{"programme-decision", "probation"}}));
    };
    CHECK(decided(shown())["status"] == "probation");
    CHECK(decided(list({inconsistency("F1", "yes"), inconsistency("F2", "yes")}))["status"] ==
          "probation");
    CHECK(decided(list({inconsistency("F1", "no")}))["status"] == "assessed");
    CHECK(decided(list({inconsistency("F1", "unknown")}))["status"] == "assessed");
    CHECK(decided(list({inconsistency("F1", "yes"), inconsistency("F2", "no")}))["status"] ==
          "assessed");
    CHECK(decided(list({inconsistency("F1", "yes"), finding("F2", "critical")}))["status"] ==
          "assessed");
    // Another kind of critical, shown or not, is none.
    auto deficiency = finding("F1", "critical");
    deficiency["tags"] = json::array({"wage-deficiency"});
    deficiency["transparent"] = "yes";
    CHECK(decided(list({deficiency}))["status"] == "assessed");
    // Both tags: it is a record inconsistency too.
    deficiency["tags"].push_back("record-inconsistency");
    CHECK(decided(list({deficiency}))["status"] == "probation");
    // Without an open critical there is nothing to be on probation for.
    CHECK(decided(list({inconsistency("F1", "yes", "major")}))["status"] == "assessed");
    auto closed = inconsistency("F1", "yes");
    closed["closed_on"] = "2024-05-01";
    CHECK(decided(list({closed}))["status"] == "approved");
    // A closed critical of another kind does not stand in the way; lesser findings neither.
    auto other = finding("F2", "critical");
    other["closed_on"] = "2024-05-20";
    CHECK(decided(list({inconsistency("F1", "yes"), other}))["status"] == "probation");
    CHECK(decided(joined(shown(), many(20, "major", "wages")))["status"] == "probation");
}

TEST_CASE("only a factory that was certified can have Probation", "[R9]") {
    const auto held = [](const json& statuses) {
        auto c = review(shown(), {{"programme-decision", "probation"}});
        c["state"]["held"] = statuses;
        return verdict_of(c)["status"];
    };
    CHECK(held(json::array()) == "assessed");
    CHECK(held(json::array({"certified"})) == "probation");
    CHECK(held(json::array({"probation"})) == "assessed");
    CHECK(held(json::array({"remediation"})) == "assessed");
    CHECK(held(json::array({"probation", "remediation", "terminated"})) == "assessed");
    CHECK(held(json::array({"probation", "certified"})) == "probation");
    // The seals of the earlier scheme are certificates by another name.
    CHECK(held(json::array({"seal-b"})) == "probation");
    // A certificate that runs, or ran out yesterday, was held without being listed.
    CHECK(verdict_of(renewal_review(shown(), {{"programme-decision", "probation"}}))["status"] ==
          "probation");
    auto yesterday = renewal_review(shown(), {{"programme-decision", "probation"}});
    yesterday["state"]["certificate"]["last_day"] = "2024-05-19";
    CHECK(verdict_of(yesterday)["status"] == "probation");
}

TEST_CASE("undecided, the factory is assessed and told that an offer is possible", "[R10.1]") {
    for (const auto* decision : {"none", "unknown"}) {
        CAPTURE(decision);
        const auto v = verdict_of(renewal_review(shown(), {{"programme-decision", decision}}));
        CHECK(v["status"] == "assessed");
        CHECK(v["rule"] == "open-critical-offer-possible");
        CHECK(v["public_status"] == "certified");
        CHECK(mentions(v["options"], "Probation or Remediation"));
    }
    // Where no offer is open, none is told.
    CHECK(verdict_of(review(shown()))["options"].empty());
    CHECK(verdict_of(renewal_review(list({inconsistency("F1", "no")})))["options"].empty());
}

TEST_CASE("offered Remediation, a factory can take Probation", "[R10.2]") {
    const auto v = verdict_of(renewal_review(
        shown(), {{"programme-decision", "remediation"}, {"factory-choice", "probation"}}));
    CHECK(v["status"] == "probation");
    CHECK(v["rule"] == "probation-chosen");
    CHECK(v["valid"] == days("2024-05-20", "2025-05-19"));
}

TEST_CASE("offered Probation, a factory cannot make it Remediation", "[R10.3]") {
    for (const auto* choice : {"accept", "probation", "decline", "unknown"}) {
        CAPTURE(choice);
        const auto v = verdict_of(renewal_review(shown(), {{"programme-decision", "probation"},
                                                           {"factory-choice", choice},
                                                           {"remediation-months", 12}}));
        CHECK(v["status"] == "probation");
        CHECK(v["rule"] == "probation-decided");
    }
}

TEST_CASE("Remediation that is declined or not answered leaves the factory assessed", "[R10.4]") {
    for (const auto* choice : {"decline", "unknown"}) {
        CAPTURE(choice);
        const auto v = verdict_of(renewal_review(shown(), {{"programme-decision", "remediation"},
                                                           {"factory-choice", choice},
                                                           {"remediation-months", 9}}));
        CHECK(v["status"] == "assessed");
        CHECK(v["rule"] == "open-critical-remediation-offered");
        CHECK(mentions(v["options"], "take Probation instead"));
        CHECK((v["unknown"] == json::array({"factory-choice"})) ==
              (std::string(choice) == "unknown"));
    }
}

TEST_CASE("Remediation lasts the months of its decision", "[R11.1]") {
    const auto accepted = [](int months) {
        return verdict_of(renewal_review(shown(), {{"programme-decision", "remediation"},
                                                   {"factory-choice", "accept"},
                                                   {"remediation-months", months}}));
    };
    const auto nine = accepted(9);
    CHECK(nine["status"] == "remediation");
    CHECK(nine["rule"] == "remediation-accepted");
    CHECK(nine["valid"] == days("2024-05-20", "2025-02-19"));
    CHECK(nine["state"]["certificate"] == term("remediation", "2024-05-20", "2025-02-19"));
    CHECK(accepted(12)["valid"] == days("2024-05-20", "2025-05-19"));
}

TEST_CASE("accepted Remediation without its months is an error that asks for them", "[R11.2]") {
    const auto c = renewal_review(
        shown(), {{"programme-decision", "remediation"}, {"factory-choice", "accept"}});
    const auto e = error_of(c);
    CHECK(e.code == certrules::error_code::missing);
    CHECK(e.place == "facts.remediation-months");
    CHECK(e.message.find("9 or 12") != std::string::npos);
    auto unknown = c;
    unknown["facts"]["remediation-months"] = "unknown";
    CHECK(error_of(unknown).place == "facts.remediation-months");
}

TEST_CASE("Remediation has 9 or 12 months and no other number", "[R11.3]") {
    for (const int months : {0, 1, 6, 8, 10, 11, 13, 24, -9}) {
        CAPTURE(months);
        const auto e = error_of(renewal_review(shown(), {{"programme-decision", "remediation"},
                                                         {"factory-choice", "accept"},
                                                         {"remediation-months", months}}));
        CHECK(e.place == "facts.remediation-months");
    }
    // The programme's own decision is held to the same.
    auto own = under_certificate("decision-recorded");
    own["status"] = "remediation";
    own["reason"] = "shown openly";
    CHECK(error_of(own).place == "facts.remediation-months");
    own["months"] = 10;
    CHECK(error_of(own).place == "months");
    CHECK(error_of(own).message.find("9 or 12") != std::string::npos);
    own["months"] = 9;
    CHECK(verdict_of(own)["valid"] == days("2023-09-04", "2024-06-03"));
}

TEST_CASE("Probation and Remediation begin with the decision and wait for no fee", "[R14.3]") {
    const auto probation =
        verdict_of(renewal_review(shown(), {{"programme-decision", "probation"}}));
    CHECK(probation["state"]["certificate"] == term("probation", "2024-05-20", "2025-05-19"));
    CHECK(probation["state"]["cycle"].is_null());
    CHECK(probation["public_status"] == "probation");
    CHECK_FALSE(mentions(probation["obligations"], "fee"));
}

TEST_CASE("a worse audit can earn a better status: the scheme's own exception", "[R26.1]") {
    const auto worse = verdict_of(renewal_review(shown(), {{"programme-decision", "probation"}}));
    const auto better =
        verdict_of(renewal_review(list({finding("F1", "minor")}),
                                  {{"programme-decision", "probation"}, {"cap-submitted", "yes"}}));
    CHECK(worse["status"] == "probation");
    CHECK(better["status"] == "progressing");
}
