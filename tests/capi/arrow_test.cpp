// Columns by the Arrow C data interface: hand-made struct arrays with offsets, validity and release
// callbacks against certrules_decide_columns on the same rows.

#include "allocations.hpp"
#include "support.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <deque>
#include <random>
#include <utility>

using namespace support;

// As the interface's specification fixes them.
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

namespace {

constexpr std::int32_t review_event = CERTRULES_EVENT_AUDIT_REVIEWED;

void never_release(ArrowSchema*) {
    FAIL("what was lent was released");
}
void never_release(ArrowArray*) {
    FAIL("what was lent was released");
}

/// A host's table: each column begins at an offset of its own in a longer array.
struct table {
    struct part {
        std::string name;
        std::vector<std::uint8_t> bytes, validity;
        const void* buffers[2] = {};
        ArrowSchema schema{};
        ArrowArray array{};
    };
    std::deque<part> parts;
    std::vector<ArrowSchema*> schemas;
    std::vector<ArrowArray*> arrays;
    const void* no_validity[1] = {};
    ArrowSchema schema{};
    ArrowArray array{};

    template <class T>
    void add(std::string name, const char* format, const std::vector<std::optional<T>>& values,
             std::size_t offset) {
        auto& p = parts.emplace_back();
        p.name = std::move(name);
        p.bytes.assign((offset + values.size()) * sizeof(T), 0xEE);
        p.validity.assign((offset + values.size() + 7) / 8, 0);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto value = values[i].value_or(T{77});
            std::memcpy(p.bytes.data() + (offset + i) * sizeof(T), &value, sizeof value);
            if (values[i])
                p.validity[(offset + i) / 8] |= static_cast<std::uint8_t>(1U << (offset + i) % 8);
            else
                ++p.array.null_count;
        }
        p.buffers[0] = p.array.null_count == 0 ? nullptr : p.validity.data();
        p.buffers[1] = p.bytes.data();
        p.schema.name = p.name.c_str();
        p.schema.format = format;
        p.schema.release = &never_release;
        p.array.length = static_cast<std::int64_t>(values.size());
        p.array.offset = static_cast<std::int64_t>(offset);
        p.array.n_buffers = 2;
        p.array.buffers = p.buffers;
        p.array.release = &never_release;
    }

    /// Rows `first` and on, `rows` of them.
    void close(std::int64_t first, std::int64_t rows) {
        schemas.clear();
        arrays.clear();
        for (auto& p : parts) {
            schemas.push_back(&p.schema);
            arrays.push_back(&p.array);
        }
        schema = {};
        schema.format = "+s";
        schema.n_children = static_cast<std::int64_t>(schemas.size());
        schema.children = schemas.data();
        schema.release = &never_release;
        array = {};
        array.length = rows;
        array.offset = first;
        array.n_buffers = 1;
        array.buffers = no_validity;
        array.n_children = schema.n_children;
        array.children = arrays.data();
        array.release = &never_release;
    }
};

/// Reviews in every type that the door takes, with nulls where they may be.
table reviews(const edition& e, std::size_t rows) {
    table t;
    std::mt19937 random(7);
    std::uint32_t n = 0;
    auto x = zeroed<certrules_error>();
    must(certrules_columns_count(e.get(), review_event, &n, &x), x);
    for (std::uint32_t i = 0; i < n; ++i) {
        auto info = zeroed<certrules_column_info>();
        must(certrules_column_describe(e.get(), review_event, i, &info, &x), x);
        const auto name = text_of([&](char* b, std::size_t c, std::size_t* m, certrules_error* y) {
            return certrules_column_name(e.get(), review_event, i, b, c, m, y);
        });
        const auto fill = [&](auto type, const char* format) {
            std::vector<std::optional<decltype(type)>> values(rows);
            for (auto& v : values) {
                const auto any = static_cast<std::int64_t>(random() % 1000);
                std::int64_t value =
                    info.lowest +
                    any % (std::min<std::int64_t>(info.highest - info.lowest, 20) + 1);
                if (info.kind == CERTRULES_COLUMN_FINDINGS)
                    value = any % 6 == 0 ? any % 4 : 0;
                if (info.kind == CERTRULES_COLUMN_CYCLE)
                    value = any % 5 == 0 ? 2 : 1;
                if (info.values == CERTRULES_VALUES_DAY)
                    value = info.kind == CERTRULES_COLUMN_DAY           ? 19'800
                            : info.kind == CERTRULES_COLUMN_CYCLE_SINCE ? 19'700 + any % 100
                                                                        : 19'600 + any % 100;
                if (info.required != 0 || any % 7 != 0)
                    v = static_cast<decltype(type)>(value);
            }
            t.add(name, format, values, i % 13);
        };
        if (info.values == CERTRULES_VALUES_DAY)
            fill(std::int32_t{}, i % 2 == 0 ? "tdD" : "i");
        else if (i % 4 == 0)
            fill(std::int64_t{}, "l");
        else if (i % 4 == 1)
            fill(std::uint16_t{}, "S");
        else
            fill(std::uint8_t{}, "C");
    }
    t.close(0, static_cast<std::int64_t>(rows));
    return t;
}

struct answer {
    ArrowSchema schema{};
    ArrowArray array{};
    std::size_t bad = 0;

    std::int32_t ask(const edition& e, const table& t, certrules_error& x,
                     std::int32_t level = CERTRULES_LEVEL_BEST) {
        return certrules_decide_arrow(e.get(), review_event, level, &t.schema, &t.array, &schema,
                                      &array, &bad, &x);
    }
    ~answer() {
        if (schema.release != nullptr)
            schema.release(&schema);
        if (array.release != nullptr)
            array.release(&array);
    }
};

/// A value, or none where its bit is 0.
template <class T>
std::optional<T> at(const ArrowArray& column, std::int64_t row) {
    const auto* bits = static_cast<const std::uint8_t*>(column.buffers[0]);
    if (bits != nullptr && ((bits[row / 8] >> (row % 8)) & 1U) == 0)
        return std::nullopt;
    return static_cast<const T*>(column.buffers[1])[row];
}

}  // namespace

TEST_CASE("an Arrow struct array gets what the same columns get, whatever its offsets") {
    const auto e = load_builtin(escp);
    constexpr std::size_t rows = 3000;
    auto t = reviews(e, rows);
    // The same memory as plain columns.
    std::vector<certrules_column> columns;
    for (std::size_t i = 0; i < t.parts.size(); ++i) {
        auto& p = t.parts[i];
        auto c = certrules_column{};
        const std::string_view format = p.schema.format;
        c.column = static_cast<std::uint32_t>(i);
        c.type = format == "C"   ? CERTRULES_U8
                 : format == "S" ? CERTRULES_U16
                 : format == "l" ? CERTRULES_I64
                                 : CERTRULES_I32;
        c.stride = std::int64_t{1} << (c.type - 1);
        c.data = p.bytes.data() + p.array.offset * c.stride;
        c.validity = static_cast<const std::uint8_t*>(p.buffers[0]);
        c.validity_offset = static_cast<std::uint64_t>(p.array.offset);
        columns.push_back(c);
    }
    auto plain = zeroed<certrules_columns>();
    plain.event = review_event;
    plain.level = CERTRULES_LEVEL_ROWS;
    plain.column_size = sizeof(certrules_column);
    plain.columns = columns.data();
    plain.column_count = columns.size();
    std::vector<std::int8_t> status(rows);
    std::vector<std::int32_t> first(rows), last(rows);
    std::vector<std::uint32_t> region(rows);
    std::vector<std::int16_t> code(rows);
    auto out = zeroed<certrules_decisions>();
    out.status = status.data();
    out.first_day = first.data();
    out.last_day = last.data();
    out.region = region.data();
    out.error = code.data();
    std::size_t bad = 0;
    auto x = zeroed<certrules_error>();
    must(certrules_decide_columns(e.get(), &plain, 0, rows, &out, &bad, &x), x);

    for (const auto& [from, count] : {std::pair<std::int64_t, std::int64_t>{0, rows},
                                      {1, 1024},
                                      {777, 2001},
                                      {2999, 1},
                                      {5, 0}}) {
        t.close(from, count);
        for (const auto level : {CERTRULES_LEVEL_BEST, CERTRULES_LEVEL_ROWS}) {
            answer a;
            must(a.ask(e, t, x, level), x);
            REQUIRE(std::string(a.schema.format) == "+s");
            REQUIRE(a.schema.n_children == 5);
            REQUIRE(a.array.n_children == 5);
            CHECK(a.array.length == count);
            const char* const names[] = {"status", "first_day", "last_day", "region", "error"};
            const char* const formats[] = {"c", "tdD", "tdD", "I", "s"};
            for (std::size_t k = 0; k < 5; ++k) {
                CHECK(a.schema.children[k]->name == std::string(names[k]));
                CHECK(a.schema.children[k]->format == std::string(formats[k]));
                CHECK(a.array.children[k]->length == count);
                CHECK(reinterpret_cast<std::uintptr_t>(a.array.children[k]->buffers[1]) % 64 == 0);
            }
            std::size_t wrong = 0;
            std::int64_t nulls[4] = {};
            auto** got = a.array.children;
            for (std::int64_t i = 0; i < count; ++i) {
                const auto row = static_cast<std::size_t>(from + i);
                const auto s = at<std::int8_t>(*got[0], i);
                const auto f = at<std::int32_t>(*got[1], i);
                const auto l = at<std::int32_t>(*got[2], i);
                const auto r = at<std::uint32_t>(*got[3], i);
                wrong += s.value_or(-1) != status[row] ||
                         f.value_or(CERTRULES_NO_DAY) != first[row] ||
                         l.value_or(CERTRULES_NO_DAY) != last[row] ||
                         r.value_or(CERTRULES_NO_REGION) != region[row] ||
                         at<std::int16_t>(*got[4], i) != code[row];
                nulls[0] += s ? 0 : 1;
                nulls[1] += f ? 0 : 1;
                nulls[2] += l ? 0 : 1;
                nulls[3] += r ? 0 : 1;
            }
            CHECK(wrong == 0);
            for (std::size_t k = 0; k < 4; ++k)
                CHECK(got[k]->null_count == nulls[k]);
            CHECK(got[4]->null_count == 0);
            if (count == rows) {
                CHECK(a.bad == bad);
                CHECK(nulls[0] > 0);  // some are refused, and most are not
                CHECK(nulls[0] < 2000);
            }
        }
    }
}

TEST_CASE("a child that was moved out of an answer lives on by itself") {
    const auto e = load_builtin(escp);
    auto t = reviews(e, 100);
    auto x = zeroed<certrules_error>();
    ArrowArray moved{};
    std::int16_t before = 0;
    {
        answer a;
        must(a.ask(e, t, x), x);
        moved = *a.array.children[4];
        before = *at<std::int16_t>(moved, 99);
        a.array.children[4]->release = nullptr;
    }
    CHECK(at<std::int16_t>(moved, 99) == before);
    moved.release(&moved);
    CHECK(moved.release == nullptr);
}

TEST_CASE("what is no table of the event's columns is told so, and nothing is written") {
    const auto e = load_builtin(escp);
    auto t = reviews(e, 50);
    const auto fails = [&](std::int32_t code, std::string_view words) {
        auto x = zeroed<certrules_error>();
        answer a;
        CHECK(a.ask(e, t, x) == code);
        CHECK(a.array.release == nullptr);
        CHECK(a.schema.release == nullptr);
        CHECK((std::string(x.place) + ": " + x.message).find(words) != std::string::npos);
        INFO(x.place << ": " << x.message);
    };
    auto& minor = t.parts[1];
    const std::string name = minor.name;
    minor.schema.name = "findings.minr";
    fails(CERTRULES_E_UNKNOWN_NAME, "did you mean \"findings.minor\"");
    minor.schema.name = "day";
    fails(CERTRULES_E_ARGUMENT, "given twice");
    minor.schema.name = name.c_str();
    const auto* format = std::exchange(minor.schema.format, "f");
    fails(CERTRULES_E_ARGUMENT, "its format is \"f\"");
    minor.schema.format = format;
    minor.schema.dictionary = &t.schema;
    fails(CERTRULES_E_ARGUMENT, "dictionary");
    minor.schema.dictionary = nullptr;
    --minor.array.length;
    fails(CERTRULES_E_ARGUMENT, "fewer buffers or rows");
    ++minor.array.length;
    const std::uint8_t some_null[] = {0xFF, 0xFB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    t.no_validity[0] = some_null;
    t.array.null_count = -1;
    fails(CERTRULES_E_ARGUMENT, "row 10 is null as a whole");
    t.no_validity[0] = nullptr;
    t.array.release = nullptr;
    fails(CERTRULES_E_ARGUMENT, "released");
    t.array.release = &never_release;
    t.schema.format = "C";
    fails(CERTRULES_E_ARGUMENT, "struct array");
    t.schema.format = "+s";
    --t.array.n_children;
    fails(CERTRULES_E_ARGUMENT, "does not fit");
    --t.schema.n_children;
    auto x = zeroed<certrules_error>();
    answer fine;  // held.… may be left out
    CHECK(fine.ask(e, t, x) == CERTRULES_OK);
    t.parts.pop_front();
    t.close(0, 50);
    fails(CERTRULES_E_MISSING, "\"day\" is missing");
}

TEST_CASE("out of memory at any step is a code, and leaves nothing behind") {
    const auto e = load_builtin(escp);
    auto t = reviews(e, 200);
    auto x = zeroed<certrules_error>();
    const auto alive = allocations::alive();
    bool done = false;
    for (long n = 0; !done; ++n) {
        REQUIRE(n < 1000);
        answer a;
        std::int32_t code = 0;
        {
            const allocations::failing fail(n);
            code = a.ask(e, t, x);
            done = !fail.refused();
        }
        if (done) {
            CHECK(code == CERTRULES_OK);
        } else {
            CHECK(code == CERTRULES_E_NO_MEMORY);
            CHECK(a.array.release == nullptr);
            CHECK(a.schema.release == nullptr);
        }
    }
    CHECK(allocations::alive() == alive);
}
