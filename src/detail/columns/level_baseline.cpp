// The kernels that any processor of the build's kind runs.

#define CERTRULES_VECTOR_BYTES 16
#define CERTRULES_VECTOR_KERNELS baseline_kernels
#include "detail/columns/kernel.hpp"
