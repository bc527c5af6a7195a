#pragma once

/// The public status as intervals, built day by day.

#include "certrules/standing.hpp"

#include <string_view>
#include <vector>

namespace certrules::detail {

/// Why a factory shows what it shows.
struct cause {
    std::string_view rule;
    std::span<const std::string_view> cites;
};

class timeline_builder {
public:
    /// From `day` on, the factory shows `status`. Days never go back; the last word on a day
    /// counts only if the caller says it last and alone.
    void from(date day, std::string_view status, const cause& why) {
        if (!list_.empty() && list_.back().public_status == status)
            return;
        if (!list_.empty())
            list_.back().last_day = day.plus_days(-1);
        list_.push_back({day, std::nullopt, status, why.rule, why.cites});
    }
    std::vector<interval> take() && { return std::move(list_); }

private:
    std::vector<interval> list_;
};

}  // namespace certrules::detail
