#include "certrules/book.hpp"
#include "certrules/edition.hpp"
#include "detail/edition_data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace certrules;

namespace {

/// The shipped edition with `own` in place of its deadline or disclosure of that id.
diagnostics errors_with(const std::string& own) {
    const std::string text = "based_on = \"escp@2020-09-01\"\nedition = \"test\"\n" + own;
    auto loaded = edition::parse(text);
    return loaded ? diagnostics{} : loaded.error();
}

bool mentions(const diagnostics& found, const std::string& what) {
    return std::any_of(found.begin(), found.end(), [&](const diagnostic& d) {
        return d.message.find(what) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("the shipped edition has the deadlines that the forms name") {
    const auto e = edition::builtin("escp@2020-09-01");
    REQUIRE(e);
    std::vector<std::string> ids;
    for (const auto& d : e->data().deadlines)
        ids.emplace_back(d.id);
    CHECK(ids == std::vector<std::string>{"audit-held", "progress-visit-contact",
                                          "progress-visit-held", "progress-audit-held",
                                          "certificate-expiry", "cycle-expiry", "reapplication",
                                          "progress-visit-payment", "certification-fee"});
    CHECK(e->data().deadlines[2].of_certificate);
    CHECK_FALSE(e->data().deadlines[0].of_certificate);
    CHECK(e->data().deadlines[7].last.length.count == 15);
    CHECK(e->data().deadlines[7].last.length.unit == detail::time_unit::working_days);
    CHECK(e->data().disclosures.size() == 5);
}

TEST_CASE("a deadline that makes no sense is refused with its field") {
    const std::string head = "[[deadline]]\nid = \"cycle-expiry\"\n";
    CHECK(mentions(errors_with(head + "starts = \"cycles\""), "\"starts\" is \"cycles\""));
    CHECK(mentions(errors_with(head + "last = \"0 months\""), "\"last\" is \"0 months\""));
    CHECK(mentions(errors_with(head + "last = \"2 moons\""), "15 working-days"));
    CHECK(mentions(errors_with(head + "last = \"1 weeks \""), "\"last\""));
    CHECK(mentions(errors_with(head + "met_by = \"payment\""), "fee-due"));
    CHECK(mentions(errors_with(head + "met_by = \"nothing\""), "an event, payment or end"));
    CHECK(mentions(errors_with(head + "met_by = \"audit-held\""), "names its audits"));
    CHECK(mentions(errors_with(head + "starts = \"fee-due\""), "names it in \"fee\""));
    CHECK(mentions(errors_with(head + "starts = \"applied\""), "\"end\""));
    CHECK(mentions(errors_with(head + "counted_from = \"fee-due\""), "\"counted_from\""));
    CHECK(mentions(errors_with(head + "consequence = \"nothing-at-all\""), "unknown text"));
    CHECK(errors_with(head + "last = \"1 month\"").empty());
}

TEST_CASE("a disclosure names viewers, parts and statuses that exist") {
    const std::string head = "[[disclosure]]\nid = \"termination\"\n";
    CHECK(mentions(errors_with(head + "tell = \"custmer\""), "did you mean \"customer\""));
    CHECK(mentions(errors_with(head + "on_status = []"), "need each other"));
    CHECK(mentions(errors_with(head + "tell = []\non_status = []"), "nobody"));
    CHECK(mentions(errors_with(head + "shows = \"timelin\""), "did you mean \"timeline\""));
    CHECK(mentions(errors_with(head + "on_status = \"barred\""), "unknown status"));
}
