#include "detail/history_check.hpp"

#include "certrules/edition.hpp"
#include "certrules/limits.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace certrules::detail {

namespace {

error wrong_at(std::size_t event, std::string_view field, error_code code, std::string message) {
    return {code, fmt::format("events[{}]{}{}", event, field.empty() ? "" : ".", field),
            std::move(message)};
}

bool has_day(date d) noexcept {
    return d >= first_supported_day && d <= last_supported_day;
}

std::string bad_day() {
    return fmt::format("a day outside {} to {}", to_string(first_supported_day),
                       to_string(last_supported_day));
}

/// The field that an event of this kind cannot do without; empty if it has it.
std::string_view missing_field(const history_event& ev) noexcept {
    switch (ev.kind) {
        case event_kind::audit_held:
            return ev.audit.empty() ? "audit" : "";
        case event_kind::fee_paid:
        case event_kind::invoice_received:
            return ev.fee.empty() ? "fee" : "";
        case event_kind::finding_closed:
            return ev.finding.empty() ? "finding" : "";
        case event_kind::decision_recorded:
            return ev.status.empty() ? "status" : "";
        default:
            return "";
    }
}

std::optional<error> check_findings(const history_event& ev, std::size_t i) {
    if (ev.findings.size() > limits::findings)
        return wrong_at(i, "findings", error_code::limit,
                        fmt::format("{} findings, at most {} are allowed", ev.findings.size(),
                                    limits::findings));
    const auto repeats = [&](std::size_t k) {
        return wrong_at(i, fmt::format("findings[{}].id", k), error_code::bad_argument,
                        fmt::format("the id \"{}\" is used twice", ev.findings[k].id));
    };
    if (ev.findings.size() <= 16) {
        for (std::size_t k = 1; k < ev.findings.size(); ++k)
            for (std::size_t j = 0; j < k; ++j)
                if (!ev.findings[k].id.empty() && ev.findings[j].id == ev.findings[k].id)
                    return repeats(k);
        return std::nullopt;
    }
    std::set<std::string_view> seen;
    for (std::size_t k = 0; k < ev.findings.size(); ++k)
        if (!ev.findings[k].id.empty() && !seen.insert(ev.findings[k].id).second)
            return repeats(k);
    return std::nullopt;
}

std::optional<error> check_event(const history_event& ev, std::size_t i) {
    if (!has_day(ev.on))
        return wrong_at(i, "on", error_code::bad_date, bad_day());
    if (!has_day(ev.known_from()))
        return wrong_at(i, "recorded_on", error_code::bad_date, bad_day());
    if (ev.known_from() < ev.on)
        return wrong_at(i, "recorded_on", error_code::bad_date,
                        fmt::format("recorded on {}, before it happened on {}",
                                    to_string(ev.known_from()), to_string(ev.on)));
    if (ev.withdrawn) {
        if (ev.corrects.empty())
            return wrong_at(i, "corrects", error_code::missing,
                            "a withdrawal names the event that it takes back");
        return std::nullopt;
    }
    if (ev.kind < event_kind::applied || ev.kind > event_kind::decision_recorded)
        return wrong_at(
            i, "event", error_code::bad_argument,
            fmt::format("{} is no event that a history can hold", static_cast<unsigned>(ev.kind)));
    if (const auto field = missing_field(ev); !field.empty())
        return wrong_at(i, field, error_code::missing,
                        fmt::format("{} needs its \"{}\"", name_of(ev.kind), field));
    if (ev.months && (*ev.months < 1 || *ev.months > limits::months))
        return wrong_at(i, "months", error_code::bad_argument,
                        fmt::format("is {}, expected 1 to {}", *ev.months, limits::months));
    if (ev.man_days_hundredths &&
        (*ev.man_days_hundredths < 0 || *ev.man_days_hundredths > limits::number))
        return wrong_at(i, "man_days", error_code::bad_argument,
                        "expected a number of days, 0 or more");
    return check_findings(ev, i);
}

}  // namespace

std::optional<error> check_history(const history& h, corrections& out) {
    if (h.events.size() > most_events)
        return error{
            error_code::limit, "events",
            fmt::format("{} events, at most {} are allowed", h.events.size(), most_events)};
    if (h.holidays.size() > most_holidays)
        return error{
            error_code::limit, "holidays",
            fmt::format("{} holidays, at most {} are allowed", h.holidays.size(), most_holidays)};
    bool corrects = false;
    std::size_t named = 0;
    for (std::size_t i = 0; i < h.events.size(); ++i) {
        if (auto wrong = check_event(h.events[i], i))
            return wrong;
        corrects = corrects || !h.events[i].corrects.empty();
        named += h.events[i].id.empty() ? 0U : 1U;
    }
    if (!corrects && named < 2)
        return std::nullopt;

    std::map<std::string_view, std::uint32_t> places;
    if (corrects)
        out.assign(h.events.size(), 0);
    for (std::size_t i = 0; i < h.events.size(); ++i) {
        const auto& ev = h.events[i];
        if (!ev.corrects.empty()) {
            const auto found = places.find(ev.corrects);
            if (found == places.end())
                return wrong_at(i, "corrects", error_code::unknown_name,
                                fmt::format("no earlier event has the id \"{}\"", ev.corrects));
            auto& by = out[found->second];
            if (by != 0)
                return wrong_at(i, "corrects", error_code::bad_argument,
                                fmt::format("\"{}\" is corrected already, by events[{}]; correct "
                                            "that one instead",
                                            ev.corrects, by - 1));
            by = static_cast<std::uint32_t>(i + 1);
        }
        if (!ev.id.empty() && !places.emplace(ev.id, static_cast<std::uint32_t>(i)).second)
            return wrong_at(i, "id", error_code::bad_argument,
                            fmt::format("the id \"{}\" is used twice", ev.id));
    }
    return std::nullopt;
}

}  // namespace certrules::detail
