#pragma once

/// The short way through `certrules_decide`: structs of this release at their own alignment, with
/// nothing wrong in them. It says only that a call is so, never what is wrong: whatever it leaves
/// goes the long way, which answers the same.

#include "certrules.h"
#include "certrules/decide.hpp"
#include "detail/counting.hpp"
#include "detail/reading.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

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

/// Findings in the caller's memory. Of each, four numbers at a time are held to their limits.
class c_findings {
public:
    c_findings(const certrules_finding* list, std::int32_t on,
               const certrules::detail::finding_limits& allowed) noexcept
        : list_(list),
          on_(on),
          no_tags_(allowed.no_tags),
          most_{allowed.sections - 1, allowed.severities - 1, CERTRULES_YES,
                CERTRULES_FINDING_CLOSED},
          least_of_rest_{any_least, any_least, first_supported_day.days(), 0},
          most_of_rest_{any_most, any_most, last_supported_day.days(), allowed.most_sites} {}

    certrules::detail::seen_finding see(std::size_t i) noexcept {
        const auto& f = list_[i];
        four words, rest;
        std::memcpy(&words, &f, sizeof words);
        std::memcpy(&rest, reinterpret_cast<const unsigned char*>(&f) + sizeof words, sizeof rest);
        // A lane is negative where its number is wrong. The day must be a supported one also where
        // none is given, since zero is; and where none is given it must be zero.
        wrong_ |= (words > most_) | words | (rest > most_of_rest_) | (rest < least_of_rest_);
        seen_ |= rest;
        forgotten_ |= (f.given - 1U) & static_cast<std::uint32_t>(f.closed_on);
        return {static_cast<std::uint32_t>(f.section),
                static_cast<std::uint32_t>(f.severity),
                static_cast<std::uint32_t>(f.transparent),
                f.sites + (f.sites == 0 ? 1U : 0U),
                f.tags,
                ((f.given ^ 1U) | (f.closed_on > on_ ? 1U : 0U)) & 1U};
    }
    bool all_right() const noexcept {
        std::uint64_t tags = 0;
        std::memcpy(&tags, &seen_, sizeof tags);
        bool right = (tags & no_tags_) == 0 && forgotten_ == 0;
        for (int lane = 0; lane < 4; ++lane)
            right &= wrong_[lane] >= 0;
        return right;
    }

private:
    using four = std::int32_t __attribute__((vector_size(16)));
    static constexpr auto any_least = std::numeric_limits<std::int32_t>::min();
    static constexpr auto any_most = std::numeric_limits<std::int32_t>::max();
    static_assert(offsetof(certrules_finding, section) == 0 &&
                  offsetof(certrules_finding, severity) == 4 &&
                  offsetof(certrules_finding, transparent) == 8 &&
                  offsetof(certrules_finding, given) == 12 &&
                  offsetof(certrules_finding, tags) == 16 &&
                  offsetof(certrules_finding, closed_on) == 24 &&
                  offsetof(certrules_finding, sites) == 28 && sizeof(certrules_finding) == 32);
    static_assert(first_supported_day.days() <= 0 && last_supported_day.days() >= 0);

    const certrules_finding* list_;
    std::int32_t on_;
    std::uint64_t no_tags_;
    four most_, least_of_rest_, most_of_rest_;
    four wrong_{}, seen_{};
    std::uint32_t forgotten_ = 0;
};

/// Reads a plain state. False: the long way.
bool take_plain(const certrules_state& from, const certrules::detail::edition_data& data,
                state& to) noexcept;

/// Room for what a plain event says of sections; not cleared.
union section_room {
    section_room() noexcept {}
    std::array<section_count, 64> list;
};

/// Reads a plain event and its facts; its findings stay where they are. False: the long way.
bool take_plain(const certrules_event& from, const certrules::detail::edition_data& data, event& to,
                certrules::detail::known_facts& facts, section_room& sections) noexcept;

}  // namespace certrules::capi
