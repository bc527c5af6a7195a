#include "certrules/book.hpp"

#include "certrules/calendar.hpp"
#include "detail/builtin_texts.hpp"
#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules {

namespace {

std::pmr::memory_resource* or_heap(std::pmr::memory_resource* memory) noexcept {
    return memory != nullptr ? memory : std::pmr::new_delete_resource();
}

/// What stands after `key = "` at the start of a line of TOML; enough for our own files.
std::string_view string_after(std::string_view text, std::string_view key) noexcept {
    const auto at = text.find(key);
    if (at == std::string_view::npos)
        return {};
    const auto from = at + key.size();
    return text.substr(from, text.find('"', from) - from);
}

}  // namespace

result<book, diagnostics> book::builtin(std::string_view name, std::pmr::memory_resource* memory) {
    if (name.find('@') != std::string_view::npos) {
        const auto one = edition::builtin(name, memory);
        if (!one)
            return unexpected(one.error());
        return book(std::span(&*one, 1), memory);
    }
    std::vector<edition> found;
    std::vector<std::string> older;  // names of editions under the name that was asked for
    std::vector<std::string_view> known;
    for (const auto& b : detail::builtin_texts()) {
        if (b.name.find('+') != std::string_view::npos)
            continue;  // a variant joins no book
        auto one = edition::builtin(b.name, memory);
        if (!one)
            return unexpected(one.error());
        known.push_back(b.name);
        for (const auto alias : one->aliases())
            if (alias.substr(0, alias.find('@')) == name)
                older.push_back(fmt::format("\"{}\", of the scheme \"{}\"", alias, one->scheme()));
        if (one->scheme() == name)
            found.push_back(std::move(*one));
    }
    if (found.empty()) {
        for (const auto& b : detail::builtin_texts()) {
            const auto scheme = string_after(b.text, "\nscheme = \"");
            if (!scheme.empty() && std::find(known.begin(), known.end(), scheme) == known.end())
                known.push_back(scheme);
        }
        diagnostic d;
        d.message =
            older.empty()
                ? fmt::format("unknown policy \"{}\"{}", name, detail::suggestion(name, known))
                : fmt::format("unknown policy \"{}\": it names single editions only: {}", name,
                              fmt::join(older, "; "));
        return unexpected(diagnostics{std::move(d)});
    }
    std::sort(found.begin(), found.end(), [](const edition& a, const edition& b) {
        return a.effective_from() < b.effective_from();
    });
    return book(found, memory);
}

book::book(edition only) : book(std::span(&only, 1)) {}

book::book(std::span<const edition> editions, std::pmr::memory_resource* memory)
    : editions_(editions.begin(), editions.end(), or_heap(memory)) {}

const edition* book::in_force(date on) const noexcept {
    // One edition alone is a choice of the caller's: it answers for any day.
    if (editions_.size() == 1)
        return &editions_.front();
    for (auto it = editions_.rbegin(); it != editions_.rend(); ++it)
        if (it->effective_from() <= on)
            return !it->effective_to() || on <= *it->effective_to() ? &*it : nullptr;
    return nullptr;
}

const edition* book::answering(bool check, std::optional<date> certificate_first_day,
                               date cycle_started_on) const noexcept {
    if (!check || !certificate_first_day)
        return in_force(cycle_started_on);
    // The newest edition whose own window had opened by its first day.
    for (auto it = editions_.rbegin(); it != editions_.rend(); ++it) {
        const auto opens = add_months(*certificate_first_day, it->data().check_window_months,
                                      it->calendar().at_month_end);
        if (opens && it->effective_from() <= *opens)
            return &*it;
    }
    return editions_.size() == 1 ? &editions_.front() : nullptr;
}

namespace {

/// Whether `name` is the scheme and edition of a text, under whichever file name it is shipped.
bool is_named(std::string_view text, std::string_view name) noexcept {
    const auto at = name.find('@');
    if (at == std::string_view::npos || string_after(text, "\nedition = \"") != name.substr(at + 1))
        return false;
    auto scheme = string_after(text, "\nscheme = \"");
    if (scheme.empty()) {
        const auto base = string_after(text, "\nbased_on = \"");
        scheme = base.substr(0, base.find('@'));
    }
    return scheme == name.substr(0, at);
}

}  // namespace

std::span<const std::string_view> builtin_editions() noexcept {
    return detail::builtin_names();
}

std::string_view builtin_text(std::string_view name) noexcept {
    for (const auto& b : detail::builtin_texts())
        if (b.name == name)
            return b.text;
    for (const auto& b : detail::builtin_texts())
        if (is_named(b.text, name))
            return b.text;
    return {};
}

}  // namespace certrules
