#include "detail/fold_deadlines.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

bool has_bit(std::uint64_t set, std::size_t place) noexcept {
    return ((set >> place) & 1U) != 0;
}

date first_day_of(const deadline_terms& t, const step& s) noexcept {
    if (t.counted_from == deadline_base::certificate && s.certificate)
        return s.certificate->first_day;
    if (t.counted_from == deadline_base::cycle && s.audit_cycle)
        return s.audit_cycle->started_on;
    return s.event->on;
}

std::optional<date> last_day_of(const deadline_terms& t, const step& s) noexcept {
    if (t.counted_from == deadline_base::certificate)
        return s.certificate ? s.certificate->last_day : std::nullopt;
    if (t.counted_from == deadline_base::cycle)
        return s.cycle_last_day;
    return s.bar ? s.bar->last_day : std::nullopt;
}

}  // namespace

std::optional<date> deadline_book::day_of(const deadline_day& day, const deadline_terms& t,
                                          const edition& from, const step& s) const {
    using kind = deadline_day::kind;
    const auto base = first_day_of(t, s);
    const auto n = day.length.count;
    switch (day.at) {
        case kind::start:
            return t.starts == t.counted_from ? base : s.event->on;
        case kind::last_day:
            return last_day_of(t, s);
        case kind::day_after:
            if (const auto last = last_day_of(t, s))
                return last->plus_days(1);
            return std::nullopt;
        case kind::none:
            return std::nullopt;
        case kind::after:
            break;
    }
    switch (day.length.unit) {
        case time_unit::days:
            return base.plus_days(n);
        case time_unit::weeks:
            return add_weeks(base, n);
        case time_unit::months:
            return add_months(base, n, from.calendar().at_month_end);
        case time_unit::working_days:
            break;
    }
    return add_working_days(base, n, from.calendar(), holidays_);
}

std::optional<error> deadline_book::start(const deadline_terms& t, const edition& from,
                                          const step& s) {
    const auto first = day_of(t.first, t, from, s);
    const auto last = day_of(t.last, t, from, s);
    const auto lost = [](const deadline_day& day, const std::optional<date>& found) {
        return day.at == deadline_day::kind::after && !found;
    };
    if (lost(t.first, first) || lost(t.last, last))
        return error{
            error_code::overflow, "on",
            fmt::format("the deadline {} from {} gives no day", t.id, to_string(s.event->on))};
    if (!first)
        return std::nullopt;  // counted from the last day of what has none
    const auto place = list_.size();
    list_.push_back({&t, &from, *first, last, std::nullopt, s.place, false});
    if (t.of_certificate)
        of_certificate_.push_back(place);
    if (t.met_by == deadline_goal::event)
        waiting_.push_back(place);
    return std::nullopt;
}

bool deadline_book::meets(const entry& d, const step& s) const {
    const auto& t = *d.terms;
    if (t.goal_event != s.event->kind || (t.of_certificate && !s.had_certificate))
        return false;
    if (s.event->kind == event_kind::audit_held) {
        const auto audit = d.from->find_audit(s.event->audit);
        return audit != audit_id::none && has_bit(t.audits, index(audit));
    }
    if (t.fees != 0 &&
        (s.event->kind == event_kind::fee_paid || s.event->kind == event_kind::invoice_received)) {
        const auto fee = d.from->find_fee(s.event->fee);
        return fee != fee_id::none && has_bit(t.fees, index(fee));
    }
    return true;
}

void deadline_book::meet(const step& s) {
    const auto on = s.event->on;
    std::erase_if(waiting_, [&](std::size_t place) {
        auto& d = list_[place];
        // Past its last day nothing meets it any more.
        if (d.dropped || (d.last && *d.last < on))
            return true;
        if (!meets(d, s))
            return false;
        d.done = on;
        return true;
    });
    std::erase_if(awaited_, [&](const awaited_fee& a) {
        return meets(entry{a.terms, a.from, on, {}, {}, 0, false}, s);
    });
    if (s.paid_line && *s.paid_line < entry_of_line_.size() && entry_of_line_[*s.paid_line] != 0)
        list_[entry_of_line_[*s.paid_line] - 1].done = on;
}

std::optional<error> deadline_book::start_all(const step& s) {
    const auto& data = s.answered->data();
    const auto again = [&](const deadline_terms& t) {  // one of a kind for each certificate
        return t.of_certificate &&
               std::any_of(of_certificate_.begin(), of_certificate_.end(),
                           [&](std::size_t place) { return list_[place].terms->id == t.id; });
    };
    for (const auto& t : data.deadlines) {
        if (t.starts == deadline_base::event && t.start_event == s.event->kind &&
            (!t.of_certificate || s.had_certificate) && !again(t))
            if (auto wrong = start(t, *s.answered, s))
                return wrong;
        if (t.starts != deadline_base::fee_due && t.starts != deadline_base::fee_paid)
            continue;
        for (const auto& due : s.due) {
            if (!has_bit(t.fees, index(due.fee)))
                continue;
            if (t.starts == deadline_base::fee_paid) {
                // What an earlier fee was to start, this one starts now.
                std::erase_if(awaited_, [&](const awaited_fee& a) { return a.terms->id == t.id; });
                if (!due.paid) {
                    awaited_.push_back({&t, s.answered, data.fee_words[index(due.fee)].id});
                    continue;
                }
            }
            const auto place = list_.size();
            if (auto wrong = start(t, *s.answered, s))
                return wrong;
            if (t.met_by == deadline_goal::payment && list_.size() > place) {
                if (due.paid) {
                    list_[place].done = s.event->on;
                } else {
                    entry_of_line_.resize(due.line + 1, 0);
                    entry_of_line_[due.line] = place + 1;
                }
            }
        }
    }
    if (s.event->kind == event_kind::fee_paid) {
        const auto it = std::find_if(awaited_.begin(), awaited_.end(),
                                     [&](const awaited_fee& a) { return a.fee == s.event->fee; });
        if (it != awaited_.end()) {
            const auto found = *it;
            awaited_.erase(it);
            return start(*found.terms, *found.from, s);
        }
    }
    return std::nullopt;
}

std::optional<error> deadline_book::of_certificate(const step& s) {
    const auto on = s.event->on;
    const auto leave = [&] {
        std::erase_if(waiting_, [&](std::size_t p) { return list_[p].terms->of_certificate; });
        of_certificate_.clear();
        certificate_ends_.clear();
    };
    if (s.had_certificate && !s.has_certificate) {
        for (const auto place : certificate_ends_)
            list_[place].done = on;
        leave();
    }
    if (!s.issued)
        return std::nullopt;
    for (const auto place : certificate_ends_) {
        auto& d = list_[place];
        // In time on the day after the last one: certificates then follow without a gap.
        if (d.last && on <= d.last->plus_days(1))
            d.done = std::min(on, *d.last);
        else if (!d.last)
            d.done = on;
    }
    leave();
    const auto* checks = book_->answering(true, s.certificate->first_day, on);
    for (const auto* e : {s.answered, checks}) {
        if (e == nullptr)
            continue;
        for (const auto& t : e->data().deadlines) {
            if (t.starts != deadline_base::certificate ||
                (e == s.answered && t.check && e != checks))
                continue;
            if (e == checks && e != s.answered && !t.check)
                continue;
            const auto place = list_.size();
            if (auto wrong = start(t, *e, s))
                return wrong;
            if (t.met_by == deadline_goal::over && list_.size() > place)
                certificate_ends_.push_back(place);
        }
        if (checks == s.answered)
            break;
    }
    return std::nullopt;
}

std::optional<error> deadline_book::of_cycle(const step& s) {
    const bool ended = !s.has_open_cycle || !s.had_open_cycle || s.cycle_replaced;
    if (ended) {
        for (const auto place : cycle_ends_) {
            auto& d = list_[place];
            if (!d.last || s.event->on <= *d.last)  // else it lapsed before
                d.done = s.event->on;
        }
        cycle_ends_.clear();
    }
    if (!s.has_open_cycle)
        return std::nullopt;
    if (ended) {
        for (const auto& t : s.answered->data().deadlines) {
            if (t.starts != deadline_base::cycle)
                continue;
            const auto place = list_.size();
            if (auto wrong = start(t, *s.answered, s))
                return wrong;
            if (t.met_by == deadline_goal::over && list_.size() > place)
                cycle_ends_.push_back(place);
        }
    }
    for (const auto place : cycle_ends_)
        if (list_[place].terms->last.at == deadline_day::kind::last_day)
            list_[place].last = s.cycle_last_day;  // a better status can end earlier
    return std::nullopt;
}

std::optional<error> deadline_book::of_bar(const step& s) {
    if (!s.barred && !s.bar_lifted)
        return std::nullopt;
    // The day that an earlier bar gave means nothing any more.
    std::erase_if(waiting_, [&](std::size_t place) {
        const bool earlier = list_[place].terms->starts == deadline_base::bar;
        list_[place].dropped = list_[place].dropped || earlier;
        return earlier;
    });
    if (!s.barred)
        return std::nullopt;
    for (const auto& t : s.answered->data().deadlines) {
        if (t.starts != deadline_base::bar)
            continue;
        if (auto wrong = start(t, *s.answered, s))
            return wrong;
    }
    return std::nullopt;
}

std::optional<error> deadline_book::take(const step& s) {
    meet(s);
    if (auto wrong = start_all(s))
        return wrong;
    if (auto wrong = of_certificate(s))
        return wrong;
    if (auto wrong = of_cycle(s))
        return wrong;
    return of_bar(s);
}

std::vector<deadline> deadline_book::standing_on(date on) const {
    std::vector<deadline> found;
    found.reserve(list_.size());
    for (const auto& d : list_) {
        if (d.dropped)
            continue;
        deadline one;
        one.id = d.terms->id;
        one.title = d.terms->title;
        one.first_day = d.first;
        one.last_day = d.last;
        if (d.done && (!d.last || *d.done <= *d.last)) {
            one.now = deadline::state::met;
            one.met_on = d.done;
        } else if (d.done || (d.last && on > *d.last)) {
            one.now = deadline::state::missed;
        }
        one.consequence = d.terms->consequence;
        one.cites = d.terms->cites;
        one.event = d.event;
        found.push_back(one);
    }
    return found;
}

}  // namespace certrules::detail
