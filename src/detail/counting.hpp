#pragma once

/// One pass over findings of any form: each is read once, checked and counted, without a branch
/// that depends on it.

#include "detail/reading.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace certrules::detail {

/// A finding as counting reads it. `section` and the others may be anything where `right` is false.
struct seen_finding {
    std::uint32_t section;
    std::uint32_t severity;
    std::uint32_t transparent;
    std::uint32_t sites;
    std::uint64_t tags;
    bool open;
    bool right;  // beyond what the words' numbers say
};

/// What findings of an edition may hold.
struct finding_limits {
    finding_limits(const edition_data& data, const event& ev) noexcept
        : sections(static_cast<std::uint32_t>(data.sections.size())),
          severities(static_cast<std::uint32_t>(data.severities.size())),
          most_sites(ev.sites.value_or(limits::checkpoints)),
          no_tags(data.tags.size() >= 64 ? 0 : ~((std::uint64_t{1} << data.tags.size()) - 1)) {}

    bool allow(const seen_finding& f) const noexcept {
        return f.right & (f.section < sections) & (f.severity < severities) & (f.transparent <= 2) &
               ((f.tags & no_tags) == 0) & (f.sites <= most_sites);
    }

    std::uint32_t sections, severities, most_sites;
    std::uint64_t no_tags;
};

/// Findings of the C++ interface.
struct cpp_findings {
    seen_finding operator()(std::size_t i) const noexcept {
        constexpr date never{std::numeric_limits<std::int32_t>::max()};
        const auto& f = list[i];
        return {static_cast<std::uint32_t>(f.section),
                static_cast<std::uint32_t>(f.severity),
                static_cast<std::uint32_t>(f.transparent),
                f.sites,
                f.tags,
                f.closed_on.value_or(never) > on,
                true};
    }

    const finding* list;
    date on;
};

/// Each of eight bits as the lowest bit of a byte of its own.
constexpr std::uint64_t spread_bits(std::uint64_t bits) noexcept {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101U;
    const auto apart = ((bits & 0xFFU) * ones) & 0x8040'2010'0804'0201U;
    return ((apart + 0x7F * ones) >> 7U) & ones;
}

template <class Findings>
bool counts::add_checked(const Findings& findings, std::size_t count) noexcept {
    // A byte counts a filter, and would run over with the 256th finding.
    constexpr std::size_t most = 255;
    bool right = true;
    for (std::size_t i = 0; i < count; i += most) {
        const auto last = std::min(count, i + most);
        right &= data_.counting.filters <= 8 ? add_few<true>(findings, i, last)
                                             : add_few<false>(findings, i, last);
    }
    return right;
}

template <bool OneGroup, class Findings>
bool counts::add_few(const Findings& findings, std::size_t first, std::size_t last) noexcept {
    const auto& plan = data_.counting;
    const finding_limits allowed(data_, event_);
    const std::size_t groups = OneGroup ? 1 : (plan.filters + 7) / 8;
    std::array<std::uint64_t, OneGroup ? 1 : 8> passed{};
    // Few rows are counted whether or not a finding belongs to them; of many, those it belongs to.
    const bool few_rows = plan.section_rows.size() <= 4;
    bool right = true;
    for (auto i = first; i < last; ++i) {
        const seen_finding f = findings(i);
        right &= allowed.allow(f);
        // A wrong number is masked into the tables, and the count thrown away later.
        const auto section = f.section % max_words;
        auto passes = plan.by_severity[f.severity % plan.by_severity.size()] &
                      plan.by_section[section] &
                      plan.by_transparency[f.transparent % plan.by_transparency.size()] &
                      plan.by_open[f.open ? 1 : 0];
        auto wanted = plan.untagged;
        for (const auto& group : plan.tag_groups) {
            const auto bits = f.tags >> group.shift & 0xFU;
            wanted |= group.with[bits];
            passes &= ~group.without[bits];
        }
        passes &= wanted;
        if ((passes & plan.by_sites) != 0)
            passes &= ~failing_by_sites(f.sites, passes & plan.by_sites);
        if ((passes & plan.overlapping) != 0)
            passes = (passes & ~plan.overlapping) | once_a_measure(passes & plan.overlapping);
        for (std::size_t g = 0; g < groups; ++g)
            passed[g] += spread_bits(passes >> (8 * g));
        if (few_rows)
            for (const auto& r : plan.section_rows)
                row_[r.row][section] += static_cast<std::uint32_t>(passes >> r.filter & 1U);
        else
            for (auto rows = passes & plan.in_sections; rows != 0; rows &= rows - 1) {
                const auto bit = static_cast<std::size_t>(std::countr_zero(rows));
                ++row_[data_.measures[plan.measure_of[bit]].row][section];
            }
        if (plan.all_rows)
            add_all_rows(section, f.open);
    }
    for (std::size_t bit = 0; bit < plan.filters; ++bit) {
        const auto count = passed[OneGroup ? 0 : bit / 8] >> (8 * (bit % 8)) & 0xFFU;
        total_[plan.measure_of[bit]] += plan.weight[bit] * static_cast<std::int64_t>(count);
    }
    return right;
}

}  // namespace certrules::detail
