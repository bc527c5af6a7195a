// What the regions of an event give, as leaves of its key.

#include "detail/columns/vector_planning.hpp"

#include <algorithm>

namespace certrules::detail {

key_leaf leaf_of(const edition_data& data, event_kind event, const column_plan& columns,
                 const std::vector<std::uint16_t>& lengths, std::uint32_t region) {
    key_leaf leaf;
    leaf.region = region;
    leaf.gives = no_word;
    const auto id = data.trees.rule_of_region[region];
    if (id == rule_id::none) {
        leaf.gives |= leaf_no_rule;
        return leaf;
    }
    const auto& r = data.rules[index(id)];
    if (r.then == outcome::refuse) {
        leaf.gives |= leaf_refused;
        return leaf;
    }
    leaf.lasts = leaf_alone;
    if (r.then != outcome::assign)
        return leaf;
    const auto& info = data.statuses[index(r.status)];
    if (info.track == track::certificate && r.keeps_days)
        return leaf;
    leaf.gives = byte_of(static_cast<std::int64_t>(index(r.status)));
    leaf.lasts = 0;
    if (event >= event_kind::certificate_expired || info.track == track::after)
        return leaf;
    const auto& terms = data.terms_of[index(r.status)];
    if (info.track == track::cycle) {
        leaf.lasts = own_months(data, index(r.status));
        if (info.open && data.cycle_limit_months)
            leaf.gives |= leaf_limited;
        if (info.open && !r.starts_cycle)
            leaf.gives |= leaf_goes_on;
        return leaf;
    }
    if (r.months) {
        leaf.lasts = months_of(r.months);
        return leaf;
    }
    leaf.lasts = months_of(terms.months);
    if (terms.from != fact_id::none) {
        const auto place = columns.fact[index(terms.from)];
        const auto found = std::find(lengths.begin(), lengths.end(), place);
        need(found != lengths.end() && found - lengths.begin() < std::ptrdiff_t{most_lengths});
        leaf.lasts |=
            static_cast<std::uint16_t>((found - lengths.begin() + 1) << leaf_length_shift);
        leaf.gives |= leaf_needs_months;
    }
    return leaf;
}

}  // namespace certrules::detail
