#include "detail/analysis/situations.hpp"

#include "detail/settle.hpp"

#include <algorithm>
#include <bit>

namespace certrules::detail {

date usual_day(const edition& a, const edition& b) {
    const auto from = std::max(a.effective_from(), b.effective_from());
    const auto usual = date::from_civil(from.to_civil().year + 1, 6, 15);
    for (const auto* e : {&a, &b})
        if (e->effective_to() && usual > *e->effective_to())
            return from;
    return usual;
}

std::vector<date> days_of_ends(date near) {
    std::vector<date> out;
    const auto year = near.to_civil().year;
    for (auto day = date::from_civil(year - year % 4, 1, 1);
         day < date::from_civil(year - year % 4 + 4, 1, 1); day = day.plus_days(1))
        if (day.to_civil().day >= 28)
            out.push_back(day);
    return out;
}

std::vector<std::size_t> situation_finder::lengths_asked(rule_id a, rule_id b) const {
    std::vector<std::size_t> out;
    const rule_id rules[] = {a, b};
    for (std::size_t f = 0; f < space_.facts().size(); ++f) {
        bool asked = false;
        for (int i = 0; i < 2; ++i) {
            if (rules[i] == rule_id::none)
                continue;
            const auto& data = space_.event().data(i);
            const auto& r = data.rules[index(rules[i])];
            const auto id = space_.facts()[f].id[i];
            for (std::size_t s = 0; s < data.terms_of.size() && !asked; ++s)
                asked = id != fact_id::none && data.terms_of[s].from == id &&
                        (r.then == outcome::award || r.then == outcome::decided ||
                         r.status == static_cast<status_id>(s));
        }
        if (asked)
            out.push_back(f);
    }
    return out;
}

situation_finder::trial situation_finder::begin(rule_id a, rule_id b, const region_box& box) const {
    trial t{{a, b}, {}, {}};
    std::vector<std::size_t> choices(box.facts.size());
    for (std::size_t f = 0; f < box.facts.size(); ++f)
        box.facts[f].each([&](std::size_t c) {
            choices[f] = c;
            return false;
        });
    t.combinations.push_back(std::move(choices));
    for (const auto f : lengths_asked(a, b)) {
        const auto now = t.combinations;
        bool first = true;
        box.facts[f].each([&](std::size_t c) {
            if (!first)
                for (auto one : now) {
                    one[f] = c;
                    t.combinations.push_back(std::move(one));
                }
            first = false;
            t.cut = t.combinations.size() >= 256;
            return !t.cut;
        });
    }
    for (const auto& tried : t.combinations) {
        t.values.emplace_back();
        for (std::size_t f = 0; f < tried.size(); ++f)
            for (std::size_t i = 0; i < 2; ++i) {
                const auto& value = space_.facts()[f].choices[tried[f]].value[i];
                if (value && space_.facts()[f].id[i] != fact_id::none)
                    t.values.back()[i].push_back({space_.facts()[f].id[i], *value});
            }
    }
    return t;
}

/// The first situation of a frame that passes.
std::optional<situation> situation_finder::in_frame(trial& t, std::size_t at,
                                                    const test& passes) const {
    const auto& event = space_.event();
    auto frame = event.frames[at];
    const auto oldest = frame.cycle == status_id::none ? 0 : ages_;
    // What runs is as new as can be, or as old.
    const unsigned runs =
        frame.certificate != status_id::none || frame.bar != status_id::none ? 2U : 0U;
    const unsigned ways = (frame.cycle != status_id::none ? 1U : 0U) | runs;
    for (const auto on : days_)
        for (unsigned way = 0; way <= ways; ++way) {
            if ((way & ~ways) != 0)
                continue;
            for (std::int32_t age = 0; age <= oldest; ++age) {
                frame.cycle_age = age;
                frame.cycle_before = (way & 1U) != 0;
                frame.last_days = (way & 2U) != 0;
                framed_case c[2] = {event.maker.put(frame, 0, on), event.maker.put(frame, 1, on)};
                bool alive = true;
                for (int i = 0; i < 2 && (age > 0 || frame.cycle_before); ++i) {
                    const auto last = cycle_end(event.data(i), *c[i].state.audit_cycle);
                    alive = alive && (!last || *last >= on);
                }
                if (!alive)
                    break;
                for (std::size_t n = 0; n < t.combinations.size(); ++n) {
                    if (t.left == 0) {
                        t.out = true;
                        return std::nullopt;
                    }
                    --t.left;
                    side_answer answers[2];
                    for (int i = 0; i < 2; ++i) {
                        c[i].event.facts = t.values[n][static_cast<std::size_t>(i)];
                        answers[i] =
                            answer_by(*event.edition_[i], t.rules[i], c[i].state, c[i].event);
                    }
                    if (!passes(answers[0], answers[1]))
                        continue;
                    situation found;
                    found.frame = at;
                    found.cycle_age = age;
                    found.cycle_before = frame.cycle_before;
                    found.last_days = frame.last_days;
                    found.choices = t.combinations[n];
                    found.on = on;
                    for (std::size_t f = 0; f < found.choices.size(); ++f) {
                        const auto& value = space_.facts()[f].choices[found.choices[f]].value;
                        found.facts_given += value[0] || value[1] ? 1U : 0U;
                    }
                    return found;
                }
            }
        }
    return std::nullopt;
}

std::optional<situation> situation_finder::find(rule_id a, rule_id b, const region_box& box,
                                                const test& passes) {
    key k{a, b, box.frames.words(), {}};
    for (const auto& f : box.facts)
        std::get<3>(k).insert(std::get<3>(k).end(), f.words().begin(), f.words().end());
    if (const auto it = known_.find(k); it != known_.end())
        return it->second;
    auto t = begin(a, b, box);
    std::optional<situation> found;
    box.frames.each([&](std::size_t at) {
        found = in_frame(t, at, passes);
        return !found && !t.out;
    });
    exhausted_ = exhausted_ || t.out || (!found && t.cut);
    known_.emplace(std::move(k), found);
    return found;
}

class_set situation_finder::frames_that_pass(rule_id a, rule_id b, const region_box& box,
                                             const test& passes) const {
    auto t = begin(a, b, box);
    class_set out(space_.event().frames.size());
    box.frames.each([&](std::size_t at) {
        if (in_frame(t, at, passes) || t.out || t.cut)
            out.add(at);
        return true;
    });
    return out;
}

witness_pair situation_finder::make(const situation& s, const found_findings& f) const {
    witness_pair out;
    const auto& event = space_.event();
    auto frame = event.frames[s.frame];
    frame.cycle_age = s.cycle_age;
    frame.cycle_before = s.cycle_before;
    frame.last_days = s.last_days;
    for (int i = 0; i < 2; ++i) {
        auto& w = out.of[i];
        const auto c = event.maker.put(frame, i, s.on);
        w.state = c.state;
        w.question = c.event;
        const auto& side = i == 0 ? f.first : f.second;
        w.findings = side.findings;
        for (auto& x : w.findings)
            if (x.closed_on)
                x.closed_on = s.on;
        w.sections = side.sections;
        if (!f.first.findings.empty() || !f.second.findings.empty())
            w.question.sites = f.sites;
        for (std::size_t n = 0; n < s.choices.size(); ++n) {
            const auto& fact = space_.facts()[n];
            const auto& value = fact.choices[s.choices[n]].value[i];
            if (value && fact.id[i] != fact_id::none)
                w.facts.push_back({fact.id[i], *value});
        }
    }
    return out;
}

witness_size situation_finder::size_of(const situation& s, const found_findings& f) const {
    return {f.size, s.facts_given, space_.event().frames[s.frame].size};
}

void drop_needless(witness_pair& w, const std::function<bool(const witness_pair&)>& holds) {
    for (auto n = std::max(w.of[0].sections.size(), w.of[1].sections.size()); n-- > 0;) {
        auto without = w;
        for (auto& one : without.of)
            if (n < one.sections.size())
                one.sections.erase(one.sections.begin() + static_cast<std::ptrdiff_t>(n));
        if (holds(without))
            w = std::move(without);
    }
}

}  // namespace certrules::detail
