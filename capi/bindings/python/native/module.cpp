#include "columns.hpp"
#include "form.hpp"
#include "question.hpp"

#include <cstring>

/// The extension module `certrules._native`. Not for users: the package wraps it.

namespace certrules_python {

bound_objects bound;
long live_handles = 0;

namespace {

/// Where in an object a slot lies: found by filling it, since the limited API does not tell. 0, and
/// so the slower way, where that shows nothing.
std::size_t place_of(const record_class& of, std::size_t slot, std::size_t size) {
    const ref probe(of.make());
    const ref mark(PyLong_FromLong(0x7EA5'11FE));
    if (!probe || !mark || of.set[slot](of.member[slot], probe.get(), mark.get()) != 0) {
        PyErr_Clear();
        return 0;
    }
    std::size_t found = 0;
    for (std::size_t at = sizeof(PyObject); at + sizeof(PyObject*) <= size;
         at += sizeof(PyObject*)) {
        PyObject* here = nullptr;
        std::memcpy(&here, reinterpret_cast<unsigned char*>(probe.get()) + at, sizeof here);
        if (here == mark.get())
            found = found == 0 ? at : size;
    }
    return found == size ? 0 : found;
}

std::size_t size_of_objects(PyObject* type) {
    const ref size(PyObject_GetAttrString(type, "__basicsize__"));
    const auto bytes = size ? PyLong_AsSize_t(size.get()) : 0;
    return PyErr_Occurred() == nullptr ? bytes : 0;
}

bool bind_record(record_class& to, PyObject* type, std::initializer_list<const char*> slots) {
    to.type = reinterpret_cast<PyTypeObject*>(Py_NewRef(type));
    to.allocate = reinterpret_cast<allocfunc>(PyType_GetSlot(to.type, Py_tp_alloc));
    std::size_t i = 0;
    for (const char* name : slots) {
        to.member[i] = PyObject_GetAttrString(type, name);
        if (to.member[i] == nullptr)
            return false;
        to.set[i] =
            reinterpret_cast<descrsetfunc>(PyType_GetSlot(Py_TYPE(to.member[i]), Py_tp_descr_set));
        if (to.set[i] == nullptr) {
            PyErr_Format(PyExc_TypeError, "%s is no slot", name);
            return false;
        }
        ++i;
    }
    const auto size = size_of_objects(type);
    PyErr_Clear();
    for (std::size_t slot = 0; slot < i; ++slot)
        to.place[slot] = place_of(to, slot, size);
    return true;
}

PyObject* builtin_names(PyObject*, PyObject*) {
    ref list(PyList_New(0));
    for (std::uint32_t i = 0; list && i < certrules_builtin_count(); ++i) {
        const ref name(
            text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_builtin_name(i, to, room, needed, error);
            }));
        if (!name || PyList_Append(list.get(), name.get()) != 0)
            return nullptr;
    }
    return list.release();
}

/// The events' names, from number 1 on.
PyObject* event_names(PyObject*, PyObject*) {
    ref list(PyList_New(0));
    for (std::int32_t kind = CERTRULES_EVENT_APPLIED; list && kind <= CERTRULES_EVENT_BAR_ENDED;
         ++kind) {
        const ref name(
            text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_event_name(kind, to, room, needed, error);
            }));
        if (!name || PyList_Append(list.get(), name.get()) != 0)
            return nullptr;
    }
    return list.release();
}

PyObject* builtin_text(PyObject*, PyObject* arguments) {
    const char* name = nullptr;
    Py_ssize_t size = 0;
    if (!PyArg_ParseTuple(arguments, "s#", &name, &size))
        return nullptr;
    return text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
        return certrules_builtin_text(name, static_cast<std::size_t>(size), to, room, needed,
                                      error);
    });
}

/// diagnose(text, file): (errors, lines)
PyObject* diagnose(PyObject*, PyObject* arguments) {
    const char* text = nullptr;
    const char* file = nullptr;
    Py_ssize_t size = 0;
    Py_ssize_t file_size = 0;
    if (!PyArg_ParseTuple(arguments, "y#y#", &text, &size, &file, &file_size))
        return nullptr;
    certrules_load_options options{};
    options.struct_size = sizeof options;
    options.file = file;
    options.file_size = static_cast<std::size_t>(file_size);
    std::uint32_t errors = 0;
    PyObject* lines =
        text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_edition_diagnose(text, static_cast<std::size_t>(size), &options,
                                              &errors, to, room, needed, error);
        });
    return lines == nullptr ? nullptr : Py_BuildValue("IN", errors, lines);
}

PyObject* error_name(PyObject*, PyObject* arguments) {
    int code = 0;
    if (!PyArg_ParseTuple(arguments, "i", &code))
        return nullptr;
    return PyUnicode_FromString(certrules_error_name(code));
}

PyObject* versions(PyObject*, PyObject*) {
    return Py_BuildValue("sII", certrules_version_string(), certrules_version_number(),
                         certrules_abi_version());
}

PyObject* count_handles(PyObject*, PyObject*) {
    return PyLong_FromLong(live_handles);
}

/// The objects are kept in one place for the process, which two interpreters must not share.
bool is_other_interpreter() {
    static std::int64_t first_interpreter = -1;
    const auto here = PyInterpreterState_GetID(PyInterpreterState_Get());
    if (first_interpreter >= 0 && first_interpreter != here) {
        PyErr_SetString(PyExc_ImportError, "certrules cannot be used from several interpreters");
        return true;
    }
    first_interpreter = here;
    return false;
}

bool refuses_to_load() {
    if (is_other_interpreter())
        return true;
    if (certrules_abi_version() != CERTRULES_ABI_VERSION) {
        PyErr_Format(PyExc_ImportError,
                     "the library beside this package has ABI %u, the package was built for %u",
                     certrules_abi_version(), static_cast<unsigned>(CERTRULES_ABI_VERSION));
        return true;
    }
    return false;
}

}  // namespace

PyObject* raise(const certrules_error& error) noexcept {
    if (error.code == CERTRULES_E_NO_MEMORY && bound.make_error == nullptr)
        return PyErr_NoMemory();
    const ref made(PyObject_CallFunction(bound.make_error, "isssIII", error.code,
                                         certrules_error_name(error.code), error.place,
                                         error.message, error.line, error.column, error.more));
    if (made)
        PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(made.get())), made.get());
    return nullptr;
}

PyObject* bind(PyObject*, PyObject* arguments) {
    PyObject *verdict = nullptr, *interval = nullptr, *state = nullptr, *policy_id = nullptr;
    PyObject *make_error = nullptr, *decimals = nullptr, *word_types = nullptr, *date = nullptr;
    if (is_other_interpreter())
        return nullptr;
    if (!PyArg_ParseTuple(arguments, "OOOOOOO!O", &verdict, &interval, &state, &policy_id,
                          &make_error, &decimals, &PyDict_Type, &word_types, &date))
        return nullptr;
    if (bound.make_error != nullptr) {
        PyErr_SetString(PyExc_RuntimeError, "bound already");
        return nullptr;
    }
    if (!bind_record(bound.verdict, verdict,
                     {"policy", "status", "public_status", "rule", "region", "valid", "unknown",
                      "cites", "obligations", "options", "notices", "_asked"}) ||
        !bind_record(bound.interval, interval, {"first_day", "last_day"}))
        return nullptr;
    Py_ssize_t position = 0;
    PyObject* kind = nullptr;
    PyObject* type = nullptr;
    while (PyDict_Next(word_types, &position, &kind, &type) != 0) {
        const long number = PyLong_AsLong(kind);
        if (number < 0 || number >= static_cast<long>(word_kinds)) {
            PyErr_SetString(PyExc_ValueError, "no kind of words");
            return nullptr;
        }
        bound.word[number] = Py_NewRef(type);
    }
    bound.state_type = Py_NewRef(state);
    bound.policy_id = Py_NewRef(policy_id);
    bound.decimals = Py_NewRef(decimals);
    bound.date_type = Py_NewRef(date);
    bound.date_from_ordinal = PyObject_GetAttrString(date, "fromordinal");
    bound.to_ordinal = PyUnicode_InternFromString("toordinal");
    bound.to_dict = PyUnicode_InternFromString("to_dict");
    bound.decide_slowly = PyUnicode_InternFromString("_decide_document");
    bound.nothing = PyTuple_New(0);
    bound.hash_of_str = reinterpret_cast<hashfunc>(PyType_GetSlot(&PyUnicode_Type, Py_tp_hash));
    if (bound.date_from_ordinal == nullptr || bound.to_ordinal == nullptr ||
        bound.to_dict == nullptr || bound.decide_slowly == nullptr || bound.nothing == nullptr)
        return nullptr;
    bound.make_error = Py_NewRef(make_error);
    Py_RETURN_NONE;
}

}  // namespace certrules_python

PyMODINIT_FUNC PyInit__native() {
    using namespace certrules_python;
    static PyMethodDef functions[] = {{"bind", bind, METH_VARARGS, nullptr},
                                      {"builtin_names", builtin_names, METH_NOARGS, nullptr},
                                      {"event_names", event_names, METH_NOARGS, nullptr},
                                      {"builtin_text", builtin_text, METH_VARARGS, nullptr},
                                      {"diagnose", diagnose, METH_VARARGS, nullptr},
                                      {"error_name", error_name, METH_VARARGS, nullptr},
                                      {"room", room, METH_O, nullptr},
                                      {"column_level", column_level, METH_NOARGS, nullptr},
                                      {"arrow_arrays", arrow_arrays, METH_O, nullptr},
                                      {"arrow_columns", arrow_columns, METH_VARARGS, nullptr},
                                      {"layout", layout, METH_NOARGS, nullptr},
                                      {"versions", versions, METH_NOARGS, nullptr},
                                      {"live_handles", count_handles, METH_NOARGS, nullptr},
                                      {nullptr, nullptr, 0, nullptr}};
    static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                     "certrules._native",
                                     nullptr,
                                     -1,
                                     functions,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr};
    if (refuses_to_load())
        return nullptr;
    PyObject* module = PyModule_Create(&definition);
    if (module == nullptr || !prepare_form() || !add_book_type(module) ||
        !add_question_type(module)) {
        Py_XDECREF(module);
        return nullptr;
    }
    return module;
}
