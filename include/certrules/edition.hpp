#pragma once

/// One edition of one scheme: its words, rules, validities, fees and sources, loaded from TOML
/// and compiled. Immutable; copies share it; any number of threads may read one at once.

#include "certrules/calendar.hpp"
#include "certrules/diagnostic.hpp"
#include "certrules/result.hpp"
#include "certrules/words.hpp"

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>

namespace certrules {

namespace detail {
struct edition_data;
}

/// A word with its title for people.
struct word_info {
    std::string_view id;
    std::string_view title;
};

/// Which slot of the state a status fills.
enum class track : std::uint8_t {
    certificate,  ///< a valid certificate
    cycle,        ///< the audit cycle, an application, or a cycle that ran out
    bar,          ///< keeps the factory out
    after,        ///< shown when nothing else is
};

struct status_info : word_info {
    certrules::track track = track::cycle;
    std::int16_t rank = 0;  ///< worse to better
    bool open = false;      ///< cycle: an audit was held and findings can be reviewed
};

struct section_info : word_info {
    std::uint32_t applicable = 0;  ///< applicable checkpoints where an audit gives none
    bool placeholder = false;      ///< the count is not published
};

enum class fact_type : std::uint8_t { yes_no, one_of, number };

struct fact_info : word_info {
    fact_type type = fact_type::yes_no;
    std::span<const std::string_view> values;  ///< one-of, and yes-no: {"no", "yes"}
    std::uint8_t decimals = 0;                 ///< number: held in units of 10^-decimals
    std::int64_t lowest = 0;                   ///< number: smallest allowed, in its units
    std::int64_t highest = 0;                  ///< number: largest allowed, in its units
    std::span<const std::int64_t> allowed;     ///< number: the only ones allowed, if not empty
    std::span<const std::int16_t> order;       ///< places from worst to best, -1 unknown; or empty
    bool factory_changes = false;              ///< the factory can change it: `what_if` may
};

struct audit_info : word_info {
    bool announced = false;
    bool starts_cycle = false;  ///< always starts a new audit cycle
    bool check = false;         ///< a check after certification: its findings stay apart
};

struct rule_info : word_info {
    std::span<const std::string_view> cites;  ///< "SOURCE: heading"
    std::uint32_t line = 0;                   ///< in the edition's file
    bool refuses = false;                     ///< the event cannot happen
};

class edition {
public:
    /// Options of `parse`.
    struct options {
        std::string_view file = "edition.toml";       ///< named in diagnostics
        std::pmr::memory_resource* memory = nullptr;  ///< holds the edition; default: the heap
        diagnostics* warnings = nullptr;              ///< filled where given
    };

    /// Loads and compiles an edition. `based-on` may name a built-in edition.
    /// Errors: all of the file's semantic errors at once; a syntax error alone.
    static result<edition, diagnostics> parse(std::string_view toml, const options& o);
    static result<edition, diagnostics> parse(std::string_view toml);

    /// A built-in edition: `escp@2020-09-01`. Errors: one diagnostic with the nearest name.
    static result<edition, diagnostics> builtin(std::string_view name,
                                                std::pmr::memory_resource* memory = nullptr);

    std::string_view scheme() const noexcept;                    ///< `escp`
    std::string_view id() const noexcept;                        ///< `2020-09-01`
    std::string_view name() const noexcept;                      ///< `escp@2020-09-01`
    std::span<const std::string_view> aliases() const noexcept;  ///< other names of it
    std::string_view title() const noexcept;
    std::string_view hash() const noexcept;  ///< SHA-256 of the canonical form, 64 hex digits
    bool reconstructed() const noexcept;     ///< pieced together from second-hand sources
    std::string_view note() const noexcept;  ///< what a reader must know; or empty
    date effective_from() const noexcept;
    std::optional<date> effective_to() const noexcept;  ///< last day, if any
    const calendar_rules& calendar() const noexcept;

    std::span<const word_info> severities() const noexcept;  ///< worst last
    std::span<const section_info> sections() const noexcept;
    std::span<const word_info> tags() const noexcept;
    std::span<const word_info> ratings() const noexcept;
    std::span<const status_info> statuses() const noexcept;
    std::span<const audit_info> audits() const noexcept;
    std::span<const fact_info> facts() const noexcept;
    std::span<const word_info> measures() const noexcept;
    std::span<const rule_info> rules() const noexcept;
    std::span<const word_info> fees() const noexcept;
    std::uint32_t regions() const noexcept;  ///< regions are numbered from 0 to this, less one

    /// A name's number; `none` if the edition does not have it.
    severity_id find_severity(std::string_view name) const noexcept;
    section_id find_section(std::string_view name) const noexcept;
    tag_id find_tag(std::string_view name) const noexcept;
    status_id find_status(std::string_view name) const noexcept;
    audit_id find_audit(std::string_view name) const noexcept;
    fact_id find_fact(std::string_view name) const noexcept;
    fee_id find_fee(std::string_view name) const noexcept;
    rule_id find_rule(std::string_view name) const noexcept;

    /// A number's name; empty for `none` and for a number the edition does not have.
    std::string_view name_of(severity_id) const noexcept;
    std::string_view name_of(section_id) const noexcept;
    std::string_view name_of(tag_id) const noexcept;
    std::string_view name_of(status_id) const noexcept;
    std::string_view name_of(audit_id) const noexcept;
    std::string_view name_of(fact_id) const noexcept;
    std::string_view name_of(fee_id) const noexcept;
    std::string_view name_of(rule_id) const noexcept;

    /// For the library's own sources.
    const detail::edition_data& data() const noexcept { return *data_; }
    explicit edition(std::shared_ptr<const detail::edition_data> data) noexcept;

private:
    std::shared_ptr<const detail::edition_data> data_;
};

/// An event's name in files: `audit-reviewed`; and back (nullopt if there is none).
std::string_view name_of(event_kind kind) noexcept;
std::optional<event_kind> find_event(std::string_view name) noexcept;

}  // namespace certrules
