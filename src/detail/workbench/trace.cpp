#include "detail/workbench/trace.hpp"

#include "detail/case_check.hpp"
#include "detail/settle.hpp"
#include "detail/trees.hpp"

#include <algorithm>
#include <vector>

namespace certrules::detail {

way trace(const edition& e, const state& given, const event& ev) {
    if (check_case(e, given, ev))
        return {};
    return trace_settled(e, settle(e, given, ev.on), ev);
}

way trace_settled(const edition& e, const state& settled, const event& ev) {
    way out;
    const auto& data = e.data();
    out.settled = settled;
    known_facts facts;
    facts.gather(ev);
    const counts counted(data, ev);
    read(data, out.settled, ev, counted, facts, out.read);
    auto at = data.trees.roots[static_cast<std::size_t>(ev.kind)];
    if (at == region_trees::absent)
        return out;
    while ((at & region_trees::leaf) == 0) {
        const auto& node = data.trees.nodes[at];
        out.tested |= std::uint64_t{1} << node.variable;
        at = data.trees.children[node.first + out.read.cls[node.variable]];
    }
    out.region = at & ~region_trees::leaf;
    out.rule = data.trees.rule_of_region[out.region];
    return out;
}

void watch_case(const edition& e, const state& given, const event& ev, decision_observer& watch) {
    if (check_case(e, given, ev))
        return;
    struct ending {
        date on;
        event_kind kind;
    };
    std::vector<ending> endings;
    const auto add = [&](std::optional<date> last, event_kind kind) {
        if (last && *last < ev.on)
            endings.push_back({last->plus_days(1), kind});
    };
    if (given.certificate)
        add(given.certificate->last_day, event_kind::certificate_expired);
    if (given.audit_cycle)
        add(cycle_end(e.data(), *given.audit_cycle), event_kind::cycle_expired);
    if (given.bar)
        add(given.bar->last_day, event_kind::bar_ended);
    std::stable_sort(endings.begin(), endings.end(),
                     [](const ending& a, const ending& b) { return a.on < b.on; });
    for (const auto& end : endings)
        watch.ended(e, settle(e, given, end.on.plus_days(-1)), end.kind, end.on);
    watch.asked(e, given, ev);
}

}  // namespace certrules::detail
