#pragma once

/// Where an event's quantities are sums of findings and their thresholds are few, all sums that
/// findings reach are one table, and the fewest findings of a region are looked up in it.

#include "detail/analysis/finding_space.hpp"
#include "detail/analysis/work.hpp"

#include <optional>
#include <vector>

namespace certrules::detail {

class finding_table {
public:
    /// Takes the quantities with the fewest thresholds first, as long as the table stays in bounds.
    finding_table(const finding_space& space, work& budget);

    /// The fewest findings whose sums lie in the box.
    struct lookup {
        searched how = searched::none;
        bool exact = false;  // nothing else is restricted: `none` is true without it as well
        std::uint32_t size = 0;
        std::uint32_t cell = 0;
    };
    /// By dimension the classes allowed; nullopt where the table has nothing to say.
    std::optional<lookup> least(const std::vector<finding_dimension>& dimensions,
                                const std::vector<class_set>& box, std::int64_t below) const;

    /// How many of which atom make up a cell.
    std::vector<std::pair<const atom*, std::int64_t>> findings_of(std::uint32_t cell) const;

private:
    struct column {
        std::uint32_t measure = 0;
        std::int64_t sign = 1;  // of what findings add
        std::uint32_t cap = 0;  // sums from here on are alike
        std::uint32_t stride = 1;
    };
    struct reached {
        std::uint32_t size = unreached;
        std::uint32_t from = 0;
    };
    static constexpr std::uint32_t unreached = 0xFFFF'FFFFU;

    void choose_columns();
    void fill();

    const finding_space& space_;
    work& budget_;
    std::vector<column> columns_;          // strides grow
    std::vector<std::int32_t> column_of_;  // by measure; -1: none
    std::vector<std::uint32_t> kinds_;     // atoms that differ in the columns
    std::vector<reached> cells_;
    std::vector<std::uint16_t> last_kind_;  // by cell, the finding that reached it
};

}  // namespace certrules::detail
