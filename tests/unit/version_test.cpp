#include <catch2/catch.hpp>

#include <string>

#include "certrules/version.hpp"

TEST_CASE("the release is told as major.minor.patch") {
    CHECK(std::string{certrules::version()} == "0.1.0");
}
