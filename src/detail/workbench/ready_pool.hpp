#pragma once

/// Cases and histories among which one may notice a change that no rule shows: of a length, a
/// fee, a deadline, the calendar.

#include "detail/workbench/ready_test.hpp"

#include <string>
#include <vector>

namespace certrules::detail {

class ready_pool {
public:
    /// What can be asked of one of the book's editions.
    ready_pool(const book& b, const edition& e);

    /// The first question that the changed book answers otherwise; nullptr: none of these.
    const question_text* find(const book& changed) const;

private:
    struct candidate {
        question_text question;
        policy_test test;
        answer_tree answer;
    };
    void add(question_text question);
    void cases();
    void facts(const built_case& plain);
    void histories();
    void one_history(audit_id audit, int man_days, event_kind check);
    bool possible(const std::vector<std::string>& events, date on);
    question_text history_text(const std::vector<std::string>& events, date on) const;

    const book& book_;
    const edition& e_;
    date start_;
    std::string facts_at_review_;  // with which a review that finds nothing gives most
    std::vector<candidate> all_;
};

}  // namespace certrules::detail
