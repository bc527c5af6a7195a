#pragma once

/// Who wants to see each decision as it is made: the coverage of policy tests.

#include "certrules/decide.hpp"
#include "certrules/replay.hpp"

namespace certrules::detail {

class decision_observer {
public:
    decision_observer() = default;
    decision_observer(const decision_observer&) = delete;
    decision_observer& operator=(const decision_observer&) = delete;
    virtual ~decision_observer() = default;
    /// An event was put to an edition; also one that is refused.
    virtual void asked(const edition& e, const state& given, const event& ev) = 0;
    /// Something ran out: `on` is the day after its last one, `before` the state until then.
    virtual void ended(const edition& e, const state& before, event_kind kind, date on) = 0;
};

/// `replay`, watched. `watch` may be null.
result<standing, error> replay_watched(const book& b, const history& h, date on,
                                       std::optional<date> known, decision_observer* watch);

}  // namespace certrules::detail
