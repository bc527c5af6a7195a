#include "detail/reading.hpp"

#include "detail/exact.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>

namespace certrules::detail {

counts::counts(const edition_data& data, const event& ev) noexcept : counts(data, ev, none{}) {
    add(ev.findings);
}

counts::counts(const edition_data& data, const event& ev, none) noexcept : data_(data), event_(ev) {
    std::fill_n(total_.begin(), data.measures.size(), std::int64_t{0});
    for (std::size_t r = 0; r < data.counting.rows; ++r)
        std::fill_n(row_[r].begin(), data.sections.size(), 0U);
}

namespace {

/// Each of eight bits as the lowest bit of a byte of its own.
constexpr std::uint64_t spread(std::uint64_t bits) noexcept {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101U;
    const auto apart = ((bits & 0xFFU) * ones) & 0x8040'2010'0804'0201U;
    return ((apart + 0x7F * ones) >> 7U) & ones;
}

/// Of the filters of one measure, the first alone.
std::uint64_t once_a_measure(const counting_plan& plan, std::uint64_t filters) noexcept {
    std::uint64_t counted = 0;
    auto kept = filters;
    for (; filters != 0; filters &= filters - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(filters));
        const auto measure = std::uint64_t{1} << plan.measure_of[bit];
        if ((counted & measure) != 0)
            kept &= ~(std::uint64_t{1} << bit);
        counted |= measure;
    }
    return kept;
}

}  // namespace

void counts::add(std::span<const finding> findings) noexcept {
    // A byte counts a filter, and would run over with the 256th finding.
    constexpr std::size_t most = 255;
    if (findings.empty())
        return;
    for (; findings.size() > most; findings = findings.subspan(most))
        add_few(findings.first(most));
    add_few(findings);
}

void counts::add_few(std::span<const finding> findings) noexcept {
    const auto& plan = data_.counting;
    std::uint64_t filters = 0;
    for (const auto of_severity : plan.by_severity)
        filters |= of_severity;
    const auto groups = (static_cast<std::size_t>(std::bit_width(filters)) + 7) / 8;
    std::array<std::uint64_t, 8> passed{};
    for (const auto& f : findings) {
        const bool open = !f.closed_on || *f.closed_on > event_.on;
        auto passes = plan.by_severity[index(f.severity)] & plan.by_section[index(f.section)] &
                      plan.by_transparency[index(f.transparent)] & plan.by_open[open ? 1 : 0];
        auto wanted = plan.untagged;
        for (auto tags = f.tags; tags != 0; tags &= tags - 1) {
            const auto tag = static_cast<std::size_t>(std::countr_zero(tags));
            wanted |= plan.with_tag[tag];
            passes &= ~plan.without_tag[tag];
        }
        passes &= wanted;
        if ((passes & plan.by_sites) != 0)
            passes &= ~failing_by_sites(f, passes & plan.by_sites);
        if ((passes & plan.shared) != 0)
            passes = (passes & ~plan.shared) | once_a_measure(plan, passes & plan.shared);
        for (std::size_t g = 0; g < groups; ++g)
            passed[g] += spread(passes >> (8 * g));
        for (auto rows = passes & plan.in_sections; rows != 0; rows &= rows - 1) {
            const auto bit = static_cast<std::size_t>(std::countr_zero(rows));
            ++row_[data_.measures[plan.measure_of[bit]].row][index(f.section)];
        }
        if (plan.all_rows)
            for (const auto& m : data_.measures)
                if (m.of == denominator::findings || (m.of == denominator::open_findings && open))
                    ++row_[m.all_row][index(f.section)];
    }
    for (; filters != 0; filters &= filters - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(filters));
        const auto count = passed[bit / 8] >> (8 * (bit % 8)) & 0xFFU;
        total_[plan.measure_of[bit]] += plan.weight[bit] * static_cast<std::int64_t>(count);
    }
}

std::uint64_t counts::failing_by_sites(const finding& f, std::uint64_t filters) const noexcept {
    std::uint64_t failing = 0;
    for (; filters != 0; filters &= filters - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(filters));
        if (!data_.counting.sites[bit].holds(f.sites, event_.sites.value_or(1)))
            failing |= std::uint64_t{1} << bit;
    }
    return failing;
}

counts::share counts::section_share(const measure& m, std::size_t section) const noexcept {
    share s{m.conforming ? 0 : row_[m.row][section], 0, !m.conforming};
    switch (m.of) {
        case denominator::findings:
        case denominator::open_findings:
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
        if (m.conforming && given.conforming) {
            s.part = *given.conforming;
            s.known = true;
        }
    }
    if (s.whole == 0)
        s.known = true;  // nothing of this section counts
    return s;
}

bool counts::over(const measure& m, std::size_t section) const noexcept {
    const auto s = section_share(m, section);
    // Reading R3: nothing applicable, nothing over. A number of conforming checkpoints that the
    // host did not give is none.
    return s.whole != 0 && m.test.holds(s.part, s.whole);
}

counts::share counts::total_share(const measure& m) const noexcept {
    share all{0, 0, true};
    for (std::size_t i = 0; i < data_.sections.size(); ++i) {
        if (((m.sections >> i) & 1U) == 0)
            continue;
        const auto s = section_share(m, i);
        all.part += s.part;
        all.whole += s.whole;
        all.known = all.known && s.known;
    }
    all.known = all.known && all.whole != 0;
    return all;
}

std::size_t counts::rating_of(std::size_t section) const noexcept {
    std::size_t rating = 0;
    for (const auto& given : event_.sections)
        if (index(given.section) == section && given.rating != 0)
            rating = given.rating;
    return rating;
}

std::int64_t counts::of(std::size_t measure_place, const state& s) const noexcept {
    const auto& m = data_.measures[measure_place];
    std::int64_t sections = 0;
    switch (m.kind) {
        case measure_kind::count:
        case measure_kind::share:
            break;
        case measure_kind::held:
            return std::popcount(s.held & m.statuses);
        case measure_kind::sections_where: {
            // Without findings no section is over a limit, which spares the sections' walk.
            const bool rising = !m.conforming && !m.test.below && m.test.at.num > 0;
            if (rising && total_[measure_place] == 0)
                return 0;
            for (std::size_t i = 0; i < data_.sections.size(); ++i)
                if (((m.sections >> i) & 1U) != 0 && (!rising || row_[m.row][i] != 0) && over(m, i))
                    ++sections;
            return sections;
        }
        case measure_kind::sections_rated:
            for (std::size_t i = 0; i < data_.sections.size(); ++i)
                if (((m.sections >> i) & 1U) != 0 && ((m.ratings >> rating_of(i)) & 1U) != 0)
                    ++sections;
            return sections;
        case measure_kind::score: {
            const auto score = m.start + total_[measure_place];
            return m.floor ? std::max(score, *m.floor) : score;
        }
    }
    return total_[measure_place];
}

std::uint32_t class_of(const variable& v, std::int64_t value) noexcept {
    std::uint32_t c = v.first;
    if (v.cuts.size() > 8) {
        const auto beyond = std::partition_point(
            v.cuts.begin(), v.cuts.end(), [value](const cut& k) { return k.at.num <= value; });
        return c + static_cast<std::uint32_t>(beyond - v.cuts.begin());
    }
    for (const auto& k : v.cuts)
        c += k.at.num <= value ? 1 : 0;
    return c;
}

std::uint32_t class_of(const variable& v, const counts::share& s) noexcept {
    if (!s.known)
        return 0;
    std::uint32_t c = v.first;
    for (const auto& k : v.cuts)
        c += rate_test{k.at, !k.strict, false}.holds(s.part, s.whole) ? 1U : 0U;
    return c;
}

std::string value_text(const variable& v, std::int64_t value, std::int64_t whole,
                       std::uint32_t cls) {
    if (v.first == 1 && cls == 0)
        return "unknown";
    return v.ratio ? fmt::format("{} of {}", value, whole) : to_text(lowest_terms(value, v.scale));
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
                if (v.ratio) {
                    const auto share = c.total_share(data.measures[v.ref]);
                    out.value[i] = static_cast<std::int64_t>(share.part);
                    out.whole[i] = static_cast<std::int64_t>(share.whole);
                    out.cls[i] = class_of(v, share);
                    break;
                }
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
