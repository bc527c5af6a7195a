#include "detail/columns/number_steps.hpp"

#include "detail/settle.hpp"

namespace certrules::detail {

namespace {

constexpr std::size_t most_shapes = 1024;
constexpr std::size_t places = 4 * most_shapes;
constexpr std::uint16_t no_place = 0xFFFF;
constexpr std::int32_t for_ever = 1'000'000'000;  // in days, with room to be added to one

std::uint64_t hash_of(const life_shape& s) noexcept {
    std::uint64_t hash = s.held;
    const auto mix = [&](std::uint64_t word) {
        hash = (hash ^ word) * 0x9E37'79B9'7F4A'7C15U;
        hash ^= hash >> 29U;
    };
    mix(s.known);
    for (const auto value : s.values)
        mix(static_cast<std::uint64_t>(value));
    mix(index(s.certificate) | index(s.bar) << 8U | index(s.cycle) << 16U | index(s.award) << 24U |
        index(s.after) << 32U | index(s.last_certificate) << 40U | index(s.cycle_audit) << 48U);
    mix(static_cast<std::uint64_t>(s.visited) | std::uint64_t{s.consecutive} << 8U |
        std::uint64_t{s.checks} << 24U | std::uint64_t{s.audit_in_cycle} << 32U |
        std::uint64_t{s.findings_in_cycle} << 33U);
    return hash;
}

std::int32_t days_for_sure(std::optional<std::int32_t> months) noexcept {
    return months ? sure_days(*months) : for_ever;
}

}  // namespace

number_steps::number_steps(const edition_data& data) : data_(data), places_(places, no_place) {
    for (std::size_t k = 0; k < event_kinds; ++k) {
        first_[k] = width_;
        switch (static_cast<event_kind>(k)) {
            case event_kind::audit_held:
                width_ += data.audits.size();
                break;
            case event_kind::fee_paid:
            case event_kind::invoice_received:
                width_ += data.fees.size();
                break;
            case event_kind::decision_recorded:
                width_ += data.statuses.size();
                break;
            default:
                ++width_;
                break;
        }
    }
    find({});
}

std::uint32_t number_steps::find(const life_shape& s) {
    auto at = static_cast<std::size_t>(hash_of(s) % places);
    while (places_[at] != no_place) {
        if (shapes_[places_[at]].is == s)
            return places_[at];
        at = (at + 1) % places;
    }
    if (shapes_.size() == most_shapes)
        return no_shape;
    kept_shape kept{s, for_ever, for_ever};
    if (s.cycle != status_id::none) {
        kept.status_lasts = days_for_sure(data_.terms_of[index(s.cycle)].months);
        if (data_.statuses[index(s.cycle)].open)
            kept.cycle_lasts = days_for_sure(data_.cycle_limit_months);
    }
    places_[at] = static_cast<std::uint16_t>(shapes_.size());
    shapes_.push_back(kept);
    steps_.resize(steps_.size() + width_);
    return places_[at];
}

}  // namespace certrules::detail
