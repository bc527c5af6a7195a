#pragma once

/// Where a factory stands: certificate, audit cycle and bar side by side (reading R13).

#include "certrules/date.hpp"
#include "certrules/words.hpp"

#include <cstdint>
#include <optional>

namespace certrules {

/// A certificate or a bar: a status and its days, both inside.
struct term {
    status_id status = status_id::none;
    date first_day;
    std::optional<date> last_day;  ///< none where the status has no end
    friend bool operator==(const term&, const term&) = default;

    /// Whether `on` is one of its days.
    bool covers(date on) const noexcept {
        return first_day <= on && (!last_day || on <= *last_day);
    }
};

/// An audit cycle, or what stands in its place: an application, a cycle that ran out.
struct cycle {
    status_id status = status_id::none;
    date since;                         ///< first day of the status
    date started_on;                    ///< first day of the cycle (readings R17, R29)
    status_id award = status_id::none;  ///< what the fee will issue; none: the edition's first
    friend bool operator==(const cycle&, const cycle&) = default;
};

struct state {
    std::uint64_t held = 0;  ///< bit i: the factory ever held status i
    std::optional<term> certificate;
    std::optional<cycle> audit_cycle;
    std::optional<term> bar;
    status_id after = status_id::none;  ///< shown when nothing of the above is
    answer visited = answer::unknown;   ///< whether a visit was held under the certificate
    status_id last_certificate = status_id::none;  ///< the latest certificate's status
    std::uint16_t consecutive = 0;  ///< certificates in a row at that status, the latest inside
    friend bool operator==(const state&, const state&) = default;
};

}  // namespace certrules
