#include "unit/support.hpp"

using namespace certrules::test;

namespace {

json possible(const json& c) {
    return verdict_of(c)["possible"];
}

}  // namespace

TEST_CASE("what filling in the unknown facts could give, worst first") {
    const auto hidden = list({zero_tolerance("F1", "no")});
    CHECK(possible(review(hidden)) == json::array({"terminated", "assessed"}));
    CHECK(possible(review(hidden, {{"willing-to-remediate", "yes"}})) == json::array({"assessed"}));
    CHECK(possible(review(hidden, {{"willing-to-remediate", "no"}})) ==
          json::array({"terminated"}));
    CHECK(possible(review(list({zero_tolerance("F1", "yes")}))) == json::array({"assessed"}));

    const auto minor = list({finding("F1", "minor")});
    CHECK(possible(review(minor)) == json::array({"assessed", "progressing"}));
    CHECK(possible(review(minor, {{"cap-submitted", "yes"}})) == json::array({"progressing"}));
    CHECK(possible(review(json::array())) == json::array({"approved"}));
    CHECK(possible(review(list({finding("F1", "critical")}))) == json::array({"assessed"}));
}

TEST_CASE("an offer that is open makes four results possible, by the ranks of the edition") {
    const auto shown = list({inconsistency("F1", "yes")});
    CHECK(possible(renewal_review(shown)) == json::array({"assessed", "probation", "remediation"}));
    CHECK(possible(renewal_review(shown, {{"programme-decision", "none"}})) ==
          json::array({"assessed"}));
    CHECK(possible(renewal_review(shown, {{"programme-decision", "remediation"}})) ==
          json::array({"assessed", "probation", "remediation"}));
    CHECK(possible(renewal_review(shown, {{"factory-choice", "decline"}})) ==
          json::array({"assessed", "probation"}));
    CHECK(possible(renewal_review(shown, {{"programme-decision", "probation"}})) ==
          json::array({"probation"}));
}

TEST_CASE("an event that changes nothing has one possible status: what shows") {
    auto c = under_certificate("visit-contacted");
    CHECK(possible(c) == json::array({"certified"}));
    json nothing{{"event", "fee-paid"}, {"on", "2024-05-20"}, {"fee", "audit"}};
    nothing["state"] = json::object();
    CHECK(possible(nothing) == json::array());
    CHECK(possible(visit(list({zero_tolerance("F1", "no")}))) ==
          json::array({"terminated", "assessed"}));
    auto own = under_certificate("decision-recorded");
    own["status"] = "certified";
    own["reason"] = "r";
    CHECK(possible(own) == json::array({"approved"}));
    json paid{{"event", "fee-paid"}, {"on", "2024-05-20"}, {"fee", "certification"}};
    paid["state"] = in_cycle("approved", "2024-05-02");
    CHECK(possible(paid) == json::array({"certified"}));
    paid["state"]["cycle"]["award"] = "probation";
    CHECK(possible(paid) == json::array({"probation"}));
}

TEST_CASE("the unknown facts that a verdict leaned on, and no others") {
    const auto unknown = [](const json& c) { return verdict_of(c)["unknown"]; };
    // Nothing depends on a plan while a critical is open, nor on an offer where none is possible.
    CHECK(unknown(review(list({finding("F1", "critical")}))).empty());
    CHECK(unknown(review(list({finding("F1", "minor")}))) == json::array({"cap-submitted"}));
    CHECK(unknown(review(list({finding("F1", "minor")}), {{"cap-submitted", "no"}})).empty());
    CHECK(unknown(review(list({zero_tolerance("F1", "no")}))) ==
          json::array({"willing-to-remediate"}));
    CHECK(unknown(review(list({zero_tolerance("F1", "yes")}))).empty());
    const auto shown = list({inconsistency("F1", "yes")});
    CHECK(unknown(renewal_review(shown)) == json::array({"programme-decision", "factory-choice"}));
    CHECK(unknown(renewal_review(shown, {{"programme-decision", "none"}})).empty());
    CHECK(unknown(renewal_review(shown, {{"programme-decision", "remediation"}})) ==
          json::array({"factory-choice"}));
    CHECK(unknown(renewal_review(shown, {{"factory-choice", "accept"}})) ==
          json::array({"programme-decision"}));
    CHECK(unknown(review(shown)).empty());  // never certified: no offer
}

TEST_CASE("a fact that only sets a length is told in the notices instead") {
    const auto v =
        verdict_of(review(list({zero_tolerance("F1", "no")}), {{"willing-to-remediate", "no"}}));
    CHECK(v["unknown"].empty());
    CHECK(mentions(v["notices"], "6 months is the published minimum"));
}

TEST_CASE("possible and unknown hold whatever the unknown facts turn out to be") {
    // Every way to fill in four facts; the months are given, so that none is an error.
    const char* const plans[] = {"yes", "no"};
    const char* const decisions[] = {"none", "probation", "remediation"};
    const char* const choices[] = {"accept", "probation", "decline"};
    const json cases[] = {
        renewal_review(list({inconsistency("F1", "yes")}), {{"remediation-months", 9}}),
        renewal_review(list({zero_tolerance("F1", "unknown")}), {{"remediation-months", 9}}),
        renewal_review(list({finding("F1", "major")}), {{"remediation-months", 9}}),
        review(list({inconsistency("F1", "yes")}), {{"remediation-months", 9}}),
    };
    for (const auto& c : cases) {
        std::set<std::string> found;
        for (const auto* plan : plans)
            for (const auto* willing : plans)
                for (const auto* decision : decisions)
                    for (const auto* choice : choices) {
                        auto full = c;
                        full["facts"]["cap-submitted"] = plan;
                        full["facts"]["willing-to-remediate"] = willing;
                        full["facts"]["programme-decision"] = decision;
                        full["facts"]["factory-choice"] = choice;
                        const auto v = verdict_of(full);
                        CHECK(v["unknown"].empty());
                        CHECK(v["possible"] == json::array({v["status"]}));
                        found.insert(v["status"].get<std::string>());
                    }
        const auto told = possible(c).get<std::set<std::string>>();
        CHECK(told == found);
    }
}
