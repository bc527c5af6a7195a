#include "detail/json_writer.hpp"

namespace certrules::detail {

namespace {

bool needs_escape(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

bool any_needs_escape(std::uint64_t eight) noexcept {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101U;
    const auto has = [&](std::uint64_t wanted) {
        const auto rest = eight ^ (wanted * ones);
        return (rest - ones) & ~rest;
    };
    return ((((eight - 0x20 * ones) & ~eight) | has('"') | has('\\')) & (0x80 * ones)) != 0;
}

/// Where from `at` on a character needs an escape; the size where none does. Eight at a time: most
/// texts need none.
std::size_t next_escape(std::string_view text, std::size_t at) noexcept {
    const auto clear = [&](std::size_t from) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + from, sizeof eight);
        return !any_needs_escape(eight);
    };
    while (at + 8 <= text.size() && clear(at))
        at += 8;
    if (at + 8 > text.size() && text.size() >= 8 && clear(text.size() - 8))
        return text.size();
    while (at < text.size() && !needs_escape(text[at]))
        ++at;
    return at;
}

}  // namespace

void json_writer::quote(std::string_view value) {
    constexpr std::string_view hex = "0123456789abcdef";
    put("\"");
    for (std::size_t plain = 0;;) {
        const auto at = next_escape(value, plain);
        put(value.substr(plain, at - plain));
        if (at == value.size())
            break;
        plain = at + 1;
        const char c = value[at];
        if (c == '"' || c == '\\') {
            const char escape[] = {'\\', c};
            put({escape, 2});
        } else if (c == '\n') {
            put("\\n");
        } else {
            const auto byte = static_cast<unsigned char>(c);
            const char escape[] = {'\\', 'u', '0', '0', hex[byte >> 4U], hex[byte & 15U]};
            put({escape, sizeof escape});
        }
    }
    put("\"");
}

}  // namespace certrules::detail
