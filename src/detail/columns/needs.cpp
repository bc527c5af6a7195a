// Which parts of the state the answers of an event depend on, and which filters a finding passes.

#include "detail/columns/plan.hpp"

#include <bit>

namespace certrules::detail {

namespace {

constexpr std::uint64_t bit(std::size_t i) noexcept {
    return std::uint64_t{1} << i;
}

std::uint64_t kind_bit(column_kind k) noexcept {
    return bit(static_cast<std::size_t>(k) - static_cast<std::size_t>(column_kind::certificate));
}

template <class Each>
void each_bit(std::uint64_t set, Each&& each) {
    for (; set != 0; set &= set - 1)
        each(static_cast<std::size_t>(std::countr_zero(set)));
}

bool hears(const rule& r, event_kind event) noexcept {
    return ((r.events >> static_cast<unsigned>(event)) & 1U) != 0;
}

/// What the tree of an event reads of the state.
void add_read(const edition_data& data, event_kind event, state_needs& needs) noexcept {
    each_bit(data.variables_of[static_cast<std::size_t>(event)], [&](std::size_t i) {
        const auto& v = data.variables[i];
        switch (v.kind) {
            case variable_kind::certificate:
                needs.kinds |= kind_bit(column_kind::certificate);
                break;
            case variable_kind::cycle:
                needs.kinds |= kind_bit(column_kind::cycle);
                break;
            case variable_kind::bar:
                needs.kinds |= kind_bit(column_kind::bar);
                break;
            case variable_kind::after:
                needs.kinds |= kind_bit(column_kind::after);
                break;
            case variable_kind::visit:
                needs.kinds |= kind_bit(column_kind::visited);
                break;
            case variable_kind::last_certificate:
                needs.kinds |= kind_bit(column_kind::last_certificate);
                break;
            case variable_kind::consecutive:
                needs.kinds |=
                    kind_bit(column_kind::consecutive) | kind_bit(column_kind::last_certificate);
                break;
            case variable_kind::measure:
                needs.held |= data.measures[v.ref].statuses;
                break;
            default:
                break;
        }
    });
}

}  // namespace

state_needs needs_of(const edition_data& data, event_kind event) noexcept {
    state_needs needs;
    add_read(data, event, needs);
    for (const auto& r : data.rules) {
        if (!hears(r, event) || r.then == outcome::refuse)
            continue;
        if (r.then == outcome::unchanged) {  // what the factory shows already
            needs.kinds |= kind_bit(column_kind::certificate) | kind_bit(column_kind::cycle) |
                           kind_bit(column_kind::bar) | kind_bit(column_kind::after);
            for (std::size_t s = 0; s < data.statuses.size(); ++s)
                if (data.statuses[s].track == track::certificate)
                    needs.held |= bit(s);
            add_read(data, event_kind::certificate_expired, needs);
        }
        if (r.then == outcome::award)
            needs.kinds |= kind_bit(column_kind::cycle_award) | kind_bit(column_kind::cycle);
        if (r.then == outcome::decided)
            needs.kinds |= kind_bit(column_kind::cycle);
        if (r.then == outcome::assign && event < event_kind::certificate_expired) {
            if (data.statuses[index(r.status)].track == track::cycle)
                needs.kinds |= kind_bit(column_kind::cycle);
            if (r.keeps_days)
                needs.kinds |= kind_bit(column_kind::certificate);
        }
    }
    // What ended by itself before the day is read too, and so what its rules read.
    for (auto before = needs.kinds + 1; before != needs.kinds;) {
        before = needs.kinds;
        if ((needs.kinds & kind_bit(column_kind::after)) != 0) {
            needs.kinds |= kind_bit(column_kind::certificate) | kind_bit(column_kind::bar);
            add_read(data, event_kind::certificate_expired, needs);
            add_read(data, event_kind::bar_ended, needs);
        }
        if ((needs.kinds & kind_bit(column_kind::cycle)) != 0)
            add_read(data, event_kind::cycle_expired, needs);
    }
    return needs;
}

std::uint64_t passes_of(const edition_data& data, std::uint64_t filters, const finding& f,
                        bool open, std::uint32_t sites) noexcept {
    const auto& plan = data.counting;
    auto passes = filters & plan.by_severity[index(f.severity)] &
                  plan.by_section[index(f.section)] & plan.by_transparency[index(f.transparent)] &
                  plan.by_open[open ? 1 : 0];
    auto wanted = plan.untagged;
    each_bit(f.tags, [&](std::size_t tag) {
        wanted |= plan.with_tag[tag];
        passes &= ~plan.without_tag[tag];
    });
    passes &= wanted;
    each_bit(passes & plan.by_sites, [&](std::size_t i) {
        if (!plan.sites[i].holds(f.sites, sites == 0 ? 1 : sites))
            passes &= ~bit(i);
    });
    // A measure counts a finding once. Which of its filters let it in matters to a score alone.
    std::uint64_t kept = 0, counted = 0;
    each_bit(passes, [&](std::size_t i) {
        const std::size_t m = plan.measure_of[i];
        if (((plan.shared >> i) & 1U) == 0) {
            kept |= bit(i);
            return;
        }
        if (((counted >> m) & 1U) != 0)
            return;
        counted |= bit(m);
        std::size_t first = i;
        if (data.measures[m].kind != measure_kind::score)
            while (first > 0 && plan.measure_of[first - 1] == m)
                --first;
        kept |= bit(first);
    });
    return kept;
}

}  // namespace certrules::detail
