#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"
#include "handles.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <string>

using namespace certrules::capi;

namespace {

/// Calls `f` with the edition's list of a kind of word; false for a kind there is not.
template <class F>
bool with_words(const certrules::edition& e, std::int32_t kind, F&& f) {
    switch (kind) {
        case CERTRULES_WORD_SEVERITY:
            return f(e.severities()), true;
        case CERTRULES_WORD_SECTION:
            return f(e.sections()), true;
        case CERTRULES_WORD_TAG:
            return f(e.tags()), true;
        case CERTRULES_WORD_RATING:
            return f(e.ratings()), true;
        case CERTRULES_WORD_STATUS:
            return f(e.statuses()), true;
        case CERTRULES_WORD_AUDIT:
            return f(e.audits()), true;
        case CERTRULES_WORD_FACT:
            return f(e.facts()), true;
        case CERTRULES_WORD_MEASURE:
            return f(e.measures()), true;
        case CERTRULES_WORD_RULE:
            return f(e.rules()), true;
        case CERTRULES_WORD_FEE:
            return f(e.fees()), true;
        default:
            return false;
    }
}

std::int32_t bad_kind(const reporter& report) noexcept {
    return report(CERTRULES_E_ARGUMENT, "kind", "no CERTRULES_WORD_...");
}

std::int32_t bad_number(const char* name, const reporter& report) noexcept {
    return report(CERTRULES_E_ARGUMENT, name, "the edition has no word of that number");
}

template <class List>
bool has(const List& list, std::int32_t number) noexcept {
    return number >= 0 && static_cast<std::size_t>(number) < list.size();
}

template <class List>
const auto& at(const List& list, std::int32_t number) noexcept {
    return list[static_cast<std::size_t>(number)];
}

std::int32_t unknown_name(std::string_view name, const std::vector<std::string_view>& known,
                          const reporter& report) {
    return report(
        CERTRULES_E_UNKNOWN_NAME, "name",
        fmt::format("unknown name \"{}\"{}", name, certrules::detail::suggestion(name, known)));
}

/// Finds a name in a list of texts; their place, from `first`, goes to `number`.
template <class Number>
std::int32_t find_name(std::string_view name, const std::vector<std::string_view>& known,
                       Number first, Number* number, const reporter& report) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
        return unknown_name(name, known, report);
    *number = first + static_cast<Number>(found - known.begin());
    return CERTRULES_OK;
}

/// A member of a word, as text.
std::int32_t give_word(const certrules_edition* edition, std::int32_t kind, std::int32_t number,
                       std::string_view certrules::word_info::*member, char* buffer,
                       std::size_t capacity, std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const certrules::word_info* word = nullptr;
        if (!with_words(edition->rules, kind, [&](const auto& list) {
                if (has(list, number))
                    word = &at(list, number);
            }))
            return bad_kind(report);
        return word == nullptr ? bad_number("number", report)
                               : give_text(word->*member, buffer, capacity, needed, report);
    });
}

/// Fills an info struct about a word: `fill(info, word)`.
template <class Info, class Words, class Fill>
std::int32_t describe(const certrules_edition* edition, std::int32_t number, const char* name,
                      Words&& words, Info* out, certrules_error* error, Fill&& fill) noexcept {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = check_out(out, "out", report))
            return wrong;
        const auto list = words(edition->rules);
        if (!has(list, number))
            return bad_number(name, report);
        Info info{};
        fill(info, at(list, number));
        give(info, out);
        return CERTRULES_OK;
    });
}

constexpr std::int32_t yes(bool b) noexcept {
    return b ? 1 : 0;
}

}  // namespace

std::int32_t certrules_word_count(const certrules_edition* edition, std::int32_t kind,
                                  std::uint32_t* count, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = need(count, "count", report))
            return wrong;
        const bool known = with_words(edition->rules, kind, [&](const auto& list) {
            *count = static_cast<std::uint32_t>(list.size());
        });
        return known ? CERTRULES_OK : bad_kind(report);
    });
}

std::int32_t certrules_word_find(const certrules_edition* edition, std::int32_t kind,
                                 const char* name, std::size_t size, std::int32_t* number,
                                 certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view wanted;
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = need(number, "number", report))
            return wrong;
        if (const auto wrong = take_name(name, size, wanted, report))
            return wrong;
        std::vector<std::string_view> known;
        const bool is_kind = with_words(edition->rules, kind, [&](const auto& list) {
            std::transform(list.begin(), list.end(), std::back_inserter(known),
                           [](const auto& word) { return word.id; });
        });
        return is_kind ? find_name(wanted, known, 0, number, report) : bad_kind(report);
    });
}

std::int32_t certrules_word_name(const certrules_edition* edition, std::int32_t kind,
                                 std::int32_t number, char* buffer, std::size_t capacity,
                                 std::size_t* needed, certrules_error* error) {
    return give_word(edition, kind, number, &certrules::word_info::id, buffer, capacity, needed,
                     error);
}

std::int32_t certrules_word_title(const certrules_edition* edition, std::int32_t kind,
                                  std::int32_t number, char* buffer, std::size_t capacity,
                                  std::size_t* needed, certrules_error* error) {
    return give_word(edition, kind, number, &certrules::word_info::title, buffer, capacity, needed,
                     error);
}

std::int32_t certrules_status_describe(const certrules_edition* edition, std::int32_t status,
                                       certrules_status_info* out, certrules_error* error) {
    return describe(
        edition, status, "status", [](const auto& e) { return e.statuses(); }, out, error,
        [](certrules_status_info& info, const certrules::status_info& word) {
            info.track = static_cast<std::int32_t>(word.track);
            info.rank = word.rank;
            info.open = yes(word.open);
        });
}

std::int32_t certrules_section_describe(const certrules_edition* edition, std::int32_t section,
                                        certrules_section_info* out, certrules_error* error) {
    return describe(
        edition, section, "section", [](const auto& e) { return e.sections(); }, out, error,
        [](certrules_section_info& info, const certrules::section_info& word) {
            info.applicable = word.applicable;
            info.placeholder = yes(word.placeholder);
        });
}

std::int32_t certrules_audit_describe(const certrules_edition* edition, std::int32_t audit,
                                      certrules_audit_info* out, certrules_error* error) {
    return describe(
        edition, audit, "audit", [](const auto& e) { return e.audits(); }, out, error,
        [](certrules_audit_info& info, const certrules::audit_info& word) {
            info.announced = yes(word.announced);
            info.starts_cycle = yes(word.starts_cycle);
            info.check = yes(word.check);
        });
}

std::int32_t certrules_fact_describe(const certrules_edition* edition, std::int32_t fact,
                                     certrules_fact_info* out, certrules_error* error) {
    return describe(
        edition, fact, "fact", [](const auto& e) { return e.facts(); }, out, error,
        [](certrules_fact_info& info, const certrules::fact_info& word) {
            info.type = static_cast<std::int32_t>(word.type);
            info.value_count = static_cast<std::uint32_t>(word.type == certrules::fact_type::number
                                                              ? word.allowed.size()
                                                              : word.values.size());
            info.factory_changes = yes(word.factory_changes);
            info.lowest = word.lowest;
            info.highest = word.highest;
        });
}

std::int32_t certrules_rule_describe(const certrules_edition* edition, std::int32_t rule,
                                     certrules_rule_info* out, certrules_error* error) {
    return describe(
        edition, rule, "rule", [](const auto& e) { return e.rules(); }, out, error,
        [&](certrules_rule_info& info, const certrules::rule_info& word) {
            const auto size = [](const auto& list) {
                return static_cast<std::uint32_t>(list.size());
            };
            const auto& r = at(edition->rules.data().rules, rule);
            info.line = word.line;
            info.refuses = yes(word.refuses);
            info.cites = size(word.cites);
            info.obligations = size(r.obligations);
            info.options = size(r.options);
            info.notices = size(r.notices);
            info.notices_by_default = size(r.notices_by_default);
        });
}

std::int32_t certrules_rule_text(const certrules_edition* edition, std::int32_t rule,
                                 std::int32_t kind, std::uint32_t index, char* buffer,
                                 std::size_t capacity, std::size_t* needed,
                                 certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const auto& e = edition->rules;
        if (!has(e.rules(), rule))
            return bad_number("rule", report);
        const auto& r = at(e.data().rules, rule);
        std::span<const std::string_view> texts;
        switch (kind) {
            case CERTRULES_RULE_CITE:
                texts = at(e.rules(), rule).cites;
                break;
            case CERTRULES_RULE_OBLIGATION:
                texts = r.obligations;
                break;
            case CERTRULES_RULE_OPTION:
                texts = r.options;
                break;
            case CERTRULES_RULE_NOTICE:
                texts = r.notices;
                break;
            case CERTRULES_RULE_NOTICE_BY_DEFAULT:
                texts = r.notices_by_default;
                break;
            default:
                return report(CERTRULES_E_ARGUMENT, "kind", "no CERTRULES_RULE_...");
        }
        if (index >= texts.size())
            return report(CERTRULES_E_ARGUMENT, "index", "the rule has not so many texts");
        return give_text(texts[index], buffer, capacity, needed, report);
    });
}

std::int32_t certrules_fact_value_find(const certrules_edition* edition, std::int32_t fact,
                                       const char* name, std::size_t size, std::int64_t* value,
                                       certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view wanted;
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = need(value, "value", report))
            return wrong;
        if (const auto wrong = take_name(name, size, wanted, report))
            return wrong;
        const auto facts = edition->rules.facts();
        if (!has(facts, fact))
            return bad_number("fact", report);
        const auto& info = at(facts, fact);
        if (info.type != certrules::fact_type::number)
            return find_name(wanted, {info.values.begin(), info.values.end()}, std::int64_t{0},
                             value, report);
        std::int64_t read = 0;
        const auto* end = wanted.data() + wanted.size();
        const auto [stop, failed] = std::from_chars(wanted.data(), end, read);
        if (wanted.empty() || failed != std::errc{} || stop != end)
            return report(CERTRULES_E_UNKNOWN_NAME, "name", "expected a whole number");
        *value = read;
        return CERTRULES_OK;
    });
}

std::int32_t certrules_fact_value_name(const certrules_edition* edition, std::int32_t fact,
                                       std::int64_t value, char* buffer, std::size_t capacity,
                                       std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const auto facts = edition->rules.facts();
        if (!has(facts, fact))
            return bad_number("fact", report);
        const auto& info = at(facts, fact);
        if (info.type == certrules::fact_type::number)
            return give_text(std::to_string(value), buffer, capacity, needed, report);
        if (value < 0 || value >= static_cast<std::int64_t>(info.values.size()))
            return report(CERTRULES_E_ARGUMENT, "value", "the fact has no such value");
        return give_text(info.values[static_cast<std::size_t>(value)], buffer, capacity, needed,
                         report);
    });
}

std::int32_t certrules_event_find(const char* name, std::size_t size, std::int32_t* event,
                                  certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view wanted;
        if (const auto wrong = need(event, "event", report))
            return wrong;
        if (const auto wrong = take_name(name, size, wanted, report))
            return wrong;
        if (const auto kind = certrules::find_event(wanted)) {
            *event = static_cast<std::int32_t>(*kind);
            return CERTRULES_OK;
        }
        std::vector<std::string_view> known;
        for (std::size_t i = 1; i < certrules::event_kinds; ++i)
            known.push_back(name_of(static_cast<certrules::event_kind>(i)));
        return unknown_name(wanted, known, report);
    });
}

std::int32_t certrules_event_name(std::int32_t event, char* buffer, std::size_t capacity,
                                  std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (event < 1 || event >= static_cast<std::int32_t>(certrules::event_kinds))
            return report(CERTRULES_E_ARGUMENT, "event", "no CERTRULES_EVENT_...");
        return give_text(name_of(static_cast<certrules::event_kind>(event)), buffer, capacity,
                         needed, report);
    });
}
