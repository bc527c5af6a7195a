#include "certrules/explain.hpp"

#include "detail/case_check.hpp"
#include "detail/class_text.hpp"
#include "detail/decide_counted.hpp"
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
    if (m.kind != measure_kind::sections_where && m.kind != measure_kind::sections_rated)
        return lines;
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
    read(data, s, ev, counted, facts, r);
    const auto region = region_of(data.trees, ev.kind, r);
    if (region == region_trees::absent || data.trees.rule_of_region[region] == rule_id::none)
        return unexpected(
            error{error_code::no_rule, "event", fmt::format("no rule of {} answers", e.name()), 0});
    return explain_read(e, data.trees.rule_of_region[region], counted, r);
}

explanation detail::explain_read(const edition& e, rule_id rule, const counts& counted,
                                 const reading& r) {
    const auto& data = e.data();
    auto x = about(e, rule);
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
