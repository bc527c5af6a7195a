#pragma once

/// The middle of `decide`, for callers whose findings come in pieces.

#include "certrules/decide.hpp"
#include "certrules/explain.hpp"
#include "detail/reading.hpp"

#include <optional>

namespace certrules::detail {

/// Decides a case that was checked and whose findings and facts were read; those in `ev` are not.
/// `v` holds the given state as its `next` and nothing else. After an error it holds anything.
/// `r` is filled with what was read.
std::optional<error> decide_counted(const edition& e, const event& ev, const counts& counted,
                                    const known_facts& facts, reading& r, verdict& v);

/// `decide`, with all that it read: for those who then say why. `counted` is of the event, and has
/// counted nothing yet.
result<verdict, error> decide_reading(const edition& e, const state& given, const event& ev,
                                      counts& counted, reading& r);

/// Why the rule fired, from what was read.
explanation explain_read(const edition& e, rule_id rule, const counts& counted, const reading& r);

}  // namespace certrules::detail
