#pragma once

/// Whether the numbers of a state and an event are words of the edition, and in range.

#include "certrules/decide.hpp"

#include <optional>
#include <span>

namespace certrules::detail {

std::optional<error> check_case(const edition& e, const state& s, const event& ev);

/// Findings of the event `ev` that are not in it; `first` is the place of the first of them.
std::optional<error> check_findings(const edition& e, const event& ev,
                                    std::span<const finding> findings, std::size_t first);

}  // namespace certrules::detail
