/*
 * certrules: the C interface.
 *
 * Versions. The release version is that of the product; the ABI version changes only when a
 * program built against an older header would no longer work, and is part of the soname.
 */
#ifndef CERTRULES_H
#define CERTRULES_H

#include <stddef.h>
#include <stdint.h>

#if defined(CERTRULES_BUILDING)
#define CERTRULES_API __attribute__((visibility("default")))
#else
#define CERTRULES_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Release of this header: major * 10000 + minor * 100 + patch. */
#define CERTRULES_VERSION_NUMBER 100

/* ABI of this header: major * 100 + minor, as in the soname. */
#define CERTRULES_ABI_VERSION 1

/* Release of the loaded library as "major.minor.patch"; static, never NULL. */
CERTRULES_API const char* certrules_version_string(void);

/* Release of the loaded library as CERTRULES_VERSION_NUMBER counts it. */
CERTRULES_API uint32_t certrules_version_number(void);

/* ABI of the loaded library; a host refuses to go on if it is not CERTRULES_ABI_VERSION. */
CERTRULES_API uint32_t certrules_abi_version(void);

#ifdef __cplusplus
}
#endif

#endif /* CERTRULES_H */
