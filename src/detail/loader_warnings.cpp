// What loads, but is probably not what its author meant.

#include "detail/loader.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

void loader::warn_unused() {
    const auto warn = [&](const name_list& names, std::string_view kind) {
        for (std::size_t i = 0; i < names.names.size(); ++i)
            if (!names.used[i] && !names.names[i].empty())
                context_.warning(names.places[i],
                                 fmt::format("[[{}]] \"{}\" is never used", kind, names.names[i]));
    };
    warn(measures_, "measure");
    warn(facts_, "fact");
    warn(texts_, "text");
    warn(sources_, "source");
}

/// Whether `earlier` answers every case that `later` could.
bool loader::answers_before(const rule& earlier, const rule& later) {
    if ((later.events & ~earlier.events) != 0)
        return false;
    return std::all_of(earlier.when.begin(), earlier.when.end(), [&](const condition& c) {
        return std::any_of(later.when.begin(), later.when.end(), [&](const condition& own) {
            if (own.variable != c.variable)
                return false;
            for (std::size_t w = 0; w < own.classes.size(); ++w)
                if ((own.classes[w] & ~c.classes[w]) != 0)
                    return false;
            return true;
        });
    });
}

void loader::warn_repeated() {
    constexpr std::size_t most = 2048;  // of rules compared, each with each
    const auto count = std::min(data_.rules.size(), most);
    for (std::size_t later = 1; later < count; ++later)
        for (std::size_t earlier = 0; earlier < later; ++earlier)
            if (answers_before(data_.rules[earlier], data_.rules[later])) {
                context_.warning(
                    rule_places_[later],
                    fmt::format("[[rule]] \"{}\" asks what rule \"{}\" of line {} asks already: it "
                                "never answers",
                                data_.rule_infos[later].id, data_.rule_infos[earlier].id,
                                data_.rule_infos[earlier].line));
                break;
            }
}

}  // namespace certrules::detail
