#pragma once

/// Reading a TOML table strictly: every field is asked for by name, what nobody asked for is an
/// error, and every error keeps its line and column.

#include "certrules/diagnostic.hpp"

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace certrules::detail {

/// Where errors go, and where what is kept is copied to.
class load_context {
public:
    load_context(std::string_view file, std::pmr::memory_resource& arena)
        : file_(file), arena_(&arena) {}

    void error(const toml::source_region& at, std::string_view message);
    void warning(const toml::source_region& at, std::string_view message);
    bool failed() const noexcept { return errors_ > 0; }
    bool full() const noexcept;  ///< enough errors: stop looking for more
    diagnostics take();          ///< sorted by place

    std::string_view keep(std::string_view text);
    template <class T>
    std::span<const T> keep(const std::vector<T>& items) {
        if (items.empty())
            return {};
        auto* place = static_cast<T*>(arena_->allocate(items.size() * sizeof(T), alignof(T)));
        std::uninitialized_copy(items.begin(), items.end(), place);
        return {place, items.size()};
    }

private:
    std::string file_;
    std::pmr::memory_resource* arena_;
    diagnostics found_;
    std::size_t errors_ = 0;
};

/// What a TOML node holds, in words: "a string", "an integer" …
std::string_view kind_of(const toml::node& n) noexcept;

class toml_reader {
public:
    /// `what` names the table in errors: `[[status]] "gold"`.
    toml_reader(load_context& context, const toml::table& table, std::string what)
        : context_(&context), table_(&table), what_(std::move(what)) {}

    const toml::node* find(std::string_view key);  ///< marks the key as known
    bool has(std::string_view key) const { return table_->contains(key); }
    toml::source_region where(std::string_view key) const;  ///< of the key's value, or the table
    toml::source_region where() const { return table_->source(); }

    /// Each gives nullopt (after an error) for a value of the wrong kind, and for one that is
    /// missing (with an error if `required`).
    std::optional<std::string_view> text(std::string_view key, bool required = false,
                                         std::size_t longest = 400);
    std::optional<std::string_view> id(bool required = true);  ///< `id`: kebab-case, at most 64
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t lowest,
                                        std::int64_t highest, bool required = false);
    bool flag(std::string_view key, bool otherwise = false);
    std::optional<toml::date> date(std::string_view key, bool required = false);
    const toml::table* table(std::string_view key, bool required = false);
    /// A string or an array of strings; empty if missing.
    std::vector<std::pair<std::string_view, toml::source_region>> words(std::string_view key,
                                                                        bool required = false);
    /// One of `allowed`; its place.
    std::optional<std::size_t> choice(std::string_view key,
                                      std::span<const std::string_view> allowed,
                                      bool required = false);
    /// Reports the fields that nobody asked for.
    void finish();

    void error(std::string_view key, std::string message);
    load_context& context() noexcept { return *context_; }
    const std::string& what() const noexcept { return what_; }
    void rename(std::string what) { what_ = std::move(what); }

private:
    load_context* context_;
    const toml::table* table_;
    std::string what_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace certrules::detail
