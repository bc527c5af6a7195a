#include "certrules/disclosure.hpp"
#include "histories.hpp"

using namespace certrules;
using namespace certrules::tests;

namespace {

disclosure seen_by(const standing& s, std::string_view viewer) {
    auto d = disclosures(*s.edition, s, viewer);
    REQUIRE(d);
    return std::move(*d);
}

bool lists(const std::vector<disclosure_item>& items, std::string_view id) {
    for (const auto& item : items)
        if (item.id == id)
            return true;
    return false;
}

}  // namespace

TEST_CASE("a connected buyer sees status, reports and plans; another sees none of it",
          "[R36.1][R36.2]") {
    const auto s = told(R"({"event": "applied", "on": "2023-01-02"})").on("2023-02-01");
    const auto connected = seen_by(s, "connected-buyer");
    for (const auto* id : {"status-and-progress", "audit-reports", "corrective-action-plans"})
        CHECK(lists(connected.sees, id));
    CHECK_FALSE(lists(connected.sees, "statement"));
    CHECK(connected.sees[0].shows.front() == "public-status");
    CHECK(seen_by(s, "unconnected-buyer").sees.empty());
    CHECK(lists(seen_by(s, "factory").sees, "statement"));
    CHECK(lists(seen_by(s, "programme").sees, "statement"));
}

TEST_CASE("customers are told of a termination, by the event that brings it", "[R36.3]") {
    const std::string out = R"({"event": "applied", "on": "2023-01-02"},
        {"event": "decision-recorded", "on": "2023-02-01", "status": "terminated",
         "reason": "x"})";
    const told h(out);
    CHECK(seen_by(h.on("2023-01-31"), "customer").told.empty());
    CHECK(lists(seen_by(h.on("2023-02-01"), "customer").told, "termination"));
    CHECK(seen_by(h.on("2023-02-01"), "unconnected-buyer").told.empty());
    // A later event that changes nothing is no news.
    const told later(out + R"(,{"event": "fee-paid", "on": "2023-02-02", "fee": "registration"})");
    CHECK(seen_by(later.on("2023-02-02"), "customer").told.empty());
}

TEST_CASE("an unknown viewer is an error with the nearest name") {
    const auto s = told(R"({"event": "applied", "on": "2023-01-02"})").on("2023-02-01");
    const auto d = disclosures(*s.edition, s, "custmer");
    REQUIRE_FALSE(d);
    CHECK(d.error().code == error_code::unknown_name);
    CHECK_THAT(d.error().message, Catch::Matchers::Contains("did you mean \"customer\""));
}
