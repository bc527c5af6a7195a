// Rows of columns, of any values, arrays and edition: on each level every row is answered as
// `decide` answers the case that it spells.

#include "../property/column_cases.hpp"
#include "../property/small_editions.hpp"
#include "certrules/book.hpp"
#include "support/input.hpp"

#include <algorithm>
#include <vector>

using namespace certrules;

namespace {

const std::vector<edition>& shipped() {
    static const auto all = [] {
        std::vector<edition> editions;
        for (const auto name : builtin_editions())
            editions.push_back(edition::builtin(name).value());
        return editions;
    }();
    return all;
}

/// An edition of ours, or a small one at random that loads.
std::optional<edition> some_edition(fuzz::input& in) {
    if (in.flag())
        return shipped()[in.below(shipped().size())];
    auto loaded = edition::parse(tests::small_maker(in.take<std::uint32_t>()).make().text());
    return loaded ? std::optional(std::move(*loaded)) : std::nullopt;
}

/// Numbers out of the input, and what follows from its length once it is used up.
class numbers {
public:
    numbers(fuzz::input& in, std::size_t size) : in_(in), state_(size) {}
    std::uint64_t operator()() {
        state_ = state_ * 0x5851'F42D'4C95'7F2DU + (in_.empty() ? 1U : in_.take<std::uint8_t>());
        return state_ >> 24U;
    }

private:
    fuzz::input& in_;
    std::uint64_t state_;
};

void same(const edition& e, const column_cases::random_table& t, std::size_t rows,
          column_level level) {
    column_cases::answers a(rows);
    const auto errors = decide_columns(e, t.table(), 0, rows, a.out(), level);
    PROMISE(errors);
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        wrong += a.error[row] != 0 ? 1U : 0U;
        const auto c = t.spell(row);
        if (!c) {
            PROMISE(a.error[row] != 0);
            continue;
        }
        const auto v = decide(e, (*c)->before, (*c)->asked);
        PROMISE(a.error[row] == (v ? 0 : static_cast<int>(v.error().code)));
        PROMISE(v || (a.status[row] == -1 && a.first[row] == decisions::no_day &&
                      a.last[row] == decisions::no_day));
        if (!v)
            continue;
        PROMISE(a.region[row] == v->region);
        PROMISE(a.status[row] == (v->status == status_id::none ? -1 : static_cast<int>(v->status)));
        PROMISE(a.first[row] == (v->valid ? v->valid->first_day.days() : decisions::no_day));
        PROMISE(a.last[row] == (v->valid ? v->valid->last_day.days() : decisions::no_day));
    }
    PROMISE(*errors == wrong);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::input in(data, size);
    const auto e = some_edition(in);
    const auto kind = static_cast<event_kind>(in.below(event_kinds + 2));
    if (!e || columns_of(*e, kind).empty()) {
        PROMISE(!e || why_no_columns(*e, kind) || columns_of(*e, kind).data() != nullptr);
        return 0;
    }
    PROMISE(!why_no_columns(*e, kind));
    for (std::size_t i = 0; i < columns_of(*e, kind).size(); ++i) {
        const auto& c = columns_of(*e, kind)[i];
        PROMISE(find_column(*e, kind, c.name) == i);
        if (c.kind != column_kind::findings)
            continue;
        finding f;
        f.severity = c.severity;
        f.section = c.section == section_id::none ? static_cast<section_id>(0) : c.section;
        f.tags = c.tags;
        f.transparent = c.transparent;
        if (c.closed)
            f.closed_on = date{0};
        f.sites = c.seen_on;
        PROMISE(column_of(*e, kind, f, c.sites == 0 ? 1 : c.sites) == i);
    }
    // Few rows, so that the fuzzer's bytes reach them all; now and then more than a block.
    const bool with_errors = in.flag();
    const auto rows = in.below(32) == 0 ? 1000 + in.below(200) : 1 + in.below(24);
    const column_cases::random_table t(*e, kind, rows, numbers(in, size), with_errors);
    for (const auto level : {column_level::rows, column_level::baseline, column_level::avx2,
                             column_level::avx512, best_column_level()})
        same(*e, t, rows, level);
    return 0;
}
