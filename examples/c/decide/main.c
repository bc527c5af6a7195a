/* Asks the loaded library which release it is, and refuses one that it was not built for. */
#include <stdio.h>

#include "certrules.h"

int main(void) {
    if (certrules_abi_version() != CERTRULES_ABI_VERSION) {
        fprintf(stderr, "built for ABI %d, loaded ABI %u\n", CERTRULES_ABI_VERSION,
                (unsigned)certrules_abi_version());
        return 1;
    }
    printf("certrules %s\n", certrules_version_string());
    return 0;
}
