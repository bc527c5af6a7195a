#pragma once

/// What events without findings and facts of their own do to lives, kept. A portfolio's lives go
/// the same few ways: from the same shape the same event leads to the same shape, and only the days
/// differ. So each such step is taken once by the rules and from then on read from a table.

#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/state.hpp"
#include "detail/edition_data.hpp"
#include "detail/reading.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace certrules::detail {

/// All of a life that decides what such an event does, but its days.
struct life_shape {
    static constexpr std::size_t most_facts = 6;

    std::uint64_t held = 0;
    std::uint64_t known = 0;                        // facts carried, bit per fact
    std::array<std::int64_t, most_facts> values{};  // of those, in their order
    status_id certificate = status_id::none, bar = status_id::none, cycle = status_id::none;
    status_id award = status_id::none, after = status_id::none;
    status_id last_certificate = status_id::none;
    audit_id cycle_audit = audit_id::none;
    answer visited = answer::unknown;
    std::uint16_t consecutive = 0;
    std::uint8_t checks = 0;  // 0: none yet; 1: of an earlier certificate; 2: since the latest
    bool audit_in_cycle = false;
    bool findings_in_cycle = false;
    friend bool operator==(const life_shape&, const life_shape&) = default;
};

/// The days of a life, by number; those that its shape does not have mean nothing.
struct life_days {
    static constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();
    std::int32_t since = 0, started = 0;
    std::int32_t certificate_first = 0, certificate_last = never;
    std::int32_t bar_first = 0, bar_last = never;
};

/// Where an event leads, and which days begin on its own.
struct life_step {
    static constexpr std::uint16_t not_yet = 0xFFFF;
    static constexpr std::int16_t no_end = 0;
    std::uint16_t to = not_yet;
    std::int16_t certificate_months = no_end, bar_months = no_end;
    bool gives_certificate = false, gives_bar = false;
    bool gives_status = false, starts_cycle = false;
    bool changes = false;                              // anything of what ends by itself
    bool clears_cycle = false, clears_checks = false;  // lists of findings
};

class number_steps {
public:
    static constexpr std::uint32_t no_shape = 0xFFFF'FFFF;
    static constexpr std::uint32_t start = 0;  // the shape of a life without events

    explicit number_steps(const edition_data& data);

    /// The shape's number, or `no_shape` where too many are kept already.
    std::uint32_t find(const life_shape& s);
    const life_shape& shape(std::uint32_t number) const noexcept { return shapes_[number].is; }

    /// The step of an event; `number` is of its audit, fee or status, else 0. Valid until `find`.
    life_step& step(std::uint32_t shape, event_kind kind, std::uint16_t number) noexcept {
        return steps_[shape * width_ + first_[static_cast<std::size_t>(kind)] + number];
    }

    /// A day up to which nothing ends, without a sum of months (`sure_days`).
    std::int32_t sure_until(std::uint32_t shape, const life_days& days) const noexcept {
        const auto& s = shapes_[shape];
        const auto least = [](std::int32_t a, std::int32_t b) { return a < b ? a : b; };
        auto until = least(days.since + s.status_lasts, days.started + s.cycle_lasts);
        if (s.is.certificate != status_id::none)
            until = least(until, days.certificate_last);
        return s.is.bar != status_id::none ? least(until, days.bar_last) : until;
    }

private:
    struct kept_shape {
        life_shape is;
        std::int32_t status_lasts, cycle_lasts;  // days for sure
    };
    const edition_data& data_;
    std::size_t width_ = 0;
    std::array<std::size_t, event_kinds> first_{};
    std::vector<kept_shape> shapes_;
    std::vector<std::uint16_t> places_;  // of shapes, by hash; open addressing
    std::vector<life_step> steps_;
};

}  // namespace certrules::detail
