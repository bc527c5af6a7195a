#include "certrules/columns.hpp"

#include "detail/columns/kernels.hpp"
#include "detail/columns/plan.hpp"
#include "detail/columns/row.hpp"
#include "detail/columns/source.hpp"

#include <fmt/format.h>

namespace certrules {

using namespace detail;

namespace {

const column_plan* plan_for(const edition& e, event_kind event) noexcept {
    const auto k = static_cast<std::size_t>(event);
    return k == 0 || k >= event_kinds ? nullptr : &column_plans(e.data())[k];
}

error bad(std::string place, std::string message) {
    return {error_code::bad_argument, std::move(place), std::move(message)};
}

bool is_type(column_type t) noexcept {
    return t >= column_type::u8 && t <= column_type::i64;
}

/// The value that stands for none in a column of a type; words and days have one.
void own_none(source& s, column_values values) noexcept {
    s.by_value = values != column_values::number;
    if (values == column_values::day) {
        s.by_value = s.type >= column_type::i32;
        s.own_none = decisions::no_day;
    } else if (values == column_values::word) {
        s.own_none = s.type == column_type::u8 ? 0xFF : (s.type == column_type::u16 ? 0xFFFF : -1);
    }
}

/// The table's columns by their place, checked.
class taken_table {
public:
    taken_table(const edition& e, const column_plan& plan) : edition_(e), plan_(plan) {}

    std::optional<error> take(const column_table& table) {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (auto wrong = take_column(table.columns[i], i))
                return wrong;
        for (std::size_t b = 0; b < table.blocks.size(); ++b)
            if (auto wrong = take_block(table.blocks[b], b))
                return wrong;
        for (std::size_t i = 0; i < plan_.columns.size(); ++i)
            if (plan_.columns[i].required && !sources_[i].given())
                return error{
                    error_code::missing, std::string(plan_.columns[i].name),
                    fmt::format("the column \"{}\" is missing: {} of {} needs it",
                                plan_.columns[i].name, name_of(table.event), edition_.name())};
        return std::nullopt;
    }

    std::span<const source> sources() const noexcept {
        return {sources_.data(), plan_.columns.size()};
    }

private:
    std::optional<error> put(std::size_t place, source s, const std::string& where) {
        if (place >= plan_.columns.size())
            return bad(where, fmt::format("{} is no place of the {} columns", place,
                                          plan_.columns.size()));
        if (!is_type(s.type))
            return bad(where, "no column type");
        if (s.data == nullptr)
            return bad(where, fmt::format("\"{}\" has no data", plan_.columns[place].name));
        if (sources_[place].given())
            return bad(where, fmt::format("\"{}\" is given twice", plan_.columns[place].name));
        own_none(s, plan_.columns[place].values);
        sources_[place] = s;
        return std::nullopt;
    }

    std::optional<error> take_column(const column& c, std::size_t i) {
        source s;
        s.data = static_cast<const unsigned char*>(c.data);
        s.type = c.type;
        s.stride = c.stride;
        s.validity = c.validity;
        s.validity_offset = c.validity_offset;
        return put(c.place, s, fmt::format("columns[{}]", i));
    }

    std::optional<error> take_block(const column_block& b, std::size_t i) {
        for (std::size_t k = 0; k < b.count; ++k) {
            source s;
            s.type = b.type;
            s.stride = b.row_stride;
            s.has_none = b.has_none;
            s.none = b.none;
            if (b.data != nullptr)
                s.data = static_cast<const unsigned char*>(b.data) +
                         static_cast<std::ptrdiff_t>(k) * b.column_stride;
            const auto place = b.places == nullptr ? static_cast<std::int64_t>(k) : b.places[k];
            if (auto wrong = put(place < 0 ? no_column : static_cast<std::size_t>(place), s,
                                 fmt::format("blocks[{}] column {}", i, k)))
                return wrong;
        }
        return std::nullopt;
    }

    const edition& edition_;
    const column_plan& plan_;
    std::array<source, most_columns> sources_;
};

void give(const row_answer& a, std::size_t row, const decisions& out) noexcept {
    if (out.status != nullptr)
        out.status[row] =
            a.status == status_id::none ? std::int8_t{-1} : static_cast<std::int8_t>(a.status);
    if (out.first_day != nullptr)
        out.first_day[row] = a.first_day;
    if (out.last_day != nullptr)
        out.last_day[row] = a.last_day;
    if (out.region != nullptr)
        out.region[row] = a.region;
    if (out.error != nullptr)
        out.error[row] = static_cast<std::int16_t>(a.code);
}

struct row_by_row {
    const row_reader& reader;
    const decisions& out;

    static bool decide(const void* with, std::size_t row) {
        const auto& self = *static_cast<const row_by_row*>(with);
        const auto answer = self.reader.decide(row);
        give(answer, row, self.out);
        return answer.code != error_code::ok;
    }
};

}  // namespace

std::span<const column_info> columns_of(const edition& e, event_kind event) noexcept {
    const auto* plan = plan_for(e, event);
    return plan == nullptr ? std::span<const column_info>{} : plan->columns;
}

std::optional<error> why_no_columns(const edition& e, event_kind event) {
    const auto* plan = plan_for(e, event);
    if (plan == nullptr)
        return bad("event", fmt::format("{} is no event", index(event)));
    if (!plan->heard)
        return error{error_code::no_rule, "event",
                     fmt::format("no rule of {} answers {}", e.name(), name_of(event))};
    if (plan->too_many)
        return error{error_code::limit, "event",
                     fmt::format("{} of {} tells findings apart in too many ways: more than {} "
                                 "columns",
                                 name_of(event), e.name(), most_columns)};
    return std::nullopt;
}

std::size_t find_column(const edition& e, event_kind event, std::string_view name) noexcept {
    const auto columns = columns_of(e, event);
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == name)
            return i;
    return no_column;
}

std::size_t column_of(const edition& e, event_kind event, const finding& f,
                      std::uint32_t sites) noexcept {
    const auto& data = e.data();
    const auto* plan = plan_for(e, event);
    if (plan == nullptr || index(f.severity) >= data.severities.size() ||
        index(f.section) >= data.sections.size() || index(f.transparent) > 2)
        return no_column;
    const bool open = !f.closed_on;
    const auto passes = passes_of(data, plan->filters, f, open, sites);
    const bool counted_open = open || (plan->counts_all & 1U) == 0;
    const bool apart = ((plan->severities_by_section >> index(f.severity)) & 1U) != 0;
    if (passes == 0 && (plan->counts_all & (open ? 3U : 2U)) == 0)
        return no_column;
    for (std::size_t g = 0; g < plan->groups.size(); ++g) {
        const auto place = plan->first_group + g;
        const auto& c = plan->columns[place];
        if (c.severity == f.severity && (!apart || c.section == f.section) &&
            plan->groups[g].passes == passes && plan->groups[g].open == counted_open)
            return place;
    }
    return no_column;
}

column_level best_column_level() noexcept {
    return detail::lowered(column_level::best);
}

result<std::size_t, error> decide_columns(const edition& e, const column_table& table,
                                          std::size_t first, std::size_t rows, const decisions& out,
                                          column_level level) {
    if (auto wrong = why_no_columns(e, table.event))
        return unexpected(std::move(*wrong));
    if (level > column_level::avx512)
        return unexpected(bad("level", "no level"));
    const auto* plan = plan_for(e, table.event);
    taken_table taken(e, *plan);
    if (auto wrong = taken.take(table))
        return unexpected(std::move(*wrong));
    const row_reader reader(e, table.event, taken.sources());
    const row_by_row one{reader, out};
    const auto kernel = kernels_of(level).decide;
    if (kernel != nullptr && plan->vectors != nullptr)
        return kernel({plan->vectors, taken.sources().data(), &out, {&row_by_row::decide, &one}},
                      first, rows);
    std::size_t errors = 0;
    for (std::size_t row = first; row - first < rows; ++row)
        errors += row_by_row::decide(&one, row) ? 1U : 0U;
    return errors;
}

}  // namespace certrules
