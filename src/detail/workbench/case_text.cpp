#include "detail/workbench/ready_test.hpp"

#include "detail/exact.hpp"

#include <fmt/format.h>

namespace certrules::detail {

namespace {

std::string term_text(const edition& e, std::string_view key, const std::optional<term>& t) {
    if (!t)
        return {};
    return fmt::format("state.{} = {{ status = \"{}\", first_day = {}{} }}\n", key,
                       e.name_of(t->status), to_string(t->first_day),
                       t->last_day ? fmt::format(", last_day = {}", to_string(*t->last_day)) : "");
}

std::string state_text(const edition& e, const state& s) {
    std::string held;
    for (std::size_t i = 0; i < e.statuses().size(); ++i) {
        const bool runs = (s.certificate && index(s.certificate->status) == i) ||
                          (s.bar && index(s.bar->status) == i);
        if (((s.held >> i) & 1U) != 0 && !runs)
            held += fmt::format("{}\"{}\"", held.empty() ? "" : ", ", e.statuses()[i].id);
    }
    std::string text = fmt::format("state.held = [{}]\n", held);
    text += term_text(e, "certificate", s.certificate);
    if (const auto& c = s.audit_cycle) {
        text += fmt::format("state.cycle = {{ status = \"{}\", since = {}", e.name_of(c->status),
                            to_string(c->since));
        if (c->started_on != c->since)
            text += fmt::format(", started_on = {}", to_string(c->started_on));
        if (c->award != status_id::none)
            text += fmt::format(", award = \"{}\"", e.name_of(c->award));
        text += " }\n";
    }
    text += term_text(e, "bar", s.bar);
    if (s.after != status_id::none)
        text += fmt::format("state.after = \"{}\"\n", e.name_of(s.after));
    if (s.visited != answer::unknown)
        text += fmt::format("state.visited = \"{}\"\n", s.visited == answer::yes ? "yes" : "no");
    if (e.data().reads_history) {
        if (s.last_certificate != status_id::none)
            text += fmt::format("state.last_certificate = \"{}\"\n", e.name_of(s.last_certificate));
        text += fmt::format("state.consecutive = {}\n", s.consecutive);
    }
    return text;
}

std::string finding_text(const edition& e, const finding& f) {
    auto text = fmt::format("section = \"{}\", severity = \"{}\"", e.name_of(f.section),
                            e.name_of(f.severity));
    std::string tags;
    for (std::size_t i = 0; i < e.tags().size(); ++i)
        if (((f.tags >> i) & 1U) != 0)
            tags += fmt::format("{}\"{}\"", tags.empty() ? "" : ", ", e.tags()[i].id);
    if (!tags.empty())
        text += fmt::format(", tags = [{}]", tags);
    if (f.transparent != answer::unknown)
        text += fmt::format(", transparent = \"{}\"", f.transparent == answer::yes ? "yes" : "no");
    if (f.closed_on)
        text += fmt::format(", closed_on = {}", to_string(*f.closed_on));
    if (f.sites != 1)
        text += fmt::format(", sites = {}", f.sites);
    return text;
}

std::string findings_text(const edition& e, const std::vector<finding>& findings) {
    std::string text;
    for (std::size_t i = 0; i < findings.size();) {
        const auto one = finding_text(e, findings[i]);
        std::size_t times = 1;
        while (i + times < findings.size() && finding_text(e, findings[i + times]) == one)
            ++times;
        text += fmt::format("  {{ {}{} }},\n", one,
                            times > 1 ? fmt::format(", times = {}", times) : "");
        i += times;
    }
    return text.empty() ? "findings = []\n" : "findings = [\n" + text + "]\n";
}

std::string sections_text(const edition& e, const std::vector<section_count>& sections) {
    std::string text;
    for (const auto& s : sections) {
        const auto head = fmt::format("sections.{}", e.name_of(s.section));
        if (s.applicable)
            text += fmt::format("{}.applicable = {}\n", head, *s.applicable);
        if (s.conforming)
            text += fmt::format("{}.conforming = {}\n", head, *s.conforming);
        if (s.rating != 0)
            text += fmt::format("{}.rating = \"{}\"\n", head, e.ratings()[s.rating - 1U].id);
        if (s.graded_severity != severity_id::none)
            text +=
                fmt::format("{}.graded.{} = {}\n", head, e.name_of(s.graded_severity), s.graded);
    }
    return text;
}

}  // namespace

std::string facts_text(const edition& e, const std::vector<fact_value>& facts) {
    std::string text;
    for (const auto& f : facts) {
        const auto& info = e.facts()[index(f.fact)];
        text += fmt::format(
            "facts.{} = {}\n", info.id,
            info.type == fact_type::number
                ? number_text(info, f.value)
                : fmt::format("\"{}\"", info.values[static_cast<std::size_t>(f.value)]));
    }
    return text;
}

question_text case_text(const edition& e, const built_case& c) {
    const auto ev = c.as_event();
    auto text =
        fmt::format("\n[test.case]\nevent = \"{}\"\non = {}\n", name_of(ev.kind), to_string(ev.on));
    if (ev.audit != audit_id::none)
        text += fmt::format("audit = \"{}\"\n", e.name_of(ev.audit));
    if (ev.fee != fee_id::none)
        text += fmt::format("fee = \"{}\"\n", e.name_of(ev.fee));
    if (ev.decision != status_id::none)
        text += fmt::format("status = \"{}\"\nreason = \"as decided\"\n", e.name_of(ev.decision));
    if (ev.months)
        text += fmt::format("months = {}\n", *ev.months);
    if (ev.kind == event_kind::finding_closed)
        text += "finding = \"F1\"\n";
    text += state_text(e, c.state) + facts_text(e, c.facts) + sections_text(e, c.sections);
    if (ev.kind == event_kind::audit_held || ev.kind == event_kind::audit_reviewed ||
        ev.kind == event_kind::visit_held)
        text += findings_text(e, c.findings);
    return {{}, std::move(text)};
}

}  // namespace certrules::detail
