#pragma once

/// The same decision for many factories at once, from plain arrays: one row is one case.
///
/// Findings come as counts: an edition's rules tell findings apart by severity and, where a rule
/// looks at it, by section, tags, transparency and whether they are closed. `columns_of` names the
/// columns of an event, `column_of` says which of them counts a finding.

#include "certrules/diagnostic.hpp"
#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/result.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace certrules {

/// What a column holds. The numbers are those of the C interface.
enum class column_kind : std::uint8_t {
    day = 1,           ///< the day of the event
    audit = 2,         ///< word
    fee = 3,           ///< word
    decision = 4,      ///< word: a status
    months = 5,        ///< of the decision, 1 to 1200; none: as the edition says
    findings = 10,     ///< how many findings of one sort
    applicable = 11,   ///< applicable checkpoints of a section; none: the edition's number
    conforming = 12,   ///< of these, how many conform; none: not given
    rating = 13,       ///< of a section, a word; none: not rated
    graded = 14,       ///< checkpoints of a section that are of a severity when failed
    fact = 20,         ///< its value; none: unknown
    certificate = 30,  ///< status; none: no certificate, and its days are not read
    certificate_first_day = 31,  ///< day
    certificate_last_day = 32,   ///< day; none: without end
    cycle = 33,                  ///< status; none: no cycle, and the next three are not read
    cycle_since = 34,            ///< first day of that status
    cycle_started_on = 35,       ///< first day of the cycle; none: since
    cycle_award = 36,            ///< what the fee will issue; none: the edition's first certificate
    bar = 37,                    ///< status; none: no bar, and its days are not read
    bar_first_day = 38,          ///< day
    bar_last_day = 39,           ///< day; none: without end
    after = 40,                  ///< status shown when nothing else is
    visited = 41,                ///< whether a visit was held: 0 unknown, 1 no, 2 yes
    last_certificate = 42,       ///< status of the latest certificate; none: the present one's
    consecutive = 43,            ///< certificates in a row at it
    held = 44,                   ///< whether the factory ever held a status: 0 or 1; none: 0
};

/// How the values of a column are written. "None" is a null of the column's validity, or:
enum class column_values : std::uint8_t {
    number = 1,  ///< itself; a number fact in its units. No value stands for none
    word = 2,  ///< its place, from 0; none: -1, in u8 255, in u16 65535. Facts that have names too
    day = 3,   ///< days since 1970-01-01; none: the smallest i32
};

/// One column that an event of an edition reads.
struct column_info {
    std::string_view name;  ///< "findings.major.wages", "fact.…", "cycle_since"
    column_kind kind = column_kind::day;
    column_values values = column_values::number;
    bool required = false;                     ///< else it may be left out: none in every row
    std::int64_t lowest = 0;                   ///< smallest value that is no error
    std::int64_t highest = 0;                  ///< largest
    severity_id severity = severity_id::none;  ///< findings, graded
    section_id section = section_id::none;     ///< none: findings of any section
    fact_id fact = fact_id::none;
    status_id status = status_id::none;  ///< held
    /// Of findings, one that this column counts, as simple as can be. `column_of` knows the rest.
    std::uint64_t tags = 0;
    answer transparent = answer::unknown;
    bool closed = false;
    std::uint32_t seen_on = 1;  ///< sites it was seen on, of `sites`
    std::uint32_t sites = 0;    ///< 0: the number of sites does not matter
};

inline constexpr std::size_t most_columns = 512;  ///< that one event may read

/// The columns that an event reads. Empty if no rule hears it, or with more than `most_columns`.
std::span<const column_info> columns_of(const edition& e, event_kind event) noexcept;

/// Why an event has no columns; nullopt if it has.
std::optional<error> why_no_columns(const edition& e, event_kind event);

inline constexpr std::size_t no_column = std::numeric_limits<std::size_t>::max();

/// The place of the column that counts a finding; `no_column` where the event's rules do not look
/// at such findings (leave it out). `f.closed_on` set means closed. `sites`: of the audit.
std::size_t column_of(const edition& e, event_kind event, const finding& f,
                      std::uint32_t sites = 1) noexcept;

/// The place of the column of that name, or `no_column`.
std::size_t find_column(const edition& e, event_kind event, std::string_view name) noexcept;

enum class column_type : std::uint8_t { u8 = 1, u16 = 2, i32 = 3, i64 = 4 };

/// A host's array for one column. Row i lies at `data + i * stride`; it may be unaligned.
struct column {
    std::size_t place = 0;  ///< in `columns_of`
    column_type type = column_type::u8;
    const void* data = nullptr;
    std::ptrdiff_t stride = 0;               ///< bytes; 0: the same value in every row
    const std::uint8_t* validity = nullptr;  ///< bit `validity_offset + i`, lowest first; 0: none
    std::size_t validity_offset = 0;
};

/// Many columns of one type in one array: row i of its k-th column lies at
/// `data + i * row_stride + k * column_stride`.
struct column_block {
    column_type type = column_type::u8;
    const void* data = nullptr;
    std::ptrdiff_t row_stride = 0;         ///< bytes
    std::ptrdiff_t column_stride = 0;      ///< bytes
    std::size_t count = 0;                 ///< columns in the block
    const std::int32_t* places = nullptr;  ///< of each in `columns_of`; null: 0, 1, 2, …
    bool has_none = false;                 ///< `none` stands for none
    std::int64_t none = 0;
};

/// The cases, by column. Each column at most once, each required one among them.
struct column_table {
    event_kind event = event_kind::audit_reviewed;
    std::span<const column> columns;
    std::span<const column_block> blocks;
};

/// Where the answers go; null: not wanted. They must not overlap the columns.
struct decisions {
    static constexpr std::uint32_t no_region = 0xFFFF'FFFFU;
    static constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

    std::int8_t* status = nullptr;      ///< a status; -1: nothing to show, or an error
    std::int32_t* first_day = nullptr;  ///< `no_day` where the status has no end, or an error
    std::int32_t* last_day = nullptr;
    std::uint32_t* region =
        nullptr;  ///< `no_region` for a bad row; of a refusal, the one that refused
    std::int16_t* error = nullptr;  ///< 0, or the `error_code` that `decide` gives
};

/// How to decide. All give the same answers; a level that build or processor lack is lowered.
enum class column_level : std::uint8_t {
    best = 0,      ///< the widest vectors that the processor has
    rows = 1,      ///< one row after the other, without vectors
    baseline = 2,  ///< any x86-64, or the compiler's own choice elsewhere
    avx2 = 3,
    avx512 = 4,
};

/// The level that `best` stands for on this processor, and that wider ones are lowered to.
column_level best_column_level() noexcept;

/// Decides rows `first` to `first + rows - 1`, as `decide` would the case that each one spells.
/// A row with a bad value or that is refused gets its error code and stops nothing.
/// Returns how many rows have an error. Allocates nothing unless the call itself fails; keeps
/// nothing; takes less than 256 KiB of stack. Ranges of one table may be decided by many threads at
/// once. Errors, with nothing written: `bad_argument` (an event, a place, a type; a column given
/// twice), `missing` (a required column), `limit` (an event that needs too many columns).
result<std::size_t, error> decide_columns(const edition& e, const column_table& table,
                                          std::size_t first, std::size_t rows, const decisions& out,
                                          column_level level = column_level::best);

}  // namespace certrules
