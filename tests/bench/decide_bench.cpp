// One decision at a time, through C++ and through the C interface, beside the same rules written
// by hand; and what loading an edition costs.

#include "certrules/book.hpp"
#include "certrules/decide.hpp"
#include "certrules/impact.hpp"
#include "ratio.hpp"
#include "review_by_hand.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace certrules;

const edition& escp() {
    static const edition e = edition::builtin("escp@2020-09-01").value();
    return e;
}

certrules_edition* escp_handle() {
    static const std::unique_ptr<certrules_edition, decltype(&certrules_edition_free)> handle = [] {
        certrules_edition* e = nullptr;
        if (certrules_edition_builtin("escp@2020-09-01", 15, nullptr, &e, nullptr) != 0)
            std::abort();
        return std::unique_ptr<certrules_edition, decltype(&certrules_edition_free)>(
            e, &certrules_edition_free);
    }();
    return handle.get();
}

/// A review as a host has it, and as the C++ library takes it.
struct one_case {
    std::vector<certrules_finding> findings;
    std::vector<certrules_fact> facts;
    certrules_state state{};
    certrules_event event{};
    std::vector<finding> cpp_findings;
    std::vector<fact_value> cpp_facts;
    certrules::state cpp_state;
    certrules::event cpp_event;
};

/// Reviews of all kinds: about a quarter with nothing found, up to twelve findings, a third of
/// them closed, some of every severity; a third of the factories hold a certificate.
std::vector<one_case> make_cases(std::size_t count) {
    using namespace by_hand;
    std::mt19937 random(20200901);
    const auto upto = [&](unsigned n) { return std::uniform_int_distribution(0U, n)(random); };
    std::vector<one_case> cases(count);
    for (auto& c : cases) {
        const auto on = date::from_civil(2024, 1, 1).days() + static_cast<std::int32_t>(upto(700));
        const auto day = [&](unsigned most) { return on - static_cast<std::int32_t>(upto(most)); };
        const auto number = upto(3) == 0 ? 0 : upto(12);
        // Most reviews meet no critical at all, so that each rule gets its share.
        const bool grave = upto(3) == 0;
        for (unsigned i = 0; i < number; ++i) {
            certrules_finding f{};
            f.section = static_cast<std::int32_t>(upto(upto(1) == 0 ? 11 : 1));
            const auto kind = upto(99);
            f.severity = kind < 45             ? minor
                         : kind < 88 || !grave ? major
                         : kind < 96           ? critical
                                               : zero_tolerance;
            f.transparent = static_cast<std::int32_t>(upto(2));
            f.tags = upto(2) == 0 ? 1 : 0;
            if (upto(2) == 0) {
                f.given = CERTRULES_FINDING_CLOSED;
                f.closed_on = day(30);
            }
            c.findings.push_back(f);
        }
        if (upto(4) != 0)
            c.facts.push_back({cap_submitted, 0, upto(3) != 0});
        if (upto(2) == 0)
            c.facts.push_back({willing, 0, upto(1)});
        if (upto(2) == 0)
            c.facts.push_back({programme_decision, 0, upto(2)});
        if (upto(2) == 0)
            c.facts.push_back({factory_choice, 0, upto(2)});
        if (upto(1) == 0)
            c.facts.push_back({remediation_months, 0, upto(1) == 0 ? 9 : 12});
        c.state.struct_size = sizeof c.state;
        c.state.given = CERTRULES_STATE_CYCLE | CERTRULES_STATE_CYCLE_STARTED_ON;
        c.state.cycle = upto(3) == 0 ? progressing : assessed;
        c.state.cycle_since = day(120);
        c.state.cycle_started_on = c.state.cycle_since - static_cast<std::int32_t>(upto(60));
        if (upto(2) == 0) {
            c.state.given |= CERTRULES_STATE_CERTIFICATE | CERTRULES_STATE_CERTIFICATE_LAST_DAY;
            c.state.certificate = certified;
            c.state.certificate_first_day = day(400);
            c.state.certificate_last_day = c.state.certificate_first_day + 364;
        }
        c.event.struct_size = sizeof c.event;
        c.event.kind = CERTRULES_EVENT_AUDIT_REVIEWED;
        c.event.on = on;
        c.event.finding_size = sizeof(certrules_finding);
        c.event.fact_size = sizeof(certrules_fact);
        c.event.findings = c.findings.data();
        c.event.finding_count = c.findings.size();
        c.event.facts = c.facts.data();
        c.event.fact_count = c.facts.size();

        for (const auto& f : c.findings) {
            finding to;
            to.section = static_cast<section_id>(f.section);
            to.severity = static_cast<severity_id>(f.severity);
            to.transparent = static_cast<answer>(f.transparent);
            to.tags = f.tags;
            if (f.given != 0)
                to.closed_on = date{f.closed_on};
            c.cpp_findings.push_back(to);
        }
        for (const auto& f : c.facts)
            c.cpp_facts.push_back({static_cast<fact_id>(f.fact), f.value});
        c.cpp_state.audit_cycle =
            cycle{static_cast<status_id>(c.state.cycle), date{c.state.cycle_since},
                  date{c.state.cycle_started_on}, status_id::none};
        if ((c.state.given & CERTRULES_STATE_CERTIFICATE) != 0) {
            c.cpp_state.certificate =
                term{static_cast<status_id>(c.state.certificate),
                     date{c.state.certificate_first_day}, date{c.state.certificate_last_day}};
            c.cpp_state.held = std::uint64_t{1} << certified;
            c.cpp_state.last_certificate = static_cast<status_id>(certified);
            c.cpp_state.consecutive = 1;
        }
        c.cpp_event.kind = event_kind::audit_reviewed;
        c.cpp_event.on = date{on};
        c.cpp_event.findings = c.cpp_findings;
        c.cpp_event.facts = c.cpp_facts;
    }
    return cases;
}

[[noreturn]] void give_up(const char* what, std::size_t place) {
    std::fprintf(stderr, "decide_bench: %s, case %zu\n", what, place);
    std::abort();
}

/// Both ways say the same to every case, or the times mean nothing.
void check_same(const std::vector<one_case>& cases) {
    using namespace by_hand;
    const auto& e = escp();
    if (e.find_severity("zero-tolerance") != severity_id{zero_tolerance} ||
        e.find_status("terminated") != status_id{terminated} ||
        e.find_status("probation") != status_id{probation} ||
        e.find_fact("termination-months") != fact_id{termination_months} ||
        e.find_fee("certification") != fee_id{fees_of_approval} ||
        e.find_rule("nothing-open") != rule_id{nothing_open} || e.sections().size() != sections ||
        e.statuses().size() != statuses || e.tags().size() != tags)
        give_up("the edition has changed; the rules by hand have not", 0);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto& c = cases[i];
        certrules_verdict ours{}, theirs{};
        certrules_state next_ours{}, next_theirs{};
        ours.struct_size = theirs.struct_size = sizeof ours;
        next_ours.struct_size = next_theirs.struct_size = sizeof next_ours;
        const auto a =
            certrules_decide(escp_handle(), &c.state, &c.event, &ours, &next_ours, nullptr);
        const auto b = review(c.state, c.event, theirs, next_theirs);
        if (a != b)
            give_up("another code", i);
        if (a != CERTRULES_OK)
            continue;
        theirs.region = ours.region;
        if (std::memcmp(&ours, &theirs, sizeof ours) != 0)
            give_up("another verdict", i);
        if (std::memcmp(&next_ours, &next_theirs, sizeof next_ours) != 0)
            give_up("another state", i);
    }
}

const std::vector<one_case>& cases() {
    static const auto list = [] {
        auto made = make_cases(4096);
        check_same(made);
        // What fails is another path, and not what a portfolio is made of.
        std::erase_if(made,
                      [](const one_case& c) { return !decide(escp(), c.cpp_state, c.cpp_event); });
        return made;
    }();
    return list;
}

void through_cpp() {
    for (const auto& c : cases()) {
        const auto v = decide(escp(), c.cpp_state, c.cpp_event);
        benchmark::DoNotOptimize(v);
    }
}

void through_c() {
    certrules_verdict v{};
    certrules_state next{};
    v.struct_size = sizeof v;
    next.struct_size = sizeof next;
    auto* e = escp_handle();
    for (const auto& c : cases()) {
        certrules_decide(e, &c.state, &c.event, &v, &next, nullptr);
        benchmark::DoNotOptimize(v);
        benchmark::DoNotOptimize(next);
    }
}

void by_hand_scalar() {
    certrules_verdict v{};
    certrules_state next{};
    v.struct_size = sizeof v;
    for (const auto& c : cases()) {
        by_hand::review(c.state, c.event, v, next);
        benchmark::DoNotOptimize(v);
        benchmark::DoNotOptimize(next);
    }
}

void decide_cpp(benchmark::State& state) {
    for (auto _ : state)
        through_cpp();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cases().size()));
}
BENCHMARK(decide_cpp)->Unit(benchmark::kMicrosecond);

void decide_c(benchmark::State& state) {
    for (auto _ : state)
        through_c();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cases().size()));
}
BENCHMARK(decide_c)->Unit(benchmark::kMicrosecond);

void decide_by_hand(benchmark::State& state) {
    for (auto _ : state)
        by_hand_scalar();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cases().size()));
}
BENCHMARK(decide_by_hand)->Unit(benchmark::kMicrosecond);

void decide_ratios(benchmark::State& state) {
    for (auto _ : state) {
        const auto c = bench::in_turns(cases().size(), through_c, by_hand_scalar, 40);
        const auto cpp = bench::in_turns(cases().size(), through_cpp, by_hand_scalar, 40);
        const auto door = bench::in_turns(cases().size(), through_c, through_cpp, 40);
        bench::print_ratio("decide-c", c, "by hand");
        bench::print_ratio("decide-cpp", cpp, "by hand");
        bench::print_ratio("c-door", door, "C++");
    }
}
BENCHMARK(decide_ratios)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Two policies with the same words over cases in memory: two decisions and the counting.
void impact_in_numbers(benchmark::State& state) {
    const auto other = edition::builtin("escp@2020-09-01+terminate-always").value();
    impact i{book(escp()), book(other)};
    for (auto _ : state)
        for (const auto& c : cases())
            i.add(c.cpp_state, c.cpp_event, 1);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cases().size()));
}
BENCHMARK(impact_in_numbers)->Unit(benchmark::kMicrosecond);

void load_escp(benchmark::State& state) {
    const auto text = builtin_text("escp@2020-09-01");
    for (auto _ : state) {
        auto e = edition::parse(text);
        benchmark::DoNotOptimize(e);
    }
}
BENCHMARK(load_escp)->Unit(benchmark::kMillisecond);

}  // namespace
