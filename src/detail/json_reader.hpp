#pragma once

/// Reading JSON values by the forms of docs/forms.md: every field is asked for by name, what
/// nobody asked for is an error, and the first error keeps its place (`findings[2].section`).

#include "certrules/date.hpp"
#include "certrules/edition.hpp"
#include "certrules/words.hpp"
#include "detail/json_document.hpp"
#include "detail/printable.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace certrules::detail {

/// The first error of a reading; the later ones follow from it, or can wait.
class json_errors {
public:
    /// Names from the document may be in both texts: they are made fit for a line.
    void add(error_code code, std::string_view place, std::string_view message) {
        if (!first)
            first = error{code, printable(place), printable(message), 0};
    }
    bool failed() const noexcept { return first.has_value(); }
    std::optional<error> first;
};

/// One value and how it was reached. Lives on the stack, beside its parent.
class json_value {
public:
    json_value(const json_document& d, json_errors& errors) noexcept
        : document_(&d), errors_(&errors) {}

    json_kind kind() const noexcept { return node().kind; }
    bool is_null() const noexcept { return kind() == json_kind::null; }
    std::string place() const;  ///< `state.cycle.since`; empty for the document

    /// The value as what is expected, or nullopt after an error.
    std::optional<std::string_view> text() const;
    std::optional<std::int64_t> integer(std::int64_t lowest, std::int64_t highest) const;
    /// A number fact's value, in its units: exact, or an error.
    std::optional<std::int64_t> number_of(const fact_info& fact) const;
    std::optional<std::int64_t> hundredths() const;  ///< 2, 2.5 or 2.25, as 200, 250, 225
    std::optional<date> day() const;
    std::optional<answer> yes_no_unknown() const;
    /// A name; its place in `known`.
    std::optional<std::size_t> name(std::string_view kind,
                                    std::span<const std::string_view> known) const;

    /// Applies `each(value)` to the items of an array; an error for anything else.
    template <class Each>
    void each_item(std::size_t most, Each&& each) const {
        if (!expect(json_kind::array, "an array") || !at_most(most))
            return;
        auto at = place_ + 1;
        for (std::uint32_t i = 0; i < node().count && !errors_->failed(); ++i) {
            each(json_value(*this, at, {}, i));
            at = document_->node(at).end;
        }
    }
    /// Applies `each(key, value)` to the fields of an object; an error for anything else.
    template <class Each>
    void each_field(std::size_t most, Each&& each) const {
        if (!expect(json_kind::object, "an object") || !at_most(most))
            return;
        auto at = place_ + 1;
        for (std::uint32_t i = 0; i < node().count && !errors_->failed(); ++i) {
            const auto key = document_->node(at).text;
            each(key, json_value(*this, at + 1, key, 0));
            at = document_->node(at + 1).end;
        }
    }

    void error(error_code code, std::string_view message) const {
        errors_->add(code, place(), message);
    }
    bool expect(json_kind kind, std::string_view what) const;
    json_errors& errors() const noexcept { return *errors_; }
    const json_node& node() const noexcept { return document_->node(place_); }

private:
    friend class json_object;
    json_value(const json_value& parent, std::uint32_t place, std::string_view key,
               std::uint32_t item) noexcept
        : document_(parent.document_),
          errors_(parent.errors_),
          parent_(&parent),
          key_(key),
          place_(place),
          item_(item) {}
    bool at_most(std::size_t most) const;

    const json_document* document_;
    json_errors* errors_;
    const json_value* parent_ = nullptr;
    std::string_view key_;
    std::uint32_t place_ = 0;
    std::uint32_t item_ = 0;
};

/// The fields of an object, by name. Keeps a copy of the value it was made of, so that values
/// taken from it may outlive the expression.
class json_object {
public:
    /// Not an object: an error, and every field is missing.
    explicit json_object(const json_value& value);
    json_object(const json_object&) = delete;
    json_object& operator=(const json_object&) = delete;

    /// The field if it is there and, unless `nulls`, not null.
    std::optional<json_value> find(std::string_view key, bool nulls = false);
    /// As `find`; missing is an error that says what was expected.
    std::optional<json_value> need(std::string_view key, std::string_view expected);
    /// Whether every field was asked for: there is no other to find.
    bool all_asked() const noexcept { return used_ == all_; }
    /// Reports the first field that nobody asked for.
    void finish();
    const json_value& value() const noexcept { return value_; }

private:
    static constexpr std::size_t most_fields = 32;
    json_value value_;
    bool fine_;
    union asked_names {  // not cleared: only what was asked is read
        asked_names() noexcept {}
        std::array<std::string_view, most_fields> list;
    } asked_;
    std::size_t asked_count_ = 0;
    std::uint64_t used_ = 0;  // bit i: the i-th field was asked for
    std::uint64_t all_ = 0;   // the bits of all fields
};

/// What a value is, in words: "a string", "null" …
std::string_view kind_of(json_kind kind) noexcept;

}  // namespace certrules::detail
