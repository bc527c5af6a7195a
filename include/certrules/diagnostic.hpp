#pragma once

/// What is wrong with an edition's text, or with a question: for people, with its place.

#include <cstdint>
#include <string>
#include <vector>

namespace certrules {

/// One error or warning in an edition file.
/// Example: `edition.toml:41:8: error: unknown status "goldd", did you mean "gold"?`
struct diagnostic {
    enum class level : std::uint8_t { error, warning };
    level kind = level::error;
    std::string file;          ///< the name given to `edition::parse`, or the base edition's
    std::uint32_t line = 0;    ///< from 1; 0 where the text has no such place
    std::uint32_t column = 0;  ///< from 1, in bytes
    std::string message;       ///< what was found, what was expected, the nearest known name
};

/// In the order of the file.
using diagnostics = std::vector<diagnostic>;

/// `file:line:column: error: message`, without a line end.
std::string to_string(const diagnostic& d);

/// Families of failures; the numbers are those of the C ABI and are never reused.
enum class error_code : std::int32_t {
    ok = 0,
    bad_argument = 100,  ///< a number outside its range, a word of another edition
    bad_text = 110,      ///< not UTF-8, not JSON, not the form
    unknown_name = 120,  ///< a name the edition does not have
    bad_date = 130,      ///< a date that does not exist or lies outside 1900 … 2999
    missing = 140,       ///< something needed was left out
    bad_edition = 200,   ///< the edition's text does not load
    no_edition = 210,    ///< no edition was in force on that day
    refused = 300,       ///< the event cannot happen in that state
    no_rule = 310,       ///< no rule of the edition answers: a gap
    limit = 400,         ///< beyond a documented limit
    out_of_memory = 410,
    overflow = 420,  ///< an amount or a day beyond what can be held
    internal = 900,
};

/// Why a question has no answer.
struct error {
    error_code code = error_code::internal;
    std::string place;       ///< where in the input: `findings[2].section`, or empty
    std::string message;     ///< one line
    std::uint32_t line = 0;  ///< of a file of JSON lines, from 1; else 0
};

/// `place: message`, or the message alone.
std::string to_string(const error& e);

}  // namespace certrules
