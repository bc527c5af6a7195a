// How the fold in numbers takes steps that it knows, and learns those that it does not: by the
// rules, with days that stand for themselves.

#include "detail/columns/number_fold.hpp"

#include <bit>

namespace certrules::detail {

namespace {

using words = number_words;

/// Days that no life has, each unlike the others, and what has them runs: what is left of them
/// was kept.
constexpr std::int32_t long_ago = date::from_civil(1910, 1, 1).days();
constexpr std::int32_t far_off = date::from_civil(2900, 1, 1).days();
constexpr life_days stand_ins{long_ago, long_ago + 1, long_ago + 2,
                              far_off,  long_ago + 3, far_off + 1};

std::optional<date> day_or_none(std::int32_t days) noexcept {
    return days == life_days::never ? std::nullopt : std::optional(date{days});
}

/// The months from a first to a last day; none where no number gives it.
std::optional<std::int16_t> months_between(date first, std::optional<date> last,
                                           const calendar_rules& calendar) {
    if (!last)
        return life_step::no_end;
    for (std::int16_t months = 1; months <= limits::months; ++months)
        if (last_valid_day(first, months, calendar) == last)
            return months;
    return std::nullopt;
}

/// Whether a term was kept, or given on the day; false: neither.
bool read_term(const std::optional<term>& t, std::int32_t kept_first, std::int32_t kept_last,
               date on, const calendar_rules& calendar, bool& given, std::int16_t& months) {
    if (!t || (t->first_day.days() == kept_first && t->last_day == date{kept_last}))
        return true;
    const auto found = months_between(t->first_day, t->last_day, calendar);
    given = true;
    months = found.value_or(life_step::no_end);
    return found && t->first_day == on;
}

}  // namespace

/// Whether the event brings nothing but its word.
bool number_fold::is_bare(std::size_t row) const noexcept {
    const auto has_none = [row](std::span<const std::uint32_t> ends) {
        return ends.empty() || ends[row] == (row == 0 ? 0 : ends[row - 1]);
    };
    return has_none(columns_.findings_end) && has_none(columns_.facts_end) &&
           (columns_.months.empty() || columns_.months[row] == 0);
}

/// Takes the event, the short way where it can.
bool number_fold::step(std::size_t row) {
    const auto kind = columns_.kind[row];
    const auto on = columns_.on[row];
    if (on.days() > sure_until_ || !is_bare(row) || kind < event_kind::applied ||
        kind > event_kind::decision_recorded || (!newest_ && may_check(kind)) ||
        (shape_ == number_steps::no_shape && !recognise()) ||
        (kind == event_kind::audit_reviewed && steps_->shape(shape_).findings_in_cycle))
        return by_rules(row);
    std::uint16_t number = 0;
    switch (kind) {
        case event_kind::audit_held:
            number = words_.number(word_at(row), words::audit);
            break;
        case event_kind::fee_paid:
        case event_kind::invoice_received:
            number = words_.number(word_at(row), words::fee);
            break;
        case event_kind::decision_recorded:
            number = words_.number(word_at(row), words::status);
            break;
        default:
            break;
    }
    if (number == words::none || (kind == event_kind::finding_closed && word_at(row).empty()))
        return false;
    const auto known = steps_->step(shape_, kind, number);
    if (known.to == life_step::not_yet)
        return learn(row, number);
    if (kind == event_kind::finding_closed && !close(word_at(row), on))
        return false;
    if (known.clears_cycle)
        cycle_findings_.clear();
    if (known.clears_checks)
        check_findings_.clear();
    return move(known, on.days());
}

/// Where the step leads.
bool number_fold::move(const life_step& s, std::int32_t on) {
    shape_ = s.to;
    if (!s.changes)
        return true;
    if (!begin_days(s, on))
        return false;
    sure_until_ = steps_->sure_until(shape_, days_);
    return true;
}

/// The days that begin with the step; false where a last one lies beyond the calendar.
bool number_fold::begin_days(const life_step& s, std::int32_t on) {
    if (s.gives_status)
        days_.since = on;
    if (s.starts_cycle)
        days_.started = on;
    const auto give = [&](std::int16_t months, std::int32_t& first, std::int32_t& last) {
        first = on;
        last = life_days::never;
        if (months == life_step::no_end)
            return true;
        const auto day = last_valid_day(date{on}, months, data_->calendar);
        last = day.value_or(date{on}).days();
        return day.has_value();
    };
    return (!s.gives_certificate ||
            give(s.certificate_months, days_.certificate_first, days_.certificate_last)) &&
           (!s.gives_bar || give(s.bar_months, days_.bar_first, days_.bar_last));
}

bool number_fold::learn(std::size_t row, std::uint16_t number) {
    const auto from = shape_;
    const auto days = days_;
    moment m{row, columns_.kind[row], columns_.on[row], word_at(row)};
    life_step s;
    s.clears_checks = steps_->shape(from).checks != 2;
    const auto until = sure_until_;
    days_ = stand_ins;
    restore();
    if (!has_form(row) || !take(m))
        return false;
    sure_until_ = until;
    s.clears_checks = s.clears_checks && m.visits;
    s.clears_cycle = m.cycle_started;
    const auto& next = v_.next;
    bool clear =
        read_term(next.certificate, stand_ins.certificate_first, stand_ins.certificate_last, m.on,
                  data_->calendar, s.gives_certificate, s.certificate_months) &&
        read_term(next.bar, stand_ins.bar_first, stand_ins.bar_last, m.on, data_->calendar,
                  s.gives_bar, s.bar_months);
    if (const auto& c = next.audit_cycle) {
        s.gives_status = c->since == m.on;
        s.starts_cycle = c->started_on == m.on;
        clear = clear && (s.gives_status || c->since.days() == stand_ins.since) &&
                (s.starts_cycle || c->started_on.days() == stand_ins.started);
    }
    if (!clear)
        return false;  // `replay` tells it
    const bool kept = recognise();
    days_ = days;
    if (!kept) {  // one shape too many: go on by the rules
        if (!begin_days(s, m.on.days()))
            return false;
        give_days();
        bound();
        return true;
    }
    s.to = static_cast<std::uint16_t>(shape_);
    s.changes = s.to != from || s.gives_certificate || s.gives_bar || s.gives_status;
    steps_->step(from, m.kind, number) = s;
    return move(s, m.on.days());
}

/// Puts `days_` where the state has days.
void number_fold::give_days() {
    auto& s = v_.next;
    if (s.certificate)
        s.certificate = term{s.certificate->status, date{days_.certificate_first},
                             day_or_none(days_.certificate_last)};
    if (s.bar)
        s.bar = term{s.bar->status, date{days_.bar_first}, day_or_none(days_.bar_last)};
    if (s.audit_cycle) {
        s.audit_cycle->since = date{days_.since};
        s.audit_cycle->started_on = date{days_.started};
    }
}

/// Takes the event with all that it brings.
bool number_fold::by_rules(std::size_t row) {
    restore();
    return has_form(row) && take(row);
}

/// Finds the shape of the life as it stands; false where it is one of too many.
bool number_fold::recognise() {
    if (std::popcount(carried_.known) > static_cast<int>(life_shape::most_facts))
        return false;
    const auto& state = v_.next;
    life_shape s;
    s.held = state.held;
    s.known = carried_.known;
    std::size_t k = 0;
    for (auto rest = carried_.known; rest != 0; rest &= rest - 1)
        s.values[k++] = carried_.value[static_cast<std::size_t>(std::countr_zero(rest))];
    if (state.certificate) {
        s.certificate = state.certificate->status;
        days_.certificate_first = state.certificate->first_day.days();
        days_.certificate_last =
            state.certificate->last_day.value_or(date{life_days::never}).days();
    }
    if (state.bar) {
        s.bar = state.bar->status;
        days_.bar_first = state.bar->first_day.days();
        days_.bar_last = state.bar->last_day.value_or(date{life_days::never}).days();
    }
    if (state.audit_cycle) {
        s.cycle = state.audit_cycle->status;
        s.award = state.audit_cycle->award;
        days_.since = state.audit_cycle->since.days();
        days_.started = state.audit_cycle->started_on.days();
    }
    s.after = state.after;
    s.last_certificate = state.last_certificate;
    s.cycle_audit = cycle_audit_;
    s.visited = state.visited;
    s.consecutive = state.consecutive;
    s.checks = checked_ == 0                   ? std::uint8_t{0}
               : checked_ == certificates_ + 1 ? std::uint8_t{2}
                                               : std::uint8_t{1};
    s.audit_in_cycle = audit_in_cycle_;
    s.findings_in_cycle = !cycle_findings_.empty();
    shape_ = steps_->find(s);
    return shape_ != number_steps::no_shape;
}

/// The life from its shape, where that is known; then no longer so.
void number_fold::restore() {
    if (shape_ == number_steps::no_shape)
        return;
    const auto& s = steps_->shape(shape_);
    auto& state = v_.next;
    state.held = s.held;
    const auto term_of = [](status_id status) {
        return status == status_id::none ? std::nullopt : std::optional(term{status, {}, {}});
    };
    state.certificate = term_of(s.certificate);
    state.bar = term_of(s.bar);
    state.audit_cycle =
        s.cycle == status_id::none ? std::nullopt : std::optional(cycle{s.cycle, {}, {}, s.award});
    state.after = s.after;
    state.last_certificate = s.last_certificate;
    state.visited = s.visited;
    state.consecutive = s.consecutive;
    carried_.known = s.known;
    std::size_t k = 0;
    for (auto rest = s.known; rest != 0; rest &= rest - 1)
        carried_.value[static_cast<std::size_t>(std::countr_zero(rest))] = s.values[k++];
    cycle_audit_ = s.cycle_audit;
    audit_in_cycle_ = s.audit_in_cycle;
    certificates_ = 1;  // only whether a check is of the next one matters
    checked_ = s.checks;
    give_days();
    shape_ = number_steps::no_shape;
}

}  // namespace certrules::detail
