// decide_columns equals decide: for every edition and event, random rows of every type of array,
// each decided as the case that it spells. CERTRULES_COLUMN_ROWS sets how many rows in all.

#include "certrules/book.hpp"
#include "column_cases.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <test_paths.hpp>

using namespace certrules;
using namespace column_cases;

namespace {

std::vector<edition> all_editions() {
    std::vector<edition> all;
    for (const auto name : builtin_editions())
        all.push_back(edition::builtin(name).value());
    for (const auto& entry :
         std::filesystem::directory_iterator(CERTRULES_SOURCE_DIR "/examples/editions")) {
        if (entry.path().extension() != ".toml")
            continue;
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        all.push_back(edition::parse(text).value());
    }
    return all;
}

std::size_t rows_wanted() {
    const auto* text = std::getenv("CERTRULES_COLUMN_ROWS");
    return text == nullptr ? 40'000 : std::strtoull(text, nullptr, 10);
}

/// What the case of a row answers, in words that can be compared.
struct expected {
    std::int16_t error = 0;
    std::int8_t status = -1;
    std::int32_t first = decisions::no_day;
    std::int32_t last = decisions::no_day;
    std::optional<std::uint32_t> region;
    friend bool operator==(const expected&, const expected&) = default;
};

std::string show(const expected& x) {
    return "error " + std::to_string(x.error) + " status " + std::to_string(x.status) + " days " +
           std::to_string(x.first) + " " + std::to_string(x.last) + " region " +
           (x.region ? std::to_string(*x.region) : "none");
}

expected by_decide(const edition& e, const spelled_case& c) {
    expected x;
    const auto v = decide(e, c.before, c.asked);
    if (!v) {
        x.error = static_cast<std::int16_t>(v.error().code);
        return x;
    }
    x.status = v->status == status_id::none ? std::int8_t{-1} : static_cast<std::int8_t>(v->status);
    if (v->valid) {
        x.first = v->valid->first_day.days();
        x.last = v->valid->last_day.days();
    }
    x.region = v->region;
    return x;
}

constexpr column_level levels[] = {column_level::rows, column_level::baseline, column_level::avx2,
                                   column_level::avx512};

}  // namespace

TEST_CASE("columns answer what decide answers the case of each row") {
    const auto editions = all_editions();
    std::size_t tables = 0;
    for (const auto& e : editions)
        for (std::size_t k = 1; k < event_kinds; ++k)
            tables += columns_of(e, static_cast<event_kind>(k)).empty() ? 0U : 1U;
    REQUIRE(tables > 80);
    // Reviews and audits held have the most rules: half of the rows are theirs.
    const auto share = rows_wanted() / (tables + 2 * editions.size());

    std::map<std::int16_t, std::size_t> codes;
    std::size_t compared = 0;
    std::uint64_t seed = 20'240'901;
    for (const auto& e : editions) {
        for (std::size_t k = 1; k < event_kinds; ++k) {
            const auto kind = static_cast<event_kind>(k);
            if (columns_of(e, kind).empty())
                continue;
            const bool main = kind == event_kind::audit_reviewed || kind == event_kind::audit_held;
            for (const bool with_errors : {false, true}) {
                const auto rows = share * (main ? 2 : 1) / 2 + 37;
                const random_table t(e, kind, rows, ++seed, with_errors);
                std::vector<std::optional<expected>> cases;
                for (std::size_t row = 0; row < rows; ++row) {
                    const auto c = t.spell(row);
                    cases.push_back(c ? std::optional(by_decide(e, **c)) : std::nullopt);
                }
                for (const auto level : levels) {
                    // In two unequal parts, so that blocks begin anywhere.
                    answers a(rows);
                    const auto cut = rows / 3;
                    const auto head = decide_columns(e, t.table(), 0, cut, a.out(), level);
                    const auto tail = decide_columns(e, t.table(), cut, rows - cut, a.out(), level);
                    REQUIRE((head && tail));
                    std::size_t bad = 0;
                    for (std::size_t row = 0; row < rows; ++row) {
                        expected got{a.error[row], a.status[row], a.first[row], a.last[row],
                                     a.region[row]};
                        bad += got.error != 0 ? 1U : 0U;
                        ++codes[got.error];
                        if (got.error != 0)
                            got.region.reset();
                        const auto what = [&] {
                            return std::string(e.name()) + " " + std::string(name_of(kind)) +
                                   " level " + std::to_string(static_cast<int>(level)) + " row " +
                                   std::to_string(row) + ": " + show(got) + ", expected " +
                                   (cases[row] ? show(*cases[row]) : "an error");
                        };
                        if (cases[row] ? got != *cases[row] : got.error == 0)
                            FAIL(what());
                        ++compared;
                    }
                    CHECK(*head + *tail == bad);
                }
            }
        }
    }
    CHECK(compared > rows_wanted() / 2);
    // The rows were worth it: they are decided, refused, and wrong in each way.
    for (const auto code : {0, 100, 130, 140, 300, 400})
        CHECK(codes[static_cast<std::int16_t>(code)] > 0);
}

TEST_CASE("rows beyond the range stay as they were, and outputs may be left out") {
    const auto e = edition::builtin("escp@2020-09-01").value();
    const random_table t(e, event_kind::audit_reviewed, 3000, 7, true);
    answers whole(3000);
    REQUIRE(decide_columns(e, t.table(), 0, 3000, whole.out()));
    answers part(3000);
    REQUIRE(decide_columns(e, t.table(), 1001, 977, part.out()));
    for (std::size_t row = 0; row < 3000; ++row) {
        const bool inside = row >= 1001 && row < 1978;
        CHECK(part.region[row] == (inside ? whole.region[row] : 99U));
        CHECK(part.status[row] == (inside ? whole.status[row] : 99));
        CHECK(part.last[row] == (inside ? whole.last[row] : 99));
    }
    answers one(3000);
    decisions days;
    days.last_day = one.last.data();
    const auto bad = decide_columns(e, t.table(), 0, 3000, days);
    CHECK(bad.value() == decide_columns(e, t.table(), 0, 3000, decisions{}).value());
    CHECK(one.last == whole.last);
}
