#include "detail/workbench/changed_points.hpp"

#include "certrules/compare.hpp"
#include "detail/analysis/answers.hpp"
#include "detail/class_text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <map>

namespace certrules::detail {

namespace {

/// The words of a set; one of all words is `all`, however many there are.
template <class Names>
std::string set_text(std::uint64_t set, const Names& names) {
    std::string text;
    bool all = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (((set >> i) & 1U) != 0)
            text += fmt::format("{} ", names[i]);
        else
            all = false;
    }
    return all ? "all" : text;
}

std::string test_text(const rate_test& t) {
    return fmt::format("{}/{} {}{}", t.at.num, t.at.den, int{t.inclusive}, int{t.below});
}

std::string filter_text(const edition_data& data, const filter& f) {
    // No tags wanted is no matter which; all wanted is not.
    const auto tags = [&](std::uint64_t set) {
        return set == 0 ? std::string("-") : set_text(set, data.names.tags);
    };
    return fmt::format("{}|{}|{}|{}|{}{}|{}|{}", set_text(f.sections, data.names.sections),
                       set_text(f.severities, data.names.severities), tags(f.tags_any),
                       tags(f.tags_none), f.transparent, f.open, f.sites ? test_text(*f.sites) : "",
                       f.weight);
}

/// What a measure counts, in words, so that it can be held against that of another edition.
std::string measure_text(const edition_data& data, const measure& m) {
    auto text =
        fmt::format("{} {} {} {} {} {} {} {} {}", static_cast<int>(m.kind), int{m.conforming},
                    static_cast<int>(m.of),
                    m.graded == severity_id::none ? "" : data.names.severities[index(m.graded)],
                    test_text(m.test), set_text(m.sections, data.names.sections),
                    m.statuses == 0 ? "" : set_text(m.statuses, data.names.statuses), m.start,
                    m.floor ? fmt::format("{}", *m.floor) : "");
    text += fmt::format(" {} {}{}", m.scale, (m.ratings & 1U) != 0 ? "unrated " : "",
                        m.ratings == 0 ? "" : set_text(m.ratings >> 1U, data.names.ratings));
    for (const auto& f : m.filters)
        text += "\n" + filter_text(data, f);
    return text;
}

/// When a rule fires and what it does, in words.
std::string rule_text(const edition& e, int side, const common_words& words, rule_id id) {
    const auto& data = e.data();
    const auto& r = data.rules[index(id)];
    auto text = fmt::format("{} {} {}", r.events, r.next_audit_months.value_or(0),
                            action_key(e, side, words, id));
    std::vector<std::string> conditions;
    for (const auto& c : r.when) {
        const auto& v = data.variables[c.variable];
        std::vector<bool> classes(v.classes);
        for (std::uint32_t n = 0; n < v.classes; ++n)
            classes[n] = c.accepts(n);
        conditions.push_back(fmt::format("\n{}: {}", v.name, bounds_text(data, v, classes)));
    }
    std::sort(conditions.begin(), conditions.end());
    return fmt::format("{}{}", text, fmt::join(conditions, ""));
}

}  // namespace

changed_points::changed_points(const edition& base, const edition& variant)
    : variant_(variant),
      measures_(variant.data().variables.size()),
      rules_(variant.rules().size()),
      answering_(variant.rules().size()) {
    const auto& data = variant.data();
    std::map<std::string_view, std::string> measures;
    for (const auto& v : base.data().variables)
        if (v.kind == variable_kind::measure)
            measures[v.name] = measure_text(base.data(), base.data().measures[v.ref]);
    for (std::size_t i = 0; i < data.variables.size(); ++i) {
        const auto& v = data.variables[i];
        if (v.kind != variable_kind::measure)
            continue;
        const auto it = measures.find(v.name);
        measures_[i] =
            it == measures.end() || it->second != measure_text(data, data.measures[v.ref]);
    }
    const auto words = words_of_both(base, variant, {});
    for (std::size_t i = 0; i < data.rules.size(); ++i) {
        const auto id = static_cast<rule_id>(i);
        const auto was = base.find_rule(variant.name_of(id));
        rules_[i] = was == rule_id::none ||
                    rule_text(base, 0, words, was) != rule_text(variant, 1, words, id) ||
                    std::any_of(data.rules[i].when.begin(), data.rules[i].when.end(),
                                [&](const condition& c) { return measures_[c.variable]; });
    }
    for (const auto& d : compare(base, variant).differences) {
        const auto w = trace(variant, d.new_case.state, d.new_case.as_event());
        if (w.rule != rule_id::none)
            answering_[index(w.rule)] = true;
        regions_.insert(w.region);
    }
    for (const auto& b : boundaries_of(base))
        base_boundaries_.insert(to_text(base, b));
}

bool changed_points::region(std::uint32_t region) const {
    const auto r = variant_.data().trees.rule_of_region[region];
    return regions_.contains(region) || (r != rule_id::none && rules_[index(r)]);
}

bool changed_points::boundary(const detail::boundary& b) const {
    return measures_[b.variable] || !base_boundaries_.contains(to_text(variant_, b));
}

}  // namespace certrules::detail
