// The same review, ten findings, by the C++ function and through the C interface: what the
// interface adds. Both are timed in turns within one benchmark; the best turn of each counts. Bar:
// under 20 ns, or 10 %, the greater of the two.

#include "certrules.h"
#include "certrules/decide.hpp"
#include "ratio.hpp"

#include <benchmark/benchmark.h>
#include <array>
#include <cstdlib>

namespace {

using namespace certrules;

constexpr std::string_view name = "escp@2020-09-01";
constexpr std::size_t size = 10;

/// The review for the C++ library.
struct cpp_review {
    edition e = edition::builtin(name).value();
    std::array<finding, size> findings;
    fact_value plan{e.find_fact("cap-submitted"), 1};
    certrules::state factory;
    event review;

    cpp_review() {
        for (std::size_t i = 0; i < size; ++i) {
            findings[i].section = static_cast<section_id>(i % e.sections().size());
            findings[i].severity = e.find_severity(i % 3 == 0 ? "major" : "minor");
        }
        review.on = *parse_date("2024-05-20");
        factory.audit_cycle =
            cycle{e.find_status("assessed"), review.on, review.on, status_id::none};
        review.findings = findings;
        review.facts = {&plan, 1};
    }
};

/// The same, as a C host has it.
struct c_review {
    certrules_edition* e = nullptr;
    std::array<certrules_finding, size> findings{};
    certrules_fact plan{};
    certrules_state state{};
    certrules_event event{};

    explicit c_review(const cpp_review& same) {
        if (certrules_edition_builtin(name.data(), name.size(), nullptr, &e, nullptr) != 0)
            std::abort();
        for (std::size_t i = 0; i < size; ++i) {
            findings[i].section = static_cast<std::int32_t>(same.findings[i].section);
            findings[i].severity = static_cast<std::int32_t>(same.findings[i].severity);
        }
        plan.fact = static_cast<std::int32_t>(same.plan.fact);
        plan.value = same.plan.value;
        state.struct_size = sizeof state;
        state.given = CERTRULES_STATE_CYCLE;
        state.cycle = static_cast<std::int32_t>(same.factory.audit_cycle->status);
        state.cycle_since = same.factory.audit_cycle->since.days();
        event.struct_size = sizeof event;
        event.kind = CERTRULES_EVENT_AUDIT_REVIEWED;
        event.on = same.review.on.days();
        event.findings = findings.data();
        event.finding_count = size;
        event.finding_size = sizeof(certrules_finding);
        event.facts = &plan;
        event.fact_count = 1;
        event.fact_size = sizeof plan;
    }
    ~c_review() { certrules_edition_free(e); }
    c_review(const c_review&) = delete;
    c_review& operator=(const c_review&) = delete;
};

constexpr int turn = 2000;  // decisions of a turn

void c_over_cpp(benchmark::State& state) {
    const cpp_review cpp;
    const c_review c(cpp);
    const auto through_c = [&] {
        for (int i = 0; i < turn; ++i) {
            certrules_verdict v{};
            v.struct_size = sizeof v;
            if (certrules_decide(c.e, &c.state, &c.event, &v, nullptr, nullptr) != 0)
                std::abort();
            benchmark::DoNotOptimize(v);
        }
    };
    const auto through_cpp = [&] {
        for (int i = 0; i < turn; ++i) {
            auto v = decide(cpp.e, cpp.factory, cpp.review);
            benchmark::DoNotOptimize(v);
            if (!v)
                std::abort();
        }
    };
    for (auto _ : state)
        bench::print_ratio("c-door-ten", bench::in_turns(turn, through_c, through_cpp, 300), "C++");
}
BENCHMARK(c_over_cpp)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
