#include "detail/json_writer.hpp"

namespace certrules::detail {

void json_writer::quote(std::string_view value) {
    constexpr std::string_view hex = "0123456789abcdef";
    text_ += '"';
    std::size_t plain = 0;  // from here on nothing needs an escape so far
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && c != '"' && c != '\\')
            continue;
        text_.append(value, plain, i - plain);
        plain = i + 1;
        text_ += '\\';
        if (c == '"' || c == '\\') {
            text_ += c;
        } else if (c == '\n') {
            text_ += 'n';
        } else {
            text_.append("u00");
            text_ += hex[byte >> 4U];
            text_ += hex[byte & 15U];
        }
    }
    text_.append(value, plain);
    text_ += '"';
}

}  // namespace certrules::detail
