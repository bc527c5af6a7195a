#pragma once

/// An impact as one HTML page that needs nothing else: drawing, table and script are inside.

#include "certrules/impact.hpp"

#include <string>
#include <string_view>

namespace certrules::cli {

/// The names of two policies and of the file of cases stand in the headings.
struct impact_names {
    std::string old_policy, new_policy, cases;
};

/// For people: a status, `nothing`, or `refused (cannot-happen)`.
std::string outcome_text(const impact_outcome& o);
impact_outcome outcome_of(const impact_answer& a);

std::string impact_page(const impact_names& names, const impact& i);

}  // namespace certrules::cli
