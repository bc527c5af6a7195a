#include "unit/support.hpp"

using namespace certrules::test;

namespace {

/// The days of a certificate whose fee arrives on a day.
json certified_on(const std::string& day) {
    json c{{"event", "fee-paid"}, {"on", day}, {"fee", "certification"}};
    c["state"] = in_cycle("approved", day);
    const auto v = verdict_of(c);
    CHECK(v["status"] == "certified");
    return v["valid"];
}

/// The days of progressing after a review on the first day of a cycle.
json progressing_on(const std::string& day) {
    auto c = review(list({finding("F1", "minor")}), {{"cap-submitted", "yes"}});
    c["on"] = day;
    c["state"] = in_cycle("assessed", day);
    const auto v = verdict_of(c);
    CHECK(v["status"] == "progressing");
    return v["valid"];
}

}  // namespace

TEST_CASE("twelve months of Certified, from the day of the fee", "[R12.1][R12.2][R32.3]") {
    CHECK(certified_on("2024-03-15") == days("2024-03-15", "2025-03-14"));
    CHECK(certified_on("2024-01-01") == days("2024-01-01", "2024-12-31"));
    CHECK(certified_on("2023-03-01") == days("2023-03-01", "2024-02-29"));
}

TEST_CASE("validities at the ends of months", "[R12.3]") {
    CHECK(certified_on("2024-02-29") == days("2024-02-29", "2025-02-27"));
    CHECK(certified_on("2023-02-28") == days("2023-02-28", "2024-02-27"));
    CHECK(progressing_on("2024-08-31") == days("2024-08-31", "2025-02-27"));
    CHECK(progressing_on("2023-08-31") == days("2023-08-31", "2024-02-28"));
    CHECK(progressing_on("2024-08-30") == days("2024-08-30", "2025-02-27"));
    CHECK(progressing_on("2024-08-29") == days("2024-08-29", "2025-02-27"));
    CHECK(progressing_on("2024-08-28") == days("2024-08-28", "2025-02-27"));
    CHECK(progressing_on("2024-12-31") == days("2024-12-31", "2025-06-29"));
}

TEST_CASE("both conventions of a validity are fields of the edition", "[R12.4]") {
    using certrules::book;
    const auto days_under = [](std::string_view from, std::string_view to, const char* day) {
        const book b(loaded(edited({{from, to}})));
        json c{{"event", "fee-paid"}, {"on", day}, {"fee", "certification"}};
        c["state"] = in_cycle("approved", day);
        return verdict_of(c, b)["valid"];
    };
    const auto* last_day = "last_day = \"day-before-anniversary\"";
    CHECK(days_under(last_day, "last_day = \"anniversary\"", "2024-03-15") ==
          days("2024-03-15", "2025-03-15"));
    const auto* month_end = "month_end = \"clamp\" ";
    CHECK(days_under(month_end, "month_end = \"round-up\" ", "2024-02-29") ==
          days("2024-02-29", "2025-02-28"));
    CHECK(days_under(month_end, "month_end = \"snap\" ", "2023-02-28") ==
          days("2023-02-28", "2024-02-28"));
    // Where the anniversary is missing and the edition rejects it, the day is no answer.
    const book reject(loaded(edited({{month_end, "month_end = \"reject\" "}})));
    json c{{"event", "fee-paid"}, {"on", "2024-02-29"}, {"fee", "certification"}};
    c["state"] = in_cycle("approved", "2024-02-28");
    const auto e = error_of(c, reject);
    CHECK(e.code == certrules::error_code::overflow);
    CHECK(e.message.find("12 months from 2024-02-29") != std::string::npos);
}

TEST_CASE("a status that is only confirmed keeps its first day", "[R12.5]") {
    auto c = review(list({finding("F1", "critical")}));
    c["state"] = in_cycle("assessed", "2024-02-20");
    c["on"] = "2024-03-05";
    const auto assessed = verdict_of(c);
    CHECK(assessed["valid"] == days("2024-02-20", "2024-12-19"));
    CHECK(assessed["state"]["cycle"]["since"] == "2024-02-20");

    // To another status and back, it begins anew, within the cycle's ten months.
    c["state"]["cycle"] = {
        {"status", "progressing"}, {"since", "2024-02-25"}, {"started_on", "2024-02-20"}};
    CHECK(verdict_of(c)["valid"] == days("2024-03-05", "2024-12-19"));

    auto minors = review(list({finding("F1", "minor")}), {{"cap-submitted", "yes"}});
    minors["state"] = in_cycle("progressing", "2024-05-02");
    CHECK(verdict_of(minors)["valid"] == days("2024-05-02", "2024-11-01"));
}

TEST_CASE("a new certificate begins on the day of its issue and takes the place of the old",
          "[R12.6][R13.2]") {
    json c{{"event", "fee-paid"}, {"on", "2024-05-25"}, {"fee", "certification"}};
    c["state"] = in_cycle("approved", "2024-05-20");
    c["state"]["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    const auto v = verdict_of(c);
    CHECK(v["state"]["certificate"] == term("certified", "2024-05-25", "2025-05-24"));
    CHECK(v["state"]["cycle"].is_null());
    CHECK(v["public_status"] == "certified");
    CHECK(v["valid"] == days("2024-05-25", "2025-05-24"));
    // A lesser certificate takes the place of a better one that runs, too.
    const auto lesser = verdict_of(
        renewal_review(list({inconsistency("F1", "yes")}), {{"programme-decision", "probation"}}));
    CHECK(lesser["state"]["certificate"] == term("probation", "2024-05-20", "2025-05-19"));
    CHECK(lesser["state"]["held"] == json::array({"certified", "probation"}));
}

TEST_CASE("twelve months of Probation", "[R32.4]") {
    auto c =
        renewal_review(list({inconsistency("F1", "yes")}), {{"programme-decision", "probation"}});
    c["on"] = "2024-02-29";
    c["state"]["cycle"]["since"] = "2024-02-01";
    CHECK(verdict_of(c)["valid"] == days("2024-02-29", "2025-02-27"));
}

TEST_CASE("ten months of Assessed", "[R32.6]") {
    auto c = audit_held("ica", json::object());
    CHECK(verdict_of(c)["valid"] == days("2024-05-20", "2025-03-19"));
    c["on"] = "2024-04-30";
    CHECK(verdict_of(c)["valid"] == days("2024-04-30", "2025-02-27"));
    c["on"] = "2023-04-30";
    CHECK(verdict_of(c)["valid"] == days("2023-04-30", "2024-02-28"));
}

TEST_CASE("no status of an open cycle outlives ten months from the cycle's start", "[R29.1]") {
    SECTION("progressing is cut short") {
        auto c = review(list({finding("F1", "minor")}), {{"cap-submitted", "yes"}});
        c["state"]["cycle"] = {{"status", "assessed"}, {"since", "2023-12-01"}};
        CHECK(verdict_of(c)["valid"] == days("2024-05-20", "2024-09-30"));
    }
    SECTION("it is not where its six months end first") {
        auto c = review(list({finding("F1", "minor")}), {{"cap-submitted", "yes"}});
        c["state"]["cycle"] = {{"status", "assessed"}, {"since", "2024-01-20"}};
        CHECK(verdict_of(c)["valid"] == days("2024-05-20", "2024-11-19"));
        c["state"]["cycle"]["since"] = "2024-01-19";
        CHECK(verdict_of(c)["valid"] == days("2024-05-20", "2024-11-18"));
    }
    SECTION("the start may be said beside the state, or in it") {
        auto c = review(list({finding("F1", "critical")}));
        c["cycle_started_on"] = "2024-03-10";
        CHECK(verdict_of(c)["valid"] == days("2024-05-02", "2025-01-09"));
        c["state"]["cycle"]["started_on"] = "2024-04-10";
        CHECK(verdict_of(c)["valid"] == days("2024-05-02", "2025-02-09"));
    }
    SECTION("approved has no months of its own and ends with the cycle") {
        auto c = review(json::array());
        CHECK(verdict_of(c)["status"] == "approved");
        CHECK(verdict_of(c)["valid"] == days("2024-05-20", "2025-03-01"));
    }
}

TEST_CASE("what ran out with its cycle is lapsed, and only a new initial audit leads on",
          "[R29.2][R32.10]") {
    auto c = review(json::array());
    c["state"] = in_cycle("assessed", "2023-07-21");
    CHECK(verdict_of(c)["status"] == "approved");  // 2024-05-20 is its last day
    c["state"] = in_cycle("assessed", "2023-07-20");
    const auto refused = error_of(c);
    CHECK(refused.code == certrules::error_code::refused);
    CHECK(refused.message.find("cycle lapsed since 2024-05-20") != std::string::npos);
    CHECK(refused.message.find("rule review-without-audit") != std::string::npos);

    const auto follow_up = error_of(audit_held("fu", in_cycle("assessed", "2023-07-20")));
    CHECK(follow_up.message.find("rule follow-up-without-cycle") != std::string::npos);
    const auto initial = verdict_of(audit_held("ica", in_cycle("assessed", "2023-07-20")));
    CHECK(initial["status"] == "assessed");
    CHECK(initial["valid"] == days("2024-05-20", "2025-03-19"));
}
