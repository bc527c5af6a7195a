#pragma once

/// From what was read to the region.

#include "detail/reading.hpp"

namespace certrules::detail {

/// The region of an event, or `absent` if no rule hears it.
inline std::uint32_t region_of(const region_trees& trees, event_kind kind,
                               const reading& r) noexcept {
    auto at = trees.roots[static_cast<std::size_t>(kind)];
    if (at == region_trees::absent)
        return at;
    while ((at & region_trees::leaf) == 0) {
        const auto& node = trees.nodes[at];
        at = trees.children[node.first + r.cls[node.variable]];
    }
    return at & ~region_trees::leaf;
}

/// Whether some value that the fact allows falls into the class (not "unknown").
bool can_be(const edition_data& data, const variable& fact, std::uint32_t cls) noexcept;

/// Every region that filling in the unknown facts could reach.
template <class Each>
void each_region(const edition_data& data, event_kind kind, const reading& r, std::uint64_t known,
                 Each&& each) {
    const auto walk = [&](auto&& self, std::uint32_t at) -> void {
        if ((at & region_trees::leaf) != 0) {
            each(at & ~region_trees::leaf);
            return;
        }
        const auto& node = data.trees.nodes[at];
        const auto& v = data.variables[node.variable];
        if (v.kind != variable_kind::fact || ((known >> v.ref) & 1U) != 0) {
            self(self, data.trees.children[node.first + r.cls[node.variable]]);
            return;
        }
        auto last = region_trees::absent;  // neighbours often share a child
        for (std::uint32_t c = 1; c < v.classes; ++c) {
            const auto child = data.trees.children[node.first + c];
            if (child == last || !can_be(data, v, c))
                continue;
            last = child;
            self(self, child);
        }
    };
    const auto root = data.trees.roots[static_cast<std::size_t>(kind)];
    if (root != region_trees::absent)
        walk(walk, root);
}

}  // namespace certrules::detail
