#include "certrules/deadline_calendar.hpp"

#include "detail/sha256.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>

namespace certrules {

namespace {

constexpr std::size_t fold_at = 75;  // octets of a line, without its end (RFC 5545, 3.1)

bool starts_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// A content line, folded between characters.
void line(std::string& text, std::string_view content) {
    std::size_t room = fold_at;
    while (content.size() > room) {
        auto cut = room;
        while (cut > 0 && !starts_character(content[cut]))
            --cut;
        if (cut == 0)
            cut = room;  // no UTF-8: nothing to keep whole
        text.append(content.substr(0, cut));
        text.append("\r\n ");
        content.remove_prefix(cut);
        room = fold_at - 1;  // the blank counts
    }
    text.append(content);
    text.append("\r\n");
}

/// A text value: what has a meaning of its own is escaped, control characters are blanks.
std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\\' || c == ';' || c == ',') {
            out += '\\';
            out += c;
        } else {
            out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        }
    }
    return out;
}

std::string day(date d) {
    const auto c = d.to_civil();
    return fmt::format("{:04}{:02}{:02}", c.year, c.month, c.day);
}

std::string_view state_name(deadline::state s) noexcept {
    return s == deadline::state::open ? "open" : s == deadline::state::met ? "met" : "missed";
}

std::string uid(const standing& s, const deadline& d, std::size_t nth) {
    const auto key = fmt::format("{}\n{}\n{}\n{}\n{}", s.edition->scheme(), s.factory, d.id,
                                 to_string(d.first_day), nth);
    detail::sha256 hash;
    hash.update(key);
    const auto hex = detail::to_hex(hash.finish());
    return fmt::format("{}@certrules", std::string_view(hex.data(), 32));
}

}  // namespace

calendar_writer::calendar_writer(int alarm_days) : alarm_days_(std::clamp(alarm_days, 0, 365)) {
    line(text_, "BEGIN:VCALENDAR");
    line(text_, "VERSION:2.0");
    line(text_, "PRODID:-//certrules//deadlines//EN");
    line(text_, "CALSCALE:GREGORIAN");
    line(text_, "METHOD:PUBLISH");
}

void calendar_writer::add(const standing& s) {
    std::map<std::pair<std::string_view, date>, std::size_t> seen;
    for (const auto& d : s.deadlines) {
        const auto last = d.last_day.value_or(d.first_day);
        const auto who = s.factory.empty() ? std::string() : fmt::format(" ({})", s.factory);
        line(text_, "BEGIN:VEVENT");
        line(text_, fmt::format("UID:{}", uid(s, d, seen[{d.id, d.first_day}]++)));
        line(text_, fmt::format("DTSTAMP:{}T000000Z", day(s.on)));
        line(text_, fmt::format("DTSTART;VALUE=DATE:{}", day(d.first_day)));
        // The end of an entry of whole days is the day after it.
        line(text_,
             fmt::format("DTEND;VALUE=DATE:{}", day(std::max(last, d.first_day).plus_days(1))));
        line(text_, fmt::format("SUMMARY:{}", escaped(fmt::format("{}{}", d.title, who))));
        auto about = d.last_day
                         ? fmt::format("{}, last day {}", state_name(d.now), to_string(*d.last_day))
                         : std::string(state_name(d.now));
        if (!d.consequence.empty())
            about += fmt::format("\n{}", d.consequence);
        for (const auto& cite : d.cites)
            about += fmt::format("\n{}", cite);
        line(text_, fmt::format("DESCRIPTION:{}", escaped(about)));
        line(text_, fmt::format("CATEGORIES:{},{}", escaped(d.id), state_name(d.now)));
        line(text_, "TRANSP:TRANSPARENT");
        if (d.now == deadline::state::open) {
            line(text_, "BEGIN:VALARM");
            line(text_, "ACTION:DISPLAY");
            line(text_, fmt::format("DESCRIPTION:{}", escaped(fmt::format("{}{}", d.title, who))));
            if (d.last_day)  // the end is one day past the last day
                line(text_, fmt::format("TRIGGER;RELATED=END:-P{}D", alarm_days_ + 1));
            else
                line(text_, "TRIGGER;RELATED=START:PT0S");
            line(text_, "END:VALARM");
        }
        line(text_, "END:VEVENT");
    }
}

std::string calendar_writer::finish() && {
    line(text_, "END:VCALENDAR");
    return std::move(text_);
}

}  // namespace certrules
