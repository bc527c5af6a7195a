#include "detail/analysis/reached.hpp"

#include "detail/analysis/situations.hpp"
#include "detail/workbench/trace.hpp"

#include <optional>

namespace certrules::detail {

namespace {

constexpr std::uint32_t other_region = 0xFFFF'FFFEU;  // none that is wanted

class reacher {
public:
    reacher(const edition& e, const std::set<std::uint32_t>& wanted)
        : edition_(e), words_(words_of_both(e, e, {})), day_(usual_day(e, e)), left_(wanted) {}

    reached_regions run() {
        for (std::size_t k = 1; k < event_kinds; ++k)
            look_at(static_cast<event_kind>(k));
        return std::move(out_);
    }

private:
    void look_at(event_kind kind) {
        const auto& data = edition_.data();
        std::set<std::uint32_t> own;
        for (const auto region : left_)
            if (data.trees.event_of_region[region] == kind)
                own.insert(region);
        if (own.empty())
            return;
        event_space event(edition_, edition_, words_, kind, work_);
        if (event.too_large || event.findings.too_large()) {
            out_.undecided.insert(own.begin(), own.end());
            return;
        }
        const pair_space space(event, nullptr, nullptr);
        event.graph = std::make_unique<region_graph>(space, [&](int, std::uint32_t leaf) {
            const auto region = leaf & ~region_trees::leaf;
            return leaf != unheard && own.contains(region) ? region : other_region;
        });
        situation_finder finder(space, {day_}, 0);
        std::map<std::uint32_t, witness_size> sizes;
        auto skip = [&](std::uint32_t a, std::uint32_t) {
            return (a & region_trees::leaf) != 0 && !own.contains(a & ~region_trees::leaf);
        };
        auto each = [&](std::uint32_t a, std::uint32_t, const region_box& box) {
            const auto region = a & ~region_trees::leaf;
            const auto rule = data.trees.rule_of_region[region];
            const auto where = finder.find(
                rule, rule, box, [](const side_answer&, const side_answer&) { return true; });
            if (!where)
                return;
            found_findings found;
            const auto how = space.solver().solve(box.dimensions, nullptr, unbounded, found);
            if (how == searched::undecided)
                out_.undecided.insert(region);
            if (how != searched::found)
                return;
            const auto size = finder.size_of(*where, found);
            const auto known = sizes.find(region);
            if (known != sizes.end() && !(size < known->second))
                return;
            auto w = std::move(finder.make(*where, found).of[0]);
            if (trace(edition_, w.state, w.as_event()).region != region) {  // never seen
                out_.undecided.insert(region);
                return;
            }
            sizes[region] = size;
            out_.cases.insert_or_assign(region, std::move(w));
        };
        auto box = space.everything();
        space.walk(event.root(0), unheard, box, skip, each);
        if (work_.out())
            out_.undecided.insert(own.begin(), own.end());
        for (const auto& [region, w] : out_.cases)
            out_.undecided.erase(region);
    }

    const edition& edition_;
    const common_words words_;
    const date day_;
    const std::set<std::uint32_t>& left_;
    work work_{bounds::steps_in_all};
    reached_regions out_;
};

}  // namespace

reached_regions reach(const edition& e, const std::set<std::uint32_t>& wanted) {
    return reacher(e, wanted).run();
}

}  // namespace certrules::detail
