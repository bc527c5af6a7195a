// Questions in numbers, by the C++ functions: whatever the numbers, an answer or a clear error; the
// answers to related questions agree. The C door gives the same verdict.

#include "certrules.h"
#include "certrules/book.hpp"
#include "certrules/explain.hpp"
#include "certrules/follow_up.hpp"
#include "certrules/what_if.hpp"
#include "support/input.hpp"

#include <array>
#include <vector>

using namespace certrules;

namespace {

const std::array<edition, 3>& editions() {
    static const std::array<edition, 3> all{edition::builtin("escp@2020-09-01").value(),
                                            edition::builtin("ietp@2018-10-09").value(),
                                            edition::builtin("ietp@2016-04-01").value()};
    return all;
}

/// A word: mostly one of the edition, now and then any number.
template <class Id>
Id word(fuzz::input& in, std::size_t words) {
    const auto n = in.take<std::uint8_t>();
    return static_cast<Id>(n >= 0xF8U || words == 0 ? n : n % words);
}

date some_day(fuzz::input& in) {
    const auto n = in.take<std::uint16_t>();
    return n == 0xFFFFU ? date{in.take<std::int32_t>()} : date{18000 + n % 2048};
}

std::optional<term> some_term(fuzz::input& in, const edition& e) {
    if (in.flag())
        return std::nullopt;
    term t;
    t.status = word<status_id>(in, e.statuses().size());
    t.first_day = some_day(in);
    if (in.flag())
        t.last_day = in.flag() ? some_day(in) : t.first_day.plus_days(in.take<std::uint16_t>());
    return t;
}

struct question {
    certrules::state state;
    certrules::event event;
    std::vector<finding> findings;
    std::vector<section_count> sections;
    std::vector<fact_value> facts;

    question(fuzz::input& in, const edition& e) {
        const auto statuses = e.statuses().size();
        state.certificate = some_term(in, e);
        state.bar = some_term(in, e);
        if (in.flag())
            state.audit_cycle = cycle{word<status_id>(in, statuses), some_day(in), some_day(in),
                                      in.flag() ? word<status_id>(in, statuses) : status_id::none};
        state.held = in.flag() ? in.take<std::uint64_t>() : 0;
        if (in.flag())
            state.after = word<status_id>(in, statuses);
        event.kind = static_cast<event_kind>(in.flag() ? 4 : in.below(17));
        event.on = some_day(in);
        if (in.flag())
            event.audit = word<audit_id>(in, e.audits().size());
        if (in.flag())
            event.fee = word<fee_id>(in, e.fees().size());
        if (in.flag())
            event.decision = word<status_id>(in, statuses);
        if (in.flag())
            event.months = static_cast<std::int32_t>(in.take<std::int16_t>());
        for (auto left = in.below(8); left > 0; --left) {
            finding f;
            f.section = word<section_id>(in, e.sections().size());
            f.severity = word<severity_id>(in, e.severities().size());
            f.transparent = static_cast<answer>(in.below(16) == 15 ? 3 : in.below(3));
            f.tags = in.flag() ? std::uint64_t{1} << in.below(12) : 0;
            if (in.flag())
                f.closed_on = some_day(in);
            findings.push_back(f);
        }
        for (auto left = in.below(4); left > 0; --left) {
            section_count s;
            s.section = word<section_id>(in, e.sections().size());
            if (in.flag())
                s.applicable = in.take<std::uint8_t>();
            if (in.flag()) {
                s.graded_severity = word<severity_id>(in, e.severities().size());
                s.graded = in.take<std::uint8_t>();
            }
            sections.push_back(s);
        }
        for (auto left = in.below(6); left > 0; --left)
            facts.push_back({word<fact_id>(in, e.facts().size()),
                             static_cast<std::int64_t>(in.take<std::int8_t>())});
        event.findings = findings;
        event.sections = sections;
        event.facts = facts;
    }
};

void promise_answer(const edition& e, const question& q, const verdict& v) {
    PROMISE(v.region < e.regions() && index(v.rule) < e.rules().size());
    // A host may give a state from after the event: then its days mean nothing.
    const auto& cycle_given = q.state.audit_cycle;
    const bool in_order = !cycle_given || cycle_given->since <= q.event.on;
    PROMISE(!in_order || !v.valid || v.valid->first_day <= v.valid->last_day);
    PROMISE(public_status(e, v.next, q.event.on) == v.public_status);
    PROMISE(settle(e, v.next, q.event.on) == v.next);
    if (in_order && v.next.audit_cycle)
        if (const auto last = cycle_last_day(e, *v.next.audit_cycle))
            PROMISE(*last >= v.next.audit_cycle->started_on);
    const auto next = next_audit_on(e, v, q.event.on);
    PROMISE(next || next.error().code == error_code::overflow);
    for (const auto& f : q.findings) {
        const auto by = correct_by(e, f, q.event.on);
        PROMISE(!by || *by > q.event.on);
    }
    const auto x = explain(e, q.state, q.event);
    PROMISE(x && x->rule == v.rule && !to_string(*x).empty());
    const auto stored = explain(e, v.region);
    PROMISE(stored && stored->rule == v.rule);
    const auto set = possible(e, q.state, q.event);
    PROMISE(v.status == status_id::none || ((set >> index(v.status)) & 1U) != 0 || v.unknown == 0);
    const auto better = what_if(e, q.state, q.event);
    PROMISE(better.has_value());
    for (const auto& change : better->changes) {
        PROMISE(e.statuses()[index(change.status)].rank >
                (v.status == status_id::none ? -32768 : e.statuses()[index(v.status)].rank));
        PROMISE(to_strings(e, q.event, change).size() == change.close.size() + change.facts.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::input in(data, size);
    const auto& e = editions()[in.below(3)];
    const question q(in, e);
    const auto v = decide(e, q.state, q.event);
    if (v)
        promise_answer(e, q, *v);
    else
        fuzz::promise_error(v.error());
    return 0;
}
