#include "certrules/analyse.hpp"

#include "detail/analysis/checker.hpp"

#include <array>

namespace certrules {

std::string_view name_of(problem_kind kind) noexcept {
    constexpr std::array<std::string_view, 11> names{"",
                                                     "gap",
                                                     "never-fires",
                                                     "hidden",
                                                     "monotone",
                                                     "unreachable",
                                                     "no-way-out",
                                                     "no-end",
                                                     "bands",
                                                     "needless-exception",
                                                     "undecided"};
    const auto i = static_cast<std::size_t>(kind);
    return i < names.size() ? names[i] : std::string_view{};
}

analysis analyse(const edition& e) {
    return detail::checker(e).run();
}

}  // namespace certrules
