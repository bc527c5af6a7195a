#include "detail/analysis/region_words.hpp"

#include "detail/class_text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

/// A dimension that both sides may share, under the cuts of both.
std::string dimension_text(const pair_space& space, int side, std::size_t variable, std::size_t at,
                           const class_set& left) {
    const auto& data = space.event().data(side);
    const auto& d = space.solver().dimensions()[at];
    auto v = data.variables[variable];
    std::vector<cut> cuts;
    if (d.form == dimension_form::share) {
        cuts = d.ratio_cuts;
    } else {
        const auto& m = data.measures[v.ref];
        const auto base = m.kind == measure_kind::score ? m.start : 0;
        for (const auto c : d.cuts)
            cuts.push_back(cut{{c + base, 1}, false});
    }
    v.cuts = cuts;
    v.classes = static_cast<std::uint32_t>(cuts.size()) + 1 + v.first;
    std::vector<bool> classes(v.classes);
    left.each([&](std::size_t c) {
        classes[c] = true;
        return true;
    });
    return bounds_text(data, v, classes);
}

/// What the rules of the event make of an audit or a fee: those alike are one to them.
std::vector<bool> made_of(const event_space& event, variable_kind kind, const word_pair& word) {
    std::vector<bool> out;
    for (int i = 0; i < 2; ++i) {
        const auto& data = event.data(i);
        const auto place = i == 0 ? word.first : word.second;
        for (const auto& r : data.rules)
            for (const auto& c : r.when) {
                if (((r.events >> static_cast<unsigned>(event.kind)) & 1U) == 0)
                    continue;
                const auto asked = data.variables[c.variable].kind;
                if (asked == kind)
                    out.push_back(c.accepts(place + 1U));
                else if (asked == variable_kind::announced && kind == variable_kind::audit)
                    out.push_back(c.accepts(data.audits[place].announced ? 2U : 1U));
            }
    }
    return out;
}

/// The analysis asks one audit or fee for all that are alike (frames.cpp): the others too.
void add_alike(const pair_space& space, int side, variable_kind kind, std::vector<bool>& classes) {
    if (kind != variable_kind::audit && kind != variable_kind::fee)
        return;
    const auto& event = space.event();
    const auto& words = kind == variable_kind::audit ? event.words.audits : event.words.fees;
    const auto asked = classes;
    const auto class_in = [&](const word_pair& w) { return (side == 0 ? w.first : w.second) + 1U; };
    for (const auto& w : words)
        for (const auto& other : words)
            if (asked[class_in(other)] && !asked[class_in(w)] &&
                made_of(event, kind, w) == made_of(event, kind, other))
                classes[class_in(w)] = true;
}

}  // namespace

std::vector<std::string> region_words(const pair_space& space, const region_box& box) {
    std::vector<std::string> lines;
    const auto whole = space.everything();
    const bool alone = &space.event().data(0) == &space.event().data(1);
    std::vector<std::string> names;
    std::vector<bool> said(space.solver().dimensions().size());
    for (int side = 0; side < (alone ? 1 : 2); ++side) {
        const auto& data = space.event().data(side);
        for (std::size_t v = 0; v < data.variables.size(); ++v) {
            if (!space.reads(side, v))
                continue;
            const auto& name = data.variables[v].name;
            if (const auto at = space.dimension_at(side, v)) {
                if (said[*at] || box.dimensions[*at] == whole.dimensions[*at])
                    continue;
                said[*at] = true;
                const bool clash = std::find(names.begin(), names.end(), name) != names.end();
                names.emplace_back(name);
                lines.push_back(
                    fmt::format("{}{}: {}", name, clash ? " (new)" : "",
                                dimension_text(space, side, v, *at, box.dimensions[*at])));
                continue;
            }
            auto left = space.classes_left(side, v, box);
            if (left == space.classes_left(side, v, whole))
                continue;
            add_alike(space, side, data.variables[v].kind, left);
            auto line = fmt::format("{}: {}", name, bounds_text(data, data.variables[v], left));
            if (std::find(lines.begin(), lines.end(), line) == lines.end())
                lines.push_back(std::move(line));
        }
    }
    return lines;
}

}  // namespace certrules::detail
