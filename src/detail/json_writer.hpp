#pragma once

/// Writing JSON on one line, as the forms have it: `{"a": 1, "b": [true, null]}`.

#include "certrules/date.hpp"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace certrules::detail {

class json_writer {
public:
    json_writer& open(char bracket) {
        separate();
        put({&bracket, 1});
        fresh_ = true;
        return *this;
    }
    json_writer& close(char bracket) {
        put({&bracket, 1});
        fresh_ = false;
        return *this;
    }
    /// A key that is written here in the code, and needs no escape.
    template <std::size_t Size>
    json_writer& key(const char (&name)[Size]) {
        separate();
        put("\"");
        put({name, Size - 1});
        put("\": ");
        fresh_ = true;
        return *this;
    }
    json_writer& key(std::string_view name) {
        separate();
        quote(name);
        put(": ");
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
        put("\"");
        put({digits.data(), digits.size()});
        put("\"");
        return *this;
    }
    json_writer& day(std::optional<date> value) { return value ? day(*value) : null(); }
    /// JSON that is written already.
    json_writer& raw(std::string_view json) {
        separate();
        put(json);
        return *this;
    }
    void reserve(std::size_t size) {
        if (size > text_.size())
            text_.resize(size);
    }
    std::string take() {
        text_.resize(size_);
        size_ = 0;
        return std::move(text_);
    }

private:
    void separate() {
        if (!fresh_)
            put(", ");
        fresh_ = false;
    }
    /// Most pieces are a few bytes, for which a string's own append does too much.
    [[gnu::always_inline]] void put(std::string_view piece) {
        if (text_.size() - size_ < piece.size()) [[unlikely]]
            text_.resize(2 * text_.size() + piece.size() + 64);
        if (!piece.empty())  // an empty one may point nowhere
            std::memcpy(text_.data() + size_, piece.data(), piece.size());
        size_ += piece.size();
    }
    void quote(std::string_view value);

    std::string text_;      // with room at its end
    std::size_t size_ = 0;  // of what is written
    bool fresh_ = true;     // nothing to part from: at the start, after a bracket or a key
};

}  // namespace certrules::detail
