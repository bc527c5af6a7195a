#pragma once

/// The fold of a factory's events: one after the other through `decide`, with what a state
/// cannot tell kept beside it: facts of the cycle, findings of cycle and visits.

#include "certrules/book.hpp"
#include "certrules/history.hpp"
#include "certrules/standing.hpp"
#include "detail/fold_deadlines.hpp"
#include "detail/fold_fees.hpp"
#include "detail/fold_findings.hpp"
#include "detail/fold_timeline.hpp"
#include "detail/observer.hpp"
#include "detail/slots.hpp"

#include <optional>
#include <vector>

namespace certrules::detail {

class fold {
public:
    /// `full`: also timeline, deadlines and fees, which only a standing needs.
    fold(const book& b, const history& h, bool full, decision_observer* watch = nullptr);

    /// Decides one event, by its place in the history. Days never go back. After an error the
    /// fold is as before, but for what ran out. Errors that are no refusal carry `overflow`.
    std::optional<error> take(std::size_t place);

    /// Ends the fold on a day and fills in what it knows.
    void finish(date on, standing& out) &&;

private:
    struct carried_fact {
        const history_fact* given = nullptr;  // null: a fact that an event set to yes
        std::string_view name;
        fact_value value;
        const edition* in = nullptr;
    };
    struct moment;  // an event on its way through the fold

    void run_to(date on);
    void note_public(date on, const cause& why);
    void flush();
    const edition* answering(const history_event& ev, bool check) const;
    std::optional<error> prepare(moment& m);
    std::optional<error> findings_fit(const moment& m) const;
    std::optional<error> gather_facts(moment& m);
    void remember(const moment& m, const verdict& v);
    void remember_facts(const moment& m);
    void remember_sections(const moment& m);
    void remember_decision(const moment& m, const verdict& v);
    std::optional<error> keep_books(const moment& m, const verdict& v);

    const book* book_;
    const history* history_;
    bool full_;
    decision_observer* watch_;
    slots slots_;

    std::vector<carried_fact> facts_;
    finding_list cycle_findings_, check_findings_;
    std::vector<const history_section*> sections_;  // the last word on each section of the cycle
    bool audit_in_cycle_ = false;
    std::string_view cycle_audit_;  // that opened the cycle
    std::size_t certificates_ = 0;  // issued
    std::size_t checked_ = 0;       // one past the number of the certificate last checked, or 0
    std::optional<std::int64_t> visit_man_days_;

    // What the factory shows after the latest event, and since which day it may have changed.
    std::optional<date> day_;
    status_of_edition shown_;
    std::string_view shown_name_;
    cause why_;
    timeline_builder timeline_;
    deadline_book deadlines_;
    fee_book fees_;
    std::optional<last_event> last_;
    std::optional<std::pair<std::string_view, std::string_view>> recommended_;  // status, rule
    std::vector<recorded_decision> decisions_;

    // Room that is used again for each event.
    std::vector<finding> found_;
    std::vector<section_count> counted_;
    std::vector<fact_value> known_;
    std::vector<fee_due> due_;
};

}  // namespace certrules::detail
