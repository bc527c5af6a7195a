#include "detail/json_case.hpp"

#include "certrules/limits.hpp"
#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

/// A status by its name, or by the name it had in an earlier edition.
std::optional<status_id> read_status(const json_value& value, const edition& e,
                                     const word_names& words) {
    if (value.kind() == json_kind::string) {
        const auto& terms = e.data().terms_of;
        for (std::size_t i = 0; i < terms.size(); ++i)
            for (const auto& former : terms[i].former_names)
                if (former == value.node().text)
                    return static_cast<status_id>(i);
    }
    const auto place = value.name("status", words.statuses);
    return place ? std::optional(static_cast<status_id>(*place)) : std::nullopt;
}

status_id need_status(json_object& object, const edition& e, const word_names& words,
                      track wanted) {
    const auto value = object.need("status", "a status");
    if (!value)
        return status_id::none;
    const auto status = read_status(*value, e, words);
    if (!status)
        return status_id::none;
    if (e.statuses()[index(*status)].track != wanted) {
        std::vector<std::string_view> fitting;
        for (const auto& s : e.statuses())
            if (s.track == wanted)
                fitting.push_back(s.id);
        value->error(error_code::bad_argument,
                     fmt::format("\"{}\" cannot stand here, expected one of {}", e.name_of(*status),
                                 fmt::join(fitting, ", ")));
    }
    return *status;
}

std::optional<term> read_term(const json_value& value, const edition& e, const word_names& words,
                              track wanted) {
    json_object object(value);
    term t;
    t.status = need_status(object, e, words, wanted);
    if (const auto day = object.need("first_day", "the first valid day"))
        if (const auto found = day->day())
            t.first_day = *found;
    if (const auto day = object.need("last_day", "the last valid day, or null");
        day && !day->is_null())
        t.last_day = day->day();
    object.finish();
    if (t.last_day && *t.last_day < t.first_day)
        value.error(error_code::bad_date,
                    fmt::format("ends on {}, before it starts on {}", to_string(*t.last_day),
                                to_string(t.first_day)));
    return t;
}

cycle read_cycle(const json_value& value, const edition& e, const word_names& words,
                 std::optional<date> started_on) {
    json_object object(value);
    cycle c;
    c.status = need_status(object, e, words, track::cycle);
    if (const auto day = object.need("since", "the first day of the status"))
        if (const auto found = day->day())
            c.since = *found;
    c.started_on = started_on.value_or(c.since);
    if (const auto day = object.find("started_on"))
        if (const auto found = day->day())
            c.started_on = *found;
    if (const auto award = object.find("award"))
        if (const auto status = read_status(*award, e, words)) {
            c.award = *status;
            if (e.statuses()[index(*status)].track != track::certificate)
                award->error(error_code::bad_argument,
                             fmt::format("\"{}\" is no certificate", e.name_of(*status)));
        }
    object.finish();
    if (c.started_on > c.since)
        value.error(error_code::bad_date,
                    fmt::format("the cycle started on {}, after its status on {}",
                                to_string(c.started_on), to_string(c.since)));
    return c;
}

state read_state(const json_value& value, const edition& e, const word_names& words,
                 std::optional<date> started_on) {
    state s;
    json_object object(value);
    if (const auto held = object.find("held"))
        held->each_item(limits::words, [&](const json_value& item) {
            if (const auto status = read_status(item, e, words))
                s.held |= std::uint64_t{1} << index(*status);
        });
    if (const auto v = object.find("certificate"))
        s.certificate = read_term(*v, e, words, track::certificate);
    if (const auto v = object.find("cycle"))
        s.audit_cycle = read_cycle(*v, e, words, started_on);
    if (const auto v = object.find("bar"))
        s.bar = read_term(*v, e, words, track::bar);
    if (const auto v = object.find("after"))
        if (const auto status = read_status(*v, e, words))
            s.after = *status;
    if (const auto v = object.find("visited"))
        if (const auto found = v->yes_no_unknown())
            s.visited = *found;
    if (const auto v = object.find("last_certificate"))
        if (const auto status = read_status(*v, e, words))
            s.last_certificate = *status;
    if (const auto v = object.find("consecutive"))
        if (const auto found = v->integer(0, 65535))
            s.consecutive = static_cast<std::uint16_t>(*found);
    object.finish();
    // What runs now was held: the host need not say it twice.
    for (const auto* t : {&s.certificate, &s.bar})
        if (*t && (*t)->status != status_id::none)
            s.held |= std::uint64_t{1} << index((*t)->status);
    if (s.certificate && s.last_certificate == status_id::none) {
        s.last_certificate = s.certificate->status;
        s.consecutive = std::max<std::uint16_t>(s.consecutive, 1);
    }
    return s;
}

/// The days that pick the edition, read before any word of it is known.
struct picking {
    date on;
    std::optional<date> started_on;  // cycle_started_on, as given
    std::optional<date> cycle_since, cycle_started_on;
    std::optional<date> certificate_first_day;  // of a certificate that has not run out
    std::string_view cycle_status, audit;
};

std::optional<date> quiet_day(std::optional<json_value> value) {
    if (!value || value->kind() != json_kind::string)
        return std::nullopt;
    return parse_date(value->node().text);
}

picking read_picking(const json_value& root, json_object& object, date on) {
    picking p{on, {}, {}, {}, {}, {}, {}};
    if (const auto v = object.find("cycle_started_on")) {
        p.started_on = v->day();
        if (p.started_on && *p.started_on > on)
            v->error(error_code::bad_argument, "lies after the event");
    }
    if (const auto v = object.find("audit"); v && v->kind() == json_kind::string)
        p.audit = v->node().text;
    if (root.errors().failed())
        return p;
    if (const auto v = object.find("state"); v && v->kind() == json_kind::object) {
        json_object state(*v);
        if (const auto c = state.find("cycle"); c && c->kind() == json_kind::object) {
            json_object cycle(*c);
            p.cycle_since = quiet_day(cycle.find("since"));
            p.cycle_started_on = quiet_day(cycle.find("started_on"));
            if (const auto s = cycle.find("status"); s && s->kind() == json_kind::string)
                p.cycle_status = s->node().text;
        }
        if (const auto c = state.find("certificate"); c && c->kind() == json_kind::object) {
            json_object certificate(*c);
            const auto last = quiet_day(certificate.find("last_day"));
            if (!last || *last >= on)
                p.certificate_first_day = quiet_day(certificate.find("first_day"));
        }
    }
    return p;
}

/// The first day of the open cycle that binds the event to its edition; none if none is open.
std::optional<date> open_cycle_started(const book& b, const picking& p) {
    if (!p.cycle_since)
        return std::nullopt;
    const auto started = p.cycle_started_on.value_or(p.started_on.value_or(*p.cycle_since));
    const auto* e = b.in_force(started);
    const auto status = e == nullptr ? status_id::none : e->find_status(p.cycle_status);
    if (status == status_id::none || !e->statuses()[index(status)].open)
        return std::nullopt;
    const auto last = cycle_last_day(*e, cycle{status, *p.cycle_since, started, status_id::none});
    return last && *last < p.on ? std::nullopt : std::optional(started);
}

const edition* pick(const book& b, const json_value& root, event_kind kind, const picking& p) {
    bool check = kind == event_kind::visit_held || kind == event_kind::visit_contacted ||
                 kind == event_kind::visit_declined || kind == event_kind::audit_declined;
    bool starts = kind == event_kind::applied;
    if (kind == event_kind::audit_held)
        for (const auto& a : b.latest().audits())
            if (a.id == p.audit) {
                check = a.check;
                starts = a.starts_cycle;
            }
    const auto open = open_cycle_started(b, p);
    // Before a cycle starts, and for what starts one, the edition of the day speaks.
    starts = starts || (kind == event_kind::audit_held && !check && !open);
    const auto started = starts ? p.on : open.value_or(p.started_on.value_or(p.on));
    const auto* found = b.answering(check, p.certificate_first_day, started);
    if (found == nullptr) {
        const auto& first = b.editions().front();
        root.error(error_code::no_edition,
                   fmt::format("no edition of {} was in force on {}; the first is {}, from {}",
                               first.scheme(), to_string(started), first.name(),
                               to_string(first.effective_from())));
    }
    return found;
}

constexpr bool looks_at_findings(event_kind kind) noexcept {
    return kind == event_kind::audit_held || kind == event_kind::audit_reviewed ||
           kind == event_kind::visit_held;
}

constexpr bool may_default_state(event_kind kind) noexcept {
    return kind == event_kind::applied || kind == event_kind::audit_reviewed;
}

template <class Id>
void read_word(json_object& object, std::string_view key, std::string_view kind,
               std::span<const std::string_view> known, Id& out) {
    auto v = object.find(key, true);
    if (!v)
        v = object.need(key, fmt::format("the name of a{} {}", kind == "audit" ? "n" : "", kind));
    if (v)
        if (const auto place = v->name(kind, known))
            out = static_cast<Id>(*place);
}

void read_own_fields(json_object& object, const word_names& words, event& ev) {
    switch (ev.kind) {
        case event_kind::fee_paid:
        case event_kind::invoice_received:
            read_word(object, "fee", "fee", words.fees, ev.fee);
            break;
        case event_kind::audit_held:
            read_word(object, "audit", "audit", words.audits, ev.audit);
            break;
        case event_kind::finding_closed:
            if (const auto v = object.need("finding", "the id of a finding"))
                (void)v->text();
            break;
        case event_kind::decision_recorded:
            read_word(object, "status", "status", words.statuses, ev.decision);
            if (const auto v = object.find("months"))
                if (const auto n = v->integer(1, limits::months))
                    ev.months = static_cast<std::int32_t>(*n);
            if (const auto v = object.need("reason", "a string"))
                (void)v->text();
            break;
        default:
            break;
    }
    // The audit that a review answers may be named too, as in the form's example.
    if (ev.kind == event_kind::audit_reviewed)
        if (const auto v = object.find("audit"))
            if (const auto place = v->name("audit", words.audits))
                ev.audit = static_cast<audit_id>(*place);
    if (ev.kind == event_kind::audit_held || ev.kind == event_kind::visit_held)
        if (const auto v = object.find("man_days"))
            (void)v->hundredths();
}

}  // namespace

void read_findings(const json_value& list, const edition&, const word_names& words,
                   std::vector<finding>& out) {
    list.each_item(limits::findings, [&](const json_value& item) {
        json_object object(item);
        finding f;
        if (const auto v = object.need("id", "the finding's id"))
            if (const auto text = v->text()) {
                f.id = *text;
                if (text->empty() || text->size() > limits::finding_id_length)
                    v->error(error_code::bad_text,
                             fmt::format("has {} bytes, expected 1 to {}", text->size(),
                                         limits::finding_id_length));
            }
        if (const auto v = object.need("section", "the name of a section"))
            if (const auto place = v->name("section", words.sections))
                f.section = static_cast<section_id>(*place);
        if (const auto v = object.need("severity", "the name of a severity"))
            if (const auto place = v->name("severity", words.severities))
                f.severity = static_cast<severity_id>(*place);
        if (!object.all_asked()) {  // mostly there is no more
            if (const auto v = object.find("checkpoint"))
                (void)v->text();
            if (const auto v = object.find("tags"))
                v->each_item(limits::words, [&](const json_value& tag) {
                    if (const auto place = tag.name("tag", words.tags))
                        f.tags |= std::uint64_t{1} << *place;
                });
            if (const auto v = object.find("transparent"))
                if (const auto found = v->yes_no_unknown())
                    f.transparent = *found;
            if (const auto v = object.find("closed_on"))
                f.closed_on = v->day();
            if (const auto v = object.find("sites"))
                if (const auto n = v->integer(1, limits::checkpoints))
                    f.sites = static_cast<std::uint32_t>(*n);
        }
        object.finish();
        out.push_back(f);
    });
    if (list.errors().failed() || out.size() < 2)
        return;
    if (out.size() <= 32) {  // few are compared faster than sorted
        bool twice = false;
        for (std::size_t i = 1; i < out.size() && !twice; ++i)
            for (std::size_t j = 0; j < i && !twice; ++j)
                twice = out[i].id == out[j].id;
        if (!twice)
            return;
    }
    std::vector<std::size_t> order(out.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(out[a].id, a) < std::pair(out[b].id, b);
    });
    for (std::size_t i = 1; i < order.size(); ++i)
        if (out[order[i]].id == out[order[i - 1]].id)
            list.errors().add(error_code::bad_argument,
                              fmt::format("{}[{}].id", list.place(), order[i]),
                              fmt::format("\"{}\" is the id of {}[{}] already", out[order[i]].id,
                                          list.place(), order[i - 1]));
}

void read_sections(const json_value& fields, const edition& e, const word_names& words,
                   std::vector<section_count>& out) {
    fields.each_field(limits::words, [&](std::string_view key, const json_value& value) {
        const auto section = e.find_section(key);
        if (section == section_id::none) {
            value.error(error_code::unknown_name, fmt::format("unknown section \"{}\"{}", key,
                                                              suggestion(key, words.sections)));
            return;
        }
        json_object object(value);
        section_count counted;
        counted.section = section;
        const auto count = [&](std::string_view field, std::optional<std::uint32_t>& to) {
            if (const auto v = object.find(field))
                if (const auto n = v->integer(0, limits::checkpoints))
                    to = static_cast<std::uint32_t>(*n);
        };
        count("applicable", counted.applicable);
        count("conforming", counted.conforming);
        if (const auto v = object.find("rating"))
            if (const auto place = v->name("rating", words.ratings))
                counted.rating = static_cast<std::uint8_t>(*place + 1);
        if (counted.applicable && counted.conforming && *counted.conforming > *counted.applicable)
            value.error(error_code::bad_argument,
                        fmt::format("{} conforming of {} applicable", *counted.conforming,
                                    *counted.applicable));
        bool written = false;
        if (const auto graded = object.find("graded"))
            graded->each_field(
                limits::severities, [&](std::string_view severity, const json_value& number) {
                    auto one = counted;
                    one.graded_severity = e.find_severity(severity);
                    if (one.graded_severity == severity_id::none)
                        number.error(error_code::unknown_name,
                                     fmt::format("unknown severity \"{}\"{}", severity,
                                                 suggestion(severity, words.severities)));
                    else if (const auto n = number.integer(0, limits::checkpoints)) {
                        one.graded = static_cast<std::uint32_t>(*n);
                        if (counted.applicable && one.graded > *counted.applicable)
                            number.error(error_code::bad_argument,
                                         fmt::format("{} graded {} of {} applicable", one.graded,
                                                     severity, *counted.applicable));
                        out.push_back(one);
                        written = true;
                    }
                });
        object.finish();
        if (!written)
            out.push_back(counted);
    });
}

void read_facts(const json_value& fields, const edition& e, const word_names& words,
                std::vector<fact_value>& out) {
    fields.each_field(limits::words, [&](std::string_view key, const json_value& value) {
        const auto fact = e.find_fact(key);
        if (fact == fact_id::none) {
            value.error(error_code::unknown_name,
                        fmt::format("unknown fact \"{}\"{}", key, suggestion(key, words.facts)));
            return;
        }
        if (value.is_null() ||
            (value.kind() == json_kind::string && value.node().text == "unknown"))
            return;
        const auto& info = e.facts()[index(fact)];
        if (info.type != fact_type::number) {
            const auto at =
                value.kind() == json_kind::string
                    ? std::find(info.values.begin(), info.values.end(), value.node().text)
                    : info.values.end();
            if (at != info.values.end()) {
                out.push_back({fact, at - info.values.begin()});
                return;
            }
            std::vector<std::string_view> known(info.values.begin(), info.values.end());
            known.emplace_back("unknown");
            (void)value.name("value", known);  // says what is wrong
            return;
        }
        if (const auto number = value.number_of(info))
            out.push_back({fact, *number});
    });
}

bool read_case(const book& b, const json_value& root, json_case& out) {
    auto& errors = root.errors();
    json_object object(root);
    const auto named = object.need("event", "the name of an event");
    if (!named)
        return false;
    const auto known = named->kind() == json_kind::string ? find_event(named->node().text)
                                                          : std::optional<event_kind>{};
    if (known) {
        out.event.kind = *known;
    } else {  // says what is wrong
        std::vector<std::string_view> events;
        for (std::size_t k = 1; k < event_kinds; ++k)
            events.push_back(name_of(static_cast<event_kind>(k)));
        (void)named->name("event", events);
    }
    if (const auto v = object.need("on", "the day of the event"))
        if (const auto day = v->day())
            out.event.on = *day;
    if (errors.failed())
        return false;
    const auto kind = out.event.kind;
    if (const auto v = object.find("factory"))
        if (const auto text = v->text()) {
            out.factory = *text;
            if (text->empty() || text->size() > limits::factory_length)
                v->error(error_code::bad_text, fmt::format("has {} bytes, expected 1 to {}",
                                                           text->size(), limits::factory_length));
        }

    const auto picked = read_picking(root, object, out.event.on);
    if (errors.failed())
        return false;
    out.edition = pick(b, root, kind, picked);
    if (out.edition == nullptr)
        return false;
    const auto& e = *out.edition;
    const auto& words = e.data().names;

    if (const auto v = object.find("state")) {
        out.state = read_state(*v, e, words, picked.started_on);
    } else if (!may_default_state(kind)) {
        object.need("state", "where the factory stands (an object; {} if it is new)");
        return false;
    } else if (kind == event_kind::audit_reviewed) {
        const auto initial = e.data().reviewed_by_default;
        if (initial != status_id::none)
            out.state.audit_cycle = cycle{
                initial, out.event.on,
                std::min(picked.started_on.value_or(out.event.on), out.event.on), status_id::none};
    }
    read_own_fields(object, words, out.event);
    if (looks_at_findings(kind)) {
        if (const auto v = object.need("findings", "an array, empty if none were found"))
            read_findings(*v, e, words, out.findings);
        if (const auto v = object.find("sections"))
            read_sections(*v, e, words, out.sections);
        if (const auto v = object.find("sites"))
            if (const auto n = v->integer(1, limits::checkpoints))
                out.event.sites = static_cast<std::uint32_t>(*n);
    } else {
        // A case may carry them along; they are checked, and the event does not look at them.
        std::vector<finding> unread;
        if (const auto v = object.find("findings"))
            read_findings(*v, e, words, unread);
        if (const auto v = object.find("sections"))
            read_sections(*v, e, words, out.sections);
    }
    if (const auto v = object.find("facts"))
        read_facts(*v, e, words, out.facts);
    if (!errors.failed())
        object.finish();
    out.event.findings = out.findings;
    out.event.sections = out.sections;
    out.event.facts = out.facts;
    return !errors.failed();
}

}  // namespace certrules::detail
