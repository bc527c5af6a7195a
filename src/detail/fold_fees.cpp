#include "detail/fold_fees.hpp"

#include <fmt/format.h>

namespace certrules::detail {

fee_book::account& fee_book::account_of(std::string_view fee) {
    for (auto& a : accounts_)
        if (a.fee == fee)
            return a;
    return accounts_.emplace_back(account{fee, {}, 0, 0});
}

std::optional<error> fee_book::fall_due(const edition& e, fee_id fee,
                                        std::optional<std::int64_t> man_days, date on,
                                        std::size_t event, std::vector<fee_due>& out) {
    const auto& data = e.data();
    const auto& terms = data.fees[index(fee)];
    fee_line line;
    line.id = data.fee_words[index(fee)].id;
    line.title = data.fee_words[index(fee)].title;
    line.payee = terms.payee;
    line.due_on = on;
    line.cites = terms.cites;
    line.event = event;
    if (!terms.amount) {
        line.now = fee_line::state::not_published;
    } else if (!terms.per_man_day) {
        line.amount = money{*terms.amount, data.currency};
    } else if (man_days) {
        line.amount = for_man_days({*terms.amount, data.currency}, *man_days);
        if (!line.amount)
            return error{error_code::overflow, "man_days",
                         fmt::format("the amount of {} cannot be held", line.id)};
        if (terms.cap && line.amount->minor_units > *terms.cap)
            line.amount->minor_units = *terms.cap;
    }
    auto& a = account_of(line.id);
    const bool paid = a.credit > 0;
    if (paid) {
        --a.credit;
        line.now = fee_line::state::paid;
        line.paid_on = on;
    } else {
        a.unpaid.push_back(lines_.size());
    }
    out.push_back({fee, lines_.size(), paid});
    lines_.push_back(line);
    return std::nullopt;
}

std::optional<std::size_t> fee_book::pay(std::string_view fee, date on) {
    auto& a = account_of(fee);
    if (a.settled == a.unpaid.size()) {
        ++a.credit;
        return std::nullopt;
    }
    const auto line = a.unpaid[a.settled++];
    lines_[line].now = fee_line::state::paid;
    lines_[line].paid_on = on;
    return line;
}

}  // namespace certrules::detail
