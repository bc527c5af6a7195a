#include "certrules/policy_mutants.hpp"

#include "detail/json_writer.hpp"
#include "detail/loader.hpp"
#include "detail/workbench/mutations.hpp"
#include "detail/workbench/ready_pool.hpp"
#include "detail/workbench/same_answers.hpp"
#include "detail/workbench/test_list.hpp"
#include "detail/workbench/toml_tree.hpp"

#include <fmt/format.h>
#include <memory>

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

/// The first test that fails; none if all pass.
const policy_test* first_failure(const book& b, const policy_tests& tests) {
    for (const auto& t : tests.data().tests)
        if (failure_of(b, t) != test_failure::none)
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

/// What the tests make of the changed editions, one after another.
class judge {
public:
    judge(const std::vector<source_edition>& sources, const policy_tests& tests)
        : sources_(sources), tests_(tests), maker_(tests.data()), pools_(sources.size()) {
        for (const auto& s : sources)
            originals_.push_back(s.loaded);
        book_.emplace(originals_);
    }
    const book& unchanged() const noexcept { return *book_; }

    void look(std::size_t place, const edition& changed, policy_mutant& m) {
        auto beside = originals_;
        beside[place] = changed;
        const book now(std::move(beside));
        if (noticed(now, m))
            return;
        const auto& original = sources_[place].loaded;
        // A test made for an earlier change often does for this one.
        for (const auto& made : made_)
            if (failure_of(now, made.test) == test_failure::answer)
                return unnoticed(m, made.text);
        const auto same = same_answers(original, changed);
        const auto name =
            sources_.size() == 1 ? m.what : fmt::format("{}: {}", original.name(), m.what);
        auto made = same.differing
                        ? maker_.make(*book_, &now, name, case_text(original, *same.differing))
                        : std::nullopt;
        if (!made) {
            // Also where the editions are proved alike: that holds for the states that rules lead
            // to (docs/analysis.md), and a test may start from any.
            auto& pool = pools_[place];
            if (!pool)
                pool = std::make_unique<ready_pool>(*book_, original);
            if (const auto* question = pool->find(now))
                made = maker_.make(*book_, &now, name, *question);
        }
        if (made) {
            made_.push_back(std::move(*made));
            return unnoticed(m, made_.back().text);
        }
        if (same.state == mutant_state::equivalent || m.noticed_by.empty()) {
            m.state = same.state;
            m.noticed_by.clear();
            return;
        }
        m.state = mutant_state::noticed;
    }

    /// With the tests that were made for later changes: for a change that has none.
    void look_again(std::size_t place, const edition& changed, policy_mutant& m) const {
        auto beside = originals_;
        beside[place] = changed;
        const book now(std::move(beside));
        for (const auto& made : made_)
            if (failure_of(now, made.test) == test_failure::answer)
                return unnoticed(m, made.text);
    }

private:
    /// Whether a test gets another answer. One that only names another rule, or another reason,
    /// notices something too, if the change makes any difference at all.
    bool noticed(const book& now, policy_mutant& m) {
        for (const auto& t : tests_.data().tests) {
            const auto failure = failure_of(now, t);
            if (failure == test_failure::none)
                continue;
            if (failure == test_failure::answer || m.noticed_by.empty())
                m.noticed_by = t.name;
            if (failure == test_failure::answer) {
                m.state = mutant_state::noticed;
                return true;
            }
        }
        return false;
    }
    static void unnoticed(policy_mutant& m, const std::string& ready) {
        if (m.noticed_by.empty()) {
            m.state = mutant_state::unnoticed;
            m.ready_test = ready;
        } else {
            m.state = mutant_state::noticed;
        }
    }

    const std::vector<source_edition>& sources_;
    const policy_tests& tests_;
    std::vector<edition> originals_;
    std::optional<book> book_;
    test_maker maker_;
    std::vector<test_maker::made> made_;
    std::vector<std::unique_ptr<ready_pool>> pools_;
};

constexpr std::array<std::string_view, 5> state_names{"noticed", "unnoticed", "equivalent",
                                                      "undecided", "invalid"};

}  // namespace

result<std::vector<policy_mutant>, diagnostics> mutate(std::span<const edition_text> texts,
                                                       const policy_tests& tests,
                                                       const mutation_options& o) {
    auto editions = read(texts);
    if (!editions)
        return unexpected(std::move(editions).error());
    judge judged(*editions, tests);
    if (const auto* failing = first_failure(judged.unchanged(), tests))
        return unexpected(diagnostics{
            trouble(tests.data().files[failing->file],
                    fmt::format("test \"{}\" does not pass; nothing was changed", failing->name))});

    std::vector<std::vector<mutation>> plans;
    std::size_t count = 0;
    for (const auto& e : *editions) {
        plans.push_back(mutations_of(e.table));
        if (o.only_changed)
            std::erase_if(plans.back(), [](const mutation& m) { return m.at.path != nullptr; });
        count += plans.back().size();
    }
    std::vector<policy_mutant> all;
    all.reserve(count);
    const auto changed_by = [&](std::size_t i, const mutation& change) {
        auto table = copy_of((*editions)[i].table);
        change.apply(table);
        return load(table, (*editions)[i].file);
    };
    for (std::size_t i = 0; i < editions->size(); ++i) {
        const auto& source = (*editions)[i];
        for (const auto& change : plans[i]) {
            policy_mutant m;
            m.edition = std::string(source.loaded.name());
            m.what = change.what;
            m.file = change.at.path ? *change.at.path : source.file;
            m.line = change.at.begin.line;
            if (const auto changed = changed_by(i, change))
                judged.look(i, *changed, m);
            all.push_back(std::move(m));
            if (o.progress)
                o.progress(all.size(), count);
        }
    }
    auto m = all.begin();
    for (std::size_t i = 0; i < editions->size(); ++i)
        for (const auto& change : plans[i]) {
            if (m->ready_test.empty() && m->state != mutant_state::noticed &&
                m->state != mutant_state::invalid)
                if (const auto changed = changed_by(i, change))
                    judged.look_again(i, *changed, *m);
            ++m;
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
