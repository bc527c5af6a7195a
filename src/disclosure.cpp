#include "certrules/disclosure.hpp"

#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>

namespace certrules {

namespace {

disclosure_item item_of(const detail::disclosure_terms& t) {
    disclosure_item item{t.id, t.title, {}, t.cites};
    const auto names = detail::standing_part_names();
    for (std::size_t i = 0; i < names.size(); ++i)
        if (((t.shows >> i) & 1U) != 0)
            item.shows.push_back(names[i]);
    return item;
}

}  // namespace

std::span<const word_info> viewers(const edition& e) noexcept {
    return e.data().viewers;
}

result<disclosure, error> disclosures(const edition& e, const standing& s,
                                      std::string_view viewer) {
    const auto known = viewers(e);
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (known[i].id != viewer)
            continue;
        disclosure d{known[i].id, known[i].title, {}, {}};
        const auto given =
            s.last && s.last->changed ? e.find_status(s.last->status) : status_id::none;
        for (const auto& t : e.data().disclosures) {
            if (((t.to >> i) & 1U) != 0)
                d.sees.push_back(item_of(t));
            if (((t.tell >> i) & 1U) != 0 && given != status_id::none &&
                ((t.on_status >> index(given)) & 1U) != 0)
                d.told.push_back(item_of(t));
        }
        return d;
    }
    std::vector<std::string_view> names;
    for (const auto& v : known)
        names.push_back(v.id);
    return unexpected(error{error_code::unknown_name, "viewer",
                            fmt::format("unknown viewer \"{}\" in {}{}", viewer, e.name(),
                                        detail::suggestion(viewer, names))});
}

}  // namespace certrules
