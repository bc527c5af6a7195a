#pragma once

/// One pass over findings of any form: each is read once, checked and counted, without a branch
/// that depends on it.

#include "detail/reading.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace certrules::detail {

/// A finding as counting reads it. What is wrong with it is told at the end, of all together.
struct seen_finding {
    std::uint32_t section;
    std::uint32_t severity;
    std::uint32_t transparent;
    std::uint32_t sites;
    std::uint64_t tags;
    std::uint32_t open;  // 0 or 1
};

/// What findings of an edition may hold.
struct finding_limits {
    finding_limits(const edition_data& data, const event& ev) noexcept
        : sections(static_cast<std::int32_t>(data.sections.size())),
          severities(static_cast<std::int32_t>(data.severities.size())),
          most_sites(static_cast<std::int32_t>(ev.sites.value_or(limits::checkpoints))),
          no_tags(data.tags.size() >= 64 ? 0 : ~((std::uint64_t{1} << data.tags.size()) - 1)) {}

    std::int32_t sections, severities, most_sites;
    std::uint64_t no_tags;
};

/// Findings of the C++ interface.
class cpp_findings {
public:
    cpp_findings(std::span<const finding> list, date on, const finding_limits& allowed) noexcept
        : list_(list.data()), on_(on), allowed_(allowed) {}

    seen_finding see(std::size_t i) noexcept {
        constexpr date never{std::numeric_limits<std::int32_t>::max()};
        const auto& f = list_[i];
        const seen_finding seen{static_cast<std::uint32_t>(f.section),
                                static_cast<std::uint32_t>(f.severity),
                                static_cast<std::uint32_t>(f.transparent),
                                f.sites,
                                f.tags,
                                f.closed_on.value_or(never) > on_ ? 1U : 0U};
        // A difference is negative where its number is beyond the last.
        wrong_ |= (std::int64_t{allowed_.sections} - 1 - seen.section) |
                  (std::int64_t{allowed_.severities} - 1 - seen.severity) |
                  (std::int64_t{2} - seen.transparent) |
                  (std::int64_t{allowed_.most_sites} - seen.sites);
        tags_ |= f.tags;
        return seen;
    }
    bool all_right() const noexcept { return wrong_ >= 0 && (tags_ & allowed_.no_tags) == 0; }

private:
    const finding* list_;
    date on_;
    finding_limits allowed_;
    std::int64_t wrong_ = 0;
    std::uint64_t tags_ = 0;
};

/// Each of eight bits as the lowest bit of a byte of its own.
constexpr std::uint64_t spread_bits(std::uint64_t bits) noexcept {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101U;
    const auto apart = ((bits & 0xFFU) * ones) & 0x8040'2010'0804'0201U;
    return ((apart + 0x7F * ones) >> 7U) & ones;
}

template <class Findings>
bool counts::add_checked(Findings findings, std::size_t count) noexcept {
    // A byte counts a filter, and would run over with the 256th finding.
    constexpr std::size_t most = 255;
    for (std::size_t i = 0; i < count; i += most) {
        const auto end = std::min(count, i + most);
        if (!data_.counting.bytes.fits)
            add_by_bits(findings, i, end);
        else if (data_.counting.section_rows.size() == 1)
            add_by_bytes<true>(findings, i, end);
        else
            add_by_bytes<false>(findings, i, end);
    }
    return findings.all_right();
}

template <bool OneRow, class Findings>
void counts::add_by_bytes(Findings& findings, std::size_t first, std::size_t last) noexcept {
    const auto& plan = data_.counting.bytes;
    const auto rows = data_.counting.section_rows;
    auto& only_row = row_[OneRow ? rows.front().row : 0];
    const unsigned only_shift = OneRow ? 8U * rows.front().filter : 0;
    auto seen = findings;  // not in memory that the rows might alias
    std::uint64_t passed = 0;
    for (auto i = first; i < last; ++i) {
        const seen_finding f = seen.see(i);
        // A wrong number is masked into the tables, and the count thrown away later.
        const auto section = f.section % max_words;
        const auto passes = plan.by_kind[f.severity % 8 + 8 * (f.transparent % 4) + 32 * f.open] &
                            plan.by_section[section] &
                            plan.by_tags[f.tags >> plan.tag_shift & 0xFU];
        passed += passes;
        if constexpr (OneRow) {
            only_row[section] += static_cast<std::uint32_t>(passes >> only_shift & 1U);
        } else {
            for (const auto& r : rows)
                row_[r.row][section] += static_cast<std::uint32_t>(passes >> (8U * r.filter) & 1U);
        }
    }
    findings = seen;
    add_totals(passed, 0);
}

template <class Findings>
void counts::add_by_bits(Findings& findings, std::size_t first, std::size_t last) noexcept {
    const auto& plan = data_.counting;
    const std::size_t groups = (plan.filters + 7) / 8;
    std::array<std::uint64_t, 8> passed{};
    // Few rows are counted whether or not a finding belongs to them; of many, those it belongs to.
    const bool few_rows = plan.section_rows.size() <= 4;
    for (auto i = first; i < last; ++i) {
        const seen_finding f = findings.see(i);
        const auto section = f.section % max_words;
        auto passes = plan.by_severity[f.severity % plan.by_severity.size()] &
                      plan.by_section[section] &
                      plan.by_transparency[f.transparent % plan.by_transparency.size()] &
                      plan.by_open[f.open];
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
            add_all_rows(section, f.open != 0);
    }
    for (std::size_t g = 0; g < groups; ++g)
        add_totals(passed[g], 8 * g);
}

inline void counts::add_totals(std::uint64_t passed, std::size_t first_filter) noexcept {
    const auto& plan = data_.counting;
    const auto end = std::min(plan.filters, first_filter + 8);
    for (auto bit = first_filter; bit < end; ++bit, passed >>= 8U)
        total_[plan.measure_of[bit]] +=
            plan.weight[bit] * static_cast<std::int64_t>(passed & 0xFFU);
}

}  // namespace certrules::detail
