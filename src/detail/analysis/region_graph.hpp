#pragma once

/// The trees of an event as graphs: subtrees that lead every case to the same end are one node, so
/// that what holds below a node is worked out once.

#include "detail/edition_data.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace certrules::detail {

class pair_space;

class region_graph {
public:
    /// What a leaf of a side comes to: leaves of equal labels are one.
    using label = std::function<std::uint32_t(int side, std::uint32_t leaf)>;

    /// `plain`: the event's space, without a step.
    region_graph(const pair_space& plain, const label& of_leaf);

    /// Equal for nodes, of one side or both, where each case comes to the same.
    std::uint32_t number(int side, std::uint32_t node) const;
    /// The first node of the side that has the node's number.
    std::uint32_t first(int side, std::uint32_t node) const {
        return first_[side][number(side, node)];
    }
    /// The variables that some path from the node tests.
    std::uint64_t tested(int side, std::uint32_t node) const {
        return (node & region_trees::leaf) != 0 ? 0 : tested_[side][node];
    }

private:
    std::uint32_t number_below(const pair_space& plain, int side, std::uint32_t node);
    std::uint32_t remember(int side, std::uint32_t node, std::uint32_t number);

    std::vector<std::uint32_t> nodes_[2], leaves_[2], first_[2];
    std::uint32_t unheard_[2] = {};
    std::vector<std::uint64_t> tested_[2];
    std::map<std::vector<std::uint32_t>, std::uint32_t> known_;  // while it is built
    std::uint32_t numbers_ = 0;
};

}  // namespace certrules::detail
