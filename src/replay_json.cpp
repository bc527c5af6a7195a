#include "certrules/deadline_calendar.hpp"
#include "certrules/json.hpp"
#include "certrules/replay.hpp"
#include "detail/json_history.hpp"

namespace certrules {

using namespace detail;

namespace {

/// Reads a history, replays it, and gives what `use` makes of the standing.
template <class Use>
result<std::string, error> of_standing(const book& b, std::string_view history_json, date on,
                                       std::optional<date> known, Use&& use) {
    json_document document;
    if (auto wrong = document.parse(history_json))
        return unexpected(std::move(*wrong));
    json_errors errors;
    const json_value root(document, errors);
    json_history h;
    if (!h.read(root))
        return unexpected(std::move(*errors.first));
    const auto s = replay(b, h.get(), on, known);
    if (!s)
        return unexpected(s.error());
    return use(*s, h.get());
}

}  // namespace

result<std::string, error> replay_json(const book& b, std::string_view history_json, date on,
                                       std::optional<date> known) {
    return of_standing(b, history_json, on, known, [](const standing& s, const history& h) {
        json_writer out;
        write_standing(out, s, h);
        return out.take();
    });
}

result<std::string, error> fees_json(const book& b, std::string_view history_json, date on,
                                     std::optional<date> known) {
    return of_standing(b, history_json, on, known,
                       [](const standing& s, const history&) { return fee_statement(s); });
}

result<std::string, error> deadlines_json(const book& b, std::string_view history_json, date on,
                                          std::optional<date> known) {
    return of_standing(b, history_json, on, known,
                       [](const standing& s, const history&) { return deadline_list(s); });
}

result<std::string, error> disclosures_json(const book& b, std::string_view history_json, date on,
                                            std::optional<date> known) {
    return of_standing(b, history_json, on, known,
                       [](const standing& s, const history&) { return disclosure_list(s); });
}

result<std::string, error> history_calendar(const book& b, std::string_view history_json, date on,
                                            std::optional<date> known, int alarm_days) {
    if (alarm_days < 0 || alarm_days > 365)
        return unexpected(
            error{error_code::bad_argument, "alarm_days", "expected 0 to 365 days of warning"});
    return of_standing(b, history_json, on, known, [&](const standing& s, const history&) {
        calendar_writer c(alarm_days);
        c.add(s);
        return std::move(c).finish();
    });
}

}  // namespace certrules
