#include "detail/analysis/finding_table.hpp"

#include "certrules/limits.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace certrules::detail {

finding_table::finding_table(const finding_space& space, work& budget)
    : space_(space), budget_(budget) {
    column_of_.assign(space.measures().size(), -1);
    if (!space.looks_at_findings() || space.too_large())
        return;
    choose_columns();
    if (!columns_.empty())
        fill();
}

void finding_table::choose_columns() {
    std::vector<column> all;
    std::vector<std::size_t> same_as;  // by measure, its place in `all`
    constexpr auto none = static_cast<std::size_t>(-1);
    const auto& measures = space_.measures();
    for (std::uint32_t m = 0; m < measures.size(); ++m) {
        same_as.push_back(none);
        const auto& terms = *measures[m].terms;
        if (terms.kind != measure_kind::count && terms.kind != measure_kind::score)
            continue;
        bool up = false;
        bool down = false;
        for (const auto& a : space_.atoms()) {
            up = up || a.adds.part[m] > 0;
            down = down || a.adds.part[m] < 0;
        }
        if (up && down)
            continue;
        const std::int64_t sign = down ? -1 : 1;
        std::int64_t cap = 0;
        for (const auto& c : measures[m].v->cuts) {
            const auto start = terms.kind == measure_kind::score ? terms.start : 0;
            // A sum of `cap` and one beyond it are on the same side of every threshold.
            const auto at = sign > 0 ? c.at.num - start : start - c.at.num + 1;
            const bool floored =
                terms.kind == measure_kind::score && terms.floor && c.at.num <= *terms.floor;
            if (!floored)
                cap = std::max(cap, at);
        }
        if (cap >= static_cast<std::int64_t>(bounds::table_cells))
            continue;
        const auto alike = std::find_if(all.begin(), all.end(), [&](const column& c) {
            return std::all_of(space_.atoms().begin(), space_.atoms().end(), [&](const atom& a) {
                return a.adds.part[c.measure] == a.adds.part[m];
            });
        });
        same_as.back() = static_cast<std::size_t>(alike - all.begin());
        if (alike == all.end())
            all.push_back({m, sign, static_cast<std::uint32_t>(cap), 1});
        else
            alike->cap = std::max(alike->cap, static_cast<std::uint32_t>(cap));
    }
    std::vector<std::size_t> order(all.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return all[x].cap < all[y].cap; });
    std::uint64_t cells = 1;
    std::size_t taken = 0;
    while (taken < order.size() && cells * (all[order[taken]].cap + 1) <= bounds::table_cells)
        cells *= all[order[taken++]].cap + 1;
    std::vector<std::int32_t> place(all.size(), -1);
    std::uint32_t stride = 1;
    while (taken-- > 0) {  // the longest column runs innermost
        place[order[taken]] = static_cast<std::int32_t>(columns_.size());
        columns_.push_back(all[order[taken]]);
        columns_.back().stride = stride;
        stride *= columns_.back().cap + 1;
    }
    for (std::size_t m = 0; m < same_as.size(); ++m)
        if (same_as[m] != none)
            column_of_[m] = place[same_as[m]];
    std::map<std::vector<std::int64_t>, bool> seen;
    for (std::uint32_t a = 0; a < space_.atoms().size(); ++a) {
        std::vector<std::int64_t> key;
        bool any = false;
        for (const auto& c : columns_) {
            key.push_back(space_.atoms()[a].adds.part[c.measure]);
            any = any || key.back() != 0;
        }
        if (any && seen.emplace(std::move(key), true).second)
            kinds_.push_back(a);
    }
    if (kinds_.size() >= 0xFFFF || !budget_.spend(cells / 4)) {
        columns_.clear();
        column_of_.assign(column_of_.size(), -1);
        return;
    }
    cells_.resize(cells);
    last_kind_.resize(cells);
}

/// Findings by their number: the first to reach a cell reaches it with the fewest.
void finding_table::fill() {
    struct move {
        std::size_t column;
        std::uint32_t by;
    };
    std::vector<std::vector<move>> moves(kinds_.size());
    for (std::size_t k = 0; k < kinds_.size(); ++k)
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const auto by =
                columns_[c].sign * space_.atoms()[kinds_[k]].adds.part[columns_[c].measure];
            if (by > 0)
                moves[k].push_back(
                    {c, static_cast<std::uint32_t>(std::min<std::int64_t>(by, columns_[c].cap))});
        }
    std::vector<std::uint32_t> queue{0};
    std::vector<std::uint32_t> sums(columns_.size());
    cells_[0].size = 0;
    for (std::size_t at = 0; at < queue.size(); ++at) {
        const auto cell = queue[at];
        if (!budget_.spend(kinds_.size() * 4))
            return;
        auto rest = cell;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            sums[c] = rest % (columns_[c].cap + 1);
            rest /= columns_[c].cap + 1;
        }
        for (std::size_t k = 0; k < kinds_.size(); ++k) {
            auto next = cell;
            for (const auto& m : moves[k])
                next += std::min(m.by, columns_[m.column].cap - sums[m.column]) *
                        columns_[m.column].stride;
            if (cells_[next].size != unreached)
                continue;
            cells_[next] = {cells_[cell].size + 1, cell};
            last_kind_[next] = static_cast<std::uint16_t>(k);
            queue.push_back(next);
        }
    }
}

std::optional<finding_table::lookup> finding_table::least(
    const std::vector<finding_dimension>& dimensions, const std::vector<class_set>& box,
    std::int64_t below) const {
    if (columns_.empty() || budget_.out())
        return std::nullopt;
    std::vector<std::vector<std::uint32_t>> allowed(columns_.size());
    std::vector<bool> said(columns_.size());
    lookup out;
    out.exact = true;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        const auto& dimension = dimensions[d];
        const auto nth = dimension.form == dimension_form::sum ? column_of_[dimension.measure] : -1;
        if (nth < 0) {
            for (std::size_t c = 0; c < dimension.classes() && out.exact; ++c)
                out.exact = box[d].has(c);
            continue;
        }
        const auto& of = columns_[static_cast<std::size_t>(nth)];
        const auto& cuts = dimension.cuts;
        auto& values = allowed[static_cast<std::size_t>(nth)];
        const bool first = !said[static_cast<std::size_t>(nth)];
        said[static_cast<std::size_t>(nth)] = true;
        std::vector<std::uint32_t> now;
        for (std::uint32_t v = 0; v <= of.cap; ++v) {
            const auto cls = static_cast<std::size_t>(
                std::upper_bound(cuts.begin(), cuts.end(), of.sign * std::int64_t{v}) -
                cuts.begin());
            if (box[d].has(cls) &&
                (first || std::find(values.begin(), values.end(), v) != values.end()))
                now.push_back(v);
        }
        values = std::move(now);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c)
        if (!said[c])
            for (std::uint32_t v = 0; v <= columns_[c].cap; ++v)
                allowed[c].push_back(v);
    std::uint64_t cells = 1;
    for (const auto& values : allowed)
        cells *= values.size();
    if (cells == 0)
        return out;
    if (!budget_.spend(cells + 64))
        return std::nullopt;
    out.size = static_cast<std::uint32_t>(std::clamp<std::int64_t>(below, 0, unreached));
    std::vector<std::size_t> at(columns_.size(), 0);
    std::uint32_t base = 0;
    for (std::size_t c = 1; c < columns_.size(); ++c)
        base += allowed[c][0] * columns_[c].stride;
    for (;;) {
        for (const auto v : allowed[0]) {
            const auto cell = base + v;
            if (cells_[cell].size < out.size) {
                out.size = cells_[cell].size;
                out.cell = cell;
                out.how = searched::found;
            }
        }
        std::size_t c = 1;
        for (; c < columns_.size(); ++c) {
            base -= allowed[c][at[c]] * columns_[c].stride;
            if (++at[c] < allowed[c].size()) {
                base += allowed[c][at[c]] * columns_[c].stride;
                break;
            }
            at[c] = 0;
            base += allowed[c][0] * columns_[c].stride;
        }
        if (c == columns_.size())
            break;
    }
    if (out.how == searched::found && out.size > limits::findings)
        out.how = searched::none;
    return out;
}

std::vector<std::pair<const atom*, std::int64_t>> finding_table::findings_of(
    std::uint32_t cell) const {
    std::map<std::uint32_t, std::int64_t> numbers;
    for (; cell != 0; cell = cells_[cell].from)
        ++numbers[kinds_[last_kind_[cell]]];
    std::vector<std::pair<const atom*, std::int64_t>> out;
    for (const auto& [a, n] : numbers)
        out.emplace_back(&space_.atoms()[a], n);
    return out;
}

}  // namespace certrules::detail
