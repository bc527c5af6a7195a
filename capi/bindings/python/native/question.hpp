#pragma once

/// A case in the library's structs, as one Python object: what `decide` was asked. A verdict keeps
/// it, so that what takes longer (what was read, what would change it) can be asked for later.

#include "book.hpp"

namespace certrules_python {

struct question {
    PyObject head;
    PyObject* asked_of;  // the Book
    const edition* rules;
    std::size_t edition_number;
    certrules_state state;
    certrules_event event;  // views what follows
    certrules_finding* findings;
    certrules_section* sections;
    certrules_fact* facts;
    PyObject** finding_ids;
};

extern PyTypeObject* question_type;
bool add_question_type(PyObject* module);

/// A new question with room for so many, all zero; nullptr after an error.
question* new_question(PyObject* asked_of, std::size_t edition_number, std::size_t findings,
                       std::size_t sections, std::size_t facts) noexcept;

/// Reads a case; new reference. nullptr with no Python error set for anything that is not plainly
/// a case by the form: the JSON door then finds out what is wrong with it, or what is unusual.
question* read_case(PyObject* asked_of, PyObject* dict) noexcept;

}  // namespace certrules_python
