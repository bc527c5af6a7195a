#include "certrules/policy_tests.hpp"
#include "cli/common.hpp"
#include "cli/progress.hpp"
#include "cli/test_reports.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <fstream>

namespace certrules::cli {

namespace {

struct options {
    std::string policy;
    std::vector<std::string> files;
    std::string filter, junit;
    bool tap = false, json = false;
};

void write_file(const std::string& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file)
        throw bad_input(fmt::format("{}: cannot be written", path));
}

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

int run(const options& o) {
    const auto b = open_policy(o.policy);
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

    held_output out;
    if (!o.junit.empty())
        write_file(o.junit, junit_report(o.policy, tests, reports));
    if (o.json)
        out.write(json_report(o.policy, tests, reports));
    else if (o.tap)
        out.write(tap_report(tests, reports));
    else
        out.write(text_report(tests, reports));
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
    verb->add_flag("--json", o->json, "Print the results as JSON")->excludes(tap);
    verb->callback([o, &out] { out.status = run(*o); });
}

}  // namespace certrules::cli
