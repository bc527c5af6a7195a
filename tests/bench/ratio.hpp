#pragma once

/// Two ways to the same answer, timed in turns in one run: what a neighbour on the machine takes
/// away, it takes from both.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <ctime>

namespace bench {

struct pair_of_times {
    double ours = 0;  // nanoseconds a piece, the best of the rounds
    double peer = 0;
    double ratio() const { return ours / peer; }
};

/// The time that this thread had a core: on a busy machine the rest is the neighbours'.
struct thread_clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<thread_clock>;
    static constexpr bool is_steady = true;
    static time_point now() noexcept {
        timespec t{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return time_point(std::chrono::seconds(t.tv_sec) + duration(t.tv_nsec));
    }
};

/// `ours` and `peer` each do `pieces` pieces of work.
template <class Clock = std::chrono::steady_clock, class Ours, class Peer>
pair_of_times in_turns(std::size_t pieces, Ours&& ours, Peer&& peer, int rounds = 15) {
    const auto time = [&](auto&& work) {
        const auto start = Clock::now();
        work();
        const std::chrono::duration<double, std::nano> past = Clock::now() - start;
        return past.count() / static_cast<double>(pieces);
    };
    pair_of_times best{1e300, 1e300};
    for (int i = 0; i < rounds; ++i) {
        best.ours = std::min(best.ours, time(ours));
        best.peer = std::min(best.peer, time(peer));
    }
    return best;
}

/// One line, as the table of `make bench` is made of: `NAME ratio N.NN`, and the two times.
inline void print_ratio(const char* name, const pair_of_times& t, const char* peer) {
    std::printf("%s ratio %.2f  (%.1f ns, %s %.1f ns)\n", name, t.ratio(), t.ours, peer, t.peer);
    std::fflush(stdout);
}

}  // namespace bench
