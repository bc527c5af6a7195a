#pragma once

/// What the tests through the C interface share: handles that free themselves, texts by two calls,
/// and cases as documents turned into structs.

#include <cstdint>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "certrules.h"

namespace support {

using json = nlohmann::json;

inline constexpr std::string_view escp = "escp@2020-09-01";

struct free_edition {
    void operator()(certrules_edition* e) const { certrules_edition_free(e); }
};
struct free_book {
    void operator()(certrules_book* b) const { certrules_book_free(b); }
};
using edition = std::unique_ptr<certrules_edition, free_edition>;
using book = std::unique_ptr<certrules_book, free_book>;

/// A struct as a caller starts it: zero, with its size.
template <class S>
S zeroed() {
    S s{};
    s.struct_size = sizeof(S);
    return s;
}

inline std::string message(std::int32_t code, const certrules_error& e) {
    return std::string(certrules_error_name(code)) + ": " + e.place + ": " + e.message;
}

/// Ends the test where a call fails that must not.
inline void must(std::int32_t code, const certrules_error& e) {
    if (code != CERTRULES_OK)
        throw std::runtime_error(message(code, e));
}

/// A text by two calls: `call(buffer, capacity, needed, error)`.
template <class Call>
std::string text_of(Call&& call) {
    auto e = zeroed<certrules_error>();
    std::size_t needed = 0;
    const auto first = call(nullptr, std::size_t{0}, &needed, &e);
    if (first != CERTRULES_E_BUFFER)
        throw std::runtime_error("asked for the size: " + message(first, e));
    std::string text(needed, '?');
    must(call(text.data(), text.size(), &needed, &e), e);
    if (text.back() != '\0')
        throw std::runtime_error("no NUL at the end");
    text.pop_back();
    return text;
}

inline edition load_builtin(std::string_view name) {
    certrules_edition* out = nullptr;
    auto e = zeroed<certrules_error>();
    must(certrules_edition_builtin(name.data(), name.size(), nullptr, &out, &e), e);
    return edition(out);
}

inline book book_builtin(std::string_view name) {
    certrules_book* out = nullptr;
    auto e = zeroed<certrules_error>();
    must(certrules_book_builtin(name.data(), name.size(), nullptr, &out, &e), e);
    return book(out);
}

inline std::int32_t word(const edition& ed, std::int32_t kind, std::string_view name) {
    std::int32_t number = -1;
    auto e = zeroed<certrules_error>();
    must(certrules_word_find(ed.get(), kind, name.data(), name.size(), &number, &e), e);
    return number;
}

/// The name of a word, or null for -1: as documents have it.
inline json name(const edition& ed, std::int32_t kind, std::int32_t number) {
    if (number == -1)
        return nullptr;
    return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
        return certrules_word_name(ed.get(), kind, number, b, c, n, e);
    });
}

inline std::int32_t day(std::string_view text) {
    std::int32_t out = 0;
    auto e = zeroed<certrules_error>();
    must(certrules_day_parse(text.data(), text.size(), &out, &e), e);
    return out;
}

inline json day_text(std::int32_t day) {
    if (day == CERTRULES_NO_DAY)
        return nullptr;
    return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
        return certrules_day_format(day, b, c, n, e);
    });
}

inline std::string decide_json(const book& b, const std::string& document,
                               std::uint32_t flags = 0) {
    return text_of([&](char* buffer, std::size_t c, std::size_t* n, certrules_error* e) {
        return certrules_decide_json(b.get(), document.data(), document.size(), flags, buffer, c, n,
                                     e);
    });
}

/// A case in structs. It points into itself: neither copied nor moved.
struct struct_case {
    certrules_state state = zeroed<certrules_state>();
    certrules_event event = zeroed<certrules_event>();
    std::vector<certrules_finding> findings;
    std::vector<certrules_section> sections;
    std::vector<certrules_fact> facts;

    struct_case() = default;
    struct_case(const struct_case&) = delete;
    struct_case& operator=(const struct_case&) = delete;

    /// Sets the event's arrays to what the vectors hold now.
    void arrays();
};

/// Reads a case in the form of docs/forms.md into structs, as a host of its own would.
std::unique_ptr<struct_case> read_case(const edition& e, const json& document);

/// A state as documents have it, without the fields that are written only when set.
json state_json(const edition& e, const certrules_state& s);

/// The lines of a file of JSON lines in the repository, and a whole file.
std::vector<json> read_lines(const std::string& path);
json read_file(const std::string& path);

/// A review of a factory whose audit was held on 2 May 2024, with `n` minor findings in the wages
/// section; the corrective action plan is in.
std::unique_ptr<struct_case> review(const edition& e, std::size_t n);

}  // namespace support
