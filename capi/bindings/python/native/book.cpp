#include "book.hpp"

#include "columns.hpp"
#include "question.hpp"

#include <new>

namespace certrules_python {

PyTypeObject* book_type = nullptr;

namespace {

book& content_of(PyObject* self) noexcept {
    return *reinterpret_cast<book_object*>(self)->content;
}

/// A book of editions from their texts: ((text, file name), ...), both bytes.
bool load_texts(PyObject* sources, book_handle& out) {
    std::vector<edition_handle> editions;
    certrules_error error = CERTRULES_ERROR_INIT;
    for (Py_ssize_t i = 0; i < PyTuple_Size(sources); ++i) {
        char* text = nullptr;
        char* file = nullptr;
        Py_ssize_t size = 0;
        Py_ssize_t file_size = 0;
        PyObject* source = PyTuple_GetItem(sources, i);
        if (!PyArg_ParseTuple(source, "y#y#", &text, &size, &file, &file_size))
            return false;
        certrules_load_options options{};
        options.struct_size = sizeof options;
        options.file = file;
        options.file_size = static_cast<std::size_t>(file_size);
        certrules_edition* loaded = nullptr;
        std::int32_t wrong = CERTRULES_OK;
        Py_BEGIN_ALLOW_THREADS wrong =
            certrules_edition_load(text, static_cast<std::size_t>(size), &options, &loaded, &error);
        Py_END_ALLOW_THREADS if (wrong != CERTRULES_OK) {
            raise(error);
            return false;
        }
        ++live_handles;
        editions.emplace_back(loaded);
    }
    std::vector<const certrules_edition*> list;
    for (const auto& e : editions)
        list.push_back(e.get());
    certrules_book* made = nullptr;
    if (certrules_book_from_editions(list.data(), list.size(), nullptr, &made, &error) !=
        CERTRULES_OK) {
        raise(error);
        return false;
    }
    ++live_handles;
    out.reset(made);
    return true;
}

bool load_builtin(PyObject* name, book_handle& out) {
    std::string_view text;
    if (!utf8_of(name, text))
        text = {};
    certrules_book* made = nullptr;
    certrules_error error = CERTRULES_ERROR_INIT;
    std::int32_t wrong = CERTRULES_OK;
    Py_BEGIN_ALLOW_THREADS wrong =
        certrules_book_builtin(text.data(), text.size(), nullptr, &made, &error);
    Py_END_ALLOW_THREADS if (wrong != CERTRULES_OK) {
        raise(error);
        return false;
    }
    ++live_handles;
    out.reset(made);
    return true;
}

PyObject* make_book(PyTypeObject* type, PyObject* arguments, PyObject*) {
    PyObject* source = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &source))
        return nullptr;
    if (bound.make_error == nullptr) {
        PyErr_SetString(PyExc_RuntimeError, "import certrules, not its parts");
        return nullptr;
    }
    try {
        auto made = std::make_unique<book>();
        const bool loaded = PyUnicode_Check(source) ? load_builtin(source, made->handle)
                            : PyTuple_Check(source) ? load_texts(source, made->handle)
                                                    : false;
        if (!loaded) {
            if (PyErr_Occurred() == nullptr)
                PyErr_SetString(PyExc_TypeError,
                                "use Policy.builtin(name) or Policy.load(path or text)");
            return nullptr;
        }
        if (!describe(*made))
            return nullptr;
        auto allocate = reinterpret_cast<allocfunc>(PyType_GetSlot(type, Py_tp_alloc));
        PyObject* self = allocate(type, 0);
        if (self != nullptr)
            reinterpret_cast<book_object*>(self)->content = made.release();
        return self;
    } catch (const std::bad_alloc&) {
        return PyErr_NoMemory();
    }
}

void dealloc(PyObject* self) {
    delete reinterpret_cast<book_object*>(self)->content;
    PyTypeObject* type = Py_TYPE(self);
    reinterpret_cast<freefunc>(PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

PyObject* names_of(const word_table& table) {
    ref list(PyTuple_New(static_cast<Py_ssize_t>(table.size())));
    for (std::size_t i = 0; list && i < table.size(); ++i) {
        PyObject* name = PyUnicode_FromString(table.name(i).c_str());
        if (name == nullptr || PyTuple_SetItem(list.get(), static_cast<Py_ssize_t>(i), name) != 0)
            return nullptr;
    }
    return list.release();
}

PyObject* titles_of(const edition& e, std::int32_t kind, const words& of) {
    ref titles(PyDict_New());
    for (std::size_t i = 0; titles && i < of.objects.size(); ++i) {
        const ref title(
            text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_word_title(e.handle.get(), kind, static_cast<std::int32_t>(i), to,
                                            room, needed, error);
            }));
        if (!title || PyDict_SetItem(titles.get(), of.objects[i].get(), title.get()) != 0)
            return nullptr;
    }
    return titles.release();
}

PyObject* describe_edition(const edition& e) {
    const auto text = [&](std::int32_t which) {
        return text_from(
            [&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_edition_text(e.handle.get(), which, to, room, needed, error);
            });
    };
    ref rules(PyTuple_New(static_cast<Py_ssize_t>(e.rules.size())));
    for (std::size_t i = 0; rules && i < e.rules.size(); ++i)
        PyTuple_SetItem(rules.get(), static_cast<Py_ssize_t>(i), Py_NewRef(e.rules[i].name.get()));
    return Py_BuildValue("{sO sN sN sN sN sI sN sN sN sN sN sN sN sN sN}", "id", e.id.get(), "name",
                         text(CERTRULES_TEXT_NAME), "title", text(CERTRULES_TEXT_TITLE),
                         "effective_from", date_of(e.info.effective_from), "effective_to",
                         date_of(e.info.effective_to), "regions", e.info.regions, "severities",
                         titles_of(e, CERTRULES_WORD_SEVERITY, e.severities), "sections",
                         titles_of(e, CERTRULES_WORD_SECTION, e.sections), "tags",
                         titles_of(e, CERTRULES_WORD_TAG, e.tags), "ratings",
                         titles_of(e, CERTRULES_WORD_RATING, e.ratings), "statuses",
                         titles_of(e, CERTRULES_WORD_STATUS, e.statuses), "audits",
                         titles_of(e, CERTRULES_WORD_AUDIT, e.audits), "facts",
                         titles_of(e, CERTRULES_WORD_FACT, e.facts), "fees", names_of(e.fees),
                         "rules", rules.release());
}

/// All that the editions hold, oldest first, as dicts: _policy.py makes records of them.
PyObject* describe_all(PyObject* self, PyObject*) {
    const auto& b = content_of(self);
    ref list(PyList_New(0));
    for (const auto& e : b.editions) {
        const ref one(describe_edition(*e));
        if (!list || !one || PyList_Append(list.get(), one.get()) != 0)
            return nullptr;
    }
    return list.release();
}

/// The index of the edition in force on a day.
PyObject* in_force(PyObject* self, PyObject* value) {
    std::int32_t day = 0;
    if (!need_day(value, "day", day))
        return nullptr;
    certrules_error error = CERTRULES_ERROR_INIT;
    std::uint32_t index = 0;
    if (certrules_book_in_force(content_of(self).handle.get(), day, &index, &error) != CERTRULES_OK)
        return raise(error);
    return PyLong_FromUnsignedLong(index);
}

/// explanation(edition, region, as_json): str
PyObject* explanation(PyObject* self, PyObject* arguments) {
    Py_ssize_t number = 0;
    unsigned long region = 0;
    int as_json = 0;
    if (!PyArg_ParseTuple(arguments, "nkp", &number, &region, &as_json))
        return nullptr;
    const auto* e = edition_at(self, number);
    if (e == nullptr)
        return nullptr;
    const auto explain = as_json != 0 ? certrules_explain_json : certrules_explain_text;
    const auto at = region > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(region);
    return text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
        return explain(e->handle.get(), at, to, room, needed, error);
    });
}

}  // namespace

const edition* edition_at(PyObject* self, Py_ssize_t i) {
    const auto& b = content_of(self);
    if (i >= 0 && static_cast<std::size_t>(i) < b.editions.size())
        return b.editions[static_cast<std::size_t>(i)].get();
    PyErr_SetString(PyExc_IndexError, "no such edition");
    return nullptr;
}

bool add_book_type(PyObject* module) {
    static PyMethodDef methods[] = {
        {"decide", decide, METH_O,
         "decide($self, case, /)\n--\n\n"
         "The verdict for one case: an event, on a day, in a state.\n\n"
         "case: a dict in the form of docs/forms.md (as json.load gives it). Days may be str\n"
         "\"YYYY-MM-DD\" or datetime.date, words str or members of this package's enumerations;\n"
         "the state may be that of an earlier verdict.\n\n"
         "Raises InputError (a ValueError) for a case that is not by the form, RulesError where\n"
         "the event cannot happen in that state; both name the place and what was expected."},
        {"_document", ask_document, METH_VARARGS, nullptr},
        {"_ask_history", ask_history, METH_VARARGS, nullptr},
        {"_edition_document", edition_document, METH_O, nullptr},
        {"_test", run_tests, METH_VARARGS, nullptr},
        {"_check", check_edition, METH_O, nullptr},
        {"_diff", compare_editions, METH_VARARGS, nullptr},
        {"_impact", impact_on, METH_VARARGS, nullptr},
        {"_columns", describe_columns, METH_VARARGS, nullptr},
        {"_column_of", column_of, METH_VARARGS, nullptr},
        {"_decide_columns", decide_columns, METH_VARARGS, nullptr},
        {"_describe", describe_all, METH_NOARGS, nullptr},
        {"_in_force", in_force, METH_O, nullptr},
        {"_explanation", explanation, METH_VARARGS, nullptr},
        {nullptr, nullptr, 0, nullptr}};
    static PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(make_book)},
                                  {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                                  {Py_tp_methods, methods},
                                  {0, nullptr}};
    static PyType_Spec spec = {"certrules._native.Book", sizeof(book_object), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    book_type = reinterpret_cast<PyTypeObject*>(PyType_FromModuleAndSpec(module, &spec, nullptr));
    return book_type != nullptr &&
           PyModule_AddObjectRef(module, "Book", reinterpret_cast<PyObject*>(book_type)) == 0;
}

}  // namespace certrules_python
