#pragma once

/// The standing of many factories from their events in columns: a portfolio on one day. A source
/// larger than memory goes in by pieces, each of whole factories.

#include "certrules/book.hpp"
#include "certrules/history.hpp"
#include "certrules/standing.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace certrules {

/// One row an event. The rows of a factory stand together, in the order that a history has, and
/// factories go up. A column that is said to may be empty; else each has a value for every row.
struct history_columns {
    static constexpr std::uint32_t no_name = 0xFFFF'FFFF;

    std::span<const std::uint64_t> factory;
    std::span<const event_kind> kind;
    std::span<const date> on;
    std::span<const date> recorded_on;        ///< may be empty: each on its own day
    std::span<const std::string_view> names;  ///< by number, for `word`
    std::span<const std::uint32_t> word;   ///< by its kind: audit, fee, status, id of the finding
                                           ///< that is closed; or no_name
    std::span<const std::int32_t> months;  ///< may be empty; 0: none
    std::span<const std::uint32_t> findings_end;  ///< may be empty: no findings. Row i has those
                                                  ///< from the end of row i - 1 to its own
    std::span<const history_finding> findings;
    std::span<const std::uint32_t> facts_end;  ///< likewise
    std::span<const history_fact> facts;
    std::span<const date> holidays;  ///< of all factories
};

/// What `replay` says of one factory, without lists.
struct column_standing {
    std::uint64_t factory = 0;
    std::size_t first_row = 0;
    std::size_t rows = 0;
    std::string_view public_status;  ///< empty: nothing is shown
    std::optional<standing_term> certificate;
    std::optional<standing_cycle> cycle;
    std::optional<standing_term> bar;
    std::size_t open_findings = 0;
    error_code wrong = error_code::ok;  ///< else `replay` refuses this history; the rest is empty
};

/// Replays each factory by itself and appends its standing to `out`; one that is wrong is marked,
/// and the others go on. Time grows with the rows, memory with the longest history. Texts are found
/// again fastest where equal words share their memory. A life under one edition, in order, without
/// an event that cannot happen, costs a sixth of `replay`, and less where few events bring findings
/// or facts.
///
/// Errors, with nothing appended: `bad_argument` for columns of different lengths, ends or names
/// out of range, factories out of order.
std::optional<error> replay_columns(const book& b, const history_columns& c, date on,
                                    std::optional<date> known, std::vector<column_standing>& out);

}  // namespace certrules
