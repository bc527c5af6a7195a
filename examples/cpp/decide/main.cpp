// Asks the library which release it is.
#include <certrules/version.hpp>
#include <iostream>

int main() {
    std::cout << "certrules " << certrules::version() << '\n';
}
