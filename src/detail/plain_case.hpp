#pragma once

/// Whether a case is right at first sight, as nearly all are. Where it is not, `check_case` says
/// what is wrong, or that all is well after all.

#include "certrules/decide.hpp"
#include "detail/edition_data.hpp"

#include <algorithm>

namespace certrules::detail {

constexpr bool is_supported(date d) noexcept {
    return d >= first_supported_day && d <= last_supported_day;
}

/// Whether the number is a word, or none.
template <class Id>
constexpr bool is_word_or_none(Id id, std::size_t words) noexcept {
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(id) + 1) <= words;
}

constexpr bool is_in(std::uint64_t statuses, status_id s) noexcept {
    return index(s) < max_words && ((statuses >> (index(s) % max_words)) & 1U) != 0;
}

inline bool plainly_right(std::uint64_t statuses, const term& t) noexcept {
    return is_in(statuses, t.status) && is_supported(t.first_day) &&
           (!t.last_day || (*t.last_day >= t.first_day && *t.last_day <= last_supported_day));
}

inline bool plainly_right(const edition_data& data, const cycle& c) noexcept {
    return is_in(data.cycle_statuses, c.status) && is_supported(c.since) &&
           c.started_on >= first_supported_day && c.started_on <= c.since &&
           (c.award == status_id::none || is_in(data.certificate_statuses, c.award));
}

inline bool plainly_right(const edition_data& data, const state& s) noexcept {
    const auto n = data.statuses.size();
    if (s.certificate && !plainly_right(data.certificate_statuses, *s.certificate))
        return false;
    if (s.bar && !plainly_right(data.bar_statuses, *s.bar))
        return false;
    if (s.audit_cycle && !plainly_right(data, *s.audit_cycle))
        return false;
    return (n >= max_words || s.held >> n == 0) && is_word_or_none(s.after, n) &&
           is_word_or_none(s.last_certificate, n) && static_cast<unsigned>(s.visited) <= 2;
}

inline bool plainly_right(const edition_data& data, std::size_t fact, std::int64_t value) noexcept {
    if (fact >= data.fact_ranges.size())
        return false;
    const auto& range = data.fact_ranges[fact];
    if (value < range.lowest || value > range.highest)
        return false;
    if (!range.listed)
        return true;
    const auto& allowed = data.facts[fact].allowed;
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

inline bool plainly_right(const edition_data& data, const section_count& c) noexcept {
    if (index(c.section) >= data.sections.size() ||
        !is_word_or_none(c.graded_severity, data.severities.size()) ||
        c.rating > data.ratings.size())
        return false;
    const auto applicable = c.applicable.value_or(data.sections[index(c.section)].applicable);
    return applicable <= limits::checkpoints && c.graded <= applicable &&
           c.conforming.value_or(0) <= applicable;
}

/// What few events have: sections, a fee, a decision and its months, a word that they need.
inline bool rare_is_plainly_right(const edition_data& data, const event& ev) noexcept {
    const bool of_fee = ev.kind == event_kind::fee_paid || ev.kind == event_kind::invoice_received;
    const bool decided = ev.decision != status_id::none;
    return (ev.kind != event_kind::audit_held || ev.audit != audit_id::none) &&
           (!of_fee || ev.fee != fee_id::none) && is_word_or_none(ev.fee, data.fee_words.size()) &&
           (decided || ev.kind != event_kind::decision_recorded) &&
           is_word_or_none(ev.decision, data.statuses.size()) &&
           (!decided || !data.terms_of[index(ev.decision)].former) &&
           (!ev.months || (*ev.months >= 1 && *ev.months <= limits::months)) &&
           std::all_of(ev.sections.begin(), ev.sections.end(),
                       [&](const section_count& c) { return plainly_right(data, c); });
}

/// But for its facts and findings.
inline bool plainly_right_alone(const edition_data& data, const event& ev,
                                std::size_t findings) noexcept {
    const auto kind = static_cast<unsigned>(ev.kind);
    constexpr unsigned with_words = 1U << static_cast<unsigned>(event_kind::audit_held) |
                                    1U << static_cast<unsigned>(event_kind::fee_paid) |
                                    1U << static_cast<unsigned>(event_kind::invoice_received) |
                                    1U << static_cast<unsigned>(event_kind::decision_recorded);
    const auto rare = [&] {
        return (with_words >> kind & 1U) != 0 || ev.fee != fee_id::none ||
               ev.decision != status_id::none || ev.months || !ev.sections.empty();
    };
    return kind - 1 < event_kinds - 1 && is_supported(ev.on) &&
           is_word_or_none(ev.audit, data.audits.size()) &&
           (!rare() || rare_is_plainly_right(data, ev)) &&
           (!ev.sites || *ev.sites - 1 < limits::checkpoints) && findings <= limits::findings &&
           (((data.events_with_sites >> kind) & 1U) == 0 || ev.sites);
}

/// But for its findings, which counting checks.
inline bool plainly_right(const edition_data& data, const event& ev) noexcept {
    return plainly_right_alone(data, ev, ev.findings.size()) &&
           std::all_of(ev.facts.begin(), ev.facts.end(), [&](const fact_value& f) {
               return plainly_right(data, index(f.fact), f.value);
           });
}

}  // namespace certrules::detail
