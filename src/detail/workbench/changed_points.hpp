#pragma once

/// What a variant changes of the edition it is based on: by how its rules and measures are
/// defined, and by cases that the two answer otherwise.

#include "detail/workbench/coverage_points.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace certrules::detail {

class changed_points {
public:
    changed_points(const edition& base, const edition& variant);

    /// A rule that the base lacks or has otherwise, or that answers a case which the base answers
    /// otherwise.
    bool rule(rule_id r) const { return rules_[index(r)] || answering_[index(r)]; }
    bool region(std::uint32_t region) const;
    /// A threshold that the base lacks, or of a measure that the base has otherwise.
    bool boundary(const detail::boundary& b) const;

private:
    const edition& variant_;
    std::vector<bool> measures_;             // by variable: a measure that is new or another
    std::vector<bool> rules_, answering_;    // by rule
    std::set<std::uint32_t> regions_;        // of cases that the base answers otherwise
    std::set<std::string> base_boundaries_;  // in words
};

}  // namespace certrules::detail
