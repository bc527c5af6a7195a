#include "certrules/deadline_calendar.hpp"
#include "certrules/replay.hpp"
#include "cli/common.hpp"
#include "cli/standing_report.hpp"
#include "cli/verbs.hpp"
#include "detail/json_history.hpp"

#include <fmt/format.h>

namespace certrules::cli {

namespace {

struct options {
    std::vector<std::string> files;
    std::string policy = "escp";
    std::string on, known;
    bool json = false;
    int alarm_days = 14;
};

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Gives `each(text, line)` every document of a file: one alone (line 0), or one a line where the
/// first line is a whole document and more follow.
template <class Each>
void each_document(const std::string& path, Each&& each) {
    line_reader reader(path);
    std::string first, line;
    std::uint32_t number = 1;
    bool any = reader.next(first);
    for (; any && blank(first); ++number)
        any = reader.next(first);
    detail::json_document probe;
    if (!any || probe.parse(first)) {
        each(any ? first + "\n" + reader.rest() : first, std::uint32_t{0});
        return;
    }
    auto second = number;
    bool more = false;
    do {
        more = reader.next(line);
        ++second;
    } while (more && blank(line));
    each(first, more || path.ends_with(".jsonl") ? number : 0);
    for (; more; more = reader.next(line), ++second)
        if (!blank(line))
            each(line, second);
}

date day_of(const std::string& option, const std::string& text) {
    const auto day = parse_date(text);
    if (!day)
        throw bad_input(
            fmt::format("--{} is \"{}\", expected a day that exists, as YYYY-MM-DD", option, text));
    return *day;
}

/// Replays every history of the files, and hands on each standing with its name.
template <class Use>
void each_standing(const options& o, Use&& use) {
    const auto b = open_policy(o.policy);
    const auto on = day_of("on", o.on);
    const auto known = o.known.empty() ? std::nullopt : std::optional(day_of("known", o.known));
    detail::json_document document;
    detail::json_history h;
    for (const auto& path : o.files)
        each_document(path, [&](const std::string& text, std::uint32_t line) {
            const auto give_up = [&](error e) {
                e.line = line;
                fail(path, e);
            };
            if (auto wrong = document.parse(text))
                give_up(std::move(*wrong));
            detail::json_errors errors;
            if (!h.read(detail::json_value(document, errors)))
                give_up(std::move(*errors.first));
            const auto s = replay(b, h.get(), on, known);
            if (!s)
                give_up(s.error());
            use(line > 0 ? fmt::format("{}:{}", path, line) : path, *s, h.get());
        });
}

CLI::App* add_verb(CLI::App& app, const std::string& name, const std::string& about,
                   const std::shared_ptr<options>& o, bool json) {
    auto* verb = app.add_subcommand(name, about);
    verb->add_option("HISTORY", o->files, "Files of histories; - is standard input")->required();
    verb->add_option("--on", o->on, "The day asked about, as YYYY-MM-DD")->required();
    verb->add_option("--known", o->known,
                     "With what had been recorded by this day; everything if left out");
    verb->add_option("--policy", o->policy, "A built-in scheme or edition, or a TOML file")
        ->capture_default_str();
    if (json)
        verb->add_flag("--json", o->json, "As JSON, one line for each history");
    return verb;
}

}  // namespace

void add_history(CLI::App& app, outcome&) {
    auto o = std::make_shared<options>();
    add_verb(app, "replay", "Tell a factory's standing on a day from its history.", o, true)
        ->callback([o] {
            held_output out;
            each_standing(*o, [&](const std::string& name, const standing& s, const history& h) {
                if (!o->json) {
                    out.write(standing_report(name, s, h) + "\n");
                    return;
                }
                detail::json_writer json;
                detail::write_standing(json, s, h);
                out.write(json.take() + "\n");
            });
            out.release();
        });

    auto c = std::make_shared<options>();
    auto* calendar =
        add_verb(app, "calendar", "Write the deadlines of histories as iCalendar.", c, false);
    calendar->add_option("--alarm-days", c->alarm_days, "Days of warning before a last day")
        ->check(CLI::Range(0, 365))
        ->capture_default_str();
    calendar->callback([c] {
        held_output out;
        calendar_writer writer(c->alarm_days);
        each_standing(
            *c, [&](const std::string&, const standing& s, const history&) { writer.add(s); });
        out.write(std::move(writer).finish());
        out.release();
    });

    auto f = std::make_shared<options>();
    add_verb(app, "fees", "Write the statement of fees of a history.", f, true)->callback([f] {
        held_output out;
        each_standing(*f, [&](const std::string& name, const standing& s, const history&) {
            out.write(f->json ? detail::fee_statement(s) + "\n" : fee_report(name, s) + "\n");
        });
        out.release();
    });

    auto d = std::make_shared<options>();
    add_verb(app, "disclosures", "Tell who sees what, and who has to be told of the last event.", d,
             true)
        ->callback([d] {
            held_output out;
            each_standing(*d, [&](const std::string& name, const standing& s, const history&) {
                out.write(d->json ? detail::disclosure_list(s) + "\n"
                                  : disclosure_report(name, s) + "\n");
            });
            out.release();
        });
}

}  // namespace certrules::cli
