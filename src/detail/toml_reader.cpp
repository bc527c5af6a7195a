#include "detail/toml_reader.hpp"

#include "certrules/limits.hpp"
#include "detail/nearest.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

diagnostic make(diagnostic::level kind, std::string_view file, const toml::source_region& at,
                std::string_view message) {
    diagnostic d;
    d.kind = kind;
    // A node of a base edition keeps that edition's name.
    d.file = at.path ? *at.path : std::string(file);
    d.line = at.begin.line;
    d.column = at.begin.column;
    d.message = printable(message);
    return d;
}

}  // namespace

void load_context::error(const toml::source_region& at, std::string_view message) {
    // Counted apart from the warnings: they must not crowd out what stops the edition.
    if (++errors_ <= limits::diagnostics)
        found_.push_back(make(diagnostic::level::error, file_, at, message));
}

void load_context::warning(const toml::source_region& at, std::string_view message) {
    if (found_.size() < limits::diagnostics)
        found_.push_back(make(diagnostic::level::warning, file_, at, message));
}

bool load_context::full() const noexcept {
    return errors_ >= limits::diagnostics;
}

diagnostics load_context::take() {
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(found_);
}

std::string_view load_context::keep(std::string_view text) {
    if (text.empty())
        return {};
    auto* place = static_cast<char*>(arena_->allocate(text.size(), 1));
    std::copy(text.begin(), text.end(), place);
    return {place, text.size()};
}

std::string_view kind_of(const toml::node& n) noexcept {
    switch (n.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "an array";
        case toml::node_type::string:
            return "a string";
        case toml::node_type::integer:
            return "an integer";
        case toml::node_type::floating_point:
            return "a floating-point number";
        case toml::node_type::boolean:
            return "a boolean";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date with a time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

const toml::node* toml_reader::find(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

toml::source_region toml_reader::where(std::string_view key) const {
    const auto* node = table_->get(key);
    return node != nullptr ? node->source() : table_->source();
}

void toml_reader::error(std::string_view key, std::string message) {
    context_->error(where(key), fmt::format("{}: {}", what_, message));
}

std::optional<std::string_view> toml_reader::text(std::string_view key, bool required,
                                                  std::size_t longest) {
    const auto* node = find(key);
    if (node == nullptr) {
        if (required)
            error(key, fmt::format("field \"{}\" is missing (a string)", key));
        return std::nullopt;
    }
    const auto* value = node->as_string();
    if (value == nullptr) {
        error(key, fmt::format("\"{}\" is {}, expected a string", key, kind_of(*node)));
        return std::nullopt;
    }
    const std::string_view found = value->get();
    if (found.empty() || found.size() > longest) {
        error(key,
              fmt::format("\"{}\" has {} bytes, expected 1 to {}", key, found.size(), longest));
        return std::nullopt;
    }
    return found;
}

std::optional<std::string_view> toml_reader::id(bool required) {
    const auto found = text("id", required, limits::id_length);
    if (!found)
        return std::nullopt;
    const bool fine = std::all_of(found->begin(), found->end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!fine || found->front() == '-' || found->back() == '-') {
        error("id", fmt::format("id \"{}\" may hold only a-z, 0-9 and inner hyphens", *found));
        return std::nullopt;
    }
    return found;
}

std::optional<std::int64_t> toml_reader::integer(std::string_view key, std::int64_t lowest,
                                                 std::int64_t highest, bool required) {
    const auto* node = find(key);
    if (node == nullptr) {
        if (required)
            error(key, fmt::format("field \"{}\" is missing (an integer)", key));
        return std::nullopt;
    }
    const auto* value = node->as_integer();
    if (value == nullptr) {
        error(key, fmt::format("\"{}\" is {}, expected an integer", key, kind_of(*node)));
        return std::nullopt;
    }
    if (value->get() < lowest || value->get() > highest) {
        error(key,
              fmt::format("\"{}\" is {}, expected {} to {}", key, value->get(), lowest, highest));
        return std::nullopt;
    }
    return value->get();
}

bool toml_reader::flag(std::string_view key, bool otherwise) {
    const auto* node = find(key);
    if (node == nullptr)
        return otherwise;
    if (const auto* value = node->as_boolean())
        return value->get();
    error(key, fmt::format("\"{}\" is {}, expected true or false", key, kind_of(*node)));
    return otherwise;
}

std::optional<toml::date> toml_reader::date(std::string_view key, bool required) {
    const auto* node = find(key);
    if (node == nullptr) {
        if (required)
            error(key, fmt::format("field \"{}\" is missing (a date)", key));
        return std::nullopt;
    }
    if (const auto* value = node->as_date())
        return value->get();
    error(key, fmt::format("\"{}\" is {}, expected a date such as 2020-09-01, without quotes", key,
                           kind_of(*node)));
    return std::nullopt;
}

const toml::table* toml_reader::table(std::string_view key, bool required) {
    const auto* node = find(key);
    if (node == nullptr) {
        if (required)
            error(key, fmt::format("field \"{}\" is missing (a table)", key));
        return nullptr;
    }
    if (const auto* value = node->as_table())
        return value;
    error(key, fmt::format("\"{}\" is {}, expected a table", key, kind_of(*node)));
    return nullptr;
}

std::vector<std::pair<std::string_view, toml::source_region>> toml_reader::words(
    std::string_view key, bool required) {
    std::vector<std::pair<std::string_view, toml::source_region>> found;
    const auto* node = find(key);
    if (node == nullptr) {
        if (required)
            error(key,
                  fmt::format("field \"{}\" is missing (a string or an array of strings)", key));
        return found;
    }
    if (const auto* one = node->as_string()) {
        found.emplace_back(one->get(), node->source());
        return found;
    }
    const auto* many = node->as_array();
    if (many == nullptr) {
        error(key, fmt::format("\"{}\" is {}, expected a string or an array of strings", key,
                               kind_of(*node)));
        return found;
    }
    if (many->size() > limits::list_length) {
        error(key, fmt::format("\"{}\" lists {} words, at most {} are allowed", key, many->size(),
                               limits::list_length));
        return found;
    }
    for (const auto& item : *many) {
        if (const auto* word = item.as_string()) {
            found.emplace_back(word->get(), item.source());
        } else {
            context_->error(item.source(), fmt::format("{}: \"{}\" holds {}, expected strings",
                                                       what_, key, kind_of(item)));
        }
    }
    if (required && many->empty())
        error(key, fmt::format("\"{}\" is empty", key));
    return found;
}

std::optional<std::size_t> toml_reader::choice(std::string_view key,
                                               std::span<const std::string_view> allowed,
                                               bool required) {
    const auto found = text(key, required);
    if (!found)
        return std::nullopt;
    const auto it = std::find(allowed.begin(), allowed.end(), *found);
    if (it != allowed.end())
        return static_cast<std::size_t>(it - allowed.begin());
    error(key, fmt::format("\"{}\" is \"{}\", expected one of {}{}", key, *found,
                           fmt::join(allowed, ", "),
                           nearest(*found, allowed).empty() ? "" : suggestion(*found, allowed)));
    return std::nullopt;
}

void toml_reader::finish() {
    std::vector<std::string_view> known(asked_.begin(), asked_.end());
    for (const auto& [key, value] : *table_) {
        if (asked_.find(key.str()) == asked_.end())
            context_->error(key.source(), fmt::format("{}: unknown field \"{}\"{}", what_,
                                                      key.str(), suggestion(key.str(), known)));
    }
}

}  // namespace certrules::detail
