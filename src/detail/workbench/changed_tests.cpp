#include "detail/workbench/changed_tests.hpp"

#include "detail/exact.hpp"

#include <fmt/format.h>

namespace certrules::detail {

namespace {

/// A number one unit away; empty if it is none.
std::string moved(std::string_view number, int by, unsigned decimals) {
    const bool percent = number.ends_with('%');
    const auto value = parse_fraction(percent ? number.substr(0, number.size() - 1) : number);
    const auto scale = power_of_ten(decimals);
    if (!value || scale % value->den != 0)
        return {};
    return to_text(lowest_terms(value->num * (scale / value->den) + by, scale)) +
           (percent ? "%" : "");
}

}  // namespace

std::vector<std::string> changed_tests(std::string_view text, unsigned decimals) {
    std::vector<std::string> all;
    const auto add = [&](std::string other) {
        if (!other.empty() && other != text)
            all.push_back(std::move(other));
    };
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        auto low = text.substr(0, dots);
        auto high = text.substr(dots + 2);
        const bool after = low.starts_with('>');
        const bool below = high.starts_with('<');
        low.remove_prefix(after ? 1 : 0);
        high.remove_prefix(below ? 1 : 0);
        for (const auto by : {-1, 1}) {
            if (const auto n = moved(low, by, decimals); !n.empty())
                add(fmt::format("{}{}..{}{}", after ? ">" : "", n, below ? "<" : "", high));
            if (const auto n = moved(high, by, decimals); !n.empty())
                add(fmt::format("{}{}..{}{}", after ? ">" : "", low, below ? "<" : "", n));
        }
        add(fmt::format("{}{}..{}{}", after ? "" : ">", low, below ? "<" : "", high));
        add(fmt::format("{}{}..{}{}", after ? ">" : "", low, below ? "" : "<", high));
        return all;
    }
    const auto digits = text.find_first_of("-0123456789");
    if (digits == std::string_view::npos)
        return all;
    const auto op = text.substr(0, digits);
    const auto number = text.substr(digits);
    if (moved(number, 0, 6).empty())
        return all;
    for (const auto by : {-1, 1})
        if (const auto n = moved(number, by, decimals); !n.empty())
            add(fmt::format("{}{}", op, n));
    if (op.empty())
        return all;
    for (const auto* other : {">= ", "> ", "<= ", "< ", "= "})
        if (op.substr(0, op.find(' ')) !=
            std::string_view(other).substr(0, std::string_view(other).find(' ')))
            add(fmt::format("{}{}", other, number));
    return all;
}

}  // namespace certrules::detail
