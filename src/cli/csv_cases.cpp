#include "cli/csv_cases.hpp"

#include "certrules/limits.hpp"
#include "cli/common.hpp"
#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <set>

namespace certrules::cli {

namespace {

/// The parts of a name between a character.
std::vector<std::string> parts_of(std::string_view text, char between) {
    std::vector<std::string> parts;
    for (;;) {
        const auto at = text.find(between);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

/// Fields outside facts, sections and findings, and whether each is a number.
struct plain_field {
    std::string_view name;
    bool number = false;
    bool list = false;
};
constexpr plain_field plain_fields[] = {
    {"factory"},
    {"event"},
    {"on"},
    {"audit"},
    {"cycle_started_on"},
    {"fee"},
    {"finding"},
    {"status"},
    {"months", true},
    {"reason"},
    {"man_days", true},
    {"sites", true},
    {"state.held", false, true},
    {"state.certificate.status"},
    {"state.certificate.first_day"},
    {"state.certificate.last_day"},
    {"state.cycle.status"},
    {"state.cycle.since"},
    {"state.cycle.started_on"},
    {"state.cycle.award"},
    {"state.bar.status"},
    {"state.bar.first_day"},
    {"state.bar.last_day"},
    {"state.after"},
    {"state.visited"},
    {"state.last_certificate"},
    {"state.consecutive", true},
};

using names = std::vector<std::string_view>;

/// The words of a kind that any edition of the two policies has.
names words(const book& one, const book& other,
            std::span<const std::string_view> detail::word_names::*kind) {
    names all;
    for (const auto* b : {&one, &other})
        for (const auto& e : b->editions())
            for (const auto word : e.data().names.*kind)
                if (std::find(all.begin(), all.end(), word) == all.end())
                    all.push_back(word);
    return all;
}

[[noreturn]] void bad_column(std::string_view name, std::string_view message) {
    throw bad_input(fmt::format("column \"{}\": {}", name, message));
}

void need_word(std::string_view column, std::string_view kind, std::string_view word,
               const names& known) {
    if (std::find(known.begin(), known.end(), word) == known.end())
        bad_column(column,
                   fmt::format("unknown {} \"{}\"{}", kind, word, detail::suggestion(word, known)));
}

bool is_number_fact(const book& one, const book& other, std::string_view name) {
    for (const auto* b : {&one, &other})
        for (const auto& e : b->editions())
            if (const auto f = e.find_fact(name); f != fact_id::none)
                return e.facts()[index(f)].type == fact_type::number;
    return false;
}

/// Whether a cell is a number as JSON writes it.
bool looks_like_number(std::string_view cell) {
    if (cell.starts_with('-'))
        cell.remove_prefix(1);
    const auto digits = cell.substr(0, cell.find('.'));
    const auto after = cell.substr(std::min(cell.size(), digits.size() + 1));
    const auto all = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    return !digits.empty() && all(digits) && (digits.size() == 1 || digits.front() != '0') &&
           (digits.size() == cell.size() || (!after.empty() && all(after)));
}

}  // namespace

bool csv_reader::next(std::vector<std::string>& cells) {
    do {
        if (!lines_.next(text_))
            return false;
        first_line_ = ++lines_read_;
        if (first_line_ == 1 && text_.starts_with("\xEF\xBB\xBF"))
            text_.erase(0, 3);  // the mark that spreadsheets put before UTF-8
    } while (text_.find_first_not_of(" \t,") == std::string::npos);
    cells.clear();
    std::size_t at = 0;
    for (;;) {
        std::string cell;
        if (at < text_.size() && text_[at] == '"') {
            for (++at;; ++at) {
                if (at == text_.size()) {
                    if (text_.size() > limits::json_bytes || !lines_.next(more_))
                        throw bad_input(
                            fmt::format("line {}: a quoted cell has no end", first_line_));
                    ++lines_read_;
                    text_ = more_;
                    cell += '\n';
                    at = static_cast<std::size_t>(-1);
                    continue;
                }
                if (text_[at] == '"' && (at + 1 == text_.size() || text_[at + 1] != '"'))
                    break;
                cell += text_[at];
                if (text_[at] == '"')
                    ++at;
                if (cell.size() > limits::json_bytes)
                    throw bad_input(fmt::format("line {}: a cell is too long", first_line_));
            }
            ++at;
            if (at < text_.size() && text_[at] != ',')
                throw bad_input(fmt::format(
                    "line {}: something follows the closing quote of a cell", first_line_));
        } else {
            const auto end = std::min(text_.find(',', at), text_.size());
            cell = text_.substr(at, end - at);
            at = end;
        }
        cells.push_back(std::move(cell));
        if (at == text_.size())
            return true;
        ++at;
    }
}

csv_cases::csv_cases(const std::vector<std::string>& heading, const book& one, const book& other)
    : heading_(heading) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < heading.size(); ++i) {
        if (!seen.insert(heading[i]).second)
            bad_column(heading[i], "is repeated");
        auto c = read_column(heading[i], i, one, other);
        has_state_ = has_state_ || (c.holds != kind::findings && c.path.front() == "state");
        (c.holds == kind::findings ? findings_ : fields_).push_back(std::move(c));
    }
    // Fields of one object stand together, as JSON wants them.
    std::stable_sort(fields_.begin(), fields_.end(),
                     [](const column& a, const column& b) { return a.path < b.path; });
}

csv_cases::column csv_cases::read_column(const std::string& name, std::size_t place,
                                         const book& one, const book& other) {
    column c;
    c.place = place;
    c.path = parts_of(name, '.');
    const auto count = c.path.size();
    const auto& top = c.path.front();
    if (top == "facts" && count == 2) {
        need_word(name, "fact", c.path[1], words(one, other, &detail::word_names::facts));
        c.holds = is_number_fact(one, other, c.path[1]) ? kind::number : kind::text;
        return c;
    }
    if (top == "sections" || top == "findings") {
        const bool graded = top == "sections" && count == 4 && c.path[2] == "graded";
        if (count < 3 || (top == "sections" && count > (graded ? 4U : 3U)))
            bad_column(name, top == "sections"
                                 ? "expected sections.SECTION.applicable, .conforming, .rating or "
                                   ".graded.SEVERITY"
                                 : "expected findings.SECTION.SEVERITY, with .tags=A+B or "
                                   ".transparent=yes after it");
        need_word(name, "section", c.path[1], words(one, other, &detail::word_names::sections));
        if (graded || top == "findings")
            need_word(name, "severity", c.path[graded ? 3 : 2],
                      words(one, other, &detail::word_names::severities));
        c.holds = kind::number;
        if (top == "findings") {
            c.holds = kind::findings;
            for (std::size_t i = 3; i < count; ++i) {
                const auto& more = c.path[i];
                if (more == "transparent=yes" || more == "transparent=no")
                    c.transparent = more.substr(more.find('=') + 1);
                else if (more.starts_with("tags=")) {
                    for (const auto& tag : parts_of(std::string_view(more).substr(5), '+')) {
                        need_word(name, "tag", tag, words(one, other, &detail::word_names::tags));
                        c.tags += fmt::format("{}\"{}\"", c.tags.empty() ? "" : ", ", tag);
                    }
                } else {
                    bad_column(name, fmt::format("\"{}\" is unknown, expected tags=A+B, "
                                                 "transparent=yes or transparent=no",
                                                 more));
                }
            }
            c.path = {c.path[1], c.path[2]};
        } else if (!graded) {
            static constexpr std::string_view fields[] = {"applicable", "conforming", "rating"};
            need_word(name, "field", c.path[2], {std::begin(fields), std::end(fields)});
            if (c.path[2] == "rating")
                c.holds = kind::text;
        }
        return c;
    }
    names known{"facts.FACT", "sections.SECTION.applicable", "findings.SECTION.SEVERITY"};
    for (const auto& field : plain_fields) {
        if (field.name == name) {
            c.holds = field.list ? kind::list : (field.number ? kind::number : kind::text);
            return c;
        }
        known.push_back(field.name);
    }
    bad_column(name, fmt::format("is unknown{}", detail::suggestion(name, known)));
}

void csv_cases::quote(std::string_view text) {
    json_ += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json_ += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            json_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            json_ += c;
    }
    json_ += '"';
}

void csv_cases::write_cell(const column& c, const std::string& cell) {
    if (c.holds == kind::number && looks_like_number(cell)) {
        json_ += cell;
    } else if (c.holds == kind::list) {
        json_ += '[';
        bool first = true;
        for (const auto& item : parts_of(cell, ' ')) {
            if (item.empty())
                continue;
            json_ += first ? "" : ", ";
            quote(item);
            first = false;
        }
        json_ += ']';
    } else {
        quote(cell);
    }
}

void csv_cases::write_findings(const std::vector<std::string>& cells) {
    json_ += "\"findings\": [";
    std::uint32_t id = 0;
    for (const auto& c : findings_) {
        const auto& cell = cells[c.place];
        if (cell.empty())
            continue;
        std::uint32_t count = 0;
        const auto [end, failure] = std::from_chars(cell.data(), cell.data() + cell.size(), count);
        if (failure != std::errc{} || end != cell.data() + cell.size() ||
            count > limits::findings - id)
            throw bad_input(
                fmt::format("{}: is \"{}\", expected a whole number from 0 to {} in all",
                            heading_[c.place], cell.substr(0, 40), limits::findings));
        for (std::uint32_t i = 0; i < count; ++i) {
            json_ += fmt::format("{}{{\"id\": \"{}\", \"section\": \"{}\", \"severity\": \"{}\"",
                                 id == 0 ? "" : ", ", id + 1, c.path[0], c.path[1]);
            ++id;
            if (!c.tags.empty())
                json_ += fmt::format(", \"tags\": [{}]", c.tags);
            if (!c.transparent.empty())
                json_ += fmt::format(", \"transparent\": \"{}\"", c.transparent);
            json_ += '}';
        }
    }
    json_ += ']';
}

std::string_view csv_cases::json(const std::vector<std::string>& cells) {
    if (cells.size() != heading_.size())
        throw bad_input(fmt::format("has {} cells, expected {} as in the heading", cells.size(),
                                    heading_.size()));
    json_ = "{";
    std::vector<std::string> open;
    bool state = false;
    const auto part = [&] {
        if (json_.back() != '{')
            json_ += ", ";
    };
    for (const auto& c : fields_) {
        const auto& cell = cells[c.place];
        if (cell.empty())
            continue;
        std::size_t same = 0;
        while (same < open.size() && same + 1 < c.path.size() && open[same] == c.path[same])
            ++same;
        for (; open.size() > same; open.pop_back())
            json_ += '}';
        for (; open.size() + 1 < c.path.size(); open.push_back(c.path[open.size()])) {
            part();
            quote(c.path[open.size()]);
            json_ += ": {";
        }
        state = state || c.path.front() == "state";
        part();
        quote(c.path.back());
        json_ += ": ";
        write_cell(c, cell);
    }
    for (; !open.empty(); open.pop_back())
        json_ += '}';
    if (has_state_ && !state) {
        part();
        json_ += "\"state\": {}";
    }
    if (!findings_.empty()) {
        part();
        write_findings(cells);
    }
    json_ += '}';
    return json_;
}

}  // namespace certrules::cli
