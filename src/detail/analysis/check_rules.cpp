// Which regions some case reaches: gaps, rules that never fire, rules that others hide.

#include "detail/analysis/checker.hpp"

#include "detail/workbench/trace.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

void checker::check_rules() {
    for (const auto& part : events_)
        check_event_rules(*part);
    for (std::size_t r = 0; r < data_.rules.size(); ++r)
        if (!fired_[r] && !maybe_fired_[r])
            explain_silent(static_cast<rule_id>(r));
}

void checker::check_event_rules(event_part& part) {
    std::optional<found_case> gap;
    situation_finder finder(*part.plain, {day_}, 0);
    bool gap_unknown = false;
    auto skip = [&](std::uint32_t a, std::uint32_t) {
        return (a & region_trees::leaf) != 0 && rule_at(data_, a) != rule_id::none &&
               fired_[index(rule_at(data_, a))];
    };
    auto each = [&](std::uint32_t a, std::uint32_t, const region_box& box) {
        const auto rule = rule_at(data_, a);
        auto how = searched::none;
        const auto found = smallest_in(part, finder, box, rule, how);
        if (rule == rule_id::none) {
            gap_unknown = gap_unknown || how == searched::undecided;
            if (found && (!gap || found->size < gap->size))
                gap = found;
            return;
        }
        if (how == searched::undecided)
            maybe_fired_[index(rule)] = true;
        if (found)
            fired_[index(rule)] = true;
    };
    auto box = part.plain->everything();
    part.plain->walk(part.space.root(0), unheard, box, skip, each);
    if (work_.out())
        for (std::size_t r = 0; r < data_.rules.size(); ++r)
            if (hears(static_cast<rule_id>(r), part.space.kind))
                maybe_fired_[r] = true;
    if (gap_unknown || work_.out())
        undecided(part.space.kind, "whether every case has an answer");
    if (!gap)
        return;
    problem p;
    p.kind = problem_kind::gap;
    p.message = fmt::format("{}: no rule answers every case", name_of(part.space.kind));
    if (!show(p, part, *gap, rule_id::none))
        return;
    p.smallest = p.smallest && !gap_unknown && !work_.out();
    out_.problems.push_back(std::move(p));
}

/// The rules that answer the cases of a box, as far as some case reaches them.
std::vector<rule_id> checker::answering(event_part& part, const region_box& box) {
    std::vector<rule_id> out;
    situation_finder finder(*part.plain, {day_}, 0);
    auto skip = [&](std::uint32_t a, std::uint32_t) {
        return (a & region_trees::leaf) != 0 &&
               std::find(out.begin(), out.end(), rule_at(data_, a)) != out.end();
    };
    auto each = [&](std::uint32_t a, std::uint32_t, const region_box& here) {
        auto how = searched::none;
        if (smallest_in(part, finder, here, rule_at(data_, a), how))
            out.push_back(rule_at(data_, a));
    };
    auto left = box;
    part.plain->walk(part.space.root(0), unheard, left, skip, each);
    std::sort(out.begin(), out.end());
    return out;
}

/// The first few of the rules, and how many more there are.
std::string checker::a_few_names(const std::vector<rule_id>& rules) const {
    constexpr std::size_t most = 5;
    const auto shown = rules.size() > most + 1 ? most : rules.size();
    std::string text;
    for (std::size_t i = 0; i < shown; ++i)
        text += fmt::format("{}{}", i == 0 ? "" : ", ",
                            rules[i] == rule_id::none ? "none" : edition_.name_of(rules[i]));
    if (shown < rules.size())
        text += fmt::format(" and {} more", rules.size() - shown);
    return text;
}

/// Puts the smallest case that meets the conditions and is answered into the problem: one that
/// rules refuse cannot happen. `own` is the smallest of all; it stands where all are refused.
void checker::show_answered(problem& p, event_part& part, const situation_finder& finder,
                            const rule& conditions, const found_case& own, bool& refused) {
    const auto answer = [&](const found_case& f) {
        const auto pair = finder.make(f.where, f.findings);
        return answer_of(edition_, pair.of[0].state, pair.of[0].as_event());
    };
    auto best = own;
    refused = answer(own).code == error_code::refused;
    if (refused) {
        const auto found = cases_by_rule(
            part, part.plain->box_of(conditions),
            [&](rule_id r) { return data_.rules[index(r)].then != outcome::refuse; },
            [](rule_id, const side_answer&) { return true; }, false);
        for (const auto& [rule, one] : found)
            if (refused || one.size < best.size) {
                best = one;
                refused = false;
            }
    }
    auto pair = finder.make(best.where, best.findings);
    const auto code = answer(best).code;
    drop_needless(pair, [&](const witness_pair& w) {
        const auto ev = w.of[0].as_event();
        const auto way = trace(edition_, w.of[0].state, ev);
        return answer_of(edition_, w.of[0].state, ev).code == code &&
               std::all_of(conditions.when.begin(), conditions.when.end(),
                           [&](const condition& c) { return c.accepts(way.read.cls[c.variable]); });
    });
    p.event = part.space.kind;
    p.smallest = best.findings.least && !work_.out();
    p.first_answer =
        text_of(edition_, answer_of(edition_, pair.of[0].state, pair.of[0].as_event()));
    p.first = pair.of[0];
}

void checker::explain_silent(rule_id r) {
    const auto name = edition_.name_of(r);
    for (const auto& part : events_) {
        if (!hears(r, part->space.kind))
            continue;
        const auto box = part->plain->box_of(data_.rules[index(r)]);
        const bool open = box.frames.any() &&
                          std::all_of(box.facts.begin(), box.facts.end(),
                                      [](const class_set& s) { return s.any(); }) &&
                          std::all_of(box.dimensions.begin(), box.dimensions.end(),
                                      [](const class_set& s) { return s.any(); });
        if (!open)
            continue;
        situation_finder finder(*part->plain, {day_}, 0);
        auto how = searched::none;
        const auto own = smallest_in(*part, finder, box, rule_id::none, how);
        if (how == searched::undecided) {
            undecided(part->space.kind, fmt::format("whether rule {} can fire", name));
            return;
        }
        if (!own)
            continue;
        const auto others = answering(*part, box);
        if (work_.out())
            break;
        bool refused = false;
        problem p;
        p.kind = problem_kind::hidden;
        p.rule = r;
        show_answered(p, *part, finder, data_.rules[index(r)], *own, refused);
        p.message = fmt::format(
            "rule {} (line {}): every case that meets its conditions is {} before it, by {}", name,
            data_.rule_infos[index(r)].line, refused ? "refused" : "answered", a_few_names(others));
        out_.problems.push_back(std::move(p));
        return;
    }
    if (work_.out()) {
        for (const auto& part : events_)
            if (hears(r, part->space.kind))
                return undecided(part->space.kind, "which rules can fire");
        return;
    }
    auto& p = report(problem_kind::never_fires,
                     fmt::format("rule {} (line {}): no case meets its conditions", name,
                                 data_.rule_infos[index(r)].line));
    p.rule = r;
}

}  // namespace certrules::detail
