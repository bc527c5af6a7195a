#include "certrules/compare.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>

namespace certrules::cli {

namespace {

struct options {
    std::string old_policy, new_policy;
    std::vector<std::string> renamed;
    bool json = false;
};

std::string answer_line(const answer_text& a) {
    return fmt::format("{}{}{}", a.status.empty() ? "nothing to show" : a.status,
                       a.valid.empty() ? "" : ", " + a.valid,
                       a.rule.empty() ? "" : fmt::format(" (rule {})", a.rule));
}

std::string report(const edition& a, const edition& b, const comparison& c) {
    std::string text = fmt::format("{} -> {}\n", bold(a.name()), bold(b.name()));
    const auto list = [&](std::string_view label, const std::vector<std::string>& lines) {
        for (const auto& line : lines)
            text += row(label, line);
    };
    if (c.same())
        return text + "  the same in every case: proved\n";
    for (const auto& d : c.differences) {
        text += fmt::format("\n{}  {} -> {}\n", bold(name_of(d.event)),
                            d.old_rule == rule_id::none ? "no rule" : a.name_of(d.old_rule),
                            d.new_rule == rule_id::none ? "no rule" : b.name_of(d.new_rule));
        list("changes", d.effects);
        for (std::size_t i = 0; i < d.regions.size(); ++i)
            text += row(i == 0 ? "where" : "or where",
                        d.regions[i].empty() ? "in every case"
                                             : fmt::format("{}", fmt::join(d.regions[i], "; ")));
        text += row("old", answer_line(d.old_answer));
        text += row("new", answer_line(d.new_answer));
        const auto old_case = to_json(a, d.old_case);
        const auto new_case = to_json(b, d.new_case);
        const auto* label = d.smallest ? "smallest" : "for example";
        text += fmt::format("  {}\n    {}\n", dim(label), old_case);
        if (new_case != old_case)
            text += fmt::format("  {}\n    {}\n", dim("in the new edition's words"), new_case);
    }
    text += "\n";
    list("terms", c.terms);
    list("only old", c.only_old);
    list("only new", c.only_new);
    list("not decided", c.undecided);
    text += fmt::format("  {} differences, {} terms, {} words of one edition alone{}\n",
                        c.differences.size(), c.terms.size(), c.only_old.size() + c.only_new.size(),
                        c.undecided.empty() ? "" : "; not all was decided");
    return text;
}

}  // namespace

void add_diff(CLI::App& app, outcome& out) {
    auto* verb = app.add_subcommand(
        "diff",
        "What changes from one edition to another, in every case; exit 1 if anything does.");
    auto o = std::make_shared<options>();
    verb->add_option("OLD", o->old_policy, "A built-in scheme or edition, or a TOML file")
        ->required();
    verb->add_option("NEW", o->new_policy, "Likewise")->required();
    verb->add_option("--map", o->renamed, "OLD=NEW: a word that goes by another name in NEW");
    verb->add_flag("--json", o->json, "As JSON");
    verb->callback([o, &out] {
        const auto a = open_edition(o->old_policy);
        const auto b = open_edition(o->new_policy);
        const auto renamed = renamed_words(a, b, o->renamed);
        compare_options options;
        options.renamed = renamed;
        const auto c = compare(a, b, options);
        held_output text;
        text.write(o->json ? to_json(a, b, c) + "\n" : report(a, b, c));
        text.release();
        out.status = c.same() ? exit_ok : exit_no;
    });
}

}  // namespace certrules::cli
