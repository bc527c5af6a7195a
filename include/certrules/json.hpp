#pragma once

/// The JSON doors: documents in, documents out, by the forms of docs/forms.md.

#include "certrules/book.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace certrules {

struct verdict_json_options {
    bool full = true;  ///< with `what_if` and `possible`
};

/// Reads a case, picks its edition from the book (reading R17), decides, and writes the verdict
/// on one line, without a line end.
/// Errors name the place: `findings[2].section`.
result<std::string, error> decide_json(const book& b, std::string_view case_json,
                                       const verdict_json_options& o = {});

/// Reads a history, replays it, and writes the standing on one line, without a line end.
/// Errors name the place: `events[3].findings[0].section`.
result<std::string, error> replay_json(const book& b, std::string_view history_json, date on,
                                       std::optional<date> known = std::nullopt);

/// The explanation of a stored region, as JSON.
result<std::string, error> explain_json(const edition& e, std::uint32_t region);

}  // namespace certrules
