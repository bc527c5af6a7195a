#include "certrules/policy_mutants.hpp"

#include "detail/json_writer.hpp"
#include "detail/loader.hpp"
#include "detail/workbench/mutations.hpp"
#include "detail/workbench/same_answers.hpp"
#include "detail/workbench/test_list.hpp"
#include "detail/workbench/toml_tree.hpp"

#include <fmt/format.h>

namespace certrules {

using namespace detail;

namespace {

diagnostic trouble(std::string_view file, std::string message) {
    diagnostic d;
    d.file = std::string(file);
    d.message = std::move(message);
    return d;
}

/// An edition of a resolved table; nullopt if it is none.
std::optional<edition> load(const toml::table& table, std::string_view file) {
    auto* memory = std::pmr::new_delete_resource();
    const auto data = std::make_shared<edition_data>(memory);
    load_context context(file, data->arena);
    loader(context, *data).load(table);
    if (context.failed())
        return std::nullopt;
    data->hash = context.keep(content_hash(table));
    return edition(data);
}

bool passes(const book& b, const policy_test& t) {
    const auto answer = answer_of(b, t, false, nullptr);
    if (answer.got.find("error") != nullptr && !expects_error(t.expected))
        return false;
    return compare(t.expected, answer.got).empty();
}

/// The first test that fails; none if all pass.
const policy_test* first_failure(const book& b, const policy_tests& tests) {
    for (const auto& t : tests.data().tests)
        if (!passes(b, t))
            return &t;
    return nullptr;
}

struct source_edition {
    std::string file;
    toml::table table;
    edition loaded;
};

result<std::vector<source_edition>, diagnostics> read(std::span<const edition_text> texts) {
    std::vector<source_edition> all;
    for (const auto& text : texts) {
        edition::options o;
        o.file = text.file;
        auto loaded = edition::parse(text.toml, o);
        if (!loaded)
            return unexpected(std::move(loaded).error());
        load_context context(text.file, *std::pmr::new_delete_resource());
        auto parsed = toml::parse(text.toml);
        auto table = parsed ? resolve(context, std::move(parsed).table()) : std::nullopt;
        if (!table)
            return unexpected(context.take());
        all.push_back({std::string(text.file), std::move(*table), std::move(*loaded)});
    }
    return all;
}

constexpr std::array<std::string_view, 5> state_names{"noticed", "unnoticed", "equivalent",
                                                      "undecided", "invalid"};

}  // namespace

result<std::vector<policy_mutant>, diagnostics> mutate(std::span<const edition_text> texts,
                                                       const policy_tests& tests,
                                                       const mutation_options& o) {
    auto editions = read(texts);
    if (!editions)
        return unexpected(std::move(editions).error());
    std::vector<edition> originals;
    for (const auto& e : *editions)
        originals.push_back(e.loaded);
    if (const auto* failing = first_failure(book(originals), tests))
        return unexpected(diagnostics{
            trouble(tests.data().files[failing->file],
                    fmt::format("test \"{}\" does not pass; nothing was changed", failing->name))});

    std::vector<std::vector<mutation>> plans;
    std::size_t count = 0;
    for (const auto& e : *editions) {
        plans.push_back(mutations_of(e.table));
        count += plans.back().size();
    }
    std::vector<policy_mutant> all;
    all.reserve(count);
    for (std::size_t i = 0; i < editions->size(); ++i) {
        const auto& source = (*editions)[i];
        for (const auto& change : plans[i]) {
            policy_mutant m;
            m.edition = std::string(source.loaded.name());
            m.what = change.what;
            m.file = change.at.path ? *change.at.path : source.file;
            m.line = change.at.begin.line;
            auto table = copy_of(source.table);
            change.apply(table);
            if (const auto changed = load(table, source.file)) {
                auto beside = originals;
                beside[i] = *changed;
                if (const auto* failing = first_failure(book(beside), tests)) {
                    m.state = mutant_state::noticed;
                    m.noticed_by = failing->name;
                } else {
                    const auto same = same_answers(source.loaded, *changed, m.what);
                    m.state = same.state;
                    m.ready_test = same.ready_test;
                }
            }
            all.push_back(std::move(m));
            if (o.progress)
                o.progress(all.size(), count);
        }
    }
    return all;
}

std::string to_json(const std::vector<policy_mutant>& all) {
    json_writer out;
    out.open('{');
    for (std::size_t s = 0; s < state_names.size(); ++s) {
        std::int64_t n = 0;
        for (const auto& m : all)
            n += static_cast<std::size_t>(m.state) == s ? 1 : 0;
        out.key(state_names[s]).number(n);
    }
    out.key("mutants").open('[');
    for (const auto& m : all) {
        if (m.state == mutant_state::noticed || m.state == mutant_state::invalid)
            continue;
        out.open('{').key("edition").string(m.edition).key("what").string(m.what);
        out.key("file").string(m.file).key("line").number(m.line);
        out.key("state").string(state_names[static_cast<std::size_t>(m.state)]);
        out.key("ready_test").name(m.ready_test).close('}');
    }
    out.close(']').close('}');
    return out.take();
}

}  // namespace certrules
