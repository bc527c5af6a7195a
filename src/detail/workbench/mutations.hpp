#pragma once

/// The changes that are made to an edition's tables to see whether anything notices.

#include "detail/toml_reader.hpp"

#include <functional>
#include <string>
#include <vector>

namespace certrules::detail {

struct mutation {
    std::string what;
    toml::source_region at;
    std::function<void(toml::table&)> apply;  // to a copy of the table it was made for
};

/// Every change of a resolved edition, in the order of its file.
std::vector<mutation> mutations_of(const toml::table& edition);

}  // namespace certrules::detail
