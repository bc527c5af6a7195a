#pragma once

/// What an edition says about time and about who sees what: its `[[deadline]]`, `[[viewer]]` and
/// `[[disclosure]]` tables.

#include "certrules/words.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace certrules::detail {

enum class time_unit : std::uint8_t { days, working_days, weeks, months };

/// A length of time, as written: `15 working-days`.
struct period {
    std::int32_t count = 0;
    time_unit unit = time_unit::days;
};

/// What a deadline starts with, or is counted from.
enum class deadline_base : std::uint8_t {
    event,        // the day of an event
    fee_due,      // a fee that falls due
    fee_paid,     // a fee that fell due is received
    certificate,  // one is issued
    cycle,        // an audit cycle opens
    bar,          // a bar begins
};

/// What a deadline waits for.
enum class deadline_goal : std::uint8_t {
    event,
    payment,  // of the very fee it started with
    over,     // what it is counted from ended by a decision, or was replaced without a gap
};

/// A day of a deadline, counted from its base.
struct deadline_day {
    enum class kind : std::uint8_t { start, after, last_day, day_after, none };
    kind at = kind::start;
    period length;  // with `after`
};

struct deadline_terms {
    std::string_view id, title, consequence;
    deadline_base starts = deadline_base::event;
    deadline_base counted_from = deadline_base::event;
    event_kind start_event{};  // with deadline_base::event
    deadline_day first, last;
    deadline_goal met_by = deadline_goal::event;
    event_kind goal_event{};      // with deadline_goal::event
    std::uint64_t audits = 0;     // of an audit held that meets it
    std::uint64_t fees = 0;       // that start it, or meet it
    bool check = false;           // from the edition of the check's window (reading R17)
    bool of_certificate = false;  // only the present certificate's events meet it
    std::span<const std::string_view> cites;
};

/// Parts of a standing that a disclosure can show; bit per place.
enum class standing_part : std::uint8_t {
    public_status,
    certificate,
    cycle,
    bar,
    timeline,
    findings,
    deadlines,
    fees,
    decisions,
};
inline constexpr std::size_t standing_parts = 9;
/// Their names, by place: `public-status`.
std::span<const std::string_view> standing_part_names() noexcept;

struct disclosure_terms {
    std::string_view id, title;
    std::uint64_t to = 0;         // viewers who see it
    std::uint64_t tell = 0;       // viewers who are told of it
    std::uint64_t on_status = 0;  // `tell`: when an event gives one of these statuses
    std::uint16_t shows = 0;      // standing_part bits; documents that the host keeps have none
    std::span<const std::string_view> cites;
};

}  // namespace certrules::detail
