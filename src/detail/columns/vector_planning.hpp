#pragma once

/// What the two halves of planning share: the planes that a kernel fills, and the key made of them.

#include "detail/columns/plan.hpp"
#include "detail/columns/vector_plan.hpp"
#include "detail/loader.hpp"

#include <vector>

namespace certrules::detail {

/// Stops the planning of an event.
struct does_not_fit {};

inline void need(bool fits) {
    if (!fits)
        throw does_not_fit{};
}

inline std::uint8_t byte_of(std::int64_t value, std::int64_t most = 254) {
    need(value >= 0 && value <= most);
    return static_cast<std::uint8_t>(value);
}

inline std::uint8_t months_of(std::optional<std::int32_t> months) {
    return byte_of(months.value_or(0), most_vector_months);
}

/// The months of a cycle's status, or 0 where the cycle's limit always ends it first: no status
/// begins before its cycle (of cycles that began by the day of the event), and the same day of a
/// later month is no earlier (where it clamps).
inline std::uint8_t own_months(const edition_data& data, std::size_t status) {
    const auto& own = data.terms_of[status].months;
    const bool never_first = own && data.statuses[status].open && data.cycle_limit_months &&
                             *own >= *data.cycle_limit_months &&
                             data.calendar.at_month_end == month_end::clamp;
    return never_first ? std::uint8_t{0} : months_of(own);
}

template <class T>
run<T> keep_run(load_context& context, const std::vector<T>& list) {
    const auto kept = context.keep(list);
    return {kept.data(), kept.size()};
}

/// Fills the planes and what is said of the state, and `lengths`: places of columns of months.
void plan_planes(load_context& context, const edition_data& data, event_kind event,
                 const column_plan& columns, vector_plan& plan,
                 std::vector<std::uint16_t>& lengths);

/// What a region gives; `lengths` as `plan_planes` filled it.
key_leaf leaf_of(const edition_data& data, event_kind event, const column_plan& columns,
                 const std::vector<std::uint16_t>& lengths, std::uint32_t region);

}  // namespace certrules::detail
