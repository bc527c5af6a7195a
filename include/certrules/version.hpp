#pragma once

namespace certrules {

/// The release of the library, as `major.minor.patch`. Never null; lives as long as the program.
const char* version() noexcept;

}  // namespace certrules
