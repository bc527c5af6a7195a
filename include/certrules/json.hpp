#pragma once

/// The JSON doors: documents in, documents out, by the forms of docs/forms.md.

#include "certrules/book.hpp"
#include "certrules/diagnostic.hpp"

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

/// Parts of the standing that `replay_json` would give, each with the same head (`factory`, `on`,
/// `known`, `policy`): the statement of fees, the deadlines, and for every viewer what it sees and
/// is told of the last event.
result<std::string, error> fees_json(const book& b, std::string_view history_json, date on,
                                     std::optional<date> known = std::nullopt);
result<std::string, error> deadlines_json(const book& b, std::string_view history_json, date on,
                                          std::optional<date> known = std::nullopt);
result<std::string, error> disclosures_json(const book& b, std::string_view history_json, date on,
                                            std::optional<date> known = std::nullopt);

/// The deadlines of a history as iCalendar (RFC 5545), lines ended by CR LF: see
/// `calendar_writer`. `alarm_days`: 0 to 365, else `bad_argument`.
result<std::string, error> history_calendar(const book& b, std::string_view history_json, date on,
                                            std::optional<date> known = std::nullopt,
                                            int alarm_days = 14);

/// The explanation of a stored region, as JSON.
result<std::string, error> explain_json(const edition& e, std::uint32_t region);

/// All words of an edition, with what it says of each: a word's number is its place in its list.
std::string edition_json(const edition& e);

/// The built-in editions: name, scheme, edition, title, from, to, and hash of each.
result<std::string, diagnostics> policies_json();

}  // namespace certrules
