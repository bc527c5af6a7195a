#include "certrules/policy_coverage.hpp"
#include "certrules/policy_mutants.hpp"
#include "cli/common.hpp"
#include "cli/progress.hpp"
#include "cli/test_reports.hpp"
#include "cli/verbs.hpp"
#include "detail/resolved_text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <fstream>
#include <optional>

namespace certrules::cli {

namespace {

struct options {
    std::string policy;
    std::vector<std::string> files;
    std::string filter, junit, ready;
    bool tap = false, json = false, coverage = false, mutate = false;
    bool only_changed = false, all = false;
};

policy_tests read(const book& b, const options& o) {
    std::vector<std::string> texts;
    std::vector<policy_test_text> files;
    for (const auto& path : o.files)
        texts.push_back(read_all(path));
    for (std::size_t i = 0; i < texts.size(); ++i)
        files.push_back({o.files[i], texts[i]});
    auto tests = policy_tests::parse(b, files);
    if (!tests)
        fail(tests.error());
    return std::move(*tests);
}

/// The text of each of the policy's editions.
std::vector<std::pair<std::string, std::string>> edition_texts(const std::string& policy,
                                                               const book& b) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& e : b.editions()) {
        bool found = false;
        for (const auto name : builtin_editions()) {
            const auto one = edition::builtin(name);
            if (found || !one || one->hash() != e.hash())
                continue;
            texts.emplace_back(std::string(name) + ".toml", builtin_text(name));
            found = true;
        }
        if (!found) {
            auto [text, file] = policy_text(policy);
            texts.emplace_back(std::move(file), std::move(text));
        }
    }
    return texts;
}

std::vector<policy_mutant> mutants(const options& o, const book& b, const policy_tests& tests) {
    const auto texts = edition_texts(o.policy, b);
    std::vector<edition_text> editions;
    for (const auto& [file, text] : texts)
        editions.push_back({file, text});
    auto bar = std::make_unique<progress>("mutate", 1, "changes");
    mutation_options options;
    options.only_changed = o.only_changed;
    std::size_t total = 0;
    options.progress = [&](std::size_t done, std::size_t all) {
        if (total == 0)
            bar = std::make_unique<progress>("mutate", all, "changes");
        total = all;
        bar->at(done, done);
    };
    auto found = mutate(editions, tests, options);
    bar.reset();
    if (!found)
        fail(found.error());
    return std::move(*found);
}

/// The edition that the policy is based on, if that is asked for.
std::optional<book> base(const options& o) {
    if (!o.only_changed)
        return std::nullopt;
    const auto [text, file] = policy_text(o.policy);
    const auto name = detail::base_name(text);
    if (name.empty())
        throw bad_input(fmt::format("--only-changed: {} is based on no other edition", file));
    return open_policy(name);
}

std::string ready_report(const ready_file& ready) {
    if (ready.text.empty())
        return {};
    return fmt::format(
        "\n# Ready tests for what is missed, from here on a file of its own. They expect what the\n"
        "# edition answers now: check each against its source.\n{}{}",
        ready.text,
        ready.more == 0 ? ""
                        : fmt::format("\n# {} more tests: --all prints them, --ready FILE writes "
                                      "them\n",
                                      ready.more));
}

/// Writes the ready tests, if there are any: a file without tests is none. What stood there stays.
void write_ready(const std::string& path, const ready_file& ready) {
    if (ready.tests != 0)
        return write_file(path, ready.text);
    fmt::print(stderr, "certrules: --ready: {}; {} is not written\n",
               ready.text.empty() ? "nothing is missed" : "no test was found for what is missed",
               path);
}

int run(const options& o) {
    const auto b = open_policy(o.policy);
    for (const auto& [option, path] :
         {std::pair("--ready", &o.ready), std::pair("--junit", &o.junit)})
        if (!path->empty()) {
            check_output(option, *path, {o.policy});
            for (const auto& file : o.files)
                check_output(option, *path, {file});
        }
    const auto based_on = base(o);
    const auto tests = read(b, o);
    std::vector<test_report> reports;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < tests.size(); ++i)
        if (tests.name(i).find(o.filter) != std::string_view::npos)
            chosen.push_back(i);
    if (chosen.empty())
        throw bad_input(
            fmt::format("no test's name contains \"{}\", of {} tests", o.filter, tests.size()));
    diagnostics wrong;
    std::size_t failed = 0;
    auto bar = std::make_unique<progress>("test", chosen.size(), "tests");
    std::size_t done = 0;
    for (const auto i : chosen) {
        auto r = tests.run(b, i);
        if (!r) {
            wrong.push_back(r.error());
        } else {
            failed += r->passed ? 0U : 1U;
            reports.push_back({i, std::move(*r)});
        }
        ++done;
        bar->at(done, done);
    }
    bar.reset();
    if (!wrong.empty())
        fail(wrong);

    std::vector<edition_coverage> covered;
    std::vector<policy_mutant> changed;
    if (o.coverage)
        covered = coverage(b, tests, {based_on ? &*based_on : nullptr});
    const bool mutates = o.mutate && failed == 0;
    if (mutates)
        changed = mutants(o, b, tests);

    constexpr std::size_t everything = static_cast<std::size_t>(-1);
    constexpr std::size_t a_few = 10;
    held_output out;
    if (!o.ready.empty() && (o.coverage || mutates))
        write_ready(o.ready, ready_tests(covered, changed, everything));
    if (o.mutate && !mutates)
        fmt::print(
            stderr,
            "certrules: --mutate: nothing was changed, since {} test{}: whether a change is "
            "noticed can be told once all pass{}\n",
            failed, failed == 1 ? " fails" : "s fail",
            o.ready.empty() || o.coverage ? "" : fmt::format("; {} is not written", o.ready));
    if (!o.junit.empty())
        write_file(o.junit, junit_report(o.policy, tests, reports));
    if (o.json)
        out.write(json_report(o.policy, tests, reports, o.coverage ? to_json(covered) : "",
                              mutates ? to_json(changed) : ""));
    else if (o.tap)
        out.write(tap_report(tests, reports));
    else
        out.write(text_report(tests, reports) + coverage_report(covered) + mutants_report(changed) +
                  ready_report(ready_tests(covered, changed, o.all ? everything : a_few)));
    out.release();
    return failed != 0 ? exit_no : exit_ok;
}

}  // namespace

void add_test(CLI::App& app, outcome& out) {
    auto* verb = app.add_subcommand("test", "Run policy tests written in TOML.");
    auto o = std::make_shared<options>();
    verb->add_option("POLICY", o->policy, "A built-in scheme or edition, or a TOML file")
        ->required();
    verb->add_option("TESTS", o->files, "Files of policy tests; - is standard input")->required();
    verb->add_option("--filter", o->filter, "Only tests whose name contains this text");
    verb->add_option("--junit", o->junit, "Also write the results to this file, as JUnit XML");
    auto* tap = verb->add_flag("--tap", o->tap, "Print the results as TAP version 14");
    verb->add_flag("--coverage", o->coverage,
                   "Tell which rules, regions, boundaries and transitions the tests "
                   "exercise")
        ->excludes(tap);
    verb->add_flag("--mutate", o->mutate,
                   "Change the policy in every small way, and tell what no test "
                   "notices")
        ->excludes(tap);
    verb->add_flag("--all", o->all, "Print a ready test for everything missed, not only for some");
    verb->add_option("--ready", o->ready, "Write a ready test for everything missed to this file");
    verb->add_flag("--only-changed", o->only_changed,
                   "Look only at what a variant changes of the edition it is based on");
    verb->add_flag("--json", o->json, "Print the results as JSON")->excludes(tap);
    verb->callback([o, &out] {
        if (!o->coverage && !o->mutate && (o->all || o->only_changed || !o->ready.empty()))
            throw CLI::RequiredError("--coverage or --mutate");
        out.status = run(*o);
    });
}

}  // namespace certrules::cli
