#include "detail/analysis/common_words.hpp"

#include "detail/edition_data.hpp"
#include "detail/exact.hpp"
#include "detail/word_map.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <set>

namespace certrules::detail {

namespace {

struct pairing {
    std::span<const renamed_word> map;
    common_words& out;

    template <class Former>
    std::vector<word_pair> of(std::string_view kind, std::span<const std::string_view> a,
                              std::span<const std::string_view> b, Former&& formerly) const {
        std::vector<word_pair> pairs;
        std::vector<bool> taken(b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            const auto name = new_name(a[i], map);
            auto at = static_cast<std::size_t>(std::find(b.begin(), b.end(), name) - b.begin());
            for (std::size_t j = 0; at == b.size() && j < b.size(); ++j)
                if (formerly(j, a[i]))
                    at = j;
            if (at == b.size() || taken[at]) {
                out.only_old.push_back(fmt::format("{} \"{}\"", kind, a[i]));
                continue;
            }
            taken[at] = true;
            pairs.emplace_back(static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(at));
        }
        for (std::size_t j = 0; j < b.size(); ++j)
            if (!taken[j])
                out.only_new.push_back(fmt::format("{} \"{}\"", kind, b[j]));
        return pairs;
    }
    std::vector<word_pair> of(std::string_view kind, std::span<const std::string_view> a,
                              std::span<const std::string_view> b) const {
        return of(kind, a, b, [](std::size_t, std::string_view) { return false; });
    }
};

bool allows(const fact_info& f, std::int64_t value) {
    if (!f.allowed.empty())
        return std::find(f.allowed.begin(), f.allowed.end(), value) != f.allowed.end();
    return f.lowest <= value && value <= f.highest;
}

/// The places at which the answer may change along a number: ends, cuts and what is allowed.
void add_places(const edition_data& data, fact_id id, std::set<std::int64_t>& out) {
    const auto& f = data.facts[index(id)];
    out.insert({f.lowest, f.highest});
    out.insert(f.allowed.begin(), f.allowed.end());
    for (const auto& v : data.variables)
        if (v.kind == variable_kind::fact && v.ref == index(id))
            for (const auto& c : v.cuts)
                out.insert({c.at.num - 1, c.at.num});
    for (const auto& t : data.terms_of)
        if (t.from == id && t.months)
            out.insert({*t.months, *t.months + 1});
    for (const auto& r : data.rules)
        if (r.months)
            out.insert({*r.months, *r.months + 1});
}

void list_numbers(const edition_data* (&data)[2], shared_fact& f) {
    std::set<std::int64_t> places;
    for (int i = 0; i < 2; ++i)
        if (f.id[i] != fact_id::none)
            add_places(*data[i], f.id[i], places);
    for (const auto value : places) {
        fact_choice c;
        bool fine = true;
        for (int i = 0; i < 2; ++i)
            if (f.id[i] != fact_id::none) {
                c.value[i] = value;
                fine = fine && allows(data[i]->facts[index(f.id[i])], value);
            }
        if (fine)
            f.choices.push_back(c);
    }
}

void list_words(const edition_data* (&data)[2], const pairing& names, shared_fact& f) {
    const auto values = [&](int i) { return data[i]->facts[index(f.id[i])].values; };
    if (f.id[0] != fact_id::none && f.id[1] != fact_id::none) {
        const auto kind = fmt::format("value of {}", data[0]->facts[index(f.id[0])].id);
        for (const auto& [a, b] : names.of(kind, values(0), values(1)))
            f.choices.push_back({{std::int64_t{a}, std::int64_t{b}}});
        return;
    }
    const int i = f.id[0] != fact_id::none ? 0 : 1;
    for (std::size_t v = 0; v < values(i).size(); ++v) {
        fact_choice c;
        c.value[i] = static_cast<std::int64_t>(v);
        f.choices.push_back(c);
    }
}

}  // namespace

status_id common_words::status_in(int to, status_id s) const noexcept {
    if (s == status_id::none)
        return s;
    for (const auto& [a, b] : statuses)
        if (index(s) == (to == 1 ? a : b))
            return static_cast<status_id>(to == 1 ? b : a);
    return status_id::none;
}

common_words words_of_both(const edition& a, const edition& b, std::span<const renamed_word> map) {
    common_words out;
    const edition_data* data[2] = {&a.data(), &b.data()};
    const auto& x = data[0]->names;
    const auto& y = data[1]->names;
    const pairing names{map, out};
    out.severities = names.of("severity", x.severities, y.severities);
    out.sections = names.of("section", x.sections, y.sections);
    out.tags = names.of("tag", x.tags, y.tags);
    out.ratings = names.of("rating", x.ratings, y.ratings);
    out.statuses =
        names.of("status", x.statuses, y.statuses, [&](std::size_t place, std::string_view word) {
            const auto& former = data[1]->terms_of[place].former_names;
            return std::find(former.begin(), former.end(), word) != former.end();
        });
    out.audits = names.of("audit", x.audits, y.audits);
    out.fees = names.of("fee", x.fees, y.fees);
    std::vector<bool> taken(y.facts.size());
    const auto add = [&](fact_id old_one, fact_id new_one) {
        shared_fact f;
        f.id[0] = old_one;
        f.id[1] = new_one;
        f.choices.emplace_back();
        const int i = old_one != fact_id::none ? 0 : 1;
        if (data[i]->facts[index(f.id[i])].type == fact_type::number)
            list_numbers(data, f);
        else
            list_words(data, names, f);
        out.facts.push_back(std::move(f));
    };
    for (std::size_t i = 0; i < x.facts.size(); ++i) {
        const auto other = b.find_fact(new_name(x.facts[i], map));
        const auto kind = [&](const edition_data& d, std::size_t place) {
            const auto& f = d.facts[place];
            return std::pair(f.type == fact_type::number, f.decimals);
        };
        const bool both =
            other != fact_id::none && kind(*data[0], i) == kind(*data[1], index(other));
        if (both)
            taken[index(other)] = true;
        else
            out.only_old.push_back(fmt::format("fact \"{}\"", x.facts[i]));
        add(static_cast<fact_id>(i), both ? other : fact_id::none);
    }
    for (std::size_t j = 0; j < y.facts.size(); ++j)
        if (!taken[j]) {
            out.only_new.push_back(fmt::format("fact \"{}\"", y.facts[j]));
            add(fact_id::none, static_cast<fact_id>(j));
        }
    return out;
}

}  // namespace certrules::detail
