/* The header first, alone and twice: it must stand by itself in C89. */
#include "certrules.h"
#include "certrules.h" /* NOLINT(readability-duplicate-include) */

const char* certrules_test_version_from_c89(void);

const char* certrules_test_version_from_c89(void) {
    return certrules_version_string();
}
