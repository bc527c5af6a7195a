#include "plain.hpp"

#include "certrules/limits.hpp"
#include "convert.hpp"
#include "detail/plain_case.hpp"

#include <algorithm>
#include <memory>

namespace certrules::capi {

namespace {

constexpr std::uint32_t all_of_certificate =
    CERTRULES_STATE_CERTIFICATE | CERTRULES_STATE_CERTIFICATE_LAST_DAY;
constexpr std::uint32_t all_of_bar = CERTRULES_STATE_BAR | CERTRULES_STATE_BAR_LAST_DAY;

/// A status of a number that is checked later; one beyond every edition's stays so.
constexpr status_id status_of(std::int32_t number) noexcept {
    return static_cast<std::uint32_t>(number) < certrules::detail::max_words
               ? static_cast<status_id>(number)
               : status_id{certrules::detail::max_words};
}

/// What stands in a field that was not given: zero, or what the library itself writes there.
constexpr bool nothing(std::int32_t value) noexcept {
    return value == 0 || value == -1 || value == CERTRULES_NO_DAY;
}

/// A certificate or a bar, with its bits of `given` shifted to 1 and 2. False: not plain.
bool take_term(std::uint32_t bits, std::int32_t status, std::int32_t first, std::int32_t last,
               std::uint64_t statuses, state& to, std::optional<term>& slot) noexcept {
    if (bits == 0)
        return (status | first | last) == 0 || (nothing(status) && nothing(first) && nothing(last));
    term t{status_of(status), date{first}, {}};
    if (bits == 3)
        t.last_day = date{last};
    else if (bits != 1 || !nothing(last))
        return false;
    if (!certrules::detail::plainly_right(statuses, t))
        return false;
    slot = t;
    to.held |= std::uint64_t{1} << index(t.status);  // what runs now was held
    return true;
}

}  // namespace

bool take_plain(const certrules_state& s, const certrules::detail::edition_data& data,
                state& to) noexcept {
    constexpr std::uint32_t known = 2 * CERTRULES_STATE_LAST_CERTIFICATE - 1;
    const auto given = s.given;
    const auto n = data.statuses.size();
    if ((given & ~known) != 0 || s.consecutive > 0xFFFFU ||
        static_cast<std::uint32_t>(s.visited) > CERTRULES_YES ||
        (n < certrules::detail::max_words && s.held >> n != 0))
        return false;
    to.held = s.held;
    to.consecutive = static_cast<std::uint16_t>(s.consecutive);
    to.visited = static_cast<answer>(s.visited);
    if (!take_term(given & all_of_certificate, s.certificate, s.certificate_first_day,
                   s.certificate_last_day, data.certificate_statuses, to, to.certificate) ||
        !take_term((given & all_of_bar) / CERTRULES_STATE_BAR, s.bar, s.bar_first_day,
                   s.bar_last_day, data.bar_statuses, to, to.bar))
        return false;

    if ((given & CERTRULES_STATE_CYCLE) != 0) {
        cycle c{status_of(s.cycle), date{s.cycle_since}, date{s.cycle_since}, status_id::none};
        if ((given & CERTRULES_STATE_CYCLE_STARTED_ON) != 0)
            c.started_on = date{s.cycle_started_on};
        else if (!nothing(s.cycle_started_on))
            return false;
        if ((given & CERTRULES_STATE_CYCLE_AWARD) != 0) {
            c.award = status_of(s.cycle_award);
            if (!certrules::detail::is_in(data.certificate_statuses, c.award))
                return false;
        } else if (!nothing(s.cycle_award)) {
            return false;
        }
        if (!certrules::detail::plainly_right(data, c))
            return false;
        to.audit_cycle = c;
    } else if ((given & (CERTRULES_STATE_CYCLE_STARTED_ON | CERTRULES_STATE_CYCLE_AWARD)) != 0 ||
               !nothing(s.cycle) || !nothing(s.cycle_since) || !nothing(s.cycle_started_on) ||
               !nothing(s.cycle_award)) {
        return false;
    }

    const auto other = [&](std::uint32_t bit, std::int32_t status, status_id& slot) {
        if ((given & bit) == 0)
            return nothing(status);
        slot = status_of(status);
        return index(slot) < n;
    };
    if (!other(CERTRULES_STATE_AFTER, s.after, to.after) ||
        !other(CERTRULES_STATE_LAST_CERTIFICATE, s.last_certificate, to.last_certificate))
        return false;
    if (to.certificate && to.last_certificate == status_id::none) {
        to.last_certificate = to.certificate->status;
        to.consecutive = std::max<std::uint16_t>(to.consecutive, 1);
    }
    return true;
}

namespace {

/// An optional word, as `take_word`. False: not plain.
template <class Id>
bool take_optional(bool given, std::int32_t number, std::size_t words, Id& to) noexcept {
    return given ? to_word(number, words, to) : nothing(number);
}

bool take_section(const certrules_section& s, const certrules::detail::edition_data& data,
                  section_count& to) noexcept {
    constexpr std::uint32_t known = CERTRULES_SECTION_APPLICABLE | CERTRULES_SECTION_CONFORMING |
                                    CERTRULES_SECTION_RATING | CERTRULES_SECTION_GRADED;
    const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
    auto rating = tag_id::none;
    if (((s.given & ~known) | s.reserved) != 0 ||
        !to_word(s.section, data.sections.size(), to.section) ||
        !take_optional(has(CERTRULES_SECTION_RATING), s.rating, data.ratings.size(), rating) ||
        !take_optional(has(CERTRULES_SECTION_GRADED), s.graded_severity, data.severities.size(),
                       to.graded_severity) ||
        (!has(CERTRULES_SECTION_GRADED) && s.graded != 0) ||
        (!has(CERTRULES_SECTION_APPLICABLE) && s.applicable != 0) ||
        (!has(CERTRULES_SECTION_CONFORMING) && s.conforming != 0))
        return false;
    if (has(CERTRULES_SECTION_APPLICABLE))
        to.applicable = s.applicable;
    if (has(CERTRULES_SECTION_CONFORMING))
        to.conforming = s.conforming;
    if (has(CERTRULES_SECTION_RATING))
        to.rating = static_cast<std::uint8_t>(index(rating) + 1);
    to.graded = s.graded;
    return true;
}

/// What few events have: sections, a fee, a decision and its months.
bool take_rare(const certrules_event& g, const certrules::detail::edition_data& data, event& to,
               section_room& sections) noexcept {
    constexpr std::uint32_t known =
        CERTRULES_GIVEN_AUDIT | CERTRULES_GIVEN_FEE | CERTRULES_GIVEN_DECISION;
    if ((g.given & ~known) != 0 ||
        !take_optional((g.given & CERTRULES_GIVEN_FEE) != 0, g.fee, data.fee_words.size(),
                       to.fee) ||
        !take_optional((g.given & CERTRULES_GIVEN_DECISION) != 0, g.decision, data.statuses.size(),
                       to.decision) ||
        !is_plain(g.sections, g.section_count, g.section_size, sections.list.size()))
        return false;
    if (g.months != 0)
        to.months = g.months;
    for (std::size_t i = 0; i < g.section_count; ++i)
        if (!take_section(g.sections[i], data, *std::construct_at(&sections.list[i])))
            return false;
    to.sections = {sections.list.data(), g.section_count};
    return true;
}

}  // namespace

bool take_plain(const certrules_event& g, const certrules::detail::edition_data& data, event& to,
                certrules::detail::known_facts& facts, section_room& sections) noexcept {
    if (static_cast<std::uint32_t>(g.kind) >= event_kinds ||
        !is_plain(g.findings, g.finding_count, g.finding_size, limits::findings) ||
        !is_plain(g.facts, g.fact_count, g.fact_size, most_facts))
        return false;
    to.kind = static_cast<event_kind>(g.kind);
    to.on = date{g.on};
    if (!take_optional((g.given & CERTRULES_GIVEN_AUDIT) != 0, g.audit, data.audits.size(),
                       to.audit))
        return false;
    if (g.sites != 0)
        to.sites = g.sites;
    const auto rare = (g.given & ~std::uint32_t{CERTRULES_GIVEN_AUDIT}) |
                      static_cast<std::uint32_t>(g.fee | g.decision | g.months);
    if ((rare | g.section_count) != 0 && !take_rare(g, data, to, sections))
        return false;
    for (std::size_t i = 0; i < g.fact_count; ++i) {
        const auto& f = g.facts[i];
        const auto fact = static_cast<std::uint32_t>(f.fact);
        if (f.reserved != 0 || !certrules::detail::plainly_right(data, fact, f.value))
            return false;
        facts.value[fact] = f.value;
        facts.known |= std::uint64_t{1} << fact;
    }
    return certrules::detail::plainly_right_alone(data, to, g.finding_count);
}

}  // namespace certrules::capi
