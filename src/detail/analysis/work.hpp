#pragma once

/// What an analysis as a whole may spend, in steps of its work and not in time: the same edition
/// has the same answer on every machine.

#include <algorithm>
#include <cstdint>

namespace certrules::detail {

class work {
public:
    explicit work(std::uint64_t steps) noexcept : left_(steps) {}

    /// False, and nothing is left, where so many steps are not left.
    bool spend(std::uint64_t steps) noexcept {
        if (steps > left_) {
            left_ = 0;
            out_ = true;
            return false;
        }
        left_ -= steps;
        return true;
    }
    /// Whether something was not done for want of steps.
    bool out() const noexcept { return out_; }
    std::uint64_t left() const noexcept { return left_; }

private:
    std::uint64_t left_;
    bool out_ = false;
};

}  // namespace certrules::detail
