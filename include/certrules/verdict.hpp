#pragma once

/// What the rules answer.

#include "certrules/date.hpp"
#include "certrules/state.hpp"
#include "certrules/words.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace certrules {

/// The days of a status, both inside.
struct validity {
    date first_day;
    date last_day;
    friend bool operator==(const validity&, const validity&) = default;
};

/// The answer to one event. Its texts are views into the edition, which must outlive it.
struct verdict {
    status_id status = status_id::none;         ///< what the event gives; none: nothing to show
    status_id public_status = status_id::none;  ///< what the factory shows on that day
    rule_id rule = rule_id::none;
    std::uint32_t region = 0;       ///< with the edition's hash, all it takes to explain later
    std::optional<validity> valid;  ///< none where the status has no end
    state next;                     ///< the state after the event
    std::uint64_t unknown = 0;      ///< bit i: the verdict leaned on fact i being unknown
    std::span<const fee_id> fees;   ///< what falls due
    std::span<const std::string_view> obligations;
    std::span<const std::string_view> options;
    std::span<const std::string_view> notices;
};

}  // namespace certrules
