#include "detail/workbench/toml_tree.hpp"

#include "certrules/date.hpp"
#include "detail/json_writer.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

/// Gives each part of a copy the place of what it was copied from. A node has no other way to be
/// told where it stands.
void keep_places(toml::node& copy, const toml::node& original) {
    const_cast<toml::source_region&>(copy.source()) = original.source();  // NOLINT(*-const-cast)
    if (auto* table = copy.as_table())
        for (auto&& [key, value] : *table)
            keep_places(value, *original.as_table()->get(key.str()));
    if (auto* array = copy.as_array())
        for (std::size_t i = 0; i < array->size(); ++i)
            keep_places(*array->get(i), *original.as_array()->get(i));
}

/// A floating-point number as its file has it: no binary fraction comes in between.
std::string number_text(const toml::node& node, std::string_view source) {
    const auto begin = node.source().begin;
    for (std::uint32_t line = 1; line < begin.line; ++line) {
        const auto end = source.find('\n');
        source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
    }
    // Columns count characters, and a character has one byte that does not continue another.
    std::uint32_t column = 0;
    std::string text;
    for (const char c : source) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
            ++column;
        if (column < begin.column || c == '_')
            continue;
        if (std::string_view("0123456789+-.eE").find(c) == std::string_view::npos)
            break;
        if (!(c == '+' && text.empty()))
            text += c;
    }
    return text;
}

class json_maker {
public:
    json_maker(load_context& context, std::string_view source)
        : context_(context), source_(source) {}

    void write(const toml::node& node) {
        if (const auto* table = node.as_table()) {
            out_.open('{');
            for (const auto& [key, value] : *table) {
                out_.key(key.str());
                write(value);
            }
            out_.close('}');
        } else if (const auto* array = node.as_array()) {
            out_.open('[');
            for (const auto& value : *array)
                write(value);
            out_.close(']');
        } else if (const auto* text = node.as_string()) {
            out_.string(text->get());
        } else if (const auto* number = node.as_integer()) {
            out_.number(number->get());
        } else if (const auto* truth = node.as_boolean()) {
            out_.boolean(truth->get());
        } else if (const auto* day = node.as_date()) {
            out_.string(fmt::format("{:04}-{:02}-{:02}", day->get().year,
                                    unsigned{day->get().month}, unsigned{day->get().day}));
        } else if (const auto digits = number_text(node, source_);
                   node.is_floating_point() && !digits.empty()) {
            out_.raw(digits);
        } else {
            context_.error(node.source(),
                           fmt::format("{} cannot stand in a case or a history", kind_of(node)));
            out_.null();
        }
    }
    std::string take() { return out_.take(); }

private:
    load_context& context_;
    std::string_view source_;
    json_writer out_;
};

}  // namespace

toml::table copy_of(const toml::table& table) {
    toml::table copy(table);
    keep_places(copy, table);
    return copy;
}

toml::array copy_of(const toml::array& array) {
    toml::array copy(array);
    keep_places(copy, array);
    return copy;
}

void merge_into(toml::table& base, const toml::table& own) {
    for (const auto& [key, value] : own) {
        auto* found = base.get(key.str());
        if (found != nullptr && found->is_table() && value.is_table()) {
            merge_into(*found->as_table(), *value.as_table());
            continue;
        }
        base.insert_or_assign(key, value);
        keep_places(*base.get(key.str()), value);
    }
}

std::string json_of(load_context& context, const toml::table& table, std::string_view source) {
    json_maker maker(context, source);
    maker.write(table);
    return maker.take();
}

toml::source_region region_at(const toml::table& table, std::string_view place) {
    const toml::node* at = &table;
    while (!place.empty()) {
        const toml::node* next = nullptr;
        if (place.front() == '[') {
            const auto end = std::min(place.find(']'), place.size() - 1);
            std::size_t item = 0;
            for (const char c : place.substr(1, end - 1))
                item = item * 10 + static_cast<std::size_t>(c - '0');
            if (const auto* array = at->as_array())
                next = array->get(item);
            place.remove_prefix(end + 1);
        } else {
            const auto end = std::min(place.find_first_of(".["), place.size());
            if (const auto* fields = at->as_table())
                next = fields->get(place.substr(0, end));
            place.remove_prefix(end);
        }
        if (place.starts_with('.'))
            place.remove_prefix(1);
        if (next == nullptr)
            break;
        at = next;
    }
    return at->source();
}

}  // namespace certrules::detail
