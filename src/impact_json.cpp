#include "certrules/impact.hpp"
#include "certrules/result.hpp"
#include "detail/json_verdict.hpp"

namespace certrules {

using namespace detail;

namespace {

void write_policies(json_writer& out, const book& b) {
    out.open('[');
    for (const auto& e : b.editions())
        write_policy(out, e);
    out.close(']');
}

void write_outcome(json_writer& out, const impact_outcome& o) {
    out.open('{');
    if (o.refused != error_code::ok)
        out.key("refused").string(reason_name(o.refused));
    else
        out.key("status").name(o.status);
    out.close('}');
}

void write_answer(json_writer& out, const impact_answer& a) {
    out.open('{').key("edition");
    if (a.edition == nullptr)
        out.null();
    else
        out.string(a.edition->name());
    if (a.refused != error_code::ok) {
        out.key("refused").string(reason_name(a.refused)).key("message").string(a.message);
    } else {
        const auto& e = *a.edition;
        out.key("status").name(e.name_of(a.status));
        out.key("public_status").name(e.name_of(a.public_status));
        out.key("rule").string(e.name_of(a.rule)).key("region").number(a.region);
    }
    out.close('}');
}

void write_days(json_writer& out, const std::optional<validity>& days) {
    if (!days) {
        out.null();
        return;
    }
    out.open('{').key("first_day").day(days->first_day);
    out.key("last_day").day(days->last_day).close('}');
}

std::int64_t whole(std::uint64_t cases) {
    return static_cast<std::int64_t>(cases);
}

}  // namespace

std::string impact_json(const impact& i) {
    const auto r = i.report();
    json_writer out;
    out.open('{').key("old");
    write_policies(out, i.old_policy());
    out.key("new");
    write_policies(out, i.new_policy());
    out.key("cases").number(whole(r.cases)).key("changes").open('{');
    for (std::size_t c = 0; c < impact_changes; ++c)
        out.key(name_of(static_cast<impact_change>(c))).number(whole(r.by_change[c]));
    out.close('}').key("flows").open('[');
    for (const auto& f : r.flows) {
        out.open('{').key("from");
        write_outcome(out, f.from);
        out.key("to");
        write_outcome(out, f.to);
        out.key("direction").string(name_of(f.direction));
        out.key("cases").number(whole(f.cases)).close('}');
    }
    out.close(']').key("rows").open('[');
    for (const auto& row : r.rows) {
        out.open('{').key("change").string(name_of(row.change));
        out.key("cases").number(whole(row.cases)).key("from");
        write_answer(out, row.before);
        out.key("to");
        write_answer(out, row.after);
        out.key("examples").open('[');
        for (const auto& x : row.examples) {
            out.open('{').key("line").number(whole(x.number));
            if (!x.factory.empty())
                out.key("factory").string(x.factory);
            out.key("from");
            write_days(out, x.before);
            out.key("to");
            write_days(out, x.after);
            out.close('}');
        }
        out.close(']').close('}');
    }
    out.close(']').key("beyond_the_rows").number(whole(r.beyond_the_rows)).close('}');
    return out.take();
}

}  // namespace certrules
