#pragma once

/// An edition as the library holds it: plain records and views into one arena, so that reading
/// is free of allocation and a handle's memory comes from one place.

#include "certrules/edition.hpp"
#include "certrules/money.hpp"
#include "detail/deadline_terms.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace certrules::detail {

inline constexpr std::size_t max_words = 64;  // of a kind that a 64-bit set holds

/// An exact fraction in lowest terms; the denominator is positive.
struct fraction {
    std::int64_t num = 0;
    std::int64_t den = 1;
    friend bool operator==(const fraction&, const fraction&) = default;
};

/// A test of a share: over the limit (the default), at least, below or at most.
struct rate_test {
    fraction at;
    bool inclusive = false;
    bool below = false;
    /// Exact, in integers: part and whole are counts.
    bool holds(std::uint64_t part, std::uint64_t whole) const noexcept {
        const auto left = static_cast<std::int64_t>(part) * at.den;
        const auto right = static_cast<std::int64_t>(whole) * at.num;
        if (left == right)
            return inclusive;
        return below ? left < right : left > right;
    }
};

/// Which findings a measure looks at: sets as bits.
struct filter {
    std::uint64_t sections = ~std::uint64_t{0};
    std::uint8_t severities = 0xFF;
    std::uint64_t tags_any = 0;  // 0: no matter
    std::uint64_t tags_none = 0;
    std::uint8_t transparent = 0b111;  // bit per answer
    std::uint8_t open = 0b10;          // bit 0 closed, bit 1 open
    std::optional<rate_test> sites;    // the sites it was seen on over those of the audit
    std::int64_t weight = 1;           // of a finding: 1, or in a score its weight in units
};

enum class measure_kind : std::uint8_t {
    count,           // findings that pass one of the filters
    sections_where,  // sections whose share passes a test
    sections_rated,  // sections that the host rated with one of a set
    held,            // statuses of a set that the factory ever held
    score,           // a start value and the findings' weights, not below a floor
    share,           // of all sections together: a fraction, or unknown
};

/// What a share is a share of.
enum class denominator : std::uint8_t { applicable, graded, findings, open_findings };

struct measure {
    measure_kind kind = measure_kind::count;
    std::span<const filter> filters;
    // sections_where and share
    bool conforming = false;  // the part is the conforming checkpoints, not findings
    denominator of = denominator::applicable;
    severity_id graded = severity_id::none;  // with denominator::graded
    rate_test test;                          // sections_where
    // Whose shares only grow with findings: by section, the fewest that pass the test where the
    // host says nothing of sections. Else empty.
    std::span<const std::uint32_t> fewest;
    std::uint32_t least_fewest = 0;              // the least of them
    std::uint8_t row = 0;                        // its row of counts per section
    std::uint8_t all_row = 0;                    // with a denominator of findings: the row of those
    std::uint64_t sections = ~std::uint64_t{0};  // looked at; sections_rated too
    std::uint64_t ratings = 0;                   // sections_rated: bit 0 none given, else 1 + place
    std::uint64_t statuses = 0;                  // held
    // score: in units of 1 / scale
    std::int64_t start = 0;
    std::optional<std::int64_t> floor;
    std::int64_t scale = 1;
};

enum class variable_kind : std::uint8_t {
    measure,
    fact,
    certificate,  // running on the day: a status or none
    cycle,        // its status or none
    bar,          // running on the day
    after,
    audit,
    announced,  // unknown without an audit
    fee,
    decision,
    visit,  // whether a visit was held under the certificate
    last_certificate,
    consecutive,
};

/// Where the classes of a numeric variable part: a value is beyond it if value >= at, or, with
/// strict, value > at. Strict ones occur for shares only; those of a score are in its units.
struct cut {
    fraction at;
    bool strict = false;
    friend bool operator==(const cut&, const cut&) = default;
};

/// A quantity that conditions test. Its values fall into classes 0 … classes-1: those of a
/// number by its cuts (class 0 is "unknown" for a fact and a share), those of words by their place
/// plus one (class 0 is none or unknown).
struct variable {
    variable_kind kind = variable_kind::measure;
    std::uint8_t ref = 0;  // measure or fact
    bool numeric = false;
    bool ratio = false;      // a share: its value is a fraction
    std::int64_t scale = 1;  // of a number: its values are in units of 1 / scale
    std::uint8_t first = 0;  // the class of the lowest numbers; 1 where class 0 is "unknown"
    std::uint32_t classes = 1;
    std::span<const cut> cuts;
    std::string_view name;
};

/// One test of a rule: the variable's class must be in the set.
struct condition {
    std::uint8_t variable = 0;
    std::span<const std::uint64_t> classes;  // bits
    std::string_view text;                   // as people write it: ">= 1", "no, unknown"
    bool accepts(std::uint32_t c) const noexcept { return (classes[c / 64] >> (c % 64)) & 1U; }
};

enum class outcome : std::uint8_t {
    assign,  // `then` names a status
    unchanged,
    award,    // the cycle's award
    decided,  // the event's own decision
    refuse,   // the event cannot happen
};

struct rule {
    std::uint32_t events = 0;  // bit per event_kind
    std::span<const condition> when;
    outcome then = outcome::unchanged;
    status_id status = status_id::none;
    status_id award = status_id::none;  // assign to a cycle: what the fee will issue
    bool ends_certificate = false;
    bool starts_cycle = false;
    bool keeps_days = false;                        // a certificate that only changes its status
    std::optional<std::int32_t> months;             // instead of the status's own
    std::optional<std::int32_t> next_audit_months;  // likewise
    std::string_view refusal;
    std::span<const std::string_view> obligations, options, notices, notices_by_default;
    std::span<const fee_id> fees;  // fall due
};

/// What a fee costs, and whom.
struct fee_terms {
    std::string_view payee;
    std::optional<std::int64_t> amount;  // minor units, a piece or a man-day; none: not published
    bool per_man_day = false;
    std::optional<std::int64_t> cap;  // minor units
    event_kind man_days_of{};         // the event whose man-days count; 0: the one it is due on
    event_kind due_on{};              // falls due with every such event; 0: where a rule says so
    std::span<const std::string_view> cites;
};

/// How long a status lasts.
struct status_terms {
    std::optional<std::int32_t> months;  // none: no end, unless `from` gives one
    fact_id from = fact_id::none;        // the fact that gives the months
    fee_id fee = fee_id::none;           // issued only when this fee is received
    bool former = false;                 // of an earlier edition: carried on, never given
    bool awaits_award = false;           // a cycle that waits for the award's fee
    std::span<const fee_id> award_fees;  // `fee` as a list
    std::span<const std::string_view> former_names;  // of statuses in earlier editions
    bool shorter_is_better = false;                  // for analyses
    std::optional<std::int32_t> next_audit_months;   // until the next audit is due
    std::span<const std::string_view> cites;
};

/// A node of a decision tree: tests one variable; children by class, from `first`.
struct tree_node {
    std::uint32_t first = 0;
    std::uint8_t variable = 0;
};

/// The rules of all events as decision trees. A child is a node, or with the top bit a region.
struct region_trees {
    static constexpr std::uint32_t leaf = 0x8000'0000U;
    static constexpr std::uint32_t absent = 0xFFFF'FFFFU;
    std::array<std::uint32_t, event_kinds> roots{};  // absent: no rule hears the event
    std::span<const tree_node> nodes;
    std::span<const std::uint32_t> children;
    std::span<const rule_id> rule_of_region;  // none: a gap
    std::span<const event_kind> event_of_region;
    std::span<const std::uint64_t> facts_of_region;  // that it leans on where they are unknown
};

/// Four tags: by their bits in a finding, the filters that want one of them and those that bar one.
struct tag_group {
    std::uint8_t shift = 0;
    std::array<std::uint64_t, 16> with{};
    std::array<std::uint64_t, 16> without{};
};

/// A filter that is counted by section, and its row.
struct section_row {
    std::uint8_t filter = 0;
    std::uint8_t row = 0;
};

/// The same for few and plain filters: byte f is 1 where filter f lets a finding pass, so that what
/// is the same of all findings adds up in one number.
struct byte_plan {
    bool fits = false;           // at most 8 filters, none of sites, no two of a measure overlap
    std::uint8_t tag_shift = 0;  // the four tags that filters look at
    std::array<std::uint64_t, 64> by_kind{};  // severity, 8 * transparency, 32 * open
    std::array<std::uint64_t, max_words> by_section{};
    std::array<std::uint64_t, 16> by_tags{};
};

/// What counting needs, laid out for one pass over the findings: bit f is filter f, and a filter
/// belongs to one measure.
struct counting_plan {
    std::array<std::uint64_t, 8> by_severity{};
    std::array<std::uint64_t, max_words> by_section{};
    std::array<std::uint64_t, 4> by_transparency{};
    std::array<std::uint64_t, 2> by_open{};
    std::array<std::uint64_t, max_words> with_tag{};     // filters that want one of the tags
    std::array<std::uint64_t, max_words> without_tag{};  // filters that bar the tag
    std::uint64_t untagged = 0;                          // filters that want no tag
    std::array<std::uint8_t, max_words> measure_of{};
    std::uint64_t in_sections = 0;  // filters counted per section
    std::uint64_t shared = 0;       // filters of measures with more than one
    std::uint64_t overlapping = 0;  // of these, those that a finding can pass together
    std::size_t filters = 0;
    std::span<const tag_group> tag_groups;      // of the tags that filters look at
    std::span<const section_row> section_rows;  // as `in_sections`
    std::uint8_t rows = 0;                      // per-section counts wanted
    bool all_rows = false;                      // some row counts every finding
    std::uint64_t by_sites = 0;                 // filters that test the share of sites
    std::array<std::int64_t, max_words> weight{};
    std::array<rate_test, max_words> sites{};
    byte_plan bytes;
};

/// How a variable is read: its place, and what it is read from.
struct read_step {
    static constexpr auto no_cut = std::numeric_limits<std::int64_t>::max();
    std::uint8_t variable = 0;
    std::uint8_t ref = 0;    // a measure, a fact or a variable_kind
    std::uint8_t first = 0;  // class below the cuts
    bool few_cuts = false;   // a number with at most two:
    std::int64_t at = no_cut, then_at = no_cut;

    std::uint32_t class_of(std::int64_t value) const noexcept {
        return first + (at <= value ? 1U : 0U) + (then_at <= value ? 1U : 0U);
    }
};

/// What the rules of an event read, by how it is read: each list is a loop without a choice.
struct reading_plan {
    std::span<const read_step> counts;    // of findings, with few cuts
    std::span<const read_step> held;      // statuses ever held, with few cuts
    std::span<const read_step> measures;  // others
    std::span<const read_step> words;     // facts that are words
    std::span<const read_step> numbers;   // facts that are numbers, the length of a row
    std::span<const read_step> places;    // words of the state and the event
};

/// The values that a fact can have.
struct fact_range {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    bool listed = false;  // and only some between
};

struct section_terms {
    std::array<std::uint32_t, 8> graded{};  // checkpoints by severity; 0: none known
};

struct source_info {
    std::string_view id, title;
};

/// What an edition declares against one of the checks, with its reason.
struct exception_terms {
    std::string_view id, reason;
    std::uint8_t kind = 0;  // a problem_kind
    std::span<const rule_id> rules;
    std::uint64_t statuses = 0;
    std::uint32_t events = 0;
    std::span<const std::string_view> cites;
};

/// The bands of one side of a table of outcomes: the classes that lie in one of them.
struct band_terms {
    std::string_view rule;
    std::uint8_t variable = 0;
    std::span<const std::uint64_t> classes;
};

/// The names of each kind of word, in order.
struct word_names {
    std::span<const std::string_view> severities, sections, tags, ratings, statuses, audits, facts,
        fees;
};

struct edition_data {
    explicit edition_data(std::pmr::memory_resource* upstream) : arena(upstream) {}

    std::pmr::monotonic_buffer_resource arena;
    std::string_view scheme, id, name, title, hash, note;
    std::span<const std::string_view> aliases;
    bool reconstructed = false;
    date from;
    std::optional<date> to;
    calendar_rules calendar;
    std::array<char, 4> currency{};

    word_names names;
    std::span<const fee_terms> fees;
    std::span<const deadline_terms> deadlines;
    std::span<const word_info> viewers;
    std::span<const disclosure_terms> disclosures;
    std::span<const source_info> sources;
    std::span<const std::int32_t> correction_days;  // by severity; 0: none given
    std::span<const word_info> severities, tags, ratings, measure_words, fee_words;
    std::span<const section_info> sections;
    std::span<const section_terms> section_terms_of;
    std::span<const status_info> statuses;
    std::span<const status_terms> terms_of;
    std::span<const audit_info> audits;
    std::uint64_t joining_audits = 0;
    std::span<const fact_info> facts;
    std::span<const event_kind> fact_events;  // the event that sets the fact to its best; 0 none
    std::span<const measure> measures;
    std::span<const variable> variables;
    std::span<const rule_info> rule_infos;
    std::span<const rule> rules;
    std::span<const exception_terms> exceptions;
    std::span<const band_terms> bands;
    region_trees trees;
    counting_plan counting;
    std::array<std::uint64_t, event_kinds> variables_of{};  // bit per variable read
    std::array<reading_plan, event_kinds> reading_of{};
    std::span<const fact_range> fact_ranges;
    std::uint64_t certificate_statuses = 0, cycle_statuses = 0, bar_statuses = 0;  // by track
    std::uint32_t events_with_sites = 0;  // bit per event whose rules weigh findings by sites

    std::optional<std::int32_t> cycle_limit_months;
    std::span<const std::string_view> cycle_cites;
    std::int32_t check_window_months = 0;  // the check's window opens so long after certification
    status_id awaiting = status_id::none;  // the cycle status that waits for an award's fee
    bool reads_history = false;            // some rule asks about certificates in a row
    status_id reviewed_by_default = status_id::none;  // where a case without a state stands
    status_id first_certificate = status_id::none;
};

}  // namespace certrules::detail
