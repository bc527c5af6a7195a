// Branch and bound over boxes of whole numbers. The point of a box that is cheapest is its lower
// corner; a bound that the corner breaks names the numbers that must grow.

#include "detail/analysis/integers.hpp"

#include <algorithm>
#include <map>
#include <numeric>

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

/// A number that stands in a row several times, once with the sum of its weights.
linear_row with_each_number_once(const linear_row& row) {
    std::map<std::uint32_t, std::int64_t> weights;
    for (const auto& [v, w] : row.terms)
        weights[v] += w;
    linear_row out{{}, row.low, row.high};
    for (const auto& [v, w] : weights)
        if (w != 0)
            out.terms.emplace_back(v, w);
    return out;
}

/// sum of weight * number <= most.
struct upper_bound {
    std::vector<std::pair<std::uint32_t, std::int64_t>> terms;  // by number
    wide most = 0;
};

/// One bound of two in which a number stands with opposite signs, without that number; none if
/// its weights grow too large.
std::optional<upper_bound> without(const upper_bound& a, const upper_bound& b, std::int64_t of_a,
                                   std::int64_t of_b) {
    const auto x = of_b > 0 ? of_b : -of_b;
    const auto y = of_a > 0 ? of_a : -of_a;
    upper_bound sum;
    sum.most = a.most * x + b.most * y;
    auto i = a.terms.begin();
    auto j = b.terms.begin();
    std::int64_t common = 0;
    while (i != a.terms.end() || j != b.terms.end()) {
        const bool left = j == b.terms.end() || (i != a.terms.end() && i->first <= j->first);
        const bool right = i == a.terms.end() || (j != b.terms.end() && j->first <= i->first);
        const auto v = left ? i->first : j->first;
        const auto w = (left ? wide{i->second} * x : 0) + (right ? wide{j->second} * y : 0);
        if (w > 1'000'000'000 || w < -1'000'000'000)
            return std::nullopt;
        if (w != 0) {
            sum.terms.emplace_back(v, static_cast<std::int64_t>(w));
            common = std::gcd(common, sum.terms.back().second);
        }
        i += left ? 1 : 0;
        j += right ? 1 : 0;
    }
    if (common > 1) {
        for (auto& [v, w] : sum.terms)
            w /= common;
        sum.most = down(sum.most, common);
    }
    return sum;
}

/// Adds what pairs of rows say together, and pairs of those. False: that nothing satisfies them.
bool add_sums(integer_problem& p) {
    constexpr std::size_t most_bounds = 600;
    std::map<std::vector<std::pair<std::uint32_t, std::int64_t>>, wide> known;
    std::vector<upper_bound> all;
    const auto keep = [&](upper_bound bound) {
        if (bound.terms.empty())
            return bound.most >= 0;
        const auto [it, fresh] = known.try_emplace(bound.terms, bound.most);
        if (!fresh && it->second <= bound.most)
            return true;
        it->second = bound.most;
        all.push_back(std::move(bound));
        return true;
    };
    const auto keep_both = [&](const linear_row& row) {
        upper_bound bound;
        bound.terms = row.terms;
        bound.most = row.high;
        if (row.high < unbounded && !keep(bound))
            return false;
        for (auto& [v, w] : bound.terms)
            w = -w;
        bound.most = -wide{row.low};
        return row.low <= -unbounded || keep(bound);
    };
    for (const auto& row : p.rows)
        if (!keep_both(row))
            return false;
    for (std::uint32_t v = 0; v < p.low.size(); ++v) {
        linear_row itself;
        itself.terms.emplace_back(v, 1);
        itself.low = p.low[v];
        if (!keep_both(itself))
            return false;
    }
    const auto given = all.size();
    for (std::size_t i = 1; i < all.size() && all.size() < most_bounds; ++i)
        for (std::size_t j = 0; j < i && all.size() < most_bounds; ++j)
            for (const auto& [v, w] : std::vector(all[i].terms)) {
                const auto other = std::find_if(all[j].terms.begin(), all[j].terms.end(),
                                                [at = v](const auto& t) { return t.first == at; });
                if (other == all[j].terms.end() || (other->second > 0) == (w > 0))
                    continue;
                auto sum = without(all[i], all[j], w, other->second);
                if (sum && !keep(std::move(*sum)))
                    return false;
            }
    for (std::size_t i = given; i < all.size(); ++i) {
        linear_row row;
        row.terms = all[i].terms;
        row.high = narrow(all[i].most);
        p.rows.push_back(std::move(row));
    }
    return true;
}

}  // namespace

searched solve_least(const integer_problem& problem, std::int64_t below, std::uint64_t& steps,
                     integer_solution& out) {
    // Rows over one and the same sum are one row: two cases of a step differ by constants alone,
    // and narrowing would take a long way to see that they contradict each other.
    integer_problem merged{problem.low, problem.high, problem.cost, {}};
    for (const auto& given : problem.rows) {
        const auto row = with_each_number_once(given);
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
    // Narrowing sees at once what most problems are; the others need their bounds taken together.
    auto few = std::min<std::uint64_t>(steps, 20'000);
    steps -= few;
    const auto answer = search(merged, below, few).run(out);
    steps += few;
    if (answer != searched::undecided || steps == 0)
        return answer;
    if (!add_sums(merged))
        return searched::none;
    return search(merged, below, steps).run(out);
}

}  // namespace certrules::detail
