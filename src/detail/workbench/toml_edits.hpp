#pragma once

/// Changes of a TOML table by the path of what changes.

#include "detail/toml_reader.hpp"

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace certrules::detail {

using step = std::variant<std::string, std::size_t>;  // a key of a table, or a place in an array
using path = std::vector<step>;

path operator+(path p, step s);

/// What stands there: the path has to exist.
toml::node* at(toml::table& root, const path& p);

/// Puts a value in the place of another.
template <class Value>
std::function<void(toml::table&)> put(path p, Value value) {
    return [p = std::move(p), value = std::move(value)](toml::table& root) {
        auto owner = p;
        const auto last = owner.back();
        owner.pop_back();
        auto* node = at(root, owner);
        if (const auto* key = std::get_if<std::string>(&last))
            node->as_table()->insert_or_assign(*key, value);
        else {
            auto& array = *node->as_array();
            array.replace(array.begin() + static_cast<std::ptrdiff_t>(std::get<std::size_t>(last)),
                          value);
        }
    };
}

std::function<void(toml::table&)> take_out(path p);

/// A value as its file would write it, on one line.
std::string shown(const toml::node& node);

}  // namespace certrules::detail
