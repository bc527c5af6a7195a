#pragma once

/// The statement of fees: what fell due, and what was received.

#include "certrules/standing.hpp"
#include "detail/edition_data.hpp"

#include <optional>
#include <vector>

namespace certrules::detail {

/// A fee that just fell due.
struct fee_due {
    fee_id fee = fee_id::none;  // in the numbers of the edition that answered
    std::size_t line = 0;
    bool paid = false;  // received before it fell due
};

class fee_book {
public:
    /// Errors: `overflow`.
    std::optional<error> fall_due(const edition& e, fee_id fee,
                                  std::optional<std::int64_t> man_days, date on, std::size_t event,
                                  std::vector<fee_due>& out);
    /// Settles the oldest line of that fee which is not paid, and gives it; where there is none
    /// the payment waits for the next one.
    std::optional<std::size_t> pay(std::string_view fee, date on);
    std::vector<fee_line> take() && { return std::move(lines_); }

private:
    struct account {
        std::string_view fee;
        std::vector<std::size_t> unpaid;
        std::size_t settled = 0;  // of `unpaid`
        std::size_t credit = 0;
    };
    account& account_of(std::string_view fee);

    std::vector<account> accounts_;
    std::vector<fee_line> lines_;
};

}  // namespace certrules::detail
