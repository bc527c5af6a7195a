#include "detail/workbench/case_space.hpp"

#include "detail/exact.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

namespace certrules::detail {

namespace {

constexpr std::size_t most_collections = 20'000;
constexpr std::size_t most_findings = 12;
constexpr std::size_t most_combinations = 3'000'000;

constexpr std::uint64_t bit(std::size_t i) noexcept {
    return std::uint64_t{1} << i;
}

bool looks_at_findings(event_kind kind) noexcept {
    return kind == event_kind::audit_held || kind == event_kind::audit_reviewed ||
           kind == event_kind::visit_held;
}

}  // namespace

case_space::case_space(const edition& e) : data_(e.data()), on_(e.effective_from().plus_days(400)) {
    if (e.effective_to() && *e.effective_to() < on_)
        on_ = *e.effective_to();
    const auto n = data_.measures.size();
    lowest_.assign(n, 0);
    highest_.assign(n, 0);
    tested_.assign(n, false);
    for (const auto& v : data_.variables) {
        if (v.kind != variable_kind::measure || v.cuts.empty())
            continue;
        tested_[v.ref] = true;
        lowest_[v.ref] = v.cuts.front().at.num - 1;
        highest_[v.ref] = v.cuts.back().at.num + 1;
        const auto& m = data_.measures[v.ref];
        complete_ = complete_ && !v.ratio && !m.conforming && m.kind != measure_kind::score &&
                    m.of != denominator::findings && m.of != denominator::open_findings &&
                    (m.kind != measure_kind::count ||
                     v.cuts.back().at.num <= static_cast<std::int64_t>(most_findings));
    }
    make_atoms();
    collect();
    add_limits();
}

/// The sections that no measure and no number of checkpoints tells apart from this one.
std::uint64_t case_space::alike_sections(std::size_t section) const {
    std::uint64_t alike = 0;
    for (std::size_t s = 0; s < data_.sections.size(); ++s) {
        bool same = data_.sections[s].applicable == data_.sections[section].applicable &&
                    data_.section_terms_of[s].graded == data_.section_terms_of[section].graded;
        for (const auto& m : data_.measures) {
            same = same && ((m.sections >> s) & 1U) == ((m.sections >> section) & 1U);
            for (const auto& f : m.filters)
                same = same && ((f.sections >> s) & 1U) == ((f.sections >> section) & 1U);
        }
        if (same)
            alike |= bit(s);
    }
    return alike;
}

section_count case_space::only_checkpoints(const measure& m, std::size_t section,
                                           std::uint32_t n) const {
    section_count c;
    c.section = static_cast<section_id>(section);
    if (m.of == denominator::graded) {
        c.graded_severity = m.graded;
        c.graded = n;
    } else {
        c.applicable = n;
    }
    return c;
}

std::vector<std::int64_t> case_space::values_of(const collection& c, bool capped) const {
    event ev;
    ev.kind = event_kind::audit_reviewed;
    ev.on = on_;
    ev.findings = c.findings;
    ev.sections = c.sections;
    state s;
    s.held = c.held;
    const counts counted(data_, ev);
    std::vector<std::int64_t> values;
    for (std::size_t m = 0; m < data_.measures.size(); ++m) {
        if (!tested_[m] || data_.measures[m].kind == measure_kind::share) {
            values.push_back(0);
            continue;
        }
        const auto value = counted.of(m, s);
        values.push_back(capped ? std::min(value, highest_[m]) : value);
    }
    return values;
}

void case_space::make_atoms() {
    std::set<std::pair<std::vector<std::int64_t>, std::uint64_t>> seen;
    const auto nothing = values_of({}, false);
    std::uint64_t done = 0;
    for (std::size_t s = 0; s < data_.sections.size(); ++s) {
        if (((done >> s) & 1U) != 0)
            continue;
        const auto alike = alike_sections(s);
        done |= alike;
        const auto consider = [&](const finding& f) {
            collection c;
            c.findings = {f};
            const auto plain = values_of(c, false);
            if (plain != nothing && seen.emplace(plain, 0).second)
                atoms_.push_back({f, false, 0, status_id::none, 0, alike});
            for (std::size_t m = 0; m < data_.measures.size(); ++m) {
                const auto& terms = data_.measures[m];
                if (terms.kind != measure_kind::sections_where || terms.conforming || !tested_[m] ||
                    ((terms.sections >> s) & 1U) == 0)
                    continue;
                c.sections = {only_checkpoints(terms, s, 1)};
                const auto full = values_of(c, false);
                if (full != plain && seen.emplace(full, alike).second)
                    atoms_.push_back({f, true, m, status_id::none, 0, alike});
                c.sections.clear();
            }
        };
        // The plainest finding of each kind comes first, and stands for the others.
        for (std::size_t severity = 0; severity < data_.severities.size(); ++severity)
            for (std::size_t tag = 0; tag <= data_.tags.size(); ++tag)
                for (const auto transparent : {answer::unknown, answer::yes, answer::no})
                    for (const bool closed : {false, true}) {
                        finding f;
                        f.section = static_cast<section_id>(s);
                        f.severity = static_cast<severity_id>(severity);
                        f.tags = tag == 0 ? 0 : bit(tag - 1);
                        f.transparent = transparent;
                        if (closed)
                            f.closed_on = on_.plus_days(-10);
                        consider(f);
                    }
        for (std::size_t rating = 1; rating <= data_.ratings.size(); ++rating)
            atoms_.push_back({{}, false, 0, status_id::none, rating, alike});
    }
    std::uint64_t statuses = 0;
    for (std::size_t m = 0; m < data_.measures.size(); ++m)
        if (data_.measures[m].kind == measure_kind::held && tested_[m])
            statuses |= data_.measures[m].statuses;
    for (std::size_t i = 0; i < data_.statuses.size(); ++i)
        if (((statuses >> i) & 1U) != 0)
            atoms_.push_back({{}, false, 0, static_cast<status_id>(i), 0, 0});
}

bool case_space::add(collection& c, const atom& a, bool apart) const {
    if (a.held != status_id::none) {
        if (((c.held >> index(a.held)) & 1U) != 0)
            return false;
        c.held |= bit(index(a.held));
        return true;
    }
    std::uint64_t told = 0;  // sections with numbers or ratings of their own
    std::uint64_t used = 0;
    for (const auto& s : c.sections)
        told |= bit(index(s.section));
    for (const auto& f : c.findings)
        used |= bit(index(f.section));
    const auto free = a.sections & ~(a.fills_section || a.rating != 0 ? told | used : told);
    if (free == 0 || c.findings.size() >= most_findings)
        return false;
    auto section = static_cast<std::size_t>(std::countr_zero(free));
    if (apart) {
        if ((free & ~used) == 0)
            return false;
        section = static_cast<std::size_t>(std::countr_zero(free & ~used));
    }
    if (a.rating != 0) {
        section_count rated;
        rated.section = static_cast<section_id>(section);
        rated.rating = static_cast<std::uint8_t>(a.rating);
        c.sections.push_back(rated);
        return true;
    }
    auto f = a.one;
    f.section = static_cast<section_id>(section);
    c.findings.push_back(f);
    if (a.fills_section)
        c.sections.push_back(only_checkpoints(data_.measures[a.measure], section, 1));
    return true;
}

/// From none, one more at a time, until nothing new comes that a test could tell.
void case_space::collect() {
    std::set<std::vector<std::int64_t>> seen;
    collection none;
    none.values = values_of(none, true);
    seen.insert(none.values);
    collections_.push_back(std::move(none));
    // Findings beside each other in one section, and one in each: many of them pass the limit of a
    // section's share only where they lie together.
    for (std::size_t i = 0; i < collections_.size(); ++i)
        for (const auto& a : atoms_)
            for (const bool apart : {false, true}) {
                auto next = collections_[i];
                if (!add(next, a, apart))
                    continue;
                next.values = values_of(next, true);
                if (!seen.insert(next.values).second)
                    continue;
                if (collections_.size() >= most_collections) {
                    complete_ = false;
                    return;
                }
                collections_.push_back(std::move(next));
            }
}

/// Sections just under, at and just over the limit of each share.
void case_space::add_limits() {
    for (std::size_t m = 0; m < data_.measures.size(); ++m) {
        const auto& terms = data_.measures[m];
        if (terms.kind != measure_kind::sections_where || !tested_[m] || terms.conforming)
            continue;
        const auto fitting = std::find_if(atoms_.begin(), atoms_.end(), [&](const atom& a) {
            return a.fills_section && a.measure == m;
        });
        if (fitting == atoms_.end() || terms.test.at.den > 1000)
            continue;
        const bool of_findings =
            terms.of == denominator::findings || terms.of == denominator::open_findings;
        const auto& filler = std::find_if(atoms_.begin(), atoms_.end(), [&](const atom& a) {
            return !a.fills_section && a.rating == 0 && a.held == status_id::none &&
                   !a.one.closed_on && a.one.severity != fitting->one.severity;
        });
        for (const auto part : {terms.test.at.num - 1, terms.test.at.num, terms.test.at.num + 1}) {
            if (part < 0 || part > terms.test.at.den || (of_findings && filler == atoms_.end()))
                continue;
            collection c;
            c.special = true;
            const auto section = static_cast<std::size_t>(std::countr_zero(fitting->sections));
            for (std::int64_t i = 0; i < (of_findings ? terms.test.at.den : part); ++i) {
                auto f = i < part ? fitting->one : filler->one;
                f.section = static_cast<section_id>(section);
                c.findings.push_back(f);
            }
            if (!of_findings)
                c.sections.push_back(only_checkpoints(
                    terms, section, static_cast<std::uint32_t>(terms.test.at.den)));
            c.values = values_of(c, true);
            collections_.push_back(c);
            // Beside a status that was held, where the rules ask for one first.
            for (const auto& a : atoms_)
                if (a.held != status_id::none) {
                    auto other = c;
                    if (add(other, a))
                        collections_.push_back(std::move(other));
                    break;
                }
        }
    }
}

/// What the rules of an event make of a class, as a key: classes of one key are alike.
std::uint64_t case_space::signature(event_kind kind, std::size_t variable,
                                    std::uint32_t cls) const {
    std::uint64_t key = 1469598103934665603U;
    const auto mix = [&](std::uint64_t x) { key = (key ^ x) * 1099511628211U; };
    for (std::size_t r = 0; r < data_.rules.size(); ++r) {
        if (((data_.rules[r].events >> static_cast<unsigned>(kind)) & 1U) == 0)
            continue;
        for (const auto& c : data_.rules[r].when)
            if (c.variable == variable)
                mix(r * 2 + (c.accepts(cls) ? 1U : 0U));
    }
    const auto& v = data_.variables[variable];
    if ((v.kind == variable_kind::certificate || v.kind == variable_kind::bar) && cls > 0)
        for (std::size_t m = 0; m < data_.measures.size(); ++m)  // what runs was held
            if (data_.measures[m].kind == measure_kind::held)
                mix(((data_.measures[m].statuses >> (cls - 1)) & 1U) + 1000 * (m + 1));
    return key;
}

std::vector<std::int64_t> case_space::number_options(const variable& v) const {
    std::set<std::int64_t> values;
    const bool fact = v.kind == variable_kind::fact;
    for (const auto& k : v.cuts)
        for (const auto near : {k.at.num - 1, k.at.num, k.at.num + 1})
            values.insert(near);
    std::vector<std::int64_t> options;
    if (fact) {
        const auto& info = data_.facts[v.ref];
        values.insert(info.allowed.empty() ? info.lowest : info.allowed.front());
        options.push_back(-1);
        std::erase_if(values, [&](std::int64_t n) {
            return info.allowed.empty() ? n < info.lowest || n > info.highest
                                        : std::find(info.allowed.begin(), info.allowed.end(), n) ==
                                              info.allowed.end();
        });
    } else {
        values.insert(0);
        std::erase_if(values, [](std::int64_t n) { return n < 0 || n > 1000; });
    }
    options.insert(options.end(), values.begin(), values.end());
    return options;
}

std::vector<case_space::choice> case_space::choices_of(event_kind kind) const {
    std::vector<choice> all;
    const auto wanted = data_.variables_of[static_cast<std::size_t>(kind)];
    bool audit = false, fee = false, decision = false;
    for (std::size_t i = 0; i < data_.variables.size(); ++i) {
        const auto& v = data_.variables[i];
        if (((wanted >> i) & 1U) == 0 || v.kind == variable_kind::measure)
            continue;
        choice c{i, {}};
        audit = audit || v.kind == variable_kind::audit || v.kind == variable_kind::announced;
        fee = fee || v.kind == variable_kind::fee;
        decision = decision || v.kind == variable_kind::decision;
        if (v.numeric) {
            c.options = number_options(v);
        } else {
            // Where none cannot be, it does not stand for the words that rules hold to be like it.
            const bool needed = v.kind == variable_kind::fee || v.kind == variable_kind::decision ||
                                (v.kind == variable_kind::audit && kind == event_kind::audit_held);
            std::set<std::uint64_t> seen;
            for (std::uint32_t cls = needed ? 1 : 0; cls < v.classes; ++cls)
                if (seen.insert(signature(kind, i, cls)).second)
                    c.options.push_back(static_cast<std::int64_t>(cls));
            // Words of one kind can sit on any track; those that fit are tried as well.
            for (std::uint32_t cls = 1; cls < v.classes; ++cls) {
                const auto of_track = [&](track t) { return data_.statuses[cls - 1].track == t; };
                const bool fits =
                    (v.kind == variable_kind::certificate && of_track(track::certificate)) ||
                    (v.kind == variable_kind::cycle && of_track(track::cycle)) ||
                    (v.kind == variable_kind::bar && of_track(track::bar));
                if (fits && std::find(c.options.begin(), c.options.end(),
                                      static_cast<std::int64_t>(cls)) == c.options.end()) {
                    bool alike = false;
                    for (const auto other : c.options)
                        alike = alike || (other > 0 && fits_track(v.kind, other) &&
                                          signature(kind, i, static_cast<std::uint32_t>(other)) ==
                                              signature(kind, i, cls));
                    if (!alike)
                        c.options.push_back(static_cast<std::int64_t>(cls));
                }
            }
        }
        all.push_back(std::move(c));
    }
    // What an event cannot do without, where no rule asks.
    const auto none = data_.variables.size();
    if (kind == event_kind::audit_held && !audit)
        all.push_back({none, {0}});
    if ((kind == event_kind::fee_paid || kind == event_kind::invoice_received) && !fee)
        all.push_back({none + 1, {0}});
    if (kind == event_kind::decision_recorded && !decision) {
        choice c{none + 2, {}};
        for (std::size_t i = 0; i < data_.statuses.size(); ++i)
            c.options.push_back(static_cast<std::int64_t>(i));
        all.push_back(std::move(c));
    }
    return all;
}

void case_space::each(event_kind kind, const std::function<void(const built_case&)>& use) {
    const auto choices = choices_of(kind);
    std::size_t combinations = 1;
    for (const auto& c : choices)
        combinations *= std::max<std::size_t>(c.options.size(), 1);
    const auto wanted = data_.variables_of[static_cast<std::size_t>(kind)];
    std::vector<std::size_t> measures;
    for (std::size_t i = 0; i < data_.variables.size(); ++i)
        if (((wanted >> i) & 1U) != 0 && data_.variables[i].kind == variable_kind::measure)
            measures.push_back(data_.variables[i].ref);

    std::set<std::vector<std::int64_t>> seen;
    std::size_t spent = 0;
    for (const auto& c : collections_) {
        if (!looks_at_findings(kind) && (!c.findings.empty() || !c.sections.empty()))
            continue;
        std::vector<std::int64_t> own;
        for (const auto m : measures)
            own.push_back(std::max(c.values[m], lowest_[m] - 1));  // just below is a boundary
        if (!c.special && !seen.insert(std::move(own)).second)
            continue;
        spent += combinations;
        if (spent > most_combinations) {
            complete_ = false;
            return;
        }
        std::vector<std::size_t> at(choices.size(), 0);
        for (bool more = true; more;) {
            built_case one;
            one.event.kind = kind;
            one.event.on = on_;
            one.findings = c.findings;
            one.sections = c.sections;
            one.state.held = c.held;
            bool fine = true;
            for (std::size_t i = 0; i < choices.size() && fine; ++i)
                fine = apply(choices[i], choices[i].options[at[i]], one);
            if (fine)
                use(one);
            more = false;
            for (std::size_t i = 0; i < choices.size() && !more; ++i) {
                more = ++at[i] < choices[i].options.size();
                if (!more)
                    at[i] = 0;
            }
        }
    }
}

}  // namespace certrules::detail
