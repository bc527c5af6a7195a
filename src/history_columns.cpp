#include "certrules/history_columns.hpp"

#include "certrules/replay.hpp"

#include <fmt/format.h>

namespace certrules {

namespace {

error bad(std::string_view column, std::string message) {
    return {error_code::bad_argument, std::string(column), std::move(message)};
}

std::optional<error> check_ends(std::string_view column, std::span<const std::uint32_t> ends,
                                std::size_t rows, std::size_t items) {
    if (ends.empty())
        return items == 0 ? std::nullopt
                          : std::optional(bad(column, "is empty, but there is what it parts"));
    if (ends.size() != rows)
        return bad(column, fmt::format("has {} rows, expected {}", ends.size(), rows));
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        if (ends[i] < before || ends[i] > items)
            return bad(fmt::format("{}[{}]", column, i),
                       fmt::format("is {}, expected {} to {}", ends[i], before, items));
        before = ends[i];
    }
    return before == items ? std::nullopt
                           : std::optional(bad(column, fmt::format("ends at {}, but there are {}",
                                                                   before, items)));
}

std::optional<error> check(const history_columns& c) {
    const auto rows = c.factory.size();
    const auto fits = [&](std::string_view column, std::size_t has, bool may_be_empty) {
        return has == rows || (may_be_empty && has == 0)
                   ? std::nullopt
                   : std::optional(bad(column, fmt::format("has {} rows, expected {}", has, rows)));
    };
    for (auto wrong :
         {fits("kind", c.kind.size(), false), fits("on", c.on.size(), false),
          fits("word", c.word.size(), false), fits("recorded_on", c.recorded_on.size(), true),
          fits("months", c.months.size(), true),
          check_ends("findings_end", c.findings_end, rows, c.findings.size()),
          check_ends("facts_end", c.facts_end, rows, c.facts.size())})
        if (wrong)
            return wrong;
    for (std::size_t i = 0; i < rows; ++i) {
        if (i > 0 && c.factory[i] < c.factory[i - 1])
            return bad(fmt::format("factory[{}]", i), "comes after a greater one");
        if (c.word[i] != history_columns::no_name && c.word[i] >= c.names.size())
            return bad(fmt::format("word[{}]", i),
                       fmt::format("is {}, but there are {} names", c.word[i], c.names.size()));
        const auto kind = static_cast<std::size_t>(c.kind[i]);
        if (kind == 0 || kind >= event_kinds)
            return bad(fmt::format("kind[{}]", i), fmt::format("{} is no event", kind));
    }
    return std::nullopt;
}

template <class T>
std::span<const T> part(std::span<const T> items, std::span<const std::uint32_t> ends,
                        std::size_t row) {
    if (ends.empty())
        return {};
    const std::size_t first = row == 0 ? 0 : ends[row - 1];
    return items.subspan(first, ends[row] - first);
}

history_event event_at(const history_columns& c, std::size_t row) {
    history_event ev;
    ev.kind = c.kind[row];
    ev.on = c.on[row];
    if (!c.recorded_on.empty())
        ev.recorded_on = c.recorded_on[row];
    if (!c.months.empty() && c.months[row] != 0)
        ev.months = c.months[row];
    ev.findings = part(c.findings, c.findings_end, row);
    ev.facts = part(c.facts, c.facts_end, row);
    const auto word =
        c.word[row] == history_columns::no_name ? std::string_view{} : c.names[c.word[row]];
    // What a kind does not have, its event ignores.
    ev.audit = ev.fee = ev.finding = ev.status = word;
    return ev;
}

}  // namespace

std::optional<error> replay_columns(const book& b, const history_columns& c, date on,
                                    std::optional<date> known, std::vector<column_standing>& out) {
    if (auto wrong = check(c))
        return wrong;
    std::vector<history_event> events;
    for (std::size_t row = 0; row < c.factory.size();) {
        column_standing s;
        s.factory = c.factory[row];
        s.first_row = row;
        events.clear();
        for (; row < c.factory.size() && c.factory[row] == s.factory; ++row)
            events.push_back(event_at(c, row));
        s.rows = events.size();
        const auto told = replay(b, history{{}, c.holidays, events}, on, known);
        if (told) {
            s.public_status = told->public_status;
            s.certificate = told->certificate;
            s.cycle = told->cycle;
            s.bar = told->bar;
            s.open_findings = told->open_findings.size();
        } else {
            s.wrong = told.error().code;
        }
        out.push_back(s);
    }
    return std::nullopt;
}

}  // namespace certrules
