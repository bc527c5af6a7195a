#include "detail/resolved_text.hpp"

#include "detail/loader.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <memory_resource>

namespace certrules::detail {

namespace {

void write_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (byte < 0x20 || byte == 0x7F)
            out += fmt::format("\\u{:04X}", byte);
        else
            out += c;
    }
    out += '"';
}

/// Keys of people's own choice (severities, measures) may need quotes.
void write_key(std::string& out, std::string_view key) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    if (!key.empty() && std::all_of(key.begin(), key.end(), plain))
        out += key;
    else
        write_string(out, key);
}

void write_value(std::string& out, const toml::node& node) {
    node.visit([&](const auto& n) {
        using kind = std::decay_t<decltype(n)>;
        if constexpr (std::is_same_v<kind, toml::table>) {
            out += "{ ";
            bool first = true;
            for (const auto& [key, value] : n) {
                if (!first)
                    out += ", ";
                first = false;
                write_key(out, key.str());
                out += " = ";
                write_value(out, value);
            }
            out += first ? "}" : " }";
        } else if constexpr (std::is_same_v<kind, toml::array>) {
            out += '[';
            for (std::size_t i = 0; i < n.size(); ++i) {
                if (i > 0)
                    out += ", ";
                write_value(out, n[i]);
            }
            out += ']';
        } else if constexpr (std::is_same_v<kind, toml::value<std::string>>) {
            write_string(out, n.get());
        } else if constexpr (std::is_same_v<kind, toml::value<std::int64_t>>) {
            out += std::to_string(n.get());
        } else if constexpr (std::is_same_v<kind, toml::value<bool>>) {
            out += n.get() ? "true" : "false";
        } else if constexpr (std::is_same_v<kind, toml::value<toml::date>>) {
            out += fmt::format("{:04}-{:02}-{:02}", n->year, unsigned{n->month}, unsigned{n->day});
        }  // no other value is part of an edition that loads
    });
}

void write_line(std::string& out, const toml::table& table, std::string_view key) {
    const auto* value = table.get(key);
    if (value == nullptr)
        return;
    write_key(out, key);
    out += " = ";
    write_value(out, *value);
    out += '\n';
}

constexpr std::array<std::string_view, 5> first_keys{"format", "scheme", "edition", "id", "title"};

bool comes_first(std::string_view key) noexcept {
    return std::find(first_keys.begin(), first_keys.end(), key) != first_keys.end();
}

void write_lines(std::string& out, const toml::table& table) {
    for (const auto key : first_keys)
        write_line(out, table, key);
    for (const auto& [key, value] : table)
        if (!comes_first(key.str()))
            write_line(out, table, key.str());
}

}  // namespace

result<std::string, diagnostics> resolved_text(std::string_view text, std::string_view file) {
    std::pmr::monotonic_buffer_resource arena;
    load_context context(file, arena);
    auto parsed = toml::parse(text);
    if (!parsed) {
        context.error(parsed.error().source(), std::string(parsed.error().description()));
        return unexpected(context.take());
    }
    const auto root = resolve(context, std::move(parsed).table());
    if (!root || context.failed())
        return unexpected(context.take());

    std::string head, tables;
    toml::table plain;
    for (const auto& [key, value] : *root) {
        const auto* list = value.as_array();
        if (list == nullptr || list->empty() || !list->is_array_of_tables()) {
            plain.insert(key, value);
            continue;
        }
        for (const auto& item : *list) {
            tables += fmt::format("\n[[{}]]\n", key.str());
            write_lines(tables, *item.as_table());
        }
    }
    write_lines(head, plain);
    return head + tables;
}

std::string base_name(std::string_view text) {
    const auto parsed = toml::parse(text);
    return parsed ? parsed.table()["based_on"].value<std::string>().value_or("") : std::string();
}

}  // namespace certrules::detail
