#include <certrules/money.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace certrules {

namespace {

using limits = std::numeric_limits<std::int64_t>;

bool sum_fits(std::int64_t a, std::int64_t b) noexcept {
    return b >= 0 ? a <= limits::max() - b : a >= limits::min() - b;
}

/// `b` is not negative.
bool product_fits(std::int64_t a, std::int64_t b) noexcept {
    return b == 0 || (a <= limits::max() / b && a >= limits::min() / b);
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool listed(std::string_view codes, const currency_code& currency) noexcept {
    for (std::size_t i = 0; i + 3 <= codes.size(); i += 3) {
        if (std::equal(currency.begin(), currency.begin() + 3,
                       codes.begin() + static_cast<std::ptrdiff_t>(i))) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<currency_code> parse_currency(std::string_view text) noexcept {
    if (text.size() != 3 ||
        !std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return std::nullopt;
    }
    return currency_code{text[0], text[1], text[2], '\0'};
}

unsigned decimals_of(const currency_code& currency) noexcept {
    if (listed("BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF", currency)) {
        return 0;
    }
    if (listed("BHDIQDJODKWDLYDOMRTND", currency)) {
        return 3;
    }
    return listed("CLFUYW", currency) ? 4 : 2;
}

std::optional<money> add(money a, money b) noexcept {
    if (a.currency != b.currency || !sum_fits(a.minor_units, b.minor_units)) {
        return std::nullopt;
    }
    return money{a.minor_units + b.minor_units, a.currency};
}

std::optional<money> for_man_days(money rate_per_day, std::int64_t hundredths_of_days) noexcept {
    // Rate and time are each split into hundreds and a rest, so that no product is larger than the
    // answer. Since the time is not negative, the three parts have one sign: none of them can
    // overflow unless the answer does.
    const std::int64_t rate = rate_per_day.minor_units;
    const std::int64_t whole_days = hundredths_of_days / 100;
    const std::int64_t rest_of_day = hundredths_of_days % 100;
    const std::int64_t rest = rate % 100 * rest_of_day;
    if (hundredths_of_days < 0 || rest % 100 != 0 || !product_fits(rate, whole_days)) {
        return std::nullopt;
    }
    const std::int64_t for_whole_days = rate * whole_days;
    const std::int64_t for_rest = rate / 100 * rest_of_day + rest / 100;
    if (!sum_fits(for_whole_days, for_rest)) {
        return std::nullopt;
    }
    return money{for_whole_days + for_rest, rate_per_day.currency};
}

std::string format_money(money amount) {
    const bool negative = amount.minor_units < 0;
    // Through unsigned, since the least number has no positive twin.
    auto left = static_cast<std::uint64_t>(amount.minor_units);
    left = negative ? 0 - left : left;
    const unsigned decimals = decimals_of(amount.currency);
    std::string backwards;
    for (unsigned written = 0; left != 0 || written <= decimals; ++written, left /= 10) {
        if (written == decimals && decimals != 0) {
            backwards += '.';
        } else if (written > decimals && (written - decimals) % 3 == 0) {
            backwards += ',';
        }
        backwards += static_cast<char>('0' + left % 10);
    }
    std::string text;
    for (std::size_t i = 0; i < 3 && amount.currency[i] != '\0'; ++i) {
        text += amount.currency[i];
    }
    text += negative ? " -" : " ";
    text.append(backwards.rbegin(), backwards.rend());
    return text;
}

std::optional<std::int64_t> parse_amount(std::string_view text, unsigned decimals) noexcept {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    const bool pointed = point != text.size();
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0') || decimals > 4 ||
        (pointed && (decimals == 0 || fraction.size() != decimals))) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto append = [&value](char c) noexcept {
        if (!is_digit(c) || !product_fits(value, 10) || !sum_fits(value * 10, c - '0')) {
            return false;
        }
        value = value * 10 + (c - '0');
        return true;
    };
    for (const char c : whole) {
        if (!append(c)) {
            return std::nullopt;
        }
    }
    for (unsigned i = 0; i < decimals; ++i) {
        if (!append(pointed ? fraction[i] : '0')) {
            return std::nullopt;
        }
    }
    return value;
}

}  // namespace certrules
