#include "cli/standing_report.hpp"

#include "certrules/follow_up.hpp"
#include "certrules/money.hpp"
#include "cli/common.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>

namespace certrules::cli {

namespace {

constexpr std::size_t next_dates = 3;
constexpr std::int64_t drawing_width = 44;

std::string painted(const standing& s, std::string_view status, std::string_view text) {
    for (const auto& info : s.edition->statuses()) {
        if (info.id != status)
            continue;
        if (info.track == track::certificate)
            return green(text);
        if (info.track == track::bar)
            return red(text);
    }
    return yellow(text);
}

std::string named(std::string_view status) {
    return status.empty() ? "nothing" : std::string(status);
}

std::string heading(const std::string& name, const standing& s) {
    const auto known =
        s.known == s.on ? std::string() : fmt::format(", as known on {}", to_string(s.known));
    return fmt::format("{}  {}\n", bold(s.factory.empty() ? name : std::string(s.factory)),
                       dim(fmt::format("on {}{}, {}", to_string(s.on), known, s.edition->name())));
}

struct coming {
    date on;
    std::string text;
};

/// What comes next, the soonest first.
std::vector<coming> what_comes(const standing& s) {
    std::vector<coming> list;
    for (const auto& d : s.deadlines) {
        if (d.now != deadline::state::open)
            continue;
        if (d.first_day > s.on)
            list.push_back({d.first_day, fmt::format("{}: from this day", d.title)});
        if (d.last_day)
            list.push_back({*d.last_day, fmt::format("{}: last day", d.title)});
    }
    for (const auto& i : s.timeline)
        if (i.first_day > s.on)
            list.push_back(
                {i.first_day, fmt::format("{} if nothing happens before", named(i.public_status))});
    std::stable_sort(list.begin(), list.end(),
                     [](const coming& a, const coming& b) { return a.on < b.on; });
    return list;
}

std::string in_days(date from, date to) {
    const auto n = to.days() - from.days();
    return n == 0 ? "today" : n == 1 ? "tomorrow" : fmt::format("in {} days", n);
}

/// The intervals as bars on one scale, with the day asked marked below.
std::string drawing(const standing& s) {
    if (s.timeline.empty())
        return row("timeline", "no event up to this day");
    const auto first = s.timeline.front().first_day;
    // The last interval has no end: it gets a tenth of the picture.
    const auto last_start = std::max(s.timeline.back().first_day, s.on);
    const std::int64_t whole =
        std::max<std::int64_t>(1, (std::int64_t{last_start.days()} - first.days()) * 10 / 9 + 1);
    const auto column = [&](date d) {
        const auto at = (std::int64_t{d.days()} - first.days()) * drawing_width / whole;
        return static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, drawing_width));
    };
    std::size_t widest = 0;
    for (const auto& i : s.timeline)
        widest = std::max(widest, named(i.public_status).size());
    std::string text;
    for (std::size_t k = 0; k < s.timeline.size(); ++k) {
        const auto& i = s.timeline[k];
        const auto from =
            std::min(column(i.first_day), static_cast<std::size_t>(drawing_width - 1));
        const auto to = i.last_day ? std::max(from + 1, column(i.last_day->plus_days(1)))
                                   : static_cast<std::size_t>(drawing_width);
        std::string bar(from, ' ');
        std::string ink;
        for (auto c = from; c < to; ++c)
            ink += "\xE2\x96\x88";  // full block
        const bool now = i.first_day <= s.on && (!i.last_day || s.on <= *i.last_day);
        const auto status = fmt::format("{:{}}", named(i.public_status), widest);
        text += fmt::format(
            "  {} {}  {}  {}{}{} {}\n", to_string(i.first_day),
            i.last_day ? to_string(*i.last_day) : std::string("no end    "),
            painted(s, i.public_status, now ? bold(status) : status), bar,
            painted(s, i.public_status, ink),
            std::string(static_cast<std::size_t>(drawing_width) -
                            std::min<std::size_t>(to, static_cast<std::size_t>(drawing_width)),
                        ' '),
            dim(i.rule));
    }
    if (s.on >= first)
        text += fmt::format("  {}^ {}\n", std::string(25 + widest + column(s.on), ' '),
                            dim(to_string(s.on)));
    return text;
}

std::string state_of(const deadline& d) {
    if (d.now == deadline::state::met)
        return green("met   ");
    return d.now == deadline::state::missed ? red("missed") : yellow("open  ");
}

std::string days_of(const std::optional<standing_term>& t) {
    if (!t)
        return "none";
    return fmt::format("{}, {} to {}", t->status, to_string(t->first_day),
                       t->last_day ? to_string(*t->last_day) : "no end");
}

std::string fee_lines(const standing& s) {
    std::string text;
    for (const auto& f : s.fees) {
        const auto amount = f.amount                                  ? format_money(*f.amount)
                            : f.now == fee_line::state::not_published ? std::string("not published")
                                                                      : std::string("not known");
        const auto state = f.paid_on ? green(fmt::format("paid {}", to_string(*f.paid_on)))
                                     : yellow(fmt::format("due since {}", to_string(f.due_on)));
        text += fmt::format("  {:28}  {:>16}  to {:12}  {}\n", f.title, amount, f.payee, state);
    }
    return text;
}

}  // namespace

std::string standing_report(const std::string& name, const standing& s, const history& h) {
    auto text = heading(name, s);
    text += fmt::format("  {}       {}\n", dim("shows"),
                        painted(s, s.public_status, bold(named(s.public_status))));
    const auto list = what_comes(s);
    for (std::size_t i = 0; i < std::min(list.size(), next_dates); ++i)
        text += row(i == 0 ? "next" : "", fmt::format("{}  {} ({})", to_string(list[i].on),
                                                      list[i].text, in_days(s.on, list[i].on)));
    text += "\n" + drawing(s) + "\n";
    text += row("certificate", days_of(s.certificate));
    if (s.cycle)
        text +=
            row("cycle",
                fmt::format(
                    "{} since {}{}{}", s.cycle->status, to_string(s.cycle->since),
                    s.cycle->last_day ? fmt::format(", to {}", to_string(*s.cycle->last_day)) : "",
                    s.cycle->award.empty() ? "" : fmt::format(", for {}", s.cycle->award)));
    else
        text += row("cycle", "none");
    if (s.bar)
        text += row("bar", days_of(s.bar));
    for (const auto& f : s.open_findings) {
        const auto by = correct_by(*s.edition, s.edition->find_severity(f.finding->severity),
                                   h.events[f.event].on);
        text += row("open", fmt::format("{}: {}, {}{}{}", f.finding->id, f.finding->section,
                                        f.finding->severity,
                                        f.of_check ? ", of a check after certification" : "",
                                        by ? ", to correct by " + to_string(*by) : std::string()));
    }
    if (s.last) {
        for (const auto& line : s.last->obligations)
            text += row("must", line);
        for (const auto& line : s.last->options)
            text += row("may", line);
        for (const auto& line : s.last->notices)
            text += row("note", line);
    }
    for (const auto& d : s.decisions)
        text +=
            row("decided", fmt::format("{} on {}: {}{}", d.status, to_string(h.events[d.event].on),
                                       h.events[d.event].reason,
                                       d.differs ? fmt::format(" (the rules recommend {}: {})",
                                                               d.recommendation, d.rule)
                                                 : ""));
    if (!s.deadlines.empty())
        text += "\n" + bold("  Deadlines") + "\n";
    for (const auto& d : s.deadlines) {
        text +=
            fmt::format("  {} to {}  {}  {}\n", to_string(d.first_day),
                        d.last_day ? to_string(*d.last_day) : "no end    ", state_of(d), d.title);
        if (d.now == deadline::state::missed && !d.consequence.empty())
            text += row("", d.consequence, 34);
    }
    if (!s.fees.empty())
        text += "\n" + bold("  Fees") + "\n" + fee_lines(s);
    for (const auto& v : s.voided)
        text += row("void", fmt::format("events[{}]: {}", v.event, v.reason));
    return text;
}

std::string fee_report(const std::string& name, const standing& s) {
    auto text = heading(name, s) + fee_lines(s);
    // One line of sums for each payee; what has no known amount is in no sum.
    std::map<std::string_view, std::pair<std::optional<money>, std::optional<money>>> sums;
    const auto grow = [](std::optional<money>& sum, const money& by) {
        sum = sum ? add(*sum, by) : by;
    };
    for (const auto& f : s.fees) {
        if (!f.amount)
            continue;
        auto& [due, paid] = sums[f.payee];
        grow(f.now == fee_line::state::paid ? paid : due, *f.amount);
    }
    for (const auto& [payee, sum] : sums)
        text += row("sum", fmt::format("to {}: {} paid, {} due", payee,
                                       sum.second ? format_money(*sum.second) : "nothing",
                                       sum.first ? format_money(*sum.first) : "nothing"));
    if (s.fees.empty())
        text += row("fees", "none fell due up to this day");
    return text;
}

std::string disclosure_report(const std::string& name, const standing& s) {
    auto text = heading(name, s);
    for (const auto& viewer : viewers(*s.edition)) {
        const auto d = disclosures(*s.edition, s, viewer.id);
        if (!d)
            continue;
        text += fmt::format("  {}\n", bold(d->title));
        for (const auto& item : d->sees)
            text += row("sees", item.title);
        if (d->sees.empty())
            text += row("sees", "nothing");
        for (const auto& item : d->told)
            text += row("told", item.title);
    }
    return text;
}

}  // namespace certrules::cli
