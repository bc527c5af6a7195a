#include "columns.hpp"

#include "form.hpp"

#include <new>

namespace certrules_python {

namespace {

/// A buffer that a Python object lends, given back by itself.
class lent {
public:
    lent() noexcept = default;
    lent(lent&& other) noexcept : view_(other.view_), held_(std::exchange(other.held_, false)) {}
    lent(const lent&) = delete;
    lent& operator=(const lent&) = delete;
    lent& operator=(lent&&) = delete;
    ~lent() {
        if (held_)
            PyBuffer_Release(&view_);
    }
    bool take(PyObject* object, int flags) noexcept {
        held_ = PyObject_GetBuffer(object, &view_, flags) == 0;
        return held_;
    }
    const Py_buffer& view() const noexcept { return view_; }

private:
    Py_buffer view_{};
    bool held_ = false;
};

/// CERTRULES_U8, ... of a buffer's items; 0 for what the library does not read.
std::int32_t type_of(const Py_buffer& view) noexcept {
    std::string_view format = view.format == nullptr ? "B" : view.format;
    if (!format.empty() && (format[0] == '@' || format[0] == '=' || format[0] == '<'))
        format.remove_prefix(1);
    if (format.size() != 1)
        return 0;
    const bool is_signed = std::string_view("ilq").find(format[0]) != std::string_view::npos;
    if ((format[0] == 'B' || format[0] == '?') && view.itemsize == 1)
        return CERTRULES_U8;
    if (format[0] == 'H' && view.itemsize == 2)
        return CERTRULES_U16;
    if (is_signed && view.itemsize == 4)
        return CERTRULES_I32;
    return is_signed && view.itemsize == 8 ? CERTRULES_I64 : 0;
}

bool unfit(const char* what, Py_ssize_t i) {
    PyErr_Format(PyExc_TypeError, "%s %zd: not an array that can be read without a copy", what, i);
    return false;
}

/// What the call to the library needs, and what it borrows from.
struct table {
    std::vector<lent> buffers;
    std::vector<certrules_column> columns;
    std::vector<certrules_column_block> blocks;
    Py_ssize_t rows = 0;

    const Py_buffer* borrow(PyObject* object, int flags = PyBUF_RECORDS_RO) {
        if (!buffers.emplace_back().take(object, flags))
            return nullptr;
        return &buffers.back().view();
    }
    bool add_column(PyObject* item, Py_ssize_t i);
    bool add_block(PyObject* item, Py_ssize_t i);
};

bool table::add_column(PyObject* item, Py_ssize_t i) {
    unsigned number = 0;
    PyObject* array = nullptr;
    PyObject* validity = nullptr;
    unsigned long long offset = 0;
    int constant = 0;
    if (!PyArg_ParseTuple(item, "IOOKp", &number, &array, &validity, &offset, &constant))
        return false;
    const auto* view = borrow(array);
    if (view == nullptr)
        return false;
    certrules_column column{};
    column.column = number;
    column.type = type_of(*view);
    if (column.type == 0 || view->ndim != 1 || view->shape[0] != (constant != 0 ? 1 : rows))
        return unfit("column", i);
    column.data = view->buf;
    column.stride = constant != 0 ? 0 : view->strides[0];
    if (validity != Py_None) {
        const auto* bits = borrow(validity, PyBUF_SIMPLE);
        if (bits == nullptr)
            return false;
        const auto needed = offset + static_cast<unsigned long long>(rows);
        if (constant != 0 || static_cast<unsigned long long>(bits->len) < (needed + 7) / 8)
            return unfit("validity of column", i);
        column.validity = static_cast<const std::uint8_t*>(bits->buf);
        column.validity_offset = offset;
    }
    columns.push_back(column);
    return true;
}

bool table::add_block(PyObject* item, Py_ssize_t i) {
    PyObject* array = nullptr;
    PyObject* numbers = nullptr;
    PyObject* none = nullptr;
    if (!PyArg_ParseTuple(item, "OOO", &array, &numbers, &none))
        return false;
    const auto* view = borrow(array);
    if (view == nullptr)
        return false;
    certrules_column_block block{};
    block.type = type_of(*view);
    if (block.type == 0 || view->ndim < 1 || view->ndim > 2 || view->shape[0] != rows)
        return unfit("block", i);
    block.data = view->buf;
    block.row_stride = view->strides[0];
    block.column_stride = view->ndim == 2 ? view->strides[1] : 0;
    block.count = view->ndim == 2 ? static_cast<std::size_t>(view->shape[1]) : 1;
    if (numbers != Py_None) {
        const auto* list = borrow(numbers, PyBUF_SIMPLE);
        if (list == nullptr)
            return false;
        if (static_cast<std::size_t>(list->len) != block.count * sizeof(std::int32_t))
            return unfit("numbers of block", i);
        block.columns = static_cast<const std::int32_t*>(list->buf);
    }
    if (none != Py_None) {
        block.flags = CERTRULES_BLOCK_NONE;
        block.none = PyLong_AsLongLong(none);
        if (block.none == -1 && PyErr_Occurred() != nullptr)
            return false;
    }
    blocks.push_back(block);
    return true;
}

/// An output's memory: `rows` items of T, or nullptr where it is not wanted. False after an error.
template <class T>
bool take_output(table& t, PyObject* outputs, Py_ssize_t i, Py_ssize_t rows, T*& to) {
    PyObject* object = PyTuple_GetItem(outputs, i);
    if (object == nullptr)
        return false;
    if (object == Py_None)
        return true;
    const auto* view = t.borrow(object, PyBUF_WRITABLE);
    if (view == nullptr)
        return false;
    if (view->len < rows * static_cast<Py_ssize_t>(sizeof(T)))
        return unfit("output", i);
    to = static_cast<T*>(view->buf);
    return true;
}

template <class Add>
bool each_of(PyObject* list, Add&& add) {
    const auto count = length_of(list);
    for (Py_ssize_t i = 0; i < count; ++i)
        if (!add(item_of(list, i), i))
            return false;
    return true;
}

}  // namespace

PyObject* describe_columns(PyObject* self, PyObject* arguments) {
    Py_ssize_t number = 0;
    int event = 0;
    if (!PyArg_ParseTuple(arguments, "ni", &number, &event))
        return nullptr;
    const auto* e = edition_at(self, number);
    if (e == nullptr)
        return nullptr;
    certrules_error error = CERTRULES_ERROR_INIT;
    std::uint32_t count = 0;
    if (certrules_columns_count(e->handle.get(), event, &count, &error) != CERTRULES_OK)
        return raise(error);
    ref list(PyList_New(0));
    for (std::uint32_t i = 0; list && i < count; ++i) {
        certrules_column_info info{};
        info.struct_size = sizeof info;
        if (certrules_column_describe(e->handle.get(), event, i, &info, &error) != CERTRULES_OK)
            return raise(error);
        const ref name(
            text_from([&](char* to, std::size_t size, std::size_t* needed, certrules_error* wrong) {
                return certrules_column_name(e->handle.get(), event, i, to, size, needed, wrong);
            }));
        if (!name)
            return nullptr;
        const ref one(Py_BuildValue("(OiiiLLiiiiKiiII)", name.get(), info.kind, info.values,
                                    info.required, static_cast<long long>(info.lowest),
                                    static_cast<long long>(info.highest), info.severity,
                                    info.section, info.fact, info.status,
                                    static_cast<unsigned long long>(info.tags), info.transparent,
                                    info.closed, info.seen_on, info.sites));
        if (!one || PyList_Append(list.get(), one.get()) != 0)
            return nullptr;
    }
    return list.release();
}

PyObject* column_of(PyObject* self, PyObject* arguments) {
    Py_ssize_t number = 0;
    int event = 0;
    PyObject *section = nullptr, *severity = nullptr, *transparent = nullptr, *tags = nullptr;
    int closed = 0;
    unsigned sites = 0;
    unsigned of = 0;
    if (!PyArg_ParseTuple(arguments, "niOOOpOII", &number, &event, &section, &severity,
                          &transparent, &closed, &tags, &sites, &of))
        return nullptr;
    const auto* e = edition_at(self, number);
    if (e == nullptr)
        return nullptr;
    const auto word = [](const word_table& known, PyObject* name, const char* kind) {
        const int found = known.find(name);
        if (found == word_table::none)
            PyErr_Format(PyExc_LookupError, "the edition has no %s %R", kind, name);
        return found;
    };
    certrules_finding finding{};
    finding.section = word(e->sections.table, section, "section");
    if (finding.section < 0)
        return nullptr;
    finding.severity = word(e->severities.table, severity, "severity");
    if (finding.severity < 0)
        return nullptr;
    finding.transparent = word(form->answers, transparent, "answer");
    if (finding.transparent < 0)
        return nullptr;
    for (Py_ssize_t i = 0; i < length_of(tags); ++i) {
        const int tag = word(e->tags.table, item_of(tags, i), "tag");
        if (tag < 0)
            return nullptr;
        finding.tags |= std::uint64_t{1} << static_cast<unsigned>(tag);
    }
    finding.given = closed != 0 ? CERTRULES_FINDING_CLOSED : 0;
    finding.sites = sites;
    certrules_error error = CERTRULES_ERROR_INIT;
    std::int32_t column = -1;
    if (certrules_column_of(e->handle.get(), event, &finding, sizeof finding, of, &column,
                            &error) != CERTRULES_OK)
        return raise(error);
    return PyLong_FromLong(column);
}

PyObject* decide_columns(PyObject* self, PyObject* arguments) {
    Py_ssize_t number = 0;
    Py_ssize_t rows = 0;
    Py_ssize_t first = 0;
    Py_ssize_t count = 0;
    int event = 0;
    int level = 0;
    PyObject *columns = nullptr, *blocks = nullptr, *outputs = nullptr;
    if (!PyArg_ParseTuple(arguments, "niO!O!nnnO!i", &number, &event, &PyList_Type, &columns,
                          &PyList_Type, &blocks, &rows, &first, &count, &PyTuple_Type, &outputs,
                          &level))
        return nullptr;
    const auto* e = edition_at(self, number);
    if (e == nullptr)
        return nullptr;
    if (first < 0 || count < 0 || first > rows || count > rows - first) {
        PyErr_SetString(PyExc_ValueError, "rows that the columns do not have");
        return nullptr;
    }
    try {
        table t;
        t.rows = rows;
        t.buffers.reserve(
            static_cast<std::size_t>(2 * PyList_Size(columns) + 2 * PyList_Size(blocks) + 5));
        if (!each_of(columns,
                     [&](PyObject* item, Py_ssize_t i) { return t.add_column(item, i); }) ||
            !each_of(blocks, [&](PyObject* item, Py_ssize_t i) { return t.add_block(item, i); }))
            return nullptr;
        certrules_decisions out{};
        out.struct_size = sizeof out;
        // Outputs begin at row 0 of the table; the library writes from row `first` on.
        if (!take_output(t, outputs, 0, rows, out.status) ||
            !take_output(t, outputs, 1, rows, out.first_day) ||
            !take_output(t, outputs, 2, rows, out.last_day) ||
            !take_output(t, outputs, 3, rows, out.region) ||
            !take_output(t, outputs, 4, rows, out.error))
            return nullptr;
        certrules_columns all{};
        all.struct_size = sizeof all;
        all.event = event;
        all.level = level;
        all.column_size = sizeof(certrules_column);
        all.block_size = sizeof(certrules_column_block);
        all.columns = t.columns.data();
        all.column_count = t.columns.size();
        all.blocks = t.blocks.data();
        all.block_count = t.blocks.size();
        certrules_error error = CERTRULES_ERROR_INIT;
        std::size_t bad = 0;
        std::int32_t wrong = CERTRULES_OK;
        Py_BEGIN_ALLOW_THREADS wrong =
            certrules_decide_columns(e->handle.get(), &all, static_cast<std::size_t>(first),
                                     static_cast<std::size_t>(count), &out, &bad, &error);
        Py_END_ALLOW_THREADS return wrong == CERTRULES_OK ? PyLong_FromSize_t(bad) : raise(error);
    } catch (const std::bad_alloc&) {
        return PyErr_NoMemory();
    }
}

PyObject* column_level(PyObject*, PyObject*) {
    return PyLong_FromLong(certrules_column_level());
}

PyObject* room(PyObject*, PyObject* size) {
    const auto bytes = PyLong_AsSsize_t(size);
    if (bytes < 0 && PyErr_Occurred() != nullptr)
        return nullptr;
    return PyByteArray_FromStringAndSize(nullptr, bytes);
}

}  // namespace certrules_python
