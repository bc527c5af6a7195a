#include "certrules/json.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"
#include "detail/resolved_text.hpp"

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
    auto resolved = std::make_shared<bool>(false);
    show->add_option("POLICY", *name, "A built-in scheme or edition, or a TOML file")->required();
    show->add_flag("--resolved", *resolved,
                   "With what it takes from the edition it is based on, without comments");
    show->callback([name, resolved] {
        held_output text;
        const auto [own, file] = policy_text(*name);
        load_edition(own, file);  // what does not load is not printed
        if (*resolved) {
            auto whole = detail::resolved_text(own, file);
            if (!whole)
                fail(whole.error());
            text.write(*whole);
        } else {
            text.write(own);
        }
        text.release();
    });
    (void)out;
}

}  // namespace certrules::cli
