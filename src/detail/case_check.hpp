#pragma once

/// Whether the numbers of a state and an event are words of the edition, and in range.

#include "certrules/decide.hpp"

#include <optional>

namespace certrules::detail {

std::optional<error> check_case(const edition& e, const state& s, const event& ev);

}  // namespace certrules::detail
