#pragma once

/// How much an edition, a case or a history may hold. Beyond these the answer is a clear error.

#include <cstddef>
#include <cstdint>

namespace certrules::limits {

inline constexpr std::size_t edition_bytes = 2 * 1024 * 1024;  ///< of TOML text
inline constexpr std::size_t edition_depth = 16;               ///< nested tables and arrays
inline constexpr std::size_t severities = 8;
inline constexpr std::size_t words = 64;    ///< of each kind: sections, tags, statuses, audits …
inline constexpr std::size_t filters = 64;  ///< of all measures together
inline constexpr std::size_t section_rows = 16;  ///< shares per section, of all measures together
inline constexpr std::size_t variables = 64;     ///< quantities that the conditions test
inline constexpr std::size_t classes = 4096;     ///< of one quantity: thresholds tested, plus two
inline constexpr std::size_t rules = 4096;
inline constexpr std::size_t regions = 262'144;
inline constexpr std::size_t tree_children = 4'194'304;
inline constexpr std::size_t tree_work = 2'000'000'000;  ///< steps of compiling the rules
inline constexpr std::size_t texts = 1024;
inline constexpr std::size_t list_length = 256;            ///< of an array of words
inline constexpr std::size_t id_length = 64;               ///< bytes of an id
inline constexpr std::size_t file_name = 4096;             ///< bytes, of a name in diagnostics
inline constexpr std::size_t diagnostics = 200;            ///< reported for one file
inline constexpr std::int64_t number = 1'000'000'000'000;  ///< thresholds and host's numbers: +-
inline constexpr std::int32_t months = 1200;               ///< longest validity
inline constexpr std::int32_t days = 36'525;               ///< longest time to correct

inline constexpr std::size_t finding_id_length = 256;        ///< bytes
inline constexpr std::size_t findings = 100'000;             ///< of one event
inline constexpr std::uint32_t checkpoints = 1'000'000;      ///< of one section; sites likewise
inline constexpr std::size_t json_bytes = 64 * 1024 * 1024;  ///< of one document
inline constexpr std::size_t json_values = 4'000'000;        ///< and keys, of one document
inline constexpr std::size_t json_depth = 32;

inline constexpr std::size_t impact_rows = 65'536;    ///< of a report; further cases still flow
inline constexpr std::size_t factory_length = 1'000;  ///< bytes

}  // namespace certrules::limits
