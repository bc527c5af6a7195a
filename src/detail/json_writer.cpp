#include "detail/json_writer.hpp"

namespace certrules::detail {

void json_writer::quote(std::string_view value) {
    constexpr std::string_view hex = "0123456789abcdef";
    text_ += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            text_ += '\\';
            text_ += c;
        } else if (c == '\n') {
            text_.append("\\n");
        } else if (byte < 0x20) {
            text_.append("\\u00");
            text_ += hex[byte >> 4U];
            text_ += hex[byte & 15U];
        } else {
            text_ += c;
        }
    }
    text_ += '"';
}

}  // namespace certrules::detail
