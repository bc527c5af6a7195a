#include "certrules/limits.hpp"
#include "detail/exact.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <numeric>

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, 3> answers{"unknown", "no", "yes"};

/// ">= 75%"
std::optional<rate_test> parse_rate_test(std::string_view text) {
    struct sign {
        std::string_view text;
        bool inclusive, below;
    };
    constexpr std::array<sign, 4> signs{
        {{">=", true, false}, {"<=", true, true}, {">", false, false}, {"<", false, true}}};
    for (const auto& s : signs) {
        if (!text.starts_with(s.text))
            continue;
        text.remove_prefix(s.text.size());
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        const auto rate = parse_rate(text);
        return rate ? std::optional(rate_test{*rate, s.inclusive, s.below}) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<filter> loader::load_filter(toml_reader reader) {
    filter f;
    for (const auto* key : {"severity", "section", "tags", "without_tags", "transparent", "open"})
        reader.find(key);
    const auto set = [&](std::string_view key, const name_list& names, std::string_view kind) {
        return reader.has(key) ? std::optional(bits(names, kind, reader, key)) : std::nullopt;
    };
    if (const auto severities = set("severity", severities_, "severity"))
        f.severities = static_cast<std::uint8_t>(*severities);
    if (const auto sections = set("section", sections_, "section"))
        f.sections = *sections;
    if (const auto tags = set("tags", tags_, "tag"))
        f.tags_any = *tags;
    if (const auto tags = set("without_tags", tags_, "tag"))
        f.tags_none = *tags;
    const auto answer_bits = [&](std::string_view key, std::uint8_t otherwise) {
        if (!reader.has(key))
            return otherwise;
        std::uint8_t given = 0;
        for (const auto& [word, at] : reader.words(key, true)) {
            const auto it = std::find(answers.begin(), answers.end(), word);
            if (it == answers.end())
                context_.error(at, fmt::format("{}: \"{}\" is \"{}\", expected yes, no or unknown",
                                               reader.what(), key, word));
            else
                given = static_cast<std::uint8_t>(given | (1U << (it - answers.begin())));
        }
        return given;
    };
    f.transparent = answer_bits("transparent", f.transparent);
    if (reader.has("open")) {
        const auto open = answer_bits("open", 0);
        if ((open & 1U) != 0)
            reader.error("open", "a finding is open or closed: \"open\" is yes, no or both");
        f.open = static_cast<std::uint8_t>(open >> 1U);  // no: closed, yes: open
    }
    if (const auto text = reader.text("sites_share", false, 32)) {
        f.sites = parse_rate_test(*text);
        if (!f.sites)
            reader.error("sites_share",
                         fmt::format("\"sites_share\" is \"{}\", expected a rate after >=, >, <= "
                                     "or <, such as \">= 75%\"",
                                     *text));
    }
    reader.finish();
    return f;
}

void loader::load_count(toml_reader& reader, std::string_view key, measure& m,
                        std::int64_t weight) {
    const auto* node = reader.find(key);
    std::vector<const toml::table*> tables;
    if (node == nullptr) {
        reader.error(key, fmt::format("field \"{}\" is missing (a table of what to count)", key));
        return;
    }
    if (const auto* one = node->as_table()) {
        tables.push_back(one);
    } else if (const auto* many = node->as_array(); many != nullptr && !many->empty()) {
        for (const auto& item : *many)
            if (const auto* table = item.as_table())
                tables.push_back(table);
            else
                context_.error(item.source(), fmt::format("{}: \"{}\" holds {}, expected tables of "
                                                          "what to count",
                                                          reader.what(), key, kind_of(item)));
    } else {
        reader.error(key,
                     fmt::format("\"{}\" is {}, expected a table of what to count, or an array "
                                 "of them",
                                 key, node->is_array() ? "an empty array" : kind_of(*node)));
    }
    if (filters_.size() + tables.size() > limits::filters) {
        if (filters_.size() <= limits::filters)
            reader.error(key, fmt::format("the measures together count in more than {} ways",
                                          limits::filters));
        filters_.resize(limits::filters + 1);  // said once
        return;
    }
    std::vector<filter> own(m.filters.begin(), m.filters.end());
    for (const auto* table : tables) {
        const auto what = fmt::format("{}: {}", reader.what(), key);
        if (auto f = load_filter(toml_reader(context_, *table, what))) {
            f->weight = weight;
            own.push_back(*f);
            filters_.push_back(*f);
        }
    }
    m.filters = context_.keep(own);
}

std::optional<rate_test> loader::load_limit(toml_reader& reader) {
    struct comparison {
        std::string_view key;
        bool inclusive, below;
    };
    constexpr std::array<comparison, 4> comparisons{{{"over", false, false},
                                                     {"at_least", true, false},
                                                     {"below", false, true},
                                                     {"at_most", true, true}}};
    std::optional<rate_test> found;
    std::string_view given;
    for (const auto& c : comparisons) {
        const auto text = reader.text(c.key, false, 32);
        if (!text)
            continue;
        if (!given.empty()) {
            reader.error(
                c.key, fmt::format("\"{}\" and \"{}\" are both given, expected one", given, c.key));
            continue;
        }
        given = c.key;
        if (const auto rate = parse_rate(*text))
            found = rate_test{*rate, c.inclusive, c.below};
        else
            reader.error(c.key, fmt::format("\"{}\" is \"{}\", expected a rate such as \"30%\"",
                                            c.key, *text));
    }
    if (given.empty())
        reader.error("over", "a limit is missing: expected one of over, at_least, below, at_most");
    return found;
}

/// The part and the whole of a share: `count` or `conforming`, `of`, `section`.
void loader::load_share(toml_reader& reader, measure& m) {
    m.conforming = reader.flag("conforming");
    if (m.conforming == reader.has("count")) {
        reader.find("count");
        reader.error("count", "expected exactly one of \"count\" and \"conforming = true\"");
    } else if (!m.conforming) {
        load_count(reader, "count", m);
    }
    if (reader.has("section"))
        m.sections = bits(sections_, "section", reader, "section");
    if (const auto of = reader.text("of", true, 80)) {
        constexpr std::string_view graded = "graded.";
        if (*of == "applicable") {
            m.of = denominator::applicable;
        } else if (*of == "findings") {
            m.of = denominator::findings;
        } else if (*of == "open-findings") {
            m.of = denominator::open_findings;
        } else if (of->starts_with(graded)) {
            m.of = denominator::graded;
            if (const auto severity = known(severities_, "severity", of->substr(graded.size()),
                                            reader.where("of"), reader.what()))
                m.graded = static_cast<severity_id>(*severity);
        } else {
            reader.error("of", fmt::format("\"of\" is \"{}\", expected applicable, findings, "
                                           "open-findings, or graded.SEVERITY",
                                           *of));
        }
        if (m.conforming && m.of != denominator::applicable)
            reader.error("of", "conforming checkpoints are a share of the applicable ones");
    }
    const bool of_findings = m.of == denominator::findings || m.of == denominator::open_findings;
    const auto wanted = (m.conforming ? 0U : 1U) + (of_findings ? 1U : 0U);
    if (data_.counting.rows + wanted > limits::section_rows) {
        reader.error("of",
                     fmt::format("the measures compare shares per section in more than {} ways",
                                 limits::section_rows));
        return;
    }
    if (!m.conforming)
        m.row = data_.counting.rows++;
    if (of_findings) {
        m.all_row = data_.counting.rows++;
        data_.counting.all_rows = true;
    }
}

void loader::load_sections_where(toml_reader& reader, measure& m) {
    const auto* table = reader.table("sections_where");
    if (table == nullptr)
        return;
    toml_reader inner(context_, *table, fmt::format("{}: sections_where", reader.what()));
    load_share(inner, m);
    m.test = load_limit(inner).value_or(rate_test{});
    inner.finish();
}

void loader::load_sections_rated(toml_reader& reader, measure& m) {
    const auto* table = reader.table("sections_rated");
    if (table == nullptr)
        return;
    toml_reader inner(context_, *table, fmt::format("{}: sections_rated", reader.what()));
    for (const auto& [word, at] : inner.words("rating", true)) {
        if (word == "unknown")
            m.ratings |= 1U;
        else if (const auto place = known(ratings_, "rating", word, at, inner.what()))
            m.ratings |= std::uint64_t{1} << (*place + 1);
    }
    if (inner.has("section"))
        m.sections = bits(sections_, "section", inner, "section");
    inner.finish();
}

/// A number of a score: an integer, or a string such as "-2.5" or "2/3".
std::optional<fraction> loader::load_exact(toml_reader& reader, std::string_view key,
                                           bool required) {
    const auto* node = reader.find(key);
    if (node == nullptr) {
        if (required)
            reader.error(key, fmt::format("field \"{}\" is missing (a number)", key));
        return std::nullopt;
    }
    std::optional<fraction> found;
    if (const auto* number = node->as_integer()) {
        if (number->get() >= -limits::number && number->get() <= limits::number)
            found = fraction{number->get(), 1};
    } else if (const auto* text = node->as_string()) {
        found = parse_fraction(text->get());
    }
    if (!found)
        reader.error(key, fmt::format("\"{}\" is {}, expected an integer within +-{}, or a string "
                                      "such as \"-2.5\" or \"2/3\"",
                                      key, node->is_string() ? "no such number" : kind_of(*node),
                                      limits::number));
    return found;
}

void loader::load_score(toml_reader& reader, measure& m) {
    const auto* table = reader.table("score");
    if (table == nullptr)
        return;
    toml_reader inner(context_, *table, fmt::format("{}: score", reader.what()));
    const auto start = load_exact(inner, "start", true);
    const auto floor = load_exact(inner, "floor", false);
    std::vector<fraction> weights;
    const auto* node = inner.find("weights");
    const auto* list = node != nullptr ? node->as_array() : nullptr;
    if (list == nullptr || list->empty() || !list->is_array_of_tables()) {
        inner.error("weights",
                    "\"weights\" must be an array of tables, each with \"count\" and "
                    "\"each\"");
    } else {
        for (const auto& item : *list) {
            toml_reader weight(context_, *item.as_table(), inner.what() + ": weights");
            const auto each = load_exact(weight, "each", true);
            weights.push_back(each.value_or(fraction{}));
            load_count(weight, "count", m, static_cast<std::int64_t>(weights.size() - 1));
            weight.finish();
        }
    }
    inner.finish();
    // One unit for all, so that a score is a whole number of units.
    const auto widen = [&](const fraction& f) {
        if (m.scale <= largest_denominator)
            m.scale = std::lcm(m.scale, f.den);
    };
    widen(start.value_or(fraction{}));
    widen(floor.value_or(fraction{}));
    for (const auto& w : weights)
        widen(w);
    const auto units = [&](const fraction& f) { return f.num * (m.scale / f.den); };
    const auto fits = [&](const fraction& f) {
        return m.scale <= largest_denominator && f.num <= limits::number / m.scale * f.den &&
               f.num >= -limits::number / m.scale * f.den;
    };
    if (!fits(start.value_or(fraction{})) || !fits(floor.value_or(fraction{})) ||
        !std::all_of(weights.begin(), weights.end(), fits)) {
        reader.error("score", fmt::format("the numbers of the score need a common denominator over "
                                          "{}, or are too large for it",
                                          largest_denominator));
        return;
    }
    m.start = units(start.value_or(fraction{}));
    if (floor)
        m.floor = units(*floor);
    std::vector<filter> weighted(m.filters.begin(), m.filters.end());
    for (auto& f : weighted)
        f.weight = units(weights[static_cast<std::size_t>(f.weight)]);
    m.filters = context_.keep(weighted);
}

void loader::load_measures(toml_reader& root) {
    constexpr std::array<std::string_view, 6> kinds{"count", "sections_where", "sections_rated",
                                                    "held",  "score",          "share"};
    std::vector<word_info> words;
    each_table(root, "measure", limits::words, false, [&](toml_reader& reader) {
        measure m;
        const auto id = new_name(reader, measures_, "measure").value_or("");
        if (facts_.find(id))
            reader.error("id", fmt::format("\"{}\" is the id of a fact already", id));
        if (is_state_word(id))
            reader.error("id", fmt::format("\"{}\" is a word of the state", id));
        words.push_back({id, context_.keep(reader.text("title", true).value_or(""))});
        const auto given = std::count_if(kinds.begin(), kinds.end(),
                                         [&](std::string_view key) { return reader.has(key); });
        if (given != 1) {
            for (const auto key : kinds)
                reader.find(key);
            reader.error("id", fmt::format("expected exactly one of {}", fmt::join(kinds, ", ")));
        } else if (reader.has("count")) {
            m.kind = measure_kind::count;
            load_count(reader, "count", m);
        } else if (reader.has("sections_where")) {
            m.kind = measure_kind::sections_where;
            load_sections_where(reader, m);
        } else if (reader.has("sections_rated")) {
            m.kind = measure_kind::sections_rated;
            load_sections_rated(reader, m);
        } else if (reader.has("held")) {
            m.kind = measure_kind::held;
            m.statuses = bits(statuses_, "status", reader, "held");
        } else if (reader.has("score")) {
            m.kind = measure_kind::score;
            load_score(reader, m);
        } else if (const auto* table = reader.table("share")) {
            m.kind = measure_kind::share;
            toml_reader inner(context_, *table, fmt::format("{}: share", reader.what()));
            load_share(inner, m);
            inner.finish();
        }
        measure_list_.push_back(m);
    });
    data_.measure_words = context_.keep(words);
    data_.measures = context_.keep(measure_list_);
    if (!context_.failed())
        plan_counting();
}

}  // namespace certrules::detail
