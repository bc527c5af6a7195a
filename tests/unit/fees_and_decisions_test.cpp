#include "unit/support.hpp"

using namespace certrules::test;

namespace {

json paid(const char* fee, json state) {
    return {{"event", "fee-paid"}, {"on", "2024-05-20"}, {"fee", fee}, {"state", std::move(state)}};
}
json decided(const char* status, json state) {
    return {{"event", "decision-recorded"},
            {"on", "2024-05-20"},
            {"status", status},
            {"reason", "the programme's own"},
            {"state", std::move(state)}};
}

}  // namespace

TEST_CASE("a review that finds nothing open approves", "[R14.1]") {
    const auto v = verdict_of(review(json::array()));
    CHECK(v["status"] == "approved");
    CHECK(v["rule"] == "nothing-open");
    CHECK(v["public_status"] == "approved");
    CHECK(mentions(v["obligations"], "certification fee"));
    CHECK(verdict_of(review(json::array(), {{"cap-submitted", "no"}}))["status"] == "approved");
}

TEST_CASE("the fee makes an approved factory certified, from that day", "[R14.2]") {
    const auto v = verdict_of(paid("certification", in_cycle("approved", "2024-05-02")));
    CHECK(v["status"] == "certified");
    CHECK(v["rule"] == "certification-fee-paid");
    CHECK(v["valid"] == days("2024-05-20", "2025-05-19"));
    for (const auto* status : {"applicant", "assessed", "progressing", "lapsed"}) {
        CAPTURE(status);
        const auto e = error_of(paid("certification", in_cycle(status, "2024-05-02")));
        CHECK(e.code == certrules::error_code::refused);
        CHECK(e.message.find("nothing is approved") != std::string::npos);
    }
    CHECK(error_of(paid("certification", json::object())).code == certrules::error_code::refused);
}

TEST_CASE("an approved cycle can name the certificate that the fee will issue") {
    auto state = in_cycle("approved", "2024-05-02");
    state["cycle"]["award"] = "probation";
    CHECK(verdict_of(paid("certification", state))["status"] == "probation");
    state["cycle"]["award"] = "assessed";
    CHECK(error_of(paid("certification", state)).place == "state.cycle.award");
}

TEST_CASE("every other fee changes no status") {
    for (const auto& fee : escp().fees()) {
        if (fee.id == "certification")
            continue;
        CAPTURE(fee.id);
        const auto v =
            verdict_of(paid(std::string(fee.id).c_str(), in_cycle("progressing", "2024-05-02")));
        CHECK(v["rule"] == "fee-paid");
        CHECK(v["status"] == "progressing");
    }
}

TEST_CASE("an application, of a new factory and of a former holder", "[R31]") {
    const auto applied = [](json state) {
        return verdict_of(
            {{"event", "applied"}, {"on", "2024-05-20"}, {"state", std::move(state)}});
    };
    const auto fresh = applied(json::object());
    CHECK(fresh["rule"] == "applied");
    CHECK(mentions(fresh["obligations"], "registration fee"));
    CHECK_FALSE(mentions(fresh["obligations"], "renewal fee"));
    for (const auto* held : {"certified", "remediation", "probation", "seal-c"}) {
        CAPTURE(held);
        const auto former = applied({{"held", {held}}});
        CHECK(former["rule"] == "renewal-applied");
        CHECK(mentions(former["obligations"], "renewal fee"));
        CHECK_FALSE(mentions(former["obligations"], "registration fee"));
    }
    CHECK(applied({{"held", {"terminated"}}})["rule"] == "applied");
    // The fees that fall due, as the library has them.
    using namespace certrules;
    event ev;
    ev.kind = event_kind::applied;
    ev.on = *parse_date("2024-05-20");
    state holder;
    holder.held = std::uint64_t{1} << index(escp().find_status("probation"));
    const auto first = decide(escp(), state{}, ev);
    const auto again = decide(escp(), holder, ev);
    REQUIRE(first->fees.size() == 1);
    REQUIRE(again->fees.size() == 1);
    CHECK(escp().name_of(first->fees[0]) == "registration");
    CHECK(escp().name_of(again->fees[0]) == "renewal");
}

TEST_CASE("one application or cycle at a time") {
    for (const auto* status : {"applicant", "assessed", "progressing", "approved"}) {
        CAPTURE(status);
        const auto e = error_of(json{
            {"event", "applied"}, {"on", "2024-05-20"}, {"state", in_cycle(status, "2024-05-02")}});
        CHECK(e.message.find("rule applied-while-cycle-open") != std::string::npos);
    }
    const auto v = verdict_of(
        {{"event", "applied"}, {"on", "2024-05-20"}, {"state", in_cycle("lapsed", "2024-05-02")}});
    CHECK(v["public_status"] == "applicant");
    // A certificate that runs is no obstacle: that is how a renewal begins.
    json state;
    state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    CHECK(verdict_of({{"event", "applied"}, {"on", "2024-05-20"}, {"state", state}})["status"] ==
          "applicant");
}

TEST_CASE("an overdue invoice is an option for the programme and no status", "[R20]") {
    json c = under_certificate("invoice-received");
    c["fee"] = "progress-visit";
    const auto v = verdict_of(c);
    CHECK(v["status"] == "certified");
    CHECK(v["public_status"] == "certified");
    CHECK(mentions(v["options"], "may terminate"));
    c["fee"] = "audit";
    const auto other = verdict_of(c);
    CHECK(other["rule"] == "invoice-received");
    CHECK(other["options"].empty());
}

TEST_CASE("the 15 working days and the consequence still hold in 2020", "[R27]") {
    json c = under_certificate("invoice-received");
    c["fee"] = "progress-visit";
    CHECK(mentions(verdict_of(c)["obligations"], "15 working days"));
}

TEST_CASE("a termination of no stated length is six months, and said to be the least",
          "[R25.1][R25.2]") {
    const auto hidden = list({zero_tolerance("F1", "no")});
    const auto silent = verdict_of(review(hidden));
    CHECK(silent["valid"] == days("2024-05-20", "2024-11-19"));
    CHECK(mentions(silent["notices"], "minimum"));
    const auto own = verdict_of(decided("terminated", json::object()));
    CHECK(own["valid"] == days("2024-05-20", "2024-11-19"));
}

TEST_CASE("a stated length of termination is kept, from six months on", "[R25.3]") {
    const auto hidden = list({zero_tolerance("F1", "no")});
    const auto with = [&](int months) { return review(hidden, {{"termination-months", months}}); };
    const auto twelve = verdict_of(with(12));
    CHECK(twelve["valid"] == days("2024-05-20", "2025-05-19"));
    CHECK_FALSE(mentions(twelve["notices"], "minimum"));
    const auto six = verdict_of(with(6));
    CHECK(six["valid"] == days("2024-05-20", "2024-11-19"));
    CHECK_FALSE(mentions(six["notices"], "minimum"));
    const auto e = error_of(with(5));
    CHECK(e.place == "facts.termination-months");
    CHECK(e.message.find("5") != std::string::npos);
    auto short_one = decided("terminated", json::object());
    short_one["months"] = 5;
    CHECK(error_of(short_one).place == "months");
    short_one["months"] = 60;
    CHECK(verdict_of(short_one)["valid"] == days("2024-05-20", "2029-05-19"));
}

TEST_CASE("the programme's own decision") {
    SECTION("a status that needs a fee waits for it, at approved") {
        const auto v = verdict_of(decided("certified", in_cycle("assessed", "2024-05-02")));
        CHECK(v["status"] == "approved");
        CHECK(v["state"]["certificate"].is_null());
        json next = paid("certification", v["state"]);
        CHECK(verdict_of(next)["status"] == "certified");
    }
    SECTION("a certificate that needs none starts at once, for the months given or its own") {
        auto c = decided("probation", in_cycle("assessed", "2024-05-02"));
        CHECK(verdict_of(c)["state"]["certificate"] ==
              term("probation", "2024-05-20", "2025-05-19"));
        c["months"] = 3;
        CHECK(verdict_of(c)["valid"] == days("2024-05-20", "2024-08-19"));
    }
    SECTION("a termination empties certificate and cycle") {
        auto state = in_cycle("progressing", "2024-05-02");
        state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
        const auto v = verdict_of(decided("terminated", state));
        CHECK(v["public_status"] == "terminated");
        CHECK(v["state"]["certificate"].is_null());
        CHECK(v["state"]["cycle"].is_null());
    }
    SECTION("a status of the cycle stays on the cycle") {
        json state;
        state["certificate"] = term("certified", "2023-06-01", "2024-05-31");
        const auto v = verdict_of(decided("progressing", state));
        CHECK(v["status"] == "progressing");
        CHECK(v["public_status"] == "certified");
    }
}

TEST_CASE("naming a status that the edition does not have is an error", "[R22]") {
    const auto e = error_of(decided("downgraded", json::object()));
    CHECK(e.code == certrules::error_code::unknown_name);
    CHECK(e.place == "status");
    auto held = review(json::array());
    held["state"]["held"] = json::array({"certifed"});
    CHECK(error_of(held).place == "state.held[0]");
    CHECK(error_of(held).message.find("did you mean \"certified\"?") != std::string::npos);
}
