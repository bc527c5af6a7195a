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
inline const word_table names{
    "event", "on",      "audit",  "cycle_started_on", "state",  "facts",    "sections", "findings",
    "fee",   "finding", "status", "months",           "reason", "man_days", "sites"};
}  // namespace top
namespace of_state {
enum { held, certificate, cycle, bar, after, visited, last_certificate, consecutive, count };
inline const word_table names{"held",    "certificate",      "cycle",      "bar", "after",
                              "visited", "last_certificate", "consecutive"};
}  // namespace of_state
namespace of_term {
enum { status, first_day, last_day, count };
inline const word_table names{"status", "first_day", "last_day"};
}  // namespace of_term
namespace of_cycle {
enum { status, since, started_on, award, count };
inline const word_table names{"status", "since", "started_on", "award"};
}  // namespace of_cycle
namespace of_finding {
enum { id, section, severity, checkpoint, tags, transparent, closed_on, sites, count };
inline const word_table names{"id",   "section",     "severity",  "checkpoint",
                              "tags", "transparent", "closed_on", "sites"};
}  // namespace of_finding
namespace of_section {
enum { applicable, conforming, rating, graded, count };
inline const word_table names{"applicable", "conforming", "rating", "graded"};
}  // namespace of_section
inline const word_table answers{"unknown", "no", "yes"};  // in the order of CERTRULES_UNKNOWN, ...

inline constexpr std::int64_t most_checkpoints = 1'000'000;
inline constexpr std::int64_t most_months = 1200;
inline constexpr Py_ssize_t most_findings = 100'000;
inline constexpr Py_ssize_t longest_id = 256;  // bytes
inline constexpr std::size_t most_sections = 512;
inline constexpr std::size_t most_facts = 64;

/// The names of the events, in the order of CERTRULES_EVENT_..., from 1.
inline const word_table& events() {
    static const word_table table = [] {
        word_table names;
        for (std::int32_t kind = CERTRULES_EVENT_APPLIED; kind <= CERTRULES_EVENT_BAR_ENDED;
             ++kind) {
            char name[CERTRULES_NAME_SIZE] = "";
            certrules_event_name(kind, name, sizeof name, nullptr, nullptr);
            names.add(name);
        }
        return names;
    }();
    return table;
}

inline Py_ssize_t length_of(PyObject* list) noexcept {
    return PyList_Check(list) ? PyList_Size(list) : (PyTuple_Check(list) ? PyTuple_Size(list) : -1);
}

inline PyObject* item_of(PyObject* list, Py_ssize_t i) noexcept {
    return PyList_Check(list) ? PyList_GetItem(list, i) : PyTuple_GetItem(list, i);
}

}  // namespace certrules_python
