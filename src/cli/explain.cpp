#include "certrules/explain.hpp"

#include "certrules/json.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>

namespace certrules::cli {

void add_explain(CLI::App& app, outcome&) {
    struct options {
        std::string policy;
        std::uint32_t region = 0;
        bool json = false;
    };
    auto* verb = app.add_subcommand("explain",
                                    "The rule, tests and citations behind a stored region number.");
    auto o = std::make_shared<options>();
    verb->add_option("POLICY", o->policy, "A built-in scheme or edition, or a TOML file")
        ->required();
    verb->add_option("REGION", o->region, "The number that a verdict carries")->required();
    verb->add_flag("--json", o->json, "As JSON");
    verb->callback([o] {
        const auto e = open_edition(o->policy);
        held_output out;
        if (o->json) {
            const auto text = explain_json(e, o->region);
            if (!text)
                throw bad_input(to_string(text.error()));
            out.write(*text + "\n");
        } else {
            const auto x = explain(e, o->region);
            if (!x)
                throw bad_input(to_string(x.error()));
            out.write(
                fmt::format("{}  region {} of {}\n", bold(x->rule_name), o->region, e.name()));
            out.write(row("rule", x->title));
            for (const auto& why : x->because)
                out.write(row("tests", fmt::format("{}: {}", why.measure, why.test)));
            for (const auto& cite : x->cites)
                out.write(row("cites", cite));
            for (const auto& bound : x->bounds)
                out.write(row("region", bound));
        }
        out.release();
    });
}

}  // namespace certrules::cli
