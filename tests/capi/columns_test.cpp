// Columns through the C interface: the same rows as blocks of either order and as single arrays,
// against certrules_decide on the case of each row; and what a wrong table is told.

#include "support.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace support;

namespace {

constexpr std::int32_t review_event = CERTRULES_EVENT_AUDIT_REVIEWED;

std::string column_name(const edition& e, std::uint32_t i) {
    return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* x) {
        return certrules_column_name(e.get(), review_event, i, b, c, n, x);
    });
}

/// Rows of a review by the description of its columns alone.
struct rows {
    explicit rows(const edition& e, std::size_t n_rows) : count(n_rows) {
        std::uint32_t n = 0;
        auto x = zeroed<certrules_error>();
        must(certrules_columns_count(e.get(), review_event, &n, &x), x);
        for (std::uint32_t i = 0; i < n; ++i) {
            infos.push_back(zeroed<certrules_column_info>());
            must(certrules_column_describe(e.get(), review_event, i, &infos.back(), &x), x);
        }
        std::mt19937 random(42);
        const auto today = day("2024-05-20");
        for (std::size_t r = 0; r < n_rows; ++r)
            for (const auto& c : infos) {
                std::int32_t v = 0;
                const auto any = static_cast<std::int32_t>(random() % 1000);
                switch (c.kind) {
                    case CERTRULES_COLUMN_DAY:
                        v = today;
                        break;
                    case CERTRULES_COLUMN_FINDINGS:
                        v = any % 8 == 0 ? any % 9 : 0;
                        break;
                    case CERTRULES_COLUMN_APPLICABLE:
                        v = 10 + any % 20;
                        break;
                    case CERTRULES_COLUMN_FACT:
                        v = c.values == CERTRULES_VALUES_WORD
                                ? any % static_cast<std::int32_t>(c.highest + 2) - 1
                                : static_cast<std::int32_t>(any % 2 == 0 ? c.lowest : c.highest);
                        break;
                    case CERTRULES_COLUMN_CYCLE:
                        v = word(e, CERTRULES_WORD_STATUS,
                                 any % 3 == 0 ? "progressing" : "assessed");
                        break;
                    case CERTRULES_COLUMN_CYCLE_SINCE:
                        v = today - any % 250;
                        break;
                    case CERTRULES_COLUMN_CYCLE_STARTED_ON:
                        v = today - 250 - any % 80;
                        break;
                    default:
                        v = any % 2;
                }
                values.push_back(v);
            }
    }

    std::int32_t at(std::size_t row, std::size_t column) const {
        return values[row * infos.size() + column];
    }

    /// The case of a row, as a host would write it.
    std::unique_ptr<struct_case> spell(std::size_t row) const {
        auto c = std::make_unique<struct_case>();
        c->event.kind = review_event;
        for (std::size_t i = 0; i < infos.size(); ++i) {
            const auto v = at(row, i);
            const auto& info = infos[i];
            switch (info.kind) {
                case CERTRULES_COLUMN_DAY:
                    c->event.on = v;
                    break;
                case CERTRULES_COLUMN_FINDINGS: {
                    certrules_finding f{};
                    f.section = info.section < 0 ? 3 : info.section;
                    f.severity = info.severity;
                    f.tags = info.tags;
                    f.transparent = info.transparent;
                    c->findings.insert(c->findings.end(), static_cast<std::size_t>(v), f);
                    break;
                }
                case CERTRULES_COLUMN_APPLICABLE: {
                    certrules_section s{};
                    s.section = info.section;
                    s.given = CERTRULES_SECTION_APPLICABLE;
                    s.applicable = static_cast<std::uint32_t>(v);
                    c->sections.push_back(s);
                    break;
                }
                case CERTRULES_COLUMN_FACT:
                    if (v >= 0)
                        c->facts.push_back({info.fact, 0, v});
                    break;
                case CERTRULES_COLUMN_CYCLE:
                    c->state.cycle = v;
                    c->state.given |= CERTRULES_STATE_CYCLE;
                    break;
                case CERTRULES_COLUMN_CYCLE_SINCE:
                    c->state.cycle_since = v;
                    break;
                case CERTRULES_COLUMN_CYCLE_STARTED_ON:
                    c->state.cycle_started_on = v;
                    c->state.given |= CERTRULES_STATE_CYCLE_STARTED_ON;
                    break;
                case CERTRULES_COLUMN_HELD:
                    c->state.held |= v != 0 ? std::uint64_t{1} << info.status : 0;
                    break;
                default:
                    FAIL("a column that this test does not know");
            }
        }
        c->arrays();
        return c;
    }

    std::size_t count;
    std::vector<certrules_column_info> infos;
    std::vector<std::int32_t> values;  // row after row
};

struct outputs {
    explicit outputs(std::size_t n) : status(n), first(n), last(n), region(n), error(n, 77) {}
    certrules_decisions to() {
        auto d = zeroed<certrules_decisions>();
        d.status = status.data();
        d.first_day = first.data();
        d.last_day = last.data();
        d.region = region.data();
        d.error = error.data();
        return d;
    }
    std::vector<std::int8_t> status;
    std::vector<std::int32_t> first, last;
    std::vector<std::uint32_t> region;
    std::vector<std::int16_t> error;
    friend bool operator==(const outputs&, const outputs&) = default;
};

certrules_columns review_columns() {
    auto c = zeroed<certrules_columns>();
    c.event = review_event;
    c.column_size = sizeof(certrules_column);
    c.block_size = sizeof(certrules_column_block);
    return c;
}

}  // namespace

TEST_CASE("a block of columns answers what certrules_decide answers each row") {
    const auto e = load_builtin(escp);
    const rows table(e, 3000);
    const auto n = table.infos.size();
    auto x = zeroed<certrules_error>();

    certrules_column_block block{};
    block.type = CERTRULES_I32;
    block.data = table.values.data();
    block.row_stride = static_cast<std::int64_t>(4 * n);
    block.column_stride = 4;
    block.count = n;
    auto given = review_columns();
    given.blocks = &block;
    given.block_count = 1;
    outputs by_block(table.count);
    const auto to = by_block.to();
    std::size_t bad = 99;
    must(certrules_decide_columns(e.get(), &given, 0, table.count, &to, &bad, &x), x);

    std::size_t refused = 0;
    for (std::size_t row = 0; row < table.count; ++row) {
        const auto c = table.spell(row);
        auto v = zeroed<certrules_verdict>();
        const auto code = certrules_decide(e.get(), &c->state, &c->event, &v, nullptr, &x);
        REQUIRE(by_block.error[row] == code);
        if (code != CERTRULES_OK) {
            ++refused;
            continue;
        }
        REQUIRE(by_block.status[row] == v.status);
        REQUIRE(by_block.first[row] == v.first_day);
        REQUIRE(by_block.last[row] == v.last_day);
        REQUIRE(by_block.region[row] == v.region);
    }
    CHECK(bad == refused);

    // The transposed block, its columns named; and one struct a column.
    std::vector<std::int32_t> transposed(table.values.size());
    std::vector<std::int32_t> places(n);
    for (std::size_t i = 0; i < n; ++i) {
        places[i] = static_cast<std::int32_t>(n - 1 - i);
        for (std::size_t row = 0; row < table.count; ++row)
            transposed[i * table.count + row] = table.at(row, n - 1 - i);
    }
    block.data = transposed.data();
    block.row_stride = 4;
    block.column_stride = static_cast<std::int64_t>(4 * table.count);
    block.columns = places.data();
    outputs by_other(table.count);
    const auto other = by_other.to();
    must(certrules_decide_columns(e.get(), &given, 0, table.count, &other, nullptr, &x), x);
    CHECK(by_other == by_block);

    std::vector<certrules_column> singles(n);
    for (std::size_t i = 0; i < n; ++i) {
        singles[i].column = static_cast<std::uint32_t>(i);
        singles[i].type = CERTRULES_I32;
        singles[i].data = table.values.data() + i;
        singles[i].stride = static_cast<std::int64_t>(4 * n);
    }
    auto alone = review_columns();
    alone.columns = singles.data();
    alone.column_count = n;
    outputs by_single(table.count);
    const auto single = by_single.to();
    for (std::int32_t level = CERTRULES_LEVEL_BEST; level <= CERTRULES_LEVEL_AVX512; ++level) {
        alone.level = level;
        must(certrules_decide_columns(e.get(), &alone, 0, table.count, &single, nullptr, &x), x);
        CHECK(by_single == by_block);
    }
    CHECK(certrules_column_level() >= CERTRULES_LEVEL_ROWS);
}

TEST_CASE("columns are found by name, and by the finding that they count") {
    const auto e = load_builtin(escp);
    auto x = zeroed<certrules_error>();
    std::uint32_t place = 0;
    const auto find = [&](std::string_view name) {
        return certrules_column_find(e.get(), review_event, name.data(), name.size(), &place, &x);
    };
    REQUIRE(find("findings.major.wages") == CERTRULES_OK);
    CHECK(column_name(e, place) == "findings.major.wages");
    CHECK(find("findings.major.wage") == CERTRULES_E_UNKNOWN_NAME);
    CHECK(std::string(x.message).find("findings.major.wages") != std::string::npos);

    certrules_finding f{};
    f.severity = word(e, CERTRULES_WORD_SEVERITY, "critical");
    f.section = word(e, CERTRULES_WORD_SECTION, "wages");
    const auto counted = [&] {
        std::int32_t at = -7;
        must(certrules_column_of(e.get(), review_event, &f, sizeof f, 1, &at, &x), x);
        return at < 0 ? std::string("none") : column_name(e, static_cast<std::uint32_t>(at));
    };
    // A critical is told apart only if it is a record inconsistency shown with transparency.
    CHECK(counted() == "findings.critical");
    f.transparent = CERTRULES_YES;
    CHECK(counted() == "findings.critical");
    f.tags = std::uint64_t{1} << word(e, CERTRULES_WORD_TAG, "record-inconsistency");
    CHECK(counted() == "findings.critical.record-inconsistency.transparent");
    f.transparent = CERTRULES_NO;
    CHECK(counted() == "findings.critical");
    f.given = CERTRULES_FINDING_CLOSED;
    f.closed_on = day("2024-01-01");
    CHECK(counted() == "none");
    f = {};
    f.severity = word(e, CERTRULES_WORD_SEVERITY, "major");
    f.section = word(e, CERTRULES_WORD_SECTION, "wages");
    CHECK(counted() == "findings.major.wages");
}

TEST_CASE("a wrong table is refused with nothing written") {
    const auto e = load_builtin(escp);
    const rows table(e, 5);
    auto x = zeroed<certrules_error>();
    certrules_column_block block{};
    block.type = CERTRULES_I32;
    block.data = table.values.data();
    block.row_stride = static_cast<std::int64_t>(4 * table.infos.size());
    block.column_stride = 4;
    block.count = table.infos.size();
    auto given = review_columns();
    given.blocks = &block;
    given.block_count = 1;
    outputs out(5);
    const auto to = out.to();
    std::size_t bad = 99;
    const auto call = [&] {
        return certrules_decide_columns(e.get(), &given, 0, 5, &to, &bad, &x);
    };

    block.count = 3;
    CHECK(call() == CERTRULES_E_MISSING);
    CHECK(std::string(x.message).find("findings.") != std::string::npos);
    block.count = table.infos.size() + 1;
    CHECK(call() == CERTRULES_E_ARGUMENT);
    block.count = table.infos.size();
    block.type = 5;
    CHECK(call() == CERTRULES_E_ARGUMENT);
    block.type = CERTRULES_I32;
    block.flags = 2;
    CHECK(call() == CERTRULES_E_UNSUPPORTED);
    block.flags = 0;
    block.data = nullptr;
    CHECK(call() == CERTRULES_E_ARGUMENT);
    block.data = table.values.data();

    certrules_column twice{};
    twice.type = CERTRULES_I32;
    twice.data = table.values.data();
    given.columns = &twice;
    given.column_count = 1;
    CHECK(call() == CERTRULES_E_ARGUMENT);
    CHECK(std::string(x.message).find("twice") != std::string::npos);
    given.column_count = 0;
    given.level = 5;
    CHECK(call() == CERTRULES_E_ARGUMENT);
    given.level = 0;
    given.event = 16;
    CHECK(call() == CERTRULES_E_ARGUMENT);
    given.event = CERTRULES_EVENT_INVOICE_RECEIVED;
    CHECK(call() != CERTRULES_OK);
    given.event = review_event;
    given.struct_size = 3;
    CHECK(call() == CERTRULES_E_STRUCT_SIZE);
    given.struct_size = sizeof given;
    CHECK(out.error == std::vector<std::int16_t>(5, 77));
    CHECK(bad == 99);
    CHECK(call() == CERTRULES_OK);
    CHECK(bad < 6);
}
