// One decision of a typical audit, ten findings, from an edition that is loaded already; and what
// loading costs.

#include "certrules/book.hpp"
#include "certrules/decide.hpp"

#include <benchmark/benchmark.h>
#include <array>

namespace {

using namespace certrules;

const edition& escp() {
    static const edition e = edition::builtin("escp@2020-09-01").value();
    return e;
}

void decide_ten_findings(benchmark::State& state) {
    const auto& e = escp();
    std::array<finding, 10> findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i].section = static_cast<section_id>(i % e.sections().size());
        findings[i].severity = e.find_severity(i % 3 == 0 ? "major" : "minor");
    }
    const fact_value plan{e.find_fact("cap-submitted"), 1};
    certrules::state factory;
    event review;
    review.on = *parse_date("2024-05-20");
    factory.audit_cycle = cycle{e.find_status("assessed"), review.on, review.on, status_id::none};
    review.findings = findings;
    review.facts = {&plan, 1};
    for (auto _ : state) {
        auto v = decide(e, factory, review);
        benchmark::DoNotOptimize(v);
    }
}
BENCHMARK(decide_ten_findings);

void load_escp(benchmark::State& state) {
    const auto text = builtin_text("escp@2020-09-01");
    for (auto _ : state) {
        auto e = edition::parse(text);
        benchmark::DoNotOptimize(e);
    }
}
BENCHMARK(load_escp)->Unit(benchmark::kMillisecond);

}  // namespace
