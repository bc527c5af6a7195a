#include "certrules/compare.hpp"

#include "detail/analysis/differing.hpp"
#include "detail/analysis/situations.hpp"
#include "detail/analysis/terms.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace certrules {

using namespace detail;

namespace {

/// All regions of one event that two rules part between them.
struct group {
    difference found;
    witness_size size;
    std::vector<region_box> boxes;
};

class comparer {
public:
    comparer(const edition& a, const edition& b, const compare_options& o)
        : edition_{&a, &b}, options_(o), words_(words_of_both(a, b, o.renamed)) {}

    comparison run() {
        out_.only_old = words_.only_old;
        out_.only_new = words_.only_new;
        out_.terms = different_terms(*edition_[0], *edition_[1], words_);
        same_around_ = same_surroundings(edition_, words_);
        number_actions();
        for (std::size_t k = 1; k < event_kinds && !done(); ++k)
            compare_event(static_cast<event_kind>(k));
        std::stable_sort(groups_.begin(), groups_.end(),
                         [](const group& x, const group& y) { return x.size < y.size; });
        for (auto& g : groups_)
            out_.differences.push_back(std::move(g.found));
        return std::move(out_);
    }

private:
    bool done() const { return options_.first_only && (out_.differ() || !groups_.empty()); }

    void number_actions() {
        std::map<std::string, int> numbers;
        for (int i = 0; i < 2; ++i) {
            const auto& data = edition_[i]->data();
            const auto number = [&](rule_id r) {
                const auto key = action_key(*edition_[i], i, words_, r);
                return numbers.try_emplace(key, static_cast<int>(numbers.size())).first->second;
            };
            gap_ = number(rule_id::none);
            for (std::size_t r = 0; r < data.rules.size(); ++r) {
                actions_[i].push_back(number(static_cast<rule_id>(r)));
                if (data.rules[r].then == outcome::refuse)
                    refuse_ = actions_[i].back();
            }
            summary_[i].assign(data.trees.nodes.size(), unsummed);
        }
    }

    int action(int i, rule_id r) const { return r == rule_id::none ? gap_ : actions_[i][index(r)]; }

    /// The one action of all leaves below a node, or `several`.
    int summary(int i, std::uint32_t node) {
        if ((node & region_trees::leaf) != 0)
            return action(i, rule_at(edition_[i]->data(), node));
        auto& known = summary_[i][node];
        if (known != unsummed)
            return known;
        const auto& data = edition_[i]->data();
        const auto& n = data.trees.nodes[node];
        auto all = unsummed;
        for (std::uint32_t c = 0; c < data.variables[n.variable].classes && all != several; ++c) {
            const auto child = summary(i, data.trees.children[n.first + c]);
            all = all == unsummed || all == child ? child : several;
        }
        return summary_[i][node] = all;
    }

    bool surely_same(int a, int b) const {
        return a == b && a != several && (same_around_ || a == gap_ || a == refuse_);
    }

    void undecided(event_kind kind, std::string_view why) {
        const auto line = fmt::format("{}: {}", name_of(kind), why);
        if (std::find(out_.undecided.begin(), out_.undecided.end(), line) == out_.undecided.end())
            out_.undecided.push_back(line);
    }

    void compare_event(event_kind kind) {
        std::uint32_t roots[2];
        for (int i = 0; i < 2; ++i) {
            roots[i] = edition_[i]->data().trees.roots[static_cast<std::size_t>(kind)];
            if (roots[i] == region_trees::absent)
                roots[i] = unheard;
        }
        if (surely_same(summary(0, roots[0]), summary(1, roots[1])))
            return;
        event_space event(*edition_[0], *edition_[1], words_, kind, work_);
        if (event.too_large || event.findings.too_large()) {
            undecided(kind, "more kinds of case than the analysis takes on");
            return;
        }
        const pair_space space(event, nullptr, nullptr);
        event.graph = std::make_unique<region_graph>(space, [&](int i, std::uint32_t leaf) {
            return static_cast<std::uint32_t>(2 * index(rule_at(edition_[i]->data(), leaf)) +
                                              static_cast<std::uint32_t>(i));
        });
        // Nodes of both sides under which every case has the same done to it.
        const region_graph actions(space, [&](int i, std::uint32_t leaf) {
            return static_cast<std::uint32_t>(action(i, rule_at(edition_[i]->data(), leaf)));
        });
        const auto day = usual_day(*edition_[0], *edition_[1]);
        std::vector<date> days{day};
        const auto& x = edition_[0]->data();
        const auto& y = edition_[1]->data();
        if (!(x.calendar == y.calendar)) {
            const auto ends = days_of_ends(day);
            days.insert(days.end(), ends.begin(), ends.end());
        }
        const auto limit = [](const edition_data& d) { return d.cycle_limit_months.value_or(24); };
        situation_finder finder(
            space, std::move(days),
            x.cycle_limit_months == y.cycle_limit_months ? 0 : std::max(limit(x), limit(y)));
        std::map<std::vector<std::uint64_t>, std::pair<searched, found_findings>> solved;
        std::set<std::pair<rule_id, rule_id>> unsure;  // of which a region is not decided
        auto skip = [&](std::uint32_t a, std::uint32_t b) {
            return done() || surely_same(summary(0, a), summary(1, b)) ||
                   (same_around_ && actions.number(0, a) == actions.number(1, b));
        };
        const auto differs = [&](const side_answer& a, const side_answer& b) {
            return answers_differ(edition_, words_, kind, a, b);
        };
        auto each = [&](std::uint32_t a, std::uint32_t b, const region_box& box) {
            const auto first = rule_at(x, a);
            const auto second = rule_at(y, b);
            const auto found = finder.find(first, second, box, differs);
            if (finder.exhausted())
                undecided(kind, "too many states to try");
            if (!found)
                return;
            std::vector<std::uint64_t> key;
            for (const auto& d : box.dimensions)
                key.insert(key.end(), d.words().begin(), d.words().end());
            auto [it, fresh] = solved.try_emplace(std::move(key));
            if (fresh)
                it->second.first =
                    space.solver().solve(box.dimensions, nullptr, unbounded, it->second.second);
            if (it->second.first == searched::undecided) {
                unsure.insert({first, second});
                undecided(kind, fmt::format("a region between rules {} and {}", rule_name(0, first),
                                            rule_name(1, second)));
            }
            if (it->second.first != searched::found)
                return;
            add(finder, kind, first, second, box, *found, it->second.second);
        };
        auto box = space.everything();
        const auto before = groups_.size();
        space.walk(roots[0], roots[1], box, skip, each);
        if (work_.out())
            undecided(kind, fmt::format("the comparison took more than {} steps: what else differs "
                                        "is not known",
                                        bounds::steps_in_all));
        for (auto g = before; g < groups_.size(); ++g) {
            auto& d = groups_[g].found;
            d.smallest = d.smallest && !work_.out() && unsure.count({d.old_rule, d.new_rule}) == 0;
            d.regions = differing_words(space, finder, d.old_rule, d.new_rule,
                                        std::move(groups_[g].boxes), differs);
            groups_[g].boxes.clear();
        }
    }

    bool hears(int i, event_kind kind) const {
        return edition_[i]->data().trees.roots[static_cast<std::size_t>(kind)] !=
               region_trees::absent;
    }

    std::string rule_name(int i, rule_id r) const {
        return r == rule_id::none ? "none" : std::string(edition_[i]->name_of(r));
    }

    void add(const situation_finder& finder, event_kind kind, rule_id first, rule_id second,
             const region_box& box, const situation& s, const found_findings& f) {
        auto it = std::find_if(groups_.begin(), groups_.end(), [&](const group& g) {
            return g.found.event == kind && g.found.old_rule == first && g.found.new_rule == second;
        });
        const auto size = finder.size_of(s, f);
        if (it != groups_.end() && !(size < it->size)) {
            it->boxes.push_back(box);
            return;
        }
        auto pair = finder.make(s, f);
        const auto claimed = [&](const witness_pair& w) {
            side_answer answers[2];
            for (int i = 0; i < 2; ++i) {
                answers[i] = answer_of(*edition_[i], w.of[i].state, w.of[i].as_event());
                const auto rule = i == 0 ? first : second;
                if (hears(i, kind) && !answered_by(*edition_[i], w.of[i], answers[i], rule))
                    return false;
            }
            return answers_differ(edition_, words_, kind, answers[0], answers[1]);
        };
        if (!claimed(pair)) {  // never seen; said rather than guessed
            undecided(kind, "a witness did not replay");
            return;
        }
        drop_needless(pair, claimed);
        if (it == groups_.end())
            it = groups_.insert(groups_.end(), group{});
        it->size = size;
        it->boxes.push_back(box);
        auto& d = it->found;
        d.event = kind;
        d.old_rule = first;
        d.new_rule = second;
        d.smallest = f.least;
        side_answer answers[2];
        for (int i = 0; i < 2; ++i)
            answers[i] = answer_of(*edition_[i], pair.of[i].state, pair.of[i].as_event());
        d.effects = effects(edition_, words_, kind, answers[0], answers[1]);
        d.old_answer = text_of(*edition_[0], answers[0]);
        d.new_answer = text_of(*edition_[1], answers[1]);
        d.old_case = std::move(pair.of[0]);
        d.new_case = std::move(pair.of[1]);
    }

    static constexpr int unsummed = -2;
    static constexpr int several = -1;

    const edition* const edition_[2];
    const compare_options& options_;
    const common_words words_;
    comparison out_;
    work work_{bounds::steps_in_all};
    bool same_around_ = false;
    int gap_ = 0;
    int refuse_ = -3;
    std::vector<int> actions_[2];
    std::vector<int> summary_[2];
    std::vector<group> groups_;
};

}  // namespace

comparison compare(const edition& old_one, const edition& new_one, const compare_options& o) {
    if (old_one.hash() == new_one.hash() && o.renamed.empty())
        return {};
    return comparer(old_one, new_one, o).run();
}

}  // namespace certrules
