#include "certrules/disclosure.hpp"
#include "certrules/follow_up.hpp"
#include "detail/edition_data.hpp"
#include "detail/json_history.hpp"
#include "detail/json_verdict.hpp"

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, 3> deadline_states{"open", "met", "missed"};
constexpr std::array<std::string_view, 3> fee_states{"due", "paid", "not-published"};
constexpr std::array<std::string_view, 3> answers{"unknown", "no", "yes"};

template <class List>
void write_list(json_writer& out, std::string_view key, const List& list) {
    out.key(key).open('[');
    for (const auto& text : list)
        out.string(text);
    out.close(']');
}

void write_term(json_writer& out, std::string_view key, const std::optional<standing_term>& t) {
    out.key(key);
    if (!t) {
        out.null();
        return;
    }
    out.open('{').key("status").string(t->status).key("first_day").day(t->first_day);
    out.key("last_day").day(t->last_day).close('}');
}

void write_cycle(json_writer& out, const std::optional<standing_cycle>& c) {
    out.key("cycle");
    if (!c) {
        out.null();
        return;
    }
    out.open('{').key("status").string(c->status).key("since").day(c->since);
    if (c->started_on != c->since)
        out.key("started_on").day(c->started_on);
    if (!c->award.empty())
        out.key("award").string(c->award);
    out.close('}');
}

void write_finding(json_writer& out, const standing& s, const history& h,
                   const standing_finding& found) {
    const auto& f = *found.finding;
    out.open('{').key("id").string(f.id).key("section").string(f.section);
    out.key("severity").string(f.severity);
    if (!f.tags.empty())
        write_list(out, "tags", f.tags);
    out.key("transparent").string(answers[static_cast<std::size_t>(f.transparent)]);
    out.key("closed_on").null();
    if (const auto day =
            correct_by(*s.edition, s.edition->find_severity(f.severity), h.events[found.event].on))
        out.key("correct_by").day(*day);
    out.close('}');
}

/// What every document about a standing begins with.
void begin(json_writer& out, const standing& s) {
    out.open('{');
    if (!s.factory.empty())
        out.key("factory").string(s.factory);
    out.key("on").day(s.on).key("known").day(s.known).key("policy");
    write_policy(out, *s.edition);
}

void write_deadlines(json_writer& out, const standing& s) {
    out.key("deadlines").open('[');
    for (const auto& d : s.deadlines) {
        out.open('{').key("id").string(d.id).key("first_day").day(d.first_day);
        out.key("last_day").day(d.last_day);
        out.key("state").string(deadline_states[static_cast<std::size_t>(d.now)]);
        if (d.met_on)
            out.key("met_on").day(d.met_on);
        if (!d.consequence.empty())
            out.key("consequence").string(d.consequence);
        write_list(out, "cites", d.cites);
        out.close('}');
    }
    out.close(']');
}

void write_fees(json_writer& out, const standing& s) {
    out.key("fees").open('[');
    for (const auto& f : s.fees) {
        out.open('{').key("id").string(f.id).key("payee").string(f.payee).key("amount");
        if (f.amount)
            out.open('{')
                .key("minor_units")
                .number(f.amount->minor_units)
                .key("currency")
                .string({f.amount->currency.data(), 3})
                .close('}');
        else
            out.null();
        out.key("state").string(fee_states[static_cast<std::size_t>(f.now)]);
        out.key("due_on").day(f.due_on);
        if (f.paid_on)
            out.key("paid_on").day(f.paid_on);
        out.close('}');
    }
    out.close(']');
}

void write_items(json_writer& out, std::string_view key, const std::vector<disclosure_item>& list) {
    out.key(key).open('[');
    for (const auto& item : list) {
        out.open('{').key("id").string(item.id).key("title").string(item.title);
        write_list(out, "shows", item.shows);
        write_list(out, "cites", item.cites);
        out.close('}');
    }
    out.close(']');
}

}  // namespace

void write_standing(json_writer& out, const standing& s, const history& h) {
    begin(out, s);
    out.key("public_status").name(s.public_status);
    write_term(out, "certificate", s.certificate);
    write_cycle(out, s.cycle);
    write_term(out, "bar", s.bar);
    write_list(out, "held", s.held);
    out.key("open_findings").open('[');
    for (const auto& f : s.open_findings)
        write_finding(out, s, h, f);
    out.close(']').key("timeline").open('[');
    for (const auto& i : s.timeline) {
        out.open('{').key("first_day").day(i.first_day).key("last_day").day(i.last_day);
        out.key("public_status").name(i.public_status).key("rule").name(i.rule);
        write_list(out, "cites", i.cites);
        out.close('}');
    }
    out.close(']');
    write_deadlines(out, s);
    write_fees(out, s);
    out.key("decisions").open('[');
    for (const auto& d : s.decisions) {
        const auto& ev = h.events[d.event];
        out.open('{').key("on").day(ev.on).key("status").string(d.status);
        if (ev.months)
            out.key("months").number(*ev.months);
        out.key("reason").string(ev.reason).key("recommendation").name(d.recommendation);
        out.key("rule").name(d.rule).key("differs").boolean(d.differs).close('}');
    }
    out.close(']').key("void").open('[');
    for (const auto& v : s.voided) {
        const auto& ev = h.events[v.event];
        out.open('{').key("event").string(name_of(ev.kind)).key("on").day(ev.on);
        out.key("recorded_on").day(ev.known_from());
        if (!ev.id.empty())
            out.key("id").string(ev.id);
        out.key("reason").string(v.reason).close('}');
    }
    out.close(']').close('}');
}

std::string fee_statement(const standing& s) {
    json_writer out;
    begin(out, s);
    write_fees(out, s);
    out.close('}');
    return out.take();
}

std::string deadline_list(const standing& s) {
    json_writer out;
    begin(out, s);
    write_deadlines(out, s);
    out.close('}');
    return out.take();
}

std::string disclosure_list(const standing& s) {
    json_writer out;
    begin(out, s);
    out.key("disclosures").open('[');
    for (const auto& viewer : viewers(*s.edition)) {
        const auto d = disclosures(*s.edition, s, viewer.id);
        if (!d)
            continue;
        out.open('{').key("viewer").string(d->viewer).key("title").string(d->title);
        write_items(out, "sees", d->sees);
        write_items(out, "told", d->told);
        out.close('}');
    }
    out.close(']').close('}');
    return out.take();
}

}  // namespace certrules::detail
