#pragma once

/// What the rules read of a case: the value and class of each variable.

#include "certrules/event.hpp"
#include "certrules/limits.hpp"
#include "certrules/state.hpp"
#include "detail/edition_data.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace certrules::detail {

/// Values and classes by variable; only those of the event's tree are filled.
struct reading {
    std::array<std::int64_t, limits::variables> value;
    std::array<std::int64_t, limits::variables> whole;  // of a share, whose part is `value`
    std::array<std::uint32_t, limits::variables> cls;
};

/// The facts of an event by their place.
struct known_facts {
    std::array<std::int64_t, limits::words> value;
    std::uint64_t known = 0;  // bit per fact

    void gather(const event& ev) noexcept {
        for (const auto& f : ev.facts) {
            value[index(f.fact)] = f.value;
            known |= std::uint64_t{1} << index(f.fact);
        }
    }
};

/// How many findings each measure counts, and in which sections.
class counts {
public:
    /// Of the event's findings.
    counts(const edition_data& data, const event& ev) noexcept;

    /// Of none yet: a host whose findings come in pieces adds them.
    struct none {};
    counts(const edition_data& data, const event& ev, none) noexcept;
    void add(std::span<const finding> findings) noexcept;
    /// The same from findings in any form, checked on the way (`counting.hpp`). False where one is
    /// not plainly right; what was counted means nothing then.
    template <class Findings>
    bool add_checked(Findings findings, std::size_t count) noexcept;

    /// A measure's value (not of a share; a score's in its units).
    std::int64_t of(std::size_t measure, const state& s) const noexcept;

    /// Findings or conforming checkpoints over the denominator.
    struct share {
        std::uint64_t part;
        std::uint64_t whole;
        bool known;  ///< false: the host gave no number of conforming checkpoints
    };
    share section_share(const measure& m, std::size_t section) const noexcept;
    /// Whether a section's share passes the measure's test. Exact, in integers.
    bool over(const measure& m, std::size_t section) const noexcept;
    /// The share of all the measure's sections; nothing to divide by is not known either.
    share total_share(const measure& m) const noexcept;
    /// The rating of a section: 0 none given, else 1 + its place.
    std::size_t rating_of(std::size_t section) const noexcept;

private:
    template <bool OneRow, class Findings>
    void add_by_bytes(Findings& findings, std::size_t first, std::size_t last) noexcept;
    template <class Findings>
    void add_by_bits(Findings& findings, std::size_t first, std::size_t last) noexcept;
    void add_totals(std::uint64_t passed, std::size_t first_filter) noexcept;
    void add_all_rows(std::size_t section, bool open) noexcept;
    std::uint64_t failing_by_sites(std::uint32_t sites, std::uint64_t filters) const noexcept;
    std::uint64_t once_a_measure(std::uint64_t filters) const noexcept;

    friend void read(const edition_data& data, const state& s, const event& ev, const counts& c,
                     const known_facts& facts, reading& out) noexcept;

    const edition_data& data_;
    const event& event_;
    std::array<std::int64_t, limits::words> total_;
    std::array<std::array<std::uint32_t, limits::words>, limits::section_rows> row_;
};

/// The class of a value of a variable; of a share by cross-multiplication.
std::uint32_t class_of(const variable& v, std::int64_t value) noexcept;
std::uint32_t class_of(const variable& v, const counts::share& s) noexcept;

/// The value of a numeric variable as people write it: `3`, `72.5`, `19 of 21`, `unknown`.
std::string value_text(const variable& v, std::int64_t value, std::int64_t whole,
                       std::uint32_t cls);

/// The class of what a state or an event holds in the place of that kind: no measure, fact or
/// number.
std::uint32_t class_of_place(const edition_data& data, variable_kind kind, const state& s,
                             const event& ev) noexcept;

/// Fills `out` for the variables that the rules of the event read.
void read(const edition_data& data, const state& s, const event& ev, const counts& c,
          const known_facts& facts, reading& out) noexcept;

}  // namespace certrules::detail
