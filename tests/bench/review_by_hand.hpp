#pragma once

/// The review of ESCP 2020-09-01 as somebody would write it by hand who wants it fast: this one
/// event of this one edition, scalar, on the structs of the C interface, with everything that its
/// verdict has but the region. What `certrules_decide` is measured against; the benchmark first
/// checks that both give the same answer to every case.

#include "certrules.h"
#include "detail/civil.hpp"

#include <algorithm>
#include <cstdint>

namespace by_hand {

// The places of the edition's words; the benchmark checks them by their names.
enum severity : std::int32_t { minor, major, critical, zero_tolerance };
enum status : std::int32_t {
    applicant,
    assessed,
    progressing,
    approved,
    certified,
    remediation,
    probation,
    seal_a,
    seal_b,
    seal_c,
    expired,
    lapsed,
    terminated
};
enum fact : std::int32_t {
    cap_submitted,
    willing,
    programme_decision,
    factory_choice,
    remediation_months,
    termination_months,
    facts
};
enum rule : std::int32_t {
    review_without_audit = 23,
    zero_tolerance_without_transparency,
    open_zero_tolerance,
    probation_decided,
    probation_chosen,
    remediation_accepted,
    open_critical_remediation_offered,
    open_critical_offer_possible,
    open_critical,
    too_many_majors,
    no_corrective_action_plan,
    few_findings_with_plan,
    nothing_open
};
inline constexpr std::int32_t sections = 12;
inline constexpr std::int32_t statuses = 13;
inline constexpr std::int32_t tags = 10;
inline constexpr std::int32_t fees_of_approval = 3;

inline std::int32_t last_day(std::int32_t first, std::int32_t months) noexcept {
    return certrules::detail::sum_months(first, months, certrules::month_end::clamp) - 1;
}

/// The last day of an open cycle's status: its months, but ten from the cycle's start (R29).
inline std::int32_t cycle_last_day(std::int32_t status, std::int32_t since,
                                   std::int32_t started) noexcept {
    if (status == applicant || status == lapsed)
        return INT32_MAX;
    const auto limit = last_day(started, 10);
    if (status == progressing)
        return std::min(limit, last_day(since, 6));
    return status == assessed && since < started ? std::min(limit, last_day(since, 10)) : limit;
}

inline bool is_day(std::int32_t day) noexcept {
    return day >= certrules::first_supported_day.days() &&
           day <= certrules::last_supported_day.days();
}
inline bool is_certificate(std::int32_t s) noexcept {
    return s >= certified && s <= seal_c;
}
inline bool is_cycle(std::int32_t s) noexcept {
    return s <= approved || s == lapsed;
}

/// 0, or the number of an error.
inline std::int32_t review(const certrules_state& given, const certrules_event& event,
                           certrules_verdict& verdict, certrules_state& next) noexcept {
    const auto on = event.on;
    if (event.kind != CERTRULES_EVENT_AUDIT_REVIEWED || !is_day(on) ||
        event.finding_count > 100'000)
        return CERTRULES_E_ARGUMENT;
    next = given;
    auto& s = next;
    const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
    constexpr std::uint32_t all_of_certificate =
        CERTRULES_STATE_CERTIFICATE | CERTRULES_STATE_CERTIFICATE_LAST_DAY;
    constexpr std::uint32_t all_of_bar = CERTRULES_STATE_BAR | CERTRULES_STATE_BAR_LAST_DAY;
    constexpr std::uint32_t all_of_cycle =
        CERTRULES_STATE_CYCLE | CERTRULES_STATE_CYCLE_STARTED_ON | CERTRULES_STATE_CYCLE_AWARD;

    // The state: checked, and what ran out ended.
    if ((s.held >> statuses) != 0)
        return CERTRULES_E_ARGUMENT;
    std::int32_t ended_on = INT32_MIN;
    if (has(CERTRULES_STATE_CERTIFICATE)) {
        if (!is_certificate(s.certificate) || !is_day(s.certificate_first_day))
            return CERTRULES_E_ARGUMENT;
        s.held |= std::uint64_t{1} << s.certificate;
        if (!has(CERTRULES_STATE_LAST_CERTIFICATE)) {
            s.given |= CERTRULES_STATE_LAST_CERTIFICATE;
            s.last_certificate = s.certificate;
            s.consecutive = std::max(s.consecutive, 1U);
        }
        if (has(CERTRULES_STATE_CERTIFICATE_LAST_DAY)) {
            if (s.certificate_last_day < s.certificate_first_day)
                return CERTRULES_E_ARGUMENT;
            if (s.certificate_last_day < on) {
                ended_on = s.certificate_last_day;
                s.given &= ~all_of_certificate;
                s.given |= CERTRULES_STATE_AFTER;
                s.after = expired;
            }
        }
    }
    if (has(CERTRULES_STATE_BAR)) {
        if (s.bar != terminated || !is_day(s.bar_first_day))
            return CERTRULES_E_ARGUMENT;
        s.held |= std::uint64_t{1} << s.bar;
        if (has(CERTRULES_STATE_BAR_LAST_DAY)) {
            if (s.bar_last_day < s.bar_first_day)
                return CERTRULES_E_ARGUMENT;
            if (s.bar_last_day < on) {
                if (s.bar_last_day >= ended_on) {
                    s.given |= CERTRULES_STATE_AFTER;
                    s.after = terminated;
                }
                s.given &= ~all_of_bar;
            }
        }
    }
    if (has(CERTRULES_STATE_CYCLE)) {
        if (!is_cycle(s.cycle) || !is_day(s.cycle_since))
            return CERTRULES_E_ARGUMENT;
        if (!has(CERTRULES_STATE_CYCLE_STARTED_ON))
            s.cycle_started_on = s.cycle_since;
        if (!is_day(s.cycle_started_on) || s.cycle_started_on > s.cycle_since ||
            (has(CERTRULES_STATE_CYCLE_AWARD) && !is_certificate(s.cycle_award)))
            return CERTRULES_E_ARGUMENT;
        // No sum of months where the day is near enough to the start.
        if (on - s.cycle_started_on >= 6 * 28 - 1) {
            const auto last = cycle_last_day(s.cycle, s.cycle_since, s.cycle_started_on);
            if (last < on) {
                s.cycle = lapsed;
                s.cycle_since = s.cycle_started_on = last + 1;
                s.given &= ~std::uint32_t{CERTRULES_STATE_CYCLE_AWARD};
            }
        }
    }
    if (!has(CERTRULES_STATE_CYCLE) || s.cycle == applicant || s.cycle == lapsed)
        return CERTRULES_E_REFUSED;

    // What is open.
    std::uint32_t hidden_zero = 0, zero = 0, criticals = 0, other_criticals = 0, open = 0;
    std::uint32_t majors[sections] = {};
    for (std::size_t i = 0; i < event.finding_count; ++i) {
        const auto& f = event.findings[i];
        if (static_cast<std::uint32_t>(f.section) >= sections ||
            static_cast<std::uint32_t>(f.severity) > zero_tolerance ||
            static_cast<std::uint32_t>(f.transparent) > CERTRULES_YES || (f.tags >> tags) != 0)
            return CERTRULES_E_ARGUMENT;
        if ((f.given & CERTRULES_FINDING_CLOSED) != 0) {
            if (!is_day(f.closed_on))
                return CERTRULES_E_DATE;
            if (f.closed_on <= on)
                continue;
        }
        ++open;
        const bool shown = f.transparent == CERTRULES_YES;
        if (f.severity == major)
            ++majors[f.section];
        else if (f.severity == critical) {
            ++criticals;
            other_criticals += !shown || (f.tags & 1U) == 0;
        } else if (f.severity == zero_tolerance) {
            ++zero;
            hidden_zero += !shown;
        }
    }
    std::uint32_t applicable[sections] = {20, 20, 20, 20, 20, 20, 20, 20, 40, 20, 20, 20};
    for (std::size_t i = 0; i < event.section_count; ++i) {
        const auto& given_section = event.sections[i];
        if (static_cast<std::uint32_t>(given_section.section) >= sections ||
            given_section.applicable > 1'000'000)
            return CERTRULES_E_ARGUMENT;
        if ((given_section.given & CERTRULES_SECTION_APPLICABLE) != 0)
            applicable[given_section.section] = given_section.applicable;
    }
    bool over = false;
    for (std::int32_t i = 0; i < sections; ++i)
        over |= 10 * majors[i] > 3 * applicable[i] && applicable[i] != 0;

    std::int64_t value[facts] = {-1, -1, -1, -1, -1, -1};
    for (std::size_t i = 0; i < event.fact_count; ++i) {
        static constexpr std::int64_t highest[facts] = {1, 1, 2, 2, 12, 600};
        static constexpr std::int64_t lowest[facts] = {0, 0, 0, 0, 9, 6};
        const auto& f = event.facts[i];
        if (static_cast<std::uint32_t>(f.fact) >= facts || f.value > highest[f.fact] ||
            f.value < lowest[f.fact] ||
            (f.fact == remediation_months && f.value != 9 && f.value != 12))
            return CERTRULES_E_ARGUMENT;
        value[f.fact] = f.value;
    }

    // The rules.
    verdict.flags = 0;
    verdict.unknown = 0;
    verdict.fees = 0;
    verdict.region = 0;
    const auto leans = [&](std::int32_t which) {
        verdict.unknown |= value[which] < 0 ? std::uint64_t{1} << which : 0;
    };
    const bool ever =
        (s.held & (1U << certified | 1U << seal_a | 1U << seal_b | 1U << seal_c)) != 0;
    std::int32_t gives;
    std::int32_t months = 0;
    bool ends_certificate = false;
    if (hidden_zero != 0 && value[willing] != 1) {
        leans(willing);
        verdict.rule = zero_tolerance_without_transparency;
        gives = terminated;
        months = static_cast<std::int32_t>(value[termination_months]);
        if (months < 0) {
            months = 6;
            verdict.flags = CERTRULES_VERDICT_BY_DEFAULT;
        }
    } else if (zero != 0) {
        verdict.rule = open_zero_tolerance;
        gives = assessed;
        ends_certificate = true;
    } else if (criticals != 0) {
        gives = assessed;
        verdict.rule = open_critical;
        if (other_criticals == 0 && ever) {
            const auto decision = value[programme_decision];
            const auto choice = value[factory_choice];
            leans(programme_decision);
            if (decision == 1) {
                verdict.rule = probation_decided;
                gives = probation;
            } else if (decision == 2) {
                leans(factory_choice);
                verdict.rule = choice == 1   ? probation_chosen
                               : choice == 0 ? remediation_accepted
                                             : open_critical_remediation_offered;
                gives = choice == 1 ? probation : choice == 0 ? remediation : assessed;
            } else {
                if (decision < 0)
                    leans(factory_choice);
                verdict.rule = open_critical_offer_possible;
            }
            if (gives == probation)
                months = 12;
            if (gives == remediation) {
                if (value[remediation_months] < 0)
                    return CERTRULES_E_MISSING;
                months = static_cast<std::int32_t>(value[remediation_months]);
            }
        }
    } else if (over) {
        verdict.rule = too_many_majors;
        gives = assessed;
    } else if (open == 0) {
        verdict.rule = nothing_open;
        gives = approved;
        verdict.fees = std::uint64_t{1} << fees_of_approval;
    } else if (value[cap_submitted] == 1) {
        verdict.rule = few_findings_with_plan;
        gives = progressing;
    } else {
        leans(cap_submitted);
        verdict.rule = no_corrective_action_plan;
        gives = assessed;
    }

    // What they give.
    verdict.status = gives;
    verdict.first_day = on;
    if (ends_certificate) {
        s.given &= ~all_of_certificate;
        s.visited = CERTRULES_UNKNOWN;
    }
    if (gives == terminated) {
        verdict.last_day = last_day(on, months);
        s.given &= ~(all_of_certificate | all_of_cycle);
        s.given |= all_of_bar;
        s.bar = terminated;
        s.bar_first_day = on;
        s.bar_last_day = verdict.last_day;
        s.held |= std::uint64_t{1} << terminated;
        s.visited = CERTRULES_UNKNOWN;
    } else if (gives == probation || gives == remediation) {
        verdict.last_day = last_day(on, months);
        s.given &= ~(all_of_cycle | all_of_bar | std::uint32_t{CERTRULES_STATE_AFTER});
        s.consecutive = has(CERTRULES_STATE_LAST_CERTIFICATE) && s.last_certificate == gives
                            ? s.consecutive + 1
                            : 1;
        s.given |= all_of_certificate | CERTRULES_STATE_LAST_CERTIFICATE;
        s.certificate = s.last_certificate = gives;
        s.certificate_first_day = on;
        s.certificate_last_day = verdict.last_day;
        s.held |= std::uint64_t{1} << gives;
        s.visited = CERTRULES_NO;
    } else {
        if (s.cycle != gives) {
            s.cycle = gives;
            s.cycle_since = on;
        }
        s.given &= ~std::uint32_t{CERTRULES_STATE_CYCLE_AWARD};
        s.given |= CERTRULES_STATE_CYCLE_STARTED_ON;
        verdict.first_day = s.cycle_since;
        verdict.last_day = cycle_last_day(gives, s.cycle_since, s.cycle_started_on);
    }
    // What is not there has its own value, as the library writes it.
    if (!has(CERTRULES_STATE_CERTIFICATE)) {
        s.certificate = -1;
        s.certificate_first_day = s.certificate_last_day = CERTRULES_NO_DAY;
    }
    if (!has(CERTRULES_STATE_BAR)) {
        s.bar = -1;
        s.bar_first_day = s.bar_last_day = CERTRULES_NO_DAY;
    }
    if (!has(CERTRULES_STATE_CYCLE)) {
        s.cycle = -1;
        s.cycle_since = s.cycle_started_on = CERTRULES_NO_DAY;
    }
    s.cycle_award = -1;
    if (!has(CERTRULES_STATE_AFTER))
        s.after = -1;
    if (!has(CERTRULES_STATE_LAST_CERTIFICATE))
        s.last_certificate = -1;
    verdict.public_status = has(CERTRULES_STATE_BAR)           ? s.bar
                            : has(CERTRULES_STATE_CERTIFICATE) ? s.certificate
                                                               : s.cycle;
    return CERTRULES_OK;
}

}  // namespace by_hand
