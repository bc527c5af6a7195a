#pragma once

/// The short way through `certrules_decide`: structs of this release at their own alignment, with
/// nothing wrong in them. It says only that a call is so, never what is wrong: whatever it leaves
/// goes the long way, which answers the same.

#include "certrules.h"
#include "certrules/decide.hpp"
#include "detail/counting.hpp"
#include "detail/reading.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace certrules::capi {

template <class S>
bool is_aligned(const S* s) noexcept {
    return reinterpret_cast<std::uintptr_t>(s) % alignof(S) == 0;
}

/// Whether a caller's struct is exactly ours.
template <class S>
bool is_plain(const S* s) noexcept {
    return s != nullptr && is_aligned(s) && s->struct_size == sizeof(S);
}

/// Whether the elements of a caller's array are exactly ours.
template <class S>
bool is_plain(const S* array, std::size_t count, std::uint32_t size, std::size_t most) noexcept {
    return count == 0 ||
           (array != nullptr && is_aligned(array) && size == sizeof(S) && count <= most);
}

/// Findings in the caller's memory.
struct c_findings {
    certrules::detail::seen_finding operator()(std::size_t i) const noexcept {
        const auto& f = list[i];
        const bool in_range =
            static_cast<std::uint32_t>(f.closed_on - first_supported_day.days()) <=
            static_cast<std::uint32_t>(last_supported_day.days() - first_supported_day.days());
        const bool never = (f.given | static_cast<std::uint32_t>(f.closed_on)) == 0;
        const bool closed = f.given == CERTRULES_FINDING_CLOSED;
        return {static_cast<std::uint32_t>(f.section),
                static_cast<std::uint32_t>(f.severity),
                static_cast<std::uint32_t>(f.transparent),
                f.sites + (f.sites == 0 ? 1U : 0U),
                f.tags,
                !closed || f.closed_on > on,
                never || (closed && in_range)};
    }

    const certrules_finding* list;
    std::int32_t on;
};

/// Reads a plain state. False: the long way.
bool take_plain(const certrules_state& from, const certrules::detail::edition_data& data,
                state& to) noexcept;

/// Reads a plain event and its facts; its findings stay where they are. False: the long way.
bool take_plain(const certrules_event& from, const certrules::detail::edition_data& data, event& to,
                certrules::detail::known_facts& facts) noexcept;

}  // namespace certrules::capi
