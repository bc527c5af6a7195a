#pragma once

/// The events' names in files, by number; 0 is none.

#include "certrules/words.hpp"

#include <array>
#include <string_view>

namespace certrules::detail {

inline constexpr std::array<std::string_view, event_kinds> event_names{"",
                                                                       "applied",
                                                                       "fee-paid",
                                                                       "audit-held",
                                                                       "audit-reviewed",
                                                                       "finding-closed",
                                                                       "cap-submitted",
                                                                       "visit-contacted",
                                                                       "visit-declined",
                                                                       "audit-declined",
                                                                       "visit-held",
                                                                       "invoice-received",
                                                                       "decision-recorded",
                                                                       "certificate-expired",
                                                                       "cycle-expired",
                                                                       "bar-ended"};

}  // namespace certrules::detail
