#include "columns.hpp"

#include <cstdlib>
#include <cstring>

/// Arrow arrays by the PyCapsule interface, read where they lie. The structs below are those of the
/// Arrow C data interface, which fixes their layout for good.

namespace certrules_python {

namespace {

struct arrow_schema {
    const char* format;
    const char* name;
    const char* metadata;
    std::int64_t flags;
    std::int64_t n_children;
    arrow_schema** children;
    arrow_schema* dictionary;
    void (*release)(arrow_schema*);
    void* private_data;
};

struct arrow_array {
    std::int64_t length;
    std::int64_t null_count;
    std::int64_t offset;
    std::int64_t n_buffers;
    std::int64_t n_children;
    const void** buffers;
    arrow_array** children;
    arrow_array* dictionary;
    void (*release)(arrow_array*);
    void* private_data;
};

struct arrow_stream {
    int (*get_schema)(arrow_stream*, arrow_schema*);
    int (*get_next)(arrow_stream*, arrow_array*);
    const char* (*get_last_error)(arrow_stream*);
    void (*release)(arrow_stream*);
    void* private_data;
};

constexpr const char* schema_name = "arrow_schema";
constexpr const char* array_name = "arrow_array";
constexpr const char* stream_name = "arrow_array_stream";

template <class T>
void release_struct(T* held) noexcept {
    if (held->release != nullptr)
        held->release(held);
    std::free(held);
}

void free_schema(PyObject* capsule) {
    release_struct(static_cast<arrow_schema*>(PyCapsule_GetPointer(capsule, schema_name)));
}

void free_array(PyObject* capsule) {
    release_struct(static_cast<arrow_array*>(PyCapsule_GetPointer(capsule, array_name)));
}

/// A capsule with a zeroed struct of its own.
template <class T>
ref capsule_of(const char* name, PyCapsule_Destructor destroy, T*& content) {
    content = static_cast<T*>(std::calloc(1, sizeof(T)));
    if (content == nullptr) {
        PyErr_NoMemory();
        return ref();
    }
    ref capsule(PyCapsule_New(content, name, destroy));
    if (!capsule)
        std::free(content);
    return capsule;
}

PyObject* stream_failed(arrow_stream& stream) {
    const char* reason =
        stream.get_last_error == nullptr ? nullptr : stream.get_last_error(&stream);
    PyErr_Format(PyExc_ValueError, "the Arrow stream failed: %s",
                 reason == nullptr ? "no reason given" : reason);
    return nullptr;
}

/// The arrays of a stream, each with the stream's schema.
PyObject* arrays_of(arrow_stream& stream) {
    arrow_schema* schema = nullptr;
    const ref schema_capsule = capsule_of(schema_name, free_schema, schema);
    ref list(PyList_New(0));
    if (!schema_capsule || !list)
        return nullptr;
    if (stream.get_schema(&stream, schema) != 0)
        return stream_failed(stream);
    for (;;) {
        arrow_array* array = nullptr;
        const ref array_capsule = capsule_of(array_name, free_array, array);
        if (!array_capsule)
            return nullptr;
        if (stream.get_next(&stream, array) != 0)
            return stream_failed(stream);
        if (array->release == nullptr)
            return list.release();
        const ref pair(PyTuple_Pack(2, schema_capsule.get(), array_capsule.get()));
        if (!pair || PyList_Append(list.get(), pair.get()) != 0)
            return nullptr;
    }
}

/// Bits of an item of a buffer of values, by its format; 0: not of a fixed width that is read here.
int width_of(std::string_view format) noexcept {
    if (format == "b")
        return 1;
    if (format == "c" || format == "C")
        return 8;
    if (format == "s" || format == "S")
        return 16;
    if (format == "i" || format == "I" || format == "f" || format == "tdD")
        return 32;
    if (format == "l" || format == "L" || format == "g" || format == "tdm" ||
        format.substr(0, 2) == "ts")
        return 64;
    return 0;
}

/// A buffer as a memoryview of so many bytes, or None where there is none.
PyObject* view_of(const void* data, std::int64_t bytes) {
    if (data == nullptr)
        return Py_NewRef(Py_None);
    // A memoryview takes no const pointer, and does not write to it either.
    return PyMemoryView_FromMemory(static_cast<char*>(const_cast<void*>(data)), bytes, PyBUF_READ);
}

PyObject* column_from(const arrow_schema& schema, const arrow_array& array, std::int64_t offset,
                      std::int64_t length);

/// The buffers of an array, of so many items from its own start on.
PyObject* buffers_of(std::string_view format, const arrow_array& array, std::int64_t items) {
    ref list(PyList_New(0));
    if (!list)
        return nullptr;
    const auto add = [&](std::int64_t i, std::int64_t bytes) {
        const ref view(view_of(i < array.n_buffers ? array.buffers[i] : nullptr, bytes));
        return view && PyList_Append(list.get(), view.get()) == 0;
    };
    if (!add(0, (items + 7) / 8))
        return nullptr;
    const bool small = format == "u";
    if (small || format == "U") {
        const std::int64_t width = small ? 4 : 8;
        std::int64_t end = 0;
        const auto* offsets =
            array.n_buffers > 1 ? static_cast<const char*>(array.buffers[1]) : nullptr;
        if (offsets != nullptr && small) {
            std::int32_t last = 0;
            std::memcpy(&last, offsets + items * width, sizeof last);
            end = last;
        } else if (offsets != nullptr) {
            std::memcpy(&end, offsets + items * width, sizeof end);
        }
        return add(1, (items + 1) * width) && add(2, end) ? list.release() : nullptr;
    }
    if (const int width = width_of(format); width != 0 && !add(1, (items * width + 7) / 8))
        return nullptr;
    return list.release();
}

PyObject* column_from(const arrow_schema& schema, const arrow_array& array, std::int64_t offset,
                      std::int64_t length) {
    const std::string_view format = schema.format == nullptr ? "" : schema.format;
    const auto start = array.offset + offset;
    if (array.length < offset + length) {
        PyErr_SetString(PyExc_ValueError, "an Arrow column is shorter than its table");
        return nullptr;
    }
    const ref buffers(buffers_of(format, array, start + length));
    const ref dictionary(
        schema.dictionary == nullptr || array.dictionary == nullptr
            ? Py_NewRef(Py_None)
            : column_from(*schema.dictionary, *array.dictionary, 0, array.dictionary->length));
    if (!buffers || !dictionary)
        return nullptr;
    return Py_BuildValue("(ssLLLOO)", schema.name == nullptr ? "" : schema.name,
                         schema.format == nullptr ? "" : schema.format,
                         static_cast<long long>(length), static_cast<long long>(start),
                         static_cast<long long>(array.null_count), buffers.get(), dictionary.get());
}

}  // namespace

PyObject* arrow_arrays(PyObject*, PyObject* producer) {
    const ref as_array(PyObject_GetAttrString(producer, "__arrow_c_array__"));
    if (as_array) {
        const ref pair(PyObject_CallNoArgs(as_array.get()));
        ref list(PyList_New(0));
        if (!pair || !list || PyList_Append(list.get(), pair.get()) != 0)
            return nullptr;
        return list.release();
    }
    PyErr_Clear();
    const ref as_stream(PyObject_GetAttrString(producer, "__arrow_c_stream__"));
    if (!as_stream)
        return nullptr;
    const ref capsule(PyObject_CallNoArgs(as_stream.get()));
    if (!capsule)
        return nullptr;
    auto* stream = static_cast<arrow_stream*>(PyCapsule_GetPointer(capsule.get(), stream_name));
    if (stream == nullptr)
        return nullptr;
    if (stream->release == nullptr) {
        PyErr_SetString(PyExc_ValueError, "the Arrow stream was used up");
        return nullptr;
    }
    return arrays_of(*stream);
}

PyObject* arrow_columns(PyObject*, PyObject* arguments) {
    PyObject* schema_capsule = nullptr;
    PyObject* array_capsule = nullptr;
    if (!PyArg_ParseTuple(arguments, "OO", &schema_capsule, &array_capsule))
        return nullptr;
    const auto* schema =
        static_cast<const arrow_schema*>(PyCapsule_GetPointer(schema_capsule, schema_name));
    const auto* array =
        schema == nullptr
            ? nullptr
            : static_cast<const arrow_array*>(PyCapsule_GetPointer(array_capsule, array_name));
    if (array == nullptr)
        return nullptr;
    if (schema->release == nullptr || array->release == nullptr) {
        PyErr_SetString(PyExc_ValueError, "the Arrow array was given away already");
        return nullptr;
    }
    ref list(PyList_New(0));
    if (!list)
        return nullptr;
    if (std::string_view(schema->format) != "+s") {
        const ref one(column_from(*schema, *array, 0, array->length));
        return one && PyList_Append(list.get(), one.get()) == 0 ? list.release() : nullptr;
    }
    if (array->n_buffers > 0 && array->buffers[0] != nullptr && array->null_count != 0) {
        PyErr_SetString(PyExc_ValueError, "the Arrow table has rows that are null as a whole");
        return nullptr;
    }
    if (schema->n_children != array->n_children) {
        PyErr_SetString(PyExc_ValueError, "the Arrow array does not fit its schema");
        return nullptr;
    }
    for (std::int64_t i = 0; i < schema->n_children; ++i) {
        const ref one(
            column_from(*schema->children[i], *array->children[i], array->offset, array->length));
        if (!one || PyList_Append(list.get(), one.get()) != 0)
            return nullptr;
    }
    return list.release();
}

}  // namespace certrules_python
