#include <benchmark/benchmark.h>

#include "certrules.h"

// The floor of every figure through the C interface: one call that does nothing.
static void call_overhead(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(certrules_abi_version());
    }
}
BENCHMARK(call_overhead);
