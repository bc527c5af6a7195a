// Each step here is the step of `fold` of the same name, for one edition and without texts; the
// property test of history columns holds the two against each other.

#include "detail/columns/number_fold.hpp"

#include "certrules/decide.hpp"
#include "certrules/limits.hpp"
#include "detail/history_check.hpp"
#include "detail/settle.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace certrules::detail {

namespace {

using words = number_words;

// Ids are sought one by one up to so many findings of a cycle.
constexpr std::size_t most_findings = 64;

// No length that an edition can ask for, counted from here, leaves the calendar.
constexpr date first_day_told = date::from_civil(1950, 1, 1);
constexpr date last_day_told = date::from_civil(2400, 1, 1);

constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();

constexpr std::uint32_t bit_of(event_kind kind) noexcept {
    return 1U << static_cast<unsigned>(kind);
}
constexpr std::uint32_t with_word = bit_of(event_kind::audit_held) | bit_of(event_kind::fee_paid) |
                                    bit_of(event_kind::invoice_received) |
                                    bit_of(event_kind::finding_closed) |
                                    bit_of(event_kind::decision_recorded);
constexpr std::uint32_t with_findings =
    bit_of(event_kind::audit_held) | bit_of(event_kind::visit_held);
constexpr std::uint32_t words_of_checks = bit_of(event_kind::visit_contacted) |
                                          bit_of(event_kind::visit_declined) |
                                          bit_of(event_kind::audit_declined);

constexpr bool among(std::uint32_t kinds, event_kind kind) noexcept {
    return (kinds & bit_of(kind)) != 0;
}

std::size_t place_in(const std::vector<finding>& list, std::string_view id) noexcept {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].id == id)
            return i;
    return list.size();
}

bool has(const std::vector<finding>& list, std::string_view id) noexcept {
    return !id.empty() && place_in(list, id) != list.size();
}

bool is_open_on(const finding& f, date on) noexcept {
    return !f.closed_on || *f.closed_on > on;
}

}  // namespace

number_fold::number_fold(const book& b, const history_columns& c, date on,
                         std::optional<date> known)
    : book_(b), columns_(c), on_(on), until_(known.value_or(last_supported_day)) {
    const auto is_told = [](date d) { return d >= first_day_told && d <= last_day_told; };
    usable_ = is_told(on) && (!known || is_told(*known)) && c.holidays.size() <= most_holidays;
}

bool number_fold::one_edition(date first, date last) {
    if (edition_ != nullptr && from_ <= first && last <= to_)
        return true;
    if (first < first_day_told || last > last_day_told || last < first)
        return false;
    // The edition in force is that of the latest start: the same on both days, it is between.
    const auto* e = book_.in_force(first);
    if (e == nullptr || e != book_.in_force(last) ||
        e->calendar().at_month_end == month_end::reject)
        return false;
    from_ = e == edition_ ? std::min(from_, first) : first;
    to_ = e == edition_ ? std::max(to_, last) : last;
    if (e == edition_)
        return true;
    edition_ = e;
    data_ = &e->data();
    words_.use(*e);
    steps_ = &steps_of_.try_emplace(e, *data_).first->second;
    newest_ = e == &book_.latest() && data_->check_window_months >= 0;
    ev_.findings = {};
    const counts none(*data_, ev_);
    for (std::size_t i = 0; i < data_->variables.size(); ++i) {
        const auto& v = data_->variables[i];
        if (v.kind == variable_kind::measure)
            class_of_none_[i] = v.ratio ? class_of(v, none.total_share(data_->measures[v.ref]))
                                        : class_of(v, none.of(v.ref, state{}));
    }
    facts_set_ = {};
    for (std::size_t i = 0; i < data_->fact_events.size(); ++i)
        facts_set_[static_cast<std::size_t>(data_->fact_events[i])] |= std::uint64_t{1} << i;
    return true;
}

// ---------------------------------------------------------------------------- form

/// What the check of a history asks of every event, and a little more.
bool number_fold::has_form(std::size_t row) const {
    const auto kind = columns_.kind[row];
    if (kind < event_kind::applied || kind > event_kind::decision_recorded)
        return false;
    if (among(with_word, kind) && word_at(row).empty())
        return false;
    if (!columns_.months.empty() &&
        (columns_.months[row] < 0 || columns_.months[row] > limits::months))
        return false;
    const auto findings = items_of(columns_.findings, columns_.findings_end, row);
    if (findings.empty())
        return true;
    if (!among(with_findings, kind) || findings.size() > most_findings)
        return false;
    for (std::size_t k = 1; k < findings.size(); ++k)
        for (std::size_t j = 0; j < k; ++j)
            if (findings[j].id == findings[k].id && !findings[k].id.empty())
                return false;
    return true;
}

/// Of an event that does not count: whether the edition knows all that it says.
bool number_fold::words_known(std::size_t row) {
    const auto kind = columns_.kind[row];
    const auto of = kind == event_kind::audit_held          ? words::audit
                    : kind == event_kind::fee_paid          ? words::fee
                    : kind == event_kind::invoice_received  ? words::fee
                    : kind == event_kind::decision_recorded ? words::status
                                                            : words::nothing;
    if (of != words::nothing && words_.number(word_at(row), of) == words::none)
        return false;
    finding f;
    for (const auto& given : items_of(columns_.findings, columns_.findings_end, row))
        if (!words_.to_number(given, f))
            return false;
    fact_value value;
    bool known = false;
    for (const auto& given : items_of(columns_.facts, columns_.facts_end, row))
        if (!words_.to_number(given, value, known))
            return false;
    return true;
}

// ----------------------------------------------------------------------------- time

bool number_fold::is_open() const noexcept {
    const auto& c = v_.next.audit_cycle;
    return c && data_->statuses[index(c->status)].open;
}

/// A day up to which nothing ends, without a sum of months.
void number_fold::bound() noexcept {
    auto until = never;
    const auto& s = v_.next;
    const auto sooner = [&](std::int32_t day) { until = std::min(until, day); };
    if (s.certificate && s.certificate->last_day)
        sooner(s.certificate->last_day->days());
    if (s.bar && s.bar->last_day)
        sooner(s.bar->last_day->days());
    if (const auto& c = s.audit_cycle) {
        if (const auto months = data_->terms_of[index(c->status)].months)
            sooner(c->since.days() + sure_days(*months));
        if (data_->cycle_limit_months && data_->statuses[index(c->status)].open)
            sooner(c->started_on.days() + sure_days(*data_->cycle_limit_months));
    }
    sure_until_ = until;
}

void number_fold::run_to(date on) {
    while (on.days() > sure_until_) {
        const auto& s = v_.next;
        std::optional<date> last;
        auto kind = event_kind::certificate_expired;
        const auto consider = [&](std::optional<date> day, event_kind of) {
            if (day && (!last || *day < *last)) {
                last = day;
                kind = of;
            }
        };
        if (s.certificate)
            consider(s.certificate->last_day, event_kind::certificate_expired);
        if (s.bar)
            consider(s.bar->last_day, event_kind::bar_ended);
        if (s.audit_cycle)
            consider(cycle_end(*data_, *s.audit_cycle), event_kind::cycle_expired);
        if (!last || *last >= on) {
            sure_until_ = last ? last->days() : never;
            return;
        }
        end(kind, last->plus_days(1));
        bound();
    }
}

void number_fold::end(event_kind kind, date on) {
    auto& s = v_.next;
    const bool was_open = is_open();
    const auto then = ending_of(*data_, s, kind, on).status;
    if (kind != event_kind::cycle_expired) {
        (kind == event_kind::certificate_expired ? s.certificate : s.bar).reset();
        s.after = then;
    } else if (then == status_id::none || data_->statuses[index(then)].track != track::cycle) {
        s.audit_cycle.reset();
    } else {
        s.audit_cycle = cycle{then, on, s.audit_cycle->started_on, status_id::none};
    }
    if (was_open && !is_open())
        carried_.known = 0;
}

// ------------------------------------------------------------------------ an event

bool number_fold::may_check(event_kind kind) noexcept {
    return among(words_of_checks | with_findings, kind);
}

bool number_fold::findings_of(const moment& m) {
    found_.clear();
    const auto given = items_of(columns_.findings, columns_.findings_end, m.row);
    if (cycle_findings_.size() + given.size() > most_findings ||
        check_findings_.size() + given.size() > most_findings)
        return false;
    const bool same_check = checked_ == certificates_ + 1;
    const bool joins_cycle = m.was_open && !m.starts_cycle;
    for (const auto& one : given) {
        const bool taken =
            m.visits
                ? has(cycle_findings_, one.id) || (same_check && has(check_findings_, one.id))
                : has(check_findings_, one.id) || (joins_cycle && has(cycle_findings_, one.id));
        if (taken || !words_.to_number(one, found_.emplace_back()))
            return false;
    }
    return true;
}

bool number_fold::facts_of(const moment& m) {
    const bool carries = m.kind == event_kind::applied ? false
                         : m.check                     ? m.was_open
                         : m.starts_cycle              ? !m.was_open
                                                       : true;
    given_facts_.clear();
    const auto given = items_of(columns_.facts, columns_.facts_end, m.row);
    if (given.empty() && (carries || carried_.known == 0)) {
        known_ = &carried_;
        return true;
    }
    joined_.known = carries ? carried_.known : 0;
    for (auto rest = joined_.known; rest != 0; rest &= rest - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(rest));
        joined_.value[i] = carried_.value[i];
    }
    for (const auto& one : given) {
        auto& [value, known] = given_facts_.emplace_back();
        if (!words_.to_number(one, value, known))
            return false;
        const auto bit = std::uint64_t{1} << index(value.fact);
        joined_.known = known ? joined_.known | bit : joined_.known & ~bit;
        joined_.value[index(value.fact)] = value.value;
    }
    known_ = &joined_;
    return true;
}

/// Puts the event in numbers.
bool number_fold::prepare(moment& m) {
    m.was_open = is_open();
    m.visits = m.kind == event_kind::visit_held;
    ev_.kind = m.kind;
    ev_.on = m.on;
    ev_.audit = audit_id::none;
    ev_.fee = fee_id::none;
    ev_.decision = status_id::none;
    ev_.months.reset();
    ev_.findings = {};
    is_counted_ = false;
    std::uint16_t number = 0;
    switch (m.kind) {
        case event_kind::audit_held:
            number = words_.number(m.word, words::audit);
            if (number == words::none)
                return false;
            ev_.audit = static_cast<audit_id>(number);
            m.visits = data_->audits[number].check;
            m.starts_cycle = data_->audits[number].starts_cycle;
            break;
        case event_kind::fee_paid:
        case event_kind::invoice_received:
            number = words_.number(m.word, words::fee);
            ev_.fee = static_cast<fee_id>(number);
            break;
        case event_kind::decision_recorded:
            number = words_.number(m.word, words::status);
            if (number == words::none || data_->terms_of[number].former)
                return false;
            ev_.decision = static_cast<status_id>(number);
            if (!columns_.months.empty() && columns_.months[m.row] != 0)
                ev_.months = columns_.months[m.row];
            break;
        case event_kind::audit_reviewed:
            if (m.was_open && !audit_in_cycle_)
                return false;
            ev_.findings = cycle_findings_;
            ev_.audit = cycle_audit_;
            break;
        case event_kind::finding_closed: {
            const auto is_open_in = [&](const std::vector<finding>& list) {
                const auto i = place_in(list, m.word);
                return i != list.size() && is_open_on(list[i], m.on);
            };
            if (!is_open_in(cycle_findings_) && !is_open_in(check_findings_))
                return false;
            break;
        }
        default:
            break;
    }
    m.check = m.visits || among(words_of_checks, m.kind);
    const auto& certificate = v_.next.certificate;
    if (number == words::none || (m.check && certificate && !newest_ &&
                                  book_.answering(true, certificate->first_day, m.on) != edition_))
        return false;
    if (among(with_findings, m.kind)) {
        if (!findings_of(m))
            return false;
        ev_.findings = found_;
    }
    // Findings weighed by sites need the number of sites, which has no column.
    return (ev_.findings.empty() || (data_->events_with_sites & bit_of(m.kind)) == 0) &&
           facts_of(m);
}

void number_fold::remember(const moment& m) {
    const bool held = m.kind == event_kind::audit_held;
    const bool joins = held && !m.visits;
    if (m.kind == event_kind::applied || (m.starts_cycle && m.was_open))
        carried_.known = 0;
    if (m.kind == event_kind::applied || m.kind == event_kind::audit_reviewed || joins ||
        (m.visits && m.was_open))
        for (const auto& [value, known] : given_facts_) {
            const auto bit = std::uint64_t{1} << index(value.fact);
            carried_.known = known ? carried_.known | bit : carried_.known & ~bit;
            carried_.value[index(value.fact)] = value.value;
        }
    if (m.was_open)
        for (auto set = facts_set_[static_cast<std::size_t>(m.kind)]; set != 0; set &= set - 1) {
            carried_.known |= set & (0 - set);
            carried_.value[static_cast<std::size_t>(std::countr_zero(set))] = 1;
        }
    if (m.cycle_started) {
        cycle_findings_.clear();
        audit_in_cycle_ = false;
        cycle_audit_ = audit_id::none;
    }
    if (joins) {
        if (!audit_in_cycle_)
            cycle_audit_ = ev_.audit;
        audit_in_cycle_ = true;
        cycle_findings_.insert(cycle_findings_.end(), found_.begin(), found_.end());
    }
    if (m.visits) {
        if (checked_ != certificates_ + 1)
            check_findings_.clear();
        checked_ = certificates_ + 1;
        check_findings_.insert(check_findings_.end(), found_.begin(), found_.end());
    }
    if (m.kind == event_kind::finding_closed)
        close(m.word, m.on);
    if (m.issued)
        ++certificates_;
    if (m.issued || m.barred)
        carried_.known = 0;
}

/// Closes an open finding; false where there is none of that id.
bool number_fold::close(std::string_view id, date on) {
    for (auto* list : {&cycle_findings_, &check_findings_}) {
        const auto i = place_in(*list, id);
        if (i == list->size() || !is_open_on((*list)[i], on))
            continue;
        (*list)[i].closed_on = on;
        return true;
    }
    return false;
}

bool number_fold::take(std::size_t row) {
    moment m{row, columns_.kind[row], columns_.on[row], word_at(row)};
    run_to(m.on);
    return take(m);
}

bool number_fold::take(moment& m) {
    if (!prepare(m))
        return false;
    // A plan can answer a check of any certificate, which the state no longer tells.
    const auto visited = v_.next.visited;
    const bool plan = m.kind == event_kind::cap_submitted;
    if (plan)
        v_.next.visited = checked_ != 0 ? answer::yes : answer::no;
    if (!decide_one(m))
        return false;
    if (plan)
        v_.next.visited = visited;
    remember(m);
    return true;
}

// ----------------------------------------------------------------------- the answer

void number_fold::finish(column_standing& out) {
    restore();
    run_to(on_);
    const auto& s = v_.next;
    const auto& e = *edition_;
    out.public_status = e.name_of(public_status(e, s, on_));
    const auto term_of = [&](const std::optional<term>& t) {
        return t ? std::optional(standing_term{e.name_of(t->status), t->first_day, t->last_day})
                 : std::nullopt;
    };
    out.certificate = term_of(s.certificate);
    out.bar = term_of(s.bar);
    if (const auto& c = s.audit_cycle)
        out.cycle = standing_cycle{
            e.name_of(c->status),
            c->since,
            c->started_on,
            c->award == data_->first_certificate ? std::string_view{} : e.name_of(c->award),
            cycle_end(*data_, *c),
            is_open()};
    for (const auto* list : {&cycle_findings_, &check_findings_})
        for (const auto& f : *list)
            out.open_findings += is_open_on(f, on_) ? 1U : 0U;
}

bool number_fold::tell(std::size_t first, std::size_t end, column_standing& out) {
    const auto& c = columns_;
    if (!usable_ || end - first > most_events || !one_edition(c.on[first], c.on[end - 1]))
        return false;
    shape_ = number_steps::start;
    sure_until_ = never;
    cycle_findings_.clear();
    check_findings_.clear();
    for (auto row = first; row < end; ++row) {
        const auto day = c.on[row];
        const auto recorded = c.recorded_on.empty() ? day : c.recorded_on[row];
        if ((row > first && day < c.on[row - 1]) || recorded < day || recorded > last_supported_day)
            return false;
        if (day > on_ || recorded > until_ ? !has_form(row) || !words_known(row) : !step(row))
            return false;
    }
    finish(out);
    return true;
}

}  // namespace certrules::detail
