#include "detail/analysis/region_graph.hpp"

#include "detail/analysis/event_space.hpp"

#include <algorithm>

namespace certrules::detail {

namespace {

constexpr std::uint32_t unseen = 0xFFFF'FFFFU;

}  // namespace

region_graph::region_graph(const pair_space& plain, const label& of_leaf) {
    for (int i = 0; i < 2; ++i) {
        const auto& trees = plain.event().data(i).trees;
        nodes_[i].assign(trees.nodes.size(), unseen);
        tested_[i].assign(trees.nodes.size(), 0);
        const auto number_of = [&](std::uint32_t leaf) {
            const auto [it, fresh] = known_.try_emplace({of_leaf(i, leaf)}, numbers_);
            numbers_ += fresh ? 1U : 0U;
            return it->second;
        };
        for (std::uint32_t r = 0; r < trees.rule_of_region.size(); ++r) {
            const auto leaf = region_trees::leaf | r;
            leaves_[i].push_back(trees.event_of_region[r] == plain.event().kind
                                     ? remember(i, leaf, number_of(leaf))
                                     : unseen);
        }
        unheard_[i] = remember(i, unheard, number_of(unheard));
    }
    for (int i = 0; i < 2; ++i)
        if (const auto root = plain.event().root(i); root != region_trees::absent)
            number_below(plain, i, root);
    known_.clear();
}

std::uint32_t region_graph::remember(int side, std::uint32_t node, std::uint32_t number) {
    auto& first = first_[side];
    if (first.size() <= number)
        first.resize(number + 1, unseen);
    if (first[number] == unseen)
        first[number] = node;
    return number;
}

std::uint32_t region_graph::number(int side, std::uint32_t node) const {
    if (node == unheard)
        return unheard_[side];
    return (node & region_trees::leaf) != 0 ? leaves_[side][node & ~region_trees::leaf]
                                            : nodes_[side][node];
}

std::uint32_t region_graph::number_below(const pair_space& plain, int side, std::uint32_t node) {
    if ((node & region_trees::leaf) != 0)
        return number(side, node);
    if (nodes_[side][node] != unseen)
        return nodes_[side][node];
    auto key = plain.outline(side, node);
    auto tested = std::uint64_t{1} << plain.event().data(side).trees.nodes[node].variable;
    auto last = unseen;
    auto last_number = unseen;
    for (auto child = key.begin() + 2; child != key.end(); ++child) {
        if (*child != last) {
            last = *child;
            last_number = number_below(plain, side, last);
            tested |= this->tested(side, last);
        }
        *child = last_number;
    }
    tested_[side][node] = tested;
    if (std::all_of(key.begin() + 2, key.end(), [&](auto n) { return n == key[2]; }))
        return nodes_[side][node] = key[2];  // the test makes no difference
    const auto [it, fresh] = known_.try_emplace(std::move(key), numbers_);
    numbers_ += fresh ? 1U : 0U;
    return nodes_[side][node] = remember(side, node, it->second);
}

}  // namespace certrules::detail
