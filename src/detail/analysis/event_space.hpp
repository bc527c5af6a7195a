#pragma once

/// One event put to two editions, or to one beside itself: all that a case of it can be, and the
/// walk over the pairs of regions that some case reaches.

#include "detail/analysis/finding_solver.hpp"
#include "detail/analysis/frames.hpp"
#include "detail/trees.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace certrules::detail {

/// What the sides of a walk have in common for every step: frames and kinds of finding.
struct event_space {
    event_space(const edition& a, const edition& b, const common_words& words, event_kind kind);

    const edition* edition_[2];
    const common_words& words;
    event_kind kind;
    frame_maker maker;
    finding_space findings;
    std::vector<frame> frames;
    /// By side, variable and class: the frames that fall into it.
    std::vector<std::vector<class_set>> frames_of[2];
    bool too_large = false;

    const edition_data& data(int i) const noexcept { return edition_[i]->data(); }
    std::uint32_t root(int i) const noexcept {
        return data(i).trees.roots[static_cast<std::size_t>(kind)];
    }
};

/// What restricts a walk so far.
struct region_box {
    class_set frames;
    std::vector<class_set> facts;       // by shared fact: its choices
    std::vector<class_set> dimensions;  // by dimension of findings: its classes
};

/// A fact of two cases that differ in it alone.
struct fact_step {
    std::size_t fact = 0;  // place in the shared facts
    fact_choice better, worse;
};

/// Sides 0 and 1 are asked about one case, or about the two cases of a step.
class pair_space {
public:
    pair_space(const event_space& event, const finding_step* step, const fact_step* moved);

    const event_space& event() const noexcept { return event_; }
    const finding_solver& solver() const noexcept { return *solver_; }
    const finding_step* step() const noexcept { return step_; }
    const std::vector<shared_fact>& facts() const noexcept { return facts_; }
    region_box everything() const;

    /// Calls each(box) for every way on from a node of side i, with its child.
    template <class Each>
    void branch(int i, std::uint32_t node, region_box& box, Each&& each) const {
        const auto& data = event_.data(i);
        const auto& n = data.trees.nodes[node];
        const auto* children = data.trees.children.data() + n.first;
        std::vector<std::pair<std::uint32_t, class_set>> ways;
        const auto way_to = [&](std::uint32_t child, std::size_t size) -> class_set& {
            for (auto& w : ways)
                if (w.first == child)
                    return w.second;
            ways.emplace_back(child, class_set(size));
            return ways.back().second;
        };
        const auto& place = places_[i][n.variable];
        const auto& v = data.variables[n.variable];
        class_set* here = &box.frames;
        if (place.kind == place_kind::frame) {
            for (std::uint32_t c = 0; c < v.classes; ++c) {
                const auto& set = event_.frames_of[i][n.variable][c];
                if (set.meets(*here))
                    way_to(children[c], event_.frames.size()) |= set;
            }
        } else {
            here =
                place.kind == place_kind::fact ? &box.facts[place.at] : &box.dimensions[place.at];
            here->each([&](std::size_t c) {
                way_to(children[place.class_of[c]], place.class_of.size()).add(c);
                return true;
            });
        }
        const auto whole = *here;
        for (auto& [child, set] : ways) {
            set &= whole;
            if (!set.any())
                continue;
            *here = std::move(set);
            each(child);
        }
        *here = whole;
    }

    /// Every pair of leaves that a box with frames, facts and classes left in it joins. `skip`
    /// (a, b) says that nothing below two nodes is of use; `each(region, region)` sees the box.
    template <class Skip, class Each>
    void walk(std::uint32_t a, std::uint32_t b, region_box& box, Skip& skip, Each& each) const {
        if (skip(a, b))
            return;
        if ((a & region_trees::leaf) == 0) {
            branch(0, a, box, [&](std::uint32_t child) { walk(child, b, box, skip, each); });
        } else if ((b & region_trees::leaf) == 0) {
            branch(1, b, box, [&](std::uint32_t child) { walk(a, child, box, skip, each); });
        } else {
            each(a, b, box);
        }
    }

    /// A box that holds exactly what a rule's own conditions ask of side 0.
    region_box box_of(const rule& r) const;

    /// The classes of a side's variable that are left in a box, for its words.
    std::vector<bool> classes_left(int i, std::size_t variable, const region_box& box) const;
    bool reads(int i, std::size_t variable) const noexcept {
        return places_[i][variable].kind != place_kind::none;
    }
    /// The dimension of findings that a variable of a side is; none for words and facts.
    std::optional<std::size_t> dimension_at(int i, std::size_t variable) const noexcept;

private:
    enum class place_kind : std::uint8_t { none, frame, fact, dimension };
    struct variable_place {
        place_kind kind = place_kind::none;
        std::size_t at = 0;
        std::vector<std::uint32_t> class_of;  // by choice or class of the dimension
    };
    void place_facts(const fact_step* moved);
    void place_measures();

    const event_space& event_;
    const finding_step* step_;
    std::vector<shared_fact> facts_;
    std::vector<variable_place> places_[2];
    std::unique_ptr<finding_solver> solver_;
};

}  // namespace certrules::detail
