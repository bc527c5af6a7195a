#pragma once

/// What `analyse` says of a small edition, held against every small case put to `decide`.

#include "certrules/analyse.hpp"
#include "small_cases.hpp"

#include <optional>
#include <set>

namespace certrules::tests {

// What each verdict's fees come to, in hundredths of a cent, for so many hundredths of a man-day.
// The amounts are those of small_editions.hpp.
inline std::int64_t cost(const edition& e, const verdict& v, std::int64_t days) {
    std::int64_t sum = 0;
    for (const auto f : v.fees)
        sum += e.name_of(f) == "small"   ? 30000
               : e.name_of(f) == "large" ? 50000
                                         : std::min<std::int64_t>(200 * days, 40000);
    return sum;
}

/// Whether the second verdict, of the worse case, is the better one: docs/analysis.md.
inline bool earns_more(const edition& e, const one_answer& a, const one_answer& b) {
    if (a.code != error_code::ok || b.code != error_code::ok || a.given.status == status_id::none ||
        b.given.status == status_id::none)
        return false;
    const auto rank = [&](const one_answer& x) {
        return e.statuses()[static_cast<std::size_t>(x.given.status)].rank;
    };
    if (rank(a) != rank(b))
        return rank(b) > rank(a);
    const auto& x = a.given.valid;
    const auto& y = b.given.valid;
    const bool shorter_is_better = e.name_of(a.given.status) == "barred";
    if (x != y) {
        const bool longer = !y || (x && y->last_day > x->last_day);
        if (longer != shorter_is_better)
            return true;
    }
    for (const auto days : {1, 50, 100, 150, 199, 200, 201, 300, 1000})
        if (cost(e, b.given, days) < cost(e, a.given, days))
            return true;
    return false;
}

/// The rule moved to the front: it answers what meets its conditions.
inline std::optional<edition> with_first(const small_edition& text, std::string_view id) {
    auto moved = text;
    const auto it = std::find_if(moved.rules.begin(), moved.rules.end(),
                                 [&](const small_rule& r) { return r.id == id; });
    std::rotate(moved.rules.begin(), it, it + 1);
    auto e = edition::parse(moved.text());
    return e ? std::optional(std::move(*e)) : std::nullopt;
}

class analysis_check {
public:
    analysis_check(const small_edition& text, const edition& e, const cases& all)
        : text_(text), e_(e), all_(all), found_(analyse(e)) {}

    /// Empty if all claims hold; else what does not.
    std::vector<std::string> run() {
        for (const auto& p : found_.problems)
            undecided_ = undecided_ || p.kind == problem_kind::undecided;
        for (const auto kind : kinds)
            look_at(kind);
        for (const auto& p : found_.problems)
            check_claim(p);
        for (const auto rule : endless_)
            if (!undecided_)
                fail("no end, and it was not found: " + std::string(e_.name_of(rule)));
        return wrong_;
    }
    bool undecided() const { return undecided_; }
    std::size_t claims() const { return found_.problems.size(); }

private:
    void fail(const std::string& what) { wrong_.push_back(what); }

    void look_at(event_kind kind) {
        answers_.clear();
        std::optional<size_key> gap;
        for_all(all_, kind,
                [&](const event& ev, std::size_t set, std::size_t, std::size_t f, std::size_t s) {
                    answers_.push_back(ask(e_, all_.states[s], ev));
                    const auto& a = answers_.back();
                    if (a.rule != rule_id::none)
                        fired_.insert(a.rule);
                    if (a.code == error_code::ok && gives(a.rule))
                        given_.insert(a.given.status);
                    if (a.code == error_code::ok)
                        leads_out(all_.states[s], a);
                    if (a.code == error_code::no_rule)
                        least(gap, {all_.sets[set].size(), all_.facts[f].size(),
                                    size_of(all_.states[s])});
                });
        const auto* told = problem_of(problem_kind::gap, kind);
        if (gap && !told && !undecided_ && heard(kind))
            fail("a gap that was not found: " + std::string(name_of(kind)));
        if (gap && told && told->smallest &&
            size_key_of(*told->first, told->first->facts.size()) > *gap)
            fail("a smaller case of a gap: " + shown(e_, *told->first));
        pairs(kind);
        for (const auto& [rules, size] : worse_) {
            const problem* pair = nullptr;
            for (const auto& p : found_.problems)
                if (p.kind == problem_kind::monotone && p.event == kind && p.rule == rules.first &&
                    p.other == rules.second)
                    pair = &p;
            const auto names =
                std::string(e_.name_of(rules.first)) + ", " + std::string(e_.name_of(rules.second));
            if (!pair) {
                if (!undecided_)
                    fail("worse earns more, and it was not found: " + names + " on " +
                         std::string(name_of(kind)) + ", " + example_[rules]);
                continue;
            }
            if (pair->smallest && pair_size(*pair) > size)
                fail("a smaller pair of cases: " + names + ": " + shown(e_, *pair->first) +
                     " is not as small as " + example_[rules]);
        }
    }

    /// Whether some rule hears the event; where none does, the edition has nothing to say of it.
    bool heard(event_kind kind) const {
        return std::any_of(text_.rules.begin(), text_.rules.end(), [&](const small_rule& r) {
            return r.on.find(name_of(kind)) != std::string::npos;
        });
    }

    const problem* problem_of(problem_kind what, event_kind kind) const {
        for (const auto& p : found_.problems)
            if (p.kind == what && p.event == kind)
                return &p;
        return nullptr;
    }

    static void least(std::optional<size_key>& known, const size_key& now) {
        if (!known || now < *known)
            known = now;
    }
    static size_key size_key_of(const witness& w, std::size_t facts) {
        return {w.findings.size(), facts, size_of(w.state)};
    }
    static size_key pair_size(const problem& p) {
        std::set<fact_id> facts;
        for (const auto* w : {&*p.first, &*p.second})
            for (const auto& f : w->facts)
                facts.insert(f.fact);
        return size_key_of(*p.first, facts.size());
    }

    const one_answer& answer_at(std::size_t set, std::size_t sec, std::size_t f, std::size_t s,
                                bool looks) const {
        const auto sections = looks ? all_.sections.size() : 1;
        return answers_[((set * sections + sec) * all_.facts.size() + f) * all_.states.size() + s];
    }

    /// Every pair of cases that differ in one thing.
    void pairs(event_kind kind) {
        worse_.clear();
        const bool looks = kind == event_kind::audit_reviewed;
        const auto compare_two = [&](std::size_t set, std::size_t set_after, std::size_t f,
                                     std::size_t f_after) {
            for (std::size_t sec = 0; sec < (looks ? all_.sections.size() : 1); ++sec)
                for (std::size_t s = 0; s < all_.states.size(); ++s) {
                    const auto& a = answer_at(set, sec, f, s, looks);
                    const auto& b = answer_at(set_after, sec, f_after, s, looks);
                    if (!earns_more(e_, a, b))
                        continue;
                    std::set<fact_id> facts;
                    for (const auto one : {f, f_after})
                        for (const auto& v : all_.facts[one])
                            facts.insert(v.fact);
                    const size_key size{all_.sets[set].size(), facts.size(),
                                        size_of(all_.states[s])};
                    const std::pair key{a.rule, b.rule};
                    const auto it = worse_.find(key);
                    if (it != worse_.end() && it->second <= size)
                        continue;
                    worse_[key] = size;
                    witness w;
                    w.state = all_.states[s];
                    w.question.kind = kind;
                    w.question.on = today;
                    w.findings = all_.chosen(set);
                    w.sections = all_.sections[sec];
                    w.facts = all_.facts[f];
                    example_[key] = shown(e_, w);
                }
        };
        for (const auto& [set, after] : finding_steps(looks))
            for (std::size_t f = 0; f < all_.facts.size(); ++f)
                compare_two(set, after, f, f);
        for (const auto& [f, after] : fact_steps())
            for (std::size_t set = 0; set < (looks ? all_.sets.size() : 1); ++set)
                compare_two(set, set, f, after);
    }

    std::vector<std::pair<std::size_t, std::size_t>> finding_steps(bool looks) const {
        std::vector<std::pair<std::size_t, std::size_t>> out;
        if (!looks)
            return out;
        const auto openness = [](answer x) {
            return x == answer::yes ? 0 : x == answer::unknown ? 1 : 2;
        };
        const auto worse = [&](const finding& a, const finding& b) {
            if (a.section != b.section || a.tags != b.tags || a.closed_on != b.closed_on)
                return false;
            return (a.transparent == b.transparent && a.severity < b.severity) ||
                   (a.severity == b.severity && openness(a.transparent) < openness(b.transparent));
        };
        for (std::size_t set = 0; set < all_.sets.size(); ++set) {
            const auto put = [&](std::vector<std::size_t> now) {
                std::sort(now.begin(), now.end());
                if (const auto it = all_.place_of.find(now); it != all_.place_of.end())
                    out.emplace_back(set, it->second);
            };
            for (std::size_t k = 0; k < all_.findings.size(); ++k) {
                auto more = all_.sets[set];
                more.push_back(k);
                put(more);
                for (std::size_t i = 0; i < all_.sets[set].size(); ++i)
                    if (worse(all_.findings[all_.sets[set][i]], all_.findings[k])) {
                        auto other = all_.sets[set];
                        other[i] = k;
                        put(other);
                    }
            }
        }
        return out;
    }

    /// Places of the values in the order of the fact; `unknown` is -1.
    std::vector<std::int64_t> order_of(std::string_view fact) const {
        const bool ordered = e_text_has(fact == "plan" ? "order = [\"no\"" : "order = [\"x\"");
        if (!ordered)
            return {};
        return fact == "plan" ? std::vector<std::int64_t>{0, -1, 1}
                              : std::vector<std::int64_t>{0, 2};
    }
    bool e_text_has(std::string_view part) const {
        return std::any_of(text_.words.begin(), text_.words.end(),
                           [&](const std::string& w) { return w.find(part) != std::string::npos; });
    }

    std::vector<std::pair<std::size_t, std::size_t>> fact_steps() const {
        std::vector<std::pair<std::size_t, std::size_t>> out;
        for (const auto* name : {"plan", "choice"}) {
            const auto id = e_.find_fact(name);
            const auto order = order_of(name);
            const auto place = [&](const std::vector<fact_value>& facts) {
                std::int64_t value = -1;
                for (const auto& f : facts)
                    if (f.fact == id)
                        value = f.value;
                return std::find(order.begin(), order.end(), value) - order.begin();
            };
            const auto rest = [&](std::vector<fact_value> facts) {
                std::erase_if(facts, [&](const fact_value& f) { return f.fact == id; });
                std::vector<std::pair<int, std::int64_t>> out_of;
                for (const auto& f : facts)
                    out_of.emplace_back(static_cast<int>(f.fact), f.value);
                return out_of;
            };
            const auto size = static_cast<std::ptrdiff_t>(order.size());
            for (std::size_t a = 0; a < all_.facts.size(); ++a)
                for (std::size_t b = 0; b < all_.facts.size(); ++b)
                    if (place(all_.facts[a]) < size &&
                        place(all_.facts[b]) < place(all_.facts[a]) &&
                        rest(all_.facts[a]) == rest(all_.facts[b]))
                        out.emplace_back(a, b);
        }
        return out;
    }

    bool gives(rule_id r) const {
        for (const auto& one : text_.rules)
            if (one.id == e_.name_of(r))
                return one.then.find("unchanged") == std::string::npos;
        return false;
    }

    void leads_out(const state& before, const one_answer& a) {
        const auto& next = a.given.next;
        if (before.certificate &&
            (!next.certificate || next.certificate->status != before.certificate->status))
            left_.insert(before.certificate->status);
        if (before.bar && (!next.bar || next.bar->status != before.bar->status))
            left_.insert(before.bar->status);
        if (before.audit_cycle &&
            (!next.audit_cycle || next.audit_cycle->status != before.audit_cycle->status))
            left_.insert(before.audit_cycle->status);
        // The events of small cases are no endings and no decisions.
        if (before.audit_cycle && !before.certificate && !before.bar && !next.bar &&
            (!next.audit_cycle || (next.audit_cycle->status != before.audit_cycle->status &&
                                   next.audit_cycle->started_on < today)))
            went_on_.insert(before.audit_cycle->status);
        if (next.certificate && next.certificate->status == a.given.status &&
            !next.certificate->last_day)
            endless_.insert(a.rule);
    }

    /// The claims that are made.
    void check_claim(const problem& p) {
        const std::string name(name_of(p.kind));
        const auto rule = std::string(e_.name_of(p.rule));
        switch (p.kind) {
            case problem_kind::gap:
                if (ask(e_, *p.first).code != error_code::no_rule)
                    fail("a gap that is none: " + shown(e_, *p.first));
                break;
            case problem_kind::never_fires:
            case problem_kind::hidden: {
                if (fired_.count(p.rule) != 0)
                    fail(name + ", but it answers: " + rule);
                const auto first = with_first(text_, rule);
                if (!first)
                    break;
                const auto itself = first->find_rule(rule);
                if (p.kind == problem_kind::hidden) {
                    if (ask(*first, *p.first).rule != itself || ask(e_, *p.first).rule == p.rule)
                        fail("hidden, but its case is none: " + shown(e_, *p.first));
                    break;
                }
                for (const auto kind : kinds)
                    for_all(
                        all_, kind,
                        [&](const event& ev, std::size_t, std::size_t, std::size_t, std::size_t s) {
                            if (ask(*first, all_.states[s], ev).rule == itself)
                                fail("never-fires, but its conditions are met: " + rule);
                        });
                break;
            }
            case problem_kind::monotone:
                check_pair(p);
                break;
            case problem_kind::unreachable:
                if (given_.count(p.status) != 0)
                    fail("unreachable, but given: " + std::string(e_.name_of(p.status)));
                break;
            case problem_kind::no_way_out:
                if ((p.message.find("it is open") != std::string::npos ? went_on_ : left_)
                        .count(p.status) != 0)
                    fail("no way out, but one: " + std::string(e_.name_of(p.status)));
                break;
            case problem_kind::no_end: {
                const auto a = ask(e_, *p.first);
                if (a.rule != p.rule || !a.given.next.certificate)
                    fail("no end, but its case is none: " + shown(e_, *p.first));
                endless_.erase(p.rule);
                break;
            }
            default:
                break;
        }
    }

    void check_pair(const problem& p) {
        const auto a = ask(e_, *p.first);
        const auto b = ask(e_, *p.second);
        const auto text = shown(e_, *p.first) + " and " + shown(e_, *p.second);
        if (a.rule != p.rule || b.rule != p.other || !earns_more(e_, a, b))
            fail("a pair that earns no more: " + text);
        if (!(p.first->state == p.second->state))
            fail("a pair of two states: " + text);
        // One finding more or another one, or one fact moved; the rest is the same.
        auto before = listed(*p.first);
        auto after = listed(*p.second);
        for (auto it = before.begin(); it != before.end();) {
            const auto same = std::find(after.begin(), after.end(), *it);
            if (same == after.end()) {
                ++it;
                continue;
            }
            after.erase(same);
            it = before.erase(it);
        }
        std::size_t moved = 0;
        std::map<int, std::pair<std::int64_t, std::int64_t>> facts;
        for (const auto& f : p.first->facts)
            facts.try_emplace(static_cast<int>(f.fact), -1, -1).first->second.first = f.value;
        for (const auto& f : p.second->facts)
            facts.try_emplace(static_cast<int>(f.fact), -1, -1).first->second.second = f.value;
        for (const auto& [id, values] : facts)
            moved += values.first != values.second ? 1U : 0U;
        const bool one_finding = moved == 0 && after.size() == 1 && before.size() <= 1;
        const bool one_fact = moved == 1 && after.empty() && before.empty();
        if (!one_finding && !one_fact)
            fail("a pair that differs in more than one thing: " + text);
    }

    using finding_text = std::tuple<int, int, int, std::uint64_t, bool>;
    static std::vector<finding_text> listed(const witness& w) {
        std::vector<finding_text> out;
        for (const auto& f : w.findings)
            out.emplace_back(static_cast<int>(f.section), static_cast<int>(f.severity),
                             static_cast<int>(f.transparent), f.tags, f.closed_on.has_value());
        return out;
    }

    const small_edition& text_;
    const edition& e_;
    const cases& all_;
    const analysis found_;
    bool undecided_ = false;
    std::vector<std::string> wrong_;
    std::vector<one_answer> answers_;
    std::set<rule_id> fired_, endless_;
    std::set<status_id> given_, left_, went_on_;
    std::map<std::pair<rule_id, rule_id>, size_key> worse_;
    std::map<std::pair<rule_id, rule_id>, std::string> example_;
};

}  // namespace certrules::tests
