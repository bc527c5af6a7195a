#pragma once

/// TOML tables that stand in for JSON documents: copied and merged without losing where each part
/// was written, and turned into the JSON that the ordinary readers take.

#include "detail/toml_reader.hpp"

#include <string>
#include <string_view>

namespace certrules::detail {

/// A copy that keeps the places; toml++'s own copies forget them.
toml::table copy_of(const toml::table& table);
toml::array copy_of(const toml::array& array);

/// Takes over every field of `own`: tables are merged, everything else is replaced.
void merge_into(toml::table& base, const toml::table& own);

/// The table as JSON. Dates become strings, and numbers stay as `source`, the file's text, has
/// them. Times, and what else JSON has no form for here, are errors.
std::string json_of(load_context& context, const toml::table& table, std::string_view source);

/// Where a place such as `findings[2].section` was written, or what lies nearest around it.
toml::source_region region_at(const toml::table& table, std::string_view place);

}  // namespace certrules::detail
