#pragma once

/// Small cases of the editions of small_editions.hpp, and what `decide` answers to them.

#include "certrules/decide.hpp"
#include "certrules/witness.hpp"
#include "small_editions.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cstdlib>
#include <map>
#include <tuple>

namespace certrules::tests {

inline std::size_t number(const char* name, std::size_t otherwise) {
    const auto* wanted = std::getenv(name);
    return wanted == nullptr ? otherwise : static_cast<std::size_t>(std::atoll(wanted));
}

inline const auto today = date::from_civil(2021, 6, 15);
inline constexpr event_kind kinds[] = {event_kind::audit_reviewed, event_kind::applied};

inline std::uint64_t bit(status_id s) {
    return s == status_id::none ? 0 : std::uint64_t{1} << static_cast<unsigned>(s);
}

/// Fewest findings, then fewest facts, then least in the state: docs/analysis.md.
using size_key = std::tuple<std::size_t, std::size_t, std::size_t>;

inline std::size_t size_of(const state& s) {
    const auto runs =
        (s.certificate ? bit(s.certificate->status) : 0) | (s.bar ? bit(s.bar->status) : 0);
    return std::size_t{s.certificate.has_value()} + std::size_t{s.audit_cycle.has_value()} +
           std::size_t{s.bar.has_value()} + std::size_t{s.after != status_id::none} +
           std::size_t{s.visited != answer::unknown} + std::size_t{s.consecutive > 1} +
           static_cast<std::size_t>(std::popcount(s.held & ~runs));
}

/// The small cases: some kinds of finding, up to three of them at once, facts and states.
struct cases {
    std::vector<finding> findings;
    std::vector<std::vector<std::size_t>> sets;  // places in `findings`, in order
    std::map<std::vector<std::size_t>, std::size_t> place_of;
    std::vector<std::vector<fact_value>> facts;
    std::vector<std::vector<section_count>> sections;
    std::vector<state> states;

    cases(const edition& e, small_maker& random) {
        make_findings(random);
        make_facts(e, random);
        sections.emplace_back();
        sections.emplace_back();
        for (const auto id : {0, 1})
            if (!random.one_in(3)) {
                section_count c;
                c.section = static_cast<section_id>(id);
                c.applicable = static_cast<std::uint32_t>(random.below(5));
                sections.back().push_back(c);
            }
        make_states(e, random);
    }

    std::vector<finding> chosen(std::size_t set) const {
        std::vector<finding> out;
        for (const auto f : sets[set])
            out.push_back(findings[f]);
        return out;
    }

private:
    void make_findings(small_maker& random) {
        for (std::size_t n = 0; n < 7; ++n) {
            finding f;
            f.section = static_cast<section_id>(random.below(2));
            f.severity = static_cast<severity_id>(random.below(2));
            f.transparent = static_cast<answer>(random.below(3));
            f.tags = random.below(2);
            if (random.one_in(6))
                f.closed_on = today;
            const auto known = [&](const finding& other) {
                return other.section == f.section && other.severity == f.severity &&
                       other.transparent == f.transparent && other.tags == f.tags &&
                       other.closed_on == f.closed_on;
            };
            if (std::none_of(findings.begin(), findings.end(), known))
                findings.push_back(f);
        }
        const auto n = findings.size();
        sets.emplace_back();
        for (std::size_t i = 0; i < n; ++i) {
            sets.push_back({i});
            for (std::size_t j = i; j < n; ++j) {
                sets.push_back({i, j});
                for (std::size_t k = j; k < n; ++k)
                    sets.push_back({i, j, k});
            }
        }
        for (std::size_t s = 0; s < sets.size(); ++s)
            place_of[sets[s]] = s;
    }

    void make_facts(const edition& e, small_maker& random) {
        facts.emplace_back();
        const std::pair<const char*, std::vector<std::int64_t>> known[] = {
            {"plan", {0, 1}},
            {"choice", {0, 1, 2}},
            {"hours", {static_cast<std::int64_t>(random.below(10))}}};
        for (const auto& [name, values] : known) {
            const auto id = e.find_fact(name);
            const auto now = facts;
            for (const auto& one : now)
                for (const auto v : values) {
                    auto more = one;
                    more.push_back({id, v});
                    facts.push_back(more);
                }
        }
    }

    void make_states(const edition& e, small_maker& random) {
        const auto gold = e.find_status("gold");
        const auto silver = e.find_status("silver");
        const auto barred = e.find_status("barred");
        states.emplace_back();
        while (states.size() < 7) {
            state s;
            s.held = (random.one_in(3) ? bit(gold) : 0) | (random.one_in(3) ? bit(silver) : 0) |
                     (random.one_in(5) ? bit(barred) : 0);
            const auto way = random.below(4);
            if (way == 0) {
                const auto c = random.one_in(2) ? gold : silver;
                s.certificate = term{c, today.plus_days(-30), today.plus_days(200)};
                s.held |= bit(c);
                s.visited = static_cast<answer>(random.below(3));
            } else {
                if (way == 1) {
                    s.bar = term{barred, today.plus_days(-30), today.plus_days(100)};
                    s.held |= bit(barred);
                }
                if (random.one_in(4))
                    s.after = e.find_status("gone");
            }
            if (random.one_in(2)) {
                const auto since = random.one_in(2) ? today : today.plus_days(-20);
                s.audit_cycle =
                    cycle{e.find_status(random.one_in(2) ? "open" : "better"), since,
                          random.one_in(2) ? since : since.plus_days(-40), status_id::none};
            }
            if ((s.held & (bit(gold) | bit(silver))) != 0) {
                s.last_certificate = s.certificate               ? s.certificate->status
                                     : (s.held & bit(gold)) != 0 ? gold
                                                                 : silver;
                s.consecutive = static_cast<std::uint16_t>(1 + random.below(3));
            }
            if (std::find(states.begin(), states.end(), s) == states.end())
                states.push_back(s);
        }
    }
};

struct one_answer {
    error_code code = error_code::ok;
    rule_id rule = rule_id::none;
    verdict given;
};

inline one_answer ask(const edition& e, const state& s, const event& ev) {
    one_answer out;
    const auto v = decide(e, s, ev);
    if (v) {
        out.rule = v->rule;
        out.given = *v;
        return out;
    }
    out.code = v.error().code;
    if (out.code == error_code::refused)  // small editions give the rule's id as the reason
        for (std::size_t r = 0; r < e.rules().size(); ++r) {
            const auto reason = "by " + std::string(e.rules()[r].id);
            const auto at = v.error().message.find(reason);
            if (at != std::string::npos &&
                !std::isalnum(static_cast<unsigned char>(v.error().message[at + reason.size()])))
                out.rule = static_cast<rule_id>(r);
        }
    return out;
}

inline one_answer ask(const edition& e, const witness& w) {
    return ask(e, w.state, w.as_event());
}

/// Calls each(event, state, facts, set of findings) for every small case of one kind of event.
template <class Each>
void for_all(const cases& all, event_kind kind, Each&& each) {
    const bool looks = kind == event_kind::audit_reviewed;
    for (std::size_t set = 0; set < (looks ? all.sets.size() : 1); ++set) {
        const auto findings = all.chosen(set);
        for (std::size_t sec = 0; sec < (looks ? all.sections.size() : 1); ++sec)
            for (std::size_t f = 0; f < all.facts.size(); ++f)
                for (std::size_t s = 0; s < all.states.size(); ++s) {
                    event ev;
                    ev.kind = kind;
                    ev.on = today;
                    ev.findings = findings;
                    ev.sections = all.sections[sec];
                    ev.facts = all.facts[f];
                    each(ev, set, sec, f, s);
                }
    }
}

inline std::string shown(const edition& e, const witness& w) {
    return to_json(e, w);
}

inline std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines)
        out += "\n  " + line;
    return out;
}

}  // namespace certrules::tests
