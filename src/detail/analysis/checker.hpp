#pragma once

/// The parts of `analyse`, each in its own source.

#include "certrules/analyse.hpp"
#include "detail/analysis/situations.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace certrules::detail {

class checker {
public:
    explicit checker(const edition& e);

    analysis run();

private:
    /// One event, with its walk over single cases.
    struct event_part {
        event_part(const edition& e, const common_words& words, event_kind kind, work& budget)
            : space(e, e, words, kind, budget) {}
        event_space space;
        std::unique_ptr<pair_space> plain;
    };
    /// A case found in a region, with its size.
    struct found_case {
        situation where;
        found_findings findings;
        witness_size size;
    };
    using rule_test = std::function<bool(rule_id)>;
    using answer_test = std::function<bool(rule_id, const side_answer&)>;

    // check_rules.cpp
    void check_rules();
    void check_event_rules(event_part& part);
    void explain_silent(rule_id r);
    std::optional<found_case> smallest_in(event_part& part, situation_finder& finder,
                                          const region_box& box, rule_id rule, searched& how);
    std::vector<rule_id> answering(event_part& part, const region_box& box);
    std::string a_few_names(const std::vector<rule_id>& rules) const;
    void show_answered(problem& p, event_part& part, const situation_finder& finder,
                       const rule& conditions, const found_case& own, bool& refused);
    // check_monotone.cpp
    void check_monotone(event_part& part);
    void check_step(event_part& part, const finding_step* step, const fact_step* moved);
    void report_pairs();
    bool earns_more(const side_answer& before, const side_answer& after) const;
    bool cheaper(const verdict& before, const verdict& after, event_kind kind) const;
    void summarise();
    // check_life.cpp
    void check_life();
    struct given_statuses {
        std::uint64_t by_rules = 0;
        std::uint64_t by_decision = 0;  // by nothing else
    };
    given_statuses statuses_given() const;
    bool some_answer_at(status_id s, std::uint32_t events, bool alone, const answer_test& passes);
    void check_way_out(status_id s);
    void check_ends();
    void check_bands();
    // checker.cpp
    void declare_exceptions();
    problem& report(problem_kind kind, std::string message);
    void undecided(event_kind kind, std::string_view why);
    /// By rule the smallest case whose answer passes; with `first_only` any one of any rule.
    std::map<rule_id, found_case> cases_by_rule(event_part& part, region_box box,
                                                const rule_test& rules, const answer_test& passes,
                                                bool first_only);
    /// Puts the case into the problem, pruned and replayed.
    bool show(problem& p, event_part& part, const found_case& found, rule_id rule);
    bool hears(rule_id r, event_kind kind) const;

    struct node_summary {
        bool known = false;
        bool several = false;  // actions
        bool any = false;      // some rule answers there
        bool varied = false;   // a status that some rules give for longer, or for other fees
        int action = -1;
        int low = 0, high = 0;  // ranks
    };
    const node_summary& summary(std::uint32_t node);

    /// Two rules of which the worse case's earns more, with the smallest two cases.
    struct worse_pair {
        event_kind event{};
        rule_id first = rule_id::none, second = rule_id::none;
        witness_size size;
        bool least = true;
        std::string step;
        witness_pair cases;
    };

    const edition& edition_;
    const edition_data& data_;
    const common_words words_;
    const edition* const both_[2];
    date day_;
    work work_{bounds::steps_in_all};
    std::optional<event_kind> out_of_steps_;  // the event at which they ran out
    analysis out_;
    std::vector<std::unique_ptr<event_part>> events_;
    std::vector<bool> fired_, maybe_fired_;
    std::vector<node_summary> rule_summaries_, node_summaries_;
    node_summary gap_;
    std::vector<worse_pair> pairs_;
    std::set<std::tuple<event_kind, rule_id, rule_id>> unsure_pairs_;  // a part is not decided
};

}  // namespace certrules::detail
