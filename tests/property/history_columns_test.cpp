// Many histories at once, as columns, against `replay` of each alone.

#include "certrules/history_columns.hpp"
#include "certrules/replay.hpp"

#include "detail/columns/number_fold.hpp"
#include "property/random_history.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <memory>

using namespace certrules;

namespace {

const book& escp() {
    static const auto loaded = std::move(*book::builtin("escp"));
    return loaded;
}

/// The columns of some histories; each must live on.
struct as_columns {
    void add(std::uint64_t number, const history& h) {
        for (const auto& ev : h.events) {
            factory.push_back(number);
            kind.push_back(ev.kind);
            on.push_back(ev.on);
            recorded_on.push_back(ev.known_from());
            months.push_back(ev.months.value_or(0));
            const auto text = ev.kind == event_kind::audit_held          ? ev.audit
                              : ev.kind == event_kind::fee_paid          ? ev.fee
                              : ev.kind == event_kind::invoice_received  ? ev.fee
                              : ev.kind == event_kind::finding_closed    ? ev.finding
                              : ev.kind == event_kind::decision_recorded ? ev.status
                                                                         : std::string_view{};
            if (text.empty()) {
                word.push_back(history_columns::no_name);
            } else {
                const auto place =
                    places.emplace(text, static_cast<std::uint32_t>(names.size())).first->second;
                if (place == names.size())
                    names.push_back(text);
                word.push_back(place);
            }
            findings.insert(findings.end(), ev.findings.begin(), ev.findings.end());
            findings_end.push_back(static_cast<std::uint32_t>(findings.size()));
            facts.insert(facts.end(), ev.facts.begin(), ev.facts.end());
            facts_end.push_back(static_cast<std::uint32_t>(facts.size()));
        }
    }
    history_columns get() const {
        history_columns c;
        c.factory = factory;
        c.kind = kind;
        c.on = on;
        c.recorded_on = recorded_on;
        c.names = names;
        c.word = word;
        c.months = months;
        c.findings_end = findings_end;
        c.findings = findings;
        c.facts_end = facts_end;
        c.facts = facts;
        return c;
    }
    std::vector<std::uint64_t> factory;
    std::vector<event_kind> kind;
    std::vector<date> on, recorded_on;
    std::vector<std::int32_t> months;
    std::vector<std::uint32_t> word, findings_end, facts_end;
    std::vector<history_finding> findings;
    std::vector<history_fact> facts;
    std::vector<std::string_view> names;
    std::map<std::string_view, std::uint32_t> places;
};

/// Random lives and their columns.
struct many_lives {
    many_lives(const book& b, std::uint64_t many, std::uint64_t seed, date first) : of(b) {
        for (std::uint64_t i = 0; i < many; ++i) {
            lives.push_back(std::make_unique<tests::random_history>(b, seed + i, first));
            lives.back()->make(20);
            // Each other life has events that were recorded late.
            if (i % 2 == 1)
                for (auto& ev : lives.back()->events())
                    if (lives.back()->chance(20))
                        ev.recorded_on =
                            ev.on.plus_days(static_cast<std::int32_t>(lives.back()->below(90)));
            auto h = lives.back()->get();
            h.holidays = {};  // the portfolio's are given once for all
            told.push_back(h);
            columns.add(10 * i, h);
        }
    }

    struct outcome {
        std::size_t shown = 0, wrong = 0;
    };
    /// Each standing of the columns is what `replay` says of the life alone.
    outcome check(date on, std::optional<date> known) const {
        std::vector<column_standing> standings;
        REQUIRE_FALSE(replay_columns(of, columns.get(), on, known, standings));
        REQUIRE(standings.size() == told.size());
        outcome seen;
        std::size_t row = 0;
        for (std::size_t i = 0; i < told.size(); ++i) {
            const auto& s = standings[i];
            CHECK(s.factory == 10 * i);
            CHECK(s.first_row == row);
            CHECK(s.rows == told[i].events.size());
            row += s.rows;
            const auto alone = replay(of, told[i], on, known);
            if (!alone) {
                ++seen.wrong;
                CHECK(s.wrong == alone.error().code);
                continue;
            }
            seen.shown += !alone->public_status.empty();
            CHECK(s.wrong == error_code::ok);
            CHECK(s.public_status == alone->public_status);
            CHECK(s.certificate == alone->certificate);
            CHECK(s.cycle == alone->cycle);
            CHECK(s.bar == alone->bar);
            CHECK(s.open_findings == alone->open_findings.size());
        }
        return seen;
    }
    /// How many lives the fold in numbers tells by itself.
    std::size_t told_in_numbers(date on, std::optional<date> known) const {
        const auto c = columns.get();
        detail::number_fold fold(of, c, on, known);
        std::size_t first = 0, count = 0;
        for (const auto& h : told) {
            column_standing s;
            count += fold.tell(first, first + h.events.size(), s) ? 1U : 0U;
            first += h.events.size();
        }
        return count;
    }

    const book& of;
    std::vector<std::unique_ptr<tests::random_history>> lives;
    as_columns columns;
    std::vector<history> told;
};

}  // namespace

TEST_CASE("columns of many histories give what replay gives for each") {
    constexpr std::uint64_t many = 1500;
    const many_lives lives(escp(), many, 7000, date::from_civil(2020, 9, 1));
    for (const auto on : {date::from_civil(2022, 2, 28), date::from_civil(2024, 6, 1),
                          date::from_civil(2031, 1, 1)}) {
        const auto seen = lives.check(on, date::from_civil(2024, 7, 1));
        CHECK(seen.shown > many / 5);
        CHECK(seen.wrong < many / 10);
        lives.check(on, std::nullopt);
    }
    // Nearly all of them without the full replay, whose answers they are.
    CHECK(lives.told_in_numbers(date::from_civil(2024, 6, 1), std::nullopt) > many * 9 / 10);
}

TEST_CASE("lives across editions, and under one edition alone, are told the same way") {
    const auto on = date::from_civil(2021, 10, 1);
    // Three editions in turn, two of them in a life or all.
    const many_lives across(escp(), 500, 91'000, date::from_civil(2017, 6, 1));
    CHECK(across.check(on, std::nullopt).shown > 200);
    const auto plain = across.told_in_numbers(on, std::nullopt);
    CHECK(plain > 50);
    CHECK(plain < 500);
    for (const auto* name : {"ietp@2016-04-01", "ietp@2018-10-09", "escp@2020-09-01"}) {
        const auto alone = std::move(*book::builtin(name));
        const many_lives lives(alone, 300, 52'000, date::from_civil(2019, 2, 1));
        CHECK(lives.check(on, std::nullopt).shown > 100);
        CHECK(lives.told_in_numbers(on, std::nullopt) > 200);
    }
}

TEST_CASE("more ways to stand than the fold keeps are told the same way") {
    // Each life carries facts of its own from its audit on: 1,190 shapes there and after its
    // review.
    std::vector<std::vector<history_fact>> facts;
    std::vector<std::vector<history_event>> events;
    for (std::int64_t months = 6; months <= 600; ++months)
        for (const std::int64_t remediation : {9, 12})
            facts.push_back(
                {{"termination-months", "", months}, {"remediation-months", "", remediation}});
    as_columns columns;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        auto on = date::from_civil(2024, 1, 1).plus_days(static_cast<std::int32_t>(i % 200));
        auto& life = events.emplace_back();
        const auto add = [&](event_kind kind) -> history_event& {
            life.emplace_back().kind = kind;
            life.back().on = on;
            on = on.plus_days(20);
            return life.back();
        };
        add(event_kind::applied);
        add(event_kind::fee_paid).fee = "registration";
        auto& audit = add(event_kind::audit_held);
        audit.audit = "iaa";
        audit.facts = facts[i];
        add(event_kind::audit_reviewed);
        columns.add(i, history{{}, {}, life});
    }
    std::vector<history_event> other(events[0].begin(), events[0].begin() + 2);
    other.front().facts = facts[0];
    columns.add(events.size(), history{{}, {}, other});
    const auto on = date::from_civil(2024, 9, 1);
    const auto c = columns.get();
    // The last shape that is kept is one that a step leads to, or one that a life is found in.
    for (const bool with_one_more : {false, true}) {
        detail::number_fold fold(escp(), c, on, std::nullopt);
        column_standing told;
        if (with_one_more)
            REQUIRE(fold.tell(4 * events.size(), 4 * events.size() + 2, told));
        std::map<std::string_view, std::size_t> shown;
        for (std::size_t i = 0; i < events.size(); ++i) {
            told = {};
            REQUIRE(fold.tell(4 * i, 4 * i + 4, told));
            const auto alone = replay(escp(), history{{}, {}, events[i]}, on).value();
            CHECK(told.public_status == alone.public_status);
            CHECK(told.certificate == alone.certificate);
            CHECK(told.cycle == alone.cycle);
            ++shown[told.public_status];
        }
        CHECK(shown["approved"] > 1000);
    }
}

TEST_CASE("a check of the next certificate forgets what the last one's found") {
    const std::vector<history_finding> found{[] {
        history_finding f;
        f.id = "G1";
        f.section = "wages";
        f.severity = "minor";
        return f;
    }()};
    std::vector<history_event> life;
    auto on = date::from_civil(2023, 1, 10);
    for (const bool again : {false, true}) {
        const auto add = [&](event_kind kind) -> history_event& {
            life.emplace_back().kind = kind;
            life.back().on = on;
            on = on.plus_days(20);
            return life.back();
        };
        add(event_kind::applied);
        add(event_kind::fee_paid).fee = again ? "renewal" : "registration";
        add(event_kind::audit_held).audit = "iaa";
        add(event_kind::audit_reviewed);
        add(event_kind::fee_paid).fee = "certification";
        add(event_kind::visit_contacted);
        auto& visit = add(event_kind::visit_held);
        if (!again)
            visit.findings = found;
    }
    // Twice, so that the second life goes by steps that the first one taught; without its last
    // visit the finding is open still.
    const auto alone = replay(escp(), history{{}, {}, life}, on).value();
    CHECK(alone.open_findings.empty());
    const std::vector<history_event> shorter(life.begin(), life.end() - 1);
    CHECK(replay(escp(), history{{}, {}, shorter}, on).value().open_findings.size() == 1);
    as_columns columns;
    columns.add(1, history{{}, {}, life});
    columns.add(2, history{{}, {}, life});
    columns.add(3, history{{}, {}, shorter});
    std::vector<column_standing> standings;
    REQUIRE_FALSE(replay_columns(escp(), columns.get(), on, std::nullopt, standings));
    REQUIRE(standings.size() == 3);
    CHECK(standings[0].open_findings == 0);
    CHECK(standings[1].open_findings == 0);
    CHECK(standings[2].open_findings == 1);
    CHECK(standings[1].public_status == alone.public_status);
}

TEST_CASE("a history that is wrong is marked, and its neighbours are told") {
    const std::array<std::uint64_t, 2> factory{1, 2};
    const std::array kind{event_kind::audit_reviewed, event_kind::applied};
    const std::array on{date::from_civil(2024, 1, 1), date::from_civil(2024, 1, 1)};
    const std::array word{history_columns::no_name, history_columns::no_name};
    history_columns c;
    c.factory = factory;
    c.kind = kind;
    c.on = on;
    c.word = word;
    std::vector<column_standing> standings;
    REQUIRE_FALSE(replay_columns(escp(), c, on[0], std::nullopt, standings));
    REQUIRE(standings.size() == 2);
    CHECK(standings[0].wrong == error_code::refused);
    CHECK(standings[1].public_status == "applicant");
}

TEST_CASE("columns that do not fit together are refused by name") {
    const std::array<std::uint64_t, 2> factory{1, 2}, down{2, 1};
    const std::array kind{event_kind::applied, event_kind::applied};
    const std::array on{date::from_civil(2024, 1, 1), date::from_civil(2024, 1, 1)};
    const std::array word{history_columns::no_name, history_columns::no_name};
    history_columns fine;
    fine.factory = factory;
    fine.kind = kind;
    fine.on = on;
    fine.word = word;
    std::vector<column_standing> out;
    const auto place = [&](const history_columns& c) {
        const auto wrong = replay_columns(escp(), c, on[0], std::nullopt, out);
        CHECK(out.empty());
        return wrong ? wrong->place : "fine";
    };
    auto c = fine;
    c.kind = c.kind.first(1);
    CHECK(place(c) == "kind");
    c = fine;
    c.factory = down;
    CHECK(place(c) == "factory[1]");
    c = fine;
    const std::array<std::uint32_t, 2> names{0, 1};
    c.word = names;
    CHECK(place(c) == "word[0]");
    c = fine;
    const std::array<std::uint32_t, 2> ends{1, 0};
    c.findings_end = ends;
    CHECK(place(c) == "findings_end[0]");
    c = fine;
    const std::array none{static_cast<event_kind>(0), event_kind::applied};
    c.kind = none;
    CHECK(place(c) == "kind[0]");
}
