#include "book.hpp"

#include <cstdlib>

/// The JSON doors: a document in, a document out, while other threads run.

namespace certrules_python {

namespace {

constexpr std::size_t first_room = 32 * 1024;
constexpr std::size_t large_room = 1024 * 1024;  // of answers that take long to make again

struct releaser {
    void operator()(char* text) const noexcept { std::free(text); }
};
using buffer = std::unique_ptr<char, releaser>;

/// `ask(buffer, capacity, needed, error)` until it fits; the answer as str.
template <class Ask>
PyObject* document_from(Ask&& ask, std::size_t room = first_room) {
    certrules_error error = CERTRULES_ERROR_INIT;
    std::size_t needed = 0;
    for (;;) {
        buffer text(static_cast<char*>(std::malloc(room)));
        if (!text)
            return PyErr_NoMemory();
        std::int32_t wrong = CERTRULES_OK;
        Py_BEGIN_ALLOW_THREADS wrong = ask(text.get(), room, &needed, &error);
        Py_END_ALLOW_THREADS if (wrong == CERTRULES_OK) return PyUnicode_DecodeUTF8(
            text.get(), static_cast<Py_ssize_t>(needed) - 1, nullptr);
        if (wrong != CERTRULES_E_BUFFER)
            return raise(error);
        room = needed;
    }
}

PyObject* no_door(const char* name) {
    PyErr_Format(PyExc_ValueError, "no door \"%s\"", name);
    return nullptr;
}

}  // namespace

bool need_day(PyObject* value, const char* name, std::int32_t& day) {
    if (read_day(value, day))
        return true;
    if (PyUnicode_Check(value))
        PyErr_Format(PyExc_ValueError,
                     "%s is %R, expected a day that exists, 1900 to 2999, as YYYY-MM-DD", name,
                     value);
    else
        PyErr_Format(PyExc_TypeError, "%s is %R, expected a datetime.date or \"YYYY-MM-DD\"", name,
                     value);
    return false;
}

PyObject* ask_document(PyObject* self, PyObject* arguments) {
    const char* door = nullptr;
    const char* text = nullptr;
    Py_ssize_t size = 0;
    Py_ssize_t number = -1;
    unsigned flags = 0;
    if (!PyArg_ParseTuple(arguments, "sy#nI", &door, &text, &size, &number, &flags))
        return nullptr;
    const auto& b = *reinterpret_cast<book_object*>(self)->content;
    const auto* handle = b.handle.get();
    if (number >= 0) {
        const auto* e = edition_at(self, number);
        if (e == nullptr)
            return nullptr;
        handle = e->alone.get();
    }
    const auto bytes = static_cast<std::size_t>(size);
    if (std::string_view(door) == "decide")
        return document_from(
            [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_decide_json(handle, text, bytes, flags, to, room, needed, error);
            });
    return no_door(door);
}

PyObject* ask_history(PyObject* self, PyObject* arguments) {
    const char* door = nullptr;
    const char* text = nullptr;
    Py_ssize_t size = 0;
    PyObject* on_object = nullptr;
    PyObject* known_object = nullptr;
    int alarm_days = 0;
    if (!PyArg_ParseTuple(arguments, "sy#OOi", &door, &text, &size, &on_object, &known_object,
                          &alarm_days))
        return nullptr;
    std::int32_t on = 0;
    std::int32_t known = CERTRULES_NO_DAY;
    if (!need_day(on_object, "on", on) ||
        (known_object != Py_None && !need_day(known_object, "known", known)))
        return nullptr;
    const auto* book = reinterpret_cast<book_object*>(self)->content->handle.get();
    const auto bytes = static_cast<std::size_t>(size);
    const std::string_view name(door);
    if (name == "calendar")
        return document_from(
            [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_calendar(book, text, bytes, on, known, alarm_days, to, room,
                                          needed, error);
            });
    const auto ask = name == "replay"        ? certrules_replay_json
                     : name == "fees"        ? certrules_fees_json
                     : name == "deadlines"   ? certrules_deadlines_json
                     : name == "disclosures" ? certrules_disclosures_json
                                             : nullptr;
    if (ask == nullptr)
        return no_door(door);
    return document_from(
        [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return ask(book, text, bytes, on, known, to, room, needed, error);
        });
}

PyObject* run_tests(PyObject* self, PyObject* arguments) {
    const char* tests = nullptr;
    const char* filter = nullptr;
    Py_ssize_t size = 0;
    Py_ssize_t filter_size = 0;
    if (!PyArg_ParseTuple(arguments, "y#y#", &tests, &size, &filter, &filter_size))
        return nullptr;
    const auto* book = reinterpret_cast<book_object*>(self)->content->handle.get();
    return document_from(
        [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_test_json(book, tests, static_cast<std::size_t>(size), filter,
                                       static_cast<std::size_t>(filter_size), 0, to, room, needed,
                                       error);
        },
        large_room);
}

PyObject* check_edition(PyObject* self, PyObject* number) {
    const auto* e = edition_at(self, PyLong_AsSsize_t(number));
    if (e == nullptr)
        return nullptr;
    return document_from(
        [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_check_json(e->handle.get(), 0, to, room, needed, error);
        },
        large_room);
}

PyObject* compare_editions(PyObject* self, PyObject* arguments) {
    Py_ssize_t number = 0;
    PyObject* other = nullptr;
    Py_ssize_t other_number = 0;
    const char* renamed = nullptr;
    Py_ssize_t size = 0;
    if (!PyArg_ParseTuple(arguments, "nO!ny#", &number, book_type, &other, &other_number, &renamed,
                          &size))
        return nullptr;
    const auto* before = edition_at(self, number);
    const auto* after = before == nullptr ? nullptr : edition_at(other, other_number);
    if (after == nullptr)
        return nullptr;
    return document_from(
        [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_diff_json(before->handle.get(), after->handle.get(), renamed,
                                       static_cast<std::size_t>(size), 0, to, room, needed, error);
        },
        large_room);
}

PyObject* impact_on(PyObject* self, PyObject* arguments) {
    PyObject* other = nullptr;
    const char* cases = nullptr;
    Py_ssize_t size = 0;
    unsigned examples = 0;
    if (!PyArg_ParseTuple(arguments, "O!y#I", book_type, &other, &cases, &size, &examples))
        return nullptr;
    const auto* before = reinterpret_cast<book_object*>(self)->content->handle.get();
    const auto* after = reinterpret_cast<book_object*>(other)->content->handle.get();
    return document_from(
        [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_impact_json(before, after, cases, static_cast<std::size_t>(size),
                                         examples, 0, to, room, needed, error);
        },
        large_room);
}

PyObject* edition_document(PyObject* self, PyObject* number) {
    const auto* e = edition_at(self, PyLong_AsSsize_t(number));
    if (e == nullptr)
        return nullptr;
    return document_from(
        [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_edition_json(e->handle.get(), to, room, needed, error);
        });
}

}  // namespace certrules_python
