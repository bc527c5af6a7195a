#include "detail/analysis/frames.hpp"

#include "certrules/calendar.hpp"
#include "certrules/limits.hpp"
#include "detail/analysis/finding_space.hpp"
#include "detail/edition_data.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

namespace certrules::detail {

namespace {

bool hears(const rule& r, event_kind kind) {
    return ((r.events >> static_cast<unsigned>(kind)) & 1U) != 0;
}

std::uint64_t bit(status_id s) {
    return s == status_id::none ? 0 : std::uint64_t{1} << index(s);
}

}  // namespace

frame_maker::frame_maker(const edition& a, const edition& b, const common_words& words,
                         event_kind kind)
    : edition_{&a, &b}, data_{&a.data(), &b.data()}, words_(words), kind_(kind) {}

bool frame_maker::reads(variable_kind kind) const noexcept {
    for (const auto* data : data_) {
        auto used = variables_heard(*data, kind_);
        for (; used != 0; used &= used - 1)
            if (data->variables[static_cast<std::size_t>(std::countr_zero(used))].kind == kind)
                return true;
    }
    return false;
}

/// Of words that no condition of the event tells apart, the first stands for all.
std::vector<audit_id> frame_maker::audits() const {
    std::vector<audit_id> out;
    if (kind_ == event_kind::audit_reviewed)
        out.push_back(audit_id::none);
    const bool read = reads(variable_kind::audit) || reads(variable_kind::announced);
    if (kind_ != event_kind::audit_held && (kind_ != event_kind::audit_reviewed || !read))
        return {audit_id::none};
    std::set<std::vector<bool>> seen;
    for (const auto& pair : words_.audits) {
        std::vector<bool> key;
        for (int i = 0; i < 2; ++i) {
            const auto place = i == 0 ? pair.first : pair.second;
            for (const auto& r : data_[i]->rules)
                for (const auto& c : r.when) {
                    if (!hears(r, kind_))
                        continue;
                    const auto kind = data_[i]->variables[c.variable].kind;
                    if (kind == variable_kind::audit)
                        key.push_back(c.accepts(place + 1U));
                    if (kind == variable_kind::announced)
                        key.push_back(c.accepts(data_[i]->audits[place].announced ? 2U : 1U));
                }
        }
        if (seen.insert(std::move(key)).second)
            out.push_back(static_cast<audit_id>(pair.first));
    }
    return out;
}

std::vector<fee_id> frame_maker::fees() const {
    if (kind_ != event_kind::fee_paid && kind_ != event_kind::invoice_received)
        return {fee_id::none};
    std::vector<fee_id> out;
    std::set<std::vector<bool>> seen;
    for (const auto& pair : words_.fees) {
        std::vector<bool> key;
        for (int i = 0; i < 2; ++i)
            for (const auto& r : data_[i]->rules)
                for (const auto& c : r.when)
                    if (hears(r, kind_) &&
                        data_[i]->variables[c.variable].kind == variable_kind::fee)
                        key.push_back(c.accepts((i == 0 ? pair.first : pair.second) + 1U));
        if (seen.insert(std::move(key)).second)
            out.push_back(static_cast<fee_id>(pair.first));
    }
    return out;
}

std::vector<status_id> frame_maker::on_track(track t) const {
    std::vector<status_id> out;
    for (const auto& [a, b] : words_.statuses)
        if (data_[0]->statuses[a].track == t && data_[1]->statuses[b].track == t)
            out.push_back(static_cast<status_id>(a));
    return out;
}

/// What is shown when nothing runs: what the endings give.
std::vector<status_id> frame_maker::afters() const {
    std::set<std::size_t> found;
    for (const auto s : on_track(track::after))
        found.insert(index(s));
    for (int i = 0; i < 2; ++i)
        for (const auto& r : data_[i]->rules)
            if (r.status != status_id::none &&
                (hears(r, event_kind::certificate_expired) || hears(r, event_kind::bar_ended))) {
                const auto here = i == 0 ? r.status : words_.status_in(0, r.status);
                if (here != status_id::none && words_.status_in(1, here) != status_id::none)
                    found.insert(index(here));
            }
    std::vector<status_id> out{status_id::none};
    for (const auto s : found)
        out.push_back(static_cast<status_id>(s));
    return out;
}

/// Sets of statuses that were held, as far as a measure can tell, and whether there was a
/// certificate at all.
std::vector<std::uint64_t> frame_maker::held_sets() const {
    std::map<std::vector<bool>, std::vector<status_id>> classes;
    std::int64_t most = 1;
    bool counted = false;
    for (const auto& [a, b] : words_.statuses) {
        const auto t = data_[0]->statuses[a].track;
        if (t != track::certificate && t != track::bar)
            continue;
        std::vector<bool> key{t == track::certificate};
        bool any = t == track::certificate;
        for (int i = 0; i < 2; ++i) {
            auto used = variables_heard(*data_[i], kind_);
            for (; used != 0; used &= used - 1) {
                const auto& v =
                    data_[i]->variables[static_cast<std::size_t>(std::countr_zero(used))];
                if (v.kind != variable_kind::measure ||
                    data_[i]->measures[v.ref].kind != measure_kind::held)
                    continue;
                counted = true;
                key.push_back(((data_[i]->measures[v.ref].statuses >> (i == 0 ? a : b)) & 1U) != 0);
                any = any || key.back();
                if (!v.cuts.empty())
                    most = std::max(most, v.cuts.back().at.num);
            }
            // The latest certificate was held: one of each kind that the rules tell apart.
            for (const auto& r : data_[i]->rules)
                for (const auto& c : r.when)
                    if (hears(r, kind_) &&
                        data_[i]->variables[c.variable].kind == variable_kind::last_certificate) {
                        counted = true;
                        key.push_back(c.accepts((i == 0 ? a : b) + 1U));
                    }
        }
        if (any)
            classes[key].push_back(static_cast<status_id>(a));
    }
    std::vector<std::uint64_t> out{0};
    for (const auto& [key, members] : classes) {
        if (!counted && out.size() > 1)
            break;  // one certificate held is like another
        const auto now = out;
        std::uint64_t more = 0;
        for (std::size_t n = 0; n < members.size() && static_cast<std::int64_t>(n) < most; ++n) {
            more |= bit(members[n]);
            for (const auto set : now)
                out.push_back(set | more);
            if (out.size() > bounds::frames)
                return out;
        }
    }
    return out;
}

/// Numbers of certificates in a row that the rules tell apart; 1 and more.
std::vector<std::uint16_t> frame_maker::runs() const {
    std::set<std::uint16_t> found{1};
    for (const auto* data : data_)
        for (const auto& v : data->variables)
            if (v.kind == variable_kind::consecutive)
                for (const auto& c : v.cuts)
                    if (c.at.num >= 1 && c.at.num <= 65535)
                        found.insert(static_cast<std::uint16_t>(c.at.num));
    return {found.begin(), found.end()};
}

std::vector<std::optional<std::int32_t>> frame_maker::lengths(status_id decision) const {
    if (kind_ != event_kind::decision_recorded)
        return {std::nullopt};
    std::set<std::int32_t> found{1};
    for (int i = 0; i < 2; ++i) {
        const auto s = i == 0 ? decision : words_.status_in(1, decision);
        const auto from = data_[i]->terms_of[index(s)].from;
        if (from == fact_id::none)
            continue;
        const auto& f = data_[i]->facts[index(from)];
        for (const auto edge : {f.lowest, f.highest})
            for (const auto n : {edge - 1, edge, edge + 1})
                if (n >= 1 && n <= limits::months)
                    found.insert(static_cast<std::int32_t>(n));
        for (const auto n : f.allowed)
            if (n >= 1 && n <= limits::months)
                found.insert(static_cast<std::int32_t>(n));
    }
    std::vector<std::optional<std::int32_t>> out{std::nullopt};
    out.insert(out.end(), found.begin(), found.end());
    return out;
}

bool frame_maker::uses_award() const noexcept {
    for (const auto* data : data_)
        for (const auto& r : data->rules)
            if (hears(r, kind_) && r.then == outcome::award)
                return true;
    return false;
}

std::optional<std::vector<frame>> frame_maker::make() const {
    std::vector<frame> out;
    bool too_many = false;
    const auto held = held_sets();
    const bool reads_visit = reads(variable_kind::visit);
    const bool reads_last =
        reads(variable_kind::last_certificate) || reads(variable_kind::consecutive);
    const auto row = runs();
    const auto certificates = on_track(track::certificate);
    std::uint64_t all_certificates = 0;
    for (const auto s : certificates)
        all_certificates |= bit(s);

    const auto add = [&](frame f) {
        f.size += static_cast<std::uint32_t>(
            int{f.certificate != status_id::none} + int{f.cycle != status_id::none} +
            int{f.bar != status_id::none} + int{f.after != status_id::none} +
            int{f.award != status_id::none} + int{f.visited != answer::unknown} +
            int{f.audit != audit_id::none} + int{f.months.has_value()} +
            std::popcount(f.held & ~(bit(f.certificate) | bit(f.bar))) +
            (f.consecutive > 1 ? 1 : 0));
        too_many = too_many || out.size() >= bounds::frames;
        if (!too_many)
            out.push_back(f);
    };
    /// What was held before, visits and certificates in a row.
    const auto with_past = [&](const frame& base) {
        for (const auto set : held) {
            auto f = base;
            f.held = set | bit(f.certificate) | bit(f.bar);
            if (f.held == set && (bit(f.certificate) | bit(f.bar)) != 0 && set != 0 &&
                std::find(held.begin(), held.end(), set & ~(bit(f.certificate) | bit(f.bar))) !=
                    held.end())
                continue;  // the same as without: what runs was held anyway
            const auto past = f.held & all_certificates;
            for (const auto visited : {answer::unknown, answer::no, answer::yes}) {
                if (visited != answer::unknown &&
                    (!reads_visit || f.certificate == status_id::none))
                    break;
                f.visited = visited;
                if (past == 0) {
                    f.last = status_id::none;
                    f.consecutive = 0;
                    add(f);
                    continue;
                }
                for (const auto last : certificates) {
                    if ((bit(last) & past) == 0 ||
                        (f.certificate != status_id::none && last != f.certificate))
                        continue;
                    f.last = last;
                    for (const auto n : row) {
                        f.consecutive = n;
                        add(f);
                        if (!reads_last)
                            break;
                    }
                    if (!reads_last)
                        break;
                }
            }
        }
    };
    const auto with_cycle = [&](const frame& base) {
        with_past(base);
        for (const auto cycle : on_track(track::cycle)) {
            auto f = base;
            f.cycle = cycle;
            with_past(f);
            const auto other = words_.status_in(1, cycle);
            if (!uses_award() || !(data_[0]->terms_of[index(cycle)].awaits_award ||
                                   data_[1]->terms_of[index(other)].awaits_award))
                continue;
            for (const auto award : certificates) {
                f.award = award;
                with_past(f);
            }
        }
    };
    const auto with_rest = [&](const frame& base) {
        for (const auto after : afters()) {
            auto f = base;
            f.after = after;
            with_cycle(f);
            for (const auto bar : on_track(track::bar)) {
                auto barred = f;
                barred.bar = bar;
                with_cycle(barred);
            }
        }
        for (const auto certificate : certificates) {
            auto f = base;
            f.certificate = certificate;
            with_cycle(f);
        }
    };
    for (const auto audit : audits())
        for (const auto fee : fees()) {
            frame f;
            f.audit = audit;
            f.fee = fee;
            if (kind_ != event_kind::decision_recorded) {
                with_rest(f);
                continue;
            }
            for (const auto& [a, b] : words_.statuses) {
                if (data_[0]->terms_of[a].former || data_[1]->terms_of[b].former)
                    continue;
                f.decision = static_cast<status_id>(a);
                for (const auto& months : lengths(f.decision)) {
                    f.months = months;
                    with_rest(f);
                }
            }
        }
    if (too_many)
        return std::nullopt;
    std::stable_sort(out.begin(), out.end(),
                     [](const frame& a, const frame& b) { return a.size < b.size; });
    return out;
}

framed_case frame_maker::put(const frame& f, int i, date on) const {
    const auto status = [&](status_id s) { return i == 0 ? s : words_.status_in(1, s); };
    const auto other = [](const std::vector<word_pair>& pairs, auto id) {
        for (const auto& [a, b] : pairs)
            if (index(id) == a)
                return static_cast<decltype(id)>(b);
        return id;
    };
    framed_case c;
    auto& s = c.state;
    // Under way for some days where the status lasts so long; the days are those of edition 0, so
    // that both answer the same case.
    const auto term_of = [&](status_id here) {
        const auto& terms = data_[0]->terms_of[index(here)];
        auto months = terms.months;
        if (!months && terms.from != fact_id::none) {
            const auto& fact = data_[0]->facts[index(terms.from)];
            months = static_cast<std::int32_t>(fact.allowed.empty() ? fact.lowest
                                                                    : fact.allowed.front());
        }
        term t;
        t.status = status(here);
        t.first_day = months && *months < 2 ? on : on.plus_days(-30);
        t.last_day = months ? last_valid_day(t.first_day, *months, data_[0]->calendar)
                            : std::optional(on.plus_days(200));
        if (f.last_days) {
            const auto first = add_months(on, months ? -*months : -1, month_end::clamp);
            t.first_day = first.value_or(on);
            t.last_day = on;
        }
        if (!t.last_day || *t.last_day < on)
            t.last_day = on.plus_days(200);
        return t;
    };
    if (f.certificate != status_id::none)
        s.certificate = term_of(f.certificate);
    if (f.bar != status_id::none)
        s.bar = term_of(f.bar);
    if (f.cycle != status_id::none) {
        const auto since = f.cycle_before ? on.plus_days(-20) : on;
        const auto started = f.cycle_age == 0
                                 ? since
                                 : add_months(on, -f.cycle_age, month_end::clamp).value_or(since);
        s.audit_cycle = cycle{status(f.cycle), since, std::min(started, since), status(f.award)};
    }
    s.after = status(f.after);
    s.last_certificate = status(f.last);
    s.consecutive = f.consecutive;
    s.visited = f.visited;
    for (auto set = f.held; set != 0; set &= set - 1)
        s.held |= bit(status(static_cast<status_id>(std::countr_zero(set))));
    c.event.kind = kind_;
    c.event.on = on;
    c.event.decision = status(f.decision);
    c.event.months = f.months;
    c.event.audit = i == 0 || f.audit == audit_id::none ? f.audit : other(words_.audits, f.audit);
    c.event.fee = i == 0 || f.fee == fee_id::none ? f.fee : other(words_.fees, f.fee);
    return c;
}

}  // namespace certrules::detail
