#include "detail/settle.hpp"

#include "detail/exact.hpp"
#include "detail/trees.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

const status_info& info_of(const edition_data& data, status_id s) noexcept {
    return data.statuses[index(s)];
}
const status_terms& terms_of(const edition_data& data, status_id s) noexcept {
    return data.terms_of[index(s)];
}

status_id ending_status(const edition_data& data, const state& s, event_kind kind,
                        date on) noexcept {
    return ending_of(data, s, kind, on).status;
}

void end_one(const edition_data& data, state& s, event_kind kind, date on) noexcept {
    const auto then = ending_status(data, s, kind, on);
    if (kind == event_kind::cycle_expired) {
        if (then == status_id::none || info_of(data, then).track != track::cycle)
            s.audit_cycle.reset();
        else
            s.audit_cycle = cycle{then, on, on, status_id::none};
        return;
    }
    (kind == event_kind::certificate_expired ? s.certificate : s.bar).reset();
    s.after = then;
}

struct ending {
    date on;
    event_kind kind;
};

/// Whether the months from a day on surely end no earlier than on `on`, without a sum.
bool surely_lasts(date from, std::optional<std::int32_t> months, date on) noexcept {
    return !months || on.days() <= from.days() + sure_days(*months);
}

/// Whether a later day, or more months, never give an earlier sum.
bool keeps_order(month_end rule) noexcept {
    return rule == month_end::clamp || rule == month_end::round_up || rule == month_end::snap;
}

bool surely_lasts(const edition_data& data, const cycle& c, date on) noexcept {
    return surely_lasts(c.since, terms_of(data, c.status).months, on) &&
           (!info_of(data, c.status).open ||
            surely_lasts(c.started_on, data.cycle_limit_months, on));
}

/// What ends first of what has ended by the day `on`.
std::optional<ending> next_ending(const edition_data& data, const state& s, date on) noexcept {
    std::optional<ending> first;
    const auto consider = [&](std::optional<date> last, event_kind kind) {
        if (last && (!first || last->plus_days(1) < first->on))
            first = ending{last->plus_days(1), kind};
    };
    if (s.certificate)
        consider(s.certificate->last_day, event_kind::certificate_expired);
    if (s.bar)
        consider(s.bar->last_day, event_kind::bar_ended);
    if (s.audit_cycle && !surely_lasts(data, *s.audit_cycle, on))
        consider(cycle_end(data, *s.audit_cycle), event_kind::cycle_expired);
    return first && first->on <= on ? first : std::nullopt;
}

/// A number of months that a verdict needs.
struct length {
    std::optional<std::int32_t> months;
    bool by_default = false;
    std::optional<error> wrong;
};

bool allowed_months(const fact_info& fact, std::int64_t months) noexcept {
    if (!fact.allowed.empty())
        return std::find(fact.allowed.begin(), fact.allowed.end(), months) != fact.allowed.end();
    return months >= fact.lowest && months <= fact.highest;
}

length length_of(const edition& e, const rule& r, status_id status, const event& ev,
                 const known_facts& facts) {
    const auto& data = e.data();
    const auto& terms = terms_of(data, status);
    const auto* fact = terms.from == fact_id::none ? nullptr : &data.facts[index(terms.from)];
    if (ev.months) {
        if (fact != nullptr && !allowed_months(*fact, *ev.months))
            return {{},
                    false,
                    error{error_code::bad_argument, "months",
                          fmt::format("{} months were given for {}, expected {}", *ev.months,
                                      e.name_of(status), allowed_text(*fact))}};
        return {*ev.months, false, {}};
    }
    if (r.months)
        return {*r.months, false, {}};
    if (fact != nullptr && ((facts.known >> index(terms.from)) & 1U) != 0)
        return {static_cast<std::int32_t>(facts.value[index(terms.from)]), false, {}};
    if (terms.months)
        return {*terms.months, true, {}};
    if (fact != nullptr)
        return {{},
                false,
                error{error_code::missing, fmt::format("facts.{}", fact->id),
                      fmt::format("{} needs its length: {} is unknown, expected {} (months)",
                                  e.name_of(status), fact->id, allowed_text(*fact))}};
    return {};
}

std::optional<error> give_term(const edition& e, const rule& r, status_id status, const event& ev,
                               const known_facts& facts, verdict& v) {
    const auto& data = e.data();
    auto& s = v.next;
    const auto found = length_of(e, r, status, ev, facts);
    if (found.wrong)
        return found.wrong;
    term given{status, ev.on, {}};
    if (found.months) {
        given.last_day = last_valid_day(ev.on, *found.months, data.calendar);
        if (!given.last_day)
            return error{
                error_code::overflow, "on",
                fmt::format("{} months from {} give no day", *found.months, to_string(ev.on))};
    }
    if (found.by_default)
        v.notices = r.notices_by_default;
    s.held |= std::uint64_t{1} << index(status);
    s.audit_cycle.reset();
    if (info_of(data, status).track == track::bar) {
        s.bar = given;
        s.certificate.reset();
        s.visited = answer::unknown;
    } else {
        s.after = status_id::none;
        s.bar.reset();  // only a decision of the programme leads here from within a bar
        s.consecutive = s.last_certificate == status ? static_cast<std::uint16_t>(s.consecutive + 1)
                                                     : std::uint16_t{1};
        s.last_certificate = status;
        s.certificate = given;
        s.visited = answer::no;
    }
    if (given.last_day)
        v.valid = validity{given.first_day, *given.last_day};
    return std::nullopt;
}

/// The cycle with its days and what falls due.
void give_cycle(const edition_data& data, const rule& r, status_id status, status_id award,
                const event& ev, verdict& v) {
    const auto& s = v.next;
    detail::give_cycle(data, r, status, award, ev, v.next);
    if (const auto last = cycle_end(data, *s.audit_cycle))
        v.valid = validity{s.audit_cycle->since, *last};
    const auto& terms = terms_of(data, status);
    if (terms.awaits_award) {
        const auto issued = award == status_id::none ? data.first_certificate : award;
        if (issued != status_id::none)
            v.fees = terms_of(data, issued).award_fees;
    }
}

std::optional<error> assign(const edition& e, const rule& r, status_id status, const event& ev,
                            const known_facts& facts, verdict& v) {
    const auto& data = e.data();
    v.status = status;
    switch (info_of(data, status).track) {
        case track::cycle:
            give_cycle(data, r, status, r.award, ev, v);
            return std::nullopt;
        case track::after:
            v.next.after = status;
            return std::nullopt;
        case track::certificate:
            if (r.keeps_days && v.next.certificate) {
                v.next.certificate->status = status;
                v.next.last_certificate = status;
                v.next.consecutive = 1;
                v.next.held |= std::uint64_t{1} << index(status);
                if (v.next.certificate->last_day)
                    v.valid =
                        validity{v.next.certificate->first_day, *v.next.certificate->last_day};
                return std::nullopt;
            }
            [[fallthrough]];
        case track::bar:
            break;
    }
    return give_term(e, r, status, ev, facts, v);
}

}  // namespace

std::optional<date> cycle_end(const edition_data& data, const cycle& c) noexcept {
    const auto months = terms_of(data, c.status).months;
    const auto own = [&] {
        return months ? last_valid_day(c.since, *months, data.calendar) : std::nullopt;
    };
    if (!data.cycle_limit_months || !info_of(data, c.status).open)
        return own();
    const auto most = *data.cycle_limit_months;
    std::optional<date> last;
    // As many months as the limit, from no earlier day, are no tighter.
    if (months &&
        (*months < most || c.since < c.started_on || !keeps_order(data.calendar.at_month_end))) {
        last = own();
        if (last && surely_lasts(c.started_on, most, *last))
            return last;
    }
    const auto limit = last_valid_day(c.started_on, most, data.calendar);
    return limit && (!last || *limit < *last) ? limit : last;
}

void give_cycle(const edition_data& data, const rule& r, status_id status, status_id award,
                const event& ev, state& s) noexcept {
    const bool open = s.audit_cycle && info_of(data, s.audit_cycle->status).open;
    const bool begins = !info_of(data, status).open || r.starts_cycle || !open;
    if (begins)
        s.audit_cycle = cycle{status, ev.on, ev.on, award};
    else if (s.audit_cycle->status != status)  // only confirmed, it keeps its first day (R12)
        s.audit_cycle = cycle{status, ev.on, s.audit_cycle->started_on, award};
    else
        s.audit_cycle->award = award;
    // An application takes a factory out of what it showed after a bar (R21).
    if (ev.kind == event_kind::applied && s.after != status_id::none &&
        info_of(data, s.after).track == track::bar)
        s.after = status_id::none;
}

ended ending_of(const edition_data& data, const state& s, event_kind kind, date on) noexcept {
    event ev;
    ev.kind = kind;
    ev.on = on;
    const counts none(data, ev);
    reading r;
    read(data, s, ev, none, known_facts{}, r);
    const auto region = region_of(data.trees, kind, r);
    if (region == region_trees::absent)
        return {};
    const auto rule = data.trees.rule_of_region[region];
    return rule == rule_id::none ? ended{} : ended{data.rules[index(rule)].status, rule};
}

void settle_in_place(const edition_data& data, state& s, date on) noexcept {
    // Mostly nothing ran out, which is seen without a sum of months.
    const auto runs = [on](const std::optional<term>& t) {
        return !t || !t->last_day || *t->last_day >= on;
    };
    if (runs(s.certificate) && runs(s.bar) &&
        (!s.audit_cycle || surely_lasts(data, *s.audit_cycle, on)))
        return;
    for (auto next = next_ending(data, s, on); next; next = next_ending(data, s, on))
        end_one(data, s, next->kind, next->on);
}

status_id ran_out_status(const edition_data& data, const state& s) noexcept {
    bool certificate = s.certificate.has_value();
    for (std::size_t i = 0; i < data.statuses.size() && !certificate; ++i)
        certificate = ((s.held >> i) & 1U) != 0 && data.statuses[i].track == track::certificate;
    return certificate ? ending_status(data, s, event_kind::certificate_expired, date{})
                       : status_id::none;
}

std::optional<validity> public_days(const edition_data& data, const state& s, date on) noexcept {
    const auto days = [](date first, std::optional<date> last) {
        return last ? std::optional(validity{first, *last}) : std::nullopt;
    };
    if (s.bar && s.bar->covers(on))
        return days(s.bar->first_day, s.bar->last_day);
    if (s.certificate && s.certificate->covers(on))
        return days(s.certificate->first_day, s.certificate->last_day);
    if (s.audit_cycle)
        return days(s.audit_cycle->since, cycle_end(data, *s.audit_cycle));
    return std::nullopt;
}

std::optional<error> apply(const edition& e, const rule& r, const event& ev,
                           const known_facts& facts, verdict& v) {
    const auto& data = e.data();
    auto& s = v.next;
    if (ev.kind == event_kind::visit_held)
        s.visited = answer::yes;
    if (r.ends_certificate) {
        s.certificate.reset();
        s.visited = answer::unknown;
    }
    switch (r.then) {
        case outcome::refuse:
        case outcome::unchanged:
            return std::nullopt;
        case outcome::assign:
            if (ev.kind >= event_kind::certificate_expired) {
                // Told by the host: it ends what the library would have ended by itself.
                end_one(data, s, ev.kind, ev.on);
                v.status = r.status;
                return std::nullopt;
            }
            return assign(e, r, r.status, ev, facts, v);
        case outcome::award: {
            const auto named = s.audit_cycle ? s.audit_cycle->award : status_id::none;
            return assign(e, r, named == status_id::none ? data.first_certificate : named, ev,
                          facts, v);
        }
        case outcome::decided:
            break;
    }
    // A certificate that needs its fee waits for it, also when the programme decided (R14).
    if (terms_of(data, ev.decision).fee != fee_id::none && data.awaiting != status_id::none) {
        v.status = data.awaiting;
        give_cycle(data, r, data.awaiting,
                   ev.decision == data.first_certificate ? status_id::none : ev.decision, ev, v);
        return std::nullopt;
    }
    return assign(e, r, ev.decision, ev, facts, v);
}

status_id outcome_status(const edition& e, const rule& r, const state& s,
                         const event& ev) noexcept {
    const auto& data = e.data();
    switch (r.then) {
        case outcome::refuse:
            return status_id::none;
        case outcome::assign:
            return r.status;
        case outcome::award: {
            const auto named = s.audit_cycle ? s.audit_cycle->award : status_id::none;
            return named == status_id::none ? data.first_certificate : named;
        }
        case outcome::decided:
            return terms_of(data, ev.decision).fee != fee_id::none &&
                           data.awaiting != status_id::none
                       ? data.awaiting
                       : ev.decision;
        case outcome::unchanged:
            break;
    }
    return public_status(e, s, ev.on);
}

bool can_be(const edition_data& data, const variable& v, std::uint32_t cls) noexcept {
    const auto& fact = data.facts[v.ref];
    if (!v.numeric)
        return cls >= 1 && cls <= fact.values.size();
    if (!fact.allowed.empty())
        return std::any_of(fact.allowed.begin(), fact.allowed.end(),
                           [&](std::int64_t n) { return class_of(v, n) == cls; });
    return class_of(v, fact.lowest) <= cls && cls <= class_of(v, fact.highest);
}

}  // namespace certrules::detail
