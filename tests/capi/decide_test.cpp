#include <catch2/catch.hpp>

#include "allocations.hpp"
#include "support.hpp"

using namespace support;

namespace {

/// A case decided by structs, told as its document would be.
json decide_structs(const edition& e, const struct_case& c) {
    auto error = zeroed<certrules_error>();
    auto verdict = zeroed<certrules_verdict>();
    auto next = zeroed<certrules_state>();
    must(certrules_decide(e.get(), &c.state, &c.event, &verdict, &next, &error), error);
    json valid;
    if (verdict.first_day != CERTRULES_NO_DAY)
        valid = {{"first_day", day_text(verdict.first_day)},
                 {"last_day", day_text(verdict.last_day)}};
    json unknown = json::array();
    for (std::int32_t i = 0; i < 64; ++i)
        if (((verdict.unknown >> static_cast<unsigned>(i)) & 1U) != 0)
            unknown.push_back(name(e, CERTRULES_WORD_FACT, i));
    auto info = zeroed<certrules_rule_info>();
    must(certrules_rule_describe(e.get(), verdict.rule, &info, &error), error);
    const auto texts = [&](std::int32_t kind, std::uint32_t n) {
        json list = json::array();
        for (std::uint32_t i = 0; i < n; ++i)
            list.push_back(text_of([&](char* b, std::size_t s, std::size_t* need, auto* err) {
                return certrules_rule_text(e.get(), verdict.rule, kind, i, b, s, need, err);
            }));
        return list;
    };
    const bool by_default = (verdict.flags & CERTRULES_VERDICT_BY_DEFAULT) != 0;
    return {
        {"status", name(e, CERTRULES_WORD_STATUS, verdict.status)},
        {"public_status", name(e, CERTRULES_WORD_STATUS, verdict.public_status)},
        {"rule", name(e, CERTRULES_WORD_RULE, verdict.rule)},
        {"region", verdict.region},
        {"valid", valid},
        {"state", state_json(e, next)},
        {"cites", texts(CERTRULES_RULE_CITE, info.cites)},
        {"unknown", unknown},
        {"obligations", texts(CERTRULES_RULE_OBLIGATION, info.obligations)},
        {"options", texts(CERTRULES_RULE_OPTION, info.options)},
        {"notices", by_default ? texts(CERTRULES_RULE_NOTICE_BY_DEFAULT, info.notices_by_default)
                               : texts(CERTRULES_RULE_NOTICE, info.notices)}};
}

/// The fields that both doors tell, of a document's verdict.
json common(const json& verdict, const json& like) {
    json fields;
    for (const auto& [key, value] : like.items())
        fields[key] = verdict.at(key);
    for (const auto* key : {"after", "visited", "last_certificate", "consecutive"})
        fields["state"].erase(key);
    for (const auto* key : {"started_on", "award"})
        if (!fields["state"]["cycle"].is_null())
            fields["state"]["cycle"].erase(key);
    return fields;
}

}  // namespace

TEST_CASE("both doors give the outcomes that were worked out by hand") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    std::size_t rows = 0;
    for (const auto& row : read_lines("tests/vectors/expected-outcomes.jsonl")) {
        INFO(row["id"]);
        ++rows;
        const auto& document = row["case"];
        const auto by_json = json::parse(decide_json(b, document.dump()));
        const auto by_structs = decide_structs(e, *read_case(e, document));
        for (const auto& [key, value] : row["expect"].items()) {
            if (key == "cites_any")
                continue;
            INFO(key);
            CHECK(by_json.at(key) == value);
            if (key != "state")  // of which the other door has less; compared below
                CHECK(by_structs.at(key) == value);
        }
        CHECK(common(by_json, by_structs) == by_structs);
    }
    CHECK(rows > 60);
}

TEST_CASE("both doors give the same verdicts of the sample cases") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin("escp");
    std::size_t rows = 0;
    for (const auto& row : read_lines("tests/vectors/expected-examples.jsonl")) {
        INFO(row["file"]);
        const auto document = read_file(row["file"]);
        if (!row["expect"].contains("status") || !document.contains("event"))
            continue;
        const auto by_json = json::parse(decide_json(b, document.dump()));
        CHECK(by_json["status"] == row["expect"]["status"]);
        if (by_json["policy"]["edition"] != "2020-09-01")
            continue;
        ++rows;
        const auto by_structs = decide_structs(e, *read_case(e, document));
        CHECK(common(by_json, by_structs) == by_structs);
    }
    CHECK(rows > 15);
}

TEST_CASE("deciding allocates nothing") {
    const auto e = load_builtin(escp);
    for (const auto& row : read_lines("tests/vectors/expected-outcomes.jsonl")) {
        INFO(row["id"]);
        const auto c = read_case(e, row["case"]);
        auto error = zeroed<certrules_error>();
        auto verdict = zeroed<certrules_verdict>();
        auto next = zeroed<certrules_state>();
        const auto before = allocations::made();
        const auto code = certrules_decide(e.get(), &c->state, &c->event, &verdict, &next, &error);
        CHECK(allocations::made() == before);
        CHECK(code == CERTRULES_OK);
    }
    const auto many = review(e, 1000);
    auto verdict = zeroed<certrules_verdict>();
    const auto before = allocations::made();
    const auto code =
        certrules_decide(e.get(), &many->state, &many->event, &verdict, nullptr, nullptr);
    CHECK(allocations::made() == before);
    CHECK(code == CERTRULES_OK);
}

TEST_CASE("a finding counts wherever it stands among the others") {
    const auto e = load_builtin(escp);
    const auto assessed = word(e, CERTRULES_WORD_STATUS, "assessed");
    const auto progressing = word(e, CERTRULES_WORD_STATUS, "progressing");
    for (const std::size_t n : {1U, 2U, 15U, 16U, 17U, 31U, 32U, 33U, 48U}) {
        const auto c = review(e, n);
        auto verdict = zeroed<certrules_verdict>();
        REQUIRE(certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, nullptr) ==
                CERTRULES_OK);
        CHECK(verdict.status == progressing);
        for (std::size_t at = 0; at < n; ++at) {
            INFO(n << " findings, critical: " << at);
            const auto before = c->findings[at].severity;
            c->findings[at].severity = word(e, CERTRULES_WORD_SEVERITY, "critical");
            CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, nullptr) ==
                  CERTRULES_OK);
            CHECK(verdict.status == assessed);
            c->findings[at].severity = before;
        }
    }
}

TEST_CASE("what is wrong with a finding is told with its place") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 40);
    const auto wrong = [&](std::size_t at, auto&& change, std::int32_t code, const char* place) {
        const auto before = c->findings[at];
        change(c->findings[at]);
        auto error = zeroed<certrules_error>();
        auto verdict = zeroed<certrules_verdict>();
        CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, &error) == code);
        CHECK(error.code == code);
        CHECK(std::string(error.place) == place);
        CHECK(std::string(error.message) != "");
        c->findings[at] = before;
    };
    wrong(
        17, [](auto& f) { f.section = 12; }, CERTRULES_E_ARGUMENT, "findings[17].section");
    wrong(
        0, [](auto& f) { f.section = -1; }, CERTRULES_E_ARGUMENT, "findings[0].section");
    wrong(
        39, [](auto& f) { f.section = 256; }, CERTRULES_E_ARGUMENT, "findings[39].section");
    wrong(
        1, [](auto& f) { f.severity = 4; }, CERTRULES_E_ARGUMENT, "findings[1].severity");
    wrong(
        2, [](auto& f) { f.severity = INT32_MIN; }, CERTRULES_E_ARGUMENT, "findings[2].severity");
    wrong(
        3, [](auto& f) { f.transparent = 3; }, CERTRULES_E_ARGUMENT, "findings[3].transparent");
    wrong(
        4, [](auto& f) { f.transparent = -1; }, CERTRULES_E_ARGUMENT, "findings[4].transparent");
    wrong(
        20, [](auto& f) { f.tags = std::uint64_t{1} << 63; }, CERTRULES_E_ARGUMENT,
        "findings[20].tags");
    wrong(
        5, [](auto& f) { f.given = 2; }, CERTRULES_E_UNSUPPORTED, "findings[5].given");
    wrong(
        6, [](auto& f) { f.closed_on = 19000; }, CERTRULES_E_ARGUMENT, "findings[6].closed_on");
    wrong(
        7,
        [](auto& f) {
            f.given = CERTRULES_FINDING_CLOSED;
            f.closed_on = INT32_MAX;
        },
        CERTRULES_E_DATE, "findings[7].closed_on");
    wrong(
        8, [](auto& f) { f.sites = 1000001; }, CERTRULES_E_LIMIT, "findings[8].sites");
}

TEST_CASE("numbers outside every list are errors, and leave the outputs alone") {
    const auto e = load_builtin(escp);
    const auto check = [&](auto&& change, std::int32_t code, const char* place) {
        INFO(place);
        const auto c = review(e, 3);
        c->sections.push_back({});
        c->arrays();
        change(*c);
        auto error = zeroed<certrules_error>();
        auto verdict = zeroed<certrules_verdict>();
        verdict.status = 77;
        auto next = zeroed<certrules_state>();
        next.cycle = 77;
        CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, &next, &error) == code);
        CHECK(std::string(error.place) == place);
        CHECK(verdict.status == 77);
        CHECK(next.cycle == 77);
    };
    std::uint32_t statuses = 0;
    must(certrules_word_count(e.get(), CERTRULES_WORD_STATUS, &statuses, nullptr), {});
    for (const auto number : {-1, static_cast<std::int32_t>(statuses), 256, INT32_MIN, INT32_MAX}) {
        check([&](auto& c) { c.state.cycle = number; }, CERTRULES_E_ARGUMENT, "state.cycle");
        check(
            [&](auto& c) {
                c.state.given |= CERTRULES_STATE_AFTER;
                c.state.after = number;
            },
            CERTRULES_E_ARGUMENT, "state.after");
        check(
            [&](auto& c) {
                c.event.given |= CERTRULES_GIVEN_AUDIT;
                c.event.audit = number;
            },
            CERTRULES_E_ARGUMENT, "event.audit");
        check([&](auto& c) { c.facts[0].fact = number; }, CERTRULES_E_ARGUMENT, "facts[0].fact");
    }
    for (const auto number : {-1, 3, INT32_MIN, INT32_MAX})
        check([&](auto& c) { c.state.visited = number; }, CERTRULES_E_ARGUMENT, "state.visited");
    for (const auto number : {0, -1, 16, 260, INT32_MIN, INT32_MAX})
        check([&](auto& c) { c.event.kind = number; }, CERTRULES_E_ARGUMENT, "event.kind");
    check([](auto& c) { c.event.given = 8; }, CERTRULES_E_UNSUPPORTED, "event.given");
    check([](auto& c) { c.state.given |= 512; }, CERTRULES_E_UNSUPPORTED, "state.given");
    check([](auto& c) { c.state.given = CERTRULES_STATE_CYCLE_AWARD; }, CERTRULES_E_ARGUMENT,
          "state.cycle");
    check([](auto& c) { c.state = zeroed<certrules_state>(), c.state.given = 8; },
          CERTRULES_E_MISSING, "state.cycle_started_on");
    check([](auto& c) { c.event.audit = 3; }, CERTRULES_E_ARGUMENT, "event.audit");
    check([](auto& c) { c.state.bar_first_day = 3; }, CERTRULES_E_ARGUMENT, "state.bar_first_day");
    check([](auto& c) { c.state.consecutive = 65536; }, CERTRULES_E_ARGUMENT, "state.consecutive");
    check([](auto& c) { c.state.held = std::uint64_t{1} << 40; }, CERTRULES_E_ARGUMENT,
          "state.held");
    check([](auto& c) { c.event.on = CERTRULES_NO_DAY; }, CERTRULES_E_DATE, "on");
    check([](auto& c) { c.state.cycle_since = INT32_MAX; }, CERTRULES_E_DATE, "state.cycle.since");
    check([](auto& c) { c.event.months = -1; }, CERTRULES_E_ARGUMENT, "months");
    check([](auto& c) { c.event.months = INT32_MAX; }, CERTRULES_E_ARGUMENT, "months");
    check([](auto& c) { c.event.sites = UINT32_MAX; }, CERTRULES_E_LIMIT, "event.sites");
    check([](auto& c) { c.facts[0].value = 2; }, CERTRULES_E_ARGUMENT, "facts.cap-submitted");
    check([](auto& c) { c.facts[0].value = INT64_MIN; }, CERTRULES_E_ARGUMENT,
          "facts.cap-submitted");
    check([](auto& c) { c.facts[0].reserved = 1; }, CERTRULES_E_UNSUPPORTED, "facts[0].reserved");
    check([](auto& c) { c.sections[0].section = 12; }, CERTRULES_E_ARGUMENT, "sections[0].section");
    check([](auto& c) { c.sections[0].reserved = 1; }, CERTRULES_E_UNSUPPORTED,
          "sections[0].given");
    check([](auto& c) { c.sections[0].given = 16; }, CERTRULES_E_UNSUPPORTED, "sections[0].given");
    check([](auto& c) { c.sections[0].graded = 1; }, CERTRULES_E_ARGUMENT, "sections[0].given");
    check([](auto& c) { c.sections[0].applicable = 1; }, CERTRULES_E_ARGUMENT, "sections[0].given");
    check([](auto& c) { c.sections[0].conforming = 1; }, CERTRULES_E_ARGUMENT, "sections[0].given");
    check([](auto& c) { c.sections[0].rating = 1; }, CERTRULES_E_ARGUMENT, "sections[0].given");
    check([](auto& c) { c.sections[0].given = CERTRULES_SECTION_RATING; }, CERTRULES_E_ARGUMENT,
          "sections[0].rating");
    check(
        [](auto& c) {
            c.sections[0].given = CERTRULES_SECTION_GRADED;
            c.sections[0].graded_severity = 4;
        },
        CERTRULES_E_ARGUMENT, "sections[0].graded_severity");
}

TEST_CASE("an event that cannot happen is refused with the rule's words") {
    const auto e = load_builtin(escp);
    const auto c = read_case(e, {{"event", "visit-held"},
                                 {"on", "2024-05-20"},
                                 {"state", json::object()},
                                 {"findings", json::array()}});
    auto error = zeroed<certrules_error>();
    auto verdict = zeroed<certrules_verdict>();
    CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, &error) ==
          CERTRULES_E_REFUSED);
    CHECK(std::string(error.place) == "event");
    CHECK(std::string(error.message).find("visit-held on 2024-05-20 cannot happen") == 0);
}

TEST_CASE("the state after the event may be written over the state before it") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 2);
    auto apart = zeroed<certrules_state>();
    auto verdict = zeroed<certrules_verdict>();
    REQUIRE(certrules_decide(e.get(), &c->state, &c->event, &verdict, &apart, nullptr) == 0);
    REQUIRE(certrules_decide(e.get(), &c->state, &c->event, &verdict, &c->state, nullptr) == 0);
    CHECK(state_json(e, c->state) == state_json(e, apart));
    // And it is a state like any other: the next event takes it.
    c->event.on += 30;
    CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, &c->state, nullptr) == 0);
}

TEST_CASE("what runs out ends by itself") {
    const auto e = load_builtin(escp);
    auto s = zeroed<certrules_state>();
    s.given = CERTRULES_STATE_CERTIFICATE | CERTRULES_STATE_CERTIFICATE_LAST_DAY;
    s.certificate = word(e, CERTRULES_WORD_STATUS, "certified");
    s.certificate_first_day = day("2023-06-01");
    s.certificate_last_day = day("2024-05-31");
    auto next = zeroed<certrules_state>();
    REQUIRE(certrules_settle(e.get(), &s, day("2024-05-31"), &next, nullptr) == CERTRULES_OK);
    CHECK(next.certificate == s.certificate);
    REQUIRE(certrules_settle(e.get(), &s, day("2024-06-01"), &next, nullptr) == CERTRULES_OK);
    CHECK(next.certificate == -1);
    CHECK(next.certificate_first_day == CERTRULES_NO_DAY);
    CHECK(next.after == word(e, CERTRULES_WORD_STATUS, "expired"));
    std::int32_t shown = -2;
    REQUIRE(certrules_public_status(e.get(), &next, day("2024-06-01"), &shown, nullptr) == 0);
    CHECK(shown == word(e, CERTRULES_WORD_STATUS, "expired"));
    const auto new_factory = zeroed<certrules_state>();
    REQUIRE(certrules_public_status(e.get(), &new_factory, 0, &shown, nullptr) == CERTRULES_OK);
    CHECK(shown == -1);
    std::int32_t last = 0;
    REQUIRE(certrules_cycle_last_day(e.get(), &new_factory, &last, nullptr) == CERTRULES_OK);
    CHECK(last == CERTRULES_NO_DAY);
    const auto c = review(e, 0);
    REQUIRE(certrules_cycle_last_day(e.get(), &c->state, &last, nullptr) == CERTRULES_OK);
    CHECK(day_text(last) == "2025-03-01");
}

TEST_CASE("possible statuses and least changes are those of the document's verdict") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    for (const auto& row : read_lines("tests/vectors/expected-outcomes.jsonl")) {
        INFO(row["id"]);
        const auto verdict = json::parse(decide_json(b, row["case"].dump()));
        const auto brief = json::parse(decide_json(b, row["case"].dump(), CERTRULES_JSON_BRIEF));
        CHECK_FALSE(brief.contains("what_if"));
        CHECK_FALSE(brief.contains("possible"));
        const auto c = read_case(e, row["case"]);
        std::uint64_t possible = 0;
        auto error = zeroed<certrules_error>();
        must(certrules_possible(e.get(), &c->state, &c->event, &possible, &error), error);
        std::uint64_t expected = 0;
        for (const auto& status : verdict["possible"])
            expected |= std::uint64_t{1}
                        << word(e, CERTRULES_WORD_STATUS, status.get<std::string>());
        CHECK(possible == expected);

        std::size_t needed = 0;
        std::vector<certrules_change> changes(64);
        std::int32_t complete = -1;
        must(
            certrules_what_if(e.get(), &c->state, &c->event, changes.data(),
                              sizeof(certrules_change), changes.size(), &needed, &complete, &error),
            error);
        CHECK(complete == 1);
        changes.resize(needed);
        json list = json::array();
        for (const auto& change : changes) {
            const auto status = name(e, CERTRULES_WORD_STATUS, change.status);
            if (list.empty() || list.back()["status"] != status)
                list.push_back({{"status", status}, {"change", json::array()}});
            if (change.fact == -1) {
                const auto place = static_cast<std::size_t>(change.finding);
                list.back()["change"].push_back(
                    "close " + row["case"]["findings"][place]["id"].get<std::string>());
                continue;
            }
            CHECK(change.finding == -1);
            const auto value = text_of([&](char* t, std::size_t n, std::size_t* need, auto* err) {
                return certrules_fact_value_name(e.get(), change.fact, change.value, t, n, need,
                                                 err);
            });
            list.back()["change"].push_back(
                name(e, CERTRULES_WORD_FACT, change.fact).get<std::string>() + ": " + value);
        }
        CHECK(list == verdict["what_if"]);
    }
}

TEST_CASE("changes go to a buffer that holds them all, or not at all") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 5);
    std::size_t needed = 0;
    CHECK(certrules_what_if(e.get(), &c->state, &c->event, nullptr, 0, 0, &needed, nullptr,
                            nullptr) == CERTRULES_E_BUFFER);
    REQUIRE(needed == 5);  // approved: close the five
    for (const std::size_t capacity : {1U, 4U, 5U, 6U}) {
        std::vector<certrules_change> room(7, certrules_change{77, 77, 77, 77});
        const auto code =
            certrules_what_if(e.get(), &c->state, &c->event, room.data(), sizeof(certrules_change),
                              capacity, nullptr, nullptr, nullptr);
        CHECK(code == (capacity < 5 ? CERTRULES_E_BUFFER : CERTRULES_OK));
        for (std::size_t i = capacity < 5 ? 0 : 5; i < room.size(); ++i)
            CHECK(room[i].status == 77);
    }
    // A later release's larger element: its own part is zero.
    struct larger {
        certrules_change known;
        std::int64_t later;
    };
    std::vector<larger> room(5, larger{{}, 77});
    CHECK(certrules_what_if(e.get(), &c->state, &c->event, &room[0].known, sizeof(larger), 5,
                            nullptr, nullptr, nullptr) == CERTRULES_OK);
    for (std::size_t i = 0; i < room.size(); ++i) {
        CHECK(room[i].known.finding == static_cast<std::int64_t>(i));
        CHECK(room[i].later == 0);
    }
    CHECK(certrules_what_if(e.get(), &c->state, &c->event, &room[0].known, 23, 5, nullptr, nullptr,
                            nullptr) == CERTRULES_E_STRUCT_SIZE);
}
