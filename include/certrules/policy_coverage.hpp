#pragma once

/// What of a policy its tests exercise: rules, regions, boundaries of thresholds, and transitions
/// from status to status. Told by the compiled rules, so an edition's formatting changes nothing.

#include "certrules/policy_tests.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace certrules {

enum class coverage_kind : std::uint8_t {
    rule,
    region,      ///< a number that verdicts carry
    boundary,    ///< a threshold in an event: just below it, at it, above it
    transition,  ///< from what the factory showed to what it shows, by a rule
};
inline constexpr std::size_t coverage_kinds = 4;

/// `rules`, `regions`, `boundaries`, `transitions`.
std::string_view name_of(coverage_kind kind) noexcept;

struct coverage_point {
    coverage_kind kind = coverage_kind::rule;
    std::string what;        ///< in words
    bool exercised = false;  ///< by some test
    bool reachable = true;   ///< false: no case comes there, so that it does not count
    /// Not exercised: a test in TOML that passes and does; one may serve several points. Empty:
    /// none was found.
    std::string ready_test;
};

struct edition_coverage {
    std::string edition;
    std::vector<coverage_point> points;
    /// Whether everything was looked through for boundaries and transitions: then what no case was
    /// found for has none. If not, it counts as reachable. Of rules and regions that is always
    /// known, within the limits of docs/analysis.md.
    bool complete = true;

    std::size_t exercised(coverage_kind kind) const noexcept;
    std::size_t reachable(coverage_kind kind) const noexcept;
};

struct coverage_options {
    /// Only what a variant changes of its base: rules that the book's latest edition lacks or has
    /// otherwise, their regions, thresholds and measures that it lacks or has otherwise, and points
    /// with a case that it answers by another rule or otherwise. None: every point.
    const book* base = nullptr;
};

/// The coverage of each of the book's editions.
std::vector<edition_coverage> coverage(const book& b, const policy_tests& tests,
                                       const coverage_options& o = {});

/// As JSON: for each edition the numbers, what is missing with its ready test, and what no case
/// reaches.
std::string to_json(const std::vector<edition_coverage>& all);

}  // namespace certrules
