#include "certrules/explain.hpp"
#include "unit/support.hpp"

using namespace certrules::test;
using certrules::error_code;

namespace {

/// Because, as one text: measure value (test) for each reason.
std::string because(const json& v) {
    std::string text;
    for (const auto& why : v["because"])
        text += why["measure"].get<std::string>() + " " +
                (why["value"].is_string() ? why["value"].get<std::string>() : why["value"].dump()) +
                " (" + why["test"].get<std::string>() + "); ";
    return text;
}

}  // namespace

TEST_CASE("the reasons carry the numbers and words that were read") {
    CHECK(because(verdict_of(review(many(3, "critical", "wages")))) == "open-critical 3 (>= 1); ");
    CHECK(because(verdict_of(
              review(list({zero_tolerance("F1", "no")}), {{"willing-to-remediate", "no"}}))) ==
          "hidden-zero-tolerance 1 (>= 1); willing-to-remediate no (no, unknown); ");
    CHECK(because(verdict_of(review(list({zero_tolerance("F1", "no")})))) ==
          "hidden-zero-tolerance 1 (>= 1); willing-to-remediate unknown (no, unknown); ");
    CHECK(because(verdict_of(review(json::array()))) == "open-findings 0 (= 0); ");
    CHECK(because(verdict_of(under_certificate("visit-contacted"))).empty());
    json paid{{"event", "fee-paid"}, {"on", "2024-05-20"}, {"fee", "certification"}};
    paid["state"] = in_cycle("approved", "2024-05-02");
    CHECK(because(verdict_of(paid)) == "fee certification (certification); ");
    CHECK(because(verdict_of(audit_held("fu", in_cycle("approved", "2024-05-02")))) ==
          "audit fu (fu, sa, qc, ta); cycle approved (assessed, progressing, approved); ");
    const auto shown =
        renewal_review(list({inconsistency("F1", "yes")}), {{"programme-decision", "probation"}});
    CHECK(because(verdict_of(shown)) ==
          "ever-certified 1 (>= 1); open-critical 1 (>= 1); "
          "open-critical-not-disclosed-inconsistency 0 (= 0); "
          "programme-decision probation (probation); ");
}

TEST_CASE("each section over the limit is told with its share") {
    const auto findings = joined(many(7, "major", "wages"), many(13, "major", "safety"));
    auto c = review(findings);
    const auto v = verdict_of(c);
    CHECK(v["because"][0]["value"] == 2);
    CHECK(v["because"][0]["detail"] ==
          json::array({"safety 13 of 40, over 30%", "wages 7 of 20, over 30%"}));
}

TEST_CASE("a stored region tells rule, tests and citations, the same as the case") {
    const json cases[] = {
        review(list({zero_tolerance("F1", "no")})),
        review(list({finding("F1", "minor")})),
        review(many(7, "major", "wages")),
        review(json::array()),
        renewal_review(list({inconsistency("F1", "yes")}), {{"programme-decision", "probation"}}),
        visit(list({finding("F1", "minor")})),
        audit_held("ica", json::object()),
        {{"event", "applied"}, {"on", "2024-05-20"}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.dump());
        const auto v = verdict_of(c);
        const auto text = certrules::explain_json(escp(), v["region"].get<std::uint32_t>());
        REQUIRE(text);
        const auto x = json::parse(*text);
        CHECK(x["rule"] == v["rule"]);
        CHECK(x["cites"] == v["cites"]);
        CHECK(x["policy"] == v["policy"]);
        REQUIRE(x["because"].size() == v["because"].size());
        for (std::size_t i = 0; i < x["because"].size(); ++i) {
            CHECK(x["because"][i]["measure"] == v["because"][i]["measure"]);
            CHECK(x["because"][i]["test"] == v["because"][i]["test"]);
            CHECK_FALSE(x["because"][i].contains("value"));
        }
    }
}

TEST_CASE("every region of the edition explains itself") {
    std::set<std::string_view> rules;
    for (std::uint32_t region = 0; region < escp().regions(); ++region) {
        const auto x = certrules::explain(escp(), region);
        REQUIRE(x);
        if (x->rule == certrules::rule_id::none)
            continue;
        rules.insert(x->rule_name);
        CHECK_FALSE(x->title.empty());
        CHECK_FALSE(x->cites.empty());
        for (const auto& why : x->because)
            CHECK(why.value.empty());
        for (const auto& bound : x->bounds)
            CHECK(bound.find(": ") != std::string::npos);
    }
    CHECK(rules.size() == escp().rules().size());
    const auto beyond = certrules::explain(escp(), escp().regions());
    REQUIRE_FALSE(beyond);
    CHECK(beyond.error().code == error_code::bad_argument);
    CHECK(beyond.error().message.find(std::to_string(escp().regions() - 1)) != std::string::npos);
    CHECK_FALSE(certrules::explain_json(escp(), 4'000'000'000U));
}

TEST_CASE("a region's bounds say what all its cases share") {
    const auto v = verdict_of(review(json::array()));
    const auto x = certrules::explain(escp(), v["region"].get<std::uint32_t>());
    REQUIRE(x);
    const auto has = [&](std::string_view bound) {
        return std::find(x->bounds.begin(), x->bounds.end(), bound) != x->bounds.end();
    };
    CHECK(has("cycle: assessed, progressing, approved"));
    CHECK(has("open-findings: = 0"));
    CHECK(has("open-critical: = 0"));
    // A count is never below zero, and no bound pretends that it could be.
    for (std::uint32_t region = 0; region < escp().regions(); ++region) {
        const auto told = certrules::explain(escp(), region);
        for (const auto& bound : told->bounds) {
            CAPTURE(bound);
            CHECK(bound.find(" -1") == std::string::npos);
            CHECK(bound.find(": <= 0") == std::string::npos);
        }
    }
}

TEST_CASE("the plain text of an explanation") {
    certrules::explanation x;
    x.rule_name = "open-critical";
    x.title = "criticals are open";
    x.because.push_back({"open-critical", "2", true, ">= 1", {}});
    x.because.push_back({"over", "1", true, ">= 1", {"wages 7 of 20, over 30%"}});
    x.because.push_back({"stored", "", false, "= 0", {}});
    x.cites.emplace_back("WP: Critical");
    CHECK(to_string(x) ==
          "rule open-critical: criticals are open\n"
          "  open-critical is 2 (>= 1)\n"
          "  over is 1 (>= 1)\n"
          "    wages 7 of 20, over 30%\n"
          "  stored: = 0\n"
          "  cites WP: Critical\n");
}

TEST_CASE("what cannot be decided cannot be explained, with the same error") {
    using namespace certrules;
    certrules::event ev;
    ev.kind = static_cast<event_kind>(99);
    CHECK(explain(escp(), certrules::state{}, ev).error().place == "event");
    ev.kind = event_kind::audit_held;
    ev.on = *parse_date("2024-05-20");
    ev.audit = static_cast<audit_id>(50);
    CHECK(explain(escp(), certrules::state{}, ev).error().place == "audit");
}

TEST_CASE("a limit that is at least, or has decimals, is written as such") {
    const auto at_least = loaded(edited({{"over = \"30%\"", "at_least = \"12.5%\""}}));
    const certrules::book b(at_least);
    auto c = review(many(3, "major", "wages"));
    c["sections"] = {{"wages", {{"applicable", 24}}}};
    CHECK(verdict_of(c, b)["because"][0]["detail"] ==
          json::array({"wages 3 of 24, at least 12.5%"}));
    c["sections"]["wages"]["applicable"] = 25;
    CHECK(verdict_of(c, b)["rule"] == "no-corrective-action-plan");
}
