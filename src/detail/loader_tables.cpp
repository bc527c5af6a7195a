// Tables of counts: a rule whose outcome depends on the bands that two quantities fall into is
// read as one rule a cell, in its own place among the rules.

#include "certrules/limits.hpp"
#include "detail/loader.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

std::optional<loader::bands> loader::load_bands(toml_reader& reader, std::string_view key,
                                                const std::vector<parsed_test>& others) {
    const auto* table = reader.table(key, true);
    if (table == nullptr)
        return std::nullopt;
    toml_reader inner(context_, *table, fmt::format("{}: {}", reader.what(), key));
    bands found;
    found.at = table->source();
    found.what = inner.what();
    const auto by = inner.text("by", true);
    const auto v = by ? tested_variable(*by, inner.what(), inner.where("by")) : std::nullopt;
    if (v && std::any_of(others.begin(), others.end(),
                         [&](const auto& test) { return test.variable == *v; }))
        inner.error("by", fmt::format("\"{}\" is tested by this rule already", *by));
    const auto* node = inner.find("bands");
    const auto* list = node != nullptr ? node->as_array() : nullptr;
    if (list == nullptr || list->empty() || list->size() > limits::list_length) {
        inner.error("bands", fmt::format("\"bands\" must be an array of 1 to {} tests",
                                         limits::list_length));
    } else if (v) {
        for (const auto& item : *list) {
            parsed_test test;
            test.variable = *v;
            if (parse_test(test, item, inner.what(), 0))
                found.tests.push_back(std::move(test));
        }
        if (found.tests.size() != list->size())
            found.tests.clear();
    }
    inner.finish();
    return found.tests.empty() ? std::nullopt : std::optional(std::move(found));
}

void loader::load_rule_table(toml_reader& reader, const rule& r, const rule_info& info,
                             std::vector<rule_info>& infos) {
    const auto common = when_.back();
    when_.pop_back();
    const auto* table = reader.table("table");
    if (table == nullptr)
        return;
    toml_reader inner(context_, *table, fmt::format("{}: table", reader.what()));
    const auto rows = load_bands(inner, "rows", common);
    auto tested = common;
    if (rows)
        tested.push_back(rows->tests.front());
    const auto columns = load_bands(inner, "columns", tested);
    const auto* node = inner.find("cells");
    const auto* cells = node != nullptr ? node->as_array() : nullptr;
    if (cells == nullptr)
        inner.error("cells", "\"cells\" must be an array of rows, each an array of outcomes");
    inner.finish();
    if (!rows || !columns || cells == nullptr)
        return;
    for (const auto* side : {&*rows, &*columns}) {
        bands_.push_back(*side);
        bands_.back().rule = info.id;
    }
    if (cells->size() != rows->tests.size()) {
        inner.error("cells", fmt::format("\"cells\" has {} rows, expected {}, one for each band",
                                         cells->size(), rows->tests.size()));
        return;
    }
    for (std::size_t i = 0; i < cells->size(); ++i) {
        const auto* row = cells->get(i)->as_array();
        if (row == nullptr || row->size() != columns->tests.size()) {
            context_.error(cells->get(i)->source(),
                           fmt::format("{}: row {} of \"cells\" has {} outcomes, expected {}, one "
                                       "for each band of the columns",
                                       inner.what(), i + 1, row == nullptr ? 0 : row->size(),
                                       columns->tests.size()));
            continue;
        }
        for (std::size_t j = 0; j < row->size(); ++j) {
            if (rule_list_.size() > limits::rules)
                return;  // said once, for all of them
            const auto& cell = *row->get(j);
            const auto* word = cell.as_string();
            if (word == nullptr) {
                context_.error(cell.source(),
                               fmt::format("{}: \"cells\" holds {}, expected strings", inner.what(),
                                           kind_of(cell)));
                continue;
            }
            if (word->get() == "-")
                continue;  // left to the rules after the table
            auto own = r;
            auto own_info = info;
            own_info.id = context_.keep(fmt::format("{}-{}-{}", info.id, i + 1, j + 1));
            if (rules_.find(own_info.id))
                inner.error("cells",
                            fmt::format("a cell's rule would repeat the id \"{}\"", own_info.id));
            rules_.names.push_back(own_info.id);
            rules_.used.push_back(false);
            rules_.places.push_back(cell.source());
            read_outcome(word->get(), cell.source(), inner.what(), own);
            finish_rule(own);
            when_.push_back(common);
            when_.back().push_back(rows->tests[i]);
            when_.back().push_back(columns->tests[j]);
            rule_list_.push_back(own);
            rule_places_.push_back(cell.source());
            infos.push_back(own_info);
        }
    }
}

/// Bands of one side must not overlap: a case lies in one cell.
void loader::check_bands() {
    std::vector<band_terms> terms;
    for (const auto& side : bands_) {
        std::vector<std::vector<std::uint64_t>> sets;
        for (const auto& test : side.tests)
            sets.push_back(compile_test(test, variables_[test.variable]));
        for (std::size_t i = 0; i < sets.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                for (std::size_t w = 0; w < sets[i].size(); ++w)
                    if ((sets[i][w] & sets[j][w]) != 0) {
                        context_.error(
                            side.at,
                            fmt::format("{}: the bands \"{}\" and \"{}\" overlap", side.what,
                                        side.tests[j].text, side.tests[i].text));
                        break;
                    }
        auto all = sets.front();
        for (const auto& set : sets)
            for (std::size_t w = 0; w < all.size(); ++w)
                all[w] |= set[w];
        terms.push_back({side.rule, static_cast<std::uint8_t>(side.tests.front().variable),
                         context_.keep(all)});
    }
    data_.bands = context_.keep(terms);
}

}  // namespace certrules::detail
