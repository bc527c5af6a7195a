#include "certrules/decide.hpp"

#include "certrules/what_if.hpp"
#include "convert.hpp"
#include "detail/case_check.hpp"
#include "detail/decide_counted.hpp"
#include "handles.hpp"
#include "plain.hpp"

#include <algorithm>
#include <vector>

using namespace certrules::capi;
using certrules::detail::check_case;

namespace {

/// Decides what was read, and writes the answer.
std::int32_t finish(const certrules::edition& e, const certrules::event& ev,
                    const certrules::detail::counts& counted,
                    const certrules::detail::known_facts& facts, certrules::verdict& decided,
                    certrules_verdict* verdict, certrules_state* next, const reporter& report) {
    certrules::detail::reading read;
    if (const auto wrong = certrules::detail::decide_counted(e, ev, counted, facts, read, decided))
        return report(*wrong);
    give_verdict(decided, e, verdict);
    if (next != nullptr)
        give_state(decided.next, next);
    return CERTRULES_OK;
}

/// Findings are read in pieces of so many, on the stack.
constexpr std::size_t piece = 16;

std::int32_t decide_in_pieces(const certrules::edition& e, const certrules::state& s,
                              const taken_event& ev, certrules_verdict* verdict,
                              certrules_state* next, const reporter& report) {
    namespace detail = certrules::detail;
    if (const auto wrong = check_case(e, s, ev.rest()))
        return report(*wrong);
    detail::counts counted(e.data(), ev.rest(), detail::counts::none{});
    detail::known_facts facts;
    facts.gather(ev.rest());
    // Not cleared: `take_findings` writes each that is read.
    union finding_room {
        finding_room() noexcept {}
        std::array<certrules::finding, piece> list;
    } room;
    for (std::size_t i = 0; i < ev.finding_count(); i += piece) {
        const std::span findings(room.list.data(), std::min(piece, ev.finding_count() - i));
        if (!ev.take_plain_findings(i, findings, e)) {
            if (const auto wrong = ev.take_findings(i, findings, e, report))
                return wrong;
            if (const auto wrong = detail::check_findings(e, ev.rest(), findings, i))
                return report(*wrong);
        }
        counted.add(findings);
    }
    certrules::verdict decided;
    decided.next = s;
    return finish(e, ev.rest(), counted, facts, decided, verdict, next, report);
}

/// No code of the interface.
constexpr std::int32_t not_plain = INT32_MIN;

/// The short way: plain structs. `not_plain`, with nothing written, where it must be the long one.
std::int32_t decide_plain(const certrules::edition& e, const certrules_state& state,
                          const certrules_event& event, certrules_verdict* verdict,
                          certrules_state* next, const reporter& report) {
    namespace detail = certrules::detail;
    const auto& data = e.data();
    certrules::verdict decided;
    certrules::event ev;
    section_room sections;
    detail::known_facts facts;
    if (!take_plain(event, data, ev, facts, sections) || !take_plain(state, data, decided.next))
        return not_plain;
    detail::counts counted(data, ev, detail::counts::none{});
    if (!counted.add_checked(c_findings(event.findings, event.on, detail::finding_limits(data, ev)),
                             event.finding_count))
        return not_plain;
    return finish(e, ev, counted, facts, decided, verdict, next, report);
}

/// The long way: structs of any release, whatever they hold.
[[gnu::noinline]] std::int32_t decide_any(const certrules_edition* edition,
                                          const certrules_state* state,
                                          const certrules_event* event, certrules_verdict* verdict,
                                          certrules_state* next, const reporter& report) {
    certrules::state s;
    taken_event ev;
    if (const auto wrong = need(edition, "edition", report))
        return wrong;
    if (const auto wrong = check_out(verdict, "verdict", report))
        return wrong;
    if (next != nullptr)
        if (const auto wrong = check_out(next, "next", report))
            return wrong;
    if (const auto wrong = take_state(state, edition->rules, s, report))
        return wrong;
    if (const auto wrong = ev.take(event, edition->rules, report))
        return wrong;
    return decide_in_pieces(edition->rules, s, ev, verdict, next, report);
}

/// A case with all its findings at once, as some of the library's questions need it.
struct whole_case {
    certrules::state state;
    taken_event taken;
    std::vector<certrules::finding> findings;
    certrules::event event;

    std::int32_t take(const certrules_edition* edition, const certrules_state* s,
                      const certrules_event* ev, const reporter& report) {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const auto& e = edition->rules;
        if (const auto wrong = take_state(s, e, state, report))
            return wrong;
        if (const auto wrong = taken.take(ev, e, report))
            return wrong;
        findings.resize(taken.finding_count());
        if (const auto wrong = taken.take_findings(0, findings, e, report))
            return wrong;
        event = taken.rest();
        event.findings = findings;
        return CERTRULES_OK;
    }
};

/// A state and a day, checked.
std::int32_t take_standing(const certrules_edition* edition, const certrules_state* given,
                           std::int32_t on, certrules::state& s, const reporter& report) {
    if (const auto wrong = need(edition, "edition", report))
        return wrong;
    if (const auto wrong = take_state(given, edition->rules, s, report))
        return wrong;
    certrules::event any;
    any.on = certrules::date{on};
    if (const auto wrong = check_case(edition->rules, s, any))
        return report(*wrong);
    return CERTRULES_OK;
}

void append(std::vector<certrules_change>& to, const certrules::improvement& better) {
    certrules_change c{};
    c.status = number(better.status);
    c.fact = -1;
    for (const auto place : better.close) {
        c.finding = static_cast<std::int64_t>(place);
        to.push_back(c);
    }
    c.finding = -1;
    for (const auto& f : better.facts) {
        c.fact = number(f.fact);
        c.value = f.value;
        to.push_back(c);
    }
}

}  // namespace

std::int32_t certrules_decide(const certrules_edition* edition, const certrules_state* state,
                              const certrules_event* event, certrules_verdict* verdict,
                              certrules_state* next, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (edition != nullptr && is_plain(state) && is_plain(event) && is_plain(verdict) &&
            (next == nullptr || is_plain(next))) [[likely]] {
            const auto code = decide_plain(edition->rules, *state, *event, verdict, next, report);
            if (code != not_plain) [[likely]]
                return code;
        }
        return decide_any(edition, state, event, verdict, next, report);
    });
}

std::int32_t certrules_possible(const certrules_edition* edition, const certrules_state* state,
                                const certrules_event* event, std::uint64_t* statuses,
                                certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        whole_case c;
        if (const auto wrong = need(statuses, "statuses", report))
            return wrong;
        if (const auto wrong = c.take(edition, state, event, report))
            return wrong;
        const auto decided = decide(edition->rules, c.state, c.event);
        if (!decided)
            return report(decided.error());
        *statuses = possible(edition->rules, c.state, c.event);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_settle(const certrules_edition* edition, const certrules_state* state,
                              std::int32_t on, certrules_state* next, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules::state s;
        if (const auto wrong = check_out(next, "next", report))
            return wrong;
        if (const auto wrong = take_standing(edition, state, on, s, report))
            return wrong;
        give_state(settle(edition->rules, s, certrules::date{on}), next);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_public_status(const certrules_edition* edition, const certrules_state* state,
                                     std::int32_t on, std::int32_t* status,
                                     certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules::state s;
        if (const auto wrong = need(status, "status", report))
            return wrong;
        if (const auto wrong = take_standing(edition, state, on, s, report))
            return wrong;
        *status = number(public_status(edition->rules, s, certrules::date{on}));
        return CERTRULES_OK;
    });
}

std::int32_t certrules_cycle_last_day(const certrules_edition* edition,
                                      const certrules_state* state, std::int32_t* day,
                                      certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules::state s;
        if (const auto wrong = need(day, "day", report))
            return wrong;
        if (const auto wrong = take_standing(edition, state, 0, s, report))
            return wrong;
        const auto last = s.audit_cycle ? cycle_last_day(edition->rules, *s.audit_cycle)
                                        : std::optional<certrules::date>{};
        *day = last ? last->days() : CERTRULES_NO_DAY;
        return CERTRULES_OK;
    });
}

std::int32_t certrules_what_if(const certrules_edition* edition, const certrules_state* state,
                               const certrules_event* event, certrules_change* changes,
                               std::uint32_t change_size, std::size_t capacity, std::size_t* needed,
                               std::int32_t* complete, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        whole_case c;
        if (const auto wrong =
                check_array(changes, capacity, PTRDIFF_MAX / largest_struct, change_size,
                            first_size<certrules_change>, "changes", report))
            return wrong;
        if (const auto wrong = c.take(edition, state, event, report))
            return wrong;
        const auto found = what_if(edition->rules, c.state, c.event);
        if (!found)
            return report(found.error());
        std::vector<certrules_change> list;
        for (const auto& better : found->changes)
            append(list, better);
        if (needed != nullptr)
            *needed = list.size();
        if (list.size() > capacity)
            return report(CERTRULES_E_BUFFER, "changes", "more changes than it can hold");
        if (complete != nullptr)
            *complete = found->complete ? 1 : 0;
        give_array(list, changes, change_size);
        return CERTRULES_OK;
    });
}
