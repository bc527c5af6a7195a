#include "certrules/json.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>

namespace certrules::cli {

namespace {

void list_policies(bool json) {
    held_output out;
    if (json) {
        const auto list = policies_json();
        if (!list)
            fail(list.error());
        out.write(*list + "\n");
        out.release();
        return;
    }
    for (const auto name : builtin_editions()) {
        const auto e = edition::builtin(name);
        if (!e)
            fail(e.error());
        out.write(fmt::format("{}  from {}  {}\n{:28}  {}\n", bold(fmt::format("{:28}", name)),
                              to_string(e->effective_from()), e->title(), "", dim(e->hash())));
    }
    out.release();
}

}  // namespace

void add_policies(CLI::App& app, outcome& out) {
    auto* list = app.add_subcommand("policies", "List the built-in editions.");
    auto json = std::make_shared<bool>(false);
    list->add_flag("--json", *json, "As JSON");
    list->callback([json] { list_policies(*json); });

    auto* show = app.add_subcommand("policy", "Print an edition as TOML.");
    auto name = std::make_shared<std::string>();
    show->add_option("POLICY", *name, "A built-in scheme or edition, or a TOML file")->required();
    show->callback([name] {
        held_output text;
        open_policy(*name);  // an edition that does not load is not printed
        text.write(policy_text(*name).first);
        text.release();
    });
    (void)out;
}

}  // namespace certrules::cli
