#include "certrules/policy_coverage.hpp"

#include "certrules/explain.hpp"
#include "detail/analysis/reached.hpp"
#include "detail/json_writer.hpp"
#include "detail/trees.hpp"
#include "detail/workbench/changed_points.hpp"
#include "detail/workbench/coverage_points.hpp"
#include "detail/workbench/ready_test.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>

namespace certrules {

using namespace detail;

namespace {

/// What the tests touch of each edition.
class recorder final : public decision_observer {
public:
    struct record {
        std::set<std::uint32_t> regions;
        std::set<boundary> boundaries;
        std::set<transition> transitions;
    };

    void asked(const edition& e, const state& given, const event& ev) override {
        auto& r = of(e);
        const auto w = trace(e, given, ev);
        note(r, e, w, ev);
        if (const auto v = decide(e, given, ev))
            r.transitions.insert(transition_of(e, w.settled, v->next, ev.on));
    }
    void ended(const edition& e, const state& before, event_kind kind, date on) override {
        auto& r = of(e);
        event ev;
        ev.kind = kind;
        ev.on = on;
        note(r, e, trace_settled(e, before, ev), ev);
        r.transitions.insert({public_status(e, before, on.plus_days(-1)),
                              public_status(e, settle(e, before, on), on)});
    }
    record& of(const edition& e) { return records_[e.hash()]; }

private:
    static void note(record& r, const edition& e, const way& w, const event& ev) {
        if (w.region == region_trees::absent)
            return;
        r.regions.insert(w.region);
        for (const auto& b : boundaries_at(e, w, ev))
            r.boundaries.insert(b);
    }
    std::map<std::string_view, record> records_;
};

/// Tests for what no test exercises: one often does for several points.
class ready_tests {
public:
    ready_tests(const book& b, const policy_tests& own, const book* base)
        : book_(b), base_(base), maker_(own.data()) {}

    const book* base() const noexcept { return base_; }
    /// Whether the base answers a case by the same rule and alike.
    bool as_in_base(const edition& e, const built_case& found) const {
        const auto q = case_text(e, found);
        const auto text = fmt::format("[[test]]\nname = \"x\"\nexpect = {{}}\n{}", q.tail);
        const auto own = read_one(book_, text);
        const auto based = read_one(*base_, text);
        if (!own || !based)
            return false;
        const auto now = answer_of(book_, *own, false, nullptr).got;
        const auto was = answer_of(*base_, *based, false, nullptr).got;
        const auto rule = [](const answer_tree& a) {
            const auto* r = a.find("rule");
            return r != nullptr ? r->text : std::string();
        };
        return !answers_differ(now, was) && rule(now) == rule(was);
    }

    /// Of the case that was found, if it does what `exercises` asks of it.
    template <class Exercises>
    std::string of(const edition& e, const std::string& what, const built_case& found,
                   const Exercises& exercises) {
        for (const auto& m : made_)
            if (exercises(m->seen.of(e)))
                return m->text;
        const auto name =
            book_.editions().size() == 1 ? what : fmt::format("{}: {}", e.name(), what);
        auto test = maker_.make(book_, nullptr, name, case_text(e, found));
        if (!test)
            return {};
        auto m = std::make_unique<made>();
        answer_of(book_, test->test, false, &m->seen);
        if (!exercises(m->seen.of(e)))
            return {};
        m->text = std::move(test->text);
        made_.push_back(std::move(m));
        return made_.back()->text;
    }

private:
    struct made {
        std::string text;
        recorder seen;
    };
    const book& book_;
    const book* base_;
    test_maker maker_;
    std::vector<std::unique_ptr<made>> made_;
};

edition_coverage coverage_of(const edition& e, const recorder::record& r, ready_tests& ready) {
    const auto& data = e.data();
    edition_coverage out;
    out.edition = std::string(e.name());
    auto all = everything(e, out.complete);
    // What the small cases do not reach is looked for exactly.
    std::set<std::uint32_t> missed;
    for (std::uint32_t region = 0; region < e.regions(); ++region)
        if (!all.regions.contains(region) && !r.regions.contains(region))
            missed.insert(region);
    const auto reached = reach(e, missed);
    for (const auto& [region, w] : reached.cases)
        all.regions.emplace(region,
                            built_case{w.state, w.question, w.findings, w.sections, w.facts});
    std::optional<changed_points> changed;
    if (ready.base() != nullptr)
        changed.emplace(ready.base()->latest(), e);
    const auto add = [&](coverage_kind kind, bool is_changed, bool open, std::string what,
                         const built_case* found, const auto& exercises) {
        if (changed && !is_changed && (found == nullptr || ready.as_in_base(e, *found)))
            return;
        coverage_point p;
        p.kind = kind;
        p.exercised = exercises(r);
        p.reachable = p.exercised || found != nullptr || open;
        if (!p.exercised && found != nullptr)
            p.ready_test = ready.of(e, what, *found, exercises);
        p.what = std::move(what);
        out.points.push_back(std::move(p));
    };
    const auto found_in = [](const auto& map, const auto& key) {
        const auto it = map.find(key);
        return it == map.end() ? nullptr : &it->second;
    };
    for (std::size_t i = 0; i < data.rules.size(); ++i) {
        std::vector<std::uint32_t> regions;
        const built_case* found = nullptr;
        for (std::uint32_t region = 0; region < e.regions(); ++region)
            if (index(data.trees.rule_of_region[region]) == i) {
                regions.push_back(region);
                if (found == nullptr)
                    found = found_in(all.regions, region);
            }
        const bool open = std::any_of(regions.begin(), regions.end(), [&](std::uint32_t region) {
            return reached.undecided.contains(region);
        });
        add(coverage_kind::rule, changed && changed->rule(static_cast<rule_id>(i)), open,
            fmt::format("rule {}", e.rules()[i].id), found, [&](const recorder::record& seen) {
                return std::any_of(regions.begin(), regions.end(), [&](std::uint32_t region) {
                    return seen.regions.contains(region);
                });
            });
    }
    for (std::uint32_t region = 0; region < e.regions(); ++region) {
        const auto rule = data.trees.rule_of_region[region];
        const auto x = explain(e, region);
        add(coverage_kind::region, changed && changed->region(region),
            reached.undecided.contains(region),
            fmt::format(
                "region {}, {}: {}{}", region, rule == rule_id::none ? "no rule" : e.name_of(rule),
                name_of(data.trees.event_of_region[region]),
                x && !x->bounds.empty() ? fmt::format(" with {}", fmt::join(x->bounds, "; ")) : ""),
            found_in(all.regions, region),
            [&](const recorder::record& seen) { return seen.regions.contains(region); });
    }
    for (const auto& b : boundaries_of(e))
        add(coverage_kind::boundary, changed && changed->boundary(b), !out.complete, to_text(e, b),
            found_in(all.boundaries, b),
            [&](const recorder::record& seen) { return seen.boundaries.contains(b); });
    for (const auto& [key, c] : all.transitions) {
        const transition t = key;  // clang 14 takes no binding into a lambda
        const auto name = [&](status_id s) {
            return s == status_id::none ? std::string_view("none") : e.name_of(s);
        };
        add(coverage_kind::transition, false, !out.complete,
            fmt::format("{} to {}", name(t.first), name(t.second)), &c,
            [&](const recorder::record& seen) { return seen.transitions.contains(t); });
    }
    return out;
}

constexpr std::array<std::string_view, coverage_kinds> kind_names{"rules", "regions", "boundaries",
                                                                  "transitions"};

}  // namespace

std::string_view name_of(coverage_kind kind) noexcept {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::size_t edition_coverage::exercised(coverage_kind kind) const noexcept {
    return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [&](const auto& p) {
        return p.kind == kind && p.exercised;
    }));
}

std::size_t edition_coverage::reachable(coverage_kind kind) const noexcept {
    return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [&](const auto& p) {
        return p.kind == kind && p.reachable;
    }));
}

std::vector<edition_coverage> coverage(const book& b, const policy_tests& tests,
                                       const coverage_options& o) {
    recorder seen;
    for (const auto& t : tests.data().tests)
        answer_of(b, t, false, &seen);
    std::vector<edition_coverage> all;
    ready_tests ready(b, tests, o.base);
    for (const auto& e : b.editions())
        all.push_back(coverage_of(e, seen.of(e), ready));
    return all;
}

std::string to_json(const std::vector<edition_coverage>& all) {
    json_writer out;
    out.open('[');
    for (const auto& c : all) {
        out.open('{').key("edition").string(c.edition).key("complete").boolean(c.complete);
        for (std::size_t i = 0; i < coverage_kinds; ++i) {
            const auto kind = static_cast<coverage_kind>(i);
            out.key(kind_names[i]).open('{').key("exercised");
            out.number(static_cast<std::int64_t>(c.exercised(kind))).key("reachable");
            out.number(static_cast<std::int64_t>(c.reachable(kind))).close('}');
        }
        out.key("missing").open('[');
        for (const auto& p : c.points)
            if (!p.exercised && p.reachable) {
                out.open('{').key("kind").string(name_of(p.kind)).key("what").string(p.what);
                out.key("ready_test").name(p.ready_test).close('}');
            }
        out.close(']').key("unreachable").open('[');
        for (const auto& p : c.points)
            if (!p.reachable)
                out.string(p.what);
        out.close(']').close('}');
    }
    out.close(']');
    return out.take();
}

}  // namespace certrules
