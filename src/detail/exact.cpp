#include "detail/exact.hpp"

#include "certrules/limits.hpp"

#include <fmt/format.h>
#include <numeric>

namespace certrules::detail {

fraction lowest_terms(std::int64_t num, std::int64_t den) noexcept {
    const auto common = std::gcd(num, den);
    return common > 1 ? fraction{num / common, den / common} : fraction{num, den};
}

namespace {

/// Digits with at most one point between them.
std::optional<fraction> decimal(std::string_view text) noexcept {
    std::int64_t num = 0;
    std::int64_t den = 1;
    std::size_t digits = 0;
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 13)
            return std::nullopt;
        num = num * 10 + (c - '0');
        if (point)
            den *= 10;
    }
    if (digits == 0 || text.back() == '.')
        return std::nullopt;
    return fraction{num, den};
}

}  // namespace

std::optional<fraction> parse_fraction(std::string_view text) noexcept {
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    const bool percent = text.ends_with('%');
    if (percent)
        text.remove_suffix(1);
    std::optional<fraction> found;
    if (const auto slash = text.find('/'); slash != std::string_view::npos && !percent) {
        const auto num = decimal(text.substr(0, slash));
        const auto den = decimal(text.substr(slash + 1));
        if (!num || !den || num->den != 1 || den->den != 1 || den->num == 0)
            return std::nullopt;
        found = fraction{num->num, den->num};
    } else {
        found = decimal(text);
    }
    if (!found)
        return std::nullopt;
    const auto low = lowest_terms(negative ? -found->num : found->num, found->den);
    const auto exact = percent ? lowest_terms(low.num, low.den * 100) : low;
    if (exact.den > largest_denominator || exact.num > limits::number ||
        exact.num < -limits::number)
        return std::nullopt;
    return exact;
}

std::optional<fraction> parse_rate(std::string_view text) noexcept {
    if (!text.ends_with('%'))
        return std::nullopt;
    const auto rate = parse_fraction(text);
    if (!rate || rate->num < 0 || rate->num > 10 * rate->den)
        return std::nullopt;
    return rate;
}

int compare(fraction a, fraction b) noexcept {
    const auto left = a.num * b.den;
    const auto right = b.num * a.den;
    return left < right ? -1 : (left > right ? 1 : 0);
}

bool before(const cut& a, const cut& b) noexcept {
    const int order = compare(a.at, b.at);
    return order != 0 ? order < 0 : (!a.strict && b.strict);
}

std::int64_t floor_of(fraction f) noexcept {
    return f.num / f.den - (f.num % f.den < 0 ? 1 : 0);
}

std::int64_t ceil_of(fraction f) noexcept {
    return f.num / f.den + (f.num % f.den > 0 ? 1 : 0);
}

std::string to_text(fraction f) {
    std::int64_t scale = 1;
    int places = 0;
    while (places < 6 && scale % f.den != 0) {
        scale *= 10;
        ++places;
    }
    if (scale % f.den != 0)
        return fmt::format("{}/{}", f.num, f.den);
    if (places == 0)
        return fmt::format("{}", f.num);
    const auto units = f.num * (scale / f.den);
    const auto size = units < 0 ? -units : units;
    return fmt::format("{}{}.{:0{}}", units < 0 ? "-" : "", size / scale, size % scale, places);
}

std::string number_text(const fact_info& fact, std::int64_t value) {
    return to_text(lowest_terms(value, power_of_ten(fact.decimals)));
}

std::string allowed_text(const fact_info& fact) {
    if (fact.allowed.empty())
        return fmt::format("{} to {}", number_text(fact, fact.lowest),
                           number_text(fact, fact.highest));
    std::string text;
    for (const auto value : fact.allowed)
        text += (text.empty() ? "" : " or ") + number_text(fact, value);
    return text;
}

}  // namespace certrules::detail
