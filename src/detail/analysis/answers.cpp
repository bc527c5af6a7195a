#include "detail/analysis/answers.hpp"

#include "certrules/explain.hpp"

#include "certrules/money.hpp"
#include "detail/settle.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>

namespace certrules::detail {

namespace {

std::string_view code_text(error_code code) {
    switch (code) {
        case error_code::refused:
            return "refused";
        case error_code::no_rule:
            return "no rule answers";
        case error_code::missing:
            return "a length is missing";
        default:
            return "an error";
    }
}

std::string name(const edition& e, status_id s) {
    return s == status_id::none ? "none" : std::string(e.name_of(s));
}

std::string days(const std::optional<validity>& v) {
    return v ? fmt::format("{} to {}", to_string(v->first_day), to_string(v->last_day)) : "no end";
}

std::string term_words(const edition& e, const std::optional<term>& t) {
    if (!t)
        return "none";
    return fmt::format("{} {} to {}", e.name_of(t->status), to_string(t->first_day),
                       t->last_day ? to_string(*t->last_day) : "no end");
}

std::string cycle_words(const edition& e, const std::optional<cycle>& c) {
    if (!c)
        return "none";
    return fmt::format(
        "{} since {}, started {}{}", e.name_of(c->status), to_string(c->since),
        to_string(c->started_on),
        c->award == status_id::none ? std::string() : fmt::format(", for {}", e.name_of(c->award)));
}

template <class List>
std::string joined(const List& list) {
    return list.empty() ? "none" : fmt::format("{}", fmt::join(list, "; "));
}

/// Statuses of two editions, whether they are the same word.
struct same_words {
    const common_words& words;
    bool status(status_id a, status_id b) const {
        if (a == status_id::none || b == status_id::none)
            return a == b;
        return words.status_in(1, a) == b;
    }
    bool a_term(const std::optional<term>& a, const std::optional<term>& b) const {
        if (!a || !b)
            return a.has_value() == b.has_value();
        return status(a->status, b->status) && a->first_day == b->first_day &&
               a->last_day == b->last_day;
    }
    bool a_cycle(const std::optional<cycle>& a, const std::optional<cycle>& b) const {
        if (!a || !b)
            return a.has_value() == b.has_value();
        return status(a->status, b->status) && a->since == b->since &&
               a->started_on == b->started_on && status(a->award, b->award);
    }
    bool held(std::uint64_t a, std::uint64_t b) const {
        std::uint64_t mapped = 0;
        std::uint64_t shared = 0;
        for (const auto& [x, y] : words.statuses) {
            shared |= std::uint64_t{1} << x;
            if (((b >> y) & 1U) != 0)
                mapped |= std::uint64_t{1} << x;
        }
        return (a & shared) == mapped && (a & ~shared) == 0 &&
               std::popcount(b) == std::popcount(mapped);
    }
};

bool same_lists(std::span<const std::string_view> a, std::span<const std::string_view> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool same_fee(const edition* const (&e)[2], fee_id a, fee_id b) {
    const auto& x = e[0]->data().fees[index(a)];
    const auto& y = e[1]->data().fees[index(b)];
    return x.payee == y.payee && x.amount == y.amount && x.per_man_day == y.per_man_day &&
           x.cap == y.cap && x.man_days_of == y.man_days_of &&
           std::equal(e[0]->data().currency.begin(), e[0]->data().currency.end(),
                      e[1]->data().currency.begin());
}

bool same_fees(const edition* const (&e)[2], const common_words& words, event_kind kind,
               const verdict& a, const verdict& b) {
    const auto x = fees_of(*e[0], a, kind);
    const auto y = fees_of(*e[1], b, kind);
    if (x.size() != y.size())
        return false;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto pair = word_pair(static_cast<std::uint8_t>(index(x[i])),
                                    static_cast<std::uint8_t>(index(y[i])));
        if (std::find(words.fees.begin(), words.fees.end(), pair) == words.fees.end() ||
            !same_fee(e, x[i], y[i]))
            return false;
    }
    return true;
}

bool reads_history(const edition* const (&e)[2]) {
    return e[0]->data().reads_history || e[1]->data().reads_history;
}

}  // namespace

std::string fee_words(const edition& e, fee_id id) {
    const auto& f = e.data().fees[index(id)];
    const auto money = [&](std::int64_t n) { return format_money({n, e.data().currency}); };
    return fmt::format("{} {}{}{} to {}", e.name_of(id),
                       f.amount ? money(*f.amount) : std::string("not published"),
                       f.per_man_day ? " a man-day" : "",
                       f.cap ? fmt::format(", at most {}", money(*f.cap)) : "", f.payee);
}

side_answer answer_by(const edition& e, rule_id id, const state& s, const event& ev) {
    if (id == rule_id::none)
        return {std::nullopt, error_code::no_rule};
    const auto& rule = e.data().rules[index(id)];
    if (rule.then == outcome::refuse)
        return {std::nullopt, error_code::refused};
    side_answer out;
    out.given.emplace();
    auto& v = *out.given;
    v.next = s;
    v.rule = id;
    known_facts facts;
    facts.gather(ev);
    v.obligations = rule.obligations;
    v.options = rule.options;
    v.notices = rule.notices;
    v.fees = rule.fees;
    if (const auto wrong = apply(e, rule, ev, facts, v))
        return {std::nullopt, wrong->code};
    v.public_status = public_status(e, v.next, ev.on);
    if (v.status == status_id::none) {
        v.status = v.public_status;
        v.valid = public_days(e.data(), v.next, ev.on);
    }
    return out;
}

side_answer answer_of(const edition& e, const state& s, const event& ev) {
    auto v = decide(e, s, ev);
    if (!v)
        return {std::nullopt, v.error().code};
    return {std::move(*v), error_code::ok};
}

bool answered_by(const edition& e, const witness& w, const side_answer& a, rule_id rule) {
    if (a.given)
        return a.given->rule == rule;
    if (rule == rule_id::none || a.code == error_code::no_rule)
        return rule == rule_id::none && a.code == error_code::no_rule;
    const auto x = explain(e, w.state, w.as_event());
    return x && x->rule == rule;
}

answer_text text_of(const edition& e, const side_answer& a) {
    answer_text t;
    if (!a.given) {
        t.status = code_text(a.code);
        return t;
    }
    t.rule = e.name_of(a.given->rule);
    t.status = e.name_of(a.given->status);
    if (a.given->valid)
        t.valid = days(a.given->valid);
    return t;
}

std::vector<fee_id> fees_of(const edition& e, const verdict& v, event_kind kind) {
    std::vector<fee_id> out(v.fees.begin(), v.fees.end());
    const auto& fees = e.data().fees;
    for (std::size_t i = 0; i < fees.size(); ++i)
        if (fees[i].due_on == kind)
            out.push_back(static_cast<fee_id>(i));
    return out;
}

bool answers_differ(const edition* const (&e)[2], const common_words& words, event_kind kind,
                    const side_answer& a, const side_answer& b) {
    if (!a.given || !b.given)
        return a.given.has_value() != b.given.has_value() || a.code != b.code;
    const same_words same{words};
    const auto& x = *a.given;
    const auto& y = *b.given;
    return !same.status(x.status, y.status) || !same.status(x.public_status, y.public_status) ||
           x.valid != y.valid || !same.a_term(x.next.certificate, y.next.certificate) ||
           !same.a_term(x.next.bar, y.next.bar) ||
           !same.a_cycle(x.next.audit_cycle, y.next.audit_cycle) ||
           !same.status(x.next.after, y.next.after) || !same.held(x.next.held, y.next.held) ||
           x.next.visited != y.next.visited ||
           (reads_history(e) && (!same.status(x.next.last_certificate, y.next.last_certificate) ||
                                 x.next.consecutive != y.next.consecutive)) ||
           !same_lists(x.obligations, y.obligations) || !same_lists(x.options, y.options) ||
           !same_lists(x.notices, y.notices) || !same_fees(e, words, kind, x, y);
}

std::vector<std::string> effects(const edition* const (&e)[2], const common_words& words,
                                 event_kind kind, const side_answer& a, const side_answer& b) {
    std::vector<std::string> out;
    const auto note = [&](bool differs, std::string_view what, const std::string& was,
                          const std::string& now) {
        if (differs)
            out.push_back(fmt::format("{}: {}, now {}", what, was, now));
    };
    if (!a.given || !b.given) {
        const auto text = [](const edition& of, const side_answer& s) {
            return s.given ? name(of, s.given->status) : std::string(code_text(s.code));
        };
        note(answers_differ(e, words, kind, a, b), "answer", text(*e[0], a), text(*e[1], b));
        return out;
    }
    const same_words same{words};
    const auto& x = *a.given;
    const auto& y = *b.given;
    note(!same.status(x.status, y.status), "status", name(*e[0], x.status), name(*e[1], y.status));
    note(!same.status(x.public_status, y.public_status), "public status",
         name(*e[0], x.public_status), name(*e[1], y.public_status));
    note(x.valid != y.valid, "validity", days(x.valid), days(y.valid));
    note(!same.a_term(x.next.certificate, y.next.certificate), "certificate",
         term_words(*e[0], x.next.certificate), term_words(*e[1], y.next.certificate));
    note(!same.a_term(x.next.bar, y.next.bar), "bar", term_words(*e[0], x.next.bar),
         term_words(*e[1], y.next.bar));
    note(!same.a_cycle(x.next.audit_cycle, y.next.audit_cycle), "cycle",
         cycle_words(*e[0], x.next.audit_cycle), cycle_words(*e[1], y.next.audit_cycle));
    note(!same.status(x.next.after, y.next.after), "shown after", name(*e[0], x.next.after),
         name(*e[1], y.next.after));
    note(x.next.visited != y.next.visited, "visit", "one answer", "another");
    if (!same.held(x.next.held, y.next.held))
        out.emplace_back("statuses held: differ");
    if (reads_history(e) && (!same.status(x.next.last_certificate, y.next.last_certificate) ||
                             x.next.consecutive != y.next.consecutive))
        note(true, "certificates in a row",
             fmt::format("{} of {}", x.next.consecutive, name(*e[0], x.next.last_certificate)),
             fmt::format("{} of {}", y.next.consecutive, name(*e[1], y.next.last_certificate)));
    if (!same_fees(e, words, kind, x, y)) {
        const auto list = [&](const edition& of, const verdict& v) {
            std::vector<std::string> texts;
            for (const auto id : fees_of(of, v, kind))
                texts.push_back(fee_words(of, id));
            return joined(texts);
        };
        note(true, "fees due", list(*e[0], x), list(*e[1], y));
    }
    note(!same_lists(x.obligations, y.obligations), "obligations", joined(x.obligations),
         joined(y.obligations));
    note(!same_lists(x.options, y.options), "options", joined(x.options), joined(y.options));
    note(!same_lists(x.notices, y.notices), "notices", joined(x.notices), joined(y.notices));
    return out;
}

std::string action_key(const edition& e, int side, const common_words& words, rule_id id) {
    if (id == rule_id::none)
        return "gap";
    const auto& r = e.data().rules[index(id)];
    if (r.then == outcome::refuse)
        return "refuse";
    const auto status = [&](status_id s) {
        if (s == status_id::none)
            return -1;
        const auto old_one = side == 0 ? s : words.status_in(0, s);
        return old_one == status_id::none ? 1000 + static_cast<int>(index(s))
                                          : static_cast<int>(index(old_one));
    };
    std::string fees;
    for (const auto f : r.fees)
        fees += fmt::format("{};", e.name_of(f));
    return fmt::format("{} {} {} {}{}{} {} [{}] [{}] [{}] [{}] {}", static_cast<int>(r.then),
                       status(r.status), status(r.award), int{r.ends_certificate},
                       int{r.starts_cycle}, int{r.keeps_days}, r.months.value_or(0),
                       fmt::join(r.obligations, "|"), fmt::join(r.options, "|"),
                       fmt::join(r.notices, "|"), fmt::join(r.notices_by_default, "|"), fees);
}

bool same_surroundings(const edition* const (&e)[2], const common_words& words) {
    const auto& a = e[0]->data();
    const auto& b = e[1]->data();
    const same_words same{words};
    if (!(a.calendar == b.calendar) || a.cycle_limit_months != b.cycle_limit_months ||
        a.currency != b.currency || !same.status(a.awaiting, b.awaiting) ||
        a.reads_history != b.reads_history ||
        !same.status(a.first_certificate, b.first_certificate) ||
        words.statuses.size() != a.statuses.size() || words.statuses.size() != b.statuses.size() ||
        words.fees.size() != a.fees.size() || words.fees.size() != b.fees.size())
        return false;
    const auto fact_pair = [&](fact_id x, fact_id y) {
        if (x == fact_id::none || y == fact_id::none)
            return x == y;
        return std::any_of(words.facts.begin(), words.facts.end(),
                           [&](const shared_fact& f) { return f.id[0] == x && f.id[1] == y; });
    };
    for (const auto& [i, j] : words.statuses) {
        const auto& x = a.terms_of[i];
        const auto& y = b.terms_of[j];
        if (a.statuses[i].track != b.statuses[j].track ||
            a.statuses[i].open != b.statuses[j].open || x.months != y.months ||
            !fact_pair(x.from, y.from) || (x.fee == fee_id::none) != (y.fee == fee_id::none) ||
            x.awaits_award != y.awaits_award || x.award_fees.size() != y.award_fees.size())
            return false;
        for (std::size_t n = 0; n < x.award_fees.size(); ++n)
            if (e[0]->name_of(x.award_fees[n]) != e[1]->name_of(y.award_fees[n]))
                return false;
    }
    for (const auto& [i, j] : words.fees)
        if (!same_fee(e, static_cast<fee_id>(i), static_cast<fee_id>(j)) ||
            a.fees[i].due_on != b.fees[j].due_on || a.names.fees[i] != b.names.fees[j])
            return false;
    // What a factory shows that has nothing now, by the rules for a certificate that ran out.
    const auto endings = [&](const edition& of, int side) {
        std::vector<std::string> keys;
        for (std::size_t r = 0; r < of.data().rules.size(); ++r) {
            const auto& rule = of.data().rules[r];
            if (((rule.events >> static_cast<unsigned>(event_kind::certificate_expired)) & 1U) == 0)
                continue;
            auto key = action_key(of, side, words, static_cast<rule_id>(r));
            for (const auto& c : rule.when)
                key += fmt::format("{}:{};", of.data().variables[c.variable].name, c.text);
            keys.push_back(std::move(key));
        }
        return keys;
    };
    return endings(*e[0], 0) == endings(*e[1], 1);
}

}  // namespace certrules::detail
