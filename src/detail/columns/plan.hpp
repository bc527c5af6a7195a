#pragma once

/// What deciding over columns needs of an edition, compiled when it is loaded: for each event the
/// columns that it reads, where each lies, and which findings each of them counts.

#include "certrules/columns.hpp"
#include "certrules/limits.hpp"
#include "detail/edition_data.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace certrules::detail {

class load_context;
struct vector_plan;

/// Findings that no measure of the event tells apart.
struct finding_group {
    std::uint64_t passes = 0;  ///< filters, the first of each measure that shares its filters
    bool open = true;          ///< for shares of all findings; false where that does not matter
};

inline constexpr std::uint16_t absent_column = 0xFFFF;

struct column_plan {
    bool heard = false;     ///< some rule hears the event
    bool too_many = false;  ///< more columns than there may be
    std::span<const column_info> columns;
    std::span<const finding_group> groups;  ///< of the columns from `first_group` on
    std::uint16_t first_group = 0;
    std::array<std::uint16_t, 64> place_of_kind;  ///< of the kinds that occur once
    std::array<std::uint16_t, max_words> applicable, conforming, rating;  ///< by section
    std::span<const std::uint16_t> graded;      ///< places of these columns
    std::array<std::uint16_t, max_words> fact;  ///< by fact
    std::array<std::uint16_t, max_words> held;  ///< by status
    const vector_plan* vectors = nullptr;       ///< null: its rows are decided one by one
    // For `column_of`:
    std::uint64_t filters = 0;               ///< those of the event's measures
    std::uint8_t severities_by_section = 0;  ///< of which each section is counted apart
    std::uint8_t counts_all = 0;  ///< rows of all findings: bit 0 of open ones, bit 1 of closed too

    std::uint16_t place(column_kind kind) const noexcept {
        return place_of_kind[static_cast<std::size_t>(kind)];
    }
};

/// The filters that a finding passes; of a measure that shares its filters the first alone.
std::uint64_t passes_of(const edition_data& data, std::uint64_t filters, const finding& f,
                        bool open, std::uint32_t sites) noexcept;

/// An edition as it is held: with the plans of its events, by their numbers.
struct planned_edition final : edition_data {
    using edition_data::edition_data;
    std::span<const column_plan> columns;
};

/// The plans of a loaded edition; there is no other kind.
inline std::span<const column_plan> column_plans(const edition_data& data) noexcept {
    return static_cast<const planned_edition&>(data).columns;
}

/// Compiles the plans of all events, after the trees.
void plan_columns(load_context& context, planned_edition& data);

/// Whether the event reads some part of the state; fixed point over what ends by itself.
struct state_needs {
    std::uint64_t kinds = 0;  ///< bit per column_kind - certificate
    std::uint64_t held = 0;
};
state_needs needs_of(const edition_data& data, event_kind event) noexcept;

}  // namespace certrules::detail
