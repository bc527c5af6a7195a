#include "book.hpp"

#include <new>

namespace certrules_python {

namespace {

/// A word's name, or another short text that `ask` gives. False after an error.
template <class Ask>
bool short_text(Ask&& ask, std::string& out) {
    char name[CERTRULES_NAME_SIZE];
    certrules_error error = CERTRULES_ERROR_INIT;
    if (ask(name, sizeof name, nullptr, &error) != CERTRULES_OK) {
        raise(error);
        return false;
    }
    out = name;
    return true;
}

/// The Python object of a word: of its enumeration, or a str.
ref object_of(std::int32_t kind, const std::string& name) {
    ref text(PyUnicode_InternFromString(name.c_str()));
    PyObject* type = bound.word[kind];
    if (!text || type == nullptr)
        return text;
    return ref(PyObject_CallFunctionObjArgs(type, text.get(), nullptr));
}

/// Applies `each(number, name)` to the words of a kind. False after an error.
template <class Each>
bool each_word(const edition& e, std::int32_t kind, Each&& each) {
    std::uint32_t count = 0;
    certrules_error error = CERTRULES_ERROR_INIT;
    if (certrules_word_count(e.handle.get(), kind, &count, &error) != CERTRULES_OK) {
        raise(error);
        return false;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto number = static_cast<std::int32_t>(i);
        std::string name;
        const auto ask = [&](char* to, std::size_t room, std::size_t* needed,
                             certrules_error* wrong) {
            return certrules_word_name(e.handle.get(), kind, number, to, room, needed, wrong);
        };
        if (!short_text(ask, name) || !each(number, name))
            return false;
    }
    return true;
}

bool read_words(const edition& e, std::int32_t kind, words& out) {
    return each_word(e, kind, [&](std::int32_t, const std::string& name) {
        out.objects.push_back(object_of(kind, name));
        out.table.add(name);
        return static_cast<bool>(out.objects.back());
    });
}

bool read_fact(const edition& e, std::int32_t fact, fact_words& out) {
    certrules_fact_info info{};
    info.struct_size = sizeof info;
    certrules_error error = CERTRULES_ERROR_INIT;
    if (certrules_fact_describe(e.handle.get(), fact, &info, &error) != CERTRULES_OK) {
        raise(error);
        return false;
    }
    out.type = info.type;
    if (info.type == CERTRULES_FACT_NUMBER)
        return true;
    const std::int64_t count = info.type == CERTRULES_FACT_YES_NO ? 2 : info.value_count;
    for (std::int64_t value = 0; value < count; ++value) {
        std::string name;
        const auto ask = [&](char* to, std::size_t room, std::size_t* needed,
                             certrules_error* wrong) {
            return certrules_fact_value_name(e.handle.get(), fact, value, to, room, needed, wrong);
        };
        if (!short_text(ask, name))
            return false;
        out.values.add(name);
    }
    return true;
}

/// A list of a rule's texts, as a tuple.
ref texts_of(const edition& e, std::int32_t rule, std::int32_t kind, std::uint32_t count) {
    ref list(PyTuple_New(static_cast<Py_ssize_t>(count)));
    for (std::uint32_t i = 0; list && i < count; ++i) {
        PyObject* text =
            text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
                return certrules_rule_text(e.handle.get(), rule, kind, i, to, room, needed, error);
            });
        if (text == nullptr || PyTuple_SetItem(list.get(), i, text) != 0)
            return ref();
    }
    return list;
}

/// How many decimals each fact that is a number has: only the document says it.
bool read_decimals(edition& e) {
    const ref text(
        text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_edition_json(e.handle.get(), to, room, needed, error);
        }));
    if (!text)
        return false;
    const ref decimals(PyObject_CallFunctionObjArgs(bound.decimals, text.get(), nullptr));
    if (!decimals)
        return false;
    for (std::size_t i = 0; i < e.fact_values.size(); ++i)
        if (static_cast<Py_ssize_t>(i) < PyTuple_Size(decimals.get()))
            e.fact_values[i].decimals =
                PyLong_AsLong(PyTuple_GetItem(decimals.get(), static_cast<Py_ssize_t>(i)));
    return PyErr_Occurred() == nullptr;
}

bool read_rule(const edition& e, std::int32_t rule, const std::string& name, rule_texts& out) {
    certrules_rule_info info{};
    info.struct_size = sizeof info;
    certrules_error error = CERTRULES_ERROR_INIT;
    if (certrules_rule_describe(e.handle.get(), rule, &info, &error) != CERTRULES_OK) {
        raise(error);
        return false;
    }
    out.name = object_of(CERTRULES_WORD_RULE, name);
    out.cites = texts_of(e, rule, CERTRULES_RULE_CITE, info.cites);
    out.obligations = texts_of(e, rule, CERTRULES_RULE_OBLIGATION, info.obligations);
    out.options = texts_of(e, rule, CERTRULES_RULE_OPTION, info.options);
    out.notices = texts_of(e, rule, CERTRULES_RULE_NOTICE, info.notices);
    out.notices_by_default =
        texts_of(e, rule, CERTRULES_RULE_NOTICE_BY_DEFAULT, info.notices_by_default);
    return out.name && out.cites && out.obligations && out.options && out.notices &&
           out.notices_by_default;
}

ref text_of(const edition& e, std::int32_t which) {
    return ref(
        text_from([&](char* to, std::size_t room, std::size_t* needed, certrules_error* error) {
            return certrules_edition_text(e.handle.get(), which, to, room, needed, error);
        }));
}

bool read_edition(edition& e) {
    certrules_error error = CERTRULES_ERROR_INIT;
    e.info.struct_size = sizeof e.info;
    certrules_book* alone = nullptr;
    const certrules_edition* only = e.handle.get();
    if (certrules_edition_describe(only, &e.info, &error) != CERTRULES_OK ||
        certrules_book_from_editions(&only, 1, nullptr, &alone, &error) != CERTRULES_OK) {
        raise(error);
        return false;
    }
    e.alone.reset(alone);
    ++live_handles;

    const ref scheme = text_of(e, CERTRULES_TEXT_SCHEME);
    const ref id = text_of(e, CERTRULES_TEXT_ID);
    const ref hash = text_of(e, CERTRULES_TEXT_HASH);
    if (!scheme || !id || !hash)
        return false;
    e.id = ref(
        PyObject_CallFunctionObjArgs(bound.policy_id, scheme.get(), id.get(), hash.get(), nullptr));
    if (!e.id)
        return false;
    return read_words(e, CERTRULES_WORD_SEVERITY, e.severities) &&
           read_words(e, CERTRULES_WORD_SECTION, e.sections) &&
           read_words(e, CERTRULES_WORD_TAG, e.tags) &&
           read_words(e, CERTRULES_WORD_RATING, e.ratings) &&
           read_words(e, CERTRULES_WORD_STATUS, e.statuses) &&
           read_words(e, CERTRULES_WORD_AUDIT, e.audits) &&
           read_words(e, CERTRULES_WORD_FACT, e.facts) &&
           each_word(e, CERTRULES_WORD_FACT,
                     [&](std::int32_t fact, const std::string&) {
                         return read_fact(e, fact, e.fact_values.emplace_back());
                     }) &&
           read_decimals(e) &&
           each_word(e, CERTRULES_WORD_FEE,
                     [&](std::int32_t, const std::string& name) {
                         e.fees.add(name);
                         return true;
                     }) &&
           each_word(e, CERTRULES_WORD_RULE, [&](std::int32_t rule, const std::string& name) {
               return read_rule(e, rule, name, e.rules.emplace_back());
           });
}

}  // namespace

bool describe(book& loaded) {
    certrules_error error = CERTRULES_ERROR_INIT;
    std::uint32_t count = 0;
    if (certrules_book_count(loaded.handle.get(), &count, &error) != CERTRULES_OK) {
        raise(error);
        return false;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        certrules_edition* handle = nullptr;
        if (certrules_book_edition(loaded.handle.get(), i, &handle, &error) != CERTRULES_OK) {
            raise(error);
            return false;
        }
        ++live_handles;
        auto& e = *loaded.editions.emplace_back(std::make_unique<edition>());
        e.handle.reset(handle);
        if (!read_edition(e))
            return false;
        loaded.latest_has_no_end = e.info.effective_to == CERTRULES_NO_DAY;
    }
    return true;
}

}  // namespace certrules_python
