#include "certrules/version.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"
#include "detail/nearest.hpp"
#include "detail/printable.hpp"

#include <algorithm>
#include <cstdio>
#include <new>

namespace {

/// CLI11 says of a verb that it does not know only that it expected one.
void known_verb(const CLI::App& app, const std::string& given) {
    std::vector<std::string> names;
    for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(verb->get_name());
    if (std::find(names.begin(), names.end(), given) != names.end())
        return;
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw certrules::cli::bad_input("unknown verb \"" + certrules::detail::printable(given) + "\"" +
                                    certrules::detail::suggestion(given, known));
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
    try {
        if (argc > 1 && *argv[1] != '-')
            known_verb(app, argv[1]);
        app.parse(argc, argv);
        return out.status;
    } catch (const CLI::Success& done) {  // --help, --version
        return app.exit(done);
    } catch (const CLI::ParseError& wrong) {
        std::fprintf(stderr, "certrules: %s (see certrules --help)\n", wrong.what());
    } catch (const bad_input& wrong) {
        std::fprintf(stderr, "certrules: %s\n", wrong.what());
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "certrules: out of memory\n");
    }
    return exit_bad;
}
