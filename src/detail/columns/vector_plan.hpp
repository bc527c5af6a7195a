#pragma once

/// The rules of one event as a key of bits per row: each quantity that the rules read turns a few
/// bits by comparisons that a vector does in one step, and a table has the region of every key.
/// All of it is data; the kernels know no scheme. What the plan does not cover is decided row by
/// row: an event without a plan, a row with an error or with a value beyond the plan's bounds.
///
/// The sources of the vector levels are compiled for their processors, so they use nothing inline
/// of anybody else's: such a function might be the one copy that the linker keeps for all.

#include "certrules/calendar.hpp"
#include "certrules/columns.hpp"
#include "detail/columns/source.hpp"

#include <cstddef>
#include <cstdint>

namespace certrules::detail {

struct edition_data;
struct column_plan;
class load_context;

/// A list in the edition's arena.
template <class T>
struct run {
    const T* first = nullptr;
    std::size_t count = 0;
    [[gnu::always_inline]] const T* begin() const noexcept { return first; }
    [[gnu::always_inline]] const T* end() const noexcept { return first + count; }
};

inline constexpr std::uint16_t no_place = 0xFFFF;
inline constexpr std::uint8_t no_word = 0xFF;  ///< none, in a plane of bytes

/// A column that a plane of bytes holds. Rows with other values are decided alone.
struct byte_column {
    std::uint16_t place = 0;
    std::uint8_t none = no_word;  ///< what none becomes
    bool none_alone = false;      ///< or none is for the row path
    std::uint8_t least = 0;
    std::uint8_t most = 254;
    run<std::uint8_t> allowed;  ///< if not empty, only these
};

/// A column that needs more than a byte: a fact that is a number.
struct wide_column {
    std::uint16_t place = 0;
    std::int32_t least = 0;
    std::int32_t most = 0;
    run<std::int32_t> allowed;
};
inline constexpr std::int32_t unknown_number = -0x7FFF'FFFF - 1;

/// Where a number reaches `at`, these bits of the key turn.
struct key_cut {
    std::int32_t at = 0;   ///< of a share the numerator
    std::int32_t den = 1;  ///< of a share
    bool strict = false;   ///< of a share: beyond it
    std::uint16_t turns = 0;
};

/// Where a plane has this value, these bits of the key turn.
struct key_word {
    std::uint8_t value = 0;
    std::uint16_t turns = 0;
};

/// A column whose findings count, and its weight in a score.
struct key_term {
    std::uint16_t place = 0;
    std::int32_t weight = 1;
};

struct key_section {
    run<key_term> parts;
    run<key_term> whole;                   ///< a share of findings: these
    std::uint16_t whole_place = no_place;  ///< else this column, where it is given
    std::uint8_t whole_default = 0;        ///< and this number where it is not
    std::uint32_t from = 0;                ///< then the share passes with so many parts
};

/// One quantity.
struct key_digit {
    enum class feed : std::uint8_t {
        word,      ///< a plane of bytes, by value
        sum,       ///< findings
        sections,  ///< sections whose share passes a test
        rated,     ///< sections rated with one of a set
        held,      ///< statuses of a set ever held
        score,     ///< weights of findings
        share,     ///< of all sections together
        number,    ///< a wide column
        certificate,
        bar,
        cycle,
    };
    feed from = feed::word;
    std::uint16_t place = no_place;
    bool conforming = false;  ///< parts are conforming checkpoints, which may be unknown
    bool below = false, inclusive = false;  ///< a test of sections
    bool floored = false;
    bool high = false;  ///< its bits lie in the key's high byte, all of them
    std::uint8_t num = 0, den = 1;
    std::uint16_t unknown_turns = 0;    ///< of a share or number that is not known
    std::int32_t start = 0, floor = 0;  ///< a score's
    std::uint64_t set = 0;              ///< rated: bit 0 none, 1 + place
    run<key_cut> cuts;
    run<key_word> words;
    run<key_term> terms;  ///< held: the planes, with the status as weight
    run<key_section> sections;
};

/// What a key leads to.
struct key_leaf {
    std::uint32_t region = 0;
    std::uint16_t gives = 0;  ///< status, and `leaf_...` of its kind
    std::uint16_t lasts = 0;  ///< months, 0 none; which length column, and `leaf_alone`
};
// In `gives`:
inline constexpr std::uint16_t leaf_refused = 1U << 8U;
inline constexpr std::uint16_t leaf_no_rule = 1U << 9U;
inline constexpr std::uint16_t leaf_goes_on = 1U << 10U;  ///< an open cycle keeps its start
inline constexpr std::uint16_t leaf_limited = 1U << 11U;  ///< by the cycle's limit
inline constexpr std::uint16_t leaf_needs_months = 1U << 12U;
// In `lasts`:
inline constexpr unsigned leaf_length_shift = 8;  ///< two bits: 1 + place in `lengths`
inline constexpr std::uint16_t leaf_alone = 1U << 10U;
inline constexpr std::size_t most_lengths = 3;

/// What a cycle's status says of its end.
struct cycle_terms {
    std::uint8_t status = 0;
    std::uint8_t months = 0;
    bool limited = false;
    bool open = false;
};

/// A certificate or a bar: its status and the two days after it.
struct term_places {
    std::uint16_t status = no_place, first_day = no_place, last_day = no_place;
    std::uint64_t track = 0;  ///< statuses that may stand there
};

struct vector_plan {
    run<byte_column> bytes;
    run<wide_column> wides;
    run<std::uint16_t> day_places;  ///< besides the event's day
    std::uint16_t day = no_place;
    term_places certificate, bar;
    std::uint16_t cycle = no_place, cycle_since = no_place, cycle_started = no_place;
    std::uint64_t cycle_track = 0;
    run<cycle_terms> cycles;
    std::uint8_t limit_months = 0;
    std::uint8_t cycle_ends_as = no_word;
    bool cycle_ends_plainly = false;  ///< else rows whose cycle ran out are decided alone
    run<key_section> conforming;      ///< parts that may not exceed their whole

    run<key_digit> digits;
    std::uint16_t start = 0;                             ///< the key without any turn
    const std::uint8_t* leaf_of_key_in_bytes = nullptr;  ///< where these are enough
    const std::uint16_t* leaf_of_key = nullptr;          ///< else
    run<key_leaf> leaves;
    run<std::uint16_t> lengths;  ///< places of the columns that give months
    month_end rule{};
    std::uint8_t before_anniversary = 0;  ///< 1: the last day is the one before
};

inline constexpr std::size_t most_byte_planes = 128;
inline constexpr std::size_t most_turns = 16;  ///< cuts of a digit, and words likewise
inline constexpr std::size_t most_terms = 512;
inline constexpr std::size_t most_wide_planes = 4;
inline constexpr std::size_t most_day_planes = 8;
inline constexpr std::int32_t most_vector_months = 240;

/// The plan of an event, or null where some part of its rules does not fit.
const vector_plan* plan_vectors(load_context& context, const edition_data& data, event_kind event,
                                const column_plan& columns);

}  // namespace certrules::detail
