#include "detail/json_document.hpp"

#include "certrules/limits.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>
#include <functional>

namespace certrules::detail {

/// What Boost.JSON's parser calls as it reads.
struct json_handler {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using code = boost::json::error_code;
    using view = boost::json::string_view;

    explicit json_handler(json_document& d) : document(d) {}

    std::uint32_t add(json_kind kind) {
        if (document.nodes_.size() >= limits::json_values)
            too_many = true;
        if (!document.open_.empty())
            ++document.nodes_[document.open_.back()].count;
        document.nodes_.push_back({kind, false, 0, 0, {}});
        const auto place = static_cast<std::uint32_t>(document.nodes_.size() - 1);
        document.nodes_.back().end = place + 1;
        return place;
    }
    bool open(json_kind kind) {
        document.open_.push_back(add(kind));
        return !too_many;
    }
    bool close() {
        const auto place = document.open_.back();
        document.open_.pop_back();
        document.nodes_[place].end = static_cast<std::uint32_t>(document.nodes_.size());
        return true;
    }
    /// Part of a string that the parser hands over piece by piece: it has escapes.
    bool append(view part) {
        document.unescaped_.append(part.data(), part.size());
        return true;
    }
    /// The whole string, of which `part` is the last piece.
    std::string_view whole(view part, std::size_t size) {
        if (size == part.size() && lies_in_text(part))
            return {part.data(), part.size()};
        append(part);
        return std::string_view(document.unescaped_).substr(document.unescaped_.size() - size);
    }
    bool lies_in_text(view part) const noexcept {
        const std::less<const char*> before;
        const auto* first = document.text_.data();
        return !before(part.data(), first) && before(part.data(), first + document.text_.size());
    }
    bool text(json_kind kind, view part, std::size_t size) {
        const auto characters = whole(part, size);
        document.nodes_[add(kind)].text = characters;
        return !too_many;
    }

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return open(json_kind::object); }
    bool on_array_begin(code&) { return open(json_kind::array); }
    bool on_array_end(std::size_t, code&) { return close(); }
    bool on_object_end(std::size_t, code&) {
        const auto place = document.open_.back();
        close();
        return unique_keys(place);
    }
    bool on_string_part(view part, std::size_t, code&) { return append(part); }
    bool on_string(view part, std::size_t size, code&) {
        return text(json_kind::string, part, size);
    }
    bool on_key_part(view part, std::size_t, code&) { return append(part); }
    bool on_key(view part, std::size_t size, code&) {
        text(json_kind::string, part, size);
        --document.nodes_[document.open_.back()].count;  // the value counts for both
        return true;
    }
    bool on_number_part(view part, code&) {
        number_size += part.size();
        return append(part);
    }
    bool number(view part) {
        const auto size = number_size + part.size();
        number_size = 0;
        return text(json_kind::number, part, size);
    }
    bool on_int64(std::int64_t, view part, code&) { return number(part); }
    bool on_uint64(std::uint64_t, view part, code&) { return number(part); }
    bool on_double(double, view part, code&) { return number(part); }
    bool on_bool(bool truth, code&) {
        const auto place = add(json_kind::boolean);
        document.nodes_[place].truth = truth;
        return !too_many;
    }
    bool on_null(code&) {
        add(json_kind::null);
        return !too_many;
    }
    bool on_comment_part(view, code&) { return true; }
    bool on_comment(view, code&) { return true; }

    bool unique_keys(std::uint32_t object) {
        const auto& nodes = document.nodes_;
        if (nodes[object].count < 2)
            return true;
        keys.clear();
        for (auto i = object + 1; i < nodes[object].end; i = nodes[i + 1].end)
            keys.push_back(nodes[i].text);
        if (keys.size() > 12) {
            std::sort(keys.begin(), keys.end());
            const auto twice = std::adjacent_find(keys.begin(), keys.end());
            if (twice != keys.end())
                repeated = *twice;
        } else {
            for (std::size_t i = 0; i < keys.size(); ++i)
                for (std::size_t j = i + 1; j < keys.size(); ++j)
                    if (keys[i] == keys[j])
                        repeated = keys[j];
        }
        return !repeated;
    }

    json_document& document;
    std::size_t number_size = 0;
    std::vector<std::string_view> keys;
    std::optional<std::string_view> repeated;
    bool too_many = false;
};

namespace {

/// Where in a text, for people: a column of its only line, or line and column. Columns count
/// characters, not bytes.
std::string place(std::string_view text, std::size_t at) {
    const auto before = text.substr(0, at);
    const auto line = before.rfind('\n');
    const auto own = line == std::string_view::npos ? before : before.substr(line + 1);
    const auto column = 1 + std::count_if(own.begin(), own.end(), [](char c) {
                            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
                        });
    if (line == std::string_view::npos && text.find_last_not_of(" \t\r\n") < text.find('\n'))
        return fmt::format("column {}", column);
    return fmt::format("line {}, column {}", std::count(before.begin(), before.end(), '\n') + 1,
                       column);
}

/// What keeps a text from being JSON, told by the byte at which the parser stopped.
std::string misread(std::string_view text, std::size_t at) {
    const auto beyond_ascii = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]) >= 0x80;
    };
    if (at >= text.size() || beyond_ascii(at) || (at > 0 && beyond_ascii(at - 1)))
        return "not JSON in UTF-8";
    const auto before = text.substr(0, at).find_last_not_of(" \t\r\n");
    if ((text[at] == ']' || text[at] == '}') && before != std::string_view::npos &&
        text[before] == ',')
        return fmt::format("not JSON: a comma before \"{}\": the last value has none after it",
                           text[at]);
    return fmt::format("not JSON: '{}' cannot stand here", text[at]);
}

}  // namespace

std::optional<error> json_document::parse(std::string_view text) {
    const auto bad = [](std::string_view message) {
        return error{error_code::bad_text, {}, printable(message), 0};
    };
    if (text.size() > limits::json_bytes)
        return error{error_code::limit,
                     {},
                     fmt::format("the JSON has {} bytes, at most {} are allowed", text.size(),
                                 limits::json_bytes),
                     0};
    nodes_.clear();
    open_.clear();
    nodes_.reserve(text.size() / 8);
    text_.assign(text);
    unescaped_.clear();
    unescaped_.reserve(text.size());  // it never grows beyond, so views into it stay

    boost::json::parse_options options;
    options.max_depth = limits::json_depth;
    boost::json::basic_parser<json_handler> parser(options, *this);
    boost::json::error_code failure;
    const auto read = parser.write_some(false, text_.data(), text_.size(), failure);
    if (parser.handler().repeated)
        return bad(fmt::format("{}: the key \"{}\" is repeated in one object", place(text, read),
                               *parser.handler().repeated));
    if (parser.handler().too_many)
        return error{error_code::limit,
                     {},
                     fmt::format("{}: more than {} values and keys in one document",
                                 place(text, read), limits::json_values),
                     0};
    if (!failure && read < text.size()) {
        const auto rest = text.find_first_not_of(" \t\r\n", read);
        if (rest != std::string_view::npos)
            return bad(fmt::format("{}: something follows the JSON value", place(text, rest)));
    }
    if (!failure)
        return std::nullopt;
    using code = boost::json::error;
    if (failure == code::incomplete)
        return bad(fmt::format("{}: the JSON ends too early", place(text, text.size())));
    if (failure == code::too_deep)
        return error{
            error_code::limit,
            {},
            fmt::format("{}: nested deeper than {} levels", place(text, read), limits::json_depth),
            0};
    return bad(fmt::format("{}: {}", place(text, read), misread(text, read)));
}

}  // namespace certrules::detail
