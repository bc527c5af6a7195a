#include "detail/analysis/checker.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

checker::checker(const edition& e)
    : edition_(e),
      data_(e.data()),
      words_(words_of_both(e, e, {})),
      both_{&edition_, &edition_},
      day_(usual_day(e, e)),
      fired_(data_.rules.size()),
      maybe_fired_(data_.rules.size()),
      node_summaries_(data_.trees.nodes.size()) {}

analysis checker::run() {
    for (std::size_t k = 1; k < event_kinds; ++k) {
        const auto kind = static_cast<event_kind>(k);
        if (data_.trees.roots[k] == region_trees::absent)
            continue;
        auto part = std::make_unique<event_part>(edition_, words_, kind, work_);
        if (part->space.too_large || part->space.findings.too_large()) {
            undecided(kind, "more kinds of case than the analysis takes on");
            for (std::size_t r = 0; r < data_.rules.size(); ++r)
                if (hears(static_cast<rule_id>(r), kind))
                    maybe_fired_[r] = true;
            continue;
        }
        part->plain = std::make_unique<pair_space>(part->space, nullptr, nullptr);
        part->space.graph =
            std::make_unique<region_graph>(*part->plain, [&](int, std::uint32_t leaf) {
                return static_cast<std::uint32_t>(index(rule_at(data_, leaf)));
            });
        events_.push_back(std::move(part));
    }
    summarise();
    check_rules();
    for (const auto& part : events_)
        check_monotone(*part);
    report_pairs();
    check_life();
    check_ends();
    check_bands();
    declare_exceptions();
    return std::move(out_);
}

bool checker::hears(rule_id r, event_kind kind) const {
    return ((data_.rules[index(r)].events >> static_cast<unsigned>(kind)) & 1U) != 0;
}

problem& checker::report(problem_kind kind, std::string message) {
    out_.problems.emplace_back();
    auto& p = out_.problems.back();
    p.kind = kind;
    p.message = std::move(message);
    return p;
}

void checker::undecided(event_kind kind, std::string_view why) {
    auto message = fmt::format("{}: {}", name_of(kind), why);
    if (work_.out())  // one reason for all that is left
        message = fmt::format(
            "the check took more than {} steps: what else is wrong, on {} and after it, is not "
            "known",
            bounds::steps_in_all, name_of(out_of_steps_.value_or(kind)));
    if (work_.out() && !out_of_steps_)
        out_of_steps_ = kind;
    for (const auto& p : out_.problems)
        if (p.kind == problem_kind::undecided && p.message == message)
            return;
    report(problem_kind::undecided, std::move(message)).event = kind;
}

bool checker::show(problem& p, event_part& part, const found_case& found, rule_id rule) {
    const situation_finder maker(*part.plain, {day_}, 0);
    auto pair = maker.make(found.where, found.findings);
    const auto answer = [&](const witness& w) {
        return answer_of(edition_, w.state, w.as_event());
    };
    const auto expected = [&](const witness_pair& w) {
        return answered_by(edition_, w.of[0], answer(w.of[0]), rule);
    };
    if (!expected(pair)) {
        undecided(part.space.kind, "a witness did not replay");
        return false;
    }
    drop_needless(pair, expected);
    p.event = part.space.kind;
    p.smallest = found.findings.least && !work_.out();
    p.first_answer = text_of(edition_, answer(pair.of[0]));
    p.first = std::move(pair.of[0]);
    return true;
}

std::optional<checker::found_case> checker::smallest_in(event_part& part, situation_finder& finder,
                                                        const region_box& box, rule_id rule,
                                                        searched& how) {
    const auto where =
        finder.find(rule, rule, box, [](const side_answer&, const side_answer&) { return true; });
    how = work_.out() ? searched::undecided : searched::none;
    if (!where)
        return std::nullopt;
    found_case found;
    found.where = *where;
    how = part.plain->solver().solve(box.dimensions, nullptr, unbounded, found.findings);
    if (how != searched::found)
        return std::nullopt;
    found.size = finder.size_of(*where, found.findings);
    return found;
}

std::map<rule_id, checker::found_case> checker::cases_by_rule(event_part& part, region_box box,
                                                              const rule_test& rules,
                                                              const answer_test& passes,
                                                              bool first_only) {
    std::map<rule_id, found_case> best;
    situation_finder finder(*part.plain, {day_}, 0);
    auto skip = [&](std::uint32_t a, std::uint32_t) {
        if (first_only && !best.empty())
            return true;
        const auto rule = (a & region_trees::leaf) != 0 ? rule_at(data_, a) : rule_id::none;
        return (a & region_trees::leaf) != 0 && (rule == rule_id::none || !rules(rule));
    };
    auto each = [&](std::uint32_t a, std::uint32_t, const region_box& here) {
        const auto rule = rule_at(data_, a);
        const auto where =
            finder.find(rule, rule, here,
                        [&](const side_answer& x, const side_answer&) { return passes(rule, x); });
        if (!where)
            return;
        const auto known = best.find(rule);
        const auto below = known == best.end() ? unbounded : known->second.size.findings + 1;
        found_case found;
        const auto how =
            part.plain->solver().solve(here.dimensions, nullptr, below, found.findings);
        if (how == searched::undecided)
            undecided(part.space.kind, "how statuses begin and end");
        if (how != searched::found)
            return;
        found.where = *where;
        found.size = finder.size_of(*where, found.findings);
        if (known == best.end())
            best.emplace(rule, std::move(found));
        else if (found.size < known->second.size)
            known->second = std::move(found);
    };
    part.plain->walk(part.space.root(0), unheard, box, skip, each);
    if (work_.out())
        undecided(part.space.kind, "how statuses begin and end");
    return best;
}

/// Marks what the edition declares, and finds declarations that nothing needs.
void checker::declare_exceptions() {
    std::vector<problem> needless;
    const bool all_decided =
        std::none_of(out_.problems.begin(), out_.problems.end(),
                     [](const problem& p) { return p.kind == problem_kind::undecided; });
    for (const auto& x : data_.exceptions) {
        declared_exception d;
        d.id = x.id;
        d.reason = x.reason;
        d.kind = static_cast<problem_kind>(x.kind);
        d.cites.assign(x.cites.begin(), x.cites.end());
        std::vector<std::string> unused;
        const auto cover = [&](std::string_view name, auto&& about) {
            std::size_t n = 0;
            for (auto& p : out_.problems)
                if (p.kind == d.kind && about(p)) {
                    p.exception = d.id;
                    ++n;
                }
            d.covers += n;
            if (n == 0)
                unused.emplace_back(name);
        };
        for (const auto r : x.rules)
            cover(edition_.name_of(r), [&](const problem& p) {
                return d.kind == problem_kind::monotone ? p.other == r : p.rule == r;
            });
        for (std::size_t s = 0; s < data_.statuses.size(); ++s)
            if (((x.statuses >> s) & 1U) != 0)
                cover(data_.statuses[s].id,
                      [&](const problem& p) { return p.status == static_cast<status_id>(s); });
        for (std::size_t k = 1; k < event_kinds; ++k)
            if (((x.events >> k) & 1U) != 0)
                cover(name_of(static_cast<event_kind>(k)),
                      [&](const problem& p) { return p.event == static_cast<event_kind>(k); });
        for (const auto& name : unused)
            if (all_decided) {
                needless.emplace_back();
                needless.back().kind = problem_kind::needless_exception;
                needless.back().message = fmt::format(
                    "exception \"{}\" is not needed for \"{}\": take it out", x.id, name);
            }
        out_.exceptions.push_back(std::move(d));
    }
    out_.problems.insert(out_.problems.end(), needless.begin(), needless.end());
}

}  // namespace certrules::detail
