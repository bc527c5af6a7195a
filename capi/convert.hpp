#pragma once

/// The plain structs of the C interface as the library's types, and back. Nothing is allocated.

#include "boundary.hpp"
#include "certrules/decide.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace certrules::capi {

inline constexpr std::size_t most_sections = 512;  // 64 sections, checkpoints of 8 severities
inline constexpr std::size_t most_facts = 64;

/// Reads a caller's state. Whether its words fit their slots is the library's to check.
std::int32_t take_state(const certrules_state* from, const edition& e, state& to,
                        const reporter& report) noexcept;

/// Writes a state; `to` was checked.
void give_state(const state& from, certrules_state* to) noexcept;

/// An event without its findings, and the memory that its sections and facts need.
class taken_event {
public:
    std::int32_t take(const certrules_event* from, const edition& e,
                      const reporter& report) noexcept;

    /// With its sections and facts, without findings.
    const event& rest() const noexcept { return event_; }
    std::size_t finding_count() const noexcept { return given_.finding_count; }

    /// Reads the same findings where all of them are plainly right, tags and sites included:
    /// nothing is left to check then. False, with `to` undefined, says nothing of what is wrong.
    bool take_plain_findings(std::size_t first, std::span<finding> to,
                             const edition& e) const noexcept;

    /// Reads findings `first` to `first + to.size() - 1`; numbers are in range, whether tags are
    /// the edition's is the library's to check.
    std::int32_t take_findings(std::size_t first, std::span<finding> to, const edition& e,
                               const reporter& report) const noexcept;

private:
    std::int32_t take_sections(const edition& e, const reporter& report) noexcept;
    std::int32_t take_facts(const edition& e, const reporter& report) noexcept;

    certrules_event given_;
    event event_;
    // Not cleared: only what the event has is written and read.
    union section_room {
        section_room() noexcept {}
        std::array<section_count, most_sections> list;
    } sections_;
    union fact_room {
        fact_room() noexcept {}
        std::array<fact_value, most_facts> list;
    } facts_;
};

/// Writes a verdict; `to` was checked.
void give_verdict(const verdict& from, const edition& e, certrules_verdict* to) noexcept;

}  // namespace certrules::capi
