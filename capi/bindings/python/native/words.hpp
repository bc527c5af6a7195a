#pragma once

/// Words by their names: the reading of a dict is mostly this.

#include "native.hpp"

#include <array>
#include <new>
#include <string>
#include <vector>

namespace certrules_python {

/// Up to 64 names and their places. A str is looked up by Python's own hash of it, which the str
/// keeps: keys of dicts have it already. Equal hashes, of 64 bits and keyed at random, are taken
/// for equal names.
class word_table {
public:
    static constexpr int none = -1;

    word_table() noexcept { slots_.fill(0); }
    /// Needs Python, as all of this class but the constructor above.
    word_table(std::initializer_list<const char*> names) : word_table() {
        for (const char* name : names)
            add(name);
    }

    void add(std::string name) {
        const ref text(
            PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
        if (!text)
            throw std::bad_alloc();
        hashes_.push_back(PyObject_Hash(text.get()));
        names_.push_back(std::move(name));
        auto at = first_slot(hashes_.back());
        while (slots_[at] != 0)
            at = (at + 1) % slots_.size();
        slots_[at] = static_cast<std::uint8_t>(names_.size());
    }
    std::size_t size() const noexcept { return names_.size(); }
    const std::string& name(std::size_t i) const noexcept { return names_[i]; }

    /// The place of a str, or none: also for what is no str.
    int find(PyObject* text) const noexcept {
        if (Py_IS_TYPE(text, &PyUnicode_Type))
            return find_hash(bound.hash_of_str(text));
        return PyUnicode_Check(text) ? find_derived(text) : none;
    }

private:
    static std::size_t first_slot(Py_hash_t hash) noexcept {
        return static_cast<std::size_t>(hash) % 256;
    }

    int find_hash(Py_hash_t hash) const noexcept {
        for (auto at = first_slot(hash); slots_[at] != 0; at = (at + 1) % slots_.size())
            if (hashes_[slots_[at] - 1U] == hash)
                return slots_[at] - 1;
        return none;
    }
    /// Of a class derived from str, whose own hash might run anything.
    int find_derived(PyObject* text) const noexcept;

    std::vector<Py_hash_t> hashes_;
    std::vector<std::string> names_;
    std::array<std::uint8_t, 256> slots_;
};

/// The fields of a form, read from a dict into an array, by place in the table.
template <std::size_t N>
using fields = std::array<PyObject*, N>;

/// All empty, by stores: what the compiler makes of filling so few is slower.
template <std::size_t... I>
void clear(std::array<PyObject*, sizeof...(I)>& list, std::index_sequence<I...>) noexcept {
    ((list[I] = nullptr), ...);
}

/// Which field each key of the dict before was: dicts of one list mostly repeat their keys.
struct key_memory {
    static constexpr std::size_t most = 16;
    std::array<PyObject*, most> keys;
    std::array<std::int8_t, most> place;  // of the keys that are not nullptr

    key_memory() noexcept { clear(keys, std::make_index_sequence<most>()); }
};

/// Reads a dict's fields; borrowed, nullptr where missing. False for a key that is no field.
template <std::size_t N>
bool read_fields(PyObject* dict, const word_table& names, fields<N>& out,
                 key_memory* memory = nullptr) noexcept {
    static_assert(N <= key_memory::most);
    clear(out, std::make_index_sequence<N>());
    Py_ssize_t position = 0;
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    for (std::size_t i = 0; PyDict_Next(dict, &position, &key, &value) != 0; ++i) {
        if (i == N)
            return false;  // more keys than fields
        int field = 0;
        if (memory != nullptr && memory->keys[i] == key) {
            field = memory->place[i];
        } else {
            field = names.find(key);
            if (field == word_table::none)
                return false;
            if (memory != nullptr) {
                memory->keys[i] = key;
                memory->place[i] = static_cast<std::int8_t>(field);
            }
        }
        out[static_cast<std::size_t>(field)] = value;
    }
    return true;
}

/// None counts as left out, as null does in documents.
inline PyObject* given(PyObject* value) noexcept {
    return value == Py_None ? nullptr : value;
}

/// "YYYY-MM-DD" or a datetime.date (no datetime) as a day from 1900 to 2999. False otherwise, with
/// no Python error set.
bool read_day(PyObject* value, std::int32_t& day) noexcept;

/// A whole number (no bool) within bounds. False otherwise, with no Python error set.
bool read_integer(PyObject* value, std::int64_t lowest, std::int64_t highest,
                  std::int64_t& out) noexcept;

}  // namespace certrules_python
