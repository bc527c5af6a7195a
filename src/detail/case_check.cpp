#include "detail/case_check.hpp"

#include "certrules/limits.hpp"
#include "detail/edition_data.hpp"
#include "detail/exact.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

error bad(std::string place, std::string message) {
    return {error_code::bad_argument, std::move(place), std::move(message)};
}

bool has_day(date d) noexcept {
    return d >= first_supported_day && d <= last_supported_day;
}

error bad_day(std::string place) {
    return {error_code::bad_date, std::move(place),
            fmt::format("a day outside {} to {}", to_string(first_supported_day),
                        to_string(last_supported_day))};
}

std::uint64_t beyond(std::size_t words) noexcept {
    return words >= 64 ? 0 : ~((std::uint64_t{1} << words) - 1);
}

template <class Id>
bool is_word(Id id, std::size_t words, bool none_allowed = false) noexcept {
    return index(id) < words || (none_allowed && id == Id::none);
}

std::optional<error> check_state(const edition_data& data, const state& s) {
    const auto n = data.statuses.size();
    const auto term_fits = [&](const std::optional<term>& t, track on) {
        return !t || (is_word(t->status, n) && data.statuses[index(t->status)].track == on);
    };
    if ((s.held & beyond(n)) != 0)
        return bad("state.held", "a status that the edition does not have");
    if (!term_fits(s.certificate, track::certificate))
        return bad("state.certificate.status", "not a status of the certificate track");
    if (!term_fits(s.bar, track::bar))
        return bad("state.bar.status", "not a status of the bar track");
    for (const auto* t : {&s.certificate, &s.bar}) {
        const auto* place = t == &s.certificate ? "state.certificate" : "state.bar";
        if (!*t)
            continue;
        if (!has_day((*t)->first_day) ||
            ((*t)->last_day && *(*t)->last_day > last_supported_day.plus_days(36525)))
            return bad_day(fmt::format("{}.first_day", place));
        if ((*t)->last_day && *(*t)->last_day < (*t)->first_day)
            return bad(fmt::format("{}.last_day", place), "the last day lies before the first day");
    }
    if (s.audit_cycle) {
        const auto& c = *s.audit_cycle;
        if (!is_word(c.status, n) || data.statuses[index(c.status)].track != track::cycle)
            return bad("state.cycle.status", "not a status of the cycle track");
        if (!is_word(c.award, n, true) ||
            (c.award != status_id::none &&
             data.statuses[index(c.award)].track != track::certificate))
            return bad("state.cycle.award", "not a status of the certificate track");
        if (!has_day(c.since))
            return bad_day("state.cycle.since");
        if (!has_day(c.started_on))
            return bad_day("state.cycle.started_on");
        if (c.started_on > c.since)
            return bad("state.cycle.started_on", "the cycle started after its status");
    }
    if (!is_word(s.after, n, true))
        return bad("state.after", "a status that the edition does not have");
    if (!is_word(s.last_certificate, n, true))
        return bad("state.last_certificate", "a status that the edition does not have");
    if (static_cast<unsigned>(s.visited) > 2)
        return bad("state.visited", "not yes, no or unknown");
    return std::nullopt;
}

std::optional<error> check_sections(const edition_data& data, const event& ev) {
    for (std::size_t i = 0; i < ev.sections.size(); ++i) {
        const auto& given = ev.sections[i];
        if (!is_word(given.section, data.sections.size()) ||
            !is_word(given.graded_severity, data.severities.size(), true))
            return bad(fmt::format("sections[{}]", i), "no section or severity of the edition");
        const auto place = [&](std::string_view field) {
            return fmt::format("sections.{}.{}", data.sections[index(given.section)].id, field);
        };
        if (given.rating > data.ratings.size())
            return bad(place("rating"), "no rating of the edition");
        const auto applicable =
            given.applicable.value_or(data.sections[index(given.section)].applicable);
        if (applicable > limits::checkpoints || given.graded > limits::checkpoints)
            return bad(place("applicable"),
                       fmt::format("more than {} checkpoints", limits::checkpoints));
        if (given.conforming && *given.conforming > applicable)
            return bad(place("conforming"), fmt::format("{} conform, but {} are applicable",
                                                        *given.conforming, applicable));
        // A placeholder of the edition, or none at all, says nothing against the host's number.
        const auto& own = data.sections[index(given.section)];
        if (given.graded_severity != severity_id::none && given.graded > applicable &&
            (given.applicable || (own.applicable > 0 && !own.placeholder)))
            return bad(place("graded"),
                       fmt::format("{} are graded {}, but {} are applicable", given.graded,
                                   data.severities[index(given.graded_severity)].id, applicable));
    }
    return std::nullopt;
}

std::optional<error> check_facts(const edition_data& data, const event& ev) {
    for (std::size_t i = 0; i < ev.facts.size(); ++i) {
        const auto& f = ev.facts[i];
        if (!is_word(f.fact, data.facts.size()))
            return bad(fmt::format("facts[{}]", i), "no fact of the edition");
        const auto& info = data.facts[index(f.fact)];
        const auto place = [&] { return fmt::format("facts.{}", info.id); };
        if (info.type != fact_type::number) {
            if (f.value < 0 || f.value >= static_cast<std::int64_t>(info.values.size()))
                return bad(place(), fmt::format("{} is no place of its {} values", f.value,
                                                info.values.size()));
        } else if (!info.allowed.empty()) {
            if (std::find(info.allowed.begin(), info.allowed.end(), f.value) == info.allowed.end())
                return bad(place(), fmt::format("is {}, expected {}", number_text(info, f.value),
                                                allowed_text(info)));
        } else if (f.value < info.lowest || f.value > info.highest) {
            return bad(place(), fmt::format("is {}, expected {}", number_text(info, f.value),
                                            allowed_text(info)));
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<error> check_findings(const edition& e, const event& ev,
                                    std::span<const finding> findings, std::size_t first) {
    const auto& data = e.data();
    const auto no_tags = beyond(data.tags.size());
    const bool by_sites = ((data.events_with_sites >> static_cast<unsigned>(ev.kind)) & 1U) != 0;
    if (by_sites && !ev.sites && !findings.empty())
        return error{
            error_code::missing, "sites",
            "the edition weighs findings by their share of the audit's sites: say how many "
            "sites it covered"};
    const auto most_sites = ev.sites.value_or(limits::checkpoints);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const auto& f = findings[i];
        // One test for all fields: a wrong one is rare, and only then is it sought out.
        if (is_word(f.section, data.sections.size()) &&
            is_word(f.severity, data.severities.size()) &&
            static_cast<unsigned>(f.transparent) <= 2 && (f.tags & no_tags) == 0 &&
            f.sites <= most_sites)
            continue;
        const auto place = [&](std::string_view field) {
            return fmt::format("findings[{}].{}", first + i, field);
        };
        if (!is_word(f.section, data.sections.size()))
            return bad(place("section"), "no section of the edition");
        if (!is_word(f.severity, data.severities.size()))
            return bad(place("severity"), "no severity of the edition");
        if ((f.tags & no_tags) != 0)
            return bad(place("tags"), "a tag that the edition does not have");
        if (f.sites > most_sites)
            return bad(place("sites"),
                       fmt::format("{} sites, but the audit covered {}", f.sites, most_sites));
        return bad(place("transparent"), "not yes, no or unknown");
    }
    return std::nullopt;
}

std::optional<error> check_case(const edition& e, const state& s, const event& ev) {
    const auto& data = e.data();
    const auto kind = static_cast<std::size_t>(ev.kind);
    if (kind == 0 || kind >= event_kinds)
        return bad("event", fmt::format("{} is no event", kind));
    if (!has_day(ev.on))
        return bad_day("on");
    if (!is_word(ev.audit, data.audits.size(), ev.kind != event_kind::audit_held))
        return bad("audit", "no audit of the edition");
    if (!is_word(ev.fee, data.fee_words.size(),
                 ev.kind != event_kind::fee_paid && ev.kind != event_kind::invoice_received))
        return bad("fee", "no fee of the edition");
    if (!is_word(ev.decision, data.statuses.size(), ev.kind != event_kind::decision_recorded))
        return bad("status", "no status of the edition");
    if (ev.decision != status_id::none && data.terms_of[index(ev.decision)].former)
        return bad("status",
                   fmt::format("\"{}\" is a status of earlier editions only, {} does not give it",
                               e.name_of(ev.decision), e.name()));
    if (ev.months && (*ev.months < 1 || *ev.months > limits::months))
        return bad("months", fmt::format("is {}, expected 1 to {}", *ev.months, limits::months));
    if (ev.sites && (*ev.sites < 1 || *ev.sites > limits::checkpoints))
        return bad("sites", fmt::format("is {}, expected 1 to {}", *ev.sites, limits::checkpoints));
    if (auto wrong = check_sections(data, ev))
        return wrong;
    if (auto wrong = check_state(data, s))
        return wrong;
    if (ev.findings.size() > limits::findings)
        return error{error_code::limit, "findings",
                     fmt::format("{} findings, at most {} are allowed", ev.findings.size(),
                                 limits::findings)};
    if (auto wrong = check_findings(e, ev, ev.findings, 0))
        return wrong;
    return check_facts(data, ev);
}

}  // namespace certrules::detail
