#include "certrules/compare.hpp"

#include "detail/json_verdict.hpp"
#include "detail/json_writer.hpp"

namespace certrules {

using namespace detail;

namespace {

void write_strings(json_writer& out, std::string_view key, const std::vector<std::string>& list) {
    out.key(key).open('[');
    for (const auto& s : list)
        out.string(s);
    out.close(']');
}

void write_answer(json_writer& out, std::string_view key, const answer_text& a) {
    out.key(key).open('{').key("rule").name(a.rule).key("status").name(a.status);
    out.key("valid").name(a.valid).close('}');
}

}  // namespace

std::string to_json(const edition& old_one, const edition& new_one, const comparison& c) {
    json_writer out;
    out.open('{').key("old");
    write_policy(out, old_one);
    out.key("new");
    write_policy(out, new_one);
    out.key("answer").string(c.differ() ? "differ" : c.same() ? "same" : "not decided");
    out.key("differences").open('[');
    for (const auto& d : c.differences) {
        out.open('{').key("event").string(name_of(d.event));
        out.key("old_rule").name(old_one.name_of(d.old_rule));
        out.key("new_rule").name(new_one.name_of(d.new_rule));
        out.key("regions").open('[');
        for (const auto& r : d.regions) {
            out.open('[');
            for (const auto& line : r)
                out.string(line);
            out.close(']');
        }
        out.close(']');
        write_strings(out, "effects", d.effects);
        out.key("smallest").boolean(d.smallest);
        out.key("old_case").raw(to_json(old_one, d.old_case));
        out.key("new_case").raw(to_json(new_one, d.new_case));
        write_answer(out, "old_answer", d.old_answer);
        write_answer(out, "new_answer", d.new_answer);
        out.close('}');
    }
    out.close(']');
    write_strings(out, "terms", c.terms);
    write_strings(out, "only_old", c.only_old);
    write_strings(out, "only_new", c.only_new);
    write_strings(out, "undecided", c.undecided);
    out.close('}');
    return out.take();
}

}  // namespace certrules
