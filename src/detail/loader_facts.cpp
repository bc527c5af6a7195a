#include "certrules/limits.hpp"
#include "detail/exact.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, 3> fact_types{"yes-no", "one-of", "number"};

}  // namespace

/// The values of a yes-no or one-of fact.
std::vector<std::string_view> loader::load_values(toml_reader& reader, const fact_info& info) {
    if (info.type == fact_type::yes_no)
        return {"no", "yes"};
    std::vector<std::string_view> values;
    for (const auto& [word, at] : reader.words("values", true)) {
        if (word == "unknown" || word == "not" || word.empty() ||
            std::find(values.begin(), values.end(), word) != values.end())
            context_.error(
                at, fmt::format("{}: value \"{}\" is repeated or reserved", reader.what(), word));
        else if (word.size() > limits::id_length)
            context_.error(at, fmt::format("{}: a value has {} bytes, expected 1 to {}",
                                           reader.what(), word.size(), limits::id_length));
        else
            values.push_back(context_.keep(word));
    }
    if (values.size() >= limits::words)
        reader.error("values", fmt::format("{} values, at most {} are allowed", values.size(),
                                           limits::words - 1));
    return values;
}

/// What a number may be, in units of 10^-decimals.
void loader::load_number(toml_reader& reader, fact_info& info) {
    info.decimals = static_cast<std::uint8_t>(reader.integer("decimals", 0, 6).value_or(0));
    const auto scale = power_of_ten(info.decimals);
    const auto in_units = [&](std::string_view key, std::int64_t otherwise) {
        const auto f = load_exact(reader, key, false);
        if (!f)
            return otherwise;
        if (scale % f->den == 0 && f->num <= limits::number / scale &&
            f->num >= -limits::number / scale)
            return f->num * (scale / f->den);
        reader.error(key, fmt::format("\"{}\" is {}, expected a number with at most {} decimals "
                                      "within +-{}",
                                      key, to_text(*f), info.decimals, limits::number / scale));
        return otherwise;
    };
    info.lowest = in_units("at_least", 0);
    info.highest = in_units("at_most", limits::number);
    std::vector<std::int64_t> allowed;
    if (const auto* node = reader.find("allowed")) {
        const auto* array = node->as_array();
        if (array == nullptr || array->empty() || array->size() > limits::list_length ||
            !array->is_homogeneous<std::int64_t>())
            reader.error("allowed", fmt::format("\"allowed\" is {}, expected an array of 1 to {} "
                                                "integers",
                                                array != nullptr ? "another array" : kind_of(*node),
                                                limits::list_length));
        else
            for (const auto& item : *array)
                allowed.push_back(std::clamp(item.as_integer()->get(), -limits::number / scale,
                                             limits::number / scale) *
                                  scale);
        std::sort(allowed.begin(), allowed.end());
        if (!allowed.empty()) {
            info.lowest = allowed.front();
            info.highest = allowed.back();
        }
    }
    info.allowed = context_.keep(allowed);
    if (info.lowest > info.highest)
        reader.error("at_most", "\"at_most\" lies below \"at_least\"");
}

void loader::load_facts(toml_reader& root) {
    std::vector<fact_info> list;
    std::vector<event_kind> set_by;
    each_table(root, "fact", limits::words, false, [&](toml_reader& reader) {
        fact_info info;
        info.id = new_name(reader, facts_, "fact").value_or("");
        if (is_state_word(info.id))
            reader.error("id", fmt::format("\"{}\" is a word of the state", info.id));
        info.title = context_.keep(reader.text("title", true).value_or(""));
        const auto type = reader.choice("type", fact_types, true);
        info.type = static_cast<fact_type>(type.value_or(0));
        info.factory_changes = reader.flag("factory_changes");
        // Hosts may give it although no rule asks.
        facts_.used.back() = reader.flag("recorded_only");
        std::vector<std::string_view> values;
        if (info.type == fact_type::number)
            load_number(reader, info);
        else
            values = load_values(reader, info);
        info.values = context_.keep(values);
        std::vector<std::int16_t> order;
        for (const auto& [word, at] : reader.words("order")) {
            const auto it = std::find(values.begin(), values.end(), word);
            if (it == values.end() && word != "unknown")
                context_.error(at,
                               fmt::format("{}: \"order\" names \"{}\", no value of this fact{}",
                                           reader.what(), word, suggestion(word, values)));
            else
                order.push_back(it == values.end()
                                    ? std::int16_t{-1}
                                    : static_cast<std::int16_t>(it - values.begin()));
        }
        info.order = context_.keep(order);
        auto setter = event_kind{};
        if (const auto name = reader.text("set_by")) {
            setter = event_named(*name, reader.where("set_by"), reader.what());
            if (type && info.type != fact_type::yes_no)
                reader.error("set_by", "only a yes-no fact can be set by an event");
        }
        set_by.push_back(setter);
        list.push_back(info);
    });
    data_.facts = context_.keep(list);
    data_.fact_events = context_.keep(set_by);
}

/// The event of a name; none, after an error, for an unknown one.
event_kind loader::event_named(std::string_view name, const toml::source_region& at,
                               const std::string& what) {
    if (const auto kind = find_event(name))
        return *kind;
    std::vector<std::string_view> names;
    for (std::size_t k = 1; k < event_kinds; ++k)
        names.push_back(name_of(static_cast<event_kind>(k)));
    context_.error(at,
                   fmt::format("{}: unknown event \"{}\"{}", what, name, suggestion(name, names)));
    return {};
}

}  // namespace certrules::detail
