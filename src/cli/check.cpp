#include "certrules/analyse.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>

namespace certrules::cli {

namespace {

std::string answer_line(const answer_text& a) {
    return fmt::format("{}{}{}", a.status.empty() ? "nothing to show" : a.status,
                       a.valid.empty() ? "" : ", " + a.valid,
                       a.rule.empty() ? "" : fmt::format(" (rule {})", a.rule));
}

std::string report(const edition& e, const analysis& a) {
    std::string text = fmt::format("{}\n", bold(e.name()));
    std::size_t undeclared = 0;
    for (const auto& p : a.problems) {
        undeclared += p.exception.empty() ? 1U : 0U;
        text += fmt::format(
            "\n{}{}\n",
            p.exception.empty() ? red(bold(name_of(p.kind))) : yellow(bold(name_of(p.kind))),
            p.exception.empty() ? "" : fmt::format("  declared: {}", p.exception));
        text += row("what", p.message);
        const auto show = [&](std::string_view label, const std::optional<witness>& w,
                              const answer_text& answer) {
            if (!w)
                return;
            text += fmt::format("  {}\n    {}\n", dim(label), to_json(e, *w));
            text += row("answer", answer_line(answer));
        };
        show(p.smallest ? "smallest case" : "a case", p.first, p.first_answer);
        show("the worse case", p.second, p.second_answer);
    }
    for (const auto& x : a.exceptions) {
        text += fmt::format("\n{}  {}\n", bold("exception"), x.id);
        text += row("kind", name_of(x.kind));
        text += row("reason", x.reason);
        text += row("covers", fmt::format("{} of the above", x.covers));
        for (const auto& cite : x.cites)
            text += row("cites", cite);
    }
    text += "\n";
    text += a.clean() ? fmt::format(
                            "  {}: every case has an answer, every rule can give one, worse never "
                            "earns more{}\n",
                            green("clean"), a.exceptions.empty() ? "" : " but as declared")
                      : fmt::format("  {}: {} undeclared\n", red("not clean"), undeclared);
    return text;
}

}  // namespace

void add_check(CLI::App& app, outcome& out) {
    auto* verb = app.add_subcommand(
        "check",
        "Prove an edition sound over every case, or show the smallest cases that refute it; "
        "exit 1 for what it does not declare.");
    auto policy = std::make_shared<std::string>("escp");
    auto json = std::make_shared<bool>(false);
    verb->add_option("POLICY,--policy", *policy, "A built-in scheme or edition, or a TOML file")
        ->capture_default_str();
    verb->add_flag("--json", *json, "As JSON");
    verb->callback([policy, json, &out] {
        const auto e = open_edition(*policy);
        const auto a = analyse(e);
        held_output text;
        text.write(*json ? to_json(e, a) + "\n" : report(e, a));
        text.release();
        out.status = a.clean() ? exit_ok : exit_no;
    });
}

}  // namespace certrules::cli
