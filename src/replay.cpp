#include "certrules/replay.hpp"

#include "detail/edition_data.hpp"
#include "detail/fold.hpp"
#include "detail/history_check.hpp"
#include "detail/history_words.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules {

using namespace detail;

namespace {

/// The day an event became known, and its place among those of that day.
struct recording {
    date on;
    std::size_t place;
    friend auto operator<=>(const recording&, const recording&) = default;
};

class replayer {
public:
    replayer(const book& b, const history& h) : book_(b), history_(h) {}

    std::optional<error> check() { return check_history(history_, corrected_by_); }

    /// The events that stand, of those recorded up to a moment and happened up to a day, in the
    /// order in which they happened.
    std::vector<std::uint32_t> standing_events(date on, const recording& until) const {
        std::vector<std::uint32_t> order;
        order.reserve(history_.events.size());
        const auto known = [&](std::size_t place) {
            return recording{history_.events[place].known_from(), place} <= until;
        };
        bool sorted = true;
        for (std::size_t i = 0; i < history_.events.size(); ++i) {
            const auto& ev = history_.events[i];
            if (ev.withdrawn || ev.on > on || !known(i))
                continue;
            // A correction takes its event away from its recording on, whatever its own day.
            if (!corrected_by_.empty() && corrected_by_[i] != 0 && known(corrected_by_[i] - 1))
                continue;
            sorted = sorted && (order.empty() || history_.events[order.back()].on <= ev.on);
            order.push_back(static_cast<std::uint32_t>(i));
        }
        if (!sorted)
            std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
                return history_.events[a].on < history_.events[b].on;
            });
        return order;
    }

    /// Whether an event could happen as far as was known when it was recorded.
    bool was_possible(std::size_t place) const {
        const auto& ev = history_.events[place];
        fold then(book_, history_, false);
        for (const auto i : standing_events(ev.on, {ev.known_from(), place})) {
            const bool refused = then.take(i).has_value();
            if (i == place)
                return !refused;
        }
        return false;
    }

    /// Words that no edition of the book knows are errors even where an event does not count.
    std::optional<error> check_words(const std::vector<std::uint32_t>& counted) const {
        if (counted.size() == history_.events.size())
            return std::nullopt;
        std::vector<bool> done(history_.events.size(), false);
        for (const auto i : counted)
            done[i] = true;
        for (std::size_t i = 0; i < history_.events.size(); ++i) {
            if (done[i] || history_.events[i].withdrawn)
                continue;
            std::optional<error> wrong;
            for (auto e = book_.editions().rbegin(); e != book_.editions().rend(); ++e) {
                auto found = unknown_word(*e, history_.events[i]);
                if (!found) {
                    wrong.reset();
                    break;
                }
                if (!wrong)
                    wrong = std::move(found);
            }
            if (wrong)
                return placed(i, std::move(*wrong));
        }
        return std::nullopt;
    }

    static error placed(std::size_t event, error wrong) {
        wrong.place = wrong.place.empty() ? fmt::format("events[{}]", event)
                                          : fmt::format("events[{}].{}", event, wrong.place);
        return wrong;
    }

private:
    const book& book_;
    const history& history_;
    corrections corrected_by_;
};

/// Names out of the history stand in the texts: they are made fit for a line.
error for_people(error wrong) {
    wrong.place = printable(wrong.place);
    wrong.message = printable(wrong.message);
    return wrong;
}

}  // namespace

result<standing, error> replay(const book& b, const history& h, date on,
                               std::optional<date> known) {
    return replay_watched(b, h, on, known, nullptr);
}

result<standing, error> detail::replay_watched(const book& b, const history& h, date on,
                                               std::optional<date> known,
                                               decision_observer* watch) {
    for (const auto day : {on, known.value_or(on)})
        if (day < first_supported_day || day > last_supported_day)
            return unexpected(
                error{error_code::bad_date, day == on ? "on" : "known",
                      fmt::format("a day outside {} to {}", to_string(first_supported_day),
                                  to_string(last_supported_day))});
    replayer r(b, h);
    if (auto wrong = r.check())
        return unexpected(for_people(std::move(*wrong)));
    const recording until{known.value_or(last_supported_day), h.events.size()};
    const auto order = r.standing_events(on, until);
    if (auto wrong = r.check_words(order))
        return unexpected(for_people(std::move(*wrong)));

    standing s;
    s.on = on;
    s.known = known.value_or(on);
    if (!known)
        for (const auto& ev : h.events)
            s.known = std::max(s.known, ev.known_from());
    s.factory = h.factory;
    fold events(b, h, true, watch);
    for (const auto place : order) {
        auto wrong = events.take(place);
        if (!wrong)
            continue;
        if (wrong->code == error_code::overflow || !r.was_possible(place))
            return unexpected(for_people(replayer::placed(place, std::move(*wrong))));
        s.voided.push_back({place, printable(wrong->message)});
    }
    std::move(events).finish(on, s);
    return s;
}

}  // namespace certrules
