#include "certrules/limits.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, 3> answers{"unknown", "no", "yes"};

}  // namespace

/// "30%", "12.5%" as an exact fraction of one.
static std::optional<fraction> parse_rate(std::string_view text) {
    if (text.size() < 2 || text.back() != '%')
        return std::nullopt;
    text.remove_suffix(1);
    std::int64_t num = 0;
    std::int64_t den = 100;
    bool point = false;
    std::size_t digits = 0;
    for (const char c : text) {
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 9)
            return std::nullopt;
        num = num * 10 + (c - '0');
        if (point)
            den *= 10;
    }
    if (digits == 0 || text.back() == '.')
        return std::nullopt;
    return fraction{num, den};
}

std::optional<filter> loader::load_filter(toml_reader reader) {
    filter f;
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
    reader.finish();
    return f;
}

void loader::load_count(toml_reader& reader, std::string_view key, measure& m) {
    const auto* node = reader.find(key);
    std::vector<const toml::table*> tables;
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
                                 key, kind_of(*node)));
    }
    if (filters_.size() + tables.size() > limits::filters) {
        reader.error(
            key, fmt::format("the measures together count in more than {} ways", limits::filters));
        return;
    }
    std::vector<filter> own;
    for (const auto* table : tables) {
        const auto what = fmt::format("{}: {}", reader.what(), key);
        if (const auto f = load_filter(toml_reader(context_, *table, what)))
            own.push_back(*f);
    }
    filters_.insert(filters_.end(), own.begin(), own.end());
    m.filters = context_.keep(own);
}

std::optional<std::pair<fraction, bool>> loader::load_limit(toml_reader& reader) {
    const bool over = reader.has("over");
    const std::string_view key = over ? "over" : "at_least";
    if (over && reader.has("at_least")) {
        reader.find("at_least");
        reader.error("at_least", "\"over\" and \"at_least\" are both given, expected one");
    }
    const auto text = reader.text(key, true, 32);
    if (!text)
        return std::nullopt;
    const auto rate = parse_rate(*text);
    if (!rate) {
        reader.error(key,
                     fmt::format("\"{}\" is \"{}\", expected a rate such as \"30%\"", key, *text));
        return std::nullopt;
    }
    return std::pair(*rate, !over);
}

void loader::load_sections_where(toml_reader& reader, measure& m) {
    const auto* table = reader.table("sections_where");
    if (table == nullptr)
        return;
    toml_reader inner(context_, *table, fmt::format("{}: sections_where", reader.what()));
    if (!inner.has("count"))
        inner.error("count", "field \"count\" is missing (a table of what to count)");
    else
        load_count(inner, "count", m);
    if (const auto of = inner.text("of", true, 80)) {
        constexpr std::string_view graded = "graded.";
        if (*of == "applicable") {
            m.of = denominator::applicable;
        } else if (*of == "findings") {
            m.of = denominator::findings;
        } else if (of->starts_with(graded)) {
            m.of = denominator::graded;
            if (const auto severity = known(severities_, "severity", of->substr(graded.size()),
                                            inner.where("of"), inner.what()))
                m.graded = static_cast<severity_id>(*severity);
        } else {
            inner.error("of", fmt::format("\"of\" is \"{}\", expected applicable, findings, or "
                                          "graded.SEVERITY",
                                          *of));
        }
    }
    if (const auto limit = load_limit(inner))
        std::tie(m.limit, m.inclusive) = *limit;
    if (data_.counting.rows + 2U > limits::section_rows) {
        inner.error("of",
                    fmt::format("the measures compare shares per section in more than {} ways",
                                limits::section_rows));
        return;
    }
    m.row = data_.counting.rows++;
    if (m.of == denominator::findings) {
        m.all_row = data_.counting.rows++;
        data_.counting.all_rows = true;
    }
    inner.finish();
}

void loader::load_measures(toml_reader& root) {
    std::vector<word_info> words;
    each_table(root, "measure", limits::words, false, [&](toml_reader& reader) {
        measure m;
        const auto id = new_name(reader, measures_, "measure").value_or("");
        if (facts_.find(id))
            reader.error("id", fmt::format("\"{}\" is the id of a fact already", id));
        words.push_back({id, context_.keep(reader.text("title", true).value_or(""))});
        const int given =
            int{reader.has("count")} + int{reader.has("sections_where")} + int{reader.has("held")};
        if (given != 1) {
            for (const auto* key : {"count", "sections_where", "held"})
                reader.find(key);
            reader.error("id", "expected exactly one of count, sections_where, held");
        } else if (reader.has("count")) {
            m.kind = measure_kind::count;
            load_count(reader, "count", m);
        } else if (reader.has("sections_where")) {
            m.kind = measure_kind::sections_where;
            load_sections_where(reader, m);
        } else {
            m.kind = measure_kind::held;
            m.statuses = bits(statuses_, "status", reader, "held");
        }
        measure_list_.push_back(m);
    });
    data_.measure_words = context_.keep(words);
    data_.measures = context_.keep(measure_list_);
    plan_counting();
}

void loader::plan_counting() {
    auto& plan = data_.counting;
    std::size_t bit = 0;
    for (std::size_t m = 0; m < measure_list_.size(); ++m) {
        for (const auto& f : measure_list_[m].filters) {
            const auto mask = std::uint64_t{1} << bit;
            plan.measure_of[bit++] = static_cast<std::uint8_t>(m);
            if (measure_list_[m].kind == measure_kind::sections_where)
                plan.in_sections |= mask;
            if (measure_list_[m].filters.size() > 1)
                plan.shared |= mask;
            const auto spread = [mask](auto& table, std::uint64_t set) {
                for (std::size_t i = 0; i < table.size(); ++i)
                    if (((set >> i) & 1U) != 0)
                        table[i] |= mask;
            };
            spread(plan.by_severity, f.severities);
            spread(plan.by_section, f.sections);
            spread(plan.by_transparency, f.transparent);
            spread(plan.by_open, f.open);
            if (f.tags_any == 0)
                plan.untagged |= mask;
            spread(plan.with_tag, f.tags_any);
            spread(plan.without_tag, f.tags_none);
        }
    }
}

}  // namespace certrules::detail
