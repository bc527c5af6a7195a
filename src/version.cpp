#include "certrules/version.hpp"

namespace certrules {

const char* version() noexcept {
    return CERTRULES_RELEASE;
}

}  // namespace certrules
