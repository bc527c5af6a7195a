#if defined(__AVX2__)
#define CERTRULES_VECTOR_BYTES 32
#define BY_HAND_KERNEL review_avx2
#include "by_hand/review_kernel.hpp"
#else
#include "by_hand/review_columns.hpp"

by_hand::review_kernel by_hand::review_avx2() {
    return nullptr;
}
#endif
