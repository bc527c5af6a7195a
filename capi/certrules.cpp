#include "certrules.h"

#include "certrules/version.hpp"

// The header states the release by hand, since it must stand alone; the build knows it too.
static_assert(CERTRULES_VERSION_NUMBER == CERTRULES_RELEASE_MAJOR * 10000 +
                                              CERTRULES_RELEASE_MINOR * 100 +
                                              CERTRULES_RELEASE_PATCH,
              "certrules.h and CMakeLists.txt disagree about the release");

const char* certrules_version_string() {
    return certrules::version();
}

uint32_t certrules_version_number() {
    return CERTRULES_VERSION_NUMBER;
}

uint32_t certrules_abi_version() {
    return CERTRULES_ABI_VERSION;
}
