#pragma once

/// What happened to one factory. Words are names and not numbers, since the editions that answer
/// in turn may number them differently. Views, not copies: the host's memory must outlive the
/// call, and the standing that comes of it.

#include "certrules/date.hpp"
#include "certrules/words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace certrules {

/// A non-compliance, in names.
struct history_finding {
    std::string_view id;  ///< unique among those that can still be closed; empty: none
    std::string_view section;
    std::string_view severity;
    answer transparent = answer::unknown;
    std::optional<date> closed_on;
    std::uint32_t sites = 1;
    std::span<const std::string_view> tags;
};

/// What an audit's checklist had for a section. For several severities, one entry for each.
struct history_section {
    std::string_view section;
    std::optional<std::uint32_t> applicable;
    std::optional<std::uint32_t> conforming;
    std::string_view rating;           ///< empty: none given
    std::string_view graded_severity;  ///< with `graded`; empty: none
    std::uint32_t graded = 0;
};

/// A fact: a word ("yes", "unknown", a value of the edition) or a number.
struct history_fact {
    std::string_view fact;
    std::string_view word;      ///< empty: `number` is the value
    std::int64_t number = 0;    ///< in units of 10^-decimals
    std::uint8_t decimals = 0;  ///< at most 6, and at most those of the edition's fact
};

/// One event. Fields that its kind does not have are ignored.
struct history_event {
    event_kind kind = event_kind::applied;  ///< none of those that happen by themselves
    bool withdrawn = false;  ///< only takes back the event that it `corrects`; `kind` is ignored
    date on;                 ///< the day it happened
    std::optional<date> recorded_on;     ///< the day it became known; not before `on`; default `on`
    std::string_view id;                 ///< by which a later event can correct it
    std::string_view corrects;           ///< an earlier event that this one replaces
    std::string_view audit;              ///< audit_held
    std::string_view fee;                ///< fee_paid, invoice_received
    std::string_view finding;            ///< finding_closed
    std::string_view status;             ///< decision_recorded
    std::string_view reason;             ///< decision_recorded
    std::optional<std::int32_t> months;  ///< decision_recorded
    std::optional<std::int64_t> man_days_hundredths;  ///< audit_held, visit_held: 250 is 2.5 days
    std::optional<std::uint32_t> sites;               ///< audit_held, visit_held, audit_reviewed
    std::span<const history_finding> findings;
    std::span<const history_section> sections;
    std::span<const history_fact> facts;

    date known_from() const noexcept { return recorded_on.value_or(on); }
};

struct history {
    std::string_view factory;
    std::span<const date> holidays;         ///< no working days (reading R19), in any order
    std::span<const history_event> events;  ///< of one day: in the order in which they happened
};

}  // namespace certrules
