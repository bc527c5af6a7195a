#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace certrules {

/// An ISO 4217 code of three capital letters, ended by a NUL.
using currency_code = std::array<char, 4>;

/// An amount of money in whole minor units of its currency: 150000 USD is 1,500.00 dollars.
struct money {
    std::int64_t minor_units = 0;
    currency_code currency{};

    friend constexpr bool operator==(const money&, const money&) noexcept = default;
};

/// `text` as a currency code, or nullopt if it is not three capital letters.
std::optional<currency_code> parse_currency(std::string_view text) noexcept;

/// The decimals of a currency's minor unit: 2, but 0 for the yen and its like, 3 for the dinars
/// and the like, 4 for two units of account. Source: ISO 4217, list one. Unknown codes have 2.
unsigned decimals_of(const currency_code& currency) noexcept;

/// The sum, or nullopt if the currencies differ or it overflows.
std::optional<money> add(money a, money b) noexcept;

/// What `hundredths_of_days` (250 is two and a half man-days) cost at `rate_per_day`.
/// Exact: nullopt where the cost is not a whole number of minor units, where it overflows, and
/// for a negative time.
///
///     for_man_days({50000, USD}, 250)  // USD 1,250.00
std::optional<money> for_man_days(money rate_per_day, std::int64_t hundredths_of_days) noexcept;

/// For people: `USD 1,500.00`, `USD -20.00`, `JPY 1,500`. Neither locale nor language matters.
std::string format_money(money amount);

/// Reads an amount without a currency: digits without needless leading zeros or grouping, then
/// nothing or a point and exactly `decimals` digits. `decimals` is at most 4.
/// nullopt for anything else, signs and overflow included.
///
///     parse_amount("1500.00")  // 150000
///     parse_amount("1500")     // 150000
///     parse_amount("1500.5")   // nullopt
std::optional<std::int64_t> parse_amount(std::string_view text, unsigned decimals = 2) noexcept;

}  // namespace certrules
