// A case as a document to a verdict as a document, beside Boost.JSON parsing the same bytes and
// doing nothing with them.

#include "certrules/json.hpp"
#include "ratio.hpp"

#include <benchmark/benchmark.h>
#include <boost/json.hpp>

#include <string>
#include <vector>

namespace {

using namespace certrules;

const book& escp() {
    static const book b(edition::builtin("escp@2020-09-01").value());
    return b;
}

/// Reviews with none to twelve findings, about 600 bytes on average.
const std::vector<std::string>& records() {
    static const auto list = [] {
        std::vector<std::string> made;
        static constexpr const char* sections[] = {"wages", "safety", "working-hours"};
        for (int i = 0; i < 260; ++i) {
            std::string text =
                R"({"factory": "F-1", "event": "audit-reviewed", "on": "2024-05-20", "facts": )"
                R"({"cap-submitted": "yes", "willing-to-remediate": "no"}, "findings": [)";
            for (int k = 0; k < i % 13; ++k)
                text += std::string(k == 0 ? "" : ", ") + R"({"id": "F)" + std::to_string(k) +
                        R"(", "section": ")" + sections[(i + k) % 3] + R"(", "severity": ")" +
                        (k % 3 == 0 ? "major" : "minor") + "\"}";
            made.push_back(text + "]}");
        }
        return made;
    }();
    return list;
}

void ours() {
    for (const auto& text : records()) {
        auto v = decide_json(escp(), text, {false});
        benchmark::DoNotOptimize(v);
    }
}

void parse_alone() {
    for (const auto& text : records()) {
        auto v = boost::json::parse(text);
        benchmark::DoNotOptimize(v);
    }
}

void decide_json_lines(benchmark::State& state) {
    for (auto _ : state)
        ours();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(records().size()));
}
BENCHMARK(decide_json_lines)->Unit(benchmark::kMicrosecond);

void json_ratio(benchmark::State& state) {
    for (auto _ : state)
        bench::print_ratio("json-lines", bench::in_turns(records().size(), ours, parse_alone, 60),
                           "Boost.JSON parsing alone");
}
BENCHMARK(json_ratio)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
