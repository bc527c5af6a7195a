#pragma once

/// The cheapest whole numbers that satisfy some linear bounds: how many findings of each kind
/// reach a region. Exact: what it finds is least, what it denies is impossible, and where the
/// steps run out it says so.

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace certrules::detail {

inline constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max() / 4;

/// low <= sum of weight * number <= high; either may be +-unbounded.
struct linear_row {
    std::vector<std::pair<std::uint32_t, std::int64_t>> terms;
    std::int64_t low = -unbounded;
    std::int64_t high = unbounded;
};

struct integer_problem {
    std::vector<std::int64_t> low, high, cost;  // by number; costs are 0 or more
    std::vector<linear_row> rows;

    std::uint32_t add(std::int64_t lowest, std::int64_t highest, std::int64_t each) {
        low.push_back(lowest);
        high.push_back(highest);
        cost.push_back(each);
        return static_cast<std::uint32_t>(low.size() - 1);
    }
};

struct integer_solution {
    std::vector<std::int64_t> numbers;
    std::int64_t cost = 0;
};

enum class searched : std::uint8_t { found, none, undecided };

/// The cheapest solution that costs less than `below`. Takes its steps from `steps`; with none
/// left the answer is `undecided`.
searched solve_least(const integer_problem& problem, std::int64_t below, std::uint64_t& steps,
                     integer_solution& out);

}  // namespace certrules::detail
