#pragma once

/// What all parts of the extension share: references that let go by themselves, the Python objects
/// that it was given at import, and errors.
///
/// Only the limited C API of Python is used (Py_LIMITED_API, set by the build), so that one wheel
/// serves every Python from 3.11 on.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <certrules.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace certrules_python {

/// Owns one reference to a Python object.
class ref {
public:
    ref() noexcept = default;
    explicit ref(PyObject* owned) noexcept : object_(owned) {}
    ref(ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    ref& operator=(ref&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ref(const ref&) = delete;
    ref& operator=(const ref&) = delete;
    ~ref() { Py_XDECREF(object_); }

    static ref borrowed(PyObject* object) noexcept { return ref(Py_NewRef(object)); }
    PyObject* get() const noexcept { return object_; }
    PyObject* release() noexcept { return std::exchange(object_, nullptr); }
    explicit operator bool() const noexcept { return object_ != nullptr; }

private:
    PyObject* object_ = nullptr;
};

/// A dataclass with slots, filled without its constructor: a frozen one is slow to construct.
struct record_class {
    static constexpr std::size_t most = 16;
    PyTypeObject* type = nullptr;
    allocfunc allocate = nullptr;
    PyObject* member[most] = {};
    descrsetfunc set[most] = {};
    std::size_t place[most] = {};  // bytes from the object's start to the slot; 0: not found

    /// A new object with all slots empty; nullptr after an error.
    PyObject* make() const noexcept { return allocate(type, 0); }
    /// Fills an empty slot; the value's reference stays the caller's.
    bool fill(PyObject* object, std::size_t slot, PyObject* value) const noexcept {
        if (place[slot] == 0)
            return set[slot](member[slot], object, value) == 0;
        *reinterpret_cast<PyObject**>(reinterpret_cast<unsigned char*>(object) + place[slot]) =
            Py_NewRef(value);
        return true;
    }
};

enum verdict_slot : std::size_t {
    verdict_policy,
    verdict_status,
    verdict_public_status,
    verdict_rule,
    verdict_region,
    verdict_valid,
    verdict_unknown,
    verdict_cites,
    verdict_obligations,
    verdict_options,
    verdict_notices,
    verdict_asked,
    verdict_slots
};
enum interval_slot : std::size_t { interval_first_day, interval_last_day, interval_slots };

/// Kinds of words as certrules.h numbers them, and events.
constexpr std::size_t word_kinds = CERTRULES_WORD_FEE + 1;

/// What `bind` was given. Set once, when the package is imported.
struct bound_objects {
    record_class verdict;
    record_class interval;
    PyObject* state_type = nullptr;
    PyObject* policy_id = nullptr;    // class
    PyObject* make_error = nullptr;   // (code, name, place, message, line, column, more)
    PyObject* decimals = nullptr;     // of an edition's number facts, from its document
    PyObject* word[word_kinds] = {};  // enumerations of str, by kind; nullptr: plain str
    PyObject* date_type = nullptr;
    PyObject* date_from_ordinal = nullptr;
    PyObject* to_ordinal = nullptr;     // "toordinal"
    PyObject* to_dict = nullptr;        // "to_dict"
    PyObject* decide_slowly = nullptr;  // "_decide_document"
    PyObject* nothing = nullptr;        // ()
    hashfunc hash_of_str = nullptr;     // that of str itself
};
extern bound_objects bound;

/// Handles of the library that are alive, for the tests.
extern long live_handles;

PyObject* bind(PyObject* module, PyObject* arguments);

PyObject* layout(PyObject*, PyObject*);

/// Raises what the library reported. Returns nullptr.
PyObject* raise(const certrules_error& error) noexcept;

/// A datetime.date of a day, new reference; None for CERTRULES_NO_DAY.
PyObject* date_of(std::int32_t day) noexcept;

/// Of these types or derived from them. Most objects are of the very type, which is seen without a
/// call.
inline bool is_dict(PyObject* object) noexcept {
    return Py_IS_TYPE(object, &PyDict_Type) || PyDict_Check(object);
}
inline bool is_list(PyObject* object) noexcept {
    return Py_IS_TYPE(object, &PyList_Type) || PyList_Check(object);
}
inline bool is_str(PyObject* object) noexcept {
    return Py_IS_TYPE(object, &PyUnicode_Type) || PyUnicode_Check(object);
}

/// Has an object on its way into the cache: those of a case lie far apart.
inline void fetch_ahead(const void* object) noexcept {
    __builtin_prefetch(object);
}

/// The UTF-8 of a str; false, with no Python error set, where it has none, and for all else.
inline bool utf8_of(PyObject* text, std::string_view& out) noexcept {
    Py_ssize_t size = 0;
    const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
    if (bytes == nullptr) {
        PyErr_Clear();
        return false;
    }
    out = {bytes, static_cast<std::size_t>(size)};
    return true;
}

/// A text of the library by the two-call form, as str: `ask(buffer, capacity, needed, error)`.
template <class Ask>
PyObject* text_from(Ask&& ask) noexcept {
    char small[512];
    certrules_error error = CERTRULES_ERROR_INIT;
    std::size_t needed = 0;
    auto wrong = ask(small, sizeof small, &needed, &error);
    if (wrong == CERTRULES_OK)
        return PyUnicode_DecodeUTF8(small, static_cast<Py_ssize_t>(needed) - 1, nullptr);
    if (wrong != CERTRULES_E_BUFFER)
        return raise(error);
    auto* large = static_cast<char*>(PyMem_Malloc(needed));
    if (large == nullptr)
        return PyErr_NoMemory();
    wrong = ask(large, needed, &needed, &error);
    PyObject* text = wrong == CERTRULES_OK
                         ? PyUnicode_DecodeUTF8(large, static_cast<Py_ssize_t>(needed) - 1, nullptr)
                         : raise(error);
    PyMem_Free(large);
    return text;
}

}  // namespace certrules_python
