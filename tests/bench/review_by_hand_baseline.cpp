#define CERTRULES_VECTOR_BYTES 16
#define BY_HAND_KERNEL review_baseline
#include "by_hand/review_kernel.hpp"
