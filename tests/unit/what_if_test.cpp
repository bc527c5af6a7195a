#include "certrules/what_if.hpp"
#include "unit/support.hpp"

using namespace certrules::test;

namespace {

json better(const json& c) {
    return verdict_of(c)["what_if"];
}
json change(const char* status, json steps) {
    return {{"status", status}, {"change", std::move(steps)}};
}

}  // namespace

TEST_CASE("one least change for each better status, worst first") {
    CHECK(better(review(list({finding("F1", "critical")}))) ==
          list({change("approved", json::array({"close F1"}))}));
    CHECK(better(review(list({finding("F1", "minor")}))) ==
          list({change("progressing", json::array({"cap-submitted: yes"})),
                change("approved", json::array({"close F1"}))}));
    CHECK(better(review(list({finding("F1", "minor"), finding("F2", "critical")}))) ==
          list({change("progressing", json::array({"close F2", "cap-submitted: yes"})),
                change("approved", json::array({"close F1", "close F2"}))}));
    CHECK(better(review(json::array())).empty());
}

TEST_CASE("as many majors are closed as the limit asks, the earliest first") {
    // 8 of 20: two must go for 30 %.
    const auto v = better(review(many(8, "major", "wages"), {{"cap-submitted", "yes"}}));
    REQUIRE(v.size() == 2);
    CHECK(v[0] == change("progressing", json::array({"close wages-1", "close wages-2"})));
    CHECK(v[1]["status"] == "approved");
    CHECK(v[1]["change"].size() == 8);
}

TEST_CASE("findings that are closed already are not closed again") {
    auto findings = list({finding("F1", "minor"), finding("F2", "minor")});
    findings[0]["closed_on"] = "2024-05-20";
    CHECK(better(review(findings, {{"cap-submitted", "yes"}})) ==
          list({change("approved", json::array({"close F2"}))}));
}

TEST_CASE("only facts that are the factory's to change are changed") {
    // The programme's decision could give Probation: it is not for the factory to take.
    const auto undecided = better(renewal_review(list({inconsistency("F1", "yes")})));
    CHECK(undecided == list({change("approved", json::array({"close F1"}))}));
    const auto offered =
        better(renewal_review(list({inconsistency("F1", "yes")}),
                              {{"programme-decision", "remediation"}, {"remediation-months", 9}}));
    CHECK(offered == list({change("probation", json::array({"factory-choice: probation"})),
                           change("remediation", json::array({"factory-choice: accept"})),
                           change("approved", json::array({"close F1"}))}));
    // Without the months Remediation is an error, and no way to it is told.
    const auto no_months = better(renewal_review(list({inconsistency("F1", "yes")}),
                                                 {{"programme-decision", "remediation"}}));
    CHECK(no_months == list({change("probation", json::array({"factory-choice: probation"})),
                             change("approved", json::array({"close F1"}))}));
}

TEST_CASE("a hidden zero tolerance: will to remediate, or closing it") {
    const auto v = better(review(list({zero_tolerance("F1", "no")})));
    REQUIRE(v.size() == 2);
    CHECK(v[0] == change("assessed", json::array({"willing-to-remediate: yes"})));
    CHECK(v[1] == change("approved", json::array({"close F1"})));
}

TEST_CASE("each change that is told earns its status") {
    const json cases[] = {
        review(joined(many(9, "major", "wages"), list({finding("C", "critical")}))),
        review(list({zero_tolerance("Z", "no"), finding("M", "minor")})),
        renewal_review(list({inconsistency("F1", "yes"), finding("F2", "critical")}),
                       {{"programme-decision", "probation"}}),
    };
    for (const auto& c : cases) {
        const auto v = verdict_of(c);
        REQUIRE_FALSE(v["what_if"].empty());
        for (const auto& improvement : v["what_if"]) {
            auto changed = c;
            for (const auto& step : improvement["change"]) {
                const auto text = step.get<std::string>();
                if (text.rfind("close ", 0) == 0) {
                    for (auto& f : changed["findings"])
                        if (f["id"] == text.substr(6))
                            f["closed_on"] = c["on"];
                } else {
                    const auto colon = text.find(": ");
                    changed["facts"][text.substr(0, colon)] = text.substr(colon + 2);
                }
            }
            CAPTURE(improvement.dump());
            CHECK(verdict_of(changed)["status"] == improvement["status"]);
        }
    }
}

TEST_CASE("beyond its bound the search says that it is not complete") {
    // Thirty findings that all differ: too many ways to close some of them.
    auto findings = json::array();
    int n = 0;
    for (const auto& section : escp().sections())
        for (const auto* transparent : {"yes", "no", "unknown"}) {
            auto f = finding("F" + std::to_string(++n), "critical", section.id);
            f["transparent"] = transparent;
            findings.push_back(f);
        }
    const auto v = verdict_of(review(findings));
    CHECK(v["what_if_complete"] == false);
    CHECK_FALSE(verdict_of(review(list({finding("F1", "critical")}))).contains("what_if_complete"));
}

TEST_CASE("what cannot be decided has no way to something better") {
    certrules::event ev;
    ev.on = *certrules::parse_date("2024-05-20");
    const auto v = certrules::what_if(escp(), certrules::state{}, ev);
    REQUIRE_FALSE(v);
    CHECK(v.error().code == certrules::error_code::refused);
}
