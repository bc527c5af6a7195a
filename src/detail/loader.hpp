#pragma once

/// From TOML to `edition_data`, in passes: words, measures, rules, then the region trees.
/// Each pass is a file; each reports all it finds.

#include "detail/edition_data.hpp"
#include "detail/toml_reader.hpp"

#include <fmt/format.h>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace certrules::detail {

/// Names of one kind, in order, to be looked up while loading.
struct name_list {
    std::vector<std::string_view> names;
    std::vector<bool> used;
    std::vector<toml::source_region> places;

    std::optional<std::size_t> find(std::string_view name) const noexcept;
};

class loader {
public:
    loader(load_context& context, edition_data& data) : context_(context), data_(data) {}

    /// Reads the resolved table. Errors are in the context.
    void load(const toml::table& root);

private:
    // words
    void load_header(toml_reader& root);
    void load_calendar(toml_reader& root);
    void load_sources(toml_reader& root);
    void load_severities_and_sections(toml_reader& root);
    void load_facts(toml_reader& root);
    std::vector<std::string_view> load_values(toml_reader& reader, const fact_info& info);
    void load_number(toml_reader& reader, fact_info& info);
    void load_statuses(toml_reader& root);
    void load_status_terms(toml_reader& root);
    void load_audits(toml_reader& root);
    // measures
    void load_measures(toml_reader& root);
    void load_count(toml_reader& reader, std::string_view key, measure& m, std::int64_t weight = 1);
    std::optional<filter> load_filter(toml_reader reader);
    void load_share(toml_reader& reader, measure& m);
    void load_sections_where(toml_reader& reader, measure& m);
    void load_sections_rated(toml_reader& reader, measure& m);
    void load_score(toml_reader& reader, measure& m);
    std::optional<fraction> load_exact(toml_reader& reader, std::string_view key, bool required);
    std::optional<rate_test> load_limit(toml_reader& reader);
    void plan_counting();
    // rules
    void load_texts(toml_reader& root);
    void load_rules(toml_reader& root);
    void load_rule(toml_reader& reader, rule& r, rule_info& info);
    void load_outcome(toml_reader& reader, rule& r);
    void read_outcome(std::string_view word, const toml::source_region& at, const std::string& what,
                      rule& r);
    void finish_rule(rule& r);
    /// A test as written: ranges of numbers from one cut to before another, or places of words.
    struct parsed_test {
        std::size_t variable = 0;
        std::vector<std::pair<std::optional<cut>, std::optional<cut>>> ranges;
        std::vector<std::size_t> places;  // classes of words; 0 is none or unknown
        bool negated = false;
        std::string text;
    };
    /// One side of a table: a quantity and the bands that its values fall into.
    struct bands {
        std::vector<parsed_test> tests;
        toml::source_region at;
        std::string what;
        std::string_view rule;
    };
    std::vector<parsed_test> load_when(toml_reader& reader);
    std::optional<bands> load_bands(toml_reader& reader, std::string_view key,
                                    const std::vector<parsed_test>& others);
    void load_rule_table(toml_reader& reader, const rule& r, const rule_info& info,
                         std::vector<rule_info>& infos);
    void check_bands();
    static bool is_state_word(std::string_view name) noexcept;
    std::optional<std::size_t> tested_variable(std::string_view name, const std::string& what,
                                               const toml::source_region& at);
    bool parse_test(parsed_test& test, const toml::node& node, const std::string& what, int depth);
    bool parse_number(parsed_test& test, std::string_view text);
    void compile_conditions();
    std::vector<std::uint64_t> compile_test(const parsed_test& test, const variable& v) const;
    std::optional<std::size_t> variable_named(std::string_view name);
    std::vector<std::string_view> words_of(const variable& v) const;
    std::uint32_t load_events(toml_reader& reader);
    event_kind event_named(std::string_view name, const toml::source_region& at,
                           const std::string& what);
    void load_fees(toml_reader& root);
    void load_deadlines(toml_reader& root);
    void load_disclosures(toml_reader& root);
    void load_exceptions(toml_reader& root);
    std::span<const fee_id> fee_list(toml_reader& reader, std::string_view key);
    void warn_unused();
    void warn_repeated();
    static bool answers_before(const rule& earlier, const rule& later);

    // shared
    template <class Each>
    void each_table(toml_reader& root, std::string_view key, std::size_t most, bool required,
                    Each&& each);
    std::optional<std::string_view> new_name(toml_reader& reader, name_list& names,
                                             std::string_view kind);
    std::optional<std::size_t> known(const name_list& names, std::string_view kind,
                                     std::string_view word, const toml::source_region& at,
                                     const std::string& what);
    std::uint64_t bits(const name_list& names, std::string_view kind, toml_reader& reader,
                       std::string_view key);
    std::span<const std::string_view> cites(toml_reader& reader, bool required);
    std::span<const std::string_view> text_list(toml_reader& reader, std::string_view key);

    load_context& context_;
    edition_data& data_;

    name_list sources_, severities_, sections_, tags_, ratings_, statuses_, audits_, facts_, fees_,
        measures_, texts_, rules_, deadlines_, viewers_;
    std::vector<std::string_view> text_of_;
    std::vector<filter> filters_;
    std::vector<measure> measure_list_;
    std::vector<rule> rule_list_;
    std::vector<toml::source_region> rule_places_;
    std::vector<std::vector<parsed_test>> when_;
    std::vector<bands> bands_;
    std::vector<variable> variables_;
    std::vector<std::string_view> default_notice_;  // per status: text, or empty
};

/// Compiles rules and variables into trees. Errors: too many regions.
void build_trees(load_context& context, edition_data& data);

/// Lays out what the rules of each event read, once the trees stand.
void plan_readings(load_context& context, edition_data& data);

/// Applies `based-on` and gives the resolved table; nullopt after an error.
std::optional<toml::table> resolve(load_context& context, toml::table&& own);

/// SHA-256 over the canonical form of a resolved table, 64 hex digits.
std::string content_hash(const toml::table& resolved);

/// Applies `each(reader)` to every table of an array of tables.
template <class Each>
void loader::each_table(toml_reader& root, std::string_view key, std::size_t most, bool required,
                        Each&& each) {
    const auto* node = root.find(key);
    if (node == nullptr) {
        if (required)
            root.error(key, fmt::format("no [[{}]] is given, at least one is needed", key));
        return;
    }
    const auto* list = node->as_array();
    if (list == nullptr || !list->is_array_of_tables()) {
        root.error(key, fmt::format("\"{}\" is {}, expected tables, each headed [[{}]]", key,
                                    kind_of(*node), key));
        return;
    }
    if (list->size() > most) {
        root.error(key, fmt::format("{} [[{}]] are given, at most {} are allowed", list->size(),
                                    key, most));
        return;
    }
    for (const auto& item : *list) {
        if (context_.full())
            return;
        toml_reader reader(context_, *item.as_table(), fmt::format("[[{}]]", key));
        each(reader);
        reader.finish();
    }
}

/// The fewest of a section that are beyond a test's limit, or not below it, of so many; the largest
/// number where the whole is 0. The limit is no less than 0.
std::uint32_t fewest_beyond(const rate_test& test, std::uint64_t whole) noexcept;

}  // namespace certrules::detail
