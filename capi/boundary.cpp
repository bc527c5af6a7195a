#include "boundary.hpp"

#include "certrules/date.hpp"
#include "certrules/limits.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>

namespace certrules::capi {

namespace {

/// A struct's first member, whatever the struct's address.
std::uint32_t size_of(const void* s) noexcept {
    std::uint32_t size = 0;
    std::memcpy(&size, s, sizeof size);
    return size;
}

/// Copies a text with its NUL, cut between two characters if need be.
template <std::size_t N>
void copy_text(std::string_view from, char (&to)[N]) noexcept {
    auto n = std::min(from.size(), N - 1);
    while (n > 0 && n < from.size() && (static_cast<unsigned char>(from[n]) & 0xC0U) == 0x80U)
        --n;
    std::copy_n(from.data(), n, to);
    to[n] = '\0';
}

/// A line of text written without allocating.
struct line {
    char text[160];
    std::size_t size = 0;

    template <class... Args>
    explicit line(fmt::format_string<Args...> format, Args&&... args) {
        const auto end = fmt::format_to_n(text, sizeof text, format, std::forward<Args>(args)...);
        size = std::min(end.size, sizeof text);
    }
    std::string_view view() const noexcept { return {text, size}; }
};

}  // namespace

bool reporter::usable() const noexcept {
    if (out_ == nullptr)
        return true;
    const auto size = size_of(out_);
    return size >= first_size<certrules_error> && size <= largest_struct;
}

void reporter::write(std::int32_t code, std::string_view place, std::string_view message,
                     std::uint32_t line, std::uint32_t column, std::uint32_t more) const noexcept {
    if (out_ == nullptr)
        return;
    certrules_error e{};
    e.code = code;
    e.line = line;
    e.column = column;
    e.more = more;
    copy_text(place, e.place);
    copy_text(message, e.message);
    detail::give_bytes(&e, out_, sizeof e);
}

std::int32_t reporter::operator()(std::int32_t code, std::string_view place,
                                  std::string_view message) const noexcept {
    write(code, place, message, 0, 0, 0);
    return code;
}

std::int32_t reporter::operator()(const error& e) const noexcept {
    const auto code = static_cast<std::int32_t>(e.code);
    write(code, e.place, e.message, e.line, 0, 0);
    return code;
}

std::int32_t reporter::operator()(const diagnostics& all) const noexcept {
    const auto wrong = [](const diagnostic& d) { return d.kind == diagnostic::level::error; };
    const auto first = std::find_if(all.begin(), all.end(), wrong);
    if (first == all.end())
        return (*this)(CERTRULES_E_EDITION, "", "the edition does not load");
    const auto more = std::count_if(std::next(first), all.end(), wrong);
    write(CERTRULES_E_EDITION, first->file, first->message, first->line, first->column,
          static_cast<std::uint32_t>(more));
    return CERTRULES_E_EDITION;
}

std::int32_t need(const void* pointer, const char* name, const reporter& report) noexcept {
    return pointer != nullptr ? CERTRULES_OK : report(CERTRULES_E_NULL, name, "is NULL");
}

namespace detail {

std::int32_t check_size(const void* s, std::uint32_t first, const char* name, std::uint32_t& size,
                        const reporter& report) noexcept {
    if (const auto wrong = need(s, name, report))
        return wrong;
    size = size_of(s);
    if (size >= first && size <= largest_struct)
        return CERTRULES_OK;
    const line message("struct_size is {}, expected {} or more, up to {}", size, first,
                       largest_struct);
    return report(CERTRULES_E_STRUCT_SIZE, name, message.view());
}

std::int32_t take_bytes(const void* from, void* to, std::uint32_t first, std::uint32_t known,
                        std::uint32_t size, const char* name, const reporter& report) noexcept {
    const auto* bytes = static_cast<const unsigned char*>(from);
    const auto unknown = std::find_if(bytes + std::min(size, known), bytes + size,
                                      [](unsigned char b) { return b != 0; });
    if (unknown != bytes + size) {
        const line message("byte {} is set, but this release knows only {}", unknown - bytes,
                           known);
        return report(CERTRULES_E_UNSUPPORTED, name, message.view());
    }
    static_cast<void>(first);
    std::memset(to, 0, known);
    std::memcpy(to, from, std::min(size, known));
    return CERTRULES_OK;
}

void give_bytes(const void* from, void* to, std::uint32_t known) noexcept {
    const auto size = size_of(to);
    const auto both = std::min(size, known);
    auto* bytes = static_cast<unsigned char*>(to);
    constexpr auto head = sizeof(std::uint32_t);  // struct_size stays the caller's
    std::memcpy(bytes + head, static_cast<const unsigned char*>(from) + head, both - head);
    std::memset(bytes + both, 0, size - both);
}

}  // namespace detail

std::int32_t check_array(const void* array, std::size_t count, std::size_t most,
                         std::uint32_t element_size, std::uint32_t first, const char* name,
                         const reporter& report) noexcept {
    if (count == 0)
        return CERTRULES_OK;
    if (const auto wrong = need(array, name, report))
        return wrong;
    if (count > most) {
        const line message("{} elements, at most {} are allowed", count, most);
        return report(CERTRULES_E_LIMIT, name, message.view());
    }
    if (element_size >= first && element_size <= largest_struct)
        return CERTRULES_OK;
    const line message("the size of an element is {}, expected {} or more, up to {}", element_size,
                       first, largest_struct);
    return report(CERTRULES_E_STRUCT_SIZE, name, message.view());
}

std::size_t find_bad_utf8(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = byte(i);
        if (lead < 0x80U) {
            ++i;
            continue;
        }
        // Lead bytes of two, three and four; 0xC0, 0xC1 and those past 0xF4 lead nothing.
        const std::size_t more = lead < 0xC2U   ? 0
                                 : lead < 0xE0U ? 1
                                 : lead < 0xF0U ? 2
                                 : lead < 0xF5U ? 3
                                                : 0;
        if (more == 0 || text.size() - i <= more)
            return i;
        // The second byte is narrower where a shorter form, a surrogate or too much would fit.
        const unsigned second = byte(i + 1);
        const unsigned lowest = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
        const unsigned highest = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
        if (second < lowest || second > highest)
            return i;
        for (std::size_t k = 2; k <= more; ++k)
            if ((byte(i + k) & 0xC0U) != 0x80U)
                return i;
        i += more + 1;
    }
    return std::string_view::npos;
}

std::int32_t take_text(const char* text, std::size_t size, std::size_t most, const char* name,
                       std::string_view& to, const reporter& report) noexcept {
    if (size == 0) {
        to = {};
        return CERTRULES_OK;
    }
    if (const auto wrong = need(text, name, report))
        return wrong;
    if (size > most) {
        const line message("{} bytes, at most {} are allowed", size, most);
        return report(CERTRULES_E_LIMIT, name, message.view());
    }
    to = {text, size};
    const auto bad = find_bad_utf8(to);
    if (bad == std::string_view::npos)
        return CERTRULES_OK;
    const line message("not UTF-8: byte {} is 0x{:02x}", bad,
                       static_cast<unsigned>(static_cast<unsigned char>(text[bad])));
    return report(CERTRULES_E_TEXT, name, message.view());
}

std::int32_t take_name(const char* text, std::size_t size, std::string_view& to,
                       const reporter& report) noexcept {
    if (size > limits::id_length) {
        const line message("a name of {} bytes; none is longer than {}", size, limits::id_length);
        return report(CERTRULES_E_UNKNOWN_NAME, "name", message.view());
    }
    return take_text(text, size, limits::id_length, "name", to, report);
}

std::int32_t take_day(std::int32_t day, const char* name, const reporter& report) noexcept {
    const date d{day};
    if (d >= first_supported_day && d <= last_supported_day)
        return CERTRULES_OK;
    return report(CERTRULES_E_DATE, name, "a day outside 1900-01-01 to 2999-12-31");
}

std::int32_t give_text(std::string_view text, char* buffer, std::size_t capacity,
                       std::size_t* needed, const reporter& report) noexcept {
    if (capacity != 0)
        if (const auto wrong = need(buffer, "buffer", report))
            return wrong;
    const auto whole = text.size() + 1;
    if (needed != nullptr)
        *needed = whole;
    if (whole > capacity) {
        const line message("holds {} bytes, {} are needed", capacity, whole);
        return report(CERTRULES_E_BUFFER, "buffer", message.view());
    }
    std::copy_n(text.data(), text.size(), buffer);
    buffer[text.size()] = '\0';
    return CERTRULES_OK;
}

}  // namespace certrules::capi
