#include "certrules/book.hpp"
#include "unit/support.hpp"

#include <vector>

using namespace certrules::test;
using certrules::book;
using certrules::date;

namespace {

date day(std::string_view text) {
    return certrules::parse_date(text).value();
}

/// The edition of 2020 with another name and other days in force.
certrules::edition edition_of(const std::string& id, const std::string& effective,
                              int window_months = 2) {
    return loaded(
        edited({{"edition = \"2020-09-01\"", "edition = \"" + id + "\""},
                {"effective = { from = 2020-09-01 }", "effective = { " + effective + " }"},
                {"window_months = 2 ", "window_months = " + std::to_string(window_months) + " "}}));
}

/// First from 2010 to the end of 2014; second from 2015 on; third from 10 June 2020 on.
const book& three() {
    static const book b(std::vector{edition_of("first", "from = 2010-01-01, to = 2014-12-31"),
                                    edition_of("second", "from = 2015-01-01"),
                                    edition_of("third", "from = 2020-06-10", 4)});
    return b;
}

std::string_view in_force(const char* on) {
    const auto* e = three().in_force(day(on));
    return e == nullptr ? "none" : e->id();
}

}  // namespace

TEST_CASE("the edition in force on a day") {
    CHECK(in_force("2009-12-31") == "none");
    CHECK(in_force("2010-01-01") == "first");
    CHECK(in_force("2014-12-31") == "first");
    CHECK(in_force("2015-01-01") == "second");
    CHECK(in_force("2020-06-09") == "second");
    CHECK(in_force("2020-06-10") == "third");
    CHECK(in_force("2999-12-31") == "third");
    CHECK(three().latest().id() == "third");
    CHECK(three().editions().size() == 3);

    const book gap(std::vector{edition_of("a", "from = 2010-01-01, to = 2012-12-31"),
                               edition_of("b", "from = 2015-01-01")});
    CHECK(gap.in_force(day("2013-01-01")) == nullptr);
    CHECK(gap.in_force(day("2014-12-31")) == nullptr);
}

TEST_CASE("one edition alone answers for any day: it was chosen") {
    const book alone(edition_of("second", "from = 2015-01-01"));
    CHECK(alone.in_force(day("1900-01-01"))->id() == "second");
    CHECK(alone.answering(true, day("1901-01-01"), day("1901-01-01"))->id() == "second");
    auto old = review(json::array());
    old["on"] = "1999-05-20";
    old["state"] = in_cycle("assessed", "1999-05-02");
    CHECK(verdict_of(old)["status"] == "approved");
}

TEST_CASE("a cycle follows the edition in force on the day it started, to its end", "[R17.1]") {
    auto c = review(json::array());
    c["on"] = "2020-08-01";
    c["state"] = in_cycle("assessed", "2020-06-09");
    CHECK(verdict_of(c, three())["policy"]["edition"] == "second");
    c["state"] = in_cycle("assessed", "2020-06-10");
    CHECK(verdict_of(c, three())["policy"]["edition"] == "third");
    // A later status of the same cycle does not change its edition.
    c["state"]["cycle"]["started_on"] = "2020-06-01";
    CHECK(verdict_of(c, three())["policy"]["edition"] == "second");
    c["state"]["cycle"].erase("started_on");
    c["cycle_started_on"] = "2020-06-01";
    CHECK(verdict_of(c, three())["policy"]["edition"] == "second");
    // Without either, the day of the event.
    c.erase("state");
    c.erase("cycle_started_on");
    CHECK(verdict_of(c, three())["policy"]["edition"] == "third");
    // An initial audit starts a cycle, whatever is open.
    auto held = audit_held("ica", in_cycle("assessed", "2020-05-01"));
    held["on"] = "2020-06-10";
    CHECK(verdict_of(held, three())["policy"]["edition"] == "third");
    held["audit"] = "fu";
    CHECK(verdict_of(held, three())["policy"]["edition"] == "second");
}

TEST_CASE("the certificate that a cycle earns is issued under the cycle's edition", "[R17.2]") {
    json paid{{"event", "fee-paid"}, {"on", "2020-07-01"}, {"fee", "certification"}};
    paid["state"] = in_cycle("approved", "2020-06-05");
    const auto v = verdict_of(paid, three());
    CHECK(v["policy"]["edition"] == "second");
    CHECK(v["status"] == "certified");
}

TEST_CASE("a check follows the edition in force when its window opens", "[R17.3]") {
    const auto edition_for = [](const char* event, const char* first_day) {
        auto c = under_certificate(event);
        c["on"] = "2020-11-01";
        c["state"]["certificate"] = term("certified", first_day, "2021-03-31");
        if (std::string(event) == "visit-held")
            c["findings"] = json::array();
        return verdict_of(c, three())["policy"]["edition"];
    };
    for (const auto* event :
         {"visit-held", "visit-contacted", "visit-declined", "audit-declined"}) {
        CAPTURE(event);
        // The third edition's window opens after four months: 10 February + 4 = 10 June.
        CHECK(edition_for(event, "2020-02-10") == "third");
        CHECK(edition_for(event, "2020-02-09") == "second");
    }
    auto progress_audit = audit_held("pa", json::object());
    progress_audit["on"] = "2020-11-01";
    progress_audit["state"]["certificate"] = term("certified", "2020-02-09", "2021-03-31");
    CHECK(verdict_of(progress_audit, three())["policy"]["edition"] == "second");
    progress_audit["audit"] = "ica";
    CHECK(verdict_of(progress_audit, three())["policy"]["edition"] == "third");
    // No window had opened under any edition.
    CHECK(three().answering(true, day("2009-01-01"), day("2020-01-01")) == nullptr);
    CHECK(three().answering(true, {}, day("2020-01-01"))->id() == "second");
}

TEST_CASE("books and editions by name") {
    CHECK(book::builtin("escp@2020-09-01")->latest().hash() == escp().hash());
    CHECK(book::builtin("escp")->latest().name() == "escp@2020-09-01");
    for (const auto* name : {"ecsp", "escp@2020-09-10", "", "@", "escp@"}) {
        const auto b = book::builtin(name);
        REQUIRE_FALSE(b);
        CHECK_THAT(b.error().front().message, Catch::Contains("unknown "));
    }
    CHECK_THAT(book::builtin("ecsp").error().front().message,
               Catch::Contains("did you mean \"escp\"?"));
    bool listed = false;
    for (const auto name : certrules::builtin_editions())
        listed = listed || name == "escp@2020-09-01";
    CHECK(listed);
    CHECK(certrules::builtin_text("nothing").empty());
}

TEST_CASE("an edition tells its words, and finds them by name") {
    const auto& e = escp();
    CHECK(e.scheme() == "escp");
    CHECK(e.id() == "2020-09-01");
    CHECK(e.effective_from() == day("2020-09-01"));
    CHECK_FALSE(e.effective_to());
    CHECK(e.name_of(e.find_severity("critical")) == "critical");
    CHECK(e.name_of(e.find_section("wages")) == "wages");
    CHECK(e.name_of(e.find_tag("bribery")) == "bribery");
    CHECK(e.name_of(e.find_status("lapsed")) == "lapsed");
    CHECK(e.name_of(e.find_audit("ta")) == "ta");
    CHECK(e.name_of(e.find_fact("cap-submitted")) == "cap-submitted");
    CHECK(e.name_of(e.find_fee("renewal")) == "renewal");
    CHECK(e.name_of(e.find_rule("nothing-open")) == "nothing-open");
    CHECK(e.find_severity("Critical") == certrules::severity_id::none);
    CHECK(e.find_section("") == certrules::section_id::none);
    CHECK(e.name_of(certrules::status_id::none).empty());
    CHECK(e.name_of(static_cast<certrules::rule_id>(9999)).empty());
    CHECK(e.severities().size() == 4);
    CHECK(e.severities()[3].id == "zero-tolerance");
    CHECK(e.tags().size() == 10);
    CHECK(e.audits().size() == 7);
    CHECK(certrules::name_of(static_cast<certrules::event_kind>(200)).empty());
    CHECK(certrules::name_of(certrules::event_kind::visit_held) == "visit-held");
    CHECK(certrules::find_event("visit-held") == certrules::event_kind::visit_held);
    CHECK_FALSE(certrules::find_event("visit"));
}
