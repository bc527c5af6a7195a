#pragma once

/// One event put to two editions, or to one beside itself: all that a case of it can be, and the
/// walk over the pairs of regions that some case reaches.

#include "detail/analysis/finding_solver.hpp"
#include "detail/analysis/frames.hpp"
#include "detail/analysis/region_graph.hpp"
#include "detail/trees.hpp"

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace certrules::detail {

/// The leaf of a side where nothing hears the event.
inline constexpr std::uint32_t unheard = region_trees::leaf | 0x7FFF'FFFFU;

/// What the sides of a walk have in common for every step: frames and kinds of finding.
struct event_space {
    event_space(const edition& a, const edition& b, const common_words& words, event_kind kind,
                work& budget);

    const edition* edition_[2];
    const common_words& words;
    event_kind kind;
    frame_maker maker;
    finding_space findings;
    work& budget;
    finding_table table;
    std::vector<frame> frames;
    /// By side, variable and class: the frames that fall into it.
    std::vector<std::vector<class_set>> frames_of[2];
    std::unique_ptr<region_graph> graph;  // leaves of one rule are one
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
    /// (a, b) says that nothing below two nodes is of use, now and from now on; `each(a, b, box)`
    /// sees two leaves. Ends early where the steps run out.
    template <class Skip, class Each>
    void walk(std::uint32_t a, std::uint32_t b, region_box& box, Skip& skip, Each& each) const {
        walker<Skip, Each> all{*this, box, skip, each, {}, restricted_in(box)};
        all.go(a, b, no_place);
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

    /// What a node asks, and the child by class of what is asked: the same for both sides where
    /// they ask the same.
    std::vector<std::uint32_t> outline(int i, std::uint32_t node) const;

private:
    enum class place_kind : std::uint8_t { none, frame, fact, dimension };
    struct variable_place {
        place_kind kind = place_kind::none;
        std::size_t at = 0;
        std::uint8_t bit = 0;                 // several places may share one
        std::vector<std::uint32_t> class_of;  // by choice or class of the dimension
        friend bool operator==(const variable_place&, const variable_place&) = default;
    };
    static constexpr std::uint8_t no_place = 64;

    template <class Skip, class Each>
    struct walker {
        const pair_space& space;
        region_box& box;
        Skip& skip;
        Each& each;
        std::unordered_set<std::uint64_t> barren;  // pairs of nodes below which nothing was of use
        std::uint64_t restricted;                  // places, by bit, that the path has narrowed

        /// Whether `each` saw anything. `last` is the place that the first side has just asked:
        /// the second asks it next, so that the two stay abreast.
        bool go(std::uint32_t a, std::uint32_t b, std::uint8_t last) {
            const auto& graph = *space.event_.graph;
            a = graph.first(0, a);
            b = graph.first(1, b);
            if (!space.event_.budget.spend(walk_cost) || skip(a, b) || space.agree(a, b))
                return false;
            const bool inner[] = {(a & region_trees::leaf) == 0, (b & region_trees::leaf) == 0};
            if (!inner[0] && !inner[1]) {
                each(a, b, box);
                return true;
            }
            const bool free =
                ((space.asked_below(0, a) | space.asked_below(1, b)) & restricted) == 0;
            const auto key = (std::uint64_t{a} << 32U) | b;
            if (free && barren.count(key) != 0)
                return false;
            const bool second = inner[1] && (!inner[0] || space.bit_of(1, b) == last);
            const auto bit = second ? space.bit_of(1, b) : space.bit_of(0, a);
            const auto before = restricted;
            restricted |= std::uint64_t{1} << bit;
            bool any = false;
            space.branch(second ? 1 : 0, second ? b : a, box, [&](std::uint32_t child) {
                any = (second ? go(a, child, no_place) : go(child, b, bit)) || any;
            });
            restricted = before;
            if (free && !any && !space.event_.budget.out())
                barren.insert(key);
            return any;
        }
    };
    static constexpr std::uint64_t walk_cost = 200;

    std::uint64_t restricted_in(const region_box& box) const;
    std::uint8_t bit_of(int i, std::uint32_t node) const {
        return places_[i][event_.data(i).trees.nodes[node].variable].bit;
    }
    /// The places that some path from a node asks, by bit.
    std::uint64_t asked_below(int i, std::uint32_t node) const;
    /// Of a step: one node for both cases, and nothing below it asks what the step moves.
    bool agree(std::uint32_t a, std::uint32_t b) const;
    void place_facts(const fact_step* moved);
    void place_measures();

    const event_space& event_;
    const finding_step* step_;
    bool steps_ = false;           // there is a step, of findings or of a fact
    bool moves_a_length_ = false;  // of a fact that gives a status its length
    std::uint64_t moved_ = 0;      // variables that the step can move
    std::vector<shared_fact> facts_;
    std::vector<variable_place> places_[2];
    std::unique_ptr<finding_solver> solver_;
};

}  // namespace certrules::detail
