#pragma once

/// What is put to a rule: one event, with what was found and what the host knows.

#include "certrules/date.hpp"
#include "certrules/words.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace certrules {

/// A non-compliance.
struct finding {
    section_id section = section_id::none;
    severity_id severity = severity_id::none;
    answer transparent = answer::unknown;  ///< whether the factory was open about it
    std::uint64_t tags = 0;                ///< bit i: has tag i
    std::optional<date> closed_on;         ///< closed on this day and after
    std::uint32_t sites = 1;               ///< on how many sites it was seen
    std::string_view id;                   ///< the host's; a view into the host's memory
};

/// What an audit's checklist had for a section, where it differs from the edition.
struct section_count {
    section_id section = section_id::none;
    std::optional<std::uint32_t> applicable;  ///< applicable checkpoints (reading R4)
    std::optional<std::uint32_t> conforming;  ///< of these, how many conform
    std::uint8_t rating = 0;                  ///< 0: none given; else 1 + place in the ratings
    severity_id graded_severity = severity_id::none;  ///< with `graded`
    std::uint32_t graded = 0;  ///< checkpoints that are of that severity when failed
};

/// A fact the host knows. One left out is unknown.
struct fact_value {
    fact_id fact = fact_id::none;
    std::int64_t value = 0;  ///< yes-no: 0 or 1; one-of: place; number: in its units
};

/// One event. Views, not copies: the host's arrays must outlive the call.
struct event {
    event_kind kind = event_kind::audit_reviewed;
    date on;
    audit_id audit = audit_id::none;       ///< `audit_held`; may stand beside others
    fee_id fee = fee_id::none;             ///< `fee_paid`, `invoice_received`
    status_id decision = status_id::none;  ///< `decision_recorded`
    std::optional<std::int32_t> months;    ///< `decision_recorded`: its validity, in months
    std::optional<std::uint32_t> sites;    ///< how many sites the audit covered
    std::span<const finding> findings;
    std::span<const section_count> sections;
    std::span<const fact_value> facts;
};

}  // namespace certrules
