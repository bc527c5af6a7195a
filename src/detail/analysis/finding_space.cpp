#include "detail/analysis/finding_space.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace certrules::detail {

namespace {

bool passes(const filter& f, const finding& x, bool open, std::uint32_t sites) {
    return ((f.severities >> index(x.severity)) & 1U) != 0 &&
           ((f.sections >> index(x.section)) & 1U) != 0 &&
           ((f.transparent >> index(x.transparent)) & 1U) != 0 &&
           ((f.open >> (open ? 1U : 0U)) & 1U) != 0 &&
           (f.tags_any == 0 || (f.tags_any & x.tags) != 0) && (f.tags_none & x.tags) == 0 &&
           (!f.sites || f.sites->holds(x.sites, sites));
}

bool counts_findings(const measure& m) {
    return m.of == denominator::findings || m.of == denominator::open_findings;
}

/// The number of checkpoints that a measure divides by, where the host gives none.
std::uint32_t whole_by_default(const edition_data& data, const measure& m, std::size_t section) {
    if (m.of == denominator::graded)
        return data.section_terms_of[section].graded[index(m.graded)];
    return m.of == denominator::applicable ? data.sections[section].applicable : 0;
}

}  // namespace

std::uint64_t variables_heard(const edition_data& data, event_kind kind) noexcept {
    std::uint64_t set = 0;
    for (const auto& r : data.rules)
        if (((r.events >> static_cast<unsigned>(kind)) & 1U) != 0)
            for (const auto& c : r.when)
                set |= std::uint64_t{1} << c.variable;
    return set;
}

finding_space::finding_space(const edition_data& a, const edition_data& b,
                             const common_words& words, event_kind kind)
    : data_{&a, &b}, words_(words) {
    looks_ = kind == event_kind::audit_held || kind == event_kind::audit_reviewed ||
             kind == event_kind::visit_held;
    list_measures(kind);
    class_sections();
    choose_sites();
    list_atoms();
}

void finding_space::list_measures(event_kind kind) {
    for (int i = 0; i < (data_[0] == data_[1] ? 1 : 2); ++i) {
        auto used = variables_heard(*data_[i], kind);
        for (; used != 0; used &= used - 1) {
            const auto& v = data_[i]->variables[static_cast<std::size_t>(std::countr_zero(used))];
            if (v.kind != variable_kind::measure ||
                data_[i]->measures[v.ref].kind == measure_kind::held)
                continue;
            measures_.push_back({i, v.ref, &data_[i]->measures[v.ref], &v});
        }
    }
}

void finding_space::class_sections() {
    std::map<std::vector<std::uint64_t>, std::uint32_t> seen;
    class_of_.resize(words_.sections.size());
    for (std::size_t s = 0; s < words_.sections.size(); ++s) {
        std::vector<std::uint64_t> key;
        for (const auto& ref : measures_) {
            const auto section =
                ref.edition == 0 ? words_.sections[s].first : words_.sections[s].second;
            const auto& m = *ref.terms;
            for (const auto& f : m.filters)
                key.push_back((f.sections >> section) & 1U);
            if (m.kind == measure_kind::count || m.kind == measure_kind::score)
                continue;
            key.push_back((m.sections >> section) & 1U);
            key.push_back(whole_by_default(*data_[ref.edition], m, section));
        }
        const auto [it, fresh] =
            seen.try_emplace(std::move(key), static_cast<std::uint32_t>(classes_.size()));
        if (fresh)
            classes_.emplace_back();
        classes_[it->second].push_back(static_cast<std::uint32_t>(s));
        class_of_[s] = it->second;
    }
}

/// A number of sites of which some count falls into every class that the filters tell apart.
void finding_space::choose_sites() {
    std::vector<rate_test> tests;
    std::uint64_t base = 1;
    for (const auto& ref : measures_)
        for (const auto& f : ref.terms->filters)
            if (f.sites) {
                tests.push_back(*f.sites);
                base = std::lcm(base, static_cast<std::uint64_t>(f.sites->at.den));
                if (base > 100'000)
                    too_large_ = true;
            }
    if (tests.empty() || too_large_)
        return;
    const auto classes = [&](std::uint32_t sites) {
        std::map<std::vector<bool>, std::uint32_t> found;  // the fewest sites of each class
        for (std::uint32_t n = 1; n <= sites; ++n) {
            std::vector<bool> key;
            for (const auto& t : tests)
                key.push_back(t.holds(n, sites));
            found.try_emplace(key, n);
        }
        return found;
    };
    // Between two limits lies a share of a multiple of their denominators; of twice it for sure.
    const auto all = classes(static_cast<std::uint32_t>(base * 2));
    std::uint32_t sites = 1;
    while (classes(sites).size() < all.size())
        ++sites;
    sites_ = sites;
    site_counts_.clear();
    for (const auto& [key, n] : classes(sites))
        site_counts_.push_back(n);
    std::sort(site_counts_.begin(), site_counts_.end());
}

template <class Each>
void finding_space::each_finding(Each&& call) const {
    constexpr answer answers[] = {answer::unknown, answer::yes, answer::no};
    for (std::size_t t = 0; t < tags_[0].size(); ++t)
        for (const bool open : {true, false})
            for (const auto transparent : answers)
                for (const auto& severity : words_.severities)
                    for (const auto& members : classes_)
                        for (const auto sites : site_counts_) {
                            const auto& section = words_.sections[members.front()];
                            shared_finding f;
                            for (int i = 0; i < 2; ++i) {
                                auto& x = f.in[i];
                                x.section = static_cast<section_id>(i == 0 ? section.first
                                                                           : section.second);
                                x.severity = static_cast<severity_id>(i == 0 ? severity.first
                                                                             : severity.second);
                                x.transparent = transparent;
                                x.tags = tags_[i][t];
                                x.sites = sites;
                                if (!open)
                                    x.closed_on = on_;
                            }
                            call(f);
                        }
}

void finding_space::list_atoms() {
    // Tags by what the filters make of them; one of each kind stands for all.
    std::map<std::vector<std::uint64_t>, word_pair> kinds;
    for (const auto& tag : words_.tags) {
        std::vector<std::uint64_t> key;
        std::uint64_t any = 0;
        for (const auto& ref : measures_) {
            const auto bit = ref.edition == 0 ? tag.first : tag.second;
            for (const auto& f : ref.terms->filters) {
                key.push_back((f.tags_any >> bit) & 1U);
                key.push_back((f.tags_none >> bit) & 1U);
                any |= key.back() | key[key.size() - 2];
            }
        }
        if (any != 0)
            kinds.try_emplace(std::move(key), tag);
    }
    std::vector<word_pair> tags;
    for (const auto& [key, tag] : kinds)
        tags.push_back(tag);
    std::sort(tags.begin(), tags.end());
    if (tags.size() > bounds::tag_classes) {
        too_large_ = true;
        return;
    }
    std::vector<std::uint32_t> sets(std::size_t{1} << tags.size());
    std::iota(sets.begin(), sets.end(), 0U);
    std::stable_sort(sets.begin(), sets.end(), [](std::uint32_t x, std::uint32_t y) {
        return std::popcount(x) < std::popcount(y);
    });
    for (const auto set : sets)
        for (int i = 0; i < 2; ++i) {
            std::uint64_t mask = 0;
            for (std::size_t t = 0; t < tags.size(); ++t)
                if (((set >> t) & 1U) != 0)
                    mask |= std::uint64_t{1} << (i == 0 ? tags[t].first : tags[t].second);
            tags_[i].push_back(mask);
        }
    if (sets.size() * 6 * words_.severities.size() * classes_.size() * site_counts_.size() >
        bounds::kinds_of_finding) {
        too_large_ = true;
        return;
    }
    std::set<std::pair<std::uint32_t, contribution>> seen;
    each_finding([&](const shared_finding& f) {
        atom a;
        a.sample = f;
        a.adds = contribution_of(f);
        for (std::size_t s = 0; s < words_.sections.size(); ++s)
            if (words_.sections[s].first == index(f.in[0].section))
                a.section_class = class_of_[s];
        const bool nothing =
            std::all_of(a.adds.part.begin(), a.adds.part.end(), [](auto n) { return n == 0; }) &&
            std::all_of(a.adds.whole.begin(), a.adds.whole.end(), [](auto n) { return n == 0; });
        if (!nothing && seen.emplace(a.section_class, a.adds).second)
            atoms_.push_back(std::move(a));
    });
}

contribution finding_space::contribution_of(const shared_finding& f) const {
    contribution c;
    const bool open = !f.in[0].closed_on;
    const auto sites = sites_.value_or(1);
    for (const auto& ref : measures_) {
        const auto& m = *ref.terms;
        const auto& x = f.in[ref.edition];
        const bool per_section =
            m.kind == measure_kind::sections_where || m.kind == measure_kind::share;
        std::int64_t part = 0;
        if (per_section && ((m.sections >> index(x.section)) & 1U) == 0) {
            c.part.push_back(0);
            c.whole.push_back(0);
            continue;
        }
        for (const auto& filter : m.filters)
            if (passes(filter, x, open, sites)) {  // the first that fits counts it
                part = m.kind == measure_kind::score ? filter.weight : 1;
                break;
            }
        c.part.push_back(part);
        c.whole.push_back(
            per_section && counts_findings(m) && (open || m.of == denominator::findings) ? 1 : 0);
    }
    return c;
}

std::vector<finding_step> finding_space::steps() const {
    std::vector<finding_step> out;
    if (!looks_ || too_large_)
        return out;
    using key_type = std::tuple<finding_step::kind, std::uint32_t, contribution, contribution>;
    std::set<key_type> seen;
    const contribution none{std::vector<std::int64_t>(measures_.size()),
                            std::vector<std::int64_t>(measures_.size())};
    const auto add = [&](finding_step step) {
        if (step.from != step.to &&
            seen.emplace(step.what, step.section_class, step.from, step.to).second)
            out.push_back(std::move(step));
    };
    each_finding([&](const shared_finding& f) {
        std::uint32_t cls = 0;
        for (std::size_t s = 0; s < words_.sections.size(); ++s)
            if (words_.sections[s].first == index(f.in[0].section))
                cls = class_of_[s];
        const auto to = contribution_of(f);
        add({finding_step::kind::one_more, cls, std::nullopt, f, none, to});
        for (const auto& severity : words_.severities) {
            if (severity.first >= index(f.in[0].severity))
                continue;
            auto before = f;
            before.in[0].severity = static_cast<severity_id>(severity.first);
            before.in[1].severity = static_cast<severity_id>(severity.second);
            add({finding_step::kind::worse, cls, before, f, contribution_of(before), to});
        }
        for (const auto better : {answer::unknown, answer::yes}) {
            const auto place = [](answer x) {
                return x == answer::no ? 2 : x == answer::yes ? 0 : 1;
            };
            if (place(better) >= place(f.in[0].transparent))
                continue;
            auto before = f;
            before.in[0].transparent = before.in[1].transparent = better;
            add({finding_step::kind::less_open, cls, before, f, contribution_of(before), to});
        }
    });
    return out;
}

}  // namespace certrules::detail
