#pragma once

/// The way that one question takes through an edition's trees.

#include "detail/observer.hpp"
#include "detail/reading.hpp"

#include <cstdint>

namespace certrules::detail {

struct way {
    std::uint32_t region = 0xFFFF'FFFFU;  // none: no rule hears the event
    rule_id rule = rule_id::none;
    std::uint64_t tested = 0;  // variables on the way; bit each
    reading read;              // of the event's variables
    state settled;
};

/// Of a case that `decide` would take: its words are the edition's.
way trace(const edition& e, const state& given, const event& ev);
/// The same in a state as it is: nothing that ran out is ended first.
way trace_settled(const edition& e, const state& settled, const event& ev);

/// Shows an observer what deciding a case asks: first what ran out before the event's day.
void watch_case(const edition& e, const state& given, const event& ev, decision_observer& watch);

}  // namespace certrules::detail
