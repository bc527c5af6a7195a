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
struct paired_words {
    explicit paired_words(const edition& e) {
        const auto& data = e.data();
        const auto& n = data.names;
        add("severity", n.severities);
        add("section", n.sections);
        add("tag", n.tags);
        add("rating", n.ratings);
        add("status", n.statuses);
        add("audit", n.audits);
        add("fee", n.fees);
        add("fact", n.facts);
        for (const auto& f : data.facts)
            add("value", f.values);
    }
    template <class List>
    void add(std::string_view kind, const List& list) {
        words.insert(words.end(), list.begin(), list.end());
        kinds.insert(kinds.end(), list.size(), kind);
    }
    bool has(std::string_view kind, std::string_view word) const {
        for (std::size_t i = 0; i < words.size(); ++i)
            if (words[i] == word && kinds[i] == kind)
                return true;
        return false;
    }
    /// The first kind that the word is of; empty: none.
    std::string_view kind_of(std::string_view word) const {
        const auto it = std::find(words.begin(), words.end(), word);
        return it == words.end() ? std::string_view{}
                                 : kinds[static_cast<std::size_t>(it - words.begin())];
    }
    std::vector<std::string_view> words, kinds;
};

class reader {
public:
    reader(const edition& a, const edition& b)
        : edition_{&a, &b}, words_{paired_words(a), paired_words(b)} {}

    std::optional<error> take(std::string_view line, std::uint32_t number) {
        const auto at = line.find('=');
        if (at == std::string_view::npos || at == 0 || at + 1 == line.size())
            return wrong(error_code::bad_text, number,
                         fmt::format("found \"{}\", expected OLD=NEW", printable(line)));
        const std::string_view side[2]{line.substr(0, at), line.substr(at + 1)};
        for (int i = 0; i < 2; ++i)
            if (words_[i].kind_of(side[i]).empty())
                return wrong(error_code::unknown_name, number,
                             fmt::format("{} has no word \"{}\"{}", edition_[i]->name(),
                                         printable(side[i]), suggestion(side[i], words_[i].words)));
        for (const auto& r : found)
            if (r.from == side[0] || r.to == side[1])
                return wrong(error_code::bad_text, number,
                             fmt::format("\"{}\" is in another pair already",
                                         r.from == side[0] ? r.from : r.to));
        if (!of_one_kind(side[0], side[1]))
            return wrong(
                error_code::bad_argument, number,
                fmt::format("\"{}\" is a {} of {}, and \"{}\" a {} of {}: expected words of "
                            "one kind",
                            side[0], words_[0].kind_of(side[0]), edition_[0]->name(), side[1],
                            words_[1].kind_of(side[1]), edition_[1]->name()));
        found.push_back({std::string(side[0]), std::string(side[1])});
        return std::nullopt;
    }

    std::vector<renamed_word> found;

private:
    static error wrong(error_code code, std::uint32_t line, std::string message) {
        return {code, "renamed", std::move(message), line};
    }

    bool of_one_kind(std::string_view from, std::string_view to) const {
        const auto& a = words_[0];
        for (std::size_t i = 0; i < a.words.size(); ++i)
            if (a.words[i] == from && words_[1].has(a.kinds[i], to))
                return true;
        return false;
    }

    const edition* edition_[2];
    paired_words words_[2];
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
