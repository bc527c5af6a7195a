#pragma once

/// What `compare` says of two small editions, held against every small case put to both.

#include "certrules/compare.hpp"
#include "small_cases.hpp"

namespace certrules::tests {

/// Another answer: docs/analysis.md, diff.
inline bool another(const edition& x, const edition& y, const one_answer& a, const one_answer& b,
                    bool history) {
    if (a.code != b.code)
        return true;
    if (a.code != error_code::ok)
        return false;
    auto s = a.given.next;
    auto t = b.given.next;
    if (!history) {
        s.last_certificate = t.last_certificate = status_id::none;
        s.consecutive = t.consecutive = 0;
    }
    const auto texts = [](const verdict& v) {
        std::vector<std::string> out;
        for (const auto& list : {v.obligations, v.options, v.notices}) {
            for (const auto& one : list)
                out.emplace_back(one);
            out.emplace_back("|");
        }
        return out;
    };
    const auto fees = [](const edition& e, const verdict& v) {
        std::vector<std::string> out;
        for (const auto f : v.fees)
            out.emplace_back(e.name_of(f));
        std::sort(out.begin(), out.end());
        return out;
    };
    return a.given.status != b.given.status || a.given.public_status != b.given.public_status ||
           a.given.valid != b.given.valid || !(s == t) || texts(a.given) != texts(b.given) ||
           fees(x, a.given) != fees(y, b.given);
}

inline std::vector<std::string> check_comparison(const small_edition& x_text,
                                                 const small_edition& y_text, const edition& x,
                                                 const edition& y, const cases& all,
                                                 bool& undecided) {
    std::vector<std::string> wrong;
    const auto c = compare(x, y);
    undecided = !c.undecided.empty();
    const auto history = [](const small_edition& text) {
        const auto whole = text.text();
        return whole.find("consecutive") != std::string::npos ||
               whole.find("last-certificate") != std::string::npos;
    };
    const bool reads = history(x_text) || history(y_text);
    std::map<std::tuple<event_kind, rule_id, rule_id>, size_key> differ;
    std::map<std::tuple<event_kind, rule_id, rule_id>, std::string> example;
    for (const auto kind : kinds)
        for_all(
            all, kind,
            [&](const event& ev, std::size_t set, std::size_t sec, std::size_t f, std::size_t s) {
                const auto a = ask(x, all.states[s], ev);
                const auto b = ask(y, all.states[s], ev);
                if (!another(x, y, a, b, reads))
                    return;
                const size_key size{all.sets[set].size(), all.facts[f].size(),
                                    size_of(all.states[s])};
                const std::tuple key{kind, a.rule, b.rule};
                const auto it = differ.find(key);
                if (it != differ.end() && it->second <= size)
                    return;
                differ[key] = size;
                witness w;
                w.state = all.states[s];
                w.question = ev;
                w.question.findings = {};
                w.question.sections = {};
                w.question.facts = {};
                w.findings = all.chosen(set);
                w.sections = all.sections[sec];
                w.facts = all.facts[f];
                example[key] = shown(x, w);
            });
    for (const auto& [key, size] : differ) {
        const auto& [kind, first, second] = key;
        const difference* told = nullptr;
        for (const auto& d : c.differences)
            if (d.event == kind && d.old_rule == first && d.new_rule == second)
                told = &d;
        const auto names = std::string(x.name_of(first)) + ", " + std::string(y.name_of(second));
        if (!told) {
            if (!undecided)
                wrong.push_back("a difference that was not found: " + names + ": " + example[key]);
            continue;
        }
        const size_key own{told->old_case.findings.size(), told->old_case.facts.size(),
                           size_of(told->old_case.state)};
        if (told->smallest && own > size)
            wrong.push_back("a smaller case of a difference: " + names + ": " +
                            shown(x, told->old_case) + " is not as small as " + example[key]);
    }
    for (const auto& d : c.differences) {
        const auto a = ask(x, d.old_case);
        const auto b = ask(y, d.new_case);
        if (a.rule != d.old_rule || b.rule != d.new_rule || !another(x, y, a, b, reads))
            wrong.push_back("a difference that is none: " + shown(x, d.old_case));
    }
    return wrong;
}

}  // namespace certrules::tests
