#include "certrules/explain.hpp"

#include "detail/case_check.hpp"
#include "detail/exact.hpp"
#include "detail/reading.hpp"
#include "detail/settle.hpp"
#include "detail/trees.hpp"

#include <fmt/format.h>
#include <array>
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
    const auto percent = lowest_terms(f.num * 100, f.den);
    return 10'000 % percent.den == 0 ? fmt::format("{}%", to_text(percent)) : to_text(f);
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

/// Whether a number is a count, which begins at 0.
bool counts_up(const edition_data& data, const variable& v) {
    if (v.kind == variable_kind::measure) {
        const auto kind = data.measures[v.ref].kind;
        return kind != measure_kind::score && kind != measure_kind::share;
    }
    return v.kind == variable_kind::consecutive;
}

/// A run of classes of a number, from the cut below it to the cut above it.
std::string range_text(const variable& v, const cut* low, const cut* high) {
    const auto scale = v.scale;
    if (!v.ratio && scale == 1) {  // whole numbers: both ends inside
        if (low != nullptr && high != nullptr)
            return low->at.num == high->at.num - 1
                       ? fmt::format("= {}", low->at.num)
                       : fmt::format("{}..{}", low->at.num, high->at.num - 1);
        return low != nullptr ? fmt::format(">= {}", low->at.num)
                              : fmt::format("<= {}", high->at.num - 1);
    }
    const auto number = [&](const cut& c) {
        return v.ratio ? rate_text(c.at) : to_text(lowest_terms(c.at.num, scale));
    };
    std::string text;
    if (low != nullptr && high != nullptr && low->at == high->at)
        return fmt::format("= {}", number(*low));
    if (low != nullptr)
        text = fmt::format("{} {}", low->strict ? ">" : ">=", number(*low));
    if (high != nullptr)
        text += fmt::format("{}{} {}", low != nullptr ? " and " : "", high->strict ? "<=" : "<",
                            number(*high));
    return text;
}

/// What the classes of a set are, in words: ">= 1", "0", "no, unknown".
std::string bounds_text(const edition_data& data, const variable& v,
                        const std::vector<bool>& classes) {
    static constexpr cut zero{};
    std::vector<std::string> parts;
    if (v.numeric) {
        if (v.first == 1 && classes[0])
            parts.emplace_back("unknown");
        for (std::uint32_t c = v.first; c < v.classes; ++c) {
            if (!classes[c])
                continue;
            const auto begin = c;
            while (c + 1 < v.classes && classes[c + 1])
                ++c;
            const auto* low = begin > v.first ? &v.cuts[begin - v.first - 1] : nullptr;
            const auto* high = c + 1 < v.classes ? &v.cuts[c - v.first] : nullptr;
            if (counts_up(data, v) && high != nullptr) {
                if (high->at.num <= 0)
                    continue;  // below zero there is no case
                if (low == nullptr || low->at.num < 0)
                    low = &zero;
            }
            parts.push_back(low == nullptr && high == nullptr ? "known" : range_text(v, low, high));
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

std::string limit_text(const rate_test& test) {
    constexpr std::array<std::string_view, 4> words{"over", "at least", "below", "at most"};
    return fmt::format("{} {}", words[(test.below ? 2U : 0U) + (test.inclusive ? 1U : 0U)],
                       rate_text(test.at));
}

/// The sections that a measure counted, each with what was read.
std::vector<std::string> section_details(const edition_data& data, const measure& m,
                                         const counts& counted) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < data.sections.size(); ++i) {
        if (((m.sections >> i) & 1U) == 0)
            continue;
        if (m.kind == measure_kind::sections_where && counted.over(m, i)) {
            const auto share = counted.section_share(m, i);
            lines.push_back(fmt::format("{} {} of {}, {}", data.sections[i].id, share.part,
                                        share.whole, limit_text(m.test)));
        }
        if (m.kind == measure_kind::sections_rated) {
            const auto rating = counted.rating_of(i);
            if (((m.ratings >> rating) & 1U) != 0)
                lines.push_back(fmt::format("{} {}", data.sections[i].id,
                                            rating == 0 ? "unknown" : data.ratings[rating - 1].id));
        }
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
        const auto at = when[i].variable;
        why.value = v.numeric ? value_text(v, r.value[at], r.whole[at], r.cls[at])
                              : class_word(data, v, r.cls[at]);
        why.is_number = v.numeric && !v.ratio &&
                        why.value.find_first_not_of("-0123456789") == std::string::npos;
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
