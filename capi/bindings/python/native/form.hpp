#pragma once

/// The form of a case (docs/forms.md): the names of its fields, and its limits.

#include "words.hpp"

namespace certrules_python {

namespace top {
enum {
    event,
    on,
    audit,
    cycle_started_on,
    state,
    facts,
    sections,
    findings,
    fee,
    finding,
    status,
    months,
    reason,
    man_days,
    sites,
    count
};
}  // namespace top
namespace of_state {
enum { held, certificate, cycle, bar, after, visited, last_certificate, consecutive, count };
}  // namespace of_state
namespace of_term {
enum { status, first_day, last_day, count };
}  // namespace of_term
namespace of_cycle {
enum { status, since, started_on, award, count };
}  // namespace of_cycle
namespace of_finding {
enum { id, section, severity, checkpoint, tags, transparent, closed_on, sites, count };
}  // namespace of_finding
namespace of_section {
enum { applicable, conforming, rating, graded, count };
}  // namespace of_section
inline constexpr std::int64_t most_checkpoints = 1'000'000;
inline constexpr std::int64_t most_months = 1200;
inline constexpr Py_ssize_t most_findings = 100'000;
inline constexpr Py_ssize_t longest_id = 256;  // bytes
inline constexpr std::size_t most_sections = 512;
inline constexpr std::size_t most_facts = 64;

/// The names of the fields, in the order of the enumerations above, and the words that are the same
/// in every edition.
struct form_names {
    word_table top{"event",    "on",       "audit", "cycle_started_on", "state",  "facts",
                   "sections", "findings", "fee",   "finding",          "status", "months",
                   "reason",   "man_days", "sites"};
    word_table of_state{"held",    "certificate",      "cycle",      "bar", "after",
                        "visited", "last_certificate", "consecutive"};
    word_table of_term{"status", "first_day", "last_day"};
    word_table of_cycle{"status", "since", "started_on", "award"};
    word_table of_finding{"id",   "section",     "severity",  "checkpoint",
                          "tags", "transparent", "closed_on", "sites"};
    word_table of_section{"applicable", "conforming", "rating", "graded"};
    word_table answers{"unknown", "no", "yes"};  // in the order of CERTRULES_UNKNOWN, ...
    word_table events;                           // in the order of CERTRULES_EVENT_..., from 1
};
extern const form_names* form;
/// Makes them, once Python runs. False after an error.
bool prepare_form();

inline Py_ssize_t length_of(PyObject* list) noexcept {
    return is_list(list) ? PyList_Size(list) : (PyTuple_Check(list) ? PyTuple_Size(list) : -1);
}

inline PyObject* item_of(PyObject* list, Py_ssize_t i) noexcept {
    return is_list(list) ? PyList_GetItem(list, i) : PyTuple_GetItem(list, i);
}

/// A word's place; false for what is none.
inline bool read_word(PyObject* value, const word_table& known, std::int32_t& out) noexcept {
    out = known.find(value);
    return out != word_table::none;
}

/// The places of a list of words, a bit each.
inline bool read_set(PyObject* list, const word_table& known, std::uint64_t& out) noexcept {
    const auto count = length_of(list);
    if (count < 0 || count > 64)
        return false;
    for (Py_ssize_t i = 0; i < count; ++i) {
        const int word = known.find(item_of(list, i));
        if (word == word_table::none)
            return false;
        out |= std::uint64_t{1} << static_cast<unsigned>(word);
    }
    return true;
}

}  // namespace certrules_python
