// Rules to regions: for each event a tree that asks one quantity after the other, in the order
// the rules need them, until the first rule that holds is certain. Its leaves are the regions:
// boxes of classes, disjoint by construction, numbered in the order they are met.

#include "certrules/limits.hpp"
#include "detail/loader.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <map>

namespace certrules::detail {

namespace {

/// Rules of one event, a bit each, in their order.
using rule_set = std::vector<std::uint64_t>;

class tree_builder {
public:
    explicit tree_builder(const edition_data& data) : data_(data) {}

    std::uint32_t build_event(event_kind kind) {
        event_ = kind;
        heard_.clear();
        needs_.clear();
        with_facts_.clear();
        for (std::size_t r = 0; r < data_.rules.size(); ++r) {
            if (((data_.rules[r].events >> static_cast<unsigned>(kind)) & 1U) == 0)
                continue;
            std::uint64_t needs = 0;
            bool facts = false;
            for (const auto& c : data_.rules[r].when) {
                needs |= std::uint64_t{1} << c.variable;
                facts = facts || data_.variables[c.variable].kind == variable_kind::fact;
            }
            if (facts)
                with_facts_.push_back(static_cast<std::uint16_t>(r));
            heard_.push_back(static_cast<std::uint16_t>(r));
            needs_.push_back(needs);
        }
        if (heard_.empty())
            return region_trees::absent;
        words_ = (heard_.size() + 63) / 64;
        accepting_.assign(data_.variables.size(), {});
        box_type box;
        for (const auto& v : data_.variables) {
            std::vector<std::uint64_t> all((v.classes + 63) / 64, 0);
            for (std::uint32_t c = 0; c < v.classes; ++c)
                all[c / 64] |= std::uint64_t{1} << (c % 64);
            box.push_back(std::move(all));
        }
        rule_set open(words_, ~std::uint64_t{0});
        if (heard_.size() % 64 != 0)
            open.back() = (std::uint64_t{1} << (heard_.size() % 64)) - 1;
        trim(open, 0);
        return build(open, 0, box);
    }

    bool overflowed() const noexcept { return overflowed_; }

    std::vector<tree_node> nodes;
    std::vector<std::uint32_t> children;
    std::vector<rule_id> rule_of_region;
    std::vector<event_kind> event_of_region;
    std::vector<std::uint64_t> facts_of_region;
    std::uint64_t read = 0;  // variables of the event's tree

private:
    using box_type = std::vector<std::vector<std::uint64_t>>;

    /// Steps taken so far; the bound stops what would take minutes before it has begun to.
    bool spend(std::size_t steps) {
        work_ += steps;
        overflowed_ = overflowed_ || work_ > limits::tree_work;
        return !overflowed_;
    }

    std::uint32_t leaf(rule_id rule, const box_type& box) {
        if (rule_of_region.size() >= limits::regions) {
            overflowed_ = true;
            return region_trees::leaf;
        }
        rule_of_region.push_back(rule);
        event_of_region.push_back(event_);
        facts_of_region.push_back(facts_leaned_on(rule, box));
        return region_trees::leaf | static_cast<std::uint32_t>(rule_of_region.size() - 1);
    }

    /// The facts that a verdict of this region can lean on when they are unknown.
    std::uint64_t facts_leaned_on(rule_id fired, const box_type& box) {
        std::uint64_t facts = 0;
        for (const auto r : with_facts_) {
            if (r > static_cast<std::uint16_t>(fired))
                break;
            std::uint64_t own = 0;
            bool possible = true;
            for (const auto& c : data_.rules[r].when) {
                const auto& v = data_.variables[c.variable];
                const auto& here = box[c.variable];
                spend(here.size());
                if (v.kind == variable_kind::fact && (here[0] & 1U) != 0) {
                    own |= std::uint64_t{1} << v.ref;
                    continue;
                }
                bool meets = false;
                for (std::size_t w = 0; w < here.size(); ++w)
                    meets = meets || (here[w] & c.classes[w]) != 0;
                possible = possible && meets;
            }
            if (possible)
                facts |= own;
        }
        return facts;
    }

    /// Drops the rules after the first that holds for certain: it answers before them.
    void trim(rule_set& open, std::uint64_t tested) const {
        for (std::size_t w = 0; w < open.size(); ++w)
            for (auto bits = open[w]; bits != 0; bits &= bits - 1) {
                const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
                if ((needs_[w * 64 + bit] & ~tested) != 0)
                    continue;
                open[w] &= ~std::uint64_t{0} >> (63 - bit);
                std::fill(open.begin() + static_cast<std::ptrdiff_t>(w) + 1, open.end(), 0);
                return;
            }
    }

    std::uint32_t build(const rule_set& open, std::uint64_t tested, box_type& box) {
        if (overflowed_)
            return region_trees::leaf;
        std::size_t w = 0;
        while (w < open.size() && open[w] == 0)
            ++w;
        if (w == open.size())
            return leaf(rule_id::none, box);
        const auto first = heard_[w * 64 + static_cast<std::size_t>(std::countr_zero(open[w]))];
        for (const auto& c : data_.rules[first].when)
            if (((tested >> c.variable) & 1U) == 0)
                return branch(open, tested | (std::uint64_t{1} << c.variable), c.variable, box);
        return leaf(static_cast<rule_id>(first), box);
    }

    std::uint32_t branch(const rule_set& open, std::uint64_t tested, std::uint8_t variable,
                         box_type& box) {
        const auto& v = data_.variables[variable];
        read |= std::uint64_t{1} << variable;
        const auto place = static_cast<std::uint32_t>(nodes.size());
        const auto first_child = static_cast<std::uint32_t>(children.size());
        if (children.size() + v.classes > limits::tree_children ||
            !spend(v.classes * (words_ + 4))) {
            overflowed_ = true;
            return region_trees::leaf;
        }
        nodes.push_back({first_child, variable});
        children.resize(children.size() + v.classes);

        // Classes that the same rules accept share a child.
        std::map<rule_set, std::vector<std::uint32_t>> by_survivors;
        std::vector<std::map<rule_set, std::vector<std::uint32_t>>::iterator> order;
        for (std::uint32_t c = 0; c < v.classes; ++c) {
            auto survivors = open;
            const auto& accepting = accepting_rules(variable)[c];
            for (std::size_t w = 0; w < words_; ++w)
                survivors[w] &= accepting[w];
            trim(survivors, tested);
            if (!order.empty() && order.back()->first == survivors) {
                order.back()->second.push_back(c);
                continue;
            }
            const auto [it, fresh] = by_survivors.try_emplace(std::move(survivors));
            if (fresh)
                order.push_back(it);
            it->second.push_back(c);
        }
        const auto whole = box[variable];
        for (const auto it : order) {
            auto& here = box[variable];
            std::fill(here.begin(), here.end(), 0);
            for (const auto c : it->second)
                here[c / 64] |= std::uint64_t{1} << (c % 64);
            const auto child = build(it->first, tested, box);
            for (const auto c : it->second)
                children[first_child + c] = child;
        }
        box[variable] = whole;
        return place;
    }

    /// By class of a variable, the heard rules that it does not rule out.
    const std::vector<rule_set>& accepting_rules(std::uint8_t variable) {
        auto& sets = accepting_[variable];
        if (!sets.empty())
            return sets;
        sets.assign(data_.variables[variable].classes, rule_set(words_, ~std::uint64_t{0}));
        for (std::size_t r = 0; r < heard_.size(); ++r)
            for (const auto& test : data_.rules[heard_[r]].when)
                if (test.variable == variable)
                    for (std::uint32_t c = 0; c < sets.size(); ++c)
                        if (!test.accepts(c))
                            sets[c][r / 64] &= ~(std::uint64_t{1} << (r % 64));
        return sets;
    }

    const edition_data& data_;
    event_kind event_{};
    std::vector<std::uint16_t> heard_, with_facts_;
    std::vector<std::uint64_t> needs_;  // by heard rule: the variables it tests
    std::vector<std::vector<rule_set>> accepting_;
    std::size_t words_ = 0;
    std::size_t work_ = 0;
    bool overflowed_ = false;
};

}  // namespace

void build_trees(load_context& context, edition_data& data) {
    tree_builder builder(data);
    data.trees.roots.fill(region_trees::absent);
    for (std::size_t k = 1; k < event_kinds; ++k) {
        builder.read = 0;
        data.trees.roots[k] = builder.build_event(static_cast<event_kind>(k));
        // Also what the tree has no need to test: explanations and `unknown` look at whole rules.
        data.variables_of[k] = builder.read;
        for (const auto& r : data.rules)
            if (((r.events >> k) & 1U) != 0)
                for (const auto& c : r.when)
                    data.variables_of[k] |= std::uint64_t{1} << c.variable;
        for (std::size_t i = 0; i < data.variables.size(); ++i) {
            const auto& v = data.variables[i];
            if (((builder.read >> i) & 1U) == 0 || v.kind != variable_kind::measure)
                continue;
            for (const auto& f : data.measures[v.ref].filters)
                if (f.sites)
                    data.events_with_sites |= 1U << k;
        }
    }
    if (builder.overflowed()) {
        context.error({},
                      fmt::format("the rules part the cases into more than {} regions, or take too "
                                  "long to part; test fewer quantities in one event, or order the "
                                  "rules so that the broad ones come first",
                                  limits::regions));
        return;
    }
    data.trees.nodes = context.keep(builder.nodes);
    data.trees.children = context.keep(builder.children);
    data.trees.rule_of_region = context.keep(builder.rule_of_region);
    data.trees.event_of_region = context.keep(builder.event_of_region);
    data.trees.facts_of_region = context.keep(builder.facts_of_region);
}

}  // namespace certrules::detail
