#include "certrules/explain.hpp"

#include "detail/case_check.hpp"
#include "detail/reading.hpp"
#include "detail/settle.hpp"
#include "detail/trees.hpp"

#include <fmt/format.h>
#include <functional>

namespace certrules {

using namespace detail;

namespace {

/// The word of a class: of a state's word or a fact's value.
std::string class_word(const edition_data& data, const variable& v, std::uint32_t cls) {
    const auto word = [&](const auto& list) -> std::string {
        return cls == 0 ? "none" : std::string(list[cls - 1].id);
    };
    switch (v.kind) {
        case variable_kind::certificate:
        case variable_kind::cycle:
        case variable_kind::bar:
        case variable_kind::after:
        case variable_kind::decision:
        case variable_kind::last_certificate:
            return word(data.statuses);
        case variable_kind::audit:
            return word(data.audits);
        case variable_kind::fee:
            return word(data.fee_words);
        case variable_kind::announced:
        case variable_kind::visit:
            return cls == 0 ? "unknown" : (cls == 1 ? "no" : "yes");
        case variable_kind::fact:
            return cls == 0 ? "unknown" : std::string(data.facts[v.ref].values[cls - 1]);
        case variable_kind::measure:
        case variable_kind::consecutive:
            break;
    }
    return {};
}

std::string rate_text(const fraction& f) {
    const auto hundredths = f.num * 10'000 / f.den;
    return hundredths % 100 == 0 ? fmt::format("{}%", hundredths / 100)
                                 : fmt::format("{}.{:02}%", hundredths / 100, hundredths % 100);
}

explanation about(const edition& e, rule_id id) {
    explanation x;
    x.rule = id;
    if (id == rule_id::none)
        return x;
    const auto& info = e.data().rule_infos[index(id)];
    x.rule_name = info.id;
    x.title = info.title;
    x.cites.assign(info.cites.begin(), info.cites.end());
    for (const auto& c : e.data().rules[index(id)].when) {
        reason why;
        why.measure = e.data().variables[c.variable].name;
        why.test = c.text;
        x.because.push_back(std::move(why));
    }
    return x;
}

/// What the classes of a set are, in words: ">= 1", "0", "no, unknown".
std::string bounds_text(const edition_data& data, const variable& v,
                        const std::vector<bool>& classes) {
    std::vector<std::string> parts;
    const std::uint32_t first = v.kind == variable_kind::fact && v.numeric ? 1 : 0;
    if (v.numeric) {
        if (first == 1 && classes[0])
            parts.emplace_back("unknown");
        for (std::uint32_t c = first; c < v.classes; ++c) {
            if (!classes[c])
                continue;
            const auto begin = c;
            while (c + 1 < v.classes && classes[c + 1])
                ++c;
            const bool has_low = begin > first;
            const bool has_high = c + 1 < v.classes;
            const auto low = has_low ? v.cuts[begin - first - 1].at.num : 0;
            const auto high = has_high ? v.cuts[c - first].at.num - 1 : 0;
            if (has_low && has_high)
                parts.push_back(low == high ? fmt::format("= {}", low)
                                            : fmt::format("{}..{}", low, high));
            else if (has_low)
                parts.push_back(fmt::format(">= {}", low));
            else if (has_high)
                parts.push_back(fmt::format("<= {}", high));
        }
    } else {
        for (std::uint32_t c = 0; c < v.classes; ++c)
            if (classes[c])
                parts.push_back(class_word(data, v, c));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// The tests on the way to a region, as text.
std::vector<std::string> path_to(const edition_data& data, std::uint32_t region) {
    const auto& trees = data.trees;
    std::vector<std::string> path;
    const std::function<bool(std::uint32_t)> seek = [&](std::uint32_t at) {
        if ((at & region_trees::leaf) != 0)
            return (at & ~region_trees::leaf) == region;
        const auto& node = trees.nodes[at];
        const auto& v = data.variables[node.variable];
        for (std::uint32_t c = 0; c < v.classes; ++c) {
            const auto child = trees.children[node.first + c];
            bool seen = false;
            for (std::uint32_t d = 0; d < c; ++d)
                seen = seen || trees.children[node.first + d] == child;
            if (seen || !seek(child))
                continue;
            std::vector<bool> classes(v.classes);
            for (std::uint32_t d = 0; d < v.classes; ++d)
                classes[d] = trees.children[node.first + d] == child;
            path.push_back(fmt::format("{}: {}", v.name, bounds_text(data, v, classes)));
            return true;
        }
        return false;
    };
    seek(trees.roots[static_cast<std::size_t>(trees.event_of_region[region])]);
    return {path.rbegin(), path.rend()};
}

std::vector<std::string> section_details(const edition_data& data, const measure& m,
                                         const counts& counted) {
    std::vector<std::string> lines;
    if (m.kind != measure_kind::sections_where)
        return lines;
    for (std::size_t i = 0; i < data.sections.size(); ++i) {
        const auto share = counted.section_share(m, i);
        if (share.part == 0 || !counted.over(m, i))
            continue;
        lines.push_back(fmt::format("{} {} of {}, {} {}", data.sections[i].id, share.part,
                                    share.whole, m.inclusive ? "at least" : "over",
                                    rate_text(m.limit)));
    }
    return lines;
}

}  // namespace

result<explanation, error> explain(const edition& e, std::uint32_t region) {
    if (region >= e.regions())
        return unexpected(error{error_code::bad_argument, "region",
                                fmt::format("{} has no region {}, its regions are 0 to {}",
                                            e.name(), region, e.regions() - 1),
                                0});
    auto x = about(e, e.data().trees.rule_of_region[region]);
    x.bounds = path_to(e.data(), region);
    return x;
}

result<explanation, error> explain(const edition& e, const state& given, const event& ev) {
    const auto& data = e.data();
    if (auto wrong = check_case(e, given, ev))
        return unexpected(std::move(*wrong));
    const auto s = settle(e, given, ev.on);
    known_facts facts;
    facts.gather(ev);
    const counts counted(data, ev);
    reading r;
    read(data, s, ev, counted, facts, data.variables_of[static_cast<std::size_t>(ev.kind)], r);
    const auto region = region_of(data.trees, ev.kind, r);
    if (region == region_trees::absent || data.trees.rule_of_region[region] == rule_id::none)
        return unexpected(
            error{error_code::no_rule, "event", fmt::format("no rule of {} answers", e.name()), 0});
    auto x = about(e, data.trees.rule_of_region[region]);
    const auto& when = data.rules[index(x.rule)].when;
    for (std::size_t i = 0; i < when.size(); ++i) {
        const auto& v = data.variables[when[i].variable];
        auto& why = x.because[i];
        const bool unknown = v.kind == variable_kind::fact && r.cls[when[i].variable] == 0;
        why.is_number = v.numeric && !unknown;
        why.value = why.is_number ? std::to_string(r.value[when[i].variable])
                                  : class_word(data, v, r.cls[when[i].variable]);
        if (unknown)
            why.value = "unknown";
        if (v.kind == variable_kind::measure)
            why.detail = section_details(data, data.measures[v.ref], counted);
    }
    return x;
}

std::string to_string(const explanation& x) {
    std::string text = fmt::format("rule {}: {}\n", x.rule_name, x.title);
    for (const auto& why : x.because) {
        if (why.value.empty())
            text += fmt::format("  {}: {}\n", why.measure, why.test);
        else
            text += fmt::format("  {} is {} ({})\n", why.measure, why.value, why.test);
        for (const auto& line : why.detail)
            text += fmt::format("    {}\n", line);
    }
    for (const auto& cite : x.cites)
        text += fmt::format("  cites {}\n", cite);
    return text;
}

}  // namespace certrules
