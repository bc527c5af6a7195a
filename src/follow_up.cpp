#include "certrules/follow_up.hpp"

#include "certrules/calendar.hpp"
#include "detail/edition_data.hpp"

#include <fmt/format.h>

namespace certrules {

result<std::optional<date>, error> next_audit_on(const edition& e, const verdict& v, date on) {
    const auto& data = e.data();
    if (index(v.rule) >= data.rules.size() || index(v.status) >= data.statuses.size())
        return std::optional<date>{};
    const auto& rule = data.rules[index(v.rule)];
    if (rule.then == detail::outcome::unchanged)
        return std::optional<date>{};
    const auto months = rule.next_audit_months ? rule.next_audit_months
                                               : data.terms_of[index(v.status)].next_audit_months;
    if (!months)
        return std::optional<date>{};
    const auto slot = data.statuses[index(v.status)].track;
    auto from = on;
    if (slot == track::cycle && v.next.audit_cycle)
        from = v.next.audit_cycle->since;
    else if (slot == track::certificate && v.next.certificate)
        from = v.next.certificate->first_day;
    const auto day = add_months(from, *months, data.calendar.at_month_end);
    if (!day)
        return unexpected(error{error_code::overflow, "on",
                                fmt::format("the next audit {} months from {} falls on no day",
                                            *months, to_string(from))});
    return day;
}

std::optional<date> correct_by(const edition& e, const finding& f, date found_on) noexcept {
    return f.closed_on ? std::nullopt : correct_by(e, f.severity, found_on);
}

std::optional<date> correct_by(const edition& e, severity_id severity, date found_on) noexcept {
    const auto& days = e.data().correction_days;
    const auto at = index(severity);
    if (at >= days.size() || days[at] == 0)
        return std::nullopt;
    return found_on.plus_days(days[at]);
}

}  // namespace certrules
