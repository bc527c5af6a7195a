// Columns by the Arrow C data interface, whose two structs are a few lines: none of Arrow's
// libraries is needed to take or to give them.

#include "certrules/columns.hpp"

#include "boundary.hpp"
#include "certrules/limits.hpp"
#include "detail/nearest.hpp"
#include "handles.hpp"

#include <fmt/format.h>
#include <array>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

// As the interface's specification fixes them, names included.
extern "C" {
struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    std::int64_t flags;
    std::int64_t n_children;
    ArrowSchema** children;
    ArrowSchema* dictionary;
    void (*release)(ArrowSchema*);
    void* private_data;
};
struct ArrowArray {
    std::int64_t length;
    std::int64_t null_count;
    std::int64_t offset;
    std::int64_t n_buffers;
    std::int64_t n_children;
    const void** buffers;
    ArrowArray** children;
    ArrowArray* dictionary;
    void (*release)(ArrowArray*);
    void* private_data;
};
}

using namespace certrules::capi;

namespace {

using certrules::column_type;
using certrules::decisions;
using certrules::event_kind;

constexpr std::int64_t nullable = 2;  // ARROW_FLAG_NULLABLE

/// The type of a column, by its format; nullopt where columns have none such.
std::optional<column_type> type_of(std::string_view format) noexcept {
    if (format == "C")
        return column_type::u8;
    if (format == "S")
        return column_type::u16;
    if (format == "i" || format == "tdD")
        return column_type::i32;
    if (format == "l")
        return column_type::i64;
    return std::nullopt;
}

bool bit_at(const void* bits, std::int64_t i) noexcept {
    return ((static_cast<const std::uint8_t*>(bits)[i / 8] >> (i % 8)) & 1U) != 0;
}

/// A struct array's children as the columns of an event, by their names.
class taken_arrow {
public:
    taken_arrow(const certrules::edition& e, event_kind event, const reporter& report)
        : edition_(e), report_(report) {
        table_.event = event;
    }

    std::int32_t take(const ArrowSchema& schema, const ArrowArray& array) {
        if (schema.release == nullptr || array.release == nullptr)
            return wrong("array", "was released or given away already");
        if (schema.format == nullptr || std::string_view(schema.format) != "+s")
            return wrong("schema.format",
                         "expected a struct array, \"+s\", whose children are the columns");
        if (schema.n_children != array.n_children || array.n_children < 0 ||
            (array.n_children > 0 && (array.children == nullptr || schema.children == nullptr)))
            return wrong("array.n_children", "the array does not fit its schema");
        if (array.length < 0 || array.offset < 0 || array.length > most_rows ||
            array.offset > most_rows)
            return wrong("array.length", "no number of rows");
        if (array.n_buffers > 0 && array.null_count != 0 && array.buffers != nullptr &&
            array.buffers[0] != nullptr)
            for (std::int64_t i = 0; i < array.length; ++i)
                if (!bit_at(array.buffers[0], array.offset + i))
                    return wrong("array", fmt::format("row {} is null as a whole", i));
        for (std::int64_t i = 0; i < array.n_children; ++i)
            if (const auto code = take_child(schema.children[i], array.children[i], array))
                return code;
        table_.columns = columns_;
        return CERTRULES_OK;
    }

    const certrules::column_table& table() const noexcept { return table_; }

private:
    static constexpr std::int64_t most_rows = std::int64_t{1} << 40U;

    std::int32_t wrong(std::string_view place, std::string_view message) const {
        return report_(CERTRULES_E_ARGUMENT, place, message);
    }

    std::int32_t take_child(const ArrowSchema* schema, const ArrowArray* array,
                            const ArrowArray& whole) {
        if (schema == nullptr || array == nullptr || schema->name == nullptr ||
            schema->format == nullptr)
            return wrong("schema.children", "a child without name, format or array");
        const std::string_view name = schema->name;
        certrules::column to;
        to.place = find_column(edition_, table_.event, name);
        if (to.place == certrules::no_column) {
            std::vector<std::string_view> known;
            for (const auto& c : columns_of(edition_, table_.event))
                known.push_back(c.name);
            return report_(CERTRULES_E_UNKNOWN_NAME, "schema.children",
                           fmt::format("unknown column \"{}\"{}", name,
                                       certrules::detail::suggestion(name, known)));
        }
        const auto type = type_of(schema->format);
        if (schema->dictionary != nullptr || !type)
            return wrong(name,
                         fmt::format("its format is \"{}\"{}, expected uint8 \"C\", uint16 \"S\", "
                                     "int32 \"i\", int64 \"l\" or date32 \"tdD\"",
                                     schema->format,
                                     schema->dictionary != nullptr ? " with a dictionary" : ""));
        if (array->n_buffers != 2 || array->buffers == nullptr || array->offset < 0 ||
            array->offset > most_rows || array->length < whole.offset + whole.length)
            return wrong(name, "has fewer buffers or rows than its struct array needs");
        const auto start = array->offset + whole.offset;
        const auto size = std::ptrdiff_t{1} << (static_cast<unsigned>(*type) - 1);
        to.type = *type;
        to.stride = size;
        to.data = array->buffers[1];
        if (to.data == nullptr && whole.length == 0)
            to.data = this;  // of no rows nothing is read
        else if (to.data != nullptr)
            to.data = static_cast<const unsigned char*>(to.data) + start * size;
        if (array->null_count != 0) {
            to.validity = static_cast<const std::uint8_t*>(array->buffers[0]);
            to.validity_offset = static_cast<std::size_t>(start);
        }
        columns_.push_back(to);
        return CERTRULES_OK;
    }

    const certrules::edition& edition_;
    const reporter& report_;
    certrules::column_table table_;
    std::vector<certrules::column> columns_;
};

// ---- what is given back: each struct owns its own memory, so that a host may move children out

struct answer_column {
    const char* name;
    const char* format;
    std::size_t size;
    bool may_be_null;
};
constexpr std::array<answer_column, 5> answer_columns{{{"status", "c", 1, true},
                                                       {"first_day", "tdD", 4, true},
                                                       {"last_day", "tdD", 4, true},
                                                       {"region", "I", 4, true},
                                                       {"error", "s", 2, false}}};

struct schema_memory {
    std::array<ArrowSchema, answer_columns.size()> children{};
    std::array<ArrowSchema*, answer_columns.size()> list{};
};

void release_part(ArrowSchema* schema) {
    schema->release = nullptr;
}

void release_schema(ArrowSchema* schema) {
    const std::unique_ptr<schema_memory> memory(static_cast<schema_memory*>(schema->private_data));
    for (auto* child : memory->list)
        if (child->release != nullptr)
            child->release(child);
    schema->release = nullptr;
}

struct child_memory {
    std::array<const void*, 2> buffers{};
    std::vector<std::uint8_t> validity;
    std::vector<std::uint64_t> data;  // whole words, with room to begin at a multiple of 64 bytes

    void* values() noexcept {
        auto at = reinterpret_cast<std::uintptr_t>(data.data());
        return data.data() + (64 - at % 64) % 64 / sizeof(std::uint64_t);
    }
};

void release_child(ArrowArray* array) {
    delete static_cast<child_memory*>(array->private_data);
    array->release = nullptr;
}

struct array_memory {
    std::array<ArrowArray, answer_columns.size()> children{};
    std::array<ArrowArray*, answer_columns.size()> list{};
    std::array<const void*, 1> buffers{};
};

void release_array(ArrowArray* array) {
    const std::unique_ptr<array_memory> memory(static_cast<array_memory*>(array->private_data));
    for (auto* child : memory->list)
        if (child->release != nullptr)
            child->release(child);
    array->release = nullptr;
}

std::unique_ptr<schema_memory> make_schema(ArrowSchema& schema) {
    auto memory = std::make_unique<schema_memory>();
    for (std::size_t i = 0; i < answer_columns.size(); ++i) {
        auto& child = memory->children[i];
        child.format = answer_columns[i].format;
        child.name = answer_columns[i].name;
        child.flags = answer_columns[i].may_be_null ? nullable : 0;
        child.release = &release_part;
        memory->list[i] = &child;
    }
    schema = {};
    schema.format = "+s";
    schema.name = "";
    schema.n_children = static_cast<std::int64_t>(answer_columns.size());
    schema.children = memory->list.data();
    schema.release = &release_schema;
    schema.private_data = memory.get();
    return memory;
}

/// The answers' arrays, empty yet.
class given_arrow {
public:
    explicit given_arrow(std::size_t rows) : rows_(rows) {
        for (std::size_t i = 0; i < answer_columns.size(); ++i) {
            parts_[i] = std::make_unique<child_memory>();
            parts_[i]->data.resize((rows * answer_columns[i].size + 64) / sizeof(std::uint64_t) +
                                   8);
        }
    }

    decisions out() noexcept {
        return {values<std::int8_t>(0), values<std::int32_t>(1), values<std::int32_t>(2),
                values<std::uint32_t>(3), values<std::int16_t>(4)};
    }

    /// Fills in which answers are none. Throws std::bad_alloc.
    void mark() {
        mark_none<std::int8_t>(0, -1);
        mark_none<std::int32_t>(1, decisions::no_day);
        mark_none<std::int32_t>(2, decisions::no_day);
        mark_none<std::uint32_t>(3, decisions::no_region);
    }

    void give(ArrowArray& array, std::unique_ptr<array_memory> memory) noexcept {
        for (std::size_t i = 0; i < answer_columns.size(); ++i) {
            auto& child = memory->children[i];
            auto& part = *parts_[i];
            part.buffers = {part.validity.empty() ? nullptr : part.validity.data(), part.values()};
            child.length = static_cast<std::int64_t>(rows_);
            child.null_count = nulls_[i];
            child.n_buffers = 2;
            child.buffers = part.buffers.data();
            child.release = &release_child;
            child.private_data = parts_[i].release();
            memory->list[i] = &child;
        }
        array = {};
        array.length = static_cast<std::int64_t>(rows_);
        array.n_buffers = 1;
        array.n_children = static_cast<std::int64_t>(answer_columns.size());
        array.buffers = memory->buffers.data();
        array.children = memory->list.data();
        array.release = &release_array;
        array.private_data = memory.release();
    }

private:
    template <class T>
    T* values(std::size_t i) noexcept {
        return static_cast<T*>(parts_[i]->values());
    }

    template <class T>
    void mark_none(std::size_t i, T none) {
        const auto* from = values<T>(i);
        auto& bits = parts_[i]->validity;
        for (std::size_t row = 0; row < rows_; ++row) {
            if (from[row] != none)
                continue;
            if (bits.empty())
                bits.assign((rows_ + 7) / 8, 0xFF);
            bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] & ~(1U << (row % 8)));
            ++nulls_[i];
        }
    }

    std::size_t rows_;
    std::array<std::unique_ptr<child_memory>, answer_columns.size()> parts_;
    std::array<std::int64_t, answer_columns.size()> nulls_{};
};

}  // namespace

std::int32_t certrules_decide_arrow(const certrules_edition* edition, std::int32_t event,
                                    std::int32_t level, const ArrowSchema* schema,
                                    const ArrowArray* array, ArrowSchema* out_schema,
                                    ArrowArray* out_array, std::size_t* bad,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        const std::pair<const void*, const char*> pointers[] = {
            {edition, "edition"},       {schema, "schema"},       {array, "array"},
            {out_schema, "out_schema"}, {out_array, "out_array"},
        };
        for (const auto& [pointer, name] : pointers)
            if (const auto wrong = need(pointer, name, report))
                return wrong;
        if (event < 1 || event >= static_cast<std::int32_t>(certrules::event_kinds))
            return report(CERTRULES_E_ARGUMENT, "event", "no CERTRULES_EVENT_...");
        if (level < CERTRULES_LEVEL_BEST || level > CERTRULES_LEVEL_AVX512)
            return report(CERTRULES_E_ARGUMENT, "level", "no CERTRULES_LEVEL_...");
        const auto kind = static_cast<event_kind>(event);
        if (const auto wrong = certrules::why_no_columns(edition->rules, kind))
            return report(*wrong);
        taken_arrow taken(edition->rules, kind, report);
        if (const auto wrong = taken.take(*schema, *array))
            return wrong;
        const auto rows = static_cast<std::size_t>(array->length);
        given_arrow given(rows);
        const auto errors = decide_columns(edition->rules, taken.table(), 0, rows, given.out(),
                                           static_cast<certrules::column_level>(level));
        if (!errors)
            return report(errors.error());
        given.mark();
        ArrowSchema made{};
        auto of_schema = make_schema(made);
        given.give(*out_array, std::make_unique<array_memory>());
        *out_schema = made;
        of_schema.release();
        if (bad != nullptr)
            *bad = *errors;
        return CERTRULES_OK;
    });
}
