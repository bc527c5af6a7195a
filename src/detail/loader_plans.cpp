// What deciding runs on, laid out once: what one pass over the findings counts, and what the rules
// of each event read.

#include "detail/loader.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace certrules::detail {

namespace {

/// Whether no finding passes both.
bool apart(const filter& a, const filter& b) noexcept {
    const auto barred = [](const filter& wants, const filter& bars) {
        return wants.tags_any != 0 && (wants.tags_any & ~bars.tags_none) == 0;
    };
    return (a.severities & b.severities) == 0 || (a.sections & b.sections) == 0 ||
           (a.transparent & b.transparent) == 0 || (a.open & b.open) == 0 || barred(a, b) ||
           barred(b, a);
}

bool overlaps(const measure& m, const filter& f) noexcept {
    return std::any_of(m.filters.begin(), m.filters.end(),
                       [&](const filter& other) { return &other != &f && !apart(f, other); });
}

std::vector<tag_group> group_tags(const counting_plan& plan) {
    std::vector<tag_group> groups;
    for (std::size_t first = 0; first < max_words; first += 4) {
        tag_group g;
        g.shift = static_cast<std::uint8_t>(first);
        std::uint64_t any = 0;
        for (std::size_t bits = 0; bits < g.with.size(); ++bits)
            for (std::size_t i = 0; i < 4; ++i)
                if (((bits >> i) & 1U) != 0) {
                    g.with[bits] |= plan.with_tag[first + i];
                    g.without[bits] |= plan.without_tag[first + i];
                    any |= g.with[bits] | g.without[bits];
                }
        if (any != 0)
            groups.push_back(g);
    }
    return groups;
}

std::vector<std::uint32_t> fewest_by_section(const edition_data& data, const measure& m) {
    const bool own_whole = m.of == denominator::applicable || m.of == denominator::graded;
    if (m.kind != measure_kind::sections_where || m.conforming || m.test.below ||
        m.test.at.num <= 0 || !own_whole)
        return {};
    std::vector<std::uint32_t> fewest;
    for (std::size_t i = 0; i < data.sections.size(); ++i)
        fewest.push_back(fewest_beyond(
            m.test, ((m.sections >> i) & 1U) == 0 ? 0
                    : m.of == denominator::graded ? data.section_terms_of[i].graded[index(m.graded)]
                                                  : data.sections[i].applicable));
    return fewest;
}

/// Bit f as byte f.
std::uint64_t as_bytes(std::uint64_t filters) noexcept {
    std::uint64_t bytes = 0;
    for (; filters != 0; filters &= filters - 1)
        bytes |= std::uint64_t{1} << (8 * std::countr_zero(filters));
    return bytes;
}

void plan_bytes(counting_plan& plan) noexcept {
    auto& bytes = plan.bytes;
    bytes.fits = plan.filters <= 8 && plan.by_sites == 0 && plan.overlapping == 0 &&
                 !plan.all_rows && plan.tag_groups.size() <= 1;
    if (!bytes.fits)
        return;
    for (std::size_t i = 0; i < bytes.by_kind.size(); ++i)
        bytes.by_kind[i] = as_bytes(plan.by_severity[i % 8] & plan.by_transparency[i / 8 % 4] &
                                    plan.by_open[i / 32]);
    for (std::size_t i = 0; i < bytes.by_section.size(); ++i)
        bytes.by_section[i] = as_bytes(plan.by_section[i]);
    bytes.by_tags.fill(as_bytes(plan.untagged));
    for (const auto& group : plan.tag_groups) {
        bytes.tag_shift = group.shift;
        for (std::size_t i = 0; i < bytes.by_tags.size(); ++i)
            bytes.by_tags[i] = as_bytes((plan.untagged | group.with[i]) & ~group.without[i]);
    }
}

reading_plan plan_reading(load_context& context, const edition_data& data, std::uint64_t wanted) {
    std::vector<read_step> counts, held, measures, words, numbers, places;
    for (; wanted != 0; wanted &= wanted - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(wanted));
        const auto& v = data.variables[i];
        read_step step;
        step.variable = static_cast<std::uint8_t>(i);
        step.ref = v.ref;
        step.first = v.first;
        step.few_cuts = v.numeric && !v.ratio && v.cuts.size() <= 2;
        if (step.few_cuts && !v.cuts.empty()) {
            step.at = v.cuts.front().at.num;
            if (v.cuts.size() == 2)
                step.then_at = v.cuts.back().at.num;
        }
        switch (v.kind) {
            case variable_kind::measure: {
                const auto kind = data.measures[v.ref].kind;
                (!step.few_cuts                ? measures
                 : kind == measure_kind::count ? counts
                 : kind == measure_kind::held  ? held
                                               : measures)
                    .push_back(step);
                break;
            }
            case variable_kind::fact:
                (v.numeric ? numbers : words).push_back(step);
                break;
            case variable_kind::consecutive:
                numbers.push_back(step);
                break;
            default:
                step.ref = static_cast<std::uint8_t>(v.kind);
                places.push_back(step);
        }
    }
    return {context.keep(counts), context.keep(held),    context.keep(measures),
            context.keep(words),  context.keep(numbers), context.keep(places)};
}

fact_range range_of(const fact_info& fact) noexcept {
    if (fact.type != fact_type::number)
        return {0, static_cast<std::int64_t>(fact.values.size()) - 1, false};
    if (fact.allowed.empty())
        return {fact.lowest, fact.highest, false};
    const auto [least, most] = std::minmax_element(fact.allowed.begin(), fact.allowed.end());
    return {*least, *most, true};
}

}  // namespace

std::uint32_t fewest_beyond(const rate_test& test, std::uint64_t whole) noexcept {
    const bool reached = test.below ? !test.inclusive : test.inclusive;
    constexpr auto never = std::numeric_limits<std::uint32_t>::max();
    if (whole == 0)
        return never;
    const auto limit = static_cast<std::int64_t>(whole) * test.at.num;
    const auto part = reached ? (limit + test.at.den - 1) / test.at.den : limit / test.at.den + 1;
    return part < never ? static_cast<std::uint32_t>(part) : never;
}

void loader::plan_counting() {
    auto& plan = data_.counting;
    std::vector<section_row> rows;
    std::size_t bit = 0;
    for (std::size_t m = 0; m < measure_list_.size(); ++m) {
        const auto kind = measure_list_[m].kind;
        for (const auto& f : measure_list_[m].filters) {
            const auto mask = std::uint64_t{1} << bit;
            plan.measure_of[bit] = static_cast<std::uint8_t>(m);
            plan.weight[bit] = f.weight;
            if (f.sites) {
                plan.by_sites |= mask;
                plan.sites[bit] = *f.sites;
            }
            if (kind == measure_kind::sections_where || kind == measure_kind::share) {
                plan.in_sections |= mask;
                rows.push_back({static_cast<std::uint8_t>(bit), measure_list_[m].row});
            }
            if (measure_list_[m].filters.size() > 1)
                plan.shared |= mask;
            if (overlaps(measure_list_[m], f))
                plan.overlapping |= mask;
            ++bit;
            const auto spread = [mask](auto& table, std::uint64_t set) {
                for (std::size_t i = 0; i < table.size(); ++i)
                    if (((set >> i) & 1U) != 0)
                        table[i] |= mask;
            };
            spread(plan.by_severity, f.severities);
            spread(plan.by_section, f.sections);
            spread(plan.by_transparency, f.transparent);
            spread(plan.by_open, f.open);
            if (f.tags_any == 0)
                plan.untagged |= mask;
            spread(plan.with_tag, f.tags_any);
            spread(plan.without_tag, f.tags_none);
        }
    }
    plan.filters = bit;
    plan.section_rows = context_.keep(rows);
    plan.tag_groups = context_.keep(group_tags(plan));
    plan_bytes(plan);
}

void plan_readings(load_context& context, edition_data& data) {
    std::vector<measure> measures(data.measures.begin(), data.measures.end());
    for (auto& m : measures) {
        m.fewest = context.keep(fewest_by_section(data, m));
        if (!m.fewest.empty())
            m.least_fewest = *std::min_element(m.fewest.begin(), m.fewest.end());
    }
    data.measures = context.keep(measures);
    for (std::size_t k = 1; k < event_kinds; ++k)
        data.reading_of[k] = plan_reading(context, data, data.variables_of[k]);
    std::vector<fact_range> ranges;
    for (const auto& fact : data.facts)
        ranges.push_back(range_of(fact));
    data.fact_ranges = context.keep(ranges);
    for (std::size_t i = 0; i < data.statuses.size(); ++i) {
        const auto on = data.statuses[i].track;
        const auto mask = std::uint64_t{1} << i;
        data.certificate_statuses |= on == track::certificate ? mask : 0;
        data.cycle_statuses |= on == track::cycle ? mask : 0;
        data.bar_statuses |= on == track::bar ? mask : 0;
    }
}

}  // namespace certrules::detail
