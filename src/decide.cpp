#include "certrules/decide.hpp"

#include "detail/case_check.hpp"
#include "detail/counting.hpp"
#include "detail/decide_counted.hpp"
#include "detail/plain_case.hpp"
#include "detail/settle.hpp"
#include "detail/trees.hpp"

#include <fmt/format.h>

namespace certrules {

using namespace detail;

namespace {

/// The facts that a verdict leaned on while they were unknown: of the rules up to the one that
/// fired, those whose every condition on something known held. All are among `possible`, and those
/// nearest to the rule that fired mostly give them all.
std::uint64_t leaned_on(const edition_data& data, const event& ev, rule_id fired, const reading& r,
                        std::uint64_t possible) noexcept {
    std::uint64_t facts = 0;
    for (std::size_t i = index(fired) + 1; i-- > 0 && facts != possible;) {
        const auto& rule = data.rules[i];
        if (((rule.events >> static_cast<unsigned>(ev.kind)) & 1U) == 0)
            continue;
        std::uint64_t own = 0;
        bool holds = true;
        for (const auto& c : rule.when) {
            const auto& v = data.variables[c.variable];
            const auto cls = r.cls[c.variable];
            if (v.kind == variable_kind::fact && cls == 0)
                own |= std::uint64_t{1} << v.ref;
            else if (!c.accepts(cls)) {
                holds = false;
                break;
            }
        }
        if (holds)
            facts |= own;
    }
    return facts;
}

std::string describe(const edition& e, const state& s) {
    const auto term_text = [&](const std::optional<term>& t) {
        if (!t)
            return std::string("none");
        return fmt::format("{} {} to {}", e.name_of(t->status), to_string(t->first_day),
                           t->last_day ? to_string(*t->last_day) : "no end");
    };
    return fmt::format("certificate {}, cycle {}, bar {}", term_text(s.certificate),
                       s.audit_cycle ? fmt::format("{} since {}", e.name_of(s.audit_cycle->status),
                                                   to_string(s.audit_cycle->since))
                                     : "none",
                       term_text(s.bar));
}

error refused(const edition& e, const state& s, const event& ev, rule_id id) {
    const auto& data = e.data();
    return {
        error_code::refused, "event",
        fmt::format("{} on {} cannot happen: {} ({}; rule {})", name_of(ev.kind), to_string(ev.on),
                    data.rules[index(id)].refusal, describe(e, s), e.name_of(id))};
}

error no_rule(const edition& e, const event& ev) {
    return {error_code::no_rule, "event",
            fmt::format("no rule of {} answers {} on {}", e.name(), name_of(ev.kind),
                        to_string(ev.on))};
}

}  // namespace

result<verdict, error> decide(const edition& e, const state& given, const event& ev) {
    counts counted(e.data(), ev, counts::none{});
    reading r;
    return decide_reading(e, given, ev, counted, r);
}

result<verdict, error> detail::decide_reading(const edition& e, const state& given, const event& ev,
                                              counts& counted, reading& r) {
    result<verdict, error> decided;
    auto& v = *decided;
    const auto& data = e.data();
    const bool plain =
        plainly_right(data, ev) && plainly_right(data, given) &&
        counted.add_checked(cpp_findings(ev.findings, ev.on, finding_limits(data, ev)),
                            ev.findings.size());
    if (!plain) {
        if (auto wrong = check_case(e, given, ev)) {
            decided = unexpected(std::move(*wrong));
            return decided;
        }
        counted.add(ev.findings);  // not yet: what counting refuses, `check_case` does too
    }
    known_facts facts;
    facts.gather(ev);
    v.next = given;
    if (auto wrong = decide_counted(e, ev, counted, facts, r, v))
        decided = unexpected(std::move(*wrong));
    return decided;
}

std::optional<error> detail::decide_counted(const edition& e, const event& ev,
                                            const counts& counted, const known_facts& facts,
                                            reading& r, verdict& v) {
    const auto& data = e.data();
    state& s = v.next;
    settle_in_place(data, s, ev.on);

    read(data, s, ev, counted, facts, r);
    const auto region = region_of(data.trees, ev.kind, r);
    if (region == region_trees::absent)
        return no_rule(e, ev);
    v.region = region;
    v.rule = data.trees.rule_of_region[region];
    if (v.rule == rule_id::none)
        return no_rule(e, ev);

    const auto& rule = data.rules[index(v.rule)];
    if (rule.then == outcome::refuse)
        return refused(e, s, ev, v.rule);
    if (const auto unknown = data.trees.facts_of_region[region] & ~facts.known; unknown != 0)
        v.unknown = leaned_on(data, ev, v.rule, r, unknown);

    v.obligations = rule.obligations;
    v.options = rule.options;
    v.notices = rule.notices;
    v.fees = rule.fees;
    if (auto wrong = apply(e, rule, ev, facts, v))
        return wrong;
    v.public_status = public_status(e, s, ev.on);
    if (v.status == status_id::none) {  // nothing changed: what the factory shows already
        v.status = v.public_status;
        v.valid = public_days(data, s, ev.on);
    }
    return std::nullopt;
}

std::uint64_t possible(const edition& e, const state& given, const event& ev) {
    const auto& data = e.data();
    const auto s = settle(e, given, ev.on);
    known_facts facts;
    facts.gather(ev);
    const counts counted(data, ev);
    reading r;
    read(data, s, ev, counted, facts, r);

    std::uint64_t statuses = 0;
    each_region(data, ev.kind, r, facts.known, [&](std::uint32_t region) {
        const auto rule = data.trees.rule_of_region[region];
        if (rule == rule_id::none)
            return;
        const auto status = outcome_status(e, data.rules[index(rule)], s, ev);
        if (status != status_id::none)
            statuses |= std::uint64_t{1} << index(status);
    });
    return statuses;
}

state settle(const edition& e, const state& s, date on) {
    state settled = s;
    settle_in_place(e.data(), settled, on);
    return settled;
}

status_id public_status(const edition& e, const state& s, date on) noexcept {
    if (s.bar && s.bar->covers(on))
        return s.bar->status;
    if (s.certificate && s.certificate->covers(on))
        return s.certificate->status;
    if (s.audit_cycle)
        return s.audit_cycle->status;
    if (s.after != status_id::none)
        return s.after;
    return ran_out_status(e.data(), s);
}

std::optional<date> cycle_last_day(const edition& e, const cycle& c) noexcept {
    return cycle_end(e.data(), c);
}

}  // namespace certrules
