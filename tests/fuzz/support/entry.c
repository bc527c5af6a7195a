/* What libFuzzer calls: the one target that this program is linked with. */

#include <stddef.h>
#include <stdint.h>

int FUZZ_TARGET(const uint8_t* data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    return FUZZ_TARGET(data, size);
}
