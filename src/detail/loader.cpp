#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include "certrules/book.hpp"
#include "certrules/limits.hpp"
#include "detail/sha256.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

/// The item of an array of tables whose id is `id`, or nullptr.
toml::table* item_with_id(toml::array& list, std::string_view id, std::size_t* place = nullptr) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto* table = list[i].as_table();
        if (table == nullptr)
            continue;
        if ((*table)["id"].value<std::string_view>() == id) {
            if (place != nullptr)
                *place = i;
            return table;
        }
    }
    return nullptr;
}

std::vector<std::string_view> ids_of(const toml::array& list) {
    std::vector<std::string_view> ids;
    for (const auto& item : list)
        if (const auto* table = item.as_table())
            ids.push_back((*table)["id"].value<std::string_view>().value_or(""));
    return ids;
}

/// What a variant adds to its base: tables by key, lists of tables by id.
class merger {
public:
    explicit merger(load_context& context) : context_(context) {}

    void tables(toml::table& base, toml::table& own) {
        for (auto&& [key, value] : own) {
            auto* found = base.get(key.str());
            if (found != nullptr && value.is_table() && found->is_table()) {
                tables(*found->as_table(), *value.as_table());
            } else if (found != nullptr && value.is_array_of_tables() &&
                       found->is_array_of_tables()) {
                lists(*found->as_array(), *value.as_array());
            } else {
                base.insert_or_assign(key, std::move(value));
            }
        }
    }

    void drop(toml::table& base, toml::table& own) {
        auto* wanted = own.get("drop");
        if (wanted == nullptr)
            return;
        auto* table = wanted->as_table();
        if (table == nullptr) {
            context_.error(wanted->source(),
                           fmt::format("\"drop\" is {}, expected a table of ids by "
                                       "kind, such as {{ rule = [\"…\"] }}",
                                       kind_of(*wanted)));
            own.erase("drop");
            return;
        }
        for (auto&& [kind, ids] : *table) {
            auto* list = base.get_as<toml::array>(kind.str());
            auto* names = ids.as_array();
            if (list == nullptr || names == nullptr) {
                context_.error(kind.source(),
                               fmt::format("drop: \"{}\" is no list of the base, or its "
                                           "ids are no array",
                                           kind.str()));
                continue;
            }
            for (auto& name : *names) {
                std::size_t place = 0;
                const auto id = name.value<std::string_view>();
                if (!id)
                    context_.error(name.source(),
                                   fmt::format("drop: \"{}\" holds {}, expected ids as strings",
                                               kind.str(), kind_of(name)));
                else if (item_with_id(*list, *id, &place) == nullptr)
                    context_.error(name.source(),
                                   fmt::format("drop: the base has no [[{}]] \"{}\"{}", kind.str(),
                                               *id, suggestion(*id, ids_of(*list))));
                else
                    list->erase(list->begin() + static_cast<std::ptrdiff_t>(place));
            }
            if (list->empty())
                base.erase(kind.str());
        }
        own.erase("drop");
    }

private:
    /// A new entry without the title that its like have may be one of the base's, misspelt.
    void hint(const toml::array& base, const toml::table& own, std::string_view id) {
        std::vector<std::string_view> known;
        for (const auto& item : base)
            if (const auto* table = item.as_table(); table != nullptr && table->contains("title"))
                known.push_back((*table)["id"].value<std::string_view>().value_or(""));
        const auto near = own.contains("title") ? std::string_view() : nearest(id, known);
        if (const auto* named = own.get("id"); named != nullptr && !near.empty())
            context_.warning(
                named->source(),
                fmt::format("the base has no entry \"{}\", so it is a new one; did you "
                            "mean \"{}\"?",
                            id, near));
    }

    void lists(toml::array& base, toml::array& own) {
        for (auto& item : own) {
            auto& table = *item.as_table();
            const auto id = table["id"].value<std::string>().value_or("");
            if (auto* same = item_with_id(base, id)) {
                // A variant's field replaces the base's whole: its conditions do not mix.
                for (auto&& [key, value] : table)
                    same->insert_or_assign(key, std::move(value));
                continue;
            }
            hint(base, table, id);
            auto at = base.end();
            if (const auto* before = table.get("before")) {
                const auto named = before->value<std::string_view>();
                std::size_t place = 0;
                if (!named)
                    context_.error(
                        before->source(),
                        fmt::format("before: {}, expected the id of an entry of the base",
                                    kind_of(*before)));
                else if (item_with_id(base, *named, &place) == nullptr)
                    context_.error(before->source(),
                                   fmt::format("before: the base has no entry \"{}\"{}", *named,
                                               suggestion(*named, ids_of(base))));
                else
                    at = base.begin() + static_cast<std::ptrdiff_t>(place);
                table.erase("before");
            }
            base.insert(at, std::move(table));
        }
    }

    load_context& context_;
};

/// Lengths before text, so that no two different tables share a form.
void canonical(const toml::node& node, sha256& hash, std::string_view without = {}) {
    const auto put = [&](std::string_view kind, std::string_view text) {
        const auto head = fmt::format("{}{}:", kind, text.size());
        hash.update(head);
        hash.update(text);
    };
    node.visit([&](const auto& n) {
        using kind = std::decay_t<decltype(n)>;
        if constexpr (std::is_same_v<kind, toml::table>) {
            put("t", std::to_string(n.size() - (n.contains(without) ? 1 : 0)));
            for (const auto& [key, value] : n) {  // in the order of the keys
                if (key == without)
                    continue;
                put("k", key.str());
                canonical(value, hash);
            }
        } else if constexpr (std::is_same_v<kind, toml::array>) {
            put("a", std::to_string(n.size()));
            for (const auto& value : n)
                canonical(value, hash);
        } else if constexpr (std::is_same_v<kind, toml::value<std::string>>) {
            put("s", n.get());
        } else if constexpr (std::is_same_v<kind, toml::value<std::int64_t>>) {
            put("i", std::to_string(n.get()));
        } else if constexpr (std::is_same_v<kind, toml::value<bool>>) {
            put("b", n.get() ? "1" : "0");
        } else if constexpr (std::is_same_v<kind, toml::value<toml::date>>) {
            put("d",
                fmt::format("{:04}-{:02}-{:02}", n->year, unsigned{n->month}, unsigned{n->day}));
        } else {
            put("x", "");  // floating-point numbers and times: no edition that loads has any
        }
    });
}

/// Says which file a tree came from. toml++ would do so itself, but copies the name inside a
/// function that may not throw: out of memory there would end the host.
void name_file(toml::node& node, const std::shared_ptr<const std::string>& file) {
    // The node is not const, and has no other way to be told.
    const_cast<toml::source_region&>(node.source()).path = file;  // NOLINT(*-const-cast)
    if (auto* table = node.as_table())
        for (auto&& [key, value] : *table)
            name_file(value, file);
    if (auto* array = node.as_array())
        for (auto& value : *array)
            name_file(value, file);
}

}  // namespace

std::optional<toml::table> resolve(load_context& context, toml::table&& own) {
    const auto* based_on = own.get("based_on");
    if (based_on == nullptr)
        return std::move(own);
    const auto name = based_on->value<std::string>().value_or("");
    const auto text = builtin_text(name);
    if (text.empty()) {
        context.error(based_on->source(), fmt::format("based_on: unknown edition \"{}\"{}", name,
                                                      suggestion(name, builtin_editions())));
        return std::nullopt;
    }
    auto parsed = toml::parse(text);
    if (!parsed || parsed.table().contains("based_on")) {
        context.error(based_on->source(), fmt::format("based_on: \"{}\" is itself based on another "
                                                      "edition; name that one",
                                                      name));
        return std::nullopt;
    }
    auto base = std::move(parsed).table();
    // Two editions under one name could not be told apart in a verdict.
    const auto* named = own.get("edition");
    const auto same = [&](std::string_view key) {
        const auto mine = own[key].value<std::string_view>();
        return !mine || mine == base[key].value<std::string_view>();
    };
    if (named == nullptr || (same("edition") && same("scheme") && named->is_string())) {
        const auto own_name = base["edition"].value<std::string_view>().value_or("");
        context.error(named != nullptr ? named->source() : based_on->source(),
                      fmt::format("edition: {}: name this variant, such as edition = \"{}+mine\"",
                                  named != nullptr ? "\"edition\" is that of the base"
                                                   : "field \"edition\" is missing",
                                  own_name));
    }
    name_file(base, std::make_shared<const std::string>(name + ".toml"));
    own.erase("based_on");
    merger merge(context);
    merge.drop(base, own);
    merge.tables(base, own);
    return base;
}

std::string content_hash(const toml::table& resolved) {
    sha256 hash;
    canonical(resolved, hash, "exception");  // declared against the checks, it changes no answer
    const auto hex = to_hex(hash.finish());
    return {hex.begin(), hex.end()};
}

void loader::load(const toml::table& root) {
    toml_reader reader(context_, root, "edition");
    load_sources(reader);
    load_header(reader);
    load_calendar(reader);
    load_severities_and_sections(reader);
    load_facts(reader);
    load_fees(reader);
    load_texts(reader);
    load_statuses(reader);
    load_audits(reader);
    load_deadlines(reader);
    load_disclosures(reader);
    load_measures(reader);
    load_rules(reader);
    load_exceptions(reader);
    reader.finish();
    data_.names = {context_.keep(severities_.names), context_.keep(sections_.names),
                   context_.keep(tags_.names),       context_.keep(ratings_.names),
                   context_.keep(statuses_.names),   context_.keep(audits_.names),
                   context_.keep(facts_.names),      context_.keep(fees_.names)};
    warn_unused();
    if (context_.failed())
        return;
    warn_repeated();
    build_trees(context_, data_);
    if (!context_.failed())
        plan_readings(context_, data_);
}

}  // namespace certrules::detail
