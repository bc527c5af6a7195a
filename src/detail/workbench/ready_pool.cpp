#include "detail/workbench/ready_pool.hpp"

#include "detail/exact.hpp"
#include "detail/workbench/coverage_points.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <set>

namespace certrules::detail {

namespace {

constexpr std::size_t most_candidates = 4000;

/// The same case so many days later.
built_case moved(built_case c, std::int32_t days) {
    const auto move = [&](date& d) { d = d.plus_days(days); };
    const auto move_term = [&](std::optional<term>& t) {
        if (!t)
            return;
        move(t->first_day);
        if (t->last_day)
            move(*t->last_day);
    };
    move(c.event.on);
    move_term(c.state.certificate);
    move_term(c.state.bar);
    if (c.state.audit_cycle) {
        move(c.state.audit_cycle->since);
        move(c.state.audit_cycle->started_on);
    }
    for (auto& f : c.findings)
        if (f.closed_on)
            move(*f.closed_on);
    return c;
}

}  // namespace

ready_pool::ready_pool(const book& b, const edition& e) : book_(b), e_(e) {
    cases();
    histories();
}

const question_text* ready_pool::find(const book& changed) const {
    for (const auto& c : all_)
        if (answers_differ(c.answer, answer_of(changed, c.test, false, nullptr).got))
            return &c.question;
    return nullptr;
}

void ready_pool::add(question_text question) {
    if (all_.size() >= most_candidates)
        return;
    auto test = read_one(book_, fmt::format("[[test]]\nname = \"x\"\n{}expect = {{}}\n{}",
                                            question.head, question.tail));
    if (!test)
        return;
    auto got = answer_of(book_, *test, false, nullptr).got;
    all_.push_back({std::move(question), std::move(*test), std::move(got)});
}

/// One case of each region, also at ends of months and in cycles that began long before.
void ready_pool::cases() {
    bool complete = false;
    const auto found = everything(e_, complete);
    if (found.regions.empty()) {
        start_ = e_.effective_from().plus_days(400);
        return;
    }
    const auto& first = found.regions.begin()->second;
    start_ = first.event.on;
    for (const auto& [region, c] : found.regions)
        add(case_text(e_, c));
    for (const auto& [region, c] : found.regions) {
        if (!c.state.audit_cycle)
            continue;
        for (const std::int32_t days : {150, 240}) {
            auto older = c;
            older.state.audit_cycle->started_on = c.state.audit_cycle->started_on.plus_days(-days);
            add(case_text(e_, older));
        }
    }
    for (const auto& [point, c] : found.boundaries)
        add(case_text(e_, c));
    for (const auto& [point, c] : found.transitions)
        add(case_text(e_, c));
    facts(first);
    for (const auto& [region, c] : found.regions) {
        if (c.event.kind != event_kind::audit_reviewed || !c.findings.empty())
            continue;
        const auto v = decide(e_, c.state, c.as_event());
        if (!v || !v->next.audit_cycle || v->next.audit_cycle->award == status_id::none)
            continue;
        for (auto text = facts_text(e_, c.facts); !text.empty();) {
            const auto end = text.find('\n');
            facts_at_review_ += ", " + text.substr(0, end);
            text.erase(0, end + 1);
        }
        break;
    }
    const auto year = start_.to_civil().year;
    const std::array ends{date::from_civil(year, 8, 31), date::from_civil(year, 4, 30),
                          date::from_civil(year - year % 4, 2, 29),
                          date::from_civil(year - year % 4 + 1, 2, 28),
                          date::from_civil(year, 12, 31)};
    for (const auto end : ends)
        for (const auto& [region, c] : found.regions)
            add(case_text(e_, moved(c, end.days() - c.event.on.days())));
}

/// Numbers at the bounds of what a fact may be.
void ready_pool::facts(const built_case& plain) {
    for (std::size_t i = 0; i < e_.facts().size(); ++i) {
        const auto& info = e_.facts()[i];
        if (info.type != fact_type::number)
            continue;
        std::set<std::int64_t> values{info.lowest, info.highest};
        values.insert(info.lowest - 1);
        values.insert(info.highest + 1);
        values.insert(info.allowed.begin(), info.allowed.end());
        for (const auto value : values) {
            auto c = plain;
            std::erase_if(c.facts, [&](const fact_value& f) { return index(f.fact) == i; });
            c.facts.push_back({static_cast<fact_id>(i), value});
            add(case_text(e_, c));
        }
    }
}

question_text ready_pool::history_text(const std::vector<std::string>& events, date on) const {
    std::string list;
    for (const auto& line : events)
        list += fmt::format("  {{ {} }},\n", line);
    return {fmt::format("on = {}\n", to_string(on)),
            fmt::format("\n[test.history]\nfactory = \"F-001\"\nevents = [\n{}]\n", list)};
}

bool ready_pool::possible(const std::vector<std::string>& events, date on) {
    const auto q = history_text(events, on);
    const auto test =
        read_one(book_, fmt::format("[[test]]\nname = \"x\"\n{}expect = {{}}\n{}", q.head, q.tail));
    return test && answer_of(book_, *test, false, nullptr).got.find("error") == nullptr;
}

/// From an application to a certificate, a check after it, invoices, and a second application:
/// whatever of it can happen under the edition. Asked at each step and long after.
void ready_pool::one_history(audit_id audit, int man_days, event_kind check) {
    std::vector<std::string> events;
    auto on = start_;
    const auto happen = [&](const std::string& what) {
        events.push_back(what);
        if (!possible(events, on)) {
            events.pop_back();
            return;
        }
        add(history_text(events, on));
    };
    const auto after = [&](std::int32_t days) { on = on.plus_days(days); };
    const auto plain = [&](event_kind kind, const std::string& more = {}) {
        happen(fmt::format("event = \"{}\", on = {}{}", name_of(kind), to_string(on), more));
    };
    const auto each_fee = [&](event_kind kind) {
        for (const auto& fee : e_.fees())
            plain(kind, fmt::format(", fee = \"{}\"", fee.id));
    };
    const auto work = fmt::format(", man_days = {}, findings = []", man_days);
    plain(event_kind::applied);
    after(5);
    each_fee(event_kind::fee_paid);
    after(25);
    plain(event_kind::audit_held, fmt::format(", audit = \"{}\"{}", e_.name_of(audit), work));
    after(10);
    plain(event_kind::audit_reviewed, facts_at_review_);
    after(10);
    each_fee(event_kind::fee_paid);
    after(70);
    plain(event_kind::visit_contacted);
    after(15);
    plain(check, check == event_kind::visit_held ? work : std::string());
    after(10);
    each_fee(event_kind::invoice_received);
    if (!events.empty())
        add(history_text(events, on.plus_days(1000)));
    after(600);
    plain(event_kind::applied);
    after(5);
    each_fee(event_kind::fee_paid);
}

void ready_pool::histories() {
    for (std::size_t a = 0; a < e_.audits().size(); ++a)
        for (const auto check :
             {event_kind::visit_held, event_kind::visit_declined, event_kind::audit_declined})
            one_history(static_cast<audit_id>(a), a % 2 == 0 ? 1 : 9, check);
    if (!e_.audits().empty())
        one_history(static_cast<audit_id>(0), 9, event_kind::visit_held);
}

}  // namespace certrules::detail
