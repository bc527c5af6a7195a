/// What a replay costs: by the number of events, and from the document to the answer.

#include "certrules/history_columns.hpp"
#include "certrules/json.hpp"
#include "certrules/replay.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

using namespace certrules;

namespace {

const book& escp() {
    static const auto loaded = std::move(*book::builtin("escp"));
    return loaded;
}

/// Years of renewals, twelve events each, to as many events as asked.
struct long_life {
    explicit long_life(std::size_t events) {
        static constexpr std::string_view ids[] = {"F1", "F2"};
        static const std::vector<history_finding> found = [] {
            std::vector<history_finding> two(2);
            for (std::size_t i = 0; i < 2; ++i) {
                two[i].id = ids[i];
                two[i].section = "wages";
                two[i].severity = "minor";
            }
            return two;
        }();
        static const std::vector<history_fact> plan{{"cap-submitted", "yes", 0}};
        auto on = date::from_civil(2020, 9, 7);
        const auto add = [&](event_kind kind, int days) -> history_event& {
            on = on.plus_days(days);
            // A century is enough: from there on the same days again would go back in time, so
            // longer lives have more events a day.
            list.emplace_back();
            list.back().kind = kind;
            list.back().on = on;
            return list.back();
        };
        while (list.size() < events) {
            const int step = events > 2000 ? 0 : 10;
            add(event_kind::applied, step);
            add(event_kind::fee_paid, 0).fee = list.size() < 12 ? "registration" : "renewal";
            auto& audit = add(event_kind::audit_held, step);
            audit.audit = "iaa";
            audit.findings = found;
            audit.man_days_hundredths = 250;
            add(event_kind::audit_reviewed, step).facts = plan;
            add(event_kind::finding_closed, step).finding = ids[0];
            add(event_kind::finding_closed, 0).finding = ids[1];
            add(event_kind::audit_reviewed, step);
            add(event_kind::fee_paid, step).fee = "certification";
            add(event_kind::visit_contacted, step);
            auto& visit = add(event_kind::visit_held, step);
            visit.man_days_hundredths = 200;
            add(event_kind::invoice_received, step).fee = "progress-visit";
            add(event_kind::fee_paid, events > 2000 ? 1 : step).fee = "progress-visit";
        }
        list.resize(events);
        told.events = list;
    }
    std::vector<history_event> list;
    history told;
};

void replay_events(benchmark::State& state) {
    const long_life life(static_cast<std::size_t>(state.range(0)));
    const auto on = life.list.back().on;
    for (auto _ : state) {
        const auto s = replay(escp(), life.told, on);
        if (!s)
            state.SkipWithError(to_string(s.error()).c_str());
        benchmark::DoNotOptimize(s);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));  // events
    state.SetComplexityN(state.range(0));
}

/// Many factories with the same life each, as columns.
struct portfolio {
    portfolio(std::vector<history_event> events, std::size_t factories) : life(std::move(events)) {
        for (const auto& ev : life)
            names.push_back(!ev.audit.empty() ? ev.audit : !ev.fee.empty() ? ev.fee : ev.finding);
        for (std::size_t f = 0; f < factories; ++f)
            for (std::size_t i = 0; i < life.size(); ++i) {
                const auto& ev = life[i];
                factory.push_back(f);
                kind.push_back(ev.kind);
                on.push_back(ev.on);
                word.push_back(names[i].empty() ? history_columns::no_name
                                                : static_cast<std::uint32_t>(i));
                findings.insert(findings.end(), ev.findings.begin(), ev.findings.end());
                findings_end.push_back(static_cast<std::uint32_t>(findings.size()));
                facts.insert(facts.end(), ev.facts.begin(), ev.facts.end());
                facts_end.push_back(static_cast<std::uint32_t>(facts.size()));
            }
    }
    history_columns columns() const {
        history_columns c;
        c.factory = factory;
        c.kind = kind;
        c.on = on;
        c.names = names;
        c.word = word;
        if (!findings.empty()) {
            c.findings_end = findings_end;
            c.findings = findings;
        }
        if (!facts.empty()) {
            c.facts_end = facts_end;
            c.facts = facts;
        }
        return c;
    }

    std::vector<history_event> life;
    std::vector<std::uint64_t> factory;
    std::vector<event_kind> kind;
    std::vector<date> on;
    std::vector<std::uint32_t> word, findings_end, facts_end;
    std::vector<std::string_view> names;
    std::vector<history_finding> findings;
    std::vector<history_fact> facts;
};

void replay_portfolio(benchmark::State& state, const portfolio& p) {
    const auto c = p.columns();
    std::vector<column_standing> out;
    for (auto _ : state) {
        out.clear();
        if (const auto wrong = replay_columns(escp(), c, p.on.back(), std::nullopt, out))
            state.SkipWithError(to_string(*wrong).c_str());
        if (out.front().wrong != error_code::ok)
            state.SkipWithError("a history that is none");
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(p.factory.size()));
}

/// The first year of each, with its findings and facts.
void replay_many(benchmark::State& state) {
    replay_portfolio(state, {long_life(12).list, static_cast<std::size_t>(state.range(0))});
}

/// Events that say nothing but what happened when: the same year, with nothing found.
void replay_many_plain(benchmark::State& state) {
    std::vector<history_event> life;
    for (auto ev : long_life(12).list) {
        if (ev.kind == event_kind::finding_closed)
            continue;
        ev.findings = {};
        ev.facts = {};
        life.push_back(ev);
    }
    replay_portfolio(state, {std::move(life), static_cast<std::size_t>(state.range(0))});
}

void replay_document(benchmark::State& state) {
    const std::string text = R"({"factory": "F-001", "events": [
        {"event": "applied", "on": "2024-01-10"},
        {"event": "fee-paid", "on": "2024-01-12", "fee": "registration"},
        {"event": "audit-held", "on": "2024-02-20", "audit": "ica", "man_days": 3, "findings": [
            {"id": "F1", "section": "wages", "severity": "major"}]},
        {"event": "audit-reviewed", "on": "2024-03-05", "facts": {"cap-submitted": "yes"}},
        {"event": "finding-closed", "on": "2024-04-02", "finding": "F1"},
        {"event": "audit-reviewed", "on": "2024-04-10"},
        {"event": "fee-paid", "on": "2024-04-20", "fee": "certification"},
        {"event": "visit-contacted", "on": "2024-07-01"},
        {"event": "visit-held", "on": "2024-07-20", "man_days": 2, "findings": []},
        {"event": "invoice-received", "on": "2024-08-01", "fee": "progress-visit"}]})";
    const auto on = date::from_civil(2024, 9, 1);
    for (auto _ : state) {
        auto s = replay_json(escp(), text, on);
        if (!s)
            state.SkipWithError(to_string(s.error()).c_str());
        benchmark::DoNotOptimize(s);
    }
}

}  // namespace

BENCHMARK(replay_events)
    ->Arg(10)
    ->Arg(12)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Complexity();
BENCHMARK(replay_many)->Arg(100)->Arg(10'000);
BENCHMARK(replay_many_plain)->Arg(100)->Arg(10'000);
BENCHMARK(replay_document);
