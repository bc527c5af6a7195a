#pragma once

/// A region restricts sums over all findings, numbers of sections that pass a test, and shares of
/// all sections together. Each is a linear bound once it is said what every section is.

#include "certrules/limits.hpp"
#include "detail/analysis/finding_solver.hpp"
#include "detail/analysis/linear_tests.hpp"
#include "detail/analysis/section_plan.hpp"

#include <algorithm>
#include <map>

namespace certrules::detail {

inline constexpr std::int64_t most_checkpoints = limits::checkpoints;
inline constexpr std::int64_t most_findings = limits::findings;

/// One search: a box of one run each.
class box_search {
public:
    box_search(const finding_space& space, const std::vector<finding_dimension>& dimensions,
               const finding_step* step, std::uint64_t& steps)
        : space_(space), dimensions_(dimensions), step_(step), steps_(steps) {}

    searched best = searched::none;
    std::int64_t below = unbounded;
    found_findings found;

    void run(const std::vector<value_run>& runs) {
        sums_.clear();
        shares_.clear();
        std::vector<section_entry> entries;
        std::vector<checkpoint_kind> kinds;
        bool conforming_share = false;
        bool by_section = false;
        for (const auto& r : runs) {
            const auto& d = dimensions_[r.dimension];
            const auto& ref = space_.measures()[d.measure];
            const auto& m = *ref.terms;
            if (d.form == dimension_form::sum) {
                sums_.push_back(r);
                continue;
            }
            const bool of_findings =
                m.of == denominator::findings || m.of == denominator::open_findings;
            if (d.form == dimension_form::share) {
                shares_.push_back({r, of_findings ? -1 : kind_of(kinds, ref)});
                conforming_share = conforming_share || m.conforming;
                by_section = by_section || !of_findings;
                continue;
            }
            section_entry e;
            e.dimension = r.dimension;
            e.terms = &m;
            e.place = d.measure;
            e.edition = ref.edition;
            e.stepped = d.stepped;
            e.checkpoints = of_findings ? -1 : kind_of(kinds, ref);
            e.low = std::max<std::int64_t>(r.low, 0);
            e.high = r.high;
            entries.push_back(e);
        }
        if (entries.empty() && !by_section) {
            solve_without_sections();
            return;
        }
        if (entries.size() > bounds::section_entries || kinds.size() > 3) {
            undecided();
            return;
        }
        section_plan plan(space_, std::move(entries), std::move(kinds), by_section,
                          conforming_share);
        if (!plan.each(
                [&](const std::vector<section_instance>& sections) { solve_with(plan, sections); }))
            undecided();
    }

private:
    struct share_row {
        value_run run;
        int checkpoints = -1;
    };

    void undecided() {
        if (best == searched::none)
            best = searched::undecided;
        any_undecided = true;
    }

    int kind_of(std::vector<checkpoint_kind>& kinds, const measure_of_edition& ref) const {
        checkpoint_kind k;
        k.graded = ref.terms->of == denominator::graded;
        if (k.graded) {
            k.severity[ref.edition] = ref.terms->graded;
            for (const auto& [a, b] : space_.words().severities)
                if (index(ref.terms->graded) == (ref.edition == 0 ? a : b)) {
                    k.severity[0] = static_cast<severity_id>(a);
                    k.severity[1] = static_cast<severity_id>(b);
                }
        }
        for (std::size_t i = 0; i < kinds.size(); ++i)
            if (kinds[i].graded == k.graded && kinds[i].severity[0] == k.severity[0] &&
                kinds[i].severity[1] == k.severity[1])
                return static_cast<int>(i);
        kinds.push_back(k);
        return static_cast<int>(kinds.size() - 1);
    }

    /// The atoms that the restricted dimensions tell apart, the first of each kind.
    std::vector<const atom*> distinct(std::optional<std::uint32_t> section_class,
                                      const section_plan* plan) const {
        std::vector<const atom*> out;
        std::vector<std::vector<std::int64_t>> keys;
        for (const auto& a : space_.atoms()) {
            if (section_class && a.section_class != *section_class)
                continue;
            std::vector<std::int64_t> key;
            const auto put = [&](std::size_t m) {
                key.push_back(a.adds.part[m]);
                key.push_back(a.adds.whole[m]);
            };
            for (const auto& r : sums_)
                put(dimensions_[r.dimension].measure);
            for (const auto& s : shares_)
                put(dimensions_[s.run.dimension].measure);
            if (plan != nullptr)
                for (const auto& e : plan->entries())
                    put(e.place);
            if (std::all_of(key.begin(), key.end(), [](auto n) { return n == 0; }) ||
                std::find(keys.begin(), keys.end(), key) != keys.end())
                continue;
            keys.push_back(std::move(key));
            out.push_back(&a);
        }
        return out;
    }

    std::int64_t step_part(std::size_t m, bool stepped) const {
        if (step_ == nullptr)
            return 0;
        return (stepped ? step_->to : step_->from).part[m];
    }
    std::int64_t step_whole(std::size_t m, bool stepped) const {
        if (step_ == nullptr)
            return 0;
        return (stepped ? step_->to : step_->from).whole[m];
    }
    std::int64_t step_size() const { return step_ != nullptr && step_->before ? 1 : 0; }

    struct placed {
        std::size_t instance;
        const atom* kind;
    };

    /// Rows of sums and of shares of findings over findings.
    void add_totals(integer_problem& p, const std::vector<placed>& what) const {
        for (const auto& r : sums_) {
            const auto& d = dimensions_[r.dimension];
            linear_row row;  // a step's own finding is in the cuts already
            row.low = r.low;
            row.high = r.high;
            for (std::uint32_t v = 0; v < what.size(); ++v)
                if (const auto w = what[v].kind->adds.part[d.measure]; w != 0)
                    row.terms.emplace_back(v, w);
            p.rows.push_back(std::move(row));
        }
        for (const auto& s : shares_) {
            if (s.checkpoints >= 0)
                continue;
            const auto& d = dimensions_[s.run.dimension];
            std::vector<std::pair<std::uint32_t, std::int64_t>> part, whole;
            for (std::uint32_t v = 0; v < what.size(); ++v) {
                if (const auto w = what[v].kind->adds.part[d.measure]; w != 0)
                    part.emplace_back(v, w);
                if (const auto w = what[v].kind->adds.whole[d.measure]; w != 0)
                    whole.emplace_back(v, w);
            }
            add_share(p, s.run, part, whole, step_part(d.measure, d.stepped),
                      step_whole(d.measure, d.stepped));
        }
    }

    bool solve(const integer_problem& p, integer_solution& s) {
        const auto answer = solve_least(p, below - step_size(), steps_, s);
        if (answer == searched::undecided)
            undecided();
        if (answer != searched::found)
            return false;
        best = searched::found;
        below = s.cost + step_size();
        found = {};
        found.size = below;
        found.sites = space_.sites();
        return true;
    }

    void put(const shared_finding& f, std::uint32_t section, std::int64_t times, bool in_first,
             bool in_second) {
        const auto& pair = space_.words().sections[section];
        auto x = f;
        x.in[0].section = static_cast<section_id>(pair.first);
        x.in[1].section = static_cast<section_id>(pair.second);
        const int second = step_ != nullptr ? 0 : 1;
        for (std::int64_t i = 0; i < times; ++i) {
            if (in_first)
                found.first.findings.push_back(x.in[0]);
            if (in_second)
                found.second.findings.push_back(x.in[second]);
        }
    }

    void put_step(std::uint32_t section) {
        if (step_ == nullptr)
            return;
        if (step_->before)
            put(*step_->before, section, 1, true, false);
        put(step_->after, section, 1, false, true);
    }

    void solve_without_sections() {
        const auto atoms = distinct(std::nullopt, nullptr);
        integer_problem p;
        std::vector<placed> what;
        for (const auto* a : atoms) {
            p.add(0, most_findings, 1);
            what.push_back({0, a});
        }
        add_totals(p, what);
        integer_solution s;
        if (!solve(p, s))
            return;
        for (std::size_t v = 0; v < what.size(); ++v)
            put(what[v].kind->sample, space_.section_classes()[what[v].kind->section_class].front(),
                s.numbers[v], true, true);
        if (step_ != nullptr)
            put_step(space_.section_classes()[step_->section_class].front());
    }

    void solve_with(const section_plan& plan, const std::vector<section_instance>& sections) {
        if (step_ == nullptr) {
            solve_arranged(plan, sections, sections.size());
            return;
        }
        for (std::size_t host = 0; host < sections.size(); ++host)
            if (sections[host].section_class == step_->section_class)
                solve_arranged(plan, sections, host);
    }

    struct numbers_of_section {
        std::vector<std::optional<std::uint32_t>> whole;  // by checkpoint kind
        std::optional<std::uint32_t> conforming;
    };

    void solve_arranged(const section_plan& plan, const std::vector<section_instance>& sections,
                        std::size_t host) {
        integer_problem p;
        std::vector<placed> what;
        std::vector<numbers_of_section> numbers(sections.size());
        std::map<std::uint32_t, std::vector<const atom*>> atoms;
        for (std::size_t i = 0; i < sections.size(); ++i) {
            const auto c = sections[i].section_class;
            const auto [it, fresh] = atoms.try_emplace(c);
            if (fresh)
                it->second = distinct(c, &plan);
            for (const auto* a : it->second) {
                p.add(0, most_findings, 1);
                what.push_back({i, a});
            }
        }
        bool conforming = false;
        for (const auto& e : plan.entries())
            conforming = conforming || e.terms->conforming;
        for (const auto& s : shares_)
            conforming = conforming || measure_of(s).conforming;
        for (std::size_t i = 0; i < sections.size(); ++i)
            add_checkpoints(p, plan, sections[i], conforming, numbers[i]);
        add_totals(p, what);
        for (std::size_t i = 0; i < sections.size(); ++i)
            for (std::size_t j = 0; j < plan.entries().size(); ++j)
                add_entry(p, plan, sections[i], i, j, host == i, what, numbers[i]);
        for (const auto& s : shares_)
            if (s.checkpoints >= 0 &&
                !add_share_of_checkpoints(p, plan, s, sections, what, numbers))
                return;
        integer_solution s;
        if (!solve(p, s))
            return;
        place_sections(plan, sections, host, what, numbers, s);
    }

    const measure& measure_of(const share_row& s) const {
        return *space_.measures()[dimensions_[s.run.dimension].measure].terms;
    }

    void add_checkpoints(integer_problem& p, const section_plan& plan,
                         const section_instance& section, bool conforming,
                         numbers_of_section& numbers) const {
        for (std::size_t k = 0; k < plan.kinds().size(); ++k)
            numbers.whole.push_back(section.type.given[k] == given_checkpoints::some
                                        ? std::optional(p.add(1, most_checkpoints, 0))
                                        : std::nullopt);
        if (!conforming || section.type.silent)
            return;
        for (std::size_t k = 0; k < plan.kinds().size(); ++k) {
            if (plan.kinds()[k].graded)
                continue;
            if (section.type.given[k] == given_checkpoints::zero)
                return;
            numbers.conforming = p.add(0, most_checkpoints, 0);
            linear_row row;
            row.terms.emplace_back(*numbers.conforming, 1);
            if (numbers.whole[k]) {
                row.terms.emplace_back(*numbers.whole[k], -1);
                row.high = 0;
            } else {
                row.high = std::min(plan.default_of(k, 0, section.section_class),
                                    plan.default_of(k, 1, section.section_class));
            }
            p.rows.push_back(std::move(row));
        }
    }

    /// Part and whole of a measure in one section, as terms.
    void section_terms(std::uint32_t m, const measure& terms_of, int checkpoints,
                       std::size_t instance, const std::vector<placed>& what,
                       const numbers_of_section& numbers, terms& part, terms& whole) const {
        for (std::uint32_t v = 0; v < what.size(); ++v) {
            if (what[v].instance != instance)
                continue;
            if (const auto w = what[v].kind->adds.part[m]; w != 0)
                part.emplace_back(v, w);
            if (const auto w = what[v].kind->adds.whole[m]; w != 0 && checkpoints < 0)
                whole.emplace_back(v, w);
        }
        if (terms_of.conforming && numbers.conforming)
            part.emplace_back(*numbers.conforming, 1);
        if (checkpoints >= 0 && numbers.whole[static_cast<std::size_t>(checkpoints)])
            whole.emplace_back(*numbers.whole[static_cast<std::size_t>(checkpoints)], 1);
    }

    std::int64_t fixed_whole(const section_plan& plan, const section_instance& section,
                             int checkpoints, int edition) const {
        if (checkpoints < 0 || section.type.given[static_cast<std::size_t>(checkpoints)] !=
                                   given_checkpoints::by_default)
            return 0;
        return plan.default_of(static_cast<std::size_t>(checkpoints), edition,
                               section.section_class);
    }

    void add_entry(integer_problem& p, const section_plan& plan, const section_instance& section,
                   std::size_t instance, std::size_t j, bool hosts, const std::vector<placed>& what,
                   const numbers_of_section& numbers) const {
        const auto& e = plan.entries()[j];
        if (!plan.looks_at(e, section.section_class))
            return;
        const auto answer = section.type.answers[j];
        terms part, whole;
        section_terms(e.place, *e.terms, e.checkpoints, instance, what, numbers, part, whole);
        const auto own_part = hosts ? step_part(e.place, e.stepped) : 0;
        auto own_whole = fixed_whole(plan, section, e.checkpoints, e.edition);
        if (e.checkpoints < 0) {
            own_whole = hosts ? step_whole(e.place, e.stepped) : 0;
            linear_row size;
            size.terms = whole;
            if (answer == section_type::answer::nothing) {
                size.high = -own_whole;
                p.rows.push_back(std::move(size));
                return;
            }
            if (answer == section_type::answer::passes) {
                size.low = 1 - own_whole;
                p.rows.push_back(std::move(size));
            }
        } else if (answer == section_type::answer::nothing) {
            return;
        }
        add_test(p, e.terms->test, answer == section_type::answer::passes, part, whole, own_part,
                 own_whole);
    }

    /// False: the arrangement cannot give that share.
    bool add_share_of_checkpoints(integer_problem& p, const section_plan& plan, const share_row& s,
                                  const std::vector<section_instance>& sections,
                                  const std::vector<placed>& what,
                                  const std::vector<numbers_of_section>& numbers) const {
        const auto& d = dimensions_[s.run.dimension];
        const auto& ref = space_.measures()[d.measure];
        section_entry here;
        here.terms = ref.terms;
        here.edition = ref.edition;
        terms part, whole;
        std::int64_t own_whole = 0;
        bool silent = false;
        for (std::size_t i = 0; i < sections.size(); ++i) {
            if (!plan.looks_at(here, sections[i].section_class))
                continue;
            section_terms(d.measure, *ref.terms, s.checkpoints, i, what, numbers[i], part, whole);
            own_whole += fixed_whole(plan, sections[i], s.checkpoints, ref.edition);
            const auto given = sections[i].type.given[static_cast<std::size_t>(s.checkpoints)];
            silent = silent || (ref.terms->conforming && sections[i].type.silent &&
                                given != given_checkpoints::zero);
        }
        if (silent)
            return s.run.unknown;
        add_share(p, s.run, part, whole, step_part(d.measure, d.stepped), own_whole);
        return true;
    }

    void place_sections(const section_plan& plan, const std::vector<section_instance>& sections,
                        std::size_t host, const std::vector<placed>& what,
                        const std::vector<numbers_of_section>& numbers, const integer_solution& s) {
        std::vector<std::size_t> used(space_.section_classes().size(), 0);
        std::vector<bool> given(space_.words().sections.size(), false);
        for (std::size_t i = 0; i < sections.size(); ++i) {
            const auto c = sections[i].section_class;
            const auto section = space_.section_classes()[c][used[c]++];
            given[section] = true;
            for (std::size_t v = 0; v < what.size(); ++v)
                if (what[v].instance == i)
                    put(what[v].kind->sample, section, s.numbers[v], true, true);
            if (i == host)
                put_step(section);
            for (std::size_t k = 0; k < plan.kinds().size(); ++k) {
                if (sections[i].type.given[k] == given_checkpoints::by_default)
                    continue;
                const auto n = numbers[i].whole[k] ? s.numbers[*numbers[i].whole[k]] : 0;
                give(section, plan.kinds()[k], static_cast<std::uint32_t>(n));
            }
            if (numbers[i].conforming)
                give_conforming(section,
                                static_cast<std::uint32_t>(s.numbers[*numbers[i].conforming]));
        }
        for (std::uint32_t section = 0; section < given.size(); ++section)
            for (std::size_t k = 0; k < plan.kinds().size() && !given[section]; ++k)
                give(section, plan.kinds()[k], 0);
    }

    section_count& entry_of(found_findings::side& side, std::uint8_t section, severity_id graded) {
        for (auto& given : side.sections)
            if (index(given.section) == section && given.graded_severity == graded)
                return given;
        side.sections.emplace_back();
        side.sections.back().section = static_cast<section_id>(section);
        side.sections.back().graded_severity = graded;
        return side.sections.back();
    }

    template <class Set>
    void each_side(std::uint32_t section, const checkpoint_kind& kind, Set&& set) {
        const auto& pair = space_.words().sections[section];
        const int second = step_ != nullptr ? 0 : 1;
        set(entry_of(found.first, pair.first, kind.severity[0]));
        set(entry_of(found.second, second == 0 ? pair.first : pair.second, kind.severity[second]));
    }

    void give(std::uint32_t section, const checkpoint_kind& kind, std::uint32_t n) {
        each_side(section, kind, [&](section_count& c) {
            if (kind.graded)
                c.graded = n;
            else
                c.applicable = n;
        });
    }
    void give_conforming(std::uint32_t section, std::uint32_t n) {
        each_side(section, checkpoint_kind{}, [&](section_count& c) { c.conforming = n; });
    }

public:
    bool any_undecided = false;

private:
    const finding_space& space_;
    const std::vector<finding_dimension>& dimensions_;
    const finding_step* step_;
    std::uint64_t& steps_;
    std::vector<value_run> sums_;
    std::vector<share_row> shares_;
};

}  // namespace certrules::detail
