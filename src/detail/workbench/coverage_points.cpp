#include "detail/workbench/coverage_points.hpp"

#include "detail/class_text.hpp"
#include "detail/exact.hpp"
#include "detail/settle.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

bool counts_up(const edition_data& data, const variable& v) {
    if (v.kind != variable_kind::measure)
        return v.kind == variable_kind::consecutive;
    const auto kind = data.measures[v.ref].kind;
    return kind != measure_kind::score && kind != measure_kind::share;
}

bool has_limit(const edition_data& data, const variable& v) {
    return v.kind == variable_kind::measure &&
           data.measures[v.ref].kind == measure_kind::sections_where;
}

/// Where a share lies by a limit, within one finding of it; 3: further away.
std::uint8_t side_of(const rate_test& test, std::uint64_t part, std::uint64_t whole) {
    const auto at = [&](std::uint64_t p) {
        return static_cast<std::int64_t>(p) * test.at.den -
               static_cast<std::int64_t>(whole) * test.at.num;
    };
    if (at(part) == 0)
        return 1;
    if (at(part) < 0)
        return at(part + 1) >= 0 ? 0 : 3;
    return part > 0 && at(part - 1) <= 0 ? 2 : 3;
}

}  // namespace

std::vector<boundary> boundaries_at(const edition& e, const way& w, const event& ev) {
    const auto& data = e.data();
    std::vector<boundary> found;
    for (std::size_t i = 0; i < data.variables.size(); ++i) {
        const auto& v = data.variables[i];
        if (((w.tested >> i) & 1U) == 0 || !v.numeric || (v.first == 1 && w.read.cls[i] == 0))
            continue;
        const auto add = [&](std::size_t cut, std::uint8_t side) {
            if (side <= 2)
                found.push_back(
                    {ev.kind, static_cast<std::uint8_t>(i), static_cast<std::uint32_t>(cut), side});
        };
        for (std::size_t k = 0; k < v.cuts.size(); ++k) {
            const auto at = v.cuts[k].at;
            if (v.ratio) {
                add(k, side_of({at}, static_cast<std::uint64_t>(w.read.value[i]),
                               static_cast<std::uint64_t>(w.read.whole[i])));
                continue;
            }
            if (counts_up(data, v) && at.num <= 0)
                continue;
            const auto value = w.read.value[i];
            add(k, value == at.num - 1 ? 0 : (value == at.num ? 1 : (value > at.num ? 2 : 3)));
        }
        if (!has_limit(data, v))
            continue;
        const auto& m = data.measures[v.ref];
        const counts counted(data, ev);
        for (std::size_t s = 0; s < data.sections.size(); ++s) {
            if (((m.sections >> s) & 1U) == 0)
                continue;
            const auto share = counted.section_share(m, s);
            if (share.known && share.whole != 0)
                add(boundary::section_share, side_of(m.test, share.part, share.whole));
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<boundary> boundaries_of(const edition& e) {
    const auto& data = e.data();
    std::vector<boundary> all;
    for (std::size_t kind = 1; kind < event_kinds; ++kind)
        for (std::size_t i = 0; i < data.variables.size(); ++i) {
            const auto& v = data.variables[i];
            if (((data.variables_of[kind] >> i) & 1U) == 0 || !v.numeric)
                continue;
            const auto add = [&](std::size_t cut) {
                for (std::uint8_t side = 0; side < 3; ++side)
                    all.push_back({static_cast<event_kind>(kind), static_cast<std::uint8_t>(i),
                                   static_cast<std::uint32_t>(cut), side});
            };
            for (std::size_t k = 0; k < v.cuts.size(); ++k)
                if (!counts_up(data, v) || v.cuts[k].at.num > 0)
                    add(k);
            if (has_limit(data, v))
                add(boundary::section_share);
        }
    return all;
}

std::string to_text(const edition& e, const boundary& b) {
    const auto& data = e.data();
    const auto& v = data.variables[b.variable];
    constexpr std::array<std::string_view, 3> words{"just below", "at", "above"};
    if (b.cut == boundary::section_share)
        return fmt::format("{}: {}, the share of a section {} {}", name_of(b.kind), v.name,
                           words[b.side], rate_text(data.measures[v.ref].test.at));
    const auto& at = v.cuts[b.cut].at;
    if (v.ratio)
        return fmt::format("{}: {} {} {}", name_of(b.kind), v.name, words[b.side], rate_text(at));
    const auto value = b.side == 0 ? at.num - 1 : at.num;
    return fmt::format("{}: {} {} {}", name_of(b.kind), v.name, b.side == 2 ? "above" : "at",
                       to_text(lowest_terms(value, v.scale)));
}

transition transition_of(const edition& e, const state& settled, const state& next, date on) {
    return {public_status(e, settled, on), public_status(e, next, on)};
}

namespace {

class gatherer {
public:
    gatherer(const edition& e, touched& out) : e_(e), data_(e.data()), space_(e), out_(out) {}

    bool gather() {
        for (std::size_t kind = 1; kind < event_kinds; ++kind)
            if (data_.trees.roots[kind] != region_trees::absent)
                space_.each(static_cast<event_kind>(kind), [&](const built_case& c) { touch(c); });
        const auto seeds = out_.regions;
        for (const auto& [region, seed] : seeds)
            change_status(region, seed);
        for (std::size_t i = 0; i < data_.statuses.size(); ++i)
            if (!data_.terms_of[i].former)
                run_out(static_cast<status_id>(i));
        return space_.complete();
    }

private:
    void touch(const built_case& c) {
        const auto ev = c.as_event();
        const auto w = trace(e_, c.state, ev);
        if (w.region == region_trees::absent)
            return;
        out_.regions.try_emplace(w.region, c);
        for (const auto& b : boundaries_at(e_, w, ev))
            out_.boundaries.try_emplace(b, c);
    }

    /// The same question to a factory of every other status.
    void change_status(std::uint32_t region, const built_case& seed) {
        const auto rule = data_.trees.rule_of_region[region];
        if (rule == rule_id::none || seed.event.kind >= event_kind::certificate_expired)
            return;
        const auto then = data_.rules[index(rule)].then;
        if (then != outcome::assign && then != outcome::award)
            return;
        ask(seed);
        for (std::size_t i = 0; i <= data_.statuses.size(); ++i) {
            const auto status = i == 0 ? status_id::none : static_cast<status_id>(i - 1);
            if (i != 0 && data_.terms_of[i - 1].former)
                continue;
            auto c = seed;
            space_.put_status(c.state, status);
            if (c.state.certificate)  // beside the cycle that there was
                c.state.audit_cycle = seed.state.audit_cycle;
            ask(c);
            if (then != outcome::award || !c.state.audit_cycle)
                continue;
            for (std::size_t a = 0; a < data_.statuses.size(); ++a)
                if (data_.statuses[a].track == track::certificate && !data_.terms_of[a].former &&
                    data_.terms_of[a].fee != fee_id::none) {
                    c.state.audit_cycle->award = static_cast<status_id>(a);
                    ask(c);
                }
        }
    }

    void ask(const built_case& c) {
        const auto ev = c.as_event();
        const auto settled = settle(e_, c.state, ev.on);
        auto complete = c;
        auto v = decide(e_, c.state, ev);
        if (!v && v.error().code == error_code::missing) {
            // A length that only the host knows: the first that is allowed.
            for (std::size_t i = 0; i < data_.facts.size(); ++i)
                if (v.error().place == fmt::format("facts.{}", data_.facts[i].id)) {
                    const auto& info = data_.facts[i];
                    complete.facts.push_back({static_cast<fact_id>(i), info.allowed.empty()
                                                                           ? info.lowest
                                                                           : info.allowed.front()});
                    break;
                }
            v = decide(e_, complete.state, complete.as_event());
        }
        if (!v)
            return;
        const auto then = data_.rules[index(v->rule)].then;
        const auto t = transition_of(e_, settled, v->next, ev.on);
        if ((then == outcome::assign || then == outcome::award) && t.first != t.second)
            out_.transitions.try_emplace(t, complete);
    }

    /// A status on the day after its last one.
    void run_out(status_id status) {
        const auto on = space_.day();
        built_case c;
        c.event.on = on;
        space_.put_status(c.state, status);
        if (c.state.certificate) {
            c.event.kind = event_kind::certificate_expired;
            c.state.certificate->last_day = on.plus_days(-1);
        } else if (c.state.bar) {
            c.event.kind = event_kind::bar_ended;
            c.state.bar->last_day = on.plus_days(-1);
        } else if (c.state.audit_cycle) {
            c.event.kind = event_kind::cycle_expired;
            auto& cycle = *c.state.audit_cycle;
            for (std::int32_t back = 1;; ++back) {
                cycle.since = cycle.started_on = on.plus_days(-back);
                const auto last = cycle_end(data_, cycle);
                if (!last || back > 40'000)
                    return;
                if (*last == on.plus_days(-1))
                    break;
            }
        } else {
            return;
        }
        const auto before = public_status(e_, c.state, on.plus_days(-1));
        const auto after = public_status(e_, settle(e_, c.state, on), on);
        if (before != after)
            out_.transitions.try_emplace(transition{before, after}, c);
    }

    const edition& e_;
    const edition_data& data_;
    case_space space_;
    touched& out_;
};

}  // namespace

touched everything(const edition& e, bool& complete) {
    touched all;
    complete = gatherer(e, all).gather();
    return all;
}

}  // namespace certrules::detail
