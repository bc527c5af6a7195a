#include "detail/fold.hpp"

#include "detail/edition_data.hpp"
#include "detail/settle.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

/// An event on its way through the fold.
struct fold::moment {
    std::size_t place = 0;
    const history_event* given = nullptr;
    const edition* e = nullptr;
    std::size_t edition_place = 0;
    bool check = false;   // a check after certification, or a word about one
    bool visits = false;  // of these, one that was held
    bool starts_cycle = false;
    bool was_open = false;
    certrules::state before;
    certrules::event ev;
    // What it did:
    bool assigned = false;
    bool issued = false;
    bool barred = false;
    bool cycle_started = false;
};

namespace {

error refused(const history_event& ev, std::string_view why) {
    return {error_code::refused,
            {},
            fmt::format("{} on {} cannot happen: {}", name_of(ev.kind), to_string(ev.on), why)};
}

const audit_info* audit_named(const book& b, const edition* first, std::string_view name) {
    const auto in = [&](const edition& e) -> const audit_info* {
        const auto id = e.find_audit(name);
        return id == audit_id::none ? nullptr : &e.audits()[index(id)];
    };
    if (first != nullptr)
        if (const auto* found = in(*first))
            return found;
    for (const auto& e : b.editions())
        if (const auto* found = in(e))
            return found;
    return nullptr;
}

}  // namespace

fold::fold(const book& b, const history& h, bool full, decision_observer* watch)
    : book_(&b), history_(&h), full_(full), watch_(watch), slots_(b), deadlines_(b, h.holidays) {}

// ---------------------------------------------------------------------------- time

void fold::note_public(date on, const cause& why) {
    const auto now = slots_.public_status(on);
    if (now.edition == shown_.edition && now.status == shown_.status)
        return;
    const auto name = slots_.name(now);
    if (name != shown_name_)
        why_ = why;
    shown_ = now;
    shown_name_ = name;
}

void fold::flush() {
    if (day_)
        timeline_.from(*day_, shown_name_, why_);
}

/// Ends what runs out by a day. What ends on the day itself is the day's last event's to tell.
void fold::run_to(date on) {
    for (auto next = slots_.next_ending(); next && next->on <= on; next = slots_.next_ending()) {
        if (full_ && day_ && *day_ < next->on) {
            flush();
            day_ = next->on;
        }
        const bool was_open = slots_.cycle_is_open();
        if (watch_ != nullptr) {
            const auto in = next->kind == event_kind::certificate_expired
                                ? slots_.certificate_edition()
                                : (next->kind == event_kind::bar_ended ? slots_.bar_edition()
                                                                       : slots_.cycle_edition());
            watch_->ended(slots_.edition_at(in), slots_.view(in), next->kind, next->on);
        }
        const auto [e, rule] = slots_.end(*next);
        if (was_open && !slots_.cycle_is_open())
            facts_.clear();
        if (!full_)
            continue;
        // What the last event asked for went with what ran out.
        if (last_)
            last_->obligations = last_->options = last_->notices = {};
        const auto& rules = slots_.edition_at(e).rules();
        note_public(next->on, rule == rule_id::none
                                  ? cause{}
                                  : cause{rules[index(rule)].id, rules[index(rule)].cites});
    }
}

// --------------------------------------------------------------------- what is asked

const edition* fold::answering(const history_event& ev, bool check) const {
    if (check && slots_.certificate())
        return book_->answering(true, slots_.certificate()->first_day, ev.on);
    if (ev.kind != event_kind::applied && slots_.cycle_is_open()) {
        const auto* audit = ev.kind == event_kind::audit_held
                                ? audit_named(*book_, book_->in_force(ev.on), ev.audit)
                                : nullptr;
        if (audit == nullptr || !audit->starts_cycle)
            return book_->in_force(slots_.audit_cycle()->started_on);
    }
    return book_->in_force(ev.on);
}

/// Ids must be new among the findings that an event joins.
std::optional<error> fold::findings_fit(const moment& m) const {
    const auto& ev = *m.given;
    const bool same_check = checked_ == certificates_ + 1;
    for (std::size_t i = 0; i < ev.findings.size(); ++i) {
        const auto& id = ev.findings[i].id;
        const bool taken = m.visits
                               ? cycle_findings_.has(id) || (same_check && check_findings_.has(id))
                               : check_findings_.has(id) ||
                                     (m.was_open && !m.starts_cycle && cycle_findings_.has(id));
        if (taken) {
            auto wrong = refused(ev, fmt::format("there is a finding \"{}\" already", id));
            wrong.place = fmt::format("findings[{}].id", i);
            return wrong;
        }
    }
    return std::nullopt;
}

std::optional<error> fold::gather_facts(moment& m) {
    const auto& ev = *m.given;
    known_.clear();
    const bool carries = ev.kind == event_kind::applied ? false
                         : m.check                      ? m.was_open
                         : m.starts_cycle               ? !m.was_open
                                                        : true;
    if (carries) {
        for (auto& fact : facts_) {
            if (fact.in != m.e) {
                fact_number number;
                if (fact.given == nullptr) {  // set to yes by an event
                    number.value = {m.e->find_fact(fact.name), 1};
                    if (number.value.fact == fact_id::none)
                        continue;
                } else if (to_number(*m.e, *fact.given, number)) {
                    continue;  // a fact of another edition
                }
                fact.value = number.value;
                fact.in = m.e;
            }
            known_.push_back(fact.value);
        }
    }
    for (const auto& given : ev.facts) {
        fact_number number;
        if (auto wrong = to_number(*m.e, given, number))
            return wrong;
        std::erase_if(known_, [&](const fact_value& f) { return f.fact == number.value.fact; });
        if (number.known)
            known_.push_back(number.value);
    }
    m.ev.facts = known_;
    return std::nullopt;
}

/// Finds the edition that answers, and puts the event in its numbers.
std::optional<error> fold::prepare(moment& m) {
    const auto& ev = *m.given;
    const auto* audit = ev.kind == event_kind::audit_held
                            ? audit_named(*book_, book_->in_force(ev.on), ev.audit)
                            : nullptr;
    m.visits = ev.kind == event_kind::visit_held || (audit != nullptr && audit->check);
    m.check = m.visits || ev.kind == event_kind::visit_contacted ||
              ev.kind == event_kind::visit_declined || ev.kind == event_kind::audit_declined;
    m.starts_cycle = audit != nullptr && audit->starts_cycle;
    m.was_open = slots_.cycle_is_open();
    m.e = answering(ev, m.check);
    if (m.e == nullptr)
        return error{
            error_code::no_edition, "on",
            fmt::format("no edition was in force on {}; the first starts on {}", to_string(ev.on),
                        to_string(book_->editions().front().effective_from()))};
    m.edition_place = static_cast<std::size_t>(m.e - book_->editions().data());
    m.ev.kind = ev.kind;
    m.ev.on = ev.on;
    m.ev.sites = ev.sites;
    if (auto wrong = to_numbers(*m.e, ev, m.ev))
        return wrong;

    found_.clear();
    counted_.clear();
    switch (ev.kind) {
        case event_kind::audit_held:
        case event_kind::visit_held:
            if (auto wrong = findings_fit(m))
                return wrong;
            if (auto wrong = to_numbers(*m.e, ev.findings, found_))
                return wrong;
            if (auto wrong = to_numbers(*m.e, ev.sections, counted_))
                return wrong;
            m.ev.findings = found_;
            break;
        case event_kind::audit_reviewed:
            if (m.was_open && !audit_in_cycle_)
                return refused(ev, "no audit was held in the cycle");
            if (auto wrong = cycle_findings_.in(*m.e, m.ev.findings))
                return wrong;
            for (const auto* section : sections_)
                if (auto wrong = to_numbers(*m.e, std::span(section, 1), counted_))
                    return wrong;
            if (!cycle_audit_.empty())
                m.ev.audit = m.e->find_audit(cycle_audit_);
            break;
        case event_kind::finding_closed:
            if (cycle_findings_.open_at(ev.finding, ev.on) == finding_list::none &&
                check_findings_.open_at(ev.finding, ev.on) == finding_list::none) {
                auto wrong =
                    refused(ev, fmt::format("there is no open finding \"{}\"", ev.finding));
                wrong.place = "finding";
                return wrong;
            }
            break;
        default:
            break;
    }
    m.ev.sections = counted_;
    return gather_facts(m);
}

// ------------------------------------------------------------------- what is kept

void fold::remember_facts(const moment& m) {
    const auto& ev = *m.given;
    const auto merge = [&] {
        for (const auto& given : ev.facts) {
            std::erase_if(facts_, [&](const carried_fact& f) { return f.name == given.fact; });
            if (given.word != "unknown")
                facts_.push_back({&given, given.fact, {}, nullptr});
        }
    };
    if (ev.kind == event_kind::applied || (m.starts_cycle && m.was_open))
        facts_.clear();
    if (ev.kind == event_kind::applied || ev.kind == event_kind::audit_reviewed ||
        (ev.kind == event_kind::audit_held && !m.visits) || (m.visits && m.was_open))
        merge();
    const auto& data = m.e->data();
    for (std::size_t i = 0; m.was_open && i < data.fact_events.size(); ++i) {
        if (data.fact_events[i] != ev.kind)
            continue;
        const auto name = data.facts[i].id;
        std::erase_if(facts_, [&](const carried_fact& f) { return f.name == name; });
        facts_.push_back({nullptr, name, {static_cast<fact_id>(i), 1}, m.e});
    }
}

void fold::remember_sections(const moment& m) {
    for (const auto& given : m.given->sections) {
        std::erase_if(sections_, [&](const history_section* s) {
            return s->section == given.section && s->graded_severity == given.graded_severity;
        });
        sections_.push_back(&given);
    }
}

void fold::remember_decision(const moment& m, const verdict& v) {
    const auto& ev = *m.given;
    if (ev.kind == event_kind::applied || m.cycle_started)
        recommended_.reset();
    if (ev.kind == event_kind::audit_reviewed)
        recommended_ = {m.e->name_of(v.status), m.e->name_of(v.rule)};
    if (ev.kind != event_kind::decision_recorded)
        return;
    recorded_decision d;
    d.event = m.place;
    d.status = ev.status;
    if (recommended_) {
        d.recommendation = recommended_->first;
        d.rule = recommended_->second;
        d.differs = d.recommendation != d.status && d.recommendation != m.e->name_of(v.status);
    }
    decisions_.push_back(d);
}

void fold::remember(const moment& m, const verdict& v) {
    const auto& ev = *m.given;
    remember_facts(m);
    if (m.cycle_started) {
        cycle_findings_.clear();
        sections_.clear();
        audit_in_cycle_ = false;
        cycle_audit_ = {};
    }
    if (ev.kind == event_kind::audit_held && !m.visits) {
        if (!audit_in_cycle_)
            cycle_audit_ = ev.audit;
        audit_in_cycle_ = true;
        cycle_findings_.add(*m.e, ev.findings, found_, m.place);
        remember_sections(m);
    }
    if (m.visits) {
        if (checked_ != certificates_ + 1)
            check_findings_.clear();
        checked_ = certificates_ + 1;
        check_findings_.add(*m.e, ev.findings, found_, m.place);
        if (ev.kind == event_kind::visit_held)
            visit_man_days_ = ev.man_days_hundredths;
    }
    if (ev.kind == event_kind::finding_closed) {
        auto place = cycle_findings_.open_at(ev.finding, ev.on);
        if (place != finding_list::none)
            cycle_findings_.close(place, ev.on);
        else if (place = check_findings_.open_at(ev.finding, ev.on); place != finding_list::none)
            check_findings_.close(place, ev.on);
    }
    if (m.issued)
        ++certificates_;
    if (m.issued || m.barred)
        facts_.clear();
    if (full_)
        remember_decision(m, v);
}

std::optional<error> fold::keep_books(const moment& m, const verdict& v) {
    const auto& ev = *m.given;
    const auto& data = m.e->data();
    step s;
    s.event = &ev;
    s.place = m.place;
    s.answered = m.e;
    s.had_certificate = m.before.certificate.has_value();
    s.has_certificate = slots_.certificate().has_value();
    s.issued = m.issued;
    s.barred = m.barred;
    s.bar_lifted = m.before.bar && !slots_.bar();
    s.had_open_cycle = m.was_open;
    s.has_open_cycle = slots_.cycle_is_open();
    s.cycle_replaced = m.cycle_started;
    s.certificate = slots_.certificate();
    s.bar = slots_.bar();
    s.audit_cycle = slots_.audit_cycle();
    s.cycle_last_day = slots_.cycle_last_day();

    due_.clear();
    const auto fall_due = [&](fee_id fee) {
        const auto kind = data.fees[index(fee)].man_days_of;
        const bool of_visit = kind == event_kind::visit_held && ev.kind != kind;
        return fees_.fall_due(*m.e, fee, of_visit ? visit_man_days_ : ev.man_days_hundredths, ev.on,
                              m.place, due_);
    };
    // An approval that is only confirmed asks for nothing again.
    const bool confirmed = m.assigned && v.status == data.awaiting && m.before.audit_cycle &&
                           m.before.audit_cycle->status == data.awaiting;
    for (const auto fee : v.fees)
        if (!confirmed)
            if (auto wrong = fall_due(fee))
                return wrong;
    for (std::size_t i = 0; i < data.fees.size(); ++i)
        if (data.fees[i].due_on == ev.kind)
            if (auto wrong = fall_due(static_cast<fee_id>(i)))
                return wrong;
    if (ev.kind == event_kind::fee_paid)
        s.paid_line = fees_.pay(ev.fee, ev.on);
    s.due = due_;
    return deadlines_.take(s);
}

std::optional<error> fold::take(std::size_t place) {
    moment m;
    m.place = place;
    m.given = &history_->events[place];
    const auto& ev = *m.given;
    run_to(ev.on);
    if (full_ && day_ && *day_ < ev.on)
        flush();
    if (auto wrong = prepare(m))
        return wrong;

    m.before = slots_.view(m.edition_place);
    settle_in_place(m.e->data(), m.before, ev.on);
    // A plan can answer a check of any certificate, which the state no longer tells.
    auto asked = m.before;
    if (ev.kind == event_kind::cap_submitted)
        asked.visited = checked_ != 0 ? answer::yes : answer::no;
    if (watch_ != nullptr)
        watch_->asked(*m.e, asked, m.ev);
    auto decided = decide(*m.e, asked, m.ev);
    if (!decided) {
        auto wrong = std::move(decided).error();
        if (wrong.place == "event")
            wrong.place.clear();
        return wrong;
    }
    auto& v = *decided;
    if (ev.kind == event_kind::cap_submitted)
        v.next.visited = m.before.visited;
    const auto& r = m.e->data().rules[index(v.rule)];
    m.assigned =
        r.then == outcome::assign || r.then == outcome::award || r.then == outcome::decided;
    const auto on_track = m.assigned ? m.e->statuses()[index(v.status)].track : track::after;
    m.issued =
        m.assigned && on_track == track::certificate && !(r.keeps_days && m.before.certificate);
    m.barred = m.assigned && on_track == track::bar;
    m.cycle_started = m.assigned && on_track == track::cycle &&
                      ev.kind != event_kind::decision_recorded &&
                      m.e->statuses()[index(v.status)].open && (r.starts_cycle || !m.was_open);
    slots_.take(m.edition_place, m.before, v.next, m.assigned, v.status);
    remember(m, v);
    if (!full_)
        return std::nullopt;

    const auto& info = m.e->rules()[index(v.rule)];
    if (!day_)
        why_ = {info.id, info.cites};
    day_ = ev.on;
    note_public(ev.on, {info.id, info.cites});
    last_ = last_event{
        place, m.e->name_of(v.status), info.id, m.assigned, v.obligations, v.options, v.notices,
        m.e};
    return keep_books(m, v);
}

// ----------------------------------------------------------------------- the answer

void fold::finish(date on, standing& out) && {
    run_to(on);
    const auto& b = *book_;
    const edition* speaks = nullptr;
    if (slots_.cycle_is_open())
        speaks = b.in_force(slots_.audit_cycle()->started_on);
    else if (slots_.certificate())
        speaks = &b.editions()[slots_.certificate_edition()];
    else
        speaks = b.in_force(on);
    if (speaks == nullptr)
        speaks = on < b.editions().front().effective_from() ? &b.editions().front() : &b.latest();
    out.edition = speaks;
    out.state = slots_.view(static_cast<std::size_t>(speaks - b.editions().data()));
    out.public_status = slots_.name(slots_.public_status(on));
    const auto term_of = [&](const std::optional<term>& t, std::size_t e) {
        return t ? std::optional(
                       standing_term{b.editions()[e].name_of(t->status), t->first_day, t->last_day})
                 : std::nullopt;
    };
    out.certificate = term_of(slots_.certificate(), slots_.certificate_edition());
    out.bar = term_of(slots_.bar(), slots_.bar_edition());
    if (const auto& c = slots_.audit_cycle()) {
        const auto& e = b.editions()[slots_.cycle_edition()];
        out.cycle = standing_cycle{
            e.name_of(c->status),
            c->since,
            c->started_on,
            c->award == e.data().first_certificate ? std::string_view{} : e.name_of(c->award),
            slots_.cycle_last_day(),
            slots_.cycle_is_open()};
    }
    for (std::size_t e = 0; e < slots_.held().size(); ++e)
        for (std::size_t i = 0; i < b.editions()[e].statuses().size(); ++i) {
            const auto name = b.editions()[e].statuses()[i].id;
            if (((slots_.held()[e] >> i) & 1U) != 0 &&
                std::find(out.held.begin(), out.held.end(), name) == out.held.end())
                out.held.push_back(name);
        }
    for (const auto* list : {&cycle_findings_, &check_findings_})
        for (std::size_t i = 0; i < list->size(); ++i)
            if (list->open_on(i, on))
                out.open_findings.push_back(
                    {&list->given(i), list->event(i), list == &check_findings_});
    out.last = last_;
    out.decisions = std::move(decisions_);
    out.deadlines = deadlines_.standing_on(on);
    out.fees = std::move(fees_).take();
    // What will end by itself, if nothing happens.
    watch_ = nullptr;
    run_to(last_supported_day.plus_days(366 * most_months / 12));
    flush();
    out.timeline = std::move(timeline_).take();
}

}  // namespace certrules::detail
