#pragma once

/// Classes of a variable as people write them.

#include "detail/edition_data.hpp"

#include <string>
#include <vector>

namespace certrules::detail {

/// The word of a class: of a state's word or a fact's value.
std::string class_word(const edition_data& data, const variable& v, std::uint32_t cls);

/// A limit of a share: `30%`, or a fraction where per cent would not be exact.
std::string rate_text(const fraction& f);

/// What the classes of a set are, in words: ">= 1", "0", "no, unknown".
std::string bounds_text(const edition_data& data, const variable& v,
                        const std::vector<bool>& classes);

}  // namespace certrules::detail
