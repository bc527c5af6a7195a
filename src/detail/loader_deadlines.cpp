#include "certrules/limits.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, standing_parts> part_names{
    "public-status", "certificate", "cycle", "bar",      "timeline",
    "findings",      "deadlines",   "fees",  "decisions"};

struct base_word {
    std::string_view name;
    deadline_base base;
};
constexpr std::array<base_word, 5> base_words{{{"fee-due", deadline_base::fee_due},
                                               {"fee-paid", deadline_base::fee_paid},
                                               {"certificate", deadline_base::certificate},
                                               {"cycle", deadline_base::cycle},
                                               {"bar", deadline_base::bar}}};

struct unit_word {
    std::string_view one, many;
    time_unit unit;
    std::int32_t most;
};
constexpr std::array<unit_word, 4> units{
    {{"day", "days", time_unit::days, 36'525},
     {"working-day", "working-days", time_unit::working_days, most_working_days},
     {"week", "weeks", time_unit::weeks, 5'218},
     {"month", "months", time_unit::months, limits::months}}};

std::optional<period> parse_period(std::string_view text) noexcept {
    const auto blank = text.find(' ');
    std::int32_t count = 0;
    const auto* end = text.data() + std::min(blank, text.size());
    const auto number = std::from_chars(text.data(), end, count);
    if (blank == std::string_view::npos || number.ec != std::errc{} || number.ptr != end ||
        count < 1)
        return std::nullopt;
    const auto word = text.substr(blank + 1);
    for (const auto& unit : units)
        if ((word == unit.many || (count == 1 && word == unit.one)) && count <= unit.most)
            return period{count, unit.unit};
    return std::nullopt;
}

bool has_last_day(deadline_base base) noexcept {
    return base == deadline_base::certificate || base == deadline_base::cycle ||
           base == deadline_base::bar;
}

deadline_day day_of(toml_reader& reader, std::string_view key, deadline_base from) {
    const auto text = reader.text(key, key == "last");
    if (!text)
        return {};
    using kind = deadline_day::kind;
    deadline_day day;
    if (const auto length = parse_period(*text)) {
        day.at = kind::after;
        day.length = *length;
    } else if (*text == "last-day" && has_last_day(from)) {
        day.at = kind::last_day;
    } else if (*text == "day-after" && has_last_day(from)) {
        day.at = kind::day_after;
    } else if (*text == "none" && key == "last") {
        day.at = kind::none;
    } else {
        reader.error(key, fmt::format("\"{}\" is \"{}\", expected a length such as \"2 months\", "
                                      "\"4 weeks\" or \"15 working-days\"{}{}",
                                      key, *text,
                                      has_last_day(from) ? ", \"last-day\" or \"day-after\"" : "",
                                      key == "last" ? ", or \"none\"" : ""));
    }
    return day;
}

}  // namespace

std::span<const std::string_view> standing_part_names() noexcept {
    return part_names;
}

void loader::load_deadlines(toml_reader& root) {
    std::vector<deadline_terms> list;
    each_table(root, "deadline", limits::words, false, [&](toml_reader& reader) {
        deadline_terms t;
        t.id = new_name(reader, deadlines_, "deadline").value_or("");
        t.title = context_.keep(reader.text("title", true).value_or(""));
        const auto base_of = [&](std::string_view key, std::string_view word, event_kind* event) {
            for (const auto& known : base_words)
                if (known.name == word && (event != nullptr || has_last_day(known.base)))
                    return known.base;
            if (event != nullptr) {
                if (const auto kind = find_event(word)) {
                    *event = *kind;
                    return deadline_base::event;
                }
            }
            reader.error(
                key, fmt::format("\"{}\" is \"{}\", expected {}certificate, cycle or bar", key,
                                 word, event != nullptr ? "an event, fee-due, fee-paid, " : ""));
            return deadline_base::event;
        };
        if (const auto word = reader.text("starts", true))
            t.starts = base_of("starts", *word, &t.start_event);
        t.counted_from = has_last_day(t.starts) ? t.starts : deadline_base::event;
        if (const auto word = reader.text("counted_from"))
            t.counted_from = base_of("counted_from", *word, nullptr);
        t.first = day_of(reader, "first", t.counted_from);
        t.last = day_of(reader, "last", t.counted_from);
        if (const auto word = reader.text("met_by", true)) {
            const auto kind = find_event(*word);
            if (*word == "payment")
                t.met_by = deadline_goal::payment;
            else if (*word == "end")
                t.met_by = deadline_goal::over;
            else if (kind)
                t.goal_event = *kind;
            else
                reader.error("met_by", fmt::format("\"met_by\" is \"{}\", expected an event, "
                                                   "payment or end",
                                                   *word));
        }
        t.fees = bits(fees_, "fee", reader, "fee");
        t.audits = bits(audits_, "audit", reader, "audit");
        t.check = reader.flag("check");
        if (const auto word = reader.text("consequence"))
            if (const auto text =
                    known(texts_, "text", *word, reader.where("consequence"), reader.what())) {
                texts_.used[*text] = true;
                t.consequence = text_of_[*text];
            }
        t.cites = cites(reader, true);

        const bool starts_with_fee =
            t.starts == deadline_base::fee_due || t.starts == deadline_base::fee_paid;
        if (starts_with_fee && t.fees == 0)
            reader.error("fee", "a deadline that starts with a fee names it in \"fee\"");
        if (t.met_by == deadline_goal::payment && t.starts != deadline_base::fee_due)
            reader.error("met_by",
                         "only a deadline that starts with \"fee-due\" is met by "
                         "\"payment\"");
        if (t.met_by == deadline_goal::over && t.starts != deadline_base::certificate &&
            t.starts != deadline_base::cycle)
            reader.error("met_by",
                         "only a deadline that starts with \"certificate\" or \"cycle\" "
                         "is met by its \"end\"");
        if (t.met_by == deadline_goal::event && t.goal_event == event_kind::audit_held &&
            t.audits == 0)
            reader.error("audit", "a deadline met by \"audit-held\" names its audits in \"audit\"");
        const auto on_certificate = [](event_kind kind) {
            return kind == event_kind::visit_contacted || kind == event_kind::visit_declined ||
                   kind == event_kind::visit_held || kind == event_kind::audit_declined;
        };
        t.of_certificate = t.starts == deadline_base::certificate ||
                           t.counted_from == deadline_base::certificate ||
                           (t.starts == deadline_base::event && on_certificate(t.start_event));
        list.push_back(t);
    });
    data_.deadlines = context_.keep(list);
}

void loader::load_disclosures(toml_reader& root) {
    std::vector<word_info> viewers;
    each_table(root, "viewer", limits::words, false, [&](toml_reader& reader) {
        const auto id = new_name(reader, viewers_, "viewer").value_or("");
        viewers.push_back({id, context_.keep(reader.text("title", true).value_or(""))});
    });
    data_.viewers = context_.keep(viewers);

    std::vector<disclosure_terms> list;
    name_list names;
    each_table(root, "disclosure", limits::words, false, [&](toml_reader& reader) {
        disclosure_terms t;
        t.id = new_name(reader, names, "disclosure").value_or("");
        t.title = context_.keep(reader.text("title", true).value_or(""));
        t.to = bits(viewers_, "viewer", reader, "to");
        t.tell = bits(viewers_, "viewer", reader, "tell");
        t.on_status = bits(statuses_, "status", reader, "on_status");
        for (const auto& [word, at] : reader.words("shows")) {
            const auto it = std::find(part_names.begin(), part_names.end(), word);
            if (it == part_names.end())
                context_.error(at,
                               fmt::format("{}: \"shows\" names \"{}\", no part of a standing{}",
                                           reader.what(), word, suggestion(word, part_names)));
            else
                t.shows = static_cast<std::uint16_t>(t.shows | (1U << (it - part_names.begin())));
        }
        if ((t.tell != 0) != (t.on_status != 0))
            reader.error("tell", "\"tell\" and \"on_status\" need each other");
        if (t.to == 0 && t.tell == 0)
            reader.error("id", "nobody sees it (\"to\") and nobody is told (\"tell\")");
        t.cites = cites(reader, true);
        list.push_back(t);
    });
    data_.disclosures = context_.keep(list);
}

}  // namespace certrules::detail
