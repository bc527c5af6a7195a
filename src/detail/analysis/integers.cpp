// Branch and bound over boxes of whole numbers. The point of a box that is cheapest is its lower
// corner; a bound that the corner breaks names the numbers that must grow.

#include "detail/analysis/integers.hpp"

#include <algorithm>

namespace certrules::detail {

namespace {

__extension__ using wide = __int128;

std::int64_t narrow(wide v) noexcept {
    return v > unbounded ? unbounded : v < -unbounded ? -unbounded : static_cast<std::int64_t>(v);
}

/// Quotients rounded towards minus infinity and plus infinity; d is positive.
wide down(wide n, wide d) noexcept {
    return n >= 0 ? n / d : -((-n + d - 1) / d);
}
wide up(wide n, wide d) noexcept {
    return -down(-n, d);
}

struct corners {
    std::vector<std::int64_t> low, high;
};

class search {
public:
    search(const integer_problem& p, std::int64_t below, std::uint64_t& steps)
        : p_(p), best_(below), steps_(steps) {}

    searched run(integer_solution& out) {
        go({p_.low, p_.high}, 0);
        if (exhausted_)
            return searched::undecided;
        if (!found_)
            return searched::none;
        out = std::move(solution_);
        return searched::found;
    }

private:
    bool spend(std::size_t n) noexcept {
        if (steps_ < n) {
            steps_ = 0;
            exhausted_ = true;
            return false;
        }
        steps_ -= n;
        return true;
    }

    /// Narrows the box by each row until nothing moves. False: it is empty.
    bool narrow_box(corners& box) {
        for (int round = 0; round < 64; ++round) {
            bool moved = false;
            for (const auto& row : p_.rows) {
                if (!spend(row.terms.size() + 1))
                    return false;
                wide least = 0;
                wide most = 0;
                for (const auto& [v, w] : row.terms) {
                    least += wide{w} * (w > 0 ? box.low[v] : box.high[v]);
                    most += wide{w} * (w > 0 ? box.high[v] : box.low[v]);
                }
                if (least > row.high || most < row.low)
                    return false;
                const bool above = row.high < unbounded;
                const bool under = row.low > -unbounded;
                for (const auto& [v, w] : row.terms) {
                    if (w == 0)
                        continue;
                    auto& lo = box.low[v];
                    auto& hi = box.high[v];
                    const auto was = std::pair(lo, hi);
                    if (w > 0) {
                        if (above)
                            hi = std::min(hi, narrow(lo + down(wide{row.high} - least, w)));
                        if (under)
                            lo = std::max(lo, narrow(was.second - down(most - row.low, w)));
                    } else {
                        if (above)
                            lo = std::max(lo, narrow(hi - down(wide{row.high} - least, -wide{w})));
                        if (under)
                            hi = std::min(hi, narrow(was.first + down(most - row.low, -wide{w})));
                    }
                    if (lo > hi)
                        return false;
                    if (was != std::pair(lo, hi)) {
                        least += wide{w} * (w > 0 ? lo - was.first : hi - was.second);
                        most += wide{w} * (w > 0 ? hi - was.second : lo - was.first);
                        moved = true;
                    }
                }
            }
            if (!moved)
                return true;
        }
        return true;
    }

    /// The row that the lower corner breaks most, or nullptr; and by how much.
    const linear_row* broken(const corners& box, std::int64_t& at_least, wide& deficit) const {
        const linear_row* worst = nullptr;
        for (const auto& row : p_.rows) {
            wide sum = 0;
            for (const auto& [v, w] : row.terms)
                sum += wide{w} * box.low[v];
            const auto missing = sum < row.low    ? wide{row.low} - sum
                                 : sum > row.high ? sum - row.high
                                                  : wide{0};
            if (missing == 0)
                continue;
            const bool grow = sum < row.low;
            wide strongest = 0;
            bool free = false;
            for (const auto& [v, w] : row.terms) {
                if ((grow ? w > 0 : w < 0) && box.low[v] < box.high[v]) {
                    // What one unit of cost buys at most.
                    if (p_.cost[v] == 0)
                        free = true;
                    else
                        strongest = std::max(strongest, up(w > 0 ? w : -w, p_.cost[v]));
                }
            }
            const auto extra = free || strongest == 0 ? 0 : narrow(up(missing, strongest));
            if (worst == nullptr || extra > at_least) {
                worst = &row;
                at_least = extra;
                deficit = grow ? missing : -missing;
            }
        }
        return worst;
    }

    void go(corners box, int depth) {
        if (exhausted_ || depth > 4000 || !spend(1)) {
            exhausted_ = true;
            return;
        }
        if (!narrow_box(box) || exhausted_)
            return;
        wide sum = 0;
        for (std::size_t v = 0; v < p_.cost.size(); ++v)
            sum += wide{p_.cost[v]} * box.low[v];
        const auto cost = narrow(sum);
        if (cost >= best_)
            return;
        std::int64_t extra = 0;
        wide deficit = 0;
        const auto* row = broken(box, extra, deficit);
        if (row == nullptr) {
            found_ = true;
            best_ = cost;
            solution_ = {box.low, cost};
            return;
        }
        if (cost + extra >= best_)
            return;
        // Let the number grow that mends most for its cost.
        std::uint32_t chosen = 0;
        std::int64_t strength = 0;
        bool any = false;
        std::int64_t price = 0;
        for (const auto& [v, w] : row->terms) {
            if (!(deficit > 0 ? w > 0 : w < 0) || box.low[v] >= box.high[v])
                continue;
            const auto power = w > 0 ? w : -w;
            const bool better =
                !any || p_.cost[v] < price || (p_.cost[v] == price && power > strength);
            if (better) {
                any = true;
                chosen = v;
                strength = power;
                price = p_.cost[v];
            }
        }
        if (!any)
            return;
        const auto need = up(deficit > 0 ? deficit : -deficit, strength);
        const auto from = narrow(std::min<wide>(wide{box.low[chosen]} + need, box.high[chosen]));
        auto grown = box;
        grown.low[chosen] = from;
        go(std::move(grown), depth + 1);
        box.high[chosen] = from - 1;
        go(std::move(box), depth + 1);
    }

    const integer_problem& p_;
    std::int64_t best_;
    std::uint64_t& steps_;
    bool exhausted_ = false;
    bool found_ = false;
    integer_solution solution_;
};

}  // namespace

searched solve_least(const integer_problem& problem, std::int64_t below, std::uint64_t& steps,
                     integer_solution& out) {
    // Rows over one and the same sum are one row: two cases of a step differ by constants alone,
    // and narrowing would take a long way to see that they contradict each other.
    integer_problem merged{problem.low, problem.high, problem.cost, {}};
    for (const auto& row : problem.rows) {
        const auto same = std::find_if(merged.rows.begin(), merged.rows.end(),
                                       [&](const linear_row& r) { return r.terms == row.terms; });
        if (same == merged.rows.end()) {
            merged.rows.push_back(row);
            continue;
        }
        same->low = std::max(same->low, row.low);
        same->high = std::min(same->high, row.high);
        if (same->low > same->high)
            return searched::none;
    }
    return search(merged, below, steps).run(out);
}

}  // namespace certrules::detail
