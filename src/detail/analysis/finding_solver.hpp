#pragma once

/// The fewest findings whose measures fall into a box of classes.

#include "detail/analysis/finding_table.hpp"

namespace certrules::detail {

/// Findings, and what the audit's checklist has to say for it; in the words of each edition. Of a
/// step, `first` are the findings before it and `second` those after it.
struct found_findings {
    struct side {
        std::vector<finding> findings;
        std::vector<section_count> sections;
    };
    side first, second;
    std::optional<std::uint32_t> sites;
    std::int64_t size = 0;  // of `first`
    bool least = true;      // false: the steps ran out before it was certain
};

class finding_solver {
public:
    finding_solver(const finding_space& space, std::vector<finding_dimension> dimensions,
                   const finding_table& table, work& budget)
        : space_(space), dimensions_(std::move(dimensions)), table_(table), budget_(budget) {}

    const std::vector<finding_dimension>& dimensions() const noexcept { return dimensions_; }

    /// By dimension the classes allowed. `below`: only fewer findings than so many are of use.
    searched solve(const std::vector<class_set>& box, const finding_step* step, std::int64_t below,
                   found_findings& out) const;
    /// The same where the table of sums alone can tell, else nullopt; cheap to ask again.
    std::optional<searched> by_table(const std::vector<class_set>& box, const finding_step* step,
                                     std::int64_t below, found_findings& out) const;

private:
    const finding_space& space_;
    std::vector<finding_dimension> dimensions_;
    const finding_table& table_;
    work& budget_;
};

}  // namespace certrules::detail
