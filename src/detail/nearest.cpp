#include "nearest.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace certrules::detail {

namespace {

using row = std::array<std::size_t, longest_compared + 1>;

/// Edits from `a` to `b`, neither over `longest_compared`: three rows of the usual table, the
/// third one for swapped neighbours.
std::size_t edits(std::string_view a, std::string_view b) noexcept {
    row before_last{};
    row last{};
    row current{};
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({replaced, last[j] + 1, current[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], before_last[j - 2] + 1);
            }
        }
        before_last = last;
        last = current;
    }
    return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) noexcept {
    if (word.size() > longest_compared) {
        return {};
    }
    std::string_view best;
    std::size_t allowed = std::max<std::size_t>(1, word.size() / 3) + 1;  // edits must be fewer
    for (const std::string_view name : known) {
        const std::size_t apart =
            word.size() > name.size() ? word.size() - name.size() : name.size() - word.size();
        if (name.size() > longest_compared || apart >= allowed) {
            continue;  // each letter of difference in length is an edit
        }
        const std::size_t needed = edits(word, name);
        if (needed < allowed) {
            allowed = needed;
            best = name;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
    if (const auto close = nearest(word, known); !close.empty())
        return fmt::format(", did you mean \"{}\"?", close);
    if (known.empty() || known.size() > 16)
        return {};
    return fmt::format("; known: {}", fmt::join(known, ", "));
}

}  // namespace certrules::detail
