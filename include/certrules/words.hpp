#pragma once

/// The numbers behind an edition's words. A name is looked up once (`edition::find_status`, …);
/// from then on its number, its place in the edition's file, stands for it.

#include <cstddef>
#include <cstdint>

namespace certrules {

enum class severity_id : std::uint8_t { none = 0xFF };
enum class section_id : std::uint8_t { none = 0xFF };
enum class tag_id : std::uint8_t { none = 0xFF };
enum class status_id : std::uint8_t { none = 0xFF };
enum class audit_id : std::uint8_t { none = 0xFF };
enum class fact_id : std::uint8_t { none = 0xFF };
enum class fee_id : std::uint8_t { none = 0xFF };
enum class measure_id : std::uint8_t { none = 0xFF };
enum class rule_id : std::uint16_t { none = 0xFFFF };

/// The place of a word in the edition's list of its kind. Not for `none`.
template <class Id>
constexpr std::size_t index(Id id) noexcept {
    return static_cast<std::size_t>(id);
}

/// Yes, no, or not known by the host. Never a silent "no".
enum class answer : std::uint8_t { unknown = 0, no = 1, yes = 2 };

/// What can happen to a factory: the events that rules hear. The last three happen by
/// themselves, on the day after a last day.
enum class event_kind : std::uint8_t {
    applied = 1,
    fee_paid = 2,
    audit_held = 3,
    audit_reviewed = 4,
    finding_closed = 5,
    cap_submitted = 6,
    visit_contacted = 7,
    visit_declined = 8,
    audit_declined = 9,
    visit_held = 10,
    invoice_received = 11,
    decision_recorded = 12,
    certificate_expired = 13,
    cycle_expired = 14,
    bar_ended = 15,
};
inline constexpr std::size_t event_kinds = 16;  // one past the largest number

}  // namespace certrules
