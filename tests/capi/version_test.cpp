#include <catch2/catch.hpp>

#include <string>

#include "certrules.h"

extern "C" const char* certrules_test_version_from_c89(void);

TEST_CASE("the loaded library is the one of the header") {
    CHECK(certrules_version_number() == CERTRULES_VERSION_NUMBER);
    CHECK(certrules_abi_version() == CERTRULES_ABI_VERSION);
}

TEST_CASE("the release reads the same as text and as number, from C and from C++") {
    const std::uint32_t n = certrules_version_number();
    const std::string expected = std::to_string(n / 10000) + "." + std::to_string(n / 100 % 100) +
                                 "." + std::to_string(n % 100);
    CHECK(certrules_version_string() == expected);
    CHECK(certrules_test_version_from_c89() == expected);
}
