// Histories in columns: any columns are replayed or refused as a whole, and each factory stands as
// its history alone does.

#include "certrules/book.hpp"
#include "certrules/history_columns.hpp"
#include "certrules/replay.hpp"
#include "support/input.hpp"

#include <array>
#include <vector>

using namespace certrules;

namespace {

constexpr std::array<std::string_view, 12> names{
    "registration", "certification", "renewal",   "ica",          "iaa", "fu", "F1",
    "F2",           "certified",     "probation", "no such word", ""};

struct portfolio {
    std::vector<std::uint64_t> factory;
    std::vector<event_kind> kind;
    std::vector<date> on;
    std::vector<std::uint32_t> word, findings_end;
    std::vector<history_finding> findings;

    explicit portfolio(fuzz::input& in) {
        std::uint64_t who = 0;
        date day{18600};
        while (!in.empty() && factory.size() < 64) {
            const auto byte = in.take<std::uint8_t>();
            if (byte >= 0xE0U) {
                who += byte - 0xE0U;
                day = date{18600};
            }
            day = day.plus_days(in.take<std::uint8_t>() / 2);
            factory.push_back(who);
            kind.push_back(static_cast<event_kind>(byte % 13));
            on.push_back(day);
            const auto place = in.below(16);
            word.push_back(place < names.size() ? static_cast<std::uint32_t>(place)
                                                : history_columns::no_name);
            if (in.below(4) == 0) {
                history_finding f;
                f.id = "F1";
                f.section = "wages";
                f.severity = in.flag() ? "major" : "critical";
                findings.push_back(f);
            }
            findings_end.push_back(static_cast<std::uint32_t>(findings.size()));
        }
        // Now and then columns that do not fit each other.
        if (in.below(8) == 7 && !word.empty())
            word.pop_back();
    }
    history_columns columns() const {
        history_columns c;
        c.factory = factory;
        c.kind = kind;
        c.on = on;
        c.names = names;
        c.word = word;
        c.findings_end = findings_end;
        c.findings = findings;
        return c;
    }
};

/// The rows of one factory as a history of its own.
std::vector<history_event> history_of(const portfolio& p, const column_standing& s) {
    std::vector<history_event> events;
    for (auto row = s.first_row; row < s.first_row + s.rows; ++row) {
        history_event ev;
        ev.kind = p.kind[row];
        ev.on = p.on[row];
        const auto name = p.word[row] == history_columns::no_name ? "" : names[p.word[row]];
        if (ev.kind == event_kind::audit_held)
            ev.audit = name;
        else if (ev.kind == event_kind::fee_paid || ev.kind == event_kind::invoice_received)
            ev.fee = name;
        else if (ev.kind == event_kind::finding_closed)
            ev.finding = name;
        else if (ev.kind == event_kind::decision_recorded)
            ev.status = name;
        const auto first = row == 0 ? 0 : p.findings_end[row - 1];
        ev.findings = std::span(p.findings).subspan(first, p.findings_end[row] - first);
        events.push_back(ev);
    }
    return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const book b = book::builtin("escp").value();
    fuzz::input in(data, size);
    const auto asked = date{18600}.plus_days(in.take<std::uint16_t>() % 2000);
    const portfolio p(in);
    std::vector<column_standing> all;
    if (const auto wrong = replay_columns(b, p.columns(), asked, std::nullopt, all)) {
        fuzz::promise_error(*wrong);
        PROMISE(all.empty());
        return 0;
    }
    std::size_t rows = 0;
    for (const auto& s : all) {
        PROMISE(s.first_row == rows);
        rows += s.rows;
        auto events = history_of(p, s);
        history h;
        h.events = events;
        const auto alone = replay(b, h, asked);
        if (!alone) {
            // A decision's reason has no column: that alone may be missing.
            PROMISE(s.wrong == alone.error().code || alone.error().code == error_code::missing);
            continue;
        }
        PROMISE(s.wrong == error_code::ok);
        PROMISE(s.public_status == alone->public_status && s.certificate == alone->certificate);
        PROMISE(s.cycle == alone->cycle && s.bar == alone->bar);
        PROMISE(s.open_findings == alone->open_findings.size());
    }
    PROMISE(rows == p.factory.size());
    return 0;
}
