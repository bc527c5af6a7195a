#include "certrules/explain.hpp"
#include "certrules/money.hpp"
#include "detail/edition_data.hpp"
#include "detail/json_case.hpp"
#include "detail/json_history.hpp"
#include "detail/workbench/test_list.hpp"
#include "detail/workbench/trace.hpp"

#include <fmt/format.h>

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, 3> deadline_states{"open", "met", "missed"};
constexpr std::array<std::string_view, 3> fee_states{"due", "paid", "not-published"};
constexpr std::array<std::string_view, 3> answers{"unknown", "no", "yes"};

answer_tree word(std::string_view text) {
    return answer_tree(text);
}
answer_tree day(std::optional<date> d) {
    return answer_tree(d ? to_string(*d) : std::string());
}
answer_tree number(std::int64_t n) {
    return answer_tree(fmt::format("{}", n));
}

template <class List>
answer_tree words(const List& list) {
    auto all = answer_tree::list();
    for (const auto& item : list)
        all.items.push_back(word(item));
    return all;
}

/// Bits as names.
template <class List>
answer_tree set_of(const List& list, std::uint64_t bits) {
    auto all = answer_tree::list();
    for (std::size_t i = 0; i < list.size(); ++i)
        if (((bits >> i) & 1U) != 0)
            all.items.push_back(word(list[i].id));
    return all;
}

answer_tree term_tree(std::string_view status, date first, std::optional<date> last) {
    auto t = answer_tree::table();
    t.set("status", word(status)).set("first_day", day(first)).set("last_day", day(last));
    return t;
}

answer_tree state_tree(const edition& e, const state& s) {
    const auto term_of = [&](const std::optional<term>& t) {
        return t ? term_tree(e.name_of(t->status), t->first_day, t->last_day) : answer_tree();
    };
    auto tree = answer_tree::table();
    tree.set("held", set_of(e.statuses(), s.held)).set("certificate", term_of(s.certificate));
    answer_tree c;
    if (s.audit_cycle) {
        c = answer_tree::table();
        c.set("status", word(e.name_of(s.audit_cycle->status)))
            .set("since", day(s.audit_cycle->since))
            .set("started_on", day(s.audit_cycle->started_on))
            .set("last_day", day(cycle_last_day(e, *s.audit_cycle)))
            .set("award", word(e.name_of(s.audit_cycle->award)));
    }
    tree.set("cycle", std::move(c)).set("bar", term_of(s.bar));
    tree.set("after", word(e.name_of(s.after)));
    tree.set("visited", word(answers[static_cast<std::size_t>(s.visited)]));
    tree.set("last_certificate", word(e.name_of(s.last_certificate)));
    tree.set("consecutive", number(s.consecutive));
    return tree;
}

std::string_view code_name(error_code code) {
    switch (code) {
        case error_code::refused:
            return "refused";
        case error_code::no_rule:
            return "no-rule";
        case error_code::no_edition:
            return "no-edition";
        case error_code::missing:
            return "missing";
        case error_code::unknown_name:
            return "unknown-name";
        case error_code::bad_date:
            return "bad-date";
        case error_code::bad_text:
            return "bad-text";
        case error_code::bad_argument:
            return "bad-argument";
        case error_code::overflow:
            return "overflow";
        case error_code::limit:
            return "limit";
        default:
            return "internal";
    }
}

answer_tree error_tree(const error& wrong) {
    auto tree = answer_tree::table();
    tree.set("error", word(to_string(wrong))).set("error_code", word(code_name(wrong.code)));
    return tree;
}

void add_lines(std::vector<std::string>& lines, std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

answer_tree verdict_tree(const json_case& c, const verdict& v, bool with_possible) {
    const auto& e = *c.edition;
    auto tree = answer_tree::table();
    tree.set("edition", word(e.id())).set("status", word(e.name_of(v.status)));
    tree.set("public_status", word(e.name_of(v.public_status)));
    tree.set("rule", word(e.name_of(v.rule)));
    answer_tree valid;
    if (v.valid) {
        valid = answer_tree::table();
        valid.set("first_day", day(v.valid->first_day)).set("last_day", day(v.valid->last_day));
    }
    tree.set("valid", std::move(valid)).set("state", state_tree(e, v.next));
    tree.set("unknown", set_of(e.facts(), v.unknown));
    if (with_possible)
        tree.set("possible", set_of(e.statuses(), possible(e, c.state, c.event)));
    tree.set("obligations", words(v.obligations)).set("options", words(v.options));
    tree.set("notices", words(v.notices));
    auto fees = answer_tree::list();
    for (const auto fee : v.fees)
        fees.items.push_back(word(e.name_of(fee)));
    for (std::size_t i = 0; i < e.data().fees.size(); ++i)
        if (e.data().fees[i].due_on == c.event.kind)
            fees.items.push_back(word(e.fees()[i].id));
    tree.set("fees", std::move(fees));
    return tree;
}

policy_test_answer answer_case(const book& b, const policy_test& t, const json_value& root,
                               bool explained, decision_observer* watch) {
    policy_test_answer out;
    json_case c;
    if (!read_case(b, root, c)) {
        out.wrong_input = std::move(root.errors().first);
        out.got = error_tree(*out.wrong_input);
        return out;
    }
    const auto& e = *c.edition;
    if (watch != nullptr)
        watch_case(e, c.state, c.event, *watch);
    const auto v = decide(e, c.state, c.event);
    if (v) {
        out.got = verdict_tree(c, *v, t.expected.contains("possible"));
    } else {
        out.got = error_tree(v.error());
        out.got.set("edition", word(e.id()));
        const auto way = trace(e, c.state, c.event);
        if (way.rule != rule_id::none)
            out.got.set("rule", word(e.name_of(way.rule)));
    }
    if (explained) {
        out.fired.push_back(fmt::format("{} answered", e.name()));
        if (const auto x = certrules::explain(e, c.state, c.event))
            add_lines(out.fired, to_string(*x));
        if (!v)
            add_lines(out.fired, to_string(v.error()));
    }
    return out;
}

/// An amount without its currency: `1500.00`.
std::string amount_text(const money& m) {
    const auto decimals = decimals_of(m.currency);
    std::int64_t scale = 1;
    for (unsigned i = 0; i < decimals; ++i)
        scale *= 10;
    return decimals == 0
               ? fmt::format("{}", m.minor_units)
               : fmt::format("{}.{:0{}}", m.minor_units / scale, m.minor_units % scale, decimals);
}

/// A list of tables by id.
void add_by_id(answer_tree& all, std::string_view id, answer_tree item) {
    for (auto& [key, list] : all.fields)
        if (key == id) {
            list.items.push_back(std::move(item));
            return;
        }
    auto list = answer_tree::list();
    list.items.push_back(std::move(item));
    all.set(id, std::move(list));
}

answer_tree standing_tree(const standing& s, const history& h, const toml::table& expected) {
    auto tree = answer_tree::table();
    const auto term_of = [](const std::optional<standing_term>& t) {
        return t ? term_tree(t->status, t->first_day, t->last_day) : answer_tree();
    };
    tree.set("edition", word(s.edition->id())).set("public_status", word(s.public_status));
    if (s.last) {
        tree.set("status", word(s.last->status)).set("rule", word(s.last->rule));
        tree.set("obligations", words(s.last->obligations));
        tree.set("options", words(s.last->options));
        tree.set("notices", words(s.last->notices));
    }
    tree.set("certificate", term_of(s.certificate)).set("bar", term_of(s.bar));
    answer_tree c;
    if (s.cycle) {
        c = answer_tree::table();
        c.set("status", word(s.cycle->status)).set("since", day(s.cycle->since));
        c.set("started_on", day(s.cycle->started_on)).set("last_day", day(s.cycle->last_day));
        c.set("award", word(s.cycle->award));
    }
    tree.set("cycle", std::move(c)).set("held", words(s.held));
    auto open = answer_tree::list();
    for (const auto& f : s.open_findings)
        open.items.push_back(word(f.finding->id));
    tree.set("open_findings", std::move(open));
    auto timeline = answer_tree::list();
    for (const auto& i : s.timeline) {
        auto one = answer_tree::table();
        one.set("first_day", day(i.first_day)).set("last_day", day(i.last_day));
        one.set("public_status", word(i.public_status)).set("rule", word(i.rule));
        timeline.items.push_back(std::move(one));
    }
    tree.set("timeline", std::move(timeline));
    if (const auto* days = expected.get_as<toml::table>("public_status_on")) {
        auto shown = answer_tree::table();
        for (const auto& [key, value] : *days) {
            const auto on = parse_date(key.str());
            for (const auto& i : s.timeline)
                if (on && i.first_day <= *on && (!i.last_day || *on <= *i.last_day))
                    shown.set(key.str(), word(i.public_status));
        }
        tree.set("public_status_on", std::move(shown));
    }
    auto deadlines = answer_tree::table();
    for (const auto& d : s.deadlines) {
        auto one = answer_tree::table();
        one.set("first_day", day(d.first_day)).set("last_day", day(d.last_day));
        one.set("state", word(deadline_states[static_cast<std::size_t>(d.now)]));
        one.set("met_on", day(d.met_on));
        one.set("consequence", word(d.consequence));
        add_by_id(deadlines, d.id, std::move(one));
    }
    tree.set("deadlines", std::move(deadlines));
    auto fees = answer_tree::table();
    for (const auto& f : s.fees) {
        auto one = answer_tree::table();
        one.set("amount", f.amount ? word(amount_text(*f.amount)) : answer_tree());
        one.set("state", word(fee_states[static_cast<std::size_t>(f.now)]));
        one.set("payee", word(f.payee)).set("due_on", day(f.due_on)).set("paid_on", day(f.paid_on));
        add_by_id(fees, f.id, std::move(one));
    }
    tree.set("fees", std::move(fees));
    auto decisions = answer_tree::list();
    for (const auto& d : s.decisions) {
        auto one = answer_tree::table();
        one.set("status", word(d.status)).set("recommendation", word(d.recommendation));
        one.set("rule", word(d.rule)).set("differs", word(d.differs ? "true" : "false"));
        decisions.items.push_back(std::move(one));
    }
    tree.set("decisions", std::move(decisions));
    auto voided = answer_tree::list();
    for (const auto& v : s.voided)
        voided.items.push_back(word(name_of(h.events[v.event].kind)));
    tree.set("void", std::move(voided));
    return tree;
}

policy_test_answer answer_history(const book& b, const policy_test& t, const json_value& root,
                                  bool explained, decision_observer* watch) {
    policy_test_answer out;
    json_history h;
    if (!h.read(root)) {
        out.wrong_input = std::move(root.errors().first);
        out.got = error_tree(*out.wrong_input);
        return out;
    }
    const auto s = replay_watched(b, h.get(), t.on, t.known, watch);
    if (!s) {
        const auto code = s.error().code;
        out.got = error_tree(s.error());
        // What a rule answers is an answer; what no edition could read is a mistake of the test.
        if (code == error_code::unknown_name || code == error_code::bad_argument ||
            code == error_code::bad_date || code == error_code::limit)
            out.wrong_input = s.error();
        else if (explained)
            add_lines(out.fired, to_string(s.error()));
        return out;
    }
    out.got = standing_tree(*s, h.get(), t.expected);
    if (explained) {
        out.fired.push_back(
            fmt::format("standing on {}, {}", to_string(s->on), s->edition->name()));
        if (s->last) {
            const auto& e = *s->last->answered;
            const auto& info = e.rules()[index(e.find_rule(s->last->rule))];
            out.fired.push_back(fmt::format(
                "last: {} on {}, answered by {}", name_of(h.get().events[s->last->event].kind),
                to_string(h.get().events[s->last->event].on), e.name()));
            out.fired.push_back(fmt::format("{}: {}", info.id, info.title));
            for (const auto& cite : info.cites)
                out.fired.push_back(fmt::format("  cites {}", cite));
        }
        for (const auto& i : s->timeline)
            out.fired.push_back(fmt::format("from {} {} ({})", to_string(i.first_day),
                                            i.public_status.empty() ? "none" : i.public_status,
                                            i.rule));
    }
    return out;
}

}  // namespace

policy_test_answer answer_of(const book& b, const policy_test& t, bool explain,
                             decision_observer* watch) {
    json_document document;
    if (auto wrong = document.parse(t.json)) {
        policy_test_answer out;
        out.got = error_tree(*wrong);
        out.wrong_input = std::move(wrong);
        return out;
    }
    json_errors errors;
    const json_value root(document, errors);
    return t.of_history ? answer_history(b, t, root, explain, watch)
                        : answer_case(b, t, root, explain, watch);
}

}  // namespace certrules::detail
