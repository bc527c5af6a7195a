#include "certrules/impact.hpp"

#include "cli/common.hpp"
#include "cli/csv_cases.hpp"
#include "cli/impact_page.hpp"
#include "cli/progress.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace certrules::cli {

namespace {

struct options {
    std::string old_policy, new_policy, cases, html;
    std::vector<std::string> renamed;
    std::size_t examples = 5;
    bool csv = false;
    bool json = false;
};

constexpr std::size_t rows_shown = 20;

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Whether a line that is no JSON names columns.
bool is_heading(std::string_view line) {
    return line.find(',') != std::string_view::npos &&
           line.find_first_of("{}[]\":") == std::string_view::npos;
}

/// What a heading shows to be no comma-separated table at all.
void need_commas(const std::vector<std::string>& heading) {
    if (heading.front().starts_with('{'))
        throw bad_input("is JSON, expected CSV: leave --csv out, and name the file *.jsonl");
    for (const auto& [mark, word] : {std::pair(';', "semicolons"), std::pair('\t', "tabs")})
        if (heading.size() == 1 && heading.front().find(mark) != std::string::npos)
            throw bad_input(fmt::format("the cells are parted by {}, expected commas", word));
}

void read_lines(line_reader& reader, const options& o, impact& to) {
    progress bar("impact", reader.size(), "cases");
    std::string line;
    for (std::uint64_t number = 1; reader.next(line); ++number) {
        if (blank(line))
            continue;
        if (auto wrong = to.add_json(line, number)) {
            wrong->line = static_cast<std::uint32_t>(number);
            if (wrong->place.empty() && to.cases() == 0 && is_heading(line))
                wrong->message += "; a heading of columns? Then say --csv";
            fail(o.cases, *wrong);
        }
        bar.at(reader.bytes(), to.cases());
    }
}

void read_csv(line_reader& reader, const options& o, impact& to) {
    progress bar("impact", reader.size(), "cases");
    csv_reader records(reader);
    std::vector<std::string> cells;
    const auto name = o.cases == "-" ? "standard input" : o.cases;
    std::uint64_t line = 0;
    try {
        if (!records.next(cells))
            throw bad_input("has no heading line of columns");
        line = records.line();
        need_commas(cells);
        csv_cases rows(cells, to.old_policy(), to.new_policy());
        line = 0;  // until the next record is read, its reader names the line
        while (records.next(cells)) {
            line = records.line();
            if (const auto wrong = to.add_json(rows.json(cells), line))
                throw bad_input(to_string(*wrong));
            bar.at(reader.bytes(), to.cases());
            line = 0;
        }
    } catch (const bad_input& wrong) {
        throw bad_input(line == 0 ? fmt::format("{}: {}", name, wrong.what())
                                  : fmt::format("{}: line {}: {}", name, line, wrong.what()));
    }
}

std::string change_line(const impact_report& r) {
    if (r.cases == 0)
        return "no cases: there is nothing to compare";
    const auto count = [&](impact_change c) {
        return grouped(r.by_change[static_cast<std::size_t>(c)]);
    };
    return fmt::format(
        "{} cases: {} the same, {} change status, {} show something else, {} have other days, {} "
        "come to the same by another rule",
        grouped(r.cases), count(impact_change::none), count(impact_change::status),
        count(impact_change::public_status), count(impact_change::days),
        count(impact_change::rule));
}

std::string painted(impact_direction d) {
    if (d == impact_direction::worse)
        return red("worse");
    if (d == impact_direction::better)
        return green("better");
    return {};
}

std::string answer_text(const impact_answer& a) {
    const auto edition = a.edition == nullptr ? "no edition" : std::string(a.edition->name());
    if (a.refused != error_code::ok)
        return fmt::format("{}: {}", edition, a.message);
    return fmt::format("{}: {}, region {}", edition, a.edition->name_of(a.rule), a.region);
}

std::string example_text(const impact_row& r) {
    std::string text;
    for (const auto& x : r.examples)
        text += fmt::format("{}line {}{}", text.empty() ? "" : ", ", x.number,
                            x.factory.empty() ? "" : fmt::format(" ({})", x.factory));
    return text;
}

std::string days_text(const std::optional<validity>& days) {
    return days ? fmt::format("{} to {}", to_string(days->first_day), to_string(days->last_day))
                : "no end";
}

std::string row_text(const impact_row& r) {
    const auto from = outcome_text(outcome_of(r.before));
    const auto to = outcome_text(outcome_of(r.after));
    auto text = fmt::format("{:>12}  {}", grouped(r.cases), bold(from));
    switch (r.change) {
        case impact_change::status:
            text += fmt::format(" -> {}", bold(to));
            break;
        case impact_change::public_status:
            text += fmt::format(", which shows {} -> {}",
                                r.before.edition->name_of(r.before.public_status),
                                r.after.edition->name_of(r.after.public_status));
            break;
        case impact_change::days:
            if (!r.examples.empty())
                text += fmt::format(", other days: {} -> {}", days_text(r.examples[0].before),
                                    days_text(r.examples[0].after));
            break;
        case impact_change::rule:
            text += ", by another rule";
            break;
        case impact_change::none:
            break;
    }
    text += "\n" + row("from", answer_text(r.before), 14) + row("to", answer_text(r.after), 14);
    return text + row("example", example_text(r), 14);
}

std::string report_text(const impact_names& names, const impact& i) {
    const auto r = i.report();
    auto text =
        fmt::format("{}  {}\n\n", bold(fmt::format("{} -> {}", names.old_policy, names.new_policy)),
                    dim(names.cases));
    text += change_line(r) + "\n";
    std::size_t wide = 4;
    for (const auto& f : r.flows)
        wide = std::max(wide, outcome_text(f.from).size());
    for (const bool changed : {true, false}) {
        bool first = true;
        for (const auto& f : r.flows) {
            if ((f.from != f.to) != changed)
                continue;
            if (first)
                text += changed ? "\n" : fmt::format("\n{}\n", dim("unchanged"));
            first = false;
            text += fmt::format("{:>12}  {:{}}", grouped(f.cases), outcome_text(f.from), wide);
            if (changed)
                text +=
                    fmt::format("  -> {:{}}  {}", outcome_text(f.to), wide, painted(f.direction));
            while (text.back() == ' ')
                text.pop_back();
            text += '\n';
        }
    }
    std::size_t shown = 0, left = 0;
    for (const auto& one : r.rows) {
        if (one.change == impact_change::none)
            continue;
        if (shown == rows_shown) {
            ++left;
            continue;
        }
        text += (shown++ == 0 ? fmt::format("\n{}\n", dim("by rule and region")) : "\n");
        text += row_text(one);
    }
    if (left != 0)
        text += fmt::format("\n{}\n",
                            dim(fmt::format("and {} more; --json and --html have them", left)));
    return text;
}

void run(const options& o) {
    auto old_policy = open_policy(o.old_policy);
    auto new_policy = open_policy(o.new_policy);
    if (!o.renamed.empty())
        for (const auto& [name, policy] :
             {std::pair(&o.old_policy, &old_policy), std::pair(&o.new_policy, &new_policy)})
            if (policy->editions().size() != 1)
                throw bad_input(
                    fmt::format("--map: \"{}\" has {} editions, expected one, such as {}", *name,
                                policy->editions().size(), policy->latest().name()));
    auto renamed = renamed_words(old_policy.latest(), new_policy.latest(), o.renamed);
    impact i(std::move(old_policy), std::move(new_policy), o.examples, std::move(renamed));
    if (!o.html.empty())
        check_output("--html", o.html, {o.old_policy, o.new_policy, o.cases});
    {
        line_reader reader(o.cases);
        if (o.csv || o.cases.ends_with(".csv"))
            read_csv(reader, o, i);
        else
            read_lines(reader, o, i);
    }
    const impact_names names{o.old_policy, o.new_policy,
                             o.cases == "-" ? "standard input" : o.cases};
    held_output out;
    out.write(o.json ? impact_json(i) + "\n" : report_text(names, i));
    if (!o.html.empty())
        write_file(o.html, impact_page(names, i));
    out.release();
}

}  // namespace

void add_impact(CLI::App& app, outcome&) {
    auto* verb = app.add_subcommand(
        "impact", "What a change of policy does to many cases: who changes from what to what.");
    auto o = std::make_shared<options>();
    verb->add_option("OLD", o->old_policy, "A built-in scheme or edition, or a TOML file")
        ->required();
    verb->add_option("NEW", o->new_policy, "Likewise")->required();
    verb->add_option("CASES", o->cases, "JSON lines, or CSV (*.csv); - is standard input")
        ->required();
    verb->add_option("--map", o->renamed, "OLD=NEW: a word that goes by another name in NEW");
    verb->add_flag("--csv", o->csv, "The cases are CSV, whatever the file is called");
    verb->add_option("--html", o->html, "Write a page for people: drawing, table, all in one file");
    verb->add_option("--examples", o->examples, "Cases to name for each row")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    verb->add_flag("--json", o->json, "The report as JSON");
    verb->callback([o] { run(*o); });
}

}  // namespace certrules::cli
