#include "detail/slots.hpp"

#include "detail/edition_data.hpp"
#include "detail/settle.hpp"

#include <algorithm>
#include <bit>

namespace certrules::detail {

slots::slots(const book& b) : book_(&b), held_(b.editions().size(), 0) {}

status_id slots::translate(std::size_t from, status_id s, std::size_t to) const noexcept {
    if (from == to || s == status_id::none)
        return s;
    const auto word = edition_at(from).name_of(s);
    const auto& target = edition_at(to);
    if (const auto same = target.find_status(word); same != status_id::none)
        return same;
    const auto terms = target.data().terms_of;
    for (std::size_t i = 0; i < terms.size(); ++i)
        if (std::find(terms[i].former_names.begin(), terms[i].former_names.end(), word) !=
            terms[i].former_names.end())
            return static_cast<status_id>(i);
    return status_id::none;
}

std::uint64_t slots::translate_all(std::size_t from, std::uint64_t set,
                                   std::size_t to) const noexcept {
    if (from == to)
        return set;
    std::uint64_t found = 0;
    for (; set != 0; set &= set - 1) {
        const auto s = translate(from, static_cast<status_id>(std::countr_zero(set)), to);
        if (s != status_id::none)
            found |= std::uint64_t{1} << index(s);
    }
    return found;
}

state slots::view(std::size_t e) const {
    state s;
    const auto term_in = [&](const std::optional<term>& t, std::size_t from) {
        if (!t)
            return std::optional<term>{};
        auto copy = t;
        copy->status = translate(from, t->status, e);
        return copy->status == status_id::none ? std::nullopt : copy;
    };
    s.certificate = term_in(certificate_, certificate_in_);
    s.bar = term_in(bar_, bar_in_);
    if (cycle_) {
        s.audit_cycle = cycle_;
        s.audit_cycle->status = translate(cycle_in_, cycle_->status, e);
        s.audit_cycle->award = translate(cycle_in_, cycle_->award, e);
        if (s.audit_cycle->status == status_id::none)
            s.audit_cycle.reset();
    }
    s.after = translate(after_.edition, after_.status, e);
    s.last_certificate = translate(last_certificate_.edition, last_certificate_.status, e);
    s.consecutive = consecutive_;
    s.visited = visited_;
    for (std::size_t from = 0; from < held_.size(); ++from)
        s.held |= translate_all(from, held_[from], e);
    return s;
}

void slots::take(std::size_t e, const state& given, const state& next, bool assigned,
                 status_id status) {
    const auto here = static_cast<std::uint8_t>(e);
    const auto& info = edition_at(e).statuses();
    const auto on = [&](track t) { return assigned && info[index(status)].track == t; };
    // A slot that did not change keeps the edition and the name that it has.
    if (next.certificate != given.certificate || on(track::certificate)) {
        certificate_ = next.certificate;
        certificate_in_ = here;
    }
    if (next.bar != given.bar || on(track::bar)) {
        bar_ = next.bar;
        bar_in_ = here;
    }
    if (next.audit_cycle != given.audit_cycle) {
        cycle_ = next.audit_cycle;
        cycle_in_ = here;
    }
    if (next.after != given.after || on(track::after))
        after_ = {here, next.after};
    if (next.last_certificate != given.last_certificate || on(track::certificate))
        last_certificate_ = {here, next.last_certificate};
    consecutive_ = next.consecutive;
    visited_ = next.visited;
    held_[e] |= next.held & ~given.held;
    if (on(track::certificate) || on(track::bar))
        held_[e] |= std::uint64_t{1} << index(status);
}

bool slots::cycle_is_open() const noexcept {
    return cycle_ && edition_at(cycle_in_).statuses()[index(cycle_->status)].open;
}

std::optional<date> slots::cycle_last_day() const {
    return cycle_ ? cycle_end(edition_at(cycle_in_).data(), *cycle_) : std::nullopt;
}

std::optional<slots::ending> slots::next_ending() const {
    std::optional<ending> first;
    const auto consider = [&](std::optional<date> last, event_kind kind) {
        if (last && (!first || last->plus_days(1) < first->on))
            first = ending{last->plus_days(1), kind};
    };
    if (certificate_)
        consider(certificate_->last_day, event_kind::certificate_expired);
    if (bar_)
        consider(bar_->last_day, event_kind::bar_ended);
    if (cycle_)
        consider(cycle_last_day(), event_kind::cycle_expired);
    return first;
}

std::pair<std::size_t, rule_id> slots::end(const ending& what) {
    const auto e = what.kind == event_kind::certificate_expired ? certificate_in_
                   : what.kind == event_kind::bar_ended         ? bar_in_
                                                                : cycle_in_;
    const auto& data = edition_at(e).data();
    const auto then = ending_of(data, view(e), what.kind, what.on);
    if (what.kind == event_kind::cycle_expired) {
        if (then.status == status_id::none ||
            data.statuses[index(then.status)].track != track::cycle)
            cycle_.reset();
        else
            cycle_ = cycle{then.status, what.on, cycle_->started_on, status_id::none};
    } else {
        (what.kind == event_kind::certificate_expired ? certificate_ : bar_).reset();
        after_ = {e, then.status};
    }
    return {e, then.rule};
}

status_of_edition slots::public_status(date on) const {
    if (bar_ && bar_->covers(on))
        return {bar_in_, bar_->status};
    if (certificate_ && certificate_->covers(on))
        return {certificate_in_, certificate_->status};
    if (cycle_)
        return {cycle_in_, cycle_->status};
    if (after_.status != status_id::none)
        return after_;
    const auto e = last_certificate_.edition;
    return {e, ran_out_status(edition_at(e).data(), view(e))};
}

}  // namespace certrules::detail
