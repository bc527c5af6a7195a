#include "certrules/history_columns.hpp"

#include "certrules/replay.hpp"
#include "detail/columns/number_fold.hpp"

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

history_event event_at(const history_columns& c, std::size_t row) {
    history_event ev;
    ev.kind = c.kind[row];
    ev.on = c.on[row];
    if (!c.recorded_on.empty())
        ev.recorded_on = c.recorded_on[row];
    if (!c.months.empty() && c.months[row] != 0)
        ev.months = c.months[row];
    ev.findings = detail::items_of(c.findings, c.findings_end, row);
    ev.facts = detail::items_of(c.facts, c.facts_end, row);
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
    detail::number_fold plain(b, c, on, known);
    std::vector<history_event> events;
    for (std::size_t row = 0; row < c.factory.size();) {
        auto& s = out.emplace_back();
        s.factory = c.factory[row];
        s.first_row = row;
        while (row < c.factory.size() && c.factory[row] == s.factory)
            ++row;
        s.rows = row - s.first_row;
        if (plain.tell(s.first_row, row, s))
            continue;
        events.clear();
        for (auto i = s.first_row; i < row; ++i)
            events.push_back(event_at(c, i));
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
    }
    return std::nullopt;
}

}  // namespace certrules
