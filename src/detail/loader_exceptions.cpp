// What an edition declares against the checks of `analyse`.

#include "certrules/analyse.hpp"
#include "certrules/limits.hpp"
#include "detail/loader.hpp"

#include <fmt/format.h>
#include <array>

namespace certrules::detail {

void loader::load_exceptions(toml_reader& root) {
    constexpr std::array kinds{problem_kind::gap,         problem_kind::never_fires,
                               problem_kind::hidden,      problem_kind::monotone,
                               problem_kind::unreachable, problem_kind::no_way_out,
                               problem_kind::no_end,      problem_kind::bands};
    std::vector<exception_terms> list;
    name_list names;
    each_table(root, "exception", limits::words, false, [&](toml_reader& reader) {
        exception_terms t;
        t.id = new_name(reader, names, "exception").value_or("");
        std::array<std::string_view, kinds.size()> words;
        for (std::size_t i = 0; i < kinds.size(); ++i)
            words[i] = name_of(kinds[i]);
        if (const auto kind = reader.choice("kind", words, true))
            t.kind = static_cast<std::uint8_t>(kinds[*kind]);
        std::vector<rule_id> rules;
        for (const auto& [word, at] : reader.words("rules"))
            if (const auto r = known(rules_, "rule", word, at, reader.what()))
                rules.push_back(static_cast<rule_id>(*r));
        t.rules = context_.keep(rules);
        t.statuses = bits(statuses_, "status", reader, "statuses");
        for (const auto& [word, at] : reader.words("events"))
            if (const auto kind = event_named(word, at, reader.what()); kind != event_kind{})
                t.events |= 1U << static_cast<unsigned>(kind);
        const auto kind = static_cast<problem_kind>(t.kind);
        const std::string_view wanted =
            kind == problem_kind::gap                                               ? "events"
            : kind == problem_kind::unreachable || kind == problem_kind::no_way_out ? "statuses"
                                                                                    : "rules";
        for (const auto* key : {"rules", "statuses", "events"})
            if (t.kind != 0 && reader.has(key) != (wanted == key))
                reader.error(reader.has(key) ? key : "kind",
                             fmt::format("an exception of the kind \"{}\" names its {}",
                                         name_of(kind), wanted));
        t.reason = context_.keep(reader.text("reason", true).value_or(""));
        t.cites = cites(reader, true);
        list.push_back(t);
    });
    data_.exceptions = context_.keep(list);
}

}  // namespace certrules::detail
