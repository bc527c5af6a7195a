// The worse of two cases must not earn more. The walk goes over pairs of regions: side 0 before
// the step, side 1 after it.

#include "detail/analysis/checker.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace certrules::detail {

namespace {

/// A fee as a function of man-days: which of two is lower somewhere.
struct fee_line {
    std::int64_t flat = 0;
    std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> by_day;  // rate, cap

    std::int64_t at(std::int64_t hundredths) const {
        auto sum = flat * 100;
        for (const auto& [rate, cap] : by_day) {
            const auto own = rate * hundredths;
            sum += cap ? std::min(own, *cap * 100) : own;
        }
        return sum;
    }
};

std::string step_words(const edition& e, const finding_step* step, const pair_space& space,
                       const fact_step* moved) {
    if (moved != nullptr) {
        const auto& info = e.facts()[index(space.facts()[moved->fact].id[0])];
        const auto word = [&](const fact_choice& c) {
            return c.value[0] ? info.values[static_cast<std::size_t>(*c.value[0])]
                              : std::string_view("unknown");
        };
        return fmt::format("{} from {} to {}", info.id, word(moved->better), word(moved->worse));
    }
    switch (step->what) {
        case finding_step::kind::one_more:
            return fmt::format("one {} finding more", e.name_of(step->after.in[0].severity));
        case finding_step::kind::worse:
            return fmt::format("a finding {} in place of {}", e.name_of(step->after.in[0].severity),
                               e.name_of(step->before->in[0].severity));
        case finding_step::kind::less_open:
            break;
    }
    return "a finding with less transparency";
}

}  // namespace

/// By rule and by node: the ranks that verdicts there can have, and whether they can tell.
void checker::summarise() {
    std::map<std::string, int> actions;
    std::map<status_id, std::set<std::string>> by_status;
    int lowest = std::numeric_limits<int>::max();
    int highest = std::numeric_limits<int>::min();
    for (const auto& s : data_.statuses) {
        lowest = std::min<int>(lowest, s.rank);
        highest = std::max<int>(highest, s.rank);
    }
    const auto quantities = [&](const rule& r) {
        std::string key = fmt::format("{} {} {} {} ", r.months.value_or(0), int{r.starts_cycle},
                                      int{r.keeps_days}, index(r.award));
        for (const auto f : r.fees)
            key += fmt::format("{};", index(f));
        return key;
    };
    std::uint32_t as_it_was = 0;  // events that can show any status with its own days
    for (const auto& r : data_.rules) {
        if (r.then == outcome::assign)
            by_status[r.status].insert(quantities(r));
        else if (r.then != outcome::refuse)
            as_it_was |= r.events;
    }
    for (const auto& r : data_.rules) {
        node_summary s;
        s.known = true;
        s.any = r.then != outcome::refuse;
        const auto key = fmt::format("{} {} {} {}", static_cast<int>(r.then), index(r.status),
                                     int{r.ends_certificate}, quantities(r));
        s.action = actions.try_emplace(key, static_cast<int>(actions.size())).first->second;
        s.low = lowest;
        s.high = highest;
        s.varied = true;
        if (r.then == outcome::assign) {
            s.low = s.high = data_.statuses[index(r.status)].rank;
            s.varied = by_status[r.status].size() > 1 || (r.events & as_it_was) != 0;
        }
        rule_summaries_.push_back(s);
    }
    gap_.known = true;
}

const checker::node_summary& checker::summary(std::uint32_t node) {
    if ((node & region_trees::leaf) != 0) {
        const auto r = rule_at(data_, node);
        return r == rule_id::none ? gap_ : rule_summaries_[index(r)];
    }
    if (node_summaries_[node].known)
        return node_summaries_[node];
    node_summary all;
    const auto& n = data_.trees.nodes[node];
    auto last = region_trees::absent;
    for (std::uint32_t c = 0; c < data_.variables[n.variable].classes; ++c) {
        const auto child = data_.trees.children[n.first + c];
        if (child == last)
            continue;
        last = child;
        const auto& s = summary(child);
        if (!s.any)
            continue;
        if (!all.any) {
            all = s;
            continue;
        }
        all.several = all.several || s.several || s.action != all.action;
        all.varied = all.varied || s.varied;
        all.low = std::min(all.low, s.low);
        all.high = std::max(all.high, s.high);
    }
    all.known = true;
    return node_summaries_[node] = all;
}

/// Whether the fees after the step are lower for some number of man-days.
bool checker::cheaper(const verdict& before, const verdict& after, event_kind kind) const {
    auto x = fees_of(edition_, before, kind);
    auto y = fees_of(edition_, after, kind);
    std::sort(x.begin(), x.end());
    std::sort(y.begin(), y.end());
    std::vector<fee_id> only_x;
    std::vector<fee_id> only_y;
    std::set_difference(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(only_x));
    std::set_difference(y.begin(), y.end(), x.begin(), x.end(), std::back_inserter(only_y));
    fee_line a;
    fee_line b;
    std::set<std::int64_t> places{1, 100'000};  // hundredths of a man-day
    for (auto* side : {&only_x, &only_y})
        for (const auto id : *side) {
            const auto& f = data_.fees[index(id)];
            if (!f.amount)  // what is not published cannot be compared; one that is gone is lower
                return only_y.empty();
            auto& line = side == &only_x ? a : b;
            if (!f.per_man_day) {
                line.flat += *f.amount;
                continue;
            }
            line.by_day.emplace_back(*f.amount, f.cap);
            if (f.cap && *f.amount > 0) {
                const auto bend = *f.cap * 100 / *f.amount;
                places.insert({bend, bend + 1});
            }
        }
    return std::any_of(places.begin(), places.end(),
                       [&](std::int64_t days) { return b.at(days) < a.at(days); });
}

bool checker::earns_more(const side_answer& before, const side_answer& after) const {
    if (!before.given || !after.given || before.given->status == status_id::none ||
        after.given->status == status_id::none)
        return false;
    const auto& x = *before.given;
    const auto& y = *after.given;
    const auto& from = data_.statuses[index(x.status)];
    const auto& to = data_.statuses[index(y.status)];
    if (to.rank != from.rank)
        return to.rank > from.rank;
    return false;
}

void checker::check_monotone(event_part& part) {
    for (const auto& step : part.space.findings.steps())
        check_step(part, &step, nullptr);
    const auto heard = variables_heard(data_, part.space.kind);
    for (std::size_t f = 0; f < words_.facts.size(); ++f) {
        const auto id = words_.facts[f].id[0];
        const auto& order = data_.facts[index(id)].order;
        bool read = false;
        for (std::size_t v = 0; v < data_.variables.size(); ++v)
            read = read ||
                   (((heard >> v) & 1U) != 0 && data_.variables[v].kind == variable_kind::fact &&
                    data_.variables[v].ref == index(id));
        if (!read)
            continue;
        const auto choice = [](std::int16_t place) {
            fact_choice c;
            if (place >= 0)
                c.value[0] = c.value[1] = place;
            return c;
        };
        for (std::size_t worse = 0; worse < order.size(); ++worse)
            for (std::size_t better = worse + 1; better < order.size(); ++better) {
                const fact_step moved{f, choice(order[better]), choice(order[worse])};
                check_step(part, nullptr, &moved);
            }
    }
}

void checker::check_step(event_part& part, const finding_step* step, const fact_step* moved) {
    const auto kind = part.space.kind;
    const pair_space space(part.space, step, moved);
    situation_finder finder(space, {day_}, 0);
    std::map<std::vector<std::uint64_t>, std::pair<searched, found_findings>> solved;
    const auto better = [&](const side_answer& before, const side_answer& after) {
        if (earns_more(before, after))
            return true;
        if (!before.given || !after.given || before.given->status != after.given->status ||
            before.given->status == status_id::none)
            return false;
        const auto& x = *before.given;
        const auto& y = *after.given;
        if (x.valid != y.valid) {
            const bool shorter = data_.terms_of[index(x.status)].shorter_is_better;
            const bool longer = !y.valid || (x.valid && y.valid->last_day > x.valid->last_day);
            if (longer != shorter)
                return true;
        }
        return cheaper(x, y, kind);
    };
    auto skip = [&](std::uint32_t a, std::uint32_t b) {
        const auto& x = summary(a);
        const auto& y = summary(b);
        if (!x.any || !y.any || y.high < x.low)
            return true;
        if (!x.several && !y.several && x.action == y.action)
            return true;  // one and the same outcome
        return y.high == x.low && !(x.varied && y.varied);
    };
    auto each = [&](std::uint32_t a, std::uint32_t b, const region_box& box) {
        const auto first = rule_at(data_, a);
        const auto second = rule_at(data_, b);
        if (first == rule_id::none || second == rule_id::none)
            return;
        const auto where = finder.find(first, second, box, better);
        if (finder.exhausted())
            undecided(kind, "too many states to try");
        if (!where)
            return;
        auto known = std::find_if(pairs_.begin(), pairs_.end(), [&](const worse_pair& p) {
            return p.first == first && p.second == second && p.event == kind;
        });
        // A case of more findings than one that is known is of no use.
        const auto below = known == pairs_.end() ? unbounded : known->size.findings + 1;
        auto how = searched::none;
        found_findings findings;
        if (const auto told = space.solver().by_table(box.dimensions, step, below, findings)) {
            how = *told;
        } else {
            std::vector<std::uint64_t> key;
            for (const auto& d : box.dimensions)
                key.insert(key.end(), d.words().begin(), d.words().end());
            const auto [it, fresh] = solved.try_emplace(std::move(key));
            if (fresh)
                it->second.first =
                    space.solver().solve(box.dimensions, step, unbounded, it->second.second);
            how = it->second.first;
            findings = it->second.second;
        }
        if (how == searched::undecided) {
            unsure_pairs_.insert({kind, first, second});
            undecided(kind, fmt::format("whether a worse case earns more, between rules {} and {}",
                                        edition_.name_of(first), edition_.name_of(second)));
        }
        if (how != searched::found)
            return;
        const auto size = finder.size_of(*where, findings);
        if (known != pairs_.end() && !(size < known->size))
            return;
        auto pair = finder.make(*where, findings);
        const auto claimed = [&](const witness_pair& w) {
            side_answer answers[2];
            for (int i = 0; i < 2; ++i) {
                answers[i] = answer_of(edition_, w.of[i].state, w.of[i].as_event());
                if (!answers[i].given || answers[i].given->rule != (i == 0 ? first : second))
                    return false;
            }
            return better(answers[0], answers[1]);
        };
        if (!claimed(pair)) {
            undecided(kind, "a witness did not replay");
            return;
        }
        drop_needless(pair, claimed);
        if (known == pairs_.end())
            known = pairs_.insert(pairs_.end(), worse_pair{});
        *known = {kind,           first,          second,
                  size,           findings.least, step_words(edition_, step, space, moved),
                  std::move(pair)};
    };
    auto box = space.everything();
    space.walk(part.space.root(0), part.space.root(0), box, skip, each);
    if (work_.out())
        undecided(kind, "whether a worse case earns more");
}

void checker::report_pairs() {
    std::stable_sort(pairs_.begin(), pairs_.end(),
                     [](const worse_pair& a, const worse_pair& b) { return a.size < b.size; });
    for (auto& pair : pairs_) {
        side_answer answers[2];
        for (int i = 0; i < 2; ++i)
            answers[i] = answer_of(edition_, pair.cases.of[i].state, pair.cases.of[i].as_event());
        const auto from = text_of(edition_, answers[0]);
        const auto to = text_of(edition_, answers[1]);
        const auto what = earns_more(answers[0], answers[1])
                              ? fmt::format("earns {} where it earned {}", to.status, from.status)
                          : answers[0].given->valid != answers[1].given->valid
                              ? fmt::format("earns {} for other days: {}, not {}", to.status,
                                            to.valid.empty() ? "no end" : to.valid,
                                            from.valid.empty() ? "no end" : from.valid)
                              : fmt::format("earns {} for a lower fee", to.status);
        auto& p = report(problem_kind::monotone,
                         fmt::format("{}: {} {} (rule {}, before it rule {})", name_of(pair.event),
                                     pair.step, what, to.rule, from.rule));
        p.event = pair.event;
        p.rule = pair.first;
        p.other = pair.second;
        p.status = answers[1].given->status;
        p.smallest = pair.least && !work_.out() &&
                     unsure_pairs_.count({pair.event, pair.first, pair.second}) == 0;
        p.first_answer = from;
        p.second_answer = to;
        p.first = std::move(pair.cases.of[0]);
        p.second = std::move(pair.cases.of[1]);
    }
}

}  // namespace certrules::detail
