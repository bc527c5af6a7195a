#include "certrules/analyse.hpp"

#include "detail/json_verdict.hpp"
#include "detail/json_writer.hpp"

namespace certrules {

using namespace detail;

namespace {

void write_case(json_writer& out, std::string_view key, const edition& e,
                const std::optional<witness>& w, const answer_text& a) {
    out.key(key);
    if (!w) {
        out.null();
        return;
    }
    out.open('{').key("case").raw(to_json(e, *w)).key("rule").name(a.rule);
    out.key("status").name(a.status).key("valid").name(a.valid).close('}');
}

}  // namespace

std::string to_json(const edition& e, const analysis& a) {
    json_writer out;
    out.open('{').key("policy");
    write_policy(out, e);
    out.key("clean").boolean(a.clean()).key("problems").open('[');
    for (const auto& p : a.problems) {
        out.open('{').key("kind").string(name_of(p.kind)).key("message").string(p.message);
        out.key("event").name(name_of(p.event)).key("rule").name(e.name_of(p.rule));
        out.key("other").name(e.name_of(p.other)).key("status").name(e.name_of(p.status));
        out.key("exception").name(p.exception).key("smallest").boolean(p.smallest);
        write_case(out, "first", e, p.first, p.first_answer);
        write_case(out, "second", e, p.second, p.second_answer);
        out.close('}');
    }
    out.close(']').key("exceptions").open('[');
    for (const auto& x : a.exceptions) {
        out.open('{').key("id").string(x.id).key("kind").string(name_of(x.kind));
        out.key("reason").string(x.reason);
        out.key("covers").number(static_cast<std::int64_t>(x.covers)).key("cites").open('[');
        for (const auto& c : x.cites)
            out.string(c);
        out.close(']').close('}');
    }
    out.close(']').close('}');
    return out.take();
}

}  // namespace certrules
