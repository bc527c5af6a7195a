#pragma once

/// Writing JSON on one line, as the forms have it: `{"a": 1, "b": [true, null]}`.

#include "certrules/date.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace certrules::detail {

class json_writer {
public:
    json_writer& open(char bracket) {
        separate();
        text_ += bracket;
        fresh_ = true;
        return *this;
    }
    json_writer& close(char bracket) {
        text_ += bracket;
        fresh_ = false;
        return *this;
    }
    json_writer& key(std::string_view name) {
        separate();
        quote(name);
        text_.append(": ");
        fresh_ = true;
        return *this;
    }
    json_writer& string(std::string_view value) {
        separate();
        quote(value);
        return *this;
    }
    /// Null for an empty name: a word that is none.
    json_writer& name(std::string_view value) { return value.empty() ? null() : string(value); }
    json_writer& null() { return raw("null"); }
    json_writer& boolean(bool value) { return raw(value ? "true" : "false"); }
    json_writer& number(std::int64_t value) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        return raw({digits, static_cast<std::size_t>(end - digits)});
    }
    json_writer& day(date value) {
        const auto digits = format_date(value);
        separate();
        text_ += '"';
        text_.append(digits.data(), digits.size());
        text_ += '"';
        return *this;
    }
    json_writer& day(std::optional<date> value) { return value ? day(*value) : null(); }
    /// JSON that is written already.
    json_writer& raw(std::string_view json) {
        separate();
        text_.append(json);
        return *this;
    }
    void reserve(std::size_t size) { text_.reserve(size); }
    std::string take() { return std::move(text_); }

private:
    void separate() {
        if (!fresh_)
            text_.append(", ");
        fresh_ = false;
    }
    void quote(std::string_view value);

    std::string text_;
    bool fresh_ = true;  // nothing to part from: at the start, after a bracket or a key
};

}  // namespace certrules::detail
