#include "detail/reading.hpp"

#include <algorithm>
#include <bit>

namespace certrules::detail {

counts::counts(const edition_data& data, const event& ev) noexcept : data_(data), event_(ev) {
    const auto& plan = data.counting;
    std::fill_n(total_.begin(), data.measures.size(), 0U);
    for (std::size_t r = 0; r < plan.rows; ++r)
        std::fill_n(row_[r].begin(), data.sections.size(), 0U);

    for (const auto& f : ev.findings) {
        const bool open = !f.closed_on || *f.closed_on > ev.on;
        auto passes = plan.by_severity[index(f.severity)] & plan.by_section[index(f.section)] &
                      plan.by_transparency[index(f.transparent)] & plan.by_open[open ? 1 : 0];
        auto wanted = plan.untagged;
        for (auto tags = f.tags; tags != 0; tags &= tags - 1) {
            const auto tag = static_cast<std::size_t>(std::countr_zero(tags));
            wanted |= plan.with_tag[tag];
            passes &= ~plan.without_tag[tag];
        }
        std::uint64_t counted = 0;  // measures that have had this finding
        for (passes &= wanted; passes != 0; passes &= passes - 1) {
            const auto bit = static_cast<std::size_t>(std::countr_zero(passes));
            const std::size_t m = plan.measure_of[bit];
            if (((plan.shared >> bit) & 1U) != 0) {
                if (((counted >> m) & 1U) != 0)
                    continue;
                counted |= std::uint64_t{1} << m;
            }
            ++total_[m];
            if (((plan.in_sections >> bit) & 1U) != 0)
                ++row_[data.measures[m].row][index(f.section)];
        }
        if (plan.all_rows)
            for (const auto& m : data.measures)
                if (m.kind == measure_kind::sections_where && m.of == denominator::findings)
                    ++row_[m.all_row][index(f.section)];
    }
}

counts::share counts::section_share(const measure& m, std::size_t section) const noexcept {
    share s{row_[m.row][section], 0};
    switch (m.of) {
        case denominator::findings:
            s.whole = row_[m.all_row][section];
            break;
        case denominator::graded:
            s.whole = data_.section_terms_of[section].graded[index(m.graded)];
            break;
        case denominator::applicable:
            s.whole = data_.sections[section].applicable;
            break;
    }
    for (const auto& given : event_.sections) {
        if (index(given.section) != section)
            continue;
        if (m.of == denominator::applicable && given.applicable)
            s.whole = *given.applicable;
        if (m.of == denominator::graded && given.graded_severity == m.graded)
            s.whole = given.graded;
    }
    return s;
}

bool counts::over(const measure& m, std::size_t section) const noexcept {
    const auto s = section_share(m, section);
    if (s.whole == 0)
        return false;  // reading R3: nothing applicable, nothing over
    const auto left = s.part * static_cast<std::uint64_t>(m.limit.den);
    const auto right = s.whole * static_cast<std::uint64_t>(m.limit.num);
    return m.inclusive ? left >= right : left > right;
}

std::int64_t counts::of(std::size_t measure_place, const state& s) const noexcept {
    const auto& m = data_.measures[measure_place];
    switch (m.kind) {
        case measure_kind::count:
            break;
        case measure_kind::held:
            return std::popcount(s.held & m.statuses);
        case measure_kind::sections_where: {
            if (total_[measure_place] == 0)
                return 0;
            std::int64_t sections = 0;
            for (std::size_t i = 0; i < data_.sections.size(); ++i)
                if (row_[m.row][i] != 0 && over(m, i))
                    ++sections;
            return sections;
        }
    }
    return total_[measure_place];
}

std::uint32_t class_of(const variable& v, std::int64_t value) noexcept {
    std::uint32_t c = v.kind == variable_kind::fact ? 1 : 0;
    if (v.cuts.size() > 8) {
        const auto beyond = std::partition_point(
            v.cuts.begin(), v.cuts.end(), [value](const cut& k) { return k.at.num <= value; });
        return c + static_cast<std::uint32_t>(beyond - v.cuts.begin());
    }
    for (const auto& k : v.cuts)
        c += k.at.num <= value ? 1 : 0;
    return c;
}

namespace {

/// Class of a word: its place plus one, or 0 for none.
template <class Id>
std::uint32_t word_class(Id id) noexcept {
    return id == Id::none ? 0 : static_cast<std::uint32_t>(index(id)) + 1;
}

std::uint32_t class_of_state(const edition_data& data, const variable& v, const state& s,
                             const event& ev) noexcept {
    switch (v.kind) {
        case variable_kind::certificate:
            return s.certificate && s.certificate->covers(ev.on) ? word_class(s.certificate->status)
                                                                 : 0;
        case variable_kind::cycle:
            return s.audit_cycle ? word_class(s.audit_cycle->status) : 0;
        case variable_kind::bar:
            return s.bar && s.bar->covers(ev.on) ? word_class(s.bar->status) : 0;
        case variable_kind::after:
            return word_class(s.after);
        case variable_kind::audit:
            return word_class(ev.audit);
        case variable_kind::announced:
            return ev.audit == audit_id::none ? 0
                                              : (data.audits[index(ev.audit)].announced ? 2 : 1);
        case variable_kind::fee:
            return word_class(ev.fee);
        case variable_kind::decision:
            return word_class(ev.decision);
        case variable_kind::visit:
            return static_cast<std::uint32_t>(s.visited);
        case variable_kind::last_certificate:
            return word_class(s.last_certificate);
        case variable_kind::measure:
        case variable_kind::fact:
        case variable_kind::consecutive:
            break;
    }
    return 0;
}

}  // namespace

void read(const edition_data& data, const state& s, const event& ev, const counts& c,
          const known_facts& facts, std::uint64_t wanted, reading& out) noexcept {
    for (; wanted != 0; wanted &= wanted - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(wanted));
        const auto& v = data.variables[i];
        switch (v.kind) {
            case variable_kind::measure:
                out.value[i] = c.of(v.ref, s);
                out.cls[i] = class_of(v, out.value[i]);
                break;
            case variable_kind::fact:
                if (((facts.known >> v.ref) & 1U) == 0) {
                    out.cls[i] = 0;
                    break;
                }
                out.value[i] = facts.value[v.ref];
                out.cls[i] = v.numeric ? class_of(v, out.value[i])
                                       : static_cast<std::uint32_t>(out.value[i]) + 1;
                break;
            case variable_kind::consecutive:
                out.value[i] = s.consecutive;
                out.cls[i] = class_of(v, out.value[i]);
                break;
            default:
                out.cls[i] = class_of_state(data, v, s, ev);
        }
    }
}

}  // namespace certrules::detail
