// Which level a processor runs.

#include "detail/columns/kernels.hpp"

namespace certrules::detail {

namespace {

bool has_avx2() noexcept {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

bool has_avx512() noexcept {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
           __builtin_cpu_supports("avx512dq") != 0;
#else
    return false;
#endif
}

}  // namespace

column_level lowered(column_level level) noexcept {
    if (level == column_level::best)
        level = column_level::avx512;
    if (level == column_level::avx512 && (!has_avx512() || avx512_kernels().decide == nullptr))
        level = column_level::avx2;
    if (level == column_level::avx2 && (!has_avx2() || avx2_kernels().decide == nullptr))
        level = column_level::baseline;
    return level;
}

kernels kernels_of(column_level level) noexcept {
    switch (lowered(level)) {
        case column_level::avx512:
            return avx512_kernels();
        case column_level::avx2:
            return avx2_kernels();
        case column_level::baseline:
            return baseline_kernels();
        default:
            return {};
    }
}

}  // namespace certrules::detail
