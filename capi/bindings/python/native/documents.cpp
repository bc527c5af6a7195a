#include "book.hpp"

#include <cstdlib>

/// The JSON doors: a document in, a document out, while other threads run.

namespace certrules_python {

namespace {

constexpr std::size_t first_room = 32 * 1024;

struct releaser {
    void operator()(char* text) const noexcept { std::free(text); }
};
using buffer = std::unique_ptr<char, releaser>;

/// `ask(buffer, capacity, needed, error)` until it fits; the answer as str.
template <class Ask>
PyObject* document_from(Ask&& ask) {
    certrules_error error = CERTRULES_ERROR_INIT;
    std::size_t needed = 0;
    auto room = first_room;
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

}  // namespace

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
        if (static_cast<std::size_t>(number) >= b.editions.size()) {
            PyErr_SetString(PyExc_IndexError, "no such edition");
            return nullptr;
        }
        handle = b.editions[static_cast<std::size_t>(number)]->alone.get();
    }
    const auto bytes = static_cast<std::size_t>(size);
    if (std::string_view(door) == "decide")
        return document_from(
            [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_decide_json(handle, text, bytes, flags, to, room, needed, error);
            });
    PyErr_Format(PyExc_ValueError, "no door \"%s\"", door);
    return nullptr;
}

}  // namespace certrules_python
