#pragma once

/// What every function of the C interface shares: errors out, exceptions stopped, structs of any
/// size in and out, text in and out. Nothing here knows a rule.

#include "certrules.h"
#include "certrules/diagnostic.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>

namespace certrules::capi {

/// No struct of any release is larger; a struct_size beyond it is a mistake, not a newer caller.
inline constexpr std::uint32_t largest_struct = 4096;

/// The size that a struct had in the first release that had it: no caller can have less.
template <class S>
inline constexpr std::uint32_t first_size = sizeof(S);

/// Writes what was wrong into a caller's error, if there is one, and hands the code on.
class reporter {
public:
    explicit reporter(certrules_error* out) noexcept : out_(out) {}

    /// Whether the caller's error can be written to at all.
    bool usable() const noexcept;

    std::int32_t operator()(std::int32_t code, std::string_view place,
                            std::string_view message) const noexcept;
    std::int32_t operator()(const error& e) const noexcept;
    std::int32_t operator()(const diagnostics& all) const noexcept;

private:
    void write(std::int32_t code, std::string_view place, std::string_view message,
               std::uint32_t line, std::uint32_t column, std::uint32_t more) const noexcept;
    certrules_error* out_;
};

/// Runs the body of one function: `body(reporter) -> code`. No exception leaves.
template <class Body>
std::int32_t guarded(certrules_error* out, Body&& body) noexcept {
    const reporter report(out);
    if (!report.usable())
        return CERTRULES_E_STRUCT_SIZE;
    try {
        return body(report);
    } catch (const std::bad_alloc&) {
        return report(CERTRULES_E_NO_MEMORY, "", "out of memory");
    } catch (const std::length_error&) {
        return report(CERTRULES_E_NO_MEMORY, "", "more memory was asked for than there can be");
    } catch (...) {
        return report(CERTRULES_E_INTERNAL, "", "an error inside the library");
    }
}

/// `E_NULL` if a pointer is NULL, else 0.
std::int32_t need(const void* pointer, const char* name, const reporter& report) noexcept;

namespace detail {
std::int32_t take_bytes(const void* from, void* to, std::uint32_t first, std::uint32_t known,
                        std::uint32_t size, const char* name, const reporter& report) noexcept;
std::int32_t check_size(const void* s, std::uint32_t first, const char* name, std::uint32_t& size,
                        const reporter& report) noexcept;
void give_bytes(const void* from, void* to, std::uint32_t known) noexcept;
}  // namespace detail

/// Copies a caller's struct, of whatever size and address, into `to`.
template <class S>
std::int32_t take(const S* from, S& to, const char* name, const reporter& report) noexcept {
    static_assert(std::has_unique_object_representations_v<S>, "padding would be read");
    std::uint32_t size = 0;
    if (const auto wrong = detail::check_size(from, first_size<S>, name, size, report))
        return wrong;
    if (size == sizeof(S)) {
        std::memcpy(&to, from, sizeof(S));
        return CERTRULES_OK;
    }
    return detail::take_bytes(from, &to, first_size<S>, sizeof(S), size, name, report);
}

/// Copies element `i` of a caller's array whose elements have `size` bytes; `size` was checked.
template <class S>
std::int32_t take_element(const S* array, std::size_t i, std::uint32_t size, S& to,
                          const char* name, const reporter& report) noexcept {
    static_assert(std::has_unique_object_representations_v<S>, "padding would be read");
    const auto* from = reinterpret_cast<const unsigned char*>(array) + i * size;
    if (size == sizeof(S)) {
        std::memcpy(&to, from, sizeof(S));
        return CERTRULES_OK;
    }
    return detail::take_bytes(from, &to, first_size<S>, sizeof(S), size, name, report);
}

/// Checks the size of an array's elements and that there are any where `count` says so.
std::int32_t check_array(const void* array, std::size_t count, std::size_t most,
                         std::uint32_t element_size, std::uint32_t first, const char* name,
                         const reporter& report) noexcept;

/// Checks that an output struct can be written, before anything is.
template <class S>
std::int32_t check_out(const S* out, const char* name, const reporter& report) noexcept {
    std::uint32_t size = 0;
    return detail::check_size(out, first_size<S>, name, size, report);
}

/// Writes a checked output struct, in the size its caller knows, with zeros beyond ours.
template <class S>
void give(const S& from, S* to) noexcept {
    static_assert(std::has_unique_object_representations_v<S>, "padding would leak");
    std::uint32_t size = 0;
    std::memcpy(&size, to, sizeof size);
    if (size != sizeof(S)) {
        detail::give_bytes(&from, to, sizeof(S));
        return;
    }
    std::memcpy(to, &from, sizeof(S));
    std::memcpy(to, &size, sizeof size);  // struct_size stays the caller's
}

/// Writes a checked output struct by `fill`, which sets every member but struct_size: in place
/// where the caller's struct is exactly ours.
template <class S, class Fill>
void give_by(S* to, Fill&& fill) noexcept {
    std::uint32_t size = 0;
    std::memcpy(&size, to, sizeof size);
    if (size == sizeof(S) && reinterpret_cast<std::uintptr_t>(to) % alignof(S) == 0) {
        fill(*to);
        return;
    }
    S s{};
    fill(s);
    give(s, to);
}

/// Writes an array of outputs whose elements have `size` bytes with the caller; it was checked.
template <class List, class S>
void give_array(const List& from, S* to, std::uint32_t size) noexcept {
    static_assert(std::has_unique_object_representations_v<S>, "padding would leak");
    auto* bytes = reinterpret_cast<unsigned char*>(to);
    for (const S& element : from) {
        const auto both = std::min<std::size_t>(size, sizeof(S));
        std::memcpy(bytes, &element, both);
        std::memset(bytes + both, 0, size - both);
        bytes += size;
    }
}

/// A text from a caller. Longer than `most` is an error before anything is read.
std::int32_t take_text(const char* text, std::size_t size, std::size_t most, const char* name,
                       std::string_view& to, const reporter& report) noexcept;

/// A name from a caller: one longer than any name is not read, and no edition has it.
std::int32_t take_name(const char* text, std::size_t size, std::string_view& to,
                       const reporter& report) noexcept;

/// Checks a day from a caller: one within the supported years.
std::int32_t take_day(std::int32_t day, const char* name, const reporter& report) noexcept;

/// Text out, by two calls.
std::int32_t give_text(std::string_view text, char* buffer, std::size_t capacity,
                       std::size_t* needed, const reporter& report) noexcept;

/// The place of the first byte that is not UTF-8; npos if all is.
std::size_t find_bad_utf8(std::string_view text) noexcept;

/// The number of a word as the C interface has it: -1 for none.
template <class Id>
constexpr std::int32_t number(Id id) noexcept {
    return id == Id::none ? -1 : static_cast<std::int32_t>(id);
}

/// A word from a number, which must be one of `words`.
template <class Id>
constexpr bool to_word(std::int32_t number, std::size_t words, Id& to) noexcept {
    if (number < 0 || static_cast<std::size_t>(number) >= words)
        return false;
    to = static_cast<Id>(number);
    return true;
}

}  // namespace certrules::capi
