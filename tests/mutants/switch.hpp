#pragma once

// Included in front of every changed source: the operands of its conditions, numbered from 1, ask
// `branch`. A run with CERTRULES_ALWAYS or CERTRULES_NEVER set to a number takes that operand for
// true or for false.

#include <sys/resource.h>
#include <sys/time.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

namespace certrules_mutants {

inline int number_in(const char* name) noexcept {
    const char* text = std::getenv(name);
    return text == nullptr ? 0 : std::atoi(text);
}

inline const int always = number_in("CERTRULES_ALWAYS");
inline const int never = number_in("CERTRULES_NEVER");

// What a run saw of each operand: bit 0 that it was true, bit 1 that it was false.
inline constexpr int most = 65536;
inline unsigned char seen[most];

struct keeper {
    // A change that never ends is stopped by processor time, not by the clock: the machine may be
    // busy.
    keeper() {
        if (const int ms = number_in("CERTRULES_MILLISECONDS")) {
            const itimerval limit{{0, 0}, {ms / 1000, ms % 1000 * 1000}};
            setitimer(ITIMER_PROF, &limit, nullptr);
            const rlimit memory{rlim_t{4} << 30, rlim_t{4} << 30};
            setrlimit(RLIMIT_AS, &memory);
            const rlimit core{0, 0};
            setrlimit(RLIMIT_CORE, &core);
        }
    }
    ~keeper() {
        if (const char* path = std::getenv("CERTRULES_SEEN"))
            if (std::FILE* file = std::fopen(path, "wb")) {
                std::fwrite(seen, 1, most, file);
                std::fclose(file);
            }
    }
};
inline const keeper kept;

inline bool asked(int number, bool condition) noexcept {
    seen[number] |= condition ? 1 : 2;
    return number == always || (number != never && condition);
}

constexpr bool branch(int number, bool condition) noexcept {
    return std::is_constant_evaluated() ? condition : asked(number, condition);
}

}  // namespace certrules_mutants
