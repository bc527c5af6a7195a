#include "certrules/compare.hpp"
#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules {

using namespace detail;

namespace {

/// All words that may be paired by name, of each kind in the order of the file.
std::vector<std::string_view> words_of(const edition& e) {
    const auto& data = e.data();
    const auto& n = data.names;
    std::vector<std::string_view> words;
    const auto add = [&](const auto& list) { words.insert(words.end(), list.begin(), list.end()); };
    add(n.severities);
    add(n.sections);
    add(n.tags);
    add(n.ratings);
    add(n.statuses);
    add(n.audits);
    add(n.fees);
    add(n.facts);
    for (const auto& f : data.facts)
        add(f.values);
    return words;
}

class reader {
public:
    reader(const edition& a, const edition& b)
        : edition_{&a, &b}, words_{words_of(a), words_of(b)} {}

    std::optional<error> take(std::string_view line, std::uint32_t number) {
        const auto at = line.find('=');
        if (at == std::string_view::npos || at == 0 || at + 1 == line.size())
            return wrong(error_code::bad_text, number,
                         fmt::format("found \"{}\", expected OLD=NEW", printable(line)));
        const std::string_view side[2]{line.substr(0, at), line.substr(at + 1)};
        for (int i = 0; i < 2; ++i)
            if (std::find(words_[i].begin(), words_[i].end(), side[i]) == words_[i].end())
                return wrong(error_code::unknown_name, number,
                             fmt::format("{} has no word \"{}\"{}", edition_[i]->name(),
                                         printable(side[i]), suggestion(side[i], words_[i])));
        for (const auto& r : found)
            if (r.from == side[0] || r.to == side[1])
                return wrong(error_code::bad_text, number,
                             fmt::format("\"{}\" is in another pair already",
                                         r.from == side[0] ? r.from : r.to));
        found.push_back({std::string(side[0]), std::string(side[1])});
        return std::nullopt;
    }

    std::vector<renamed_word> found;

private:
    static error wrong(error_code code, std::uint32_t line, std::string message) {
        return {code, "renamed", std::move(message), line};
    }

    const edition* edition_[2];
    std::vector<std::string_view> words_[2];
};

}  // namespace

result<std::vector<renamed_word>, error> read_renamed(const edition& old_one,
                                                      const edition& new_one,
                                                      std::string_view lines) {
    reader to(old_one, new_one);
    for (std::uint32_t number = 1; !lines.empty(); ++number) {
        const auto end = std::min(lines.find('\n'), lines.size());
        auto line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (line.empty())
            continue;
        if (auto wrong = to.take(line, number))
            return unexpected(std::move(*wrong));
    }
    return std::move(to.found);
}

}  // namespace certrules
