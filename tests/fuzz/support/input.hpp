#pragma once

/// What the fuzz targets share: values taken from the input, and promises that must hold.

#include "certrules/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Ends the run where a promise of the library does not hold.
#define PROMISE(condition)                                                               \
    do {                                                                                 \
        if (!(condition) || fuzz::broken_on_purpose()) {                                 \
            std::fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition); \
            std::abort();                                                                \
        }                                                                                \
    } while (0)

namespace fuzz {

/// The runner of the fuzzers breaks every promise once, to see that it would notice.
inline bool broken_on_purpose() {
    static const bool asked = std::getenv("CERTRULES_BREAK_PROMISES") != nullptr;
    return asked;
}

/// The input, eaten from the front; zeros once it is used up.
class input {
public:
    input(const std::uint8_t* data, std::size_t size) noexcept : data_(data), size_(size) {}

    template <class T>
    T take() noexcept {
        T value{};
        const auto n = size_ < sizeof(T) ? size_ : sizeof(T);
        if (n != 0)  // an empty input may have no address
            std::memcpy(&value, data_, n);
        data_ += n;
        size_ -= n;
        return value;
    }
    /// A number below `n`; not for 0.
    std::size_t below(std::size_t n) noexcept {
        return n <= 256 ? take<std::uint8_t>() % n : take<std::uint32_t>() % n;
    }
    bool flag() noexcept { return (take<std::uint8_t>() & 1U) != 0; }
    std::string_view text(std::size_t most) noexcept {
        const auto n = size_ < most ? size_ : most;
        const std::string_view taken(reinterpret_cast<const char*>(data_), n);
        data_ += n;
        size_ -= n;
        return taken;
    }
    std::string_view rest() noexcept { return text(size_); }
    bool empty() const noexcept { return size_ == 0; }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

/// One line, for people: no control character, none of the text's own line ends.
inline void promise_line(std::string_view text) {
    for (const char c : text)
        PROMISE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

inline void promise_error(const certrules::error& e) {
    PROMISE(e.code != certrules::error_code::ok && e.code != certrules::error_code::internal);
    PROMISE(!e.message.empty());
    promise_line(e.message);
    promise_line(e.place);
    PROMISE(to_string(e).find(e.message) != std::string::npos);
}

}  // namespace fuzz
