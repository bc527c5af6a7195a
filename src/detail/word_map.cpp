#include "detail/word_map.hpp"

#include "detail/edition_data.hpp"
#include "detail/exact.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>

namespace certrules::detail {

namespace {

std::size_t place_of(std::span<const std::string_view> names, std::string_view name) noexcept {
    const auto it = std::find(names.begin(), names.end(), name);
    return it == names.end() ? 0xFF : static_cast<std::size_t>(it - names.begin());
}

error lacking(const edition& e, std::string_view kind, std::string_view name) {
    return {error_code::unknown_name, {}, fmt::format("{} has no {} \"{}\"", e.name(), kind, name)};
}

}  // namespace

std::string_view new_name(std::string_view old_one, std::span<const renamed_word> map) noexcept {
    for (const auto& r : map)
        if (r.from == old_one)
            return r.to;
    return old_one;
}

word_map::word_map(const edition& from, const edition& to, std::span<const renamed_word> renamed)
    : from_(from), to_(to) {
    const auto& a = from.data().names;
    const auto& b = to.data().names;
    const auto fill = [&](places& map, std::span<const std::string_view> mine,
                          std::span<const std::string_view> theirs) {
        map.fill(0xFF);
        same_ = same_ && mine.size() == theirs.size();
        for (std::size_t i = 0; i < mine.size(); ++i) {
            map[i] = static_cast<std::uint8_t>(place_of(theirs, new_name(mine[i], renamed)));
            same_ = same_ && map[i] == i;
        }
    };
    fill(severities_, a.severities, b.severities);
    fill(sections_, a.sections, b.sections);
    fill(tags_, a.tags, b.tags);
    fill(ratings_, a.ratings, b.ratings);
    fill(statuses_, a.statuses, b.statuses);
    fill(audits_, a.audits, b.audits);
    fill(fact_places_, a.facts, b.facts);
    fill(fees_, a.fees, b.fees);
    // As a case is read: a status may go by the name that it had in an earlier edition.
    const auto& terms = to.data().terms_of;
    for (std::size_t i = 0; i < a.statuses.size(); ++i)
        for (std::size_t j = 0; j < terms.size(); ++j)
            if (std::find(terms[j].former_names.begin(), terms[j].former_names.end(),
                          a.statuses[i]) != terms[j].former_names.end()) {
                statuses_[i] = static_cast<std::uint8_t>(j);
                same_ = same_ && i == j;
            }

    for (std::size_t i = 0; i < a.facts.size(); ++i) {
        auto& f = facts_.emplace_back();
        if (fact_places_[i] == 0xFF)
            continue;
        const auto& mine = from.facts()[i];
        const auto& theirs = to.facts()[fact_places_[i]];
        f.number = mine.type == fact_type::number;
        f.fits = f.number == (theirs.type == fact_type::number);
        if (f.number) {
            f.times = theirs.decimals > mine.decimals
                          ? power_of_ten(static_cast<std::uint8_t>(theirs.decimals - mine.decimals))
                          : 1;
            f.over = mine.decimals > theirs.decimals
                         ? power_of_ten(static_cast<std::uint8_t>(mine.decimals - theirs.decimals))
                         : 1;
            same_ = same_ && f.fits && f.times == f.over;
        } else {
            for (const auto& value : mine.values) {
                const auto place = place_of(theirs.values, new_name(value, renamed));
                same_ = same_ && place == f.values.size();
                f.values.push_back(place == 0xFF ? -1 : static_cast<std::int64_t>(place));
            }
        }
    }
}

template <class Id>
std::optional<error> word_map::word(const places& map, Id from, Id& to,
                                    std::string_view kind) const {
    to = from;
    if (from == Id::none)
        return std::nullopt;
    const auto place = map[index(from)];
    if (place == 0xFF)
        return lacking(to_, kind, from_.name_of(from));
    to = static_cast<Id>(place);
    return std::nullopt;
}

std::optional<error> word_map::statuses(std::uint64_t from, std::uint64_t& to) const {
    to = 0;
    for (; from != 0; from &= from - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(from));
        if (statuses_[i] == 0xFF)
            return lacking(to_, "status", from_.statuses()[i].id);
        to |= std::uint64_t{1} << statuses_[i];
    }
    return std::nullopt;
}

std::optional<error> word_map::carry_state(const state& s, state& to) const {
    to = s;
    if (auto wrong = statuses(s.held, to.held))
        return wrong;
    for (auto* t : {&to.certificate, &to.bar})
        if (*t)
            if (auto wrong = word(statuses_, (*t)->status, (*t)->status, "status"))
                return wrong;
    if (to.audit_cycle) {
        auto& c = *to.audit_cycle;
        if (auto wrong = word(statuses_, c.status, c.status, "status"))
            return wrong;
        if (auto wrong = word(statuses_, c.award, c.award, "status"))
            return wrong;
    }
    if (auto wrong = word(statuses_, s.after, to.after, "status"))
        return wrong;
    return word(statuses_, s.last_certificate, to.last_certificate, "status");
}

std::optional<error> word_map::carry_parts(const event& ev, carried& to) const {
    for (auto f : ev.findings) {
        if (auto wrong = word(sections_, f.section, f.section, "section"))
            return wrong;
        if (auto wrong = word(severities_, f.severity, f.severity, "severity"))
            return wrong;
        std::uint64_t tags = 0;
        for (auto rest = f.tags; rest != 0; rest &= rest - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(rest));
            if (tags_[i] == 0xFF)
                return lacking(to_, "tag", from_.tags()[i].id);
            tags |= std::uint64_t{1} << tags_[i];
        }
        f.tags = tags;
        to.findings.push_back(f);
    }
    for (auto c : ev.sections) {
        if (auto wrong = word(sections_, c.section, c.section, "section"))
            return wrong;
        if (auto wrong = word(severities_, c.graded_severity, c.graded_severity, "severity"))
            return wrong;
        if (c.rating != 0) {
            const auto place = ratings_[c.rating - std::size_t{1}];
            if (place == 0xFF)
                return lacking(to_, "rating", from_.ratings()[c.rating - std::size_t{1}].id);
            c.rating = static_cast<std::uint8_t>(place + 1);
        }
        to.sections.push_back(c);
    }
    for (auto f : ev.facts) {
        const auto& map = facts_[index(f.fact)];
        const auto id = f.fact;
        if (auto wrong = word(fact_places_, f.fact, f.fact, "fact"))
            return wrong;
        const auto value = map.number
                               ? (f.value % map.over == 0 ? f.value / map.over * map.times : -1)
                               : map.values[static_cast<std::size_t>(f.value)];
        if (!map.fits || (!map.number && value < 0) || (map.number && f.value % map.over != 0))
            return lacking(to_, "such value of the fact", from_.name_of(id));
        f.value = value;
        to.facts.push_back(f);
    }
    return std::nullopt;
}

std::optional<error> word_map::carry(const state& s, const event& ev, carried& to) const {
    to.findings.clear();
    to.sections.clear();
    to.facts.clear();
    to.event = ev;
    if (auto wrong = carry_state(s, to.state))
        return wrong;
    if (auto wrong = word(audits_, ev.audit, to.event.audit, "audit"))
        return wrong;
    if (auto wrong = word(fees_, ev.fee, to.event.fee, "fee"))
        return wrong;
    if (auto wrong = word(statuses_, ev.decision, to.event.decision, "status"))
        return wrong;
    if (auto wrong = carry_parts(ev, to))
        return wrong;
    to.event.findings = to.findings;
    to.event.sections = to.sections;
    to.event.facts = to.facts;
    return std::nullopt;
}

}  // namespace certrules::detail
