#pragma once

/// Exact fractions: no floating point takes part in any decision.

#include "detail/edition_data.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace certrules::detail {

inline constexpr std::int64_t largest_denominator = 1'000'000;

/// `12`, `-2.5`, `30%`, `2/3` as a fraction in lowest terms; its denominator is at most
/// `largest_denominator`, its numerator at most `limits::number`. nullopt for anything else.
std::optional<fraction> parse_fraction(std::string_view text) noexcept;

/// `30%`, `12.5%`: a rate from 0 to 1000 %. nullopt for anything else.
std::optional<fraction> parse_rate(std::string_view text) noexcept;

fraction lowest_terms(std::int64_t num, std::int64_t den) noexcept;

/// Below zero, zero, above zero, as a < b, a = b, a > b. Both within the bounds above.
int compare(fraction a, fraction b) noexcept;

/// By place, and `strict` after the other: where one class ends and the next begins.
bool before(const cut& a, const cut& b) noexcept;

std::int64_t floor_of(fraction f) noexcept;
std::int64_t ceil_of(fraction f) noexcept;

/// 10^n; n is at most 6.
constexpr std::int64_t power_of_ten(unsigned n) noexcept {
    std::int64_t p = 1;
    for (; n > 0; --n)
        p *= 10;
    return p;
}

/// The fraction as people write it: `12`, `-2.5`, `2/3`.
std::string to_text(fraction f);

/// A number fact's value as people write it.
std::string number_text(const fact_info& fact, std::int64_t value);

/// What a number fact may be: `9 or 12`, `0 to 168`.
std::string allowed_text(const fact_info& fact);

}  // namespace certrules::detail
