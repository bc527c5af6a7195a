#include "certrules/columns.hpp"

#include "certrules/limits.hpp"
#include "convert.hpp"
#include "detail/nearest.hpp"
#include "handles.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <vector>

using namespace certrules::capi;

namespace {

using certrules::error_code;
using certrules::event_kind;
namespace limits = certrules::limits;

std::int32_t take_kind(std::int32_t event, event_kind& kind, const reporter& report) noexcept {
    if (event < 1 || event >= static_cast<std::int32_t>(certrules::event_kinds))
        return report(CERTRULES_E_ARGUMENT, "event", "no CERTRULES_EVENT_...");
    kind = static_cast<event_kind>(event);
    return CERTRULES_OK;
}

/// The columns of an event, or why there are none.
std::int32_t take_columns(const certrules_edition* edition, std::int32_t event, event_kind& kind,
                          std::span<const certrules::column_info>& columns,
                          const reporter& report) {
    if (const auto wrong = need(edition, "edition", report))
        return wrong;
    if (const auto wrong = take_kind(event, kind, report))
        return wrong;
    if (const auto wrong = certrules::why_no_columns(edition->rules, kind))
        return report(*wrong);
    columns = columns_of(edition->rules, kind);
    return CERTRULES_OK;
}

std::int32_t no_such_column(const reporter& report) noexcept {
    return report(CERTRULES_E_ARGUMENT, "column", "the event has no column of that number");
}

bool is_type(std::int32_t type) noexcept {
    return type >= CERTRULES_U8 && type <= CERTRULES_I64;
}

/// A table as the library takes it, with room for the columns and blocks that its spans show.
class taken_columns {
public:
    std::int32_t take(const certrules_columns* from, const reporter& report) noexcept {
        certrules_columns given;
        if (const auto wrong = certrules::capi::take(from, given, "columns", report))
            return wrong;
        if (given.reserved != 0)
            return report(CERTRULES_E_UNSUPPORTED, "columns.reserved", "is not 0");
        if (const auto wrong = take_kind(given.event, table_.event, report))
            return wrong;
        if (given.level < CERTRULES_LEVEL_BEST || given.level > CERTRULES_LEVEL_AVX512)
            return report(CERTRULES_E_ARGUMENT, "columns.level", "no CERTRULES_LEVEL_...");
        level_ = static_cast<certrules::column_level>(given.level);
        if (const auto wrong = take_singles(given, report))
            return wrong;
        return take_blocks(given, report);
    }

    const certrules::column_table& table() const noexcept { return table_; }
    certrules::column_level level() const noexcept { return level_; }

private:
    std::int32_t take_singles(const certrules_columns& given, const reporter& report) noexcept {
        if (const auto wrong = check_array(given.columns, given.column_count,
                                           certrules::most_columns, given.column_size,
                                           first_size<certrules_column>, "columns.columns", report))
            return wrong;
        for (std::size_t i = 0; i < given.column_count; ++i) {
            certrules_column c;
            if (const auto wrong =
                    take_element(given.columns, i, given.column_size, c, "columns.columns", report))
                return wrong;
            if (!is_type(c.type))
                return report(CERTRULES_E_ARGUMENT, "columns.columns", "no CERTRULES_U8, ...");
            auto& to = columns_[i];
            to.place = c.column;
            to.type = static_cast<certrules::column_type>(c.type);
            to.data = c.data;
            to.stride = static_cast<std::ptrdiff_t>(c.stride);
            to.validity = c.validity;
            to.validity_offset = static_cast<std::size_t>(c.validity_offset);
        }
        table_.columns = {columns_.data(), given.column_count};
        return CERTRULES_OK;
    }

    std::int32_t take_blocks(const certrules_columns& given, const reporter& report) noexcept {
        if (const auto wrong =
                check_array(given.blocks, given.block_count, blocks_.size(), given.block_size,
                            first_size<certrules_column_block>, "columns.blocks", report))
            return wrong;
        for (std::size_t i = 0; i < given.block_count; ++i) {
            certrules_column_block b;
            if (const auto wrong =
                    take_element(given.blocks, i, given.block_size, b, "columns.blocks", report))
                return wrong;
            if (!is_type(b.type))
                return report(CERTRULES_E_ARGUMENT, "columns.blocks", "no CERTRULES_U8, ...");
            if ((b.flags & ~std::uint32_t{CERTRULES_BLOCK_NONE}) != 0)
                return report(CERTRULES_E_UNSUPPORTED, "columns.blocks",
                              "a bit that this release does not know");
            auto& to = blocks_[i];
            to.type = static_cast<certrules::column_type>(b.type);
            to.data = b.data;
            to.row_stride = static_cast<std::ptrdiff_t>(b.row_stride);
            to.column_stride = static_cast<std::ptrdiff_t>(b.column_stride);
            to.count = b.count;
            to.places = b.columns;
            to.has_none = b.flags != 0;
            to.none = b.none;
        }
        table_.blocks = {blocks_.data(), given.block_count};
        return CERTRULES_OK;
    }

    certrules::column_table table_;
    certrules::column_level level_{};
    std::array<certrules::column, certrules::most_columns> columns_;
    std::array<certrules::column_block, 64> blocks_;
};

}  // namespace

std::int32_t certrules_columns_count(const certrules_edition* edition, std::int32_t event,
                                     std::uint32_t* count, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        event_kind kind{};
        std::span<const certrules::column_info> columns;
        if (const auto wrong = need(count, "count", report))
            return wrong;
        if (const auto wrong = take_columns(edition, event, kind, columns, report))
            return wrong;
        *count = static_cast<std::uint32_t>(columns.size());
        return CERTRULES_OK;
    });
}

std::int32_t certrules_column_describe(const certrules_edition* edition, std::int32_t event,
                                       std::uint32_t column, certrules_column_info* out,
                                       certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        event_kind kind{};
        std::span<const certrules::column_info> columns;
        if (const auto wrong = check_out(out, "out", report))
            return wrong;
        if (const auto wrong = take_columns(edition, event, kind, columns, report))
            return wrong;
        if (column >= columns.size())
            return no_such_column(report);
        const auto& c = columns[column];
        certrules_column_info info{};
        info.kind = static_cast<std::int32_t>(c.kind);
        info.values = static_cast<std::int32_t>(c.values);
        info.required = c.required ? 1 : 0;
        info.lowest = c.lowest;
        info.highest = c.highest;
        info.severity = number(c.severity);
        info.section = number(c.section);
        info.fact = number(c.fact);
        info.status = number(c.status);
        info.tags = c.tags;
        info.transparent = static_cast<std::int32_t>(c.transparent);
        info.closed = c.closed ? 1 : 0;
        info.seen_on = c.seen_on;
        info.sites = c.sites;
        give(info, out);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_column_name(const certrules_edition* edition, std::int32_t event,
                                   std::uint32_t column, char* buffer, std::size_t capacity,
                                   std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        event_kind kind{};
        std::span<const certrules::column_info> columns;
        if (const auto wrong = take_columns(edition, event, kind, columns, report))
            return wrong;
        if (column >= columns.size())
            return no_such_column(report);
        return give_text(columns[column].name, buffer, capacity, needed, report);
    });
}

std::int32_t certrules_column_find(const certrules_edition* edition, std::int32_t event,
                                   const char* name, std::size_t size, std::uint32_t* column,
                                   certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        event_kind kind{};
        std::span<const certrules::column_info> columns;
        std::string_view wanted;
        if (const auto wrong = need(column, "column", report))
            return wrong;
        if (const auto wrong = take_text(name, size, 4096, "name", wanted, report))
            return wrong;
        if (const auto wrong = take_columns(edition, event, kind, columns, report))
            return wrong;
        const auto place = find_column(edition->rules, kind, wanted);
        if (place == certrules::no_column) {
            std::vector<std::string_view> known;
            for (const auto& c : columns)
                known.push_back(c.name);
            return report(CERTRULES_E_UNKNOWN_NAME, "name",
                          fmt::format("unknown column \"{}\"{}", wanted,
                                      certrules::detail::suggestion(wanted, known)));
        }
        *column = static_cast<std::uint32_t>(place);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_column_of(const certrules_edition* edition, std::int32_t event,
                                 const certrules_finding* finding, std::uint32_t finding_size,
                                 std::uint32_t sites, std::int32_t* column,
                                 certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        event_kind kind{};
        std::span<const certrules::column_info> columns;
        if (const auto wrong = need(column, "column", report))
            return wrong;
        if (const auto wrong = need(finding, "finding", report))
            return wrong;
        if (const auto wrong = check_array(finding, 1, 1, finding_size,
                                           first_size<certrules_finding>, "finding", report))
            return wrong;
        if (const auto wrong = take_columns(edition, event, kind, columns, report))
            return wrong;
        certrules_event around{};
        around.struct_size = sizeof around;
        around.kind = event;
        around.findings = finding;
        around.finding_size = finding_size;
        around.finding_count = 1;
        taken_event taken;
        certrules::finding f;
        if (const auto wrong = taken.take(&around, edition->rules, report))
            return wrong;
        if (const auto wrong = taken.take_findings(0, {&f, 1}, edition->rules, report))
            return wrong;
        const auto tags = edition->rules.tags().size();
        if (tags < 64 && (f.tags >> tags) != 0)
            return report(CERTRULES_E_ARGUMENT, "finding.tags",
                          "a tag that the edition does not have");
        const auto place = column_of(edition->rules, kind, f, sites == 0 ? 1 : sites);
        *column = place == certrules::no_column ? -1 : static_cast<std::int32_t>(place);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_column_level(void) {
    return static_cast<std::int32_t>(certrules::best_column_level());
}

std::int32_t certrules_decide_columns(const certrules_edition* edition,
                                      const certrules_columns* columns, std::size_t first,
                                      std::size_t rows, const certrules_decisions* out,
                                      std::size_t* bad, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        taken_columns taken;
        certrules_decisions wanted;
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = taken.take(columns, report))
            return wrong;
        if (const auto wrong = take(out, wanted, "out", report))
            return wrong;
        if (wanted.reserved != 0)
            return report(CERTRULES_E_UNSUPPORTED, "out.reserved", "is not 0");
        if (rows > static_cast<std::size_t>(PTRDIFF_MAX) ||
            first > static_cast<std::size_t>(PTRDIFF_MAX) - rows)
            return report(CERTRULES_E_ARGUMENT, "rows", "more rows than memory can hold");
        const certrules::decisions to{wanted.status, wanted.first_day, wanted.last_day,
                                      wanted.region, wanted.error};
        const auto errors = certrules::decide_columns(edition->rules, taken.table(), first, rows,
                                                      to, taken.level());
        if (!errors)
            return report(errors.error());
        if (bad != nullptr)
            *bad = *errors;
        return CERTRULES_OK;
    });
}
