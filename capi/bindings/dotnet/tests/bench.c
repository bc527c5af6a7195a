/* The loops of Bench.cs in C, so that both are measured in one process: see bench.sh. */
#include <certrules.h>

typedef int32_t (*decide_function)(const certrules_edition*, const certrules_state*,
                                   const certrules_event*, certrules_verdict*, certrules_state*,
                                   certrules_error*);

/* Decides the same event `times` times; the sum of the regions keeps the work from being dropped.
 */
uint64_t bench_decide(decide_function decide, const certrules_edition* edition,
                      const certrules_state* state, const certrules_event* event, int64_t times) {
    uint64_t sum = 0;
    certrules_error error;
    int64_t i;
    error.struct_size = sizeof error;
    for (i = 0; i < times; ++i) {
        certrules_verdict verdict;
        certrules_state next;
        verdict.struct_size = sizeof verdict;
        next.struct_size = sizeof next;
        if (decide(edition, state, event, &verdict, &next, &error) != 0)
            return 0;
        sum += verdict.region;
    }
    return sum;
}

typedef int32_t (*columns_function)(const certrules_edition*, const certrules_columns*, size_t,
                                    size_t, const certrules_decisions*, size_t*, certrules_error*);

/* Decides all rows; how many have an error, or -1. */
int64_t bench_columns(columns_function decide, const certrules_edition* edition,
                      const certrules_columns* columns, int64_t rows,
                      const certrules_decisions* out) {
    size_t bad = 0;
    certrules_error error;
    error.struct_size = sizeof error;
    return decide(edition, columns, 0, (size_t)rows, out, &bad, &error) == 0 ? (int64_t)bad : -1;
}
