#include "detail/json_verdict.hpp"

#include "certrules/follow_up.hpp"
#include "certrules/what_if.hpp"
#include "detail/decide_counted.hpp"
#include "detail/edition_data.hpp"

#include <algorithm>

namespace certrules::detail {

namespace {

template <class List>
void write_strings(json_writer& out, std::string_view key, const List& list) {
    out.key(key).open('[');
    for (const auto& item : list)
        out.string(item);
    out.close(']');
}

/// The statuses of a set, worst first.
std::vector<status_id> by_rank(const edition& e, std::uint64_t set) {
    std::vector<status_id> list;
    for (std::size_t i = 0; i < e.statuses().size(); ++i)
        if (((set >> i) & 1U) != 0)
            list.push_back(static_cast<status_id>(i));
    std::sort(list.begin(), list.end(), [&](status_id a, status_id b) {
        return e.statuses()[index(a)].rank < e.statuses()[index(b)].rank;
    });
    return list;
}

void write_because(json_writer& out, const explanation& x) {
    out.key("because").open('[');
    for (const auto& why : x.because) {
        out.open('{').key("measure").string(why.measure);
        if (!why.value.empty()) {
            out.key("value");
            if (why.is_number)
                out.raw(why.value);
            else
                out.string(why.value);
        }
        out.key("test").string(why.test);
        if (!why.detail.empty())
            write_strings(out, "detail", why.detail);
        out.close('}');
    }
    out.close(']');
}

/// By when each finding is to be corrected, where the edition says so of the event that finds it.
void write_corrections(json_writer& out, const json_case& c) {
    bool any = false;
    for (const auto& f : c.event.findings)
        if (const auto day =
                finds(c.event.kind) ? correct_by(*c.edition, f, c.event.on) : std::nullopt) {
            if (!any)
                out.key("correct_by").open('[');
            any = true;
            out.open('{').key("finding").string(f.id).key("day").day(*day).close('}');
        }
    if (any)
        out.close(']');
}

}  // namespace

bool finds(event_kind kind) noexcept {
    return kind == event_kind::audit_held || kind == event_kind::visit_held;
}

void write_policy(json_writer& out, const edition& e) {
    out.open('{')
        .key("scheme")
        .string(e.scheme())
        .key("edition")
        .string(e.id())
        .key("hash")
        .string(e.hash())
        .close('}');
}

void write_term(json_writer& out, const edition& e, const std::optional<term>& t) {
    if (!t) {
        out.null();
        return;
    }
    out.open('{').key("status").string(e.name_of(t->status)).key("first_day").day(t->first_day);
    out.key("last_day").day(t->last_day).close('}');
}

void write_state(json_writer& out, const edition& e, const state& s, state_form form) {
    const bool whole = form == state_form::whole;
    out.open('{').key("held").open('[');
    for (std::size_t i = 0; i < e.statuses().size(); ++i)
        if (((s.held >> i) & 1U) != 0)
            out.string(e.statuses()[i].id);
    out.close(']').key("certificate");
    write_term(out, e, s.certificate);
    out.key("cycle");
    if (s.audit_cycle) {
        const auto& c = *s.audit_cycle;
        out.open('{').key("status").string(e.name_of(c.status)).key("since").day(c.since);
        if (c.started_on != c.since)
            out.key("started_on").day(c.started_on);
        if (c.award != status_id::none && (whole || c.award != e.data().first_certificate))
            out.key("award").string(e.name_of(c.award));
        out.close('}');
    } else {
        out.null();
    }
    out.key("bar");
    write_term(out, e, s.bar);
    if (s.after != status_id::none)
        out.key("after").string(e.name_of(s.after));
    // What a next case would not find out by itself, where the edition's rules ask.
    if (s.visited == answer::yes || (whole && s.visited == answer::no))
        out.key("visited").string(s.visited == answer::yes ? "yes" : "no");
    if (e.data().reads_history && s.last_certificate != status_id::none) {
        out.key("last_certificate").string(e.name_of(s.last_certificate));
        out.key("consecutive").number(s.consecutive);
    }
    out.close('}');
}

void write_explanation(json_writer& out, const edition& e, const explanation& x) {
    out.open('{').key("policy");
    write_policy(out, e);
    out.key("rule").name(x.rule_name).key("title").string(x.title);
    write_because(out, x);
    write_strings(out, "cites", x.cites);
    write_strings(out, "bounds", x.bounds);
    out.close('}');
}

result<std::string, error> write_verdict(const json_case& c, const verdict_json_options& o) {
    const auto& e = *c.edition;
    counts counted(e.data(), c.event, counts::none{});
    reading r;
    const auto v = decide_reading(e, c.state, c.event, counted, r);
    if (!v)
        return unexpected(v.error());
    const auto next_audit = next_audit_on(e, *v, c.event.on);
    if (!next_audit)
        return unexpected(next_audit.error());
    const auto x = explain_read(e, v->rule, counted, r);

    json_writer out;
    out.reserve(2048);
    out.open('{').key("policy");
    write_policy(out, e);
    out.key("status")
        .name(e.name_of(v->status))
        .key("public_status")
        .name(e.name_of(v->public_status));
    out.key("rule").string(x.rule_name).key("region").number(v->region).key("valid");
    if (v->valid)
        out.open('{')
            .key("first_day")
            .day(v->valid->first_day)
            .key("last_day")
            .day(v->valid->last_day)
            .close('}');
    else
        out.null();
    if (*next_audit)
        out.key("next_audit_on").day(**next_audit);
    write_corrections(out, c);
    out.key("state");
    write_state(out, e, v->next, state_form::brief);
    write_because(out, x);
    write_strings(out, "cites", x.cites);
    out.key("unknown").open('[');
    for (std::size_t i = 0; i < e.facts().size(); ++i)
        if (((v->unknown >> i) & 1U) != 0)
            out.string(e.facts()[i].id);
    out.close(']');
    if (o.full) {
        out.key("possible").open('[');
        for (const auto status : by_rank(e, possible(e, c.state, c.event)))
            out.string(e.name_of(status));
        out.close(']');
    }
    write_strings(out, "obligations", v->obligations);
    write_strings(out, "options", v->options);
    write_strings(out, "notices", v->notices);
    if (o.full) {
        const auto better = what_if(e, c.state, c.event);
        out.key("what_if").open('[');
        if (better)
            for (const auto& change : better->changes) {
                out.open('{').key("status").string(e.name_of(change.status));
                write_strings(out, "change", to_strings(e, c.event, change));
                out.close('}');
            }
        out.close(']');
        if (better && !better->complete)
            out.key("what_if_complete").boolean(false);
    }
    out.close('}');
    return out.take();
}

}  // namespace certrules::detail
