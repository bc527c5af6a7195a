// The kernels for processors with AVX-512: CMakeLists.txt gives this source the flags for it.

#if defined(__AVX512BW__)
#define CERTRULES_VECTOR_BYTES 64
#define CERTRULES_VECTOR_KERNELS avx512_kernels
#include "detail/columns/kernel.hpp"
#else
#include "detail/columns/kernels.hpp"

namespace certrules::detail {

kernels avx512_kernels() noexcept {
    return {};
}

}  // namespace certrules::detail
#endif
