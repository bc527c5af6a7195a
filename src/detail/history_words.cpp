#include "detail/history_words.hpp"

#include "detail/edition_data.hpp"
#include "detail/exact.hpp"
#include "detail/nearest.hpp"
#include "detail/toml_reader.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

template <class List>
error unknown(const edition& e, std::string place, std::string_view kind, std::string_view word,
              const List& list) {
    std::vector<std::string_view> names;
    for (const auto& item : list)
        names.push_back(item.id);
    return {
        error_code::unknown_name, std::move(place),
        fmt::format("unknown {} \"{}\" in {}{}", kind, word, e.name(), suggestion(word, names))};
}

std::optional<error> finding_numbers(const edition& e, const history_finding& given, std::size_t i,
                                     finding& f) {
    const auto place = [&](std::string_view field) {
        return fmt::format("findings[{}].{}", i, field);
    };
    f.section = e.find_section(given.section);
    if (f.section == section_id::none)
        return unknown(e, place("section"), "section", given.section, e.sections());
    f.severity = e.find_severity(given.severity);
    if (f.severity == severity_id::none)
        return unknown(e, place("severity"), "severity", given.severity, e.severities());
    for (const auto& tag : given.tags) {
        const auto id = e.find_tag(tag);
        if (id == tag_id::none)
            return unknown(e, place("tags"), "tag", tag, e.tags());
        f.tags |= std::uint64_t{1} << index(id);
    }
    f.transparent = given.transparent;
    f.closed_on = given.closed_on;
    f.sites = given.sites;
    f.id = given.id;
    return std::nullopt;
}

std::string written(const history_fact& given) {
    return to_text(lowest_terms(given.number, power_of_ten(given.decimals)));
}

}  // namespace

std::optional<error> to_numbers(const edition& e, std::span<const history_finding> given,
                                std::vector<finding>& out) {
    for (std::size_t i = 0; i < given.size(); ++i)
        if (auto wrong = finding_numbers(e, given[i], i, out.emplace_back()))
            return wrong;
    return std::nullopt;
}

std::optional<error> to_numbers(const edition& e, std::span<const history_section> given,
                                std::vector<section_count>& out) {
    for (const auto& g : given) {
        auto& s = out.emplace_back();
        s.section = e.find_section(g.section);
        if (s.section == section_id::none)
            return unknown(e, "sections", "section", g.section, e.sections());
        s.applicable = g.applicable;
        s.conforming = g.conforming;
        if (!g.rating.empty()) {
            const auto ratings = e.ratings();
            const auto it = std::find_if(ratings.begin(), ratings.end(),
                                         [&](const word_info& w) { return w.id == g.rating; });
            if (it == ratings.end())
                return unknown(e, fmt::format("sections.{}.rating", g.section), "rating", g.rating,
                               ratings);
            s.rating = static_cast<std::uint8_t>(it - ratings.begin() + 1);
        }
        if (!g.graded_severity.empty()) {
            s.graded_severity = e.find_severity(g.graded_severity);
            if (s.graded_severity == severity_id::none)
                return unknown(e, fmt::format("sections.{}.graded", g.section), "severity",
                               g.graded_severity, e.severities());
            s.graded = g.graded;
        }
    }
    return std::nullopt;
}

std::optional<error> to_number(const edition& e, const history_fact& given, fact_number& out) {
    out.value.fact = e.find_fact(given.fact);
    if (out.value.fact == fact_id::none)
        return unknown(e, "facts", "fact", given.fact, e.facts());
    const auto& info = e.facts()[index(out.value.fact)];
    out.known = given.word != "unknown";
    if (!out.known)
        return std::nullopt;
    if (info.type == fact_type::number && given.word.empty() && given.decimals <= info.decimals) {
        const auto finer = static_cast<unsigned>(info.decimals - given.decimals);
        out.value.value = given.number * power_of_ten(finer);
        return std::nullopt;
    }
    const auto it = std::find(info.values.begin(), info.values.end(), given.word);
    if (info.type == fact_type::number || it == info.values.end())
        return error{
            error_code::bad_argument, fmt::format("facts.{}", given.fact),
            fmt::format("is {}, expected {}, or unknown",
                        given.word.empty() ? written(given) : fmt::format("\"{}\"", given.word),
                        info.type != fact_type::number
                            ? fmt::format("{}", fmt::join(info.values, ", "))
                        : info.decimals == 0
                            ? std::string("a whole number")
                            : fmt::format("a number with at most {} decimals", info.decimals))};
    out.value.value = it - info.values.begin();
    return std::nullopt;
}

std::optional<error> to_numbers(const edition& e, const history_event& given, event& out) {
    switch (given.kind) {
        case event_kind::audit_held:
            out.audit = e.find_audit(given.audit);
            if (out.audit == audit_id::none)
                return unknown(e, "audit", "audit", given.audit, e.audits());
            break;
        case event_kind::fee_paid:
        case event_kind::invoice_received:
            out.fee = e.find_fee(given.fee);
            if (out.fee == fee_id::none)
                return unknown(e, "fee", "fee", given.fee, e.fees());
            break;
        case event_kind::decision_recorded:
            out.decision = e.find_status(given.status);
            if (out.decision == status_id::none)
                return unknown(e, "status", "status", given.status, e.statuses());
            out.months = given.months;
            break;
        default:
            break;
    }
    return std::nullopt;
}

std::optional<error> unknown_word(const edition& e, const history_event& given) {
    event own;
    if (auto wrong = to_numbers(e, given, own))
        return wrong;
    std::vector<finding> findings;
    if (auto wrong = to_numbers(e, given.findings, findings))
        return wrong;
    std::vector<section_count> sections;
    if (auto wrong = to_numbers(e, given.sections, sections))
        return wrong;
    for (const auto& fact : given.facts) {
        fact_number number;
        if (auto wrong = to_number(e, fact, number))
            return wrong;
    }
    return std::nullopt;
}

}  // namespace certrules::detail
