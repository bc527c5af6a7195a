#include "convert.hpp"

#include "certrules/limits.hpp"
#include "detail/edition_data.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cstring>
#include <memory>

namespace certrules::capi {

namespace {

/// A field of a state or event that counts only with its bit.
struct optional_field {
    std::uint32_t bit;
    std::uint32_t needs;  // bits without which it makes no sense
    std::int32_t value;
    const char* name;
};

constexpr bool is_absent(std::int32_t value) noexcept {
    return value == 0 || value == -1 || value == CERTRULES_NO_DAY;
}

std::int32_t check_given(std::uint32_t given, std::span<const optional_field> fields,
                         const char* place, const reporter& report) noexcept {
    std::uint32_t known = 0;
    for (const auto& f : fields) {
        known |= f.bit;
        const bool has = (given & f.bit) != 0;
        if (has && (given & f.needs) != f.needs)
            return report(CERTRULES_E_MISSING, f.name,
                          "is given without what it belongs to: a bit of `given` is missing");
        if (!has && !is_absent(f.value))
            return report(CERTRULES_E_ARGUMENT, f.name,
                          "is set, but its bit is not: a bit of `given` was forgotten");
    }
    if ((given & ~known) != 0)
        return report(CERTRULES_E_UNSUPPORTED, place, "a bit that this release does not know");
    return CERTRULES_OK;
}

/// An optional word: `to` stays none without its bit.
template <class Id>
std::int32_t take_word(bool given, std::int32_t number, std::size_t words, const char* name, Id& to,
                       const reporter& report) noexcept {
    if (!given || to_word(number, words, to))
        return CERTRULES_OK;
    return report(CERTRULES_E_ARGUMENT, name, "the edition has no word of that number");
}

std::int32_t take_answer(std::int32_t number, const char* name, answer& to,
                         const reporter& report) noexcept {
    if (number < CERTRULES_UNKNOWN || number > CERTRULES_YES)
        return report(CERTRULES_E_ARGUMENT, name, "not CERTRULES_UNKNOWN, _NO or _YES");
    to = static_cast<answer>(number);
    return CERTRULES_OK;
}

term term_of(status_id status, std::int32_t first, bool ends, std::int32_t last) noexcept {
    return {status, date{first}, ends ? std::optional(date{last}) : std::nullopt};
}

/// An error in an element of an array, at a place as the JSON door says it.
std::int32_t at_element(std::int32_t code, const char* array, std::size_t i, const char* field,
                        const char* message, const reporter& report) noexcept {
    char place[64];
    const auto end = fmt::format_to_n(place, sizeof place, "{}[{}]{}", array, i, field);
    return report(code, {place, std::min(end.size, sizeof place)}, message);
}

/// Whether what a state gives and leaves out is as it mostly is: known bits, and zeros without
/// them. False says nothing yet.
bool plainly_given(const certrules_state& s) noexcept {
    const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
    constexpr std::uint32_t known = 2 * CERTRULES_STATE_LAST_CERTIFICATE - 1;
    std::int32_t stray = 0;  // what is set without its bit
    if (!has(CERTRULES_STATE_CERTIFICATE))
        stray |= s.certificate | s.certificate_first_day | s.certificate_last_day;
    else if (!has(CERTRULES_STATE_CERTIFICATE_LAST_DAY))
        stray |= s.certificate_last_day;
    if (!has(CERTRULES_STATE_CYCLE))
        stray |= s.cycle | s.cycle_since;
    if (!has(CERTRULES_STATE_CYCLE_STARTED_ON))
        stray |= s.cycle_started_on;
    if (!has(CERTRULES_STATE_CYCLE_AWARD))
        stray |= s.cycle_award;
    if (!has(CERTRULES_STATE_BAR))
        stray |= s.bar | s.bar_first_day | s.bar_last_day;
    else if (!has(CERTRULES_STATE_BAR_LAST_DAY))
        stray |= s.bar_last_day;
    if (!has(CERTRULES_STATE_AFTER))
        stray |= s.after;
    if (!has(CERTRULES_STATE_LAST_CERTIFICATE))
        stray |= s.last_certificate;
    // A bit without the one that it belongs to.
    const auto lone = [&](std::uint32_t bits, std::uint32_t belongs_to) {
        return (s.given & bits) != 0 && !has(belongs_to);
    };
    return (s.given & ~known) == 0 && stray == 0 &&
           !lone(CERTRULES_STATE_CERTIFICATE_LAST_DAY, CERTRULES_STATE_CERTIFICATE) &&
           !lone(CERTRULES_STATE_CYCLE_STARTED_ON | CERTRULES_STATE_CYCLE_AWARD,
                 CERTRULES_STATE_CYCLE) &&
           !lone(CERTRULES_STATE_BAR_LAST_DAY, CERTRULES_STATE_BAR);
}

std::int32_t check_state_given(const certrules_state& s, const reporter& report) noexcept {
    const optional_field fields[] = {
        {CERTRULES_STATE_CERTIFICATE, 0, s.certificate, "state.certificate"},
        {CERTRULES_STATE_CERTIFICATE, 0, s.certificate_first_day, "state.certificate_first_day"},
        {CERTRULES_STATE_CERTIFICATE_LAST_DAY, CERTRULES_STATE_CERTIFICATE, s.certificate_last_day,
         "state.certificate_last_day"},
        {CERTRULES_STATE_CYCLE, 0, s.cycle, "state.cycle"},
        {CERTRULES_STATE_CYCLE, 0, s.cycle_since, "state.cycle_since"},
        {CERTRULES_STATE_CYCLE_STARTED_ON, CERTRULES_STATE_CYCLE, s.cycle_started_on,
         "state.cycle_started_on"},
        {CERTRULES_STATE_CYCLE_AWARD, CERTRULES_STATE_CYCLE, s.cycle_award, "state.cycle_award"},
        {CERTRULES_STATE_BAR, 0, s.bar, "state.bar"},
        {CERTRULES_STATE_BAR, 0, s.bar_first_day, "state.bar_first_day"},
        {CERTRULES_STATE_BAR_LAST_DAY, CERTRULES_STATE_BAR, s.bar_last_day, "state.bar_last_day"},
        {CERTRULES_STATE_AFTER, 0, s.after, "state.after"},
        {CERTRULES_STATE_LAST_CERTIFICATE, 0, s.last_certificate, "state.last_certificate"},
    };
    return check_given(s.given, fields, "state.given", report);
}

}  // namespace

std::int32_t take_state(const certrules_state* from, const edition& e, state& to,
                        const reporter& report) noexcept {
    certrules_state s;
    if (const auto wrong = take(from, s, "state", report))
        return wrong;
    const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
    if (const auto wrong = plainly_given(s) ? CERTRULES_OK : check_state_given(s, report))
        return wrong;

    const auto n = e.statuses().size();
    auto certificate = status_id::none;
    auto bar = status_id::none;
    cycle c;
    for (const auto wrong :
         {take_word(has(CERTRULES_STATE_CERTIFICATE), s.certificate, n, "state.certificate",
                    certificate, report),
          take_word(has(CERTRULES_STATE_BAR), s.bar, n, "state.bar", bar, report),
          take_word(has(CERTRULES_STATE_CYCLE), s.cycle, n, "state.cycle", c.status, report),
          take_word(has(CERTRULES_STATE_CYCLE_AWARD), s.cycle_award, n, "state.cycle_award",
                    c.award, report),
          take_word(has(CERTRULES_STATE_AFTER), s.after, n, "state.after", to.after, report),
          take_word(has(CERTRULES_STATE_LAST_CERTIFICATE), s.last_certificate, n,
                    "state.last_certificate", to.last_certificate, report),
          take_answer(s.visited, "state.visited", to.visited, report)})
        if (wrong != CERTRULES_OK)
            return wrong;
    if (s.consecutive > 0xFFFFU)
        return report(CERTRULES_E_ARGUMENT, "state.consecutive", "expected 0 to 65535");

    to.held = s.held;
    to.consecutive = static_cast<std::uint16_t>(s.consecutive);
    if (has(CERTRULES_STATE_CERTIFICATE))
        to.certificate = term_of(certificate, s.certificate_first_day,
                                 has(CERTRULES_STATE_CERTIFICATE_LAST_DAY), s.certificate_last_day);
    if (has(CERTRULES_STATE_BAR))
        to.bar = term_of(bar, s.bar_first_day, has(CERTRULES_STATE_BAR_LAST_DAY), s.bar_last_day);
    // What runs now was held: the host need not say it twice. So it is with documents.
    for (const auto& t : {to.certificate, to.bar})
        if (t)
            to.held |= std::uint64_t{1} << index(t->status);
    if (to.certificate && to.last_certificate == status_id::none) {
        to.last_certificate = certificate;
        to.consecutive = std::max<std::uint16_t>(to.consecutive, 1);
    }
    if (has(CERTRULES_STATE_CYCLE)) {
        c.since = date{s.cycle_since};
        c.started_on = has(CERTRULES_STATE_CYCLE_STARTED_ON) ? date{s.cycle_started_on} : c.since;
        to.audit_cycle = c;
    }
    return CERTRULES_OK;
}

void give_state(const state& from, certrules_state* to) noexcept {
    give_by(to, [&](certrules_state& s) {
        s.held = from.held;
        s.given = 0;
        const auto word = [&](status_id id, std::uint32_t bit) {
            s.given |= id == status_id::none ? 0 : bit;
            return number(id);
        };
        const auto last = [&](const std::optional<date>& day, std::uint32_t bit) {
            s.given |= day ? bit : 0;
            return day ? day->days() : CERTRULES_NO_DAY;
        };
        const auto give_term = [&](const std::optional<term>& t, std::int32_t& status,
                                   std::uint32_t bit, std::int32_t& first_day,
                                   std::int32_t& last_day, std::uint32_t last_bit) {
            status = t ? word(t->status, bit) : -1;
            first_day = t ? t->first_day.days() : CERTRULES_NO_DAY;
            last_day = t ? last(t->last_day, last_bit) : CERTRULES_NO_DAY;
        };
        give_term(from.certificate, s.certificate, CERTRULES_STATE_CERTIFICATE,
                  s.certificate_first_day, s.certificate_last_day,
                  CERTRULES_STATE_CERTIFICATE_LAST_DAY);
        give_term(from.bar, s.bar, CERTRULES_STATE_BAR, s.bar_first_day, s.bar_last_day,
                  CERTRULES_STATE_BAR_LAST_DAY);
        if (from.audit_cycle) {
            const auto& c = *from.audit_cycle;
            s.given |= CERTRULES_STATE_CYCLE_STARTED_ON;
            s.cycle = word(c.status, CERTRULES_STATE_CYCLE);
            s.cycle_since = c.since.days();
            s.cycle_started_on = c.started_on.days();
            s.cycle_award = word(c.award, CERTRULES_STATE_CYCLE_AWARD);
        } else {
            s.cycle = s.cycle_award = -1;
            s.cycle_since = s.cycle_started_on = CERTRULES_NO_DAY;
        }
        s.after = word(from.after, CERTRULES_STATE_AFTER);
        s.visited = static_cast<std::int32_t>(from.visited);
        s.last_certificate = word(from.last_certificate, CERTRULES_STATE_LAST_CERTIFICATE);
        s.consecutive = from.consecutive;
    });
}

std::int32_t taken_event::take(const certrules_event* from, const edition& e,
                               const reporter& report) noexcept {
    auto& g = given_;
    if (const auto wrong = capi::take(from, g, "event", report))
        return wrong;
    const auto has = [&](std::uint32_t bit) { return (g.given & bit) != 0; };
    const std::int32_t stray = (has(CERTRULES_GIVEN_AUDIT) ? 0 : g.audit) |
                               (has(CERTRULES_GIVEN_FEE) ? 0 : g.fee) |
                               (has(CERTRULES_GIVEN_DECISION) ? 0 : g.decision);
    constexpr std::uint32_t known = 2 * CERTRULES_GIVEN_DECISION - 1;
    if (stray != 0 || (g.given & ~known) != 0) {
        const optional_field fields[] = {
            {CERTRULES_GIVEN_AUDIT, 0, g.audit, "event.audit"},
            {CERTRULES_GIVEN_FEE, 0, g.fee, "event.fee"},
            {CERTRULES_GIVEN_DECISION, 0, g.decision, "event.decision"},
        };
        if (const auto wrong = check_given(g.given, fields, "event.given", report))
            return wrong;
    }
    if (g.kind < 1 || g.kind >= static_cast<std::int32_t>(event_kinds))
        return report(CERTRULES_E_ARGUMENT, "event.kind", "no CERTRULES_EVENT_...");
    for (const auto wrong :
         {take_word(has(CERTRULES_GIVEN_AUDIT), g.audit, e.audits().size(), "event.audit",
                    event_.audit, report),
          take_word(has(CERTRULES_GIVEN_FEE), g.fee, e.fees().size(), "event.fee", event_.fee,
                    report),
          take_word(has(CERTRULES_GIVEN_DECISION), g.decision, e.statuses().size(),
                    "event.decision", event_.decision, report),
          check_array(g.findings, g.finding_count, limits::findings, g.finding_size,
                      first_size<certrules_finding>, "event.findings", report)})
        if (wrong != CERTRULES_OK)
            return wrong;
    if (g.sites > limits::checkpoints)
        return report(CERTRULES_E_LIMIT, "event.sites", "more than 1000000");

    event_.kind = static_cast<event_kind>(g.kind);
    event_.on = date{g.on};
    if (g.months != 0)
        event_.months = g.months;
    if (g.sites != 0)
        event_.sites = g.sites;
    if (g.section_count != 0)
        if (const auto wrong = take_sections(e, report))
            return wrong;
    return g.fact_count != 0 ? take_facts(e, report) : CERTRULES_OK;
}

std::int32_t taken_event::take_sections(const edition& e, const reporter& report) noexcept {
    if (const auto wrong =
            check_array(given_.sections, given_.section_count, most_sections, given_.section_size,
                        first_size<certrules_section>, "event.sections", report))
        return wrong;
    constexpr std::uint32_t known = CERTRULES_SECTION_APPLICABLE | CERTRULES_SECTION_CONFORMING |
                                    CERTRULES_SECTION_RATING | CERTRULES_SECTION_GRADED;
    for (std::size_t i = 0; i < given_.section_count; ++i) {
        certrules_section s;
        if (const auto wrong =
                take_element(given_.sections, i, given_.section_size, s, "event.sections", report))
            return wrong;
        const auto fail = [&](std::int32_t code, const char* field, const char* message) {
            return at_element(code, "sections", i, field, message, report);
        };
        if ((s.given & ~known) != 0 || s.reserved != 0)
            return fail(CERTRULES_E_UNSUPPORTED, ".given", "a bit that this release does not know");
        const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
        section_count c;
        auto rating = tag_id::none;
        if (!to_word(s.section, e.sections().size(), c.section))
            return fail(CERTRULES_E_ARGUMENT, ".section", "no section of the edition");
        if (has(CERTRULES_SECTION_RATING) && !to_word(s.rating, e.ratings().size(), rating))
            return fail(CERTRULES_E_ARGUMENT, ".rating", "no rating of the edition");
        if (has(CERTRULES_SECTION_GRADED) &&
            !to_word(s.graded_severity, e.severities().size(), c.graded_severity))
            return fail(CERTRULES_E_ARGUMENT, ".graded_severity", "no severity of the edition");
        if ((!has(CERTRULES_SECTION_RATING) && !is_absent(s.rating)) ||
            (!has(CERTRULES_SECTION_GRADED) && (!is_absent(s.graded_severity) || s.graded != 0)) ||
            (!has(CERTRULES_SECTION_APPLICABLE) && s.applicable != 0) ||
            (!has(CERTRULES_SECTION_CONFORMING) && s.conforming != 0))
            return fail(CERTRULES_E_ARGUMENT, ".given", "a bit was forgotten");
        if (has(CERTRULES_SECTION_APPLICABLE))
            c.applicable = s.applicable;
        if (has(CERTRULES_SECTION_CONFORMING))
            c.conforming = s.conforming;
        if (has(CERTRULES_SECTION_RATING))
            c.rating = static_cast<std::uint8_t>(index(rating) + 1);
        c.graded = s.graded;
        std::construct_at(&sections_.list[i], c);
    }
    event_.sections = {sections_.list.data(), given_.section_count};
    return CERTRULES_OK;
}

std::int32_t taken_event::take_facts(const edition& e, const reporter& report) noexcept {
    if (const auto wrong =
            check_array(given_.facts, given_.fact_count, most_facts, given_.fact_size,
                        first_size<certrules_fact>, "event.facts", report))
        return wrong;
    for (std::size_t i = 0; i < given_.fact_count; ++i) {
        certrules_fact f;
        if (const auto wrong =
                take_element(given_.facts, i, given_.fact_size, f, "event.facts", report))
            return wrong;
        fact_value to;
        if (f.reserved != 0)
            return at_element(CERTRULES_E_UNSUPPORTED, "facts", i, ".reserved", "is not 0", report);
        if (!to_word(f.fact, e.facts().size(), to.fact))
            return at_element(CERTRULES_E_ARGUMENT, "facts", i, ".fact", "no fact of the edition",
                              report);
        to.value = f.value;
        std::construct_at(&facts_.list[i], to);
    }
    event_.facts = {facts_.list.data(), given_.fact_count};
    return CERTRULES_OK;
}

bool taken_event::take_plain_findings(std::size_t first, std::span<finding> to,
                                      const edition& e) const noexcept {
    const auto& data = e.data();
    const bool by_sites =
        ((data.events_with_sites >> static_cast<unsigned>(given_.kind)) & 1U) != 0;
    if (given_.finding_size != sizeof(certrules_finding) || (by_sites && !event_.sites))
        return false;
    const auto sections = static_cast<std::uint32_t>(data.sections.size());
    const auto severities = static_cast<std::uint32_t>(data.severities.size());
    const auto tags = data.tags.size();
    const auto no_tags = tags >= 64 ? 0 : ~((std::uint64_t{1} << tags) - 1);
    const auto most_sites = event_.sites.value_or(limits::checkpoints);
    const auto* from =
        reinterpret_cast<const unsigned char*>(given_.findings) + first * sizeof(certrules_finding);
    // One test at the end for all fields of all: a wrong one is rare, and only then sought out.
    bool wrong = false;
    for (auto& out : to) {
        certrules_finding f;
        std::memcpy(&f, from, sizeof f);
        from += sizeof f;
        wrong |= static_cast<std::uint32_t>(f.section) >= sections;
        wrong |= static_cast<std::uint32_t>(f.severity) >= severities;
        wrong |= static_cast<std::uint32_t>(f.transparent) > std::uint32_t{CERTRULES_YES};
        wrong |= (f.tags & no_tags) != 0;
        wrong |= f.sites > most_sites;
        std::construct_at(&out);
        out.section = static_cast<section_id>(f.section);
        out.severity = static_cast<severity_id>(f.severity);
        out.transparent = static_cast<answer>(f.transparent);
        out.tags = f.tags;
        out.sites = f.sites + (f.sites == 0 ? 1U : 0U);
        if ((f.given | static_cast<std::uint32_t>(f.closed_on)) == 0)
            continue;
        const date closed{f.closed_on};
        if (f.given != CERTRULES_FINDING_CLOSED || closed < first_supported_day ||
            closed > last_supported_day)
            return false;
        out.closed_on = closed;
    }
    return !wrong;
}

std::int32_t taken_event::take_findings(std::size_t first, std::span<finding> to, const edition& e,
                                        const reporter& report) const noexcept {
    const auto sections = e.sections().size();
    const auto severities = e.severities().size();
    for (std::size_t k = 0; k < to.size(); ++k) {
        const auto i = first + k;
        certrules_finding f;
        if (const auto wrong =
                take_element(given_.findings, i, given_.finding_size, f, "event.findings", report))
            return wrong;
        const auto fail = [&](std::int32_t code, const char* field, const char* message) {
            return at_element(code, "findings", i, field, message, report);
        };
        auto& out = *std::construct_at(&to[k]);
        if (!to_word(f.section, sections, out.section))
            return fail(CERTRULES_E_ARGUMENT, ".section", "no section of the edition");
        if (!to_word(f.severity, severities, out.severity))
            return fail(CERTRULES_E_ARGUMENT, ".severity", "no severity of the edition");
        if (f.transparent < CERTRULES_UNKNOWN || f.transparent > CERTRULES_YES)
            return fail(CERTRULES_E_ARGUMENT, ".transparent", "not CERTRULES_UNKNOWN, _NO or _YES");
        if ((f.given & ~std::uint32_t{CERTRULES_FINDING_CLOSED}) != 0)
            return fail(CERTRULES_E_UNSUPPORTED, ".given", "a bit that this release does not know");
        if (f.given != 0) {
            out.closed_on = date{f.closed_on};
            if (*out.closed_on < first_supported_day || *out.closed_on > last_supported_day)
                return fail(CERTRULES_E_DATE, ".closed_on",
                            "a day outside 1900-01-01 to 2999-12-31");
        } else if (!is_absent(f.closed_on)) {
            return fail(CERTRULES_E_ARGUMENT, ".closed_on",
                        "is set, but its bit is not: a bit of `given` was forgotten");
        }
        if (f.sites > limits::checkpoints)
            return fail(CERTRULES_E_LIMIT, ".sites", "more than 1000000");
        out.transparent = static_cast<answer>(f.transparent);
        out.tags = f.tags;
        out.sites = f.sites == 0 ? 1 : f.sites;
    }
    return CERTRULES_OK;
}

void give_verdict(const verdict& from, const edition& e, certrules_verdict* to) noexcept {
    const auto& rule = e.data().rules[index(from.rule)];
    give_by(to, [&](certrules_verdict& v) {
        // The library says it by which of the rule's two lists it hands out.
        const bool by_default = from.notices.data() != rule.notices.data() ||
                                from.notices.size() != rule.notices.size();
        v.flags = by_default ? CERTRULES_VERDICT_BY_DEFAULT : 0;
        v.status = number(from.status);
        v.public_status = number(from.public_status);
        v.rule = number(from.rule);
        v.region = from.region;
        v.first_day = from.valid ? from.valid->first_day.days() : CERTRULES_NO_DAY;
        v.last_day = from.valid ? from.valid->last_day.days() : CERTRULES_NO_DAY;
        v.unknown = from.unknown;
        std::uint64_t fees = 0;
        for (const auto fee : from.fees)
            fees |= std::uint64_t{1} << index(fee);
        v.fees = fees;
    });
}

}  // namespace certrules::capi
