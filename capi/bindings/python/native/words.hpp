#pragma once

/// Words by their names: the reading of a dict is mostly this.

#include "native.hpp"

#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace certrules_python {

/// Up to 64 names and their places, by hashing.
class word_table {
public:
    static constexpr int none = -1;

    word_table() noexcept { slots_.fill(0); }
    explicit word_table(std::initializer_list<const char*> names) : word_table() {
        for (const char* name : names)
            add(name);
    }

    void add(std::string name) {
        names_.push_back(std::move(name));
        auto at = hash(names_.back());
        while (slots_[at] != 0)
            at = (at + 1) % slots_.size();
        slots_[at] = static_cast<std::uint8_t>(names_.size());
    }
    std::size_t size() const noexcept { return names_.size(); }
    const std::string& name(std::size_t i) const noexcept { return names_[i]; }

    int find(std::string_view name) const noexcept {
        for (auto at = hash(name); slots_[at] != 0; at = (at + 1) % slots_.size()) {
            const auto& known = names_[slots_[at] - 1U];
            if (known.size() == name.size() &&
                std::memcmp(known.data(), name.data(), name.size()) == 0)
                return slots_[at] - 1;
        }
        return none;
    }
    /// The place of a str, or none: also for what is no str.
    int find(PyObject* text) const noexcept {
        std::string_view name;
        if (!PyUnicode_Check(text) || !utf8_of(text, name))
            return none;
        return find(name);
    }

private:
    static std::size_t hash(std::string_view name) noexcept {
        // Names of one kind differ in length, beginning or end; collisions only cost a comparison.
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        if (name.size() >= 8) {
            std::memcpy(&first, name.data(), 8);
            std::memcpy(&last, name.data() + name.size() - 8, 8);
        } else {
            std::memcpy(&first, name.data(), name.size());
        }
        const auto mixed =
            (first ^ (last * 3) ^ (name.size() << 56U)) * std::uint64_t{0x9E3779B97F4A7C15};
        return mixed >> 56U;
    }

    std::vector<std::string> names_;
    std::array<std::uint8_t, 256> slots_;
};

/// The fields of a form, read from a dict into an array, by place in the table.
template <std::size_t N>
using fields = std::array<PyObject*, N>;

/// Which field each key of the dict before was: dicts of one list mostly repeat their keys.
struct key_memory {
    struct entry {
        PyObject* key = nullptr;
        int field = 0;
    };
    std::array<entry, 8> entries{};
};

/// Reads a dict's fields; borrowed, nullptr where missing. False for a key that is no field.
template <std::size_t N>
bool read_fields(PyObject* dict, const word_table& names, key_memory& memory,
                 fields<N>& out) noexcept {
    out.fill(nullptr);
    Py_ssize_t position = 0;
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    for (std::size_t i = 0; PyDict_Next(dict, &position, &key, &value) != 0; ++i) {
        auto& remembered = memory.entries[i % memory.entries.size()];
        if (remembered.key != key) {
            const int field = names.find(key);
            if (field == word_table::none)
                return false;
            remembered = {key, field};
        }
        out[static_cast<std::size_t>(remembered.field)] = value;
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
