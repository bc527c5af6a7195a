#pragma once

/// Everything of a case but its findings and facts: where the factory stands and the event's own
/// words. All that the rules can tell apart and a factory can be in (docs/analysis.md).

#include "certrules/event.hpp"
#include "certrules/state.hpp"
#include "detail/analysis/common_words.hpp"
#include "detail/edition_data.hpp"

#include <optional>
#include <vector>

namespace certrules::detail {

/// In the words of the old edition.
struct frame {
    status_id certificate = status_id::none, cycle = status_id::none, award = status_id::none,
              bar = status_id::none, after = status_id::none, last = status_id::none,
              decision = status_id::none;
    audit_id audit = audit_id::none;
    fee_id fee = fee_id::none;
    std::uint64_t held = 0;
    answer visited = answer::unknown;
    std::uint16_t consecutive = 0;
    std::optional<std::int32_t> months;
    std::int32_t cycle_age = 0;  // months from the cycle's start to its status
    bool cycle_before = false;   // its status was given some days ago, not today
    bool last_days = false;      // the certificate or bar is on its last day, not at its first
    std::uint32_t size = 0;
};

struct framed_case {
    certrules::state state;
    certrules::event event;  // without findings, sections and facts
};

class frame_maker {
public:
    frame_maker(const edition& a, const edition& b, const common_words& words, event_kind kind);

    /// Smallest first; nullopt beyond the limit.
    std::optional<std::vector<frame>> make() const;
    /// The frame on a day, in the words of edition 0 or 1.
    framed_case put(const frame& f, int edition, date on) const;

private:
    bool reads(variable_kind kind) const noexcept;
    std::vector<audit_id> audits() const;
    std::vector<fee_id> fees() const;
    std::vector<status_id> on_track(track t) const;
    std::vector<status_id> afters() const;
    std::vector<std::uint64_t> held_sets() const;
    std::vector<std::uint16_t> runs() const;
    std::vector<std::optional<std::int32_t>> lengths(status_id decision) const;
    bool uses_award() const noexcept;

    const edition* edition_[2];
    const edition_data* data_[2];
    const common_words& words_;
    event_kind kind_;
};

}  // namespace certrules::detail
