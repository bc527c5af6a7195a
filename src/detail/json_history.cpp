#include "detail/json_history.hpp"

#include "certrules/edition.hpp"
#include "certrules/limits.hpp"
#include "detail/event_names.hpp"
#include "detail/exact.hpp"
#include "detail/history_check.hpp"

#include <fmt/format.h>
#include <array>

namespace certrules::detail {

namespace {

constexpr std::string_view withdrawn_name = "withdrawn";

/// The events that a history can hold, in the order of their numbers, and the withdrawal.
constexpr auto history_names = [] {
    std::array<std::string_view, static_cast<std::size_t>(event_kind::decision_recorded) + 1>
        list{};
    for (std::size_t i = 0; i + 1 < list.size(); ++i)
        list[i] = event_names[i + 1];
    list.back() = withdrawn_name;
    return list;
}();

std::string_view read_text(const std::optional<json_value>& value, std::size_t most) {
    if (!value)
        return {};
    const auto text = value->text();
    if (!text)
        return {};
    if (text->empty() || text->size() > most) {
        value->error(error_code::bad_text,
                     fmt::format("has {} bytes, expected 1 to {}", text->size(), most));
        return {};
    }
    return *text;
}

std::string_view read_id(const std::optional<json_value>& value) {
    return read_text(value, limits::finding_id_length);
}

std::string_view read_word(const std::optional<json_value>& value) {
    return read_text(value, limits::id_length);
}

}  // namespace

json_history::extent json_history::read_findings(const json_value& list) {
    extent e{findings_.size(), 0};
    list.each_item(limits::findings, [&](const json_value& value) {
        json_object object(value);
        history_finding f;
        f.id = read_id(object.need("id", "a name of its own"));
        f.section = read_word(object.need("section", "the name of a section"));
        f.severity = read_word(object.need("severity", "the name of a severity"));
        extent tags{tags_.size(), 0};
        if (const auto v = object.find("tags"))
            v->each_item(limits::list_length,
                         [&](const json_value& tag) { tags_.push_back(read_word(tag)); });
        tags.count = tags_.size() - tags.first;
        if (const auto v = object.find("transparent"))
            f.transparent = v->yes_no_unknown().value_or(answer::unknown);
        if (const auto v = object.find("closed_on"))
            f.closed_on = v->day();
        if (const auto v = object.find("sites"))
            f.sites = static_cast<std::uint32_t>(v->integer(0, limits::checkpoints).value_or(1));
        object.finish();
        findings_.push_back(f);
        tags_of_.push_back(tags);
    });
    e.count = findings_.size() - e.first;
    return e;
}

json_history::extent json_history::read_sections(const json_value& fields) {
    extent e{sections_.size(), 0};
    fields.each_field(limits::words, [&](std::string_view key, const json_value& value) {
        json_object object(value);
        history_section s;
        s.section = key;
        const auto count = [&](std::string_view field, std::optional<std::uint32_t>& out) {
            if (const auto v = object.find(field))
                if (const auto n = v->integer(0, limits::checkpoints))
                    out = static_cast<std::uint32_t>(*n);
        };
        count("applicable", s.applicable);
        count("conforming", s.conforming);
        s.rating = read_word(object.find("rating"));
        if (s.applicable && s.conforming && *s.conforming > *s.applicable)
            value.error(error_code::bad_argument, fmt::format("{} conforming of {} applicable",
                                                              *s.conforming, *s.applicable));
        bool written = false;
        if (const auto graded = object.find("graded"))
            graded->each_field(limits::severities,
                               [&](std::string_view severity, const json_value& number) {
                                   if (const auto n = number.integer(0, limits::checkpoints)) {
                                       s.graded_severity = severity;
                                       s.graded = static_cast<std::uint32_t>(*n);
                                       sections_.push_back(s);
                                       written = true;
                                   }
                               });
        object.finish();
        if (!written)
            sections_.push_back(s);
    });
    e.count = sections_.size() - e.first;
    return e;
}

void json_history::read_number(const json_value& value, history_fact& f) {
    const auto exact = parse_fraction(value.node().text);
    while (exact && f.decimals < 6 && power_of_ten(f.decimals) % exact->den != 0)
        ++f.decimals;
    const auto scale = power_of_ten(f.decimals);
    if (exact && scale % exact->den == 0)
        f.number = exact->num * (scale / exact->den);
    else
        value.error(error_code::bad_text,
                    fmt::format("is {}, expected a number from {} to {} with at most 6 decimals",
                                value.node().text.substr(0, 40), -limits::number, limits::number));
}

json_history::extent json_history::read_facts(const json_value& fields) {
    extent e{facts_.size(), 0};
    fields.each_field(limits::words, [&](std::string_view key, const json_value& value) {
        history_fact f;
        f.fact = key;
        if (value.is_null()) {
            f.word = "unknown";
        } else if (value.kind() == json_kind::number) {
            read_number(value, f);
        } else {
            value.expect(json_kind::string, "a word or a number");
            f.word = read_word(value);
        }
        facts_.push_back(f);
    });
    e.count = facts_.size() - e.first;
    return e;
}

void json_history::read_own_fields(json_object& object, history_event& ev, parts& own) {
    const auto facts = [&] {
        if (const auto v = object.find("facts"))
            own.facts = read_facts(*v);
    };
    switch (ev.kind) {
        case event_kind::applied:
        case event_kind::audit_reviewed:
            facts();
            break;
        case event_kind::fee_paid:
        case event_kind::invoice_received:
            ev.fee = read_word(object.need("fee", "the name of a fee"));
            break;
        case event_kind::audit_held:
            ev.audit = read_word(object.need("audit", "the name of an audit"));
            [[fallthrough]];
        case event_kind::visit_held:
            if (const auto v = object.need("findings", "an array, empty if none were found"))
                own.findings = read_findings(*v);
            if (const auto v = object.find("sections"))
                own.sections = read_sections(*v);
            if (const auto v = object.find("man_days"))
                ev.man_days_hundredths = v->hundredths();
            if (const auto v = object.find("sites"))
                if (const auto n = v->integer(1, limits::checkpoints))
                    ev.sites = static_cast<std::uint32_t>(*n);
            facts();
            break;
        case event_kind::finding_closed:
            ev.finding = read_id(object.need("finding", "the id of a finding"));
            break;
        case event_kind::decision_recorded:
            ev.status = read_word(object.need("status", "the name of a status"));
            ev.reason = read_text(object.need("reason", "why the programme decided so"), 10'000);
            if (const auto v = object.find("months"))
                if (const auto n = v->integer(1, limits::months))
                    ev.months = static_cast<std::int32_t>(*n);
            break;
        default:
            break;
    }
}

void json_history::read_event(const json_value& value) {
    json_object object(value);
    history_event ev;
    parts own;
    const auto named = object.need("event", "the name of an event");
    const auto place = named ? named->name("event", history_names) : std::nullopt;
    if (!place)
        return;
    ev.withdrawn = history_names[*place] == withdrawn_name;
    if (!ev.withdrawn)
        ev.kind = static_cast<event_kind>(*place + 1);
    if (const auto v = object.need("on", "the day it happened"))
        ev.on = v->day().value_or(date{});
    if (const auto v = object.find("recorded_on"))
        ev.recorded_on = v->day();
    ev.id = read_id(object.find("id"));
    if (ev.withdrawn)
        ev.corrects = read_id(object.need("corrects", "the id of the event to take back"));
    else
        ev.corrects = read_id(object.find("corrects"));
    if (!ev.withdrawn)
        read_own_fields(object, ev, own);
    object.finish();
    events_.push_back(ev);
    parts_.push_back(own);
}

/// The vectors have their final places now.
void json_history::connect() {
    const auto all = [](const auto& list, const extent& e) {
        return std::span(list).subspan(e.first, e.count);
    };
    for (std::size_t i = 0; i < findings_.size(); ++i)
        findings_[i].tags = all(tags_, tags_of_[i]);
    for (std::size_t i = 0; i < events_.size(); ++i) {
        events_[i].findings = all(findings_, parts_[i].findings);
        events_[i].sections = all(sections_, parts_[i].sections);
        events_[i].facts = all(facts_, parts_[i].facts);
    }
    history_.holidays = holidays_;
    history_.events = events_;
}

bool json_history::read(const json_value& root) {
    history_ = {};
    holidays_.clear();
    events_.clear();
    parts_.clear();
    findings_.clear();
    tags_of_.clear();
    tags_.clear();
    sections_.clear();
    facts_.clear();

    json_object object(root);
    history_.factory = read_text(object.find("factory"), 1000);
    if (const auto v = object.find("holidays"))
        v->each_item(most_holidays, [&](const json_value& item) {
            if (const auto day = item.day())
                holidays_.push_back(*day);
        });
    if (const auto v = object.need("events", "an array of events"))
        v->each_item(most_events, [&](const json_value& item) { read_event(item); });
    object.finish();
    if (root.errors().failed())
        return false;
    connect();
    return true;
}

}  // namespace certrules::detail
