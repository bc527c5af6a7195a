#pragma once

/// Who may see what of a factory, and who has to be told.

#include "certrules/edition.hpp"
#include "certrules/standing.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace certrules {

struct disclosure_item {
    std::string_view id, title;
    /// Parts of the standing that it is, such as `public-status`; none for a document that the
    /// host keeps.
    std::vector<std::string_view> shows;
    std::span<const std::string_view> cites;
};

/// For one viewer. Views into the edition.
struct disclosure {
    std::string_view viewer, title;
    std::vector<disclosure_item> sees;
    std::vector<disclosure_item> told;  ///< what the last event obliges to tell them
};

/// The viewers that an edition knows.
std::span<const word_info> viewers(const edition& e) noexcept;

/// What a viewer sees and is told of. Error: `unknown_name` for a viewer that the edition lacks.
/// Example: `disclosures(*s.edition, s, "connected-buyer")`.
result<disclosure, error> disclosures(const edition& e, const standing& s, std::string_view viewer);

}  // namespace certrules
