#include "certrules/limits.hpp"
#include "certrules/money.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>

namespace certrules::detail {

void loader::load_fees(toml_reader& root) {
    std::vector<word_info> words;
    std::vector<fee_terms> list;
    const auto amount = [](toml_reader& reader,
                           std::string_view key) -> std::optional<std::int64_t> {
        const auto text = reader.text(key, key == "amount", 32);
        if (!text || (key == "amount" && *text == "not-published"))
            return std::nullopt;
        const auto found = parse_amount(*text);
        if (!found || *found < 0)
            reader.error(
                key, fmt::format("\"{}\" is \"{}\", expected an amount such as \"1500.00\"{}", key,
                                 *text, key == "amount" ? ", or \"not-published\"" : ""));
        return found;
    };
    const auto event_of = [&](toml_reader& reader, std::string_view key) {
        const auto name = reader.text(key);
        return name ? event_named(*name, reader.where(key), reader.what()) : event_kind{};
    };
    each_table(root, "fee", limits::words, false, [&](toml_reader& reader) {
        const auto id = new_name(reader, fees_, "fee").value_or("");
        words.push_back({id, context_.keep(reader.text("title", true).value_or(""))});
        fee_terms terms;
        terms.payee = context_.keep(reader.text("payee", true).value_or(""));
        terms.amount = amount(reader, "amount");
        constexpr std::array<std::string_view, 1> per{"man-day"};
        terms.per_man_day = reader.choice("per", per).has_value();
        terms.cap = amount(reader, "cap");
        if (terms.cap && !terms.per_man_day)
            reader.error("cap", "a cap needs an amount per man-day");
        // Man-days come in hundredths, and amounts are exact to the minor unit.
        if (terms.per_man_day && terms.amount && *terms.amount % 100 != 0)
            reader.error("amount",
                         "an amount per man-day must be whole, since man-days have two decimals");
        terms.man_days_of = event_of(reader, "man_days_of");
        terms.due_on = event_of(reader, "due_on");
        terms.cites = cites(reader, true);
        list.push_back(terms);
    });
    data_.fee_words = context_.keep(words);
    data_.fees = context_.keep(list);
}

std::span<const fee_id> loader::fee_list(toml_reader& reader, std::string_view key) {
    std::vector<fee_id> list;
    for (const auto& [word, at] : reader.words(key))
        if (const auto place = known(fees_, "fee", word, at, reader.what()))
            list.push_back(static_cast<fee_id>(*place));
    return context_.keep(list);
}

}  // namespace certrules::detail
