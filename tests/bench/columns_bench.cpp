// Many decisions at once, from columns, beside a kernel written by hand for the same rules.

#include "by_hand/review_columns.hpp"
#include "columns_portfolio.hpp"
#include "detail/columns/kernels.hpp"
#include "ratio.hpp"

#include <benchmark/benchmark.h>
#include <sched.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <test_paths.hpp>
#include <thread>

namespace {

using namespace bench;

[[noreturn]] void give_up(const char* what, std::size_t place) {
    std::fprintf(stderr, "columns_bench: %s, row %zu\n", what, place);
    std::abort();
}

const edition& escp() {
    static const edition e = edition::builtin("escp@2020-09-01").value();
    return e;
}

by_hand::review_columns columns_by_hand(const portfolio& p) {
    const auto byte = [&](const std::string& name) {
        const auto* at = static_cast<const std::uint8_t*>(p.at(name));
        if (at == nullptr)
            give_up("the edition has changed; the rules by hand have not", 0);
        return at;
    };
    const auto day = [&](const char* name) { return static_cast<const std::int32_t*>(p.at(name)); };
    by_hand::review_columns c{};
    for (std::size_t s = 0; s < c.sections; ++s)
        c.majors[s] = byte("findings.major." + std::string(p.rules.sections()[s].id));
    c.minors = byte("findings.minor");
    c.criticals = byte("findings.critical");
    c.criticals_shown = byte("findings.critical.record-inconsistency.transparent");
    c.zero_tolerance = byte("findings.zero-tolerance");
    c.zero_tolerance_shown = byte("findings.zero-tolerance.transparent");
    c.cap_submitted = byte("fact.cap-submitted");
    c.willing = byte("fact.willing-to-remediate");
    c.decision = byte("fact.programme-decision");
    c.choice = byte("fact.factory-choice");
    c.remediation_months = byte("fact.remediation-months");
    c.termination_months = byte("fact.termination-months");
    c.held[0] = byte("held.certified");
    c.held[1] = byte("held.seal-a");
    c.held[2] = byte("held.seal-b");
    c.held[3] = byte("held.seal-c");
    c.cycle = byte("cycle");
    c.day = day("day");
    c.cycle_since = day("cycle_since");
    c.cycle_started_on = day("cycle_started_on");
    return c;
}

struct level_pair {
    const char* name;
    column_level level;
    by_hand::review_kernel peer;
};

void decide_all(const portfolio& p, answer_columns& a, column_level level, std::size_t rows) {
    if (!decide_columns(p.rules, p.table(), 0, rows, a.out(), level))
        give_up("no answer", 0);
}

void by_hand_all(by_hand::review_kernel kernel, const by_hand::review_columns& c, answer_columns& a,
                 std::size_t rows) {
    kernel(
        c, rows,
        {a.status.data(), a.first_day.data(), a.last_day.data(), a.region.data(), a.error.data()});
}

/// Both ways, and the library's own row by row, say the same; the rule by hand goes with regions.
void check_same(const portfolio& p, by_hand::review_kernel peer, column_level level,
                std::size_t rows) {
    answer_columns ours(p.rows), theirs(p.rows), plain(p.rows);
    decide_all(p, ours, level, rows);
    decide_all(p, plain, column_level::rows, rows);
    by_hand_all(peer, columns_by_hand(p), theirs, rows);
    std::map<std::uint32_t, std::uint32_t> rule_of_region;
    for (std::size_t i = 0; i < rows; ++i) {
        if (ours.status[i] != plain.status[i] || ours.first_day[i] != plain.first_day[i] ||
            ours.last_day[i] != plain.last_day[i] || ours.region[i] != plain.region[i] ||
            ours.error[i] != plain.error[i])
            give_up("not what the row by itself gets", i);
        if (ours.status[i] != theirs.status[i] || ours.first_day[i] != theirs.first_day[i] ||
            ours.last_day[i] != theirs.last_day[i] || ours.error[i] != theirs.error[i])
            give_up("not what the kernel by hand says", i);
        const auto [it, fresh] = rule_of_region.try_emplace(ours.region[i], theirs.region[i]);
        if (ours.error[i] == 0 && it->second != theirs.region[i])
            give_up("another rule", i);
    }
}

void columns_escp(benchmark::State& state) {
    constexpr std::size_t many = std::size_t{1} << 20U;
    constexpr std::size_t few = 8192;
    const auto p = escp_reviews(escp(), many);
    const auto c = columns_by_hand(p);
    answer_columns a(many), b(many);
    const level_pair levels[] = {
        {"columns-escp-baseline", column_level::baseline, by_hand::review_baseline()},
        {"columns-escp-avx512", column_level::avx512, by_hand::review_avx512()},
        {"columns-escp", column_level::avx2, by_hand::review_avx2()},
    };
    for (auto _ : state) {
        for (const auto& l : levels) {
            auto level = l.level;
            auto peer = l.peer;
            const bool main = level == column_level::avx2;
            if (detail::lowered(level) != level || peer == nullptr) {
                if (!main)
                    continue;
                level = column_level::baseline;  // without AVX2 the line is of any processor
                peer = by_hand::review_baseline();
            }
            check_same(p, peer, level, 65'536);
            const auto in_memory = in_turns<thread_clock>(
                many, [&] { decide_all(p, a, level, many); },
                [&] { by_hand_all(peer, c, b, many); }, 21);
            const auto hot = in_turns<thread_clock>(
                few * 8,
                [&] {
                    for (int i = 0; i < 8; ++i)
                        decide_all(p, a, level, few);
                },
                [&] {
                    for (int i = 0; i < 8; ++i)
                        by_hand_all(peer, c, b, few);
                },
                101);
            print_ratio((std::string(l.name) + "-in-cache").c_str(), hot, "by hand");
            print_ratio(l.name, in_memory, "by hand");
        }
    }
}
BENCHMARK(columns_escp)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Nanoseconds a row, the best of some rounds.
double time_of(const portfolio& p, answer_columns& a, std::size_t rows, int rounds) {
    double best = 1e300;
    for (int i = 0; i < rounds; ++i) {
        const auto start = thread_clock::now();
        std::size_t done = 0;
        for (; done < 65'536; done += rows)
            decide_all(p, a, column_level::best, rows);
        const std::chrono::duration<double, std::nano> past = thread_clock::now() - start;
        best = std::min(best, past.count() / static_cast<double>(done));
    }
    return best;
}

/// The cost of a row from a thousand to ten million of them.
void columns_flat(benchmark::State& state) {
    constexpr std::size_t most = 10'000'000;
    const auto p = escp_reviews(escp(), most);
    answer_columns a(most);
    for (auto _ : state)
        for (std::size_t rows = 1000; rows <= most; rows *= 10)
            std::printf("columns-escp-rows %zu  %.1f ns a row\n", rows,
                        time_of(p, a, rows, rows < most ? 31 : 5));
}
BENCHMARK(columns_flat)->Iterations(1)->Unit(benchmark::kMillisecond);

/// A scheme with a score, a share and ratings: no kernel by hand, the row path beside it.
void columns_score(benchmark::State& state) {
    constexpr std::size_t rows = std::size_t{1} << 20U;
    std::ifstream file(CERTRULES_SOURCE_DIR "/examples/editions/orchard-score.toml");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto e = edition::parse(text).value();
    const auto p = orchard_audits(e, rows);
    answer_columns a(rows);
    for (auto _ : state) {
        const auto t = in_turns<thread_clock>(
            rows, [&] { decide_all(p, a, column_level::best, rows); },
            [&] { decide_all(p, a, column_level::rows, rows); }, 3);
        print_ratio("columns-score", t, "row by row");
    }
}
BENCHMARK(columns_score)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Keeps the thread on one of the cores that it may use; both threads on one would be no test.
class on_core {
public:
    explicit on_core(int wanted) {
        sched_getaffinity(0, sizeof before_, &before_);
        cpu_set_t one;
        CPU_ZERO(&one);
        for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
            if (CPU_ISSET(cpu, &before_) && wanted-- == 0)
                CPU_SET(cpu, &one);
        if (CPU_COUNT(&one) == 1)
            sched_setaffinity(0, sizeof one, &one);
    }
    ~on_core() { sched_setaffinity(0, sizeof before_, &before_); }
    on_core(const on_core&) = delete;
    on_core& operator=(const on_core&) = delete;

private:
    cpu_set_t before_{};
};

/// The same columns from a later row on.
by_hand::review_columns from_row(by_hand::review_columns c, std::size_t row) {
    for (auto& at : c.majors)
        at += row;
    for (auto& at : c.held)
        at += row;
    for (auto** at : {&c.minors, &c.criticals, &c.criticals_shown, &c.zero_tolerance,
                      &c.zero_tolerance_shown, &c.cap_submitted, &c.willing, &c.decision, &c.choice,
                      &c.remediation_months, &c.termination_months, &c.cycle})
        *at += row;
    for (auto** at : {&c.day, &c.cycle_since, &c.cycle_started_on})
        *at += row;
    return c;
}

/// Two threads of the host, half of the rows each; and the kernel by hand likewise, which says what
/// the machine can give.
void columns_threads(benchmark::State& state) {
    constexpr std::size_t rows = std::size_t{1} << 21U;
    const auto p = escp_reviews(escp(), rows);
    answer_columns a(rows);
    const auto part = [&](std::size_t first, std::size_t count) {
        if (!decide_columns(p.rules, p.table(), first, count, a.out()))
            give_up("no answer", first);
    };
    auto* kernel = detail::lowered(column_level::avx2) == column_level::avx2
                       ? by_hand::review_avx2()
                       : by_hand::review_baseline();
    const auto columns = columns_by_hand(p);
    const auto part_by_hand = [&](std::size_t first, std::size_t count) {
        kernel(from_row(columns, first), count,
               {a.status.data() + first, a.first_day.data() + first, a.last_day.data() + first,
                a.region.data() + first, a.error.data() + first});
    };
    const auto in_halves = [&](const auto& decide) {
        std::thread other([&] {
            const on_core there(1);
            decide(rows / 2, rows / 2);
        });
        decide(0, rows / 2);
        other.join();
    };
    part(0, rows);  // every page is there before the first round
    for (auto _ : state) {
        const on_core here(0);
        const auto t = in_turns(
            rows, [&] { in_halves(part); }, [&] { part(0, rows); }, 41);
        print_ratio("columns-two-threads", t, "one thread");
        const auto machine = in_turns(
            rows, [&] { in_halves(part_by_hand); }, [&] { part_by_hand(0, rows); }, 41);
        print_ratio("columns-two-threads-by-hand", machine, "one thread");
    }
}
BENCHMARK(columns_threads)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Sums of months alone, in cache.
void columns_months(benchmark::State& state) {
    constexpr std::size_t count = 8192;
    std::vector<std::uint16_t> first(count), last(count);
    std::vector<std::uint8_t> months(count);
    for (std::size_t i = 0; i < count; ++i) {
        first[i] = static_cast<std::uint16_t>(20'000 + i * 7 % 9000);
        months[i] = static_cast<std::uint8_t>(1 + i % 24);
    }
    const auto wide = detail::kernels_of(column_level::best).months;
    for (auto _ : state) {
        const auto t = in_turns<thread_clock>(
            count,
            [&] {
                wide(first.data(), months.data(), count, month_end::clamp, 1, last.data());
                benchmark::DoNotOptimize(last.data());
            },
            [&] {
                std::int32_t all = 0;
                for (std::size_t i = 0; i < count; ++i)
                    all ^= last_valid_day(date{detail::narrow_base + first[i]}, months[i],
                                          calendar_rules{})
                               ->days();
                benchmark::DoNotOptimize(all);
            },
            501);
        std::printf("months ratio %.2f  (%.2f ns, one by one %.1f ns)\n", t.ratio(), t.ours,
                    t.peer);
    }
}
BENCHMARK(columns_months)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
