#include "certrules/diagnostic.hpp"

#include <fmt/format.h>

namespace certrules {

std::string to_string(const diagnostic& d) {
    const auto* kind = d.kind == diagnostic::level::error ? "error" : "warning";
    if (d.file.empty())
        return fmt::format("{}: {}", kind, d.message);
    if (d.line == 0)
        return fmt::format("{}: {}: {}", d.file, kind, d.message);
    return fmt::format("{}:{}:{}: {}: {}", d.file, d.line, d.column, kind, d.message);
}

std::string to_string(const error& e) {
    if (e.line > 0)
        return fmt::format("line {}: {}{}{}", e.line, e.place, e.place.empty() ? "" : ": ",
                           e.message);
    return e.place.empty() ? e.message : fmt::format("{}: {}", e.place, e.message);
}

}  // namespace certrules
