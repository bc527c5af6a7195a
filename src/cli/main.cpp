#include <cstdio>

#include "certrules/version.hpp"

int main() {
    std::printf("certrules %s\n", certrules::version());
    return 0;
}
