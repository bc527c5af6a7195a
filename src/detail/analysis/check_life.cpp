// How statuses begin and end, and whether the bands of tables touch.

#include "detail/analysis/checker.hpp"

#include "detail/class_text.hpp"
#include "detail/settle.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

std::uint64_t bit(status_id s) {
    return s == status_id::none ? 0 : std::uint64_t{1} << index(s);
}

/// The status in the slot of its track.
status_id slot_of(const state& s, track t) {
    switch (t) {
        case track::certificate:
            return s.certificate ? s.certificate->status : status_id::none;
        case track::bar:
            return s.bar ? s.bar->status : status_id::none;
        case track::cycle:
            return s.audit_cycle ? s.audit_cycle->status : status_id::none;
        case track::after:
            break;
    }
    return s.after;
}

}  // namespace

/// Statuses that some rule gives which can fire; and those that only a recorded decision gives.
checker::given_statuses checker::statuses_given() const {
    std::uint64_t given = 0;
    std::uint64_t awarded = bit(data_.first_certificate);
    std::uint64_t decided = 0;
    bool awards = false;
    for (std::size_t i = 0; i < data_.rules.size(); ++i) {
        const auto& r = data_.rules[i];
        if (!fired_[i] && !maybe_fired_[i])
            continue;
        given |= bit(r.status);
        awarded |= bit(r.award);
        awards = awards || r.then == outcome::award;
        if (r.then != outcome::decided)
            continue;
        for (std::size_t s = 0; s < data_.statuses.size(); ++s)
            if (!data_.terms_of[s].former)
                decided |= std::uint64_t{1} << s;
    }
    if (awards)
        given |= awarded;
    return {given, decided & ~given};
}

void checker::check_life() {
    const auto given = statuses_given();
    for (std::size_t s = 0; s < data_.statuses.size(); ++s) {
        const auto id = static_cast<status_id>(s);
        const bool decided = ((given.by_decision >> s) & 1U) != 0;
        if (((given.by_rules >> s) & 1U) != 0 || decided)
            check_way_out(id);
        if (((given.by_rules >> s) & 1U) != 0 || data_.terms_of[s].former)
            continue;
        auto& p = report(problem_kind::unreachable,
                         fmt::format("status {}: no rule gives it{}", edition_.name_of(id),
                                     decided ? ", only a recorded decision can" : ""));
        p.status = id;
    }
}

/// Whether some case of a factory at the status has an answer that passes, of the events wanted.
/// `alone`: and no certificate or bar runs beside it.
bool checker::some_answer_at(status_id s, std::uint32_t events, bool alone,
                             const answer_test& passes) {
    const auto track_of = data_.statuses[index(s)].track;
    for (const auto& part : events_) {
        if (((events >> static_cast<unsigned>(part->space.kind)) & 1U) == 0)
            continue;
        auto box = part->plain->everything();
        class_set here(part->space.frames.size());
        for (std::size_t f = 0; f < part->space.frames.size(); ++f) {
            const auto c = part->space.maker.put(part->space.frames[f], 0, day_);
            const bool shown =
                track_of != track::after || public_status(edition_, c.state, day_) == s;
            const bool beside = alone && (c.state.certificate || c.state.bar);
            if (slot_of(c.state, track_of) == s && shown && !beside)
                here.add(f);
        }
        box.frames &= here;
        if (!box.frames.any())
            continue;
        const auto found = cases_by_rule(
            *part, box, [](rule_id) { return true; }, passes, true);
        if (!found.empty())
            return true;
    }
    return false;
}

void checker::check_way_out(status_id s) {
    const auto& info = data_.statuses[index(s)];
    const auto& terms = data_.terms_of[index(s)];
    const bool ends =
        info.track == track::cycle
            ? cycle_end(data_, {s, day_, day_, status_id::none}).has_value()
            : info.track != track::after && (terms.months || terms.from != fact_id::none);
    const auto before = out_.problems.size();
    const auto none = [&](std::uint32_t events, bool alone, const answer_test& passes) {
        return !some_answer_at(s, events, alone, passes) && out_.problems.size() == before &&
               !work_.out();  // else not decided, and said so
    };
    const auto leaves = [&](rule_id, const side_answer& x) {
        if (!x.given)
            return false;
        return info.track == track::after ? x.given->public_status != s
                                          : slot_of(x.given->next, info.track) != s;
    };
    std::string_view why;
    if (!ends && none(~std::uint32_t{0}, false, leaves)) {
        why = "nothing ends it, and no event leads out of it";
    } else if (info.track == track::cycle && info.open) {
        // An open cycle goes on by what happens to it, also without a certificate beside it. Not
        // counted: what ends it, what the programme decides in its stead, a bar, and a cycle that
        // begins anew.
        std::uint32_t events = 0;
        for (std::size_t k = 1; k < static_cast<std::size_t>(event_kind::certificate_expired); ++k)
            if (static_cast<event_kind>(k) != event_kind::decision_recorded)
                events |= std::uint32_t{1} << k;
        const auto goes_on = [&](rule_id, const side_answer& x) {
            if (!x.given || x.given->next.bar)
                return false;
            const auto& next = x.given->next.audit_cycle;
            return !next || (next->status != s && next->started_on < day_);
        };
        if (none(events, true, goes_on))
            why =
                "it is open, but only its end, a bar, a decision or another cycle leads out of it";
    }
    if (why.empty())
        return;
    auto& p =
        report(problem_kind::no_way_out, fmt::format("status {}: {}", edition_.name_of(s), why));
    p.status = s;
}

/// Certificates without an end, or beyond what their status lasts.
void checker::check_ends() {
    const auto gives_certificate = [&](rule_id id) {
        const auto& r = data_.rules[index(id)];
        return r.then == outcome::award || r.then == outcome::decided ||
               (r.then == outcome::assign &&
                data_.statuses[index(r.status)].track == track::certificate);
    };
    const auto too_long = [&](rule_id id, const side_answer& a) {
        if (!a.given || !a.given->next.certificate)
            return false;
        const auto& r = data_.rules[index(id)];
        const auto& c = *a.given->next.certificate;
        const auto& status = data_.statuses[index(a.given->status)];
        if (status.track != track::certificate || c.status != a.given->status)
            return false;
        if (!c.last_day)
            return true;
        const auto& terms = data_.terms_of[index(c.status)];
        const auto months = r.months ? r.months : terms.months;
        if (!months || terms.from != fact_id::none || r.then == outcome::decided)
            return false;
        const auto last = last_valid_day(day_, *months, data_.calendar);
        return last && *c.last_day > *last;
    };
    for (const auto& part : events_) {
        if (part->space.kind >= event_kind::certificate_expired)
            continue;
        const auto found =
            cases_by_rule(*part, part->plain->everything(), gives_certificate, too_long, false);
        for (const auto& [rule, where] : found) {
            problem p;
            p.kind = problem_kind::no_end;
            p.message = fmt::format(
                "rule {} (line {}): gives a certificate without an end, or for longer "
                "than its status lasts",
                edition_.name_of(rule), data_.rule_infos[index(rule)].line);
            p.rule = rule;
            if (show(p, *part, where, rule))
                out_.problems.push_back(std::move(p));
        }
    }
}

void checker::check_bands() {
    for (const auto& side : data_.bands) {
        const auto& v = data_.variables[side.variable];
        if (!v.numeric)
            continue;
        const auto covered = [&](std::uint32_t c) {
            return ((side.classes[c / 64] >> (c % 64)) & 1U) != 0;
        };
        std::uint32_t low = v.classes;
        std::uint32_t high = 0;
        for (std::uint32_t c = v.first; c < v.classes; ++c)
            if (covered(c)) {
                low = std::min(low, c);
                high = c;
            }
        std::vector<bool> hole(v.classes);
        bool any = false;
        for (auto c = low; c < high; ++c) {
            hole[c] = !covered(c);
            any = any || hole[c];
        }
        if (!any)
            continue;
        // A value between two bands is one that some case has.
        rule probe;
        std::vector<std::uint64_t> bits((v.classes + 63) / 64);
        for (std::uint32_t c = 0; c < v.classes; ++c)
            if (hole[c])
                bits[c / 64] |= std::uint64_t{1} << (c % 64);
        const condition test{side.variable, bits, {}};
        probe.when = {&test, 1};
        for (const auto& part : events_) {
            if (((variables_heard(data_, part->space.kind) >> side.variable) & 1U) == 0)
                continue;
            situation_finder finder(*part->plain, {day_}, 0);
            auto how = searched::none;
            const auto found =
                smallest_in(*part, finder, part->plain->box_of(probe), rule_id::none, how);
            if (how == searched::undecided)
                undecided(part->space.kind, "whether bands leave values out");
            if (!found)
                continue;
            bool refused = false;
            problem p;
            p.kind = problem_kind::bands;
            p.message = fmt::format("rule {}: {} between its bands belongs to none: {}", side.rule,
                                    v.name, bounds_text(data_, v, hole));
            show_answered(p, *part, finder, probe, *found, refused);
            if (refused)
                p.message += "; each such case is refused";
            for (std::size_t i = 0; i < data_.rules.size(); ++i)
                if (p.rule == rule_id::none && data_.rule_infos[i].id.starts_with(side.rule))
                    p.rule = static_cast<rule_id>(i);
            out_.problems.push_back(std::move(p));
            break;
        }
    }
}

}  // namespace certrules::detail
