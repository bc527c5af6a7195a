#include "certrules/version.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"
#include "detail/nearest.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cstdio>
#include <new>
#include <span>

namespace {

using certrules::detail::printable;
using certrules::detail::suggestion;

/// The verb that was asked for; nullptr: none. CLI11 says of one that it does not know only that it
/// expected one.
const CLI::App* verb_of(const CLI::App& app, const std::string& given) {
    if (given.empty() || given.front() == '-')
        return nullptr;
    std::vector<std::string> names;
    for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (verb->get_name() == given)
            return verb;
        names.push_back(verb->get_name());
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw certrules::cli::bad_input(
        fmt::format("unknown verb \"{}\"{}", printable(given), suggestion(given, known)));
}

/// What is wrong with the words given, and where to read how they are meant.
std::string misused(const CLI::App& app, const CLI::App* verb, const CLI::ParseError& wrong,
                    std::span<char*> words) {
    std::string message = wrong.what();
    if (verb == nullptr && dynamic_cast<const CLI::RequiredError*>(&wrong) != nullptr)
        message = "no verb is given";
    std::vector<std::string> options;
    for (const auto* option : (verb != nullptr ? *verb : app).get_options())
        for (const auto& name : option->get_lnames())
            options.push_back("--" + name);
    const std::vector<std::string_view> known(options.begin(), options.end());
    for (const std::string_view word : words) {
        const auto name = word.substr(0, word.find('='));
        if (name == "--")
            break;
        if (!name.starts_with("--") || std::find(known.begin(), known.end(), name) != known.end())
            continue;
        message = fmt::format("unknown option \"{}\"{}", printable(name), suggestion(name, known));
        break;
    }
    return fmt::format("{} (see certrules {}--help)", printable(message),
                       verb != nullptr ? verb->get_name() + " " : "");
}

/// On standard error, each line said to be the program's.
void complain(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        fmt::print(stderr, "certrules: {}\n", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

int main(int argc, char** argv) {
    using namespace certrules::cli;
    CLI::App app(
        "certrules: certification rules as data, decided as pure functions.\n"
        "An independent reading of public documents; the programme's own review decides.",
        "certrules");
    app.set_version_flag("--version", std::string("certrules ") + certrules::version());
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::help);
    outcome out;
    add_decide(app, out);
    add_history(app, out);
    add_explain(app, out);
    add_impact(app, out);
    add_policies(app, out);
    add_check(app, out);
    add_diff(app, out);
    add_test(app, out);
    const CLI::App* verb = nullptr;
    try {
        verb = verb_of(app, argc > 1 ? argv[1] : "");
        app.parse(argc, argv);
        return out.status;
    } catch (const CLI::Success& done) {  // --help, --version
        return app.exit(done);
    } catch (const CLI::ParseError& wrong) {
        complain(misused(app, verb, wrong, std::span(argv, argv + argc)));
    } catch (const bad_input& wrong) {
        complain(wrong.what());
    } catch (const std::bad_alloc&) {
        complain("out of memory");
    }
    return exit_bad;
}
