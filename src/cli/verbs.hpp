#pragma once

/// Each verb of the program adds its own command; its file has the rest.

#include <CLI/CLI.hpp>

namespace certrules::cli {

/// The exit status of the verb that ran.
struct outcome {
    int status = 0;
};

void add_decide(CLI::App& app, outcome& out);
/// replay, calendar, fees, disclosures
void add_history(CLI::App& app, outcome& out);
void add_explain(CLI::App& app, outcome& out);
void add_impact(CLI::App& app, outcome& out);
void add_policies(CLI::App& app, outcome& out);
void add_diff(CLI::App& app, outcome& out);
void add_test(CLI::App& app, outcome& out);
void add_check(CLI::App& app, outcome& out);

}  // namespace certrules::cli
