#pragma once

/// A JSON text, read strictly: UTF-8, no repeated keys, bounded depth and size. A flat list of
/// nodes in reading order, so that a document costs two allocations, and none when reused.

#include "certrules/diagnostic.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace certrules::detail {

enum class json_kind : std::uint8_t { null, boolean, number, string, array, object };

struct json_node {
    json_kind kind = json_kind::null;
    bool truth = false;
    std::uint32_t end = 0;    // one past the last node below this one
    std::uint32_t count = 0;  // items, or fields (a key and a value each)
    std::string_view text;    // string: unescaped; number: as written
};

class json_document {
public:
    /// Reads a text; what was read before is gone. The text may go afterwards.
    std::optional<error> parse(std::string_view text);

    const json_node& node(std::uint32_t i) const noexcept { return nodes_[i]; }

private:
    friend struct json_handler;
    std::vector<json_node> nodes_;
    std::string text_;       // the document's own copy: most of its strings are views into it
    std::string unescaped_;  // the others
    std::vector<std::uint32_t> open_;
};

}  // namespace certrules::detail
