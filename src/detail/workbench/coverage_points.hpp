#pragma once

/// What one decision touches, and everything that decisions of an edition can touch.

#include "certrules/policy_coverage.hpp"
#include "detail/workbench/case_space.hpp"

#include <compare>
#include <map>
#include <set>
#include <utility>

namespace certrules::detail {

/// A side of a threshold that an event's rules test.
struct boundary {
    static constexpr std::uint32_t section_share = 0xFFFF'FFFFU;  // the limit within the measure
    event_kind kind{};
    std::uint8_t variable = 0;
    std::uint32_t cut = 0;
    std::uint8_t side = 0;  // 0 below, 1 at, 2 above
    friend auto operator<=>(const boundary&, const boundary&) = default;
};

using transition = std::pair<status_id, status_id>;

/// What decisions touched, by a case for each.
struct touched {
    std::map<std::uint32_t, built_case> regions;
    std::map<boundary, built_case> boundaries;
    std::map<transition, built_case> transitions;
};

/// Boundaries that an answer lies at. A share of a section counts within one finding of its limit.
std::vector<boundary> boundaries_at(const edition& e, const way& w, const event& ev);
/// Every boundary that the edition's rules have, reachable or not.
std::vector<boundary> boundaries_of(const edition& e);
std::string to_text(const edition& e, const boundary& b);

/// From what was shown before to what is shown after.
transition transition_of(const edition& e, const state& settled, const state& next, date on);

/// All that a real case of the edition touches.
touched everything(const edition& e, bool& complete);

}  // namespace certrules::detail
