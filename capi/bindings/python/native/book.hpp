#pragma once

/// A policy: a book of editions, with the words of each ready as Python objects.

#include "native.hpp"
#include "words.hpp"

#include <memory>

namespace certrules_python {

/// The words of one kind: by name, and as Python objects by number.
struct words {
    word_table table;
    std::vector<ref> objects;

    PyObject* object(std::int32_t number) const noexcept {
        return number < 0 ? Py_None : objects[static_cast<std::size_t>(number)].get();
    }
};

struct fact_words {
    std::int32_t type = CERTRULES_FACT_YES_NO;
    word_table values;   // of all types but numbers
    long decimals = -1;  // of numbers; -1: not known
};

/// The texts that a rule gives its verdicts, each list a tuple of str.
struct rule_texts {
    ref name, cites, obligations, options, notices, notices_by_default;
};

struct handle_deleter {
    void operator()(certrules_edition* e) const noexcept {
        certrules_edition_free(e);
        --live_handles;
    }
    void operator()(certrules_book* b) const noexcept {
        certrules_book_free(b);
        --live_handles;
    }
};
using edition_handle = std::unique_ptr<certrules_edition, handle_deleter>;
using book_handle = std::unique_ptr<certrules_book, handle_deleter>;

struct edition {
    edition_handle handle;
    book_handle alone;  // the book of this edition only
    certrules_edition_info info{};
    ref id;  // PolicyId
    words severities, sections, tags, ratings, statuses, audits, facts;
    std::vector<fact_words> fact_values;
    std::vector<rule_texts> rules;
    word_table fees;
};

struct book {
    book_handle handle;
    std::vector<std::unique_ptr<edition>> editions;  // oldest first
    bool latest_has_no_end = true;
};

/// The Python object: its type is `Book`, of which the package's Policy derives.
struct book_object {
    PyObject head;
    book* content;
};

extern PyTypeObject* book_type;
bool add_book_type(PyObject* module);

/// Fills in what `loaded` needs besides its handle. False after an error.
bool describe(book& loaded);

/// Book.decide: a case as a dict, a verdict as a record.
PyObject* decide(PyObject* self, PyObject* dict);

/// An edition by its number; nullptr with an IndexError.
const edition* edition_at(PyObject* self, Py_ssize_t number);

/// A day that an argument has to be; false with an error that names it.
bool need_day(PyObject* value, const char* name, std::int32_t& day);

/// Book._document(door, text, edition, flags): a JSON door's answer as str. `edition`: -1 for the
/// whole book.
PyObject* ask_document(PyObject* self, PyObject* arguments);
/// Book._ask_history(door, text, on, known, alarm_days): the same of a history.
PyObject* ask_history(PyObject* self, PyObject* arguments);
/// Book._test(tests, filter): the results of policy tests.
PyObject* run_tests(PyObject* self, PyObject* arguments);
/// Book._check(edition): what is wrong with an edition, over every case.
PyObject* check_edition(PyObject* self, PyObject* number);
/// Book._diff(edition, other, edition of the other, renamed): what changes, over every case.
PyObject* compare_editions(PyObject* self, PyObject* arguments);
/// Book._impact(other, cases, examples): what changes for cases, JSON lines.
PyObject* impact_on(PyObject* self, PyObject* arguments);
/// Book._edition_document(edition): all words of an edition.
PyObject* edition_document(PyObject* self, PyObject* number);

}  // namespace certrules_python
