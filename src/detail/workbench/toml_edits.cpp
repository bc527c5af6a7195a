#include "detail/workbench/toml_edits.hpp"

#include <fmt/format.h>

namespace certrules::detail {

path operator+(path p, step s) {
    p.push_back(std::move(s));
    return p;
}

toml::node* at(toml::table& root, const path& p) {
    toml::node* node = &root;
    for (const auto& s : p) {
        if (const auto* key = std::get_if<std::string>(&s))
            node = node->as_table()->get(*key);
        else
            node = node->as_array()->get(std::get<std::size_t>(s));
    }
    return node;
}

std::function<void(toml::table&)> take_out(path p) {
    return [p = std::move(p)](toml::table& root) {
        auto owner = p;
        const auto last = owner.back();
        owner.pop_back();
        auto* node = at(root, owner);
        if (const auto* key = std::get_if<std::string>(&last))
            node->as_table()->erase(*key);
        else {
            auto& array = *node->as_array();
            array.erase(array.begin() + static_cast<std::ptrdiff_t>(std::get<std::size_t>(last)));
        }
    };
}

std::string shown(const toml::node& node) {
    if (const auto* text = node.as_string())
        return fmt::format("\"{}\"", text->get());
    if (const auto* number = node.as_integer())
        return fmt::format("{}", number->get());
    if (const auto* truth = node.as_boolean())
        return truth->get() ? "true" : "false";
    if (const auto* array = node.as_array()) {
        std::string text;
        for (const auto& item : *array)
            text += (text.empty() ? "" : ", ") + shown(item);
        return fmt::format("[{}]", text);
    }
    if (const auto* table = node.as_table()) {
        std::string text;
        for (const auto& [key, value] : *table)
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key.str(), shown(value));
        return fmt::format("{{ {} }}", text);
    }
    return "?";
}

}  // namespace certrules::detail
