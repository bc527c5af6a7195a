// How the fold in numbers decides an event: as `decide`, but that it reads only what the nodes on
// its way down the tree ask, and that nobody asks for the verdict.

#include "detail/columns/number_fold.hpp"
#include "detail/settle.hpp"

#include <bit>

namespace certrules::detail {

std::uint32_t number_fold::class_of_measure(const variable& v) {
    const auto& m = data_->measures[v.ref];
    if (m.kind == measure_kind::held)
        return class_of(v, std::popcount(v_.next.held & m.statuses));
    if (!is_counted_)
        counted_.emplace(*data_, ev_);
    is_counted_ = true;
    return v.ratio ? class_of(v, counted_->total_share(m))
                   : class_of(v, counted_->of(v.ref, v_.next));
}

std::uint32_t number_fold::class_at(std::size_t variable) {
    const auto& s = v_.next;
    const auto& v = data_->variables[variable];
    switch (v.kind) {
        case variable_kind::measure:
            return ev_.findings.empty() && data_->measures[v.ref].kind != measure_kind::held
                       ? class_of_none_[variable]
                       : class_of_measure(v);
        case variable_kind::fact:
            if (((known_->known >> v.ref) & 1U) == 0)
                return 0;
            return v.numeric ? class_of(v, known_->value[v.ref])
                             : static_cast<std::uint32_t>(known_->value[v.ref]) + 1;
        case variable_kind::consecutive:
            return class_of(v, s.consecutive);
        default:
            return class_of_place(*data_, v.kind, s, ev_);
    }
}

/// Walks down the event's tree, reading only what its nodes ask, and does what the rule says.
bool number_fold::decide_one(moment& m) {
    auto& s = v_.next;
    const auto& trees = data_->trees;
    auto at = trees.roots[static_cast<std::size_t>(m.kind)];
    if (at == region_trees::absent)
        return false;
    while ((at & region_trees::leaf) == 0) {
        const auto& node = trees.nodes[at];
        at = trees.children[node.first + class_at(node.variable)];
    }
    const auto rule = trees.rule_of_region[at & ~region_trees::leaf];
    if (rule == rule_id::none || data_->rules[index(rule)].then == outcome::refuse)
        return false;
    const auto& r = data_->rules[index(rule)];
    const bool had_certificate = s.certificate.has_value();
    if (r.then == outcome::assign && !r.ends_certificate && m.kind != event_kind::visit_held &&
        data_->statuses[index(r.status)].track == track::cycle) {
        give_cycle(*data_, r, r.status, r.award, ev_, s);
        v_.status = r.status;
    } else {
        v_.status = status_id::none;
        if (apply(*edition_, r, ev_, *known_, v_))
            return false;
    }
    if (r.then == outcome::unchanged)
        return true;
    const auto& given = data_->statuses[index(v_.status)];
    m.issued = given.track == track::certificate && !(r.keeps_days && had_certificate);
    m.barred = given.track == track::bar;
    m.cycle_started = given.track == track::cycle && m.kind != event_kind::decision_recorded &&
                      given.open && (r.starts_cycle || !m.was_open);
    bound();
    return true;
}

}  // namespace certrules::detail
