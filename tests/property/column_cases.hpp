#pragma once

/// Random rows over the columns of an event, as plain arrays of every type, and the case that each
/// row spells, written from docs/columns.md: what `decide` answers it is what the columns must.

#include "certrules/columns.hpp"
#include "certrules/decide.hpp"
#include "certrules/limits.hpp"

#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace column_cases {

using namespace certrules;

/// A case that points into itself.
struct spelled_case {
    state before;
    event asked;
    std::vector<finding> findings;
    std::vector<section_count> sections;
    std::vector<fact_value> facts;
};

/// Random columns of one event. Values are mostly possible ones, near each other so that rules
/// meet, and now and then wrong.
class random_table {
public:
    random_table(const edition& e, event_kind event, std::size_t rows, std::uint64_t seed,
                 bool with_errors)
        : random_table(e, event, rows, std::mt19937_64(seed), with_errors) {}
    /// From numbers of any source.
    random_table(const edition& e, event_kind event, std::size_t rows,
                 std::function<std::uint64_t()> random, bool with_errors)
        : edition_(e),
          infos_(columns_of(e, event)),
          rows_(rows),
          random_(std::move(random)),
          with_errors_(with_errors) {
        table_.event = event;
        values_.resize(infos_.size());
        for (std::size_t i = 0; i < infos_.size(); ++i)
            fill(i);
        for (std::size_t i = 0; i < infos_.size(); ++i)
            store(i);
        table_.columns = columns_;
    }

    const column_table& table() const { return table_; }

    /// The value of a row, or none.
    std::optional<std::int64_t> at(std::size_t place, std::size_t row) const {
        return values_[place].empty() ? std::nullopt : values_[place][row];
    }
    std::optional<std::int64_t> at(column_kind kind, std::size_t row) const {
        for (std::size_t i = 0; i < infos_.size(); ++i)
            if (infos_[i].kind == kind)
                return at(i, row);
        return std::nullopt;
    }

    /// The case of a row; nullopt where no case can be written with such values.
    std::optional<std::unique_ptr<spelled_case>> spell(std::size_t row) const;

private:
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

    std::int64_t pick(const column_info& c, std::size_t row);
    void fill(std::size_t place);
    void store(std::size_t place);

    const edition& edition_;
    std::span<const column_info> infos_;
    std::size_t rows_;
    std::function<std::uint64_t()> random_;
    bool with_errors_;
    std::vector<std::vector<std::optional<std::int64_t>>> values_;  // empty: left out
    std::vector<std::unique_ptr<std::vector<unsigned char>>> memory_;
    std::vector<column> columns_;
    column_table table_;
    std::vector<std::int64_t> days_;
};

inline std::int64_t random_table::pick(const column_info& c, std::size_t row) {
    const auto wrong = with_errors_ && below(400) == 0;
    switch (c.kind) {
        case column_kind::findings:
            if (wrong)
                return below(3) == 0 ? -1 : (below(2) == 0 ? 100'001 : 60'000);
            if (below(3) != 0)
                return 0;
            return below(12) == 0 ? below(300) : below(below(4) == 0 ? 12 : 3);
        case column_kind::applicable:
        case column_kind::conforming:
        case column_kind::graded:
            if (wrong)
                return below(2) == 0 ? -1 : 1'000'001;
            return below(20) == 0 ? below(1000) : 1 + below(25);
        case column_kind::day:
        case column_kind::certificate_first_day:
        case column_kind::cycle_since:
        case column_kind::bar_first_day:
        case column_kind::cycle_started_on:
        case column_kind::certificate_last_day:
        case column_kind::bar_last_day: {
            if (wrong)
                return below(2) == 0 ? -30'000 : 400'000;
            if (below(50) == 0)  // anywhere in time
                return std::int64_t{first_supported_day.days()} +
                       below(static_cast<std::uint32_t>(last_supported_day.days() -
                                                        first_supported_day.days() + 1));
            // Around one day of the row, so that things run, have run out, or are about to.
            const auto last =
                c.kind == column_kind::certificate_last_day || c.kind == column_kind::bar_last_day;
            const int span = c.kind == column_kind::day ? 1 : (below(4) == 0 ? 900 : 330);
            const auto shift = static_cast<int>(below(static_cast<std::uint32_t>(span)));
            return days_[row] + (last ? shift - 20 : (c.kind == column_kind::day ? 0 : 5 - shift));
        }
        case column_kind::held:
            return wrong ? 2 : below(2);
        default:
            break;
    }
    if (wrong)
        return below(2) == 0 ? c.highest + 1 : c.lowest - 2;  // -1 is none, of a word
    if (c.values == column_values::word && c.kind >= column_kind::certificate && below(60) != 0) {
        // A status that fits its slot.
        const auto want = c.kind == column_kind::cycle ? track::cycle
                          : c.kind == column_kind::bar ? track::bar
                                                       : track::certificate;
        for (int tries = 0; tries < 40; ++tries) {
            const auto s = below(static_cast<std::uint32_t>(edition_.statuses().size()));
            if (c.kind == column_kind::after || edition_.statuses()[s].track == want)
                return s;
        }
    }
    if (c.kind == column_kind::fact) {
        const auto allowed = edition_.facts()[index(c.fact)].allowed;
        if (!allowed.empty() && below(50) != 0)
            return allowed[below(static_cast<std::uint32_t>(allowed.size()))];
    }
    const auto span = c.highest - c.lowest;
    if (span > 100 && below(2) == 0)
        return c.lowest + below(30);
    return c.lowest + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(span + 1));
}

inline void random_table::fill(std::size_t place) {
    const auto& c = infos_[place];
    if (days_.empty())
        for (std::size_t row = 0; row < rows_; ++row)
            days_.push_back(date::from_civil(2015, 1, 1).days() + below(6000));
    // A slot may be filled in all rows or in none, so that its days are there or not.
    if (!c.required && below(10) == 0)
        return;
    auto& v = values_[place];
    const bool constant = c.kind != column_kind::day && below(6) == 0;
    const std::uint32_t nulls = c.required ? (with_errors_ ? 500 : 0) : (below(3) == 0 ? 2 : 5);
    for (std::size_t row = 0; row < rows_; ++row) {
        if (constant && row > 0)
            v.push_back(v.front());
        else if (nulls != 0 && below(nulls) == 0)
            v.emplace_back();
        else
            v.emplace_back(pick(c, row));
    }
}

/// Writes the values in some type that holds them, with some stride and some way to say none.
inline void random_table::store(std::size_t place) {
    const auto& v = values_[place];
    if (v.empty())
        return;
    const auto& c = infos_[place];
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    bool nulls = false;
    bool constant = true;
    for (const auto& one : v) {
        lowest = std::min(lowest, one.value_or(0));
        highest = std::max(highest, one.value_or(0));
        nulls = nulls || !one;
        constant = constant && one == v.front();
    }
    // A value of a word that is all ones would be none.
    const auto room = [&](std::int64_t most) {
        return lowest >= 0 && highest <= (c.values == column_values::word ? most - 1 : most);
    };
    std::vector<column_type> types{column_type::i64, column_type::i32};
    if (room(0xFFFF) && c.values != column_values::day)
        types.push_back(column_type::u16);
    if (room(0xFF) && c.values != column_values::day)
        types.insert(types.end(), 5, column_type::u8);
    column to;
    to.place = place;
    to.type = types[below(static_cast<std::uint32_t>(types.size()))];
    const auto size = std::size_t{1} << (static_cast<unsigned>(to.type) - 1);
    const bool own_none = c.values != column_values::number && below(2) == 0;
    const bool one_only = constant && below(2) == 0;
    to.stride = one_only ? 0 : static_cast<std::ptrdiff_t>(size + (below(4) == 0 ? below(9) : 0));
    auto bytes = std::make_unique<std::vector<unsigned char>>(
        (rows_ + 1) * (size + 9) + (rows_ + 20) / 8 + 1, 0xA5);
    const auto bits_at = bytes->size() - ((rows_ + 20) / 8 + 1);
    if (nulls && !own_none) {
        to.validity = bytes->data() + bits_at;
        to.validity_offset = below(11);
    }
    for (std::size_t row = 0; row < rows_; ++row) {
        std::int64_t value = v[row].value_or(77);
        if (!v[row] && own_none)
            value = c.values == column_values::day ? decisions::no_day
                    : to.type == column_type::u8   ? 0xFF
                    : to.type == column_type::u16  ? 0xFFFF
                                                   : -1;
        if (row == 0 || to.stride != 0)  // little-endian: the low bytes are the value
            std::memcpy(bytes->data() + static_cast<std::ptrdiff_t>(row) * to.stride, &value, size);
        if (to.validity != nullptr) {
            const auto bit = to.validity_offset + row;
            auto& byte = (*bytes)[bits_at + bit / 8];
            byte = static_cast<unsigned char>((byte & ~(1U << (bit % 8))) |
                                              ((v[row] ? 1U : 0U) << (bit % 8)));
        }
    }
    to.data = bytes->data();
    memory_.push_back(std::move(bytes));
    columns_.push_back(to);
}

inline std::optional<std::unique_ptr<spelled_case>> random_table::spell(std::size_t row) const {
    auto made = std::make_unique<spelled_case>();
    auto& ev = made->asked;
    auto& s = made->before;
    ev.kind = table_.event;
    bool possible = true;
    const auto number = [&](column_kind kind, std::int64_t low,
                            std::int64_t high) -> std::optional<std::int64_t> {
        const auto v = at(kind, row);
        possible = possible && (!v || (*v >= low && *v <= high));
        return v;
    };
    const auto word = [&](column_kind kind, auto& to) {
        if (const auto v = number(kind, 0, 254))
            to = static_cast<std::remove_reference_t<decltype(to)>>(*v);
    };
    const auto day = [&](column_kind kind) -> std::optional<date> {
        const auto v = number(kind, INT32_MIN, INT32_MAX);
        return v ? std::optional(date{static_cast<std::int32_t>(*v)}) : std::nullopt;
    };
    const auto on = day(column_kind::day);
    if (!on)
        return std::nullopt;
    ev.on = *on;
    word(column_kind::audit, ev.audit);
    word(column_kind::fee, ev.fee);
    word(column_kind::decision, ev.decision);
    if (const auto months = number(column_kind::months, INT32_MIN, INT32_MAX))
        ev.months = static_cast<std::int32_t>(*months);

    std::vector<section_count> sections(edition_.sections().size());
    std::vector<bool> told(sections.size());
    std::size_t total = 0;
    for (std::size_t i = 0; i < infos_.size() && possible; ++i) {
        const auto& c = infos_[i];
        const auto v = at(i, row);
        switch (c.kind) {
            case column_kind::findings: {
                if (!v || *v < 0)
                    return std::nullopt;
                finding f;
                f.severity = c.severity;
                // Any section will do where the column does not say one.
                f.section = c.section == section_id::none
                                ? static_cast<section_id>((row + i) % sections.size())
                                : c.section;
                f.tags = c.tags;
                f.transparent = c.transparent;
                if (c.closed)
                    f.closed_on = ev.on;
                f.sites = c.seen_on;
                if (c.sites != 0)
                    ev.sites = c.sites;
                total += static_cast<std::size_t>(*v);
                if (total > limits::findings)  // as wrong as any larger number
                    total = limits::findings + 1;
                made->findings.resize(
                    std::min(made->findings.size() + static_cast<std::size_t>(*v), total), f);
                break;
            }
            case column_kind::applicable:
            case column_kind::conforming:
            case column_kind::rating: {
                if (!v)
                    break;
                auto& to = sections[index(c.section)];
                told[index(c.section)] = true;
                if (*v < 0 || *v > UINT32_MAX || (c.kind == column_kind::rating && *v > 253))
                    return std::nullopt;
                if (c.kind == column_kind::applicable)
                    to.applicable = static_cast<std::uint32_t>(*v);
                else if (c.kind == column_kind::conforming)
                    to.conforming = static_cast<std::uint32_t>(*v);
                else
                    to.rating = static_cast<std::uint8_t>(*v + 1);
                break;
            }
            case column_kind::graded: {
                if (!v)
                    break;
                if (*v < 0)
                    return std::nullopt;
                section_count g;
                g.section = c.section;
                g.graded_severity = c.severity;
                g.graded = static_cast<std::uint32_t>(*v);
                made->sections.push_back(g);
                break;
            }
            case column_kind::fact:
                if (v)
                    made->facts.push_back({c.fact, *v});
                break;
            case column_kind::held:
                if (v.value_or(0) != 0 && v.value_or(0) != 1)
                    return std::nullopt;
                s.held |= static_cast<std::uint64_t>(v.value_or(0)) << index(c.status);
                break;
            default:
                break;
        }
    }
    for (std::size_t i = 0; i < sections.size(); ++i)
        if (told[i]) {
            sections[i].section = static_cast<section_id>(i);
            made->sections.push_back(sections[i]);
        }

    const auto slot = [&](column_kind status, column_kind first, column_kind last,
                          std::optional<term>& t) {
        auto id = status_id::none;
        word(status, id);
        if (id == status_id::none || !possible)
            return;
        const auto begins = day(first);
        const auto ends = day(last);
        possible = possible && begins.has_value();
        if (!possible)
            return;
        t = term{id, *begins, ends};
        if (index(id) < 64)
            s.held |= index(id) < edition_.statuses().size() ? std::uint64_t{1} << index(id) : 0;
    };
    slot(column_kind::certificate, column_kind::certificate_first_day,
         column_kind::certificate_last_day, s.certificate);
    slot(column_kind::bar, column_kind::bar_first_day, column_kind::bar_last_day, s.bar);
    cycle c;
    word(column_kind::cycle, c.status);
    if (possible && c.status != status_id::none) {
        word(column_kind::cycle_award, c.award);
        const auto since = day(column_kind::cycle_since);
        const auto started = day(column_kind::cycle_started_on);
        if (!since || !possible)
            return std::nullopt;
        c.since = *since;
        c.started_on = started.value_or(*since);
        s.audit_cycle = c;
    }
    word(column_kind::after, s.after);
    word(column_kind::last_certificate, s.last_certificate);
    s.visited = static_cast<answer>(number(column_kind::visited, 0, 2).value_or(0));
    s.consecutive =
        static_cast<std::uint16_t>(number(column_kind::consecutive, 0, 0xFFFF).value_or(0));
    if (s.certificate && s.last_certificate == status_id::none) {
        s.last_certificate = s.certificate->status;
        s.consecutive = std::max<std::uint16_t>(s.consecutive, 1);
    }
    if (!possible)
        return std::nullopt;
    ev.findings = made->findings;
    ev.sections = made->sections;
    ev.facts = made->facts;
    return made;
}

/// Answers of one call.
struct answers {
    explicit answers(std::size_t rows)
        : status(rows, 99), first(rows, 99), last(rows, 99), region(rows, 99), error(rows, 99) {}
    decisions out() {
        return {status.data(), first.data(), last.data(), region.data(), error.data()};
    }
    std::vector<std::int8_t> status;
    std::vector<std::int32_t> first, last;
    std::vector<std::uint32_t> region;
    std::vector<std::int16_t> error;
};

}  // namespace column_cases
