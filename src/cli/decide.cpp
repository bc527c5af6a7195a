#include "certrules/explain.hpp"
#include "certrules/follow_up.hpp"
#include "certrules/json.hpp"
#include "certrules/money.hpp"
#include "certrules/what_if.hpp"
#include "cli/common.hpp"
#include "cli/verbs.hpp"
#include "detail/edition_data.hpp"
#include "detail/json_case.hpp"
#include "detail/json_verdict.hpp"

#include <fmt/format.h>

namespace certrules::cli {

namespace {

struct options {
    std::vector<std::string> files;
    std::string policy = "escp";
    bool json = false;
    bool full = false;
};

std::string days(const std::optional<validity>& valid) {
    return valid ? fmt::format("{} to {}", to_string(valid->first_day), to_string(valid->last_day))
                 : "no end of its own";
}

std::string painted(const edition& e, status_id s) {
    if (s == status_id::none)
        return "none";
    const auto& info = e.statuses()[index(s)];
    if (info.track == track::certificate)
        return green(bold(info.id));
    if (info.track == track::bar)
        return red(bold(info.id));
    return yellow(bold(info.id));
}

std::string fee_text(const edition& e, fee_id id) {
    const auto& terms = e.data().fees[index(id)];
    const auto amount = [&](std::int64_t units) {
        return format_money({units, e.data().currency});
    };
    if (!terms.amount)
        return fmt::format("{}, to {}: amount not published", e.fees()[index(id)].title,
                           terms.payee);
    return fmt::format("{}, to {}: {}{}{}", e.fees()[index(id)].title, terms.payee,
                       amount(*terms.amount), terms.per_man_day ? " a man-day" : "",
                       terms.cap ? fmt::format(", at most {}", amount(*terms.cap)) : "");
}

std::string describe_event(const detail::json_case& c) {
    const auto& ev = c.event;
    auto text = fmt::format("{} on {}", name_of(ev.kind), to_string(ev.on));
    if (ev.audit != audit_id::none)
        text += fmt::format(", {}", c.edition->audits()[index(ev.audit)].title);
    if (ev.fee != fee_id::none)
        text += fmt::format(", {}", c.edition->fees()[index(ev.fee)].title);
    return text;
}

std::string report(const std::string& name, const detail::json_case& c) {
    const auto& e = *c.edition;
    const auto v = decide(e, c.state, c.event);
    if (!v)
        fail(name, v.error());
    const auto x = explain(e, c.state, c.event);
    if (!x)
        fail(name, x.error());

    std::string text = fmt::format("{}  {}\n", bold(name),
                                   dim(fmt::format("{}, {}", describe_event(c), e.name())));
    text += fmt::format("  {}      {}{}\n", dim("status"), painted(e, v->status),
                        v->status == status_id::none
                            ? ""
                            : fmt::format("  {}", e.statuses()[index(v->status)].title));
    if (v->public_status != v->status)
        text += fmt::format("  {}       {}  is what the factory shows that day\n", dim("shows"),
                            painted(e, v->public_status));
    text += row("valid", days(v->valid));
    const auto next_audit = next_audit_on(e, *v, c.event.on);
    if (!next_audit)
        fail(name, next_audit.error());
    if (*next_audit)
        text += row("next audit", "by " + to_string(**next_audit));
    for (const auto& why : x->because) {
        text += row("because", fmt::format("{} is {} ({})", why.measure, why.value, why.test));
        for (const auto& line : why.detail)
            text += row("", line);
    }
    text += row("rule", fmt::format("{}: {}", x->rule_name, x->title));
    text += row("region", fmt::format("{} of {}", v->region, e.name()));
    for (const auto& cite : x->cites)
        text += row("cites", cite);
    for (const auto fee : v->fees)
        text += row("due", fee_text(e, fee));
    for (const auto& fee : e.data().fees)
        if (fee.due_on == c.event.kind)
            text += row("due", fee_text(e, static_cast<fee_id>(&fee - e.data().fees.data())));
    for (const auto& f : c.event.findings)
        if (const auto day =
                detail::finds(c.event.kind) ? correct_by(e, f, c.event.on) : std::nullopt)
            text += row("correct", fmt::format("{} by {}", f.id, to_string(*day)));
    for (const auto& line : v->obligations)
        text += row("must", line);
    for (const auto& line : v->options)
        text += row("may", line);
    for (const auto& line : v->notices)
        text += row("note", line);
    for (std::size_t i = 0; i < e.facts().size(); ++i)
        if (((v->unknown >> i) & 1U) != 0)
            text += row("unknown", fmt::format("{}: {}", e.facts()[i].id, e.facts()[i].title));
    if (const auto better = what_if(e, c.state, c.event); better)
        for (const auto& change : better->changes)
            text += row("to reach", fmt::format("{}: {}", e.name_of(change.status),
                                                fmt::join(to_strings(e, c.event, change), ", ")));
    return text;
}

std::string decide_one(const book& b, const std::string& name, std::string_view text,
                       const options& o, bool lines, std::uint32_t line) {
    static detail::json_document document;  // keeps its memory from line to line
    const auto give_up = [&](error e) {
        e.line = line;
        fail(name, e);
    };
    if (auto wrong = document.parse(text))
        give_up(std::move(*wrong));
    detail::json_errors errors;
    const detail::json_value root(document, errors);
    detail::json_case c;
    if (!detail::read_case(b, root, c))
        give_up(std::move(*errors.first));
    if (!o.json)
        return report(line > 0 ? fmt::format("{}:{}", name, line) : name, c) + "\n";
    auto verdict = detail::write_verdict(c, {!lines || o.full});
    if (!verdict)
        give_up(verdict.error());
    return std::move(*verdict) + "\n";
}

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// One document, or JSON lines: a first line that is a document of its own is one of several,
/// if more follows.
void decide_file(const book& b, const std::string& path, const options& o, held_output& out) {
    line_reader reader(path);
    std::string first;
    bool any = reader.next(first);
    std::uint32_t number = 1;
    while (any && blank(first)) {
        any = reader.next(first);
        ++number;
    }
    detail::json_document probe;
    const bool one_line = any && !probe.parse(first);
    std::string line;
    bool more = one_line && reader.next(line);
    std::uint32_t next = number + 1;
    for (; more && blank(line); ++next)
        more = reader.next(line);
    const bool lines = path.ends_with(".jsonl") || more;
    if (!lines) {
        // The lines that were skipped count in the places of what is wrong.
        auto text = std::string(number - 1, '\n') + first;
        if (const auto rest = one_line ? std::string() : reader.rest(); !rest.empty())
            text += "\n" + rest;
        out.write(decide_one(b, path, text, o, false, 0));
        return;
    }
    if (any)  // no lines, no verdicts
        out.write(decide_one(b, path, first, o, true, number));
    for (; more; more = reader.next(line), ++next)
        if (!blank(line))
            out.write(decide_one(b, path, line, o, true, next));
}

}  // namespace

void add_decide(CLI::App& app, outcome&) {
    auto* verb = app.add_subcommand(
        "decide", "Decide cases: a JSON document, or JSON lines, each answered in order.");
    auto o = std::make_shared<options>();
    verb->add_option("CASE", o->files, "Files of cases; - is standard input")->required();
    verb->add_option("--policy", o->policy, "A built-in scheme or edition, or a TOML file")
        ->capture_default_str();
    verb->add_flag("--json", o->json, "Verdicts as JSON, one a line");
    verb->add_flag("--full", o->full, "With what_if and possible for JSON lines too");
    verb->callback([o] {
        const auto b = open_policy(o->policy);
        held_output out;
        for (const auto& path : o->files)
            decide_file(b, path, *o, out);
        out.release();
    });
}

}  // namespace certrules::cli
