#pragma once

/// Random portfolios in columns, for the benchmarks: bytes and days, as a host keeps them.

#include "certrules/columns.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace bench {

using namespace certrules;

struct portfolio {
    const edition& rules;
    event_kind event;
    std::size_t rows;
    std::vector<std::vector<std::uint8_t>> bytes;
    std::vector<std::vector<std::int32_t>> days;
    std::vector<column> columns;

    portfolio(const edition& e, event_kind kind, std::size_t count)
        : rules(e), event(kind), rows(count) {
        bytes.reserve(columns_of(e, kind).size());
        days.reserve(columns_of(e, kind).size());
    }

    template <class Value>
    void add_bytes(std::string_view name, Value&& value) {
        bytes.emplace_back(rows);
        for (std::size_t i = 0; i < rows; ++i)
            bytes.back()[i] = static_cast<std::uint8_t>(value(i));
        add(name, column_type::u8, bytes.back().data(), 1);
    }
    template <class Value>
    void add_days(std::string_view name, Value&& value) {
        days.emplace_back(rows);
        for (std::size_t i = 0; i < rows; ++i)
            days.back()[i] = static_cast<std::int32_t>(value(i));
        add(name, column_type::i32, days.back().data(), 4);
    }
    void add(std::string_view name, column_type type, const void* data, std::ptrdiff_t stride) {
        column c;
        c.place = find_column(rules, event, name);
        c.type = type;
        c.data = data;
        c.stride = stride;
        columns.push_back(c);
    }
    column_table table() const {
        column_table t;
        t.event = event;
        t.columns = columns;
        return t;
    }
    const void* at(std::string_view name) const {
        const auto place = find_column(rules, event, name);
        for (const auto& c : columns)
            if (c.place == place)
                return c.data;
        return nullptr;
    }
};

struct answer_columns {
    explicit answer_columns(std::size_t rows)
        : status(rows), first_day(rows), last_day(rows), region(rows), error(rows) {}
    decisions out() {
        return {status.data(), first_day.data(), last_day.data(), region.data(), error.data()};
    }
    std::vector<std::int8_t> status;
    std::vector<std::int32_t> first_day, last_day;
    std::vector<std::uint32_t> region;
    std::vector<std::int16_t> error;
};

/// Reviews under ESCP 2020, of all kinds: a fifth with nothing open, all rules in use, a tenth of
/// the cycles past their end.
inline portfolio escp_reviews(const edition& e, std::size_t rows) {
    portfolio p(e, event_kind::audit_reviewed, rows);
    std::mt19937 random(20200901);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::vector<std::uint8_t> grave(rows), clean(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        grave[i] = below(4) == 0;
        clean[i] = below(5) == 0;
    }
    const auto some = [&](std::size_t i, std::uint32_t one_in, std::uint32_t most) {
        return clean[i] != 0 || below(one_in) != 0 ? 0U : 1 + below(most);
    };
    for (const auto& c : columns_of(e, p.event)) {
        if (c.kind == column_kind::findings) {
            const bool is_grave = c.severity >= e.find_severity("critical");
            p.add_bytes(c.name, [&](std::size_t i) {
                return is_grave ? (grave[i] != 0 ? some(i, 4, 2) : 0U)
                                : some(i, 5, c.section == section_id::none ? 6 : 8);
            });
        } else if (c.kind == column_kind::held) {
            p.add_bytes(c.name, [&](std::size_t) { return below(3) == 0; });
        } else if (c.kind == column_kind::fact) {
            const auto& allowed = e.facts()[index(c.fact)].allowed;
            p.add_bytes(c.name, [&](std::size_t) -> std::uint32_t {
                if (below(4) == 0 && allowed.empty())
                    return 255 * (c.highest <= 2 ? 1U : 0U) + (c.highest <= 2 ? 0U : 6U);
                if (!allowed.empty())
                    return static_cast<std::uint32_t>(allowed[below(2)]);
                return static_cast<std::uint32_t>(c.lowest) +
                       below(c.highest <= 2 ? static_cast<std::uint32_t>(c.highest) + 1 : 18);
            });
        }
    }
    const auto progressing = static_cast<std::uint32_t>(index(e.find_status("progressing")));
    const auto assessed = static_cast<std::uint32_t>(index(e.find_status("assessed")));
    std::vector<std::int32_t> since(rows);
    p.add_days("day", [&](std::size_t) { return 19'700 + static_cast<std::int32_t>(below(900)); });
    const auto* on = p.days.back().data();
    p.add_bytes("cycle", [&](std::size_t) { return below(4) == 0 ? progressing : assessed; });
    p.add_days("cycle_since", [&](std::size_t i) {
        return since[i] = on[i] - static_cast<std::int32_t>(below(below(8) == 0 ? 400 : 150));
    });
    p.add_days("cycle_started_on",
               [&](std::size_t i) { return since[i] - static_cast<std::int32_t>(below(60)); });
    return p;
}

/// Audits of the scheme with a score, a share and ratings.
inline portfolio orchard_audits(const edition& e, std::size_t rows) {
    portfolio p(e, event_kind::audit_held, rows);
    std::mt19937 random(2024);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    for (const auto& c : columns_of(e, p.event)) {
        if (c.kind == column_kind::findings)
            p.add_bytes(c.name, [&](std::size_t) { return below(3) == 0 ? below(4) : 0; });
        else if (c.kind == column_kind::conforming)
            p.add_bytes(c.name, [&](std::size_t) { return 6 + below(3); });
        else if (c.kind == column_kind::rating)
            p.add_bytes(c.name, [&](std::size_t) { return below(12) == 0 ? below(4) : below(2); });
        else if (c.kind == column_kind::held)
            p.add_bytes(c.name, [&](std::size_t) { return below(3) == 0; });
        else if (c.kind == column_kind::audit)
            p.add_bytes(c.name, [&](std::size_t) { return below(2); });
        else if (c.kind == column_kind::fact)
            p.add_days(c.name, [&](std::size_t) { return 300 + below(400); });
        else if (c.kind == column_kind::day)
            p.add_days(c.name, [&](std::size_t) { return 19'700 + below(900); });
    }
    return p;
}

}  // namespace bench
