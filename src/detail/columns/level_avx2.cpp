// The kernels for processors with AVX2: CMakeLists.txt gives this source the flags for it.

#if defined(__AVX2__)
#define CERTRULES_VECTOR_BYTES 32
#define CERTRULES_VECTOR_KERNELS avx2_kernels
#include "detail/columns/kernel.hpp"
#else
#include "detail/columns/kernels.hpp"

namespace certrules::detail {

kernels avx2_kernels() noexcept {
    return {};
}

}  // namespace certrules::detail
#endif
