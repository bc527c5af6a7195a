#include "certrules/witness.hpp"

#include "detail/edition_data.hpp"
#include "detail/exact.hpp"
#include "detail/json_verdict.hpp"
#include "detail/json_writer.hpp"

#include <fmt/format.h>
#include <bit>

namespace certrules {

using namespace detail;

namespace {

std::string_view answer_word(answer a) {
    return a == answer::unknown ? "unknown" : a == answer::no ? "no" : "yes";
}

void write_findings(json_writer& out, const edition& e, const witness& w) {
    out.key("findings").open('[');
    for (std::size_t i = 0; i < w.findings.size(); ++i) {
        const auto& f = w.findings[i];
        out.open('{').key("id").string(fmt::format("F{}", i + 1));
        out.key("section").string(e.name_of(f.section));
        out.key("severity").string(e.name_of(f.severity));
        if (f.tags != 0) {
            out.key("tags").open('[');
            for (auto set = f.tags; set != 0; set &= set - 1)
                out.string(e.tags()[static_cast<std::size_t>(std::countr_zero(set))].id);
            out.close(']');
        }
        if (f.transparent != answer::unknown)
            out.key("transparent").string(answer_word(f.transparent));
        if (f.closed_on)
            out.key("closed_on").day(*f.closed_on);
        if (w.question.sites)
            out.key("sites").number(f.sites);
        out.close('}');
    }
    out.close(']');
    if (w.question.sites)
        out.key("sites").number(*w.question.sites);
}

void write_sections(json_writer& out, const edition& e, const witness& w) {
    if (w.sections.empty())
        return;
    out.key("sections").open('{');
    std::uint64_t written = 0;
    for (const auto& first : w.sections) {
        const auto bit = std::uint64_t{1} << index(first.section);
        if ((written & bit) != 0)
            continue;
        written |= bit;
        out.key(e.name_of(first.section)).open('{');
        section_count all;
        bool graded = false;
        for (const auto& c : w.sections) {
            if (c.section != first.section)
                continue;
            if (c.applicable)
                all.applicable = c.applicable;
            if (c.conforming)
                all.conforming = c.conforming;
            if (c.rating != 0)
                all.rating = c.rating;
            graded = graded || c.graded_severity != severity_id::none;
        }
        if (all.applicable)
            out.key("applicable").number(*all.applicable);
        if (all.conforming)
            out.key("conforming").number(*all.conforming);
        if (all.rating != 0)
            out.key("rating").string(e.ratings()[all.rating - 1U].id);
        if (graded) {
            out.key("graded").open('{');
            for (const auto& c : w.sections)
                if (c.section == first.section && c.graded_severity != severity_id::none)
                    out.key(e.name_of(c.graded_severity)).number(c.graded);
            out.close('}');
        }
        out.close('}');
    }
    out.close('}');
}

void write_facts(json_writer& out, const edition& e, const witness& w) {
    if (w.facts.empty())
        return;
    out.key("facts").open('{');
    for (const auto& f : w.facts) {
        const auto& info = e.facts()[index(f.fact)];
        out.key(info.id);
        if (info.type == fact_type::number)
            out.raw(number_text(info, f.value));
        else
            out.string(info.values[static_cast<std::size_t>(f.value)]);
    }
    out.close('}');
}

}  // namespace

std::string to_json(const edition& e, const witness& w) {
    const auto& ev = w.question;
    json_writer out;
    out.open('{').key("event").string(name_of(ev.kind)).key("on").day(ev.on);
    if (ev.audit != audit_id::none)
        out.key("audit").string(e.name_of(ev.audit));
    if (ev.fee != fee_id::none)
        out.key("fee").string(e.name_of(ev.fee));
    if (ev.kind == event_kind::finding_closed)
        out.key("finding").string("F1");
    if (ev.decision != status_id::none) {
        out.key("status").string(e.name_of(ev.decision));
        if (ev.months)
            out.key("months").number(*ev.months);
        out.key("reason").string("as decided");
    }
    out.key("state");
    write_state(out, e, w.state, state_form::whole);
    write_facts(out, e, w);
    write_sections(out, e, w);
    if (ev.kind == event_kind::audit_held || ev.kind == event_kind::audit_reviewed ||
        ev.kind == event_kind::visit_held)
        write_findings(out, e, w);
    out.close('}');
    return out.take();
}

}  // namespace certrules
