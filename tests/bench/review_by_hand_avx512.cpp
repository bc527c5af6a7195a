#if defined(__AVX512BW__)
#define CERTRULES_VECTOR_BYTES 64
#define BY_HAND_KERNEL review_avx512
#include "by_hand/review_kernel.hpp"
#else
#include "by_hand/review_columns.hpp"

by_hand::review_kernel by_hand::review_avx512() {
    return nullptr;
}
#endif
