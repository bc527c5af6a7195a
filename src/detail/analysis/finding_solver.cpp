#include "detail/analysis/finding_solver.hpp"

#include "detail/analysis/box_search.hpp"

#include <algorithm>
#include <map>

namespace certrules::detail {

namespace {

std::vector<value_run> runs_of(const finding_dimension& d, std::uint32_t place,
                               const class_set& allowed) {
    std::vector<value_run> out;
    const auto count = d.classes();
    const std::size_t first = d.form == dimension_form::share ? 1 : 0;
    if (first == 1 && allowed.has(0)) {
        value_run r;
        r.dimension = place;
        r.unknown = true;
        out.push_back(r);
    }
    for (auto c = first; c < count; ++c) {
        if (!allowed.has(c))
            continue;
        const auto begin = c;
        while (c + 1 < count && allowed.has(c + 1))
            ++c;
        value_run r;
        r.dimension = place;
        if (d.form == dimension_form::share) {
            if (begin > 1)
                r.from = d.ratio_cuts[begin - 2];
            if (c + 1 < count)
                r.to = d.ratio_cuts[c - 1];
        } else {
            if (begin > 0)
                r.low = d.cuts[begin - 1];
            if (c + 1 < count)
                r.high = d.cuts[c] - 1;
        }
        out.push_back(r);
    }
    return out;
}

/// Which classes a case without findings falls into.
std::size_t empty_class(const finding_space& space, const finding_dimension& d) {
    const auto& ref = space.measures()[d.measure];
    const auto& data = space.data(ref.edition);
    const auto& m = *ref.terms;
    std::int64_t value = 0;
    std::uint64_t whole_of_all = 0;
    for (std::size_t s = 0; s < data.sections.size(); ++s) {
        if (((m.sections >> s) & 1U) == 0)
            continue;
        const auto whole = m.of == denominator::graded
                               ? data.section_terms_of[s].graded[index(m.graded)]
                           : m.of == denominator::applicable ? data.sections[s].applicable
                                                             : 0U;
        whole_of_all += whole;
        if (d.form == dimension_form::sections && whole != 0 && m.test.holds(0, whole))
            ++value;
        if (d.form == dimension_form::rated && (m.ratings & 1U) != 0)
            ++value;
    }
    if (d.form != dimension_form::share)
        return static_cast<std::size_t>(std::upper_bound(d.cuts.begin(), d.cuts.end(), value) -
                                        d.cuts.begin());
    if (m.conforming || whole_of_all == 0)
        return 0;
    std::size_t c = 1;
    for (const auto& k : d.ratio_cuts)
        c += rate_test{k.at, !k.strict, false}.holds(0, whole_of_all) ? 1U : 0U;
    return c;
}

/// Ratings depend on nothing else: how many sections of each class get which.
class rating_search {
public:
    rating_search(const finding_space& space, const std::vector<finding_dimension>& dimensions)
        : space_(space), dimensions_(dimensions) {
        std::map<std::vector<bool>, std::uint32_t> seen;
        const auto& sections = space.words().sections;
        for (std::uint32_t s = 0; s < sections.size(); ++s) {
            std::vector<bool> key;
            each_measure([&](const measure_of_edition& ref) {
                const auto place = ref.edition == 0 ? sections[s].first : sections[s].second;
                key.push_back(((ref.terms->sections >> place) & 1U) != 0);
            });
            const auto [it, fresh] =
                seen.try_emplace(key, static_cast<std::uint32_t>(members_.size()));
            if (fresh) {
                members_.emplace_back();
                sections_of_.push_back(key);
            }
            members_[it->second].push_back(s);
        }
        const auto& ratings = space.words().ratings;
        for (std::uint32_t r = 0; r <= ratings.size(); ++r) {
            std::vector<bool> key;
            each_measure([&](const measure_of_edition& ref) {
                const auto bit =
                    r == 0 ? 0U
                           : 1U + (ref.edition == 0 ? ratings[r - 1].first : ratings[r - 1].second);
                key.push_back(((ref.terms->ratings >> bit) & 1U) != 0);
            });
            if (std::find(ratings_of_.begin(), ratings_of_.end(), key) == ratings_of_.end()) {
                ratings_of_.push_back(key);
                samples_.push_back(r);
            }
        }
    }

    searched run(const std::vector<value_run>& runs, std::uint64_t& steps,
                 std::vector<std::uint32_t>& rating_by_section) const {
        integer_problem p;
        for (std::size_t c = 0; c < members_.size(); ++c) {
            linear_row all;
            all.low = all.high = static_cast<std::int64_t>(members_[c].size());
            for (std::size_t r = 0; r < ratings_of_.size(); ++r)
                all.terms.emplace_back(p.add(0, all.low, samples_[r] == 0 ? 0 : 1), 1);
            p.rows.push_back(std::move(all));
        }
        for (const auto& run : runs) {
            std::size_t nth = 0;
            for (std::size_t d = 0; d < run.dimension; ++d)
                nth += dimensions_[d].form == dimension_form::rated ? 1U : 0U;
            linear_row row;
            row.low = run.low;
            row.high = run.high;
            std::uint32_t v = 0;
            for (const auto& in : sections_of_)
                for (const auto& of : ratings_of_) {
                    if (in[nth] && of[nth])
                        row.terms.emplace_back(v, 1);
                    ++v;
                }
            p.rows.push_back(std::move(row));
        }
        integer_solution s;
        const auto answer = solve_least(p, unbounded, steps, s);
        if (answer != searched::found)
            return answer;
        rating_by_section.assign(space_.words().sections.size(), 0);
        std::size_t v = 0;
        for (const auto& members : members_) {
            std::size_t next = 0;
            for (const auto sample : samples_)
                for (std::int64_t n = s.numbers[v++]; n > 0; --n)
                    rating_by_section[members[next++]] = sample;
        }
        return answer;
    }

private:
    template <class Each>
    void each_measure(Each&& each) const {
        for (const auto& d : dimensions_)
            if (d.form == dimension_form::rated)
                each(space_.measures()[d.measure]);
    }

    const finding_space& space_;
    const std::vector<finding_dimension>& dimensions_;
    std::vector<std::vector<std::uint32_t>> members_;
    std::vector<std::vector<bool>> sections_of_, ratings_of_;
    std::vector<std::uint32_t> samples_;
};

void put_ratings(const finding_space& space, const std::vector<std::uint32_t>& ratings, bool step,
                 found_findings& out) {
    for (std::size_t s = 0; s < ratings.size(); ++s) {
        if (ratings[s] == 0)
            continue;
        const auto& section = space.words().sections[s];
        const auto& rating = space.words().ratings[ratings[s] - 1];
        const auto put = [](found_findings::side& side, std::uint8_t place, std::uint8_t value) {
            for (auto& given : side.sections)
                if (index(given.section) == place) {
                    given.rating = static_cast<std::uint8_t>(value + 1);
                    return;
                }
            section_count c;
            c.section = static_cast<section_id>(place);
            c.rating = static_cast<std::uint8_t>(value + 1);
            side.sections.push_back(c);
        };
        put(out.first, section.first, rating.first);
        put(out.second, step ? section.first : section.second, step ? rating.first : rating.second);
    }
}

}  // namespace

std::optional<searched> finding_solver::by_table(const std::vector<class_set>& box,
                                                 const finding_step* step, std::int64_t below,
                                                 found_findings& out) const {
    const std::int64_t own = step != nullptr && step->before ? 1 : 0;
    const auto least = table_.least(dimensions_, box, below - own);
    if (!least || (least->how == searched::found && !least->exact))
        return std::nullopt;
    if (least->how != searched::found)
        return searched::none;
    out = {};
    out.size = std::int64_t{least->size} + own;
    out.sites = space_.sites();
    const auto put = [&](const shared_finding& f, std::uint32_t section_class, std::int64_t times,
                         bool in_first, bool in_second) {
        const auto& section =
            space_.words().sections[space_.section_classes()[section_class].front()];
        auto x = f;
        x.in[0].section = static_cast<section_id>(section.first);
        x.in[1].section = static_cast<section_id>(section.second);
        for (; times > 0; --times) {
            if (in_first)
                out.first.findings.push_back(x.in[0]);
            if (in_second)
                out.second.findings.push_back(x.in[step != nullptr ? 0 : 1]);
        }
    };
    for (const auto& [a, times] : table_.findings_of(least->cell))
        put(a->sample, a->section_class, times, true, true);
    if (step != nullptr) {
        if (step->before)
            put(*step->before, step->section_class, 1, true, false);
        put(step->after, step->section_class, 1, false, true);
    }
    return searched::found;
}

searched finding_solver::solve(const std::vector<class_set>& box, const finding_step* step,
                               std::int64_t below, found_findings& out) const {
    if (space_.too_large())
        return searched::undecided;
    if (!space_.looks_at_findings()) {
        for (std::size_t d = 0; d < dimensions_.size(); ++d)
            if (!box[d].has(empty_class(space_, dimensions_[d])))
                return searched::none;
        out = {};
        return below > 0 ? searched::found : searched::none;
    }
    if (budget_.out())
        return searched::undecided;
    if (const auto told = by_table(box, step, below, out))
        return *told;
    std::vector<std::vector<value_run>> choices;
    std::vector<std::vector<value_run>> rated;
    for (std::uint32_t d = 0; d < dimensions_.size(); ++d) {
        const auto& dimension = dimensions_[d];
        auto runs = runs_of(dimension, d, box[d]);
        if (runs.empty())
            return searched::none;
        const bool whole = dimension.form != dimension_form::share && runs.size() == 1 &&
                           runs[0].low <= -unbounded && runs[0].high >= unbounded;
        const bool any_share = dimension.form == dimension_form::share && runs.size() == 2 &&
                               runs[0].unknown && !runs[1].from && !runs[1].to;
        if (!whole && !any_share)
            (dimension.form == dimension_form::rated ? rated : choices).push_back(std::move(runs));
    }
    const auto most = std::min(bounds::steps_a_region, budget_.left());
    auto steps = most;
    struct settle_up {  // what was not left over is spent, whichever way out
        work& budget;
        const std::uint64_t& most;
        const std::uint64_t& left;
        ~settle_up() { budget.spend(most - left); }
    } const at_the_end{budget_, most, steps};
    // Every combination of runs is a box; a region is mostly one.
    const auto each = [](const std::vector<std::vector<value_run>>& lists, auto&& call) {
        std::size_t all = 1;
        for (const auto& list : lists)
            all = std::min<std::size_t>(all * list.size(), 1U << 20U);
        if (all > 512)
            return false;
        for (std::size_t n = 0; n < all; ++n) {
            std::vector<value_run> one;
            auto rest = n;
            for (const auto& list : lists) {
                one.push_back(list[rest % list.size()]);
                rest /= list.size();
            }
            if (!call(one))
                break;
        }
        return true;
    };
    std::vector<std::uint32_t> ratings;
    if (!rated.empty()) {
        const rating_search search(space_, dimensions_);
        auto answer = searched::none;
        if (!each(rated, [&](const std::vector<value_run>& runs) {
                answer = search.run(runs, steps, ratings);
                return answer == searched::none;
            }))
            return searched::undecided;
        if (answer != searched::found)
            return answer;
    }
    box_search search(space_, dimensions_, step, steps);
    search.below = below;
    if (!each(choices, [&](const std::vector<value_run>& runs) {
            search.run(runs);
            return true;
        }))
        return searched::undecided;
    if (search.best != searched::found)
        return search.any_undecided ? searched::undecided : search.best;
    out = std::move(search.found);
    out.least = !search.any_undecided;
    put_ratings(space_, ratings, step != nullptr, out);
    return searched::found;
}

}  // namespace certrules::detail
