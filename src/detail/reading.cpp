#include "detail/reading.hpp"

#include "detail/counting.hpp"
#include "detail/exact.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>

namespace certrules::detail {

namespace {

/// Of mostly few: without the call that the oldest processors' `std::popcount` is.
std::int64_t bits_in(std::uint64_t set) noexcept {
    std::int64_t n = 0;
    for (; set != 0; set &= set - 1)
        ++n;
    return n;
}

}  // namespace

counts::counts(const edition_data& data, const event& ev) noexcept : counts(data, ev, none{}) {
    add(ev.findings);
}

counts::counts(const edition_data& data, const event& ev, none) noexcept : data_(data), event_(ev) {
    std::fill_n(total_.begin(), data.measures.size(), std::int64_t{0});
    for (std::size_t r = 0; r < data.counting.rows; ++r)
        std::fill_n(row_[r].begin(), data.sections.size(), 0U);
}

std::uint64_t counts::once_a_measure(std::uint64_t filters) const noexcept {
    std::uint64_t counted = 0;
    auto kept = filters;
    for (; filters != 0; filters &= filters - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(filters));
        const auto measure = std::uint64_t{1} << data_.counting.measure_of[bit];
        if ((counted & measure) != 0)
            kept &= ~(std::uint64_t{1} << bit);
        counted |= measure;
    }
    return kept;
}

void counts::add(std::span<const finding> findings) noexcept {
    static_cast<void>(add_checked(cpp_findings(findings, event_.on, finding_limits(data_, event_)),
                                  findings.size()));
}

void counts::add_all_rows(std::size_t section, bool open) noexcept {
    for (const auto& m : data_.measures)
        if (m.of == denominator::findings || (m.of == denominator::open_findings && open))
            ++row_[m.all_row][section];
}

std::uint64_t counts::failing_by_sites(std::uint32_t sites, std::uint64_t filters) const noexcept {
    std::uint64_t failing = 0;
    for (; filters != 0; filters &= filters - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(filters));
        if (!data_.counting.sites[bit].holds(sites, event_.sites.value_or(1)))
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
            return bits_in(s.held & m.statuses);
        case measure_kind::sections_where: {
            // With few or no findings no section is over a limit, which spares the sections' walk.
            if (!m.fewest.empty() && event_.sections.empty()) {
                if (total_[measure_place] < std::int64_t{m.least_fewest})
                    return 0;
                for (std::size_t i = 0; i < m.fewest.size(); ++i)
                    sections += row_[m.row][i] >= m.fewest[i] ? 1 : 0;
                return sections;
            }
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
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(id) + 1);
}

}  // namespace

std::uint32_t class_of_place(const edition_data& data, variable_kind kind, const state& s,
                             const event& ev) noexcept {
    switch (kind) {
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

void read(const edition_data& data, const state& s, const event& ev, const counts& c,
          const known_facts& facts, reading& out) noexcept {
    const auto& plan = data.reading_of[static_cast<std::size_t>(ev.kind)];
    for (const auto& step : plan.counts) {
        const auto value = c.total_[step.ref];
        out.value[step.variable] = value;
        out.cls[step.variable] = step.class_of(value);
    }
    for (const auto& step : plan.held) {
        const auto value = bits_in(s.held & data.measures[step.ref].statuses);
        out.value[step.variable] = value;
        out.cls[step.variable] = step.class_of(value);
    }
    for (const auto& step : plan.measures) {
        const std::size_t i = step.variable;
        const auto& v = data.variables[i];
        if (v.ratio) {
            const auto share = c.total_share(data.measures[step.ref]);
            out.value[i] = static_cast<std::int64_t>(share.part);
            out.whole[i] = static_cast<std::int64_t>(share.whole);
            out.cls[i] = class_of(v, share);
        } else {
            const auto value = c.of(step.ref, s);
            out.value[i] = value;
            out.cls[i] = step.few_cuts ? step.class_of(value) : class_of(v, value);
        }
    }
    for (const auto& step : plan.words) {
        const auto known = static_cast<std::uint32_t>(facts.known >> step.ref & 1U);
        const auto value = facts.value[step.ref];  // of no meaning where it is not known
        out.value[step.variable] = value;
        out.cls[step.variable] = (static_cast<std::uint32_t>(value) + 1) & (0U - known);
    }
    for (const auto& step : plan.numbers) {
        const std::size_t i = step.variable;
        out.cls[i] = 0;
        if (const auto& v = data.variables[i]; v.kind == variable_kind::consecutive) {
            out.value[i] = s.consecutive;
            out.cls[i] = class_of(v, out.value[i]);
        } else if (((facts.known >> step.ref) & 1U) != 0) {
            out.value[i] = facts.value[step.ref];
            out.cls[i] = class_of(v, out.value[i]);
        }
    }
    for (const auto& step : plan.places)
        out.cls[step.variable] = class_of_place(data, static_cast<variable_kind>(step.ref), s, ev);
}

}  // namespace certrules::detail
