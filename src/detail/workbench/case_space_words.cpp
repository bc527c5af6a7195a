// How a case comes to have the words that a rule asks for.

#include "detail/workbench/case_space.hpp"

namespace certrules::detail {

bool case_space::fits_track(variable_kind kind, std::int64_t cls) const {
    const auto t = data_.statuses[static_cast<std::size_t>(cls - 1)].track;
    return (kind == variable_kind::certificate && t == track::certificate) ||
           (kind == variable_kind::cycle && t == track::cycle) ||
           (kind == variable_kind::bar && t == track::bar);
}

void case_space::put_status(state& s, status_id status) const {
    s.certificate.reset();
    s.audit_cycle.reset();
    s.bar.reset();
    s.after = status_id::none;
    if (status == status_id::none)
        return;
    const term running{status, on_.plus_days(-60), on_.plus_days(120)};
    switch (data_.statuses[index(status)].track) {
        case track::certificate:
            s.certificate = running;
            break;
        case track::cycle:
            s.audit_cycle = cycle{status, on_.plus_days(-20), on_.plus_days(-20), status_id::none};
            break;
        case track::bar:
            s.bar = running;
            break;
        case track::after:
            s.after = status;
            break;
    }
    if (s.certificate || s.bar)
        s.held |= std::uint64_t{1} << index(status);
    if (s.certificate && s.last_certificate == status_id::none) {
        s.last_certificate = status;
        s.consecutive = 1;
    }
}

/// False where no case has that.
bool case_space::apply(const choice& c, std::int64_t option, built_case& to) const {
    const auto none = data_.variables.size();
    if (c.variable >= none) {
        if (c.variable == none)
            to.event.audit = static_cast<audit_id>(option);
        else if (c.variable == none + 1)
            to.event.fee = static_cast<fee_id>(option);
        else
            to.event.decision = static_cast<status_id>(option);
        return true;
    }
    const auto& v = data_.variables[c.variable];
    const auto word = [&](auto& place) {
        using id = std::remove_reference_t<decltype(place)>;
        place = option == 0 ? id::none : static_cast<id>(option - 1);
        return true;
    };
    const auto kind = to.event.kind;
    switch (v.kind) {
        case variable_kind::fact:
            if (v.numeric ? option >= 0 : option > 0)
                to.facts.push_back({static_cast<fact_id>(v.ref), v.numeric ? option : option - 1});
            return true;
        case variable_kind::certificate:
        case variable_kind::cycle:
        case variable_kind::bar: {
            if (option == 0)
                return true;
            if (!fits_track(v.kind, option))
                return false;
            state own;
            own.held = to.state.held;
            put_status(own, static_cast<status_id>(option - 1));
            to.state.held = own.held;
            if (own.certificate) {
                to.state.certificate = own.certificate;
                to.state.last_certificate = own.last_certificate;
                to.state.consecutive = own.consecutive;
            }
            if (own.audit_cycle)
                to.state.audit_cycle = own.audit_cycle;
            if (own.bar)
                to.state.bar = own.bar;
            return true;
        }
        case variable_kind::after:
            return word(to.state.after);
        case variable_kind::audit:
            return word(to.event.audit) &&
                   (kind != event_kind::audit_held || to.event.audit != audit_id::none);
        case variable_kind::fee:
            return word(to.event.fee) && to.event.fee != fee_id::none;
        case variable_kind::decision:
            return word(to.event.decision) && to.event.decision != status_id::none;
        case variable_kind::announced:
            if (to.event.audit != audit_id::none)
                return true;
            for (std::size_t i = 0; i < data_.audits.size(); ++i)
                if (option != 0 && data_.audits[i].announced == (option == 2)) {
                    to.event.audit = static_cast<audit_id>(i);
                    return true;
                }
            return option == 0 && kind != event_kind::audit_held;
        case variable_kind::visit:
            to.state.visited = static_cast<answer>(option);
            return true;
        case variable_kind::last_certificate:
            if (option != 0 && !fits_track(variable_kind::certificate, option))
                return false;
            return word(to.state.last_certificate);
        case variable_kind::consecutive:
            to.state.consecutive = static_cast<std::uint16_t>(option);
            return true;
        case variable_kind::measure:
            break;
    }
    return true;
}

}  // namespace certrules::detail
