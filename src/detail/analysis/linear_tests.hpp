#pragma once

/// Parts over wholes as linear rows: a / b > c / d is a * d - b * c > 0.

#include "detail/analysis/integers.hpp"
#include "detail/edition_data.hpp"

#include <optional>

namespace certrules::detail {

/// A run of classes: the values from one cut to before another.
struct value_run {
    std::uint32_t dimension = 0;
    std::int64_t low = -unbounded, high = unbounded;  // of a number
    bool unknown = false;                             // of a share
    std::optional<cut> from, to;
};

using terms = std::vector<std::pair<std::uint32_t, std::int64_t>>;

/// part / whole within the run; `own`s are constants beside the numbers.
inline void add_share(integer_problem& p, const value_run& run, const terms& part,
                      const terms& whole, std::int64_t own_part, std::int64_t own_whole) {
    linear_row size;
    size.terms = whole;
    if (run.unknown) {
        size.high = -own_whole;
        p.rows.push_back(std::move(size));
        return;
    }
    size.low = 1 - own_whole;
    p.rows.push_back(std::move(size));
    const auto compare_to = [&](const cut& c, bool from) {
        linear_row row;
        for (const auto& [v, w] : part)
            row.terms.emplace_back(v, w * c.at.den);
        for (const auto& [v, w] : whole)
            row.terms.emplace_back(v, -w * c.at.num);
        const auto own = own_part * c.at.den - own_whole * c.at.num;
        if (from)
            row.low = (c.strict ? 1 : 0) - own;
        else
            row.high = (c.strict ? 0 : -1) - own;
        p.rows.push_back(std::move(row));
    };
    if (run.from)
        compare_to(*run.from, true);
    if (run.to)
        compare_to(*run.to, false);
}

/// The test of a section, true or false, as one row.
inline void add_test(integer_problem& p, const rate_test& test, bool passes, const terms& part,
                     const terms& whole, std::int64_t own_part, std::int64_t own_whole) {
    linear_row row;
    for (const auto& [v, w] : part)
        row.terms.emplace_back(v, w * test.at.den);
    for (const auto& [v, w] : whole)
        row.terms.emplace_back(v, -w * test.at.num);
    const auto own = own_part * test.at.den - own_whole * test.at.num;
    // above: the left side is larger; equal counts for tests that include their limit
    const bool above = test.below != passes;
    const bool equal = test.inclusive == passes;
    if (above)
        row.low = (equal ? 0 : 1) - own;
    else
        row.high = (equal ? 0 : -1) - own;
    p.rows.push_back(std::move(row));
}

}  // namespace certrules::detail
