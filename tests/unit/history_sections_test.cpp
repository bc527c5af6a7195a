// What a history tells of an audit's sections, and facts that are numbers, under a scheme that
// reads both: examples/editions/orchard-score.toml.

#include "histories.hpp"
#include "test_paths.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace certrules;
using namespace certrules::tests;

namespace {

const book& orchard() {
    static const auto loaded = [] {
        std::ifstream in(CERTRULES_SOURCE_DIR "/examples/editions/orchard-score.toml");
        std::ostringstream text;
        text << in.rdbuf();
        auto e = edition::parse(text.str());
        REQUIRE(e);
        return book(std::move(*e));
    }();
    return loaded;
}

standing stands(const history& h, std::string_view on = "2024-06-01") {
    auto s = replay(orchard(), h, day(on));
    if (!s)
        FAIL(to_string(s.error()));
    return std::move(*s);
}

/// One full audit on 20 February 2024 with what it found in each section.
told audited(const std::string& sections, const std::string& facts = "\"weekly-hours\": 48",
             const std::string& findings = "") {
    return told(R"({"event": "audit-held", "on": "2024-02-20", "audit": "full", "sections": {)" +
                sections + "}, \"facts\": {" + facts + "}, \"findings\": [" + findings + "]}");
}

const std::string all_good = R"(
    "soil": {"applicable": 10, "conforming": 10, "rating": "a"},
    "water": {"applicable": 10, "conforming": 10, "rating": "a"},
    "people": {"applicable": 20, "conforming": 20, "rating": "c"})";

/// The error of a document that the reader refuses.
error unreadable(const std::string& sections, const std::string& facts = "") {
    detail::json_document document;
    const auto text =
        R"({"factory": "F-1", "events": [{"event": "audit-held", "on": "2024-02-20",
            "audit": "full", "findings": [], "sections": {)" +
        sections + "}, \"facts\": {" + facts + "}}]}";
    REQUIRE_FALSE(document.parse(text));
    detail::json_errors errors;
    detail::json_history h;
    REQUIRE_FALSE(h.read(detail::json_value(document, errors)));
    return *errors.first;
}

}  // namespace

TEST_CASE("ratings and shares of a history's sections reach the rules") {
    // 40 of 40 conform and nothing was found: score 100, share 100 %: gold.
    CHECK(stands(audited(all_good).get()).public_status == "gold");
    // 36 of 40 are 90 %: silver.
    CHECK(stands(audited(R"("soil": {"applicable": 10, "conforming": 6, "rating": "a"},
                            "water": {"applicable": 10, "conforming": 10, "rating": "a"},
                            "people": {"applicable": 20, "conforming": 20, "rating": "a"})")
                     .get())
              .public_status == "silver");
    // Three sections rated D are more than two.
    CHECK(stands(audited(R"("soil": {"applicable": 10, "conforming": 10, "rating": "d"},
                            "water": {"applicable": 10, "conforming": 10, "rating": "d"},
                            "people": {"applicable": 20, "conforming": 20, "rating": "d"})")
                     .get())
              .timeline.front()
              .rule == "too-many-poor-sections");
    // A section without a rating is as one rated E.
    CHECK(stands(audited(R"("soil": {"applicable": 10, "conforming": 10, "rating": "a"},
                            "water": {"applicable": 10, "conforming": 10},
                            "people": {"applicable": 20, "conforming": 20, "rating": "a"})")
                     .get())
              .timeline.front()
              .rule == "unacceptable-section");
}

TEST_CASE("a fact with decimals is read in its units, whole or not") {
    // More than 60 hours: bronze, whatever else is well.
    CHECK(stands(audited(all_good, "\"weekly-hours\": 61").get()).public_status == "bronze");
    CHECK(stands(audited(all_good, "\"weekly-hours\": 60.1").get()).public_status == "bronze");
    CHECK(stands(audited(all_good, "\"weekly-hours\": 60").get()).public_status == "gold");
    CHECK(stands(audited(all_good, "\"weekly-hours\": 60.0").get()).public_status == "gold");

    // The scheme has one decimal: a second one is not rounded away.
    const auto fine = audited(all_good, "\"weekly-hours\": 60.05");
    const auto s = replay(orchard(), fine.get(), day("2024-06-01"));
    REQUIRE_FALSE(s);
    CHECK(s.error().code == error_code::bad_argument);
    CHECK(s.error().place == "events[0].facts.weekly-hours");
    CHECK(s.error().message == "is 60.05, expected a number with at most 1 decimals, or unknown");
    CHECK(unreadable("", "\"weekly-hours\": 6e1").place == "events[0].facts.weekly-hours");
    CHECK(unreadable("", "\"weekly-hours\": 0.0000001").place == "events[0].facts.weekly-hours");
}

TEST_CASE("a later audit's section takes the place of the earlier one's") {
    const told h(
        R"({"event": "audit-held", "on": "2024-02-20", "audit": "full", "findings": [],
            "sections": {"soil": {"applicable": 10, "conforming": 1, "rating": "e"}}},
           {"event": "audit-held", "on": "2024-05-20", "audit": "spot", "findings": [],
            "sections": {)" +
        all_good + "}}");
    const auto s = stands(h.get());
    CHECK(s.public_status == "gold");
    CHECK(lines(s.timeline) ==
          std::vector<std::string>{"2024-02-20 2024-05-19 failed unacceptable-section",
                                   "2024-05-20 2026-05-20 gold by-score-and-share-1-1",
                                   "2026-05-21 - - "});
}

TEST_CASE("a section's fields are held to their form") {
    const auto more = unreadable(R"("soil": {"applicable": 3, "conforming": 4})");
    CHECK(more.code == error_code::bad_argument);
    CHECK(more.place == "events[0].sections.soil");
    CHECK(more.message.find("4 conforming of 3 applicable") != std::string::npos);
    CHECK(unreadable(R"("soil": {"applicable": -1})").place ==
          "events[0].sections.soil.applicable");
    CHECK(unreadable(R"("soil": {"applicable": 1000001})").place ==
          "events[0].sections.soil.applicable");
    CHECK(unreadable(R"("soil": {"rating": 3})").place == "events[0].sections.soil.rating");
    CHECK(unreadable(R"("soil": {"rating": ""})").place == "events[0].sections.soil.rating");
    CHECK(unreadable(R"("soil": {"graded": {"fault": "x"}})").place ==
          "events[0].sections.soil.graded.fault");
    CHECK(unreadable(R"("soil": {"size": 3})").place == "events[0].sections.soil.size");
}
