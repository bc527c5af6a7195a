// A new status, a renamed section or another threshold is a change of the TOML file alone.

#include "unit/support.hpp"

using namespace certrules::test;
using certrules::book;

TEST_CASE("another threshold") {
    const book strict(loaded(edited({{"over = \"30%\"", "over = \"20%\""}})));
    const auto four = review(many(4, "major", "wages"), {{"cap-submitted", "yes"}});
    const auto five = review(many(5, "major", "wages"), {{"cap-submitted", "yes"}});
    CHECK(verdict_of(four, strict)["status"] == "progressing");  // 4 of 20
    CHECK(verdict_of(five, strict)["status"] == "assessed");
    CHECK(verdict_of(five)["status"] == "progressing");
    CHECK(verdict_of(five, strict)["because"][0]["detail"] ==
          json::array({"wages 5 of 20, over 20%"}));
}

TEST_CASE("a limit on all majors together: the field that R5 speaks of", "[R5]") {
    const book few(loaded(edited({
        {"[[measure]]\nid = \"open-findings\"",
         "[[measure]]\nid = \"open-majors\"\ntitle = \"open majors\"\n"
         "count = { severity = \"major\" }\n\n[[measure]]\nid = \"open-findings\""},
        {"[[rule]]\nid = \"no-corrective-action-plan\"",
         "[[rule]]\nid = \"more-than-few-majors\"\ntitle = \"more than few majors\"\n"
         "on = \"audit-reviewed\"\nwhen = { open-majors = \"> 5\" }\nthen = \"assessed\"\n"
         "cite = [\"R: R5\"]\n\n[[rule]]\nid = \"no-corrective-action-plan\""},
    })));
    const auto with = [&](int wages, int safety) {
        return verdict_of(
            review(joined(many(wages, "major", "wages"), many(safety, "major", "safety")),
                   {{"cap-submitted", "yes"}}),
            few);
    };
    CHECK(with(3, 2)["status"] == "progressing");
    CHECK(with(3, 3)["status"] == "assessed");
    CHECK(with(3, 3)["rule"] == "more-than-few-majors");
}

TEST_CASE("a renamed section") {
    const book renamed(
        loaded(edited({{"id = \"wages\"\ntitle = \"Wages\"",
                        "id = \"pay-and-benefits\"\ntitle = \"Pay and benefits\""}})));
    CHECK(
        verdict_of(review(many(7, "major", "pay-and-benefits")), renamed)["because"][0]["detail"] ==
        json::array({"pay-and-benefits 7 of 20, over 30%"}));
    CHECK(error_of(review(many(7, "major", "wages")), renamed).place == "findings[0].section");
}

TEST_CASE("a new status, with a validity, a rule and a place among the others") {
    const book with_silver(loaded(edited({
        {"[[status]]\nid = \"expired\"",
         "[[status]]\nid = \"silver\"\ntitle = \"Silver\"\ntrack = \"certificate\"\nrank = 20\n"
         "months = 18\ncite = [\"WP: Step 5\"]\n\n[[status]]\nid = \"expired\""},
        {"[[rule]]\nid = \"nothing-open\"",
         "[[rule]]\nid = \"nothing-seen\"\ntitle = \"an audit without a finding\"\n"
         "on = \"audit-reviewed\"\nwhen = { findings-seen = 0, cycle = \"assessed\" }\n"
         "then = \"silver\"\ncite = [\"R: R14\"]\n\n[[rule]]\nid = \"nothing-open\""},
    })));
    const auto v = verdict_of(review(json::array()), with_silver);
    CHECK(v["status"] == "silver");
    CHECK(v["public_status"] == "silver");
    CHECK(v["valid"] == days("2024-05-20", "2025-11-19"));
    CHECK(v["state"]["held"] == json::array({"silver"}));
    CHECK(v["because"].size() == 2);
    // It is a certificate like the others: it expires, and its state can be said again.
    json later{{"event", "fee-paid"}, {"on", "2025-11-20"}, {"fee", "audit"}};
    later["state"] = v["state"];
    CHECK(verdict_of(later, with_silver)["public_status"] == "expired");
    CHECK(error_of(later).place == "state.held[0]");

    auto closed = finding("F1", "minor");
    closed["closed_on"] = "2024-05-19";
    CHECK(verdict_of(review(list({closed})), with_silver)["status"] == "approved");
}

TEST_CASE("another validity, another limit of the cycle, another choice of calendar") {
    const book longer(loaded(edited({{"rank = 9\nmonths = 12", "rank = 9\nmonths = 24"},
                                     {"limit_months = 10", "limit_months = 4"}})));
    json paid{{"event", "fee-paid"}, {"on", "2024-05-20"}, {"fee", "certification"}};
    paid["state"] = in_cycle("approved", "2024-05-02");
    CHECK(verdict_of(paid, longer)["valid"] == days("2024-05-20", "2026-05-19"));
    CHECK(verdict_of(review(json::array()), longer)["valid"] == days("2024-05-20", "2024-09-01"));
}

TEST_CASE("the other reading of R2: zero tolerance always terminates", "[R2.1]") {
    const book always(loaded(edited({
        {"on = \"audit-reviewed\"\nwhen = { hidden-zero-tolerance = \">= 1\", "
         "willing-to-remediate = [\"no\", \"unknown\"] }",
         "on = \"audit-reviewed\"\nwhen = { open-zero-tolerance = \">= 1\" }"},
    })));
    const auto shown =
        review(list({zero_tolerance("F1", "yes")}), {{"willing-to-remediate", "yes"}});
    CHECK(verdict_of(shown, always)["status"] == "terminated");
    CHECK(verdict_of(shown)["status"] == "assessed");
}

TEST_CASE("an edition's hash follows its content, not its comments and layout") {
    const auto of = [](const std::string& text) { return std::string(loaded(text).hash()); };
    const auto original = std::string(escp().hash());
    CHECK(original.size() == 64);
    CHECK(of(edited({})) == original);
    CHECK(of("# another comment\n" +
             edited({{"rank = 9\nmonths = 12", "months=12\nrank  =  9"}})) == original);
    CHECK(of(edited({{"rank = 9\nmonths = 12", "rank = 9\nmonths = 13"}})) != original);
    CHECK(of(edited({{"title = \"criticals are open\"",
                      "title = \"criticals are still open\""}})) != original);
}

TEST_CASE("the order of the rules decides between two that both hold") {
    // The critical's rule after the majors': the same case, another rule.
    auto text = edited({});
    const auto begin = text.find("[[rule]]\nid = \"too-many-majors\"");
    const auto end = text.find("[[rule]]", begin + 1);
    const auto rule = text.substr(begin, end - begin);
    text.erase(begin, end - begin);
    text.insert(text.find("[[rule]]\nid = \"probation-decided\""), rule);
    const book turned(loaded(text));
    const auto c = review(joined(many(7, "major", "wages"), list({finding("C", "critical")})));
    CHECK(verdict_of(c)["rule"] == "open-critical");
    CHECK(verdict_of(c, turned)["rule"] == "too-many-majors");
}
