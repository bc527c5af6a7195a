#pragma once

/// Random histories that are mostly possible: each event is tried, and kept if the fold takes it.

#include "certrules/book.hpp"
#include "certrules/history.hpp"
#include "detail/fold.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

namespace certrules::tests {

class random_history {
public:
    random_history(const book& b, std::uint64_t seed, date first = date::from_civil(2020, 9, 1))
        : book_(b), random_(seed), first_(first) {}

    /// A new history; what was made before is gone.
    const history& make(std::size_t most_events) {
        events_.clear();
        findings_.clear();
        facts_.clear();
        open_.clear();
        names_.clear();
        holidays_.clear();
        next_id_ = 0;
        while (chance(30))
            holidays_.push_back(first_.plus_days(static_cast<std::int32_t>(below(4000))));
        events_.reserve(most_events + 8);
        history_ = {"F", holidays_, events_};
        detail::fold accepted(book_, history_, false);
        auto on = first_.plus_days(static_cast<std::int32_t>(below(1500)));
        const auto wanted = 1 + below(most_events);
        for (std::size_t tries = 0; events_.size() < wanted && tries < wanted * 12; ++tries) {
            if (!chance(25))
                on = on.plus_days(static_cast<std::int32_t>(chance(15) ? below(400) : below(60)));
            auto ev = some_event(on);
            events_.push_back(ev);
            history_.events = events_;
            if (accepted.take(events_.size() - 1))
                events_.pop_back();
        }
        history_.events = events_;
        return history_;
    }

    /// Makes some events known late, takes some back, corrects some.
    const history& unsettle() {
        const auto n = events_.size();
        for (std::size_t i = 0; i < n; ++i) {
            if (chance(25))
                events_[i].recorded_on =
                    events_[i].on.plus_days(static_cast<std::int32_t>(below(60)));
            if (events_.size() < n + 4 && chance(12)) {
                events_[i].id = name("e");
                auto correction = chance(50) ? some_event(events_[i].on) : events_[i];
                correction.id = {};
                correction.withdrawn = chance(50);
                correction.on = events_[i].on;
                correction.corrects = events_[i].id;
                correction.recorded_on =
                    events_[i].known_from().plus_days(static_cast<std::int32_t>(below(90)));
                events_.push_back(correction);
            }
        }
        history_.events = events_;
        return history_;
    }

    std::vector<history_event>& events() { return events_; }
    const history& get() {
        history_.events = events_;
        return history_;
    }
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    bool chance(std::uint64_t percent) { return below(100) < percent; }
    date some_day() {
        if (events_.empty())
            return first_;
        return events_[below(events_.size())].on.plus_days(
            static_cast<std::int32_t>(below(5) == 0 ? below(500) : below(3)) - 1);
    }

private:
    template <std::size_t N>
    std::string_view one_of(const std::array<std::string_view, N>& words) {
        return words[below(N)];
    }
    std::string_view name(const std::string& prefix) {
        return names_.emplace_back(prefix + std::to_string(next_id_++));
    }

    std::span<const history_finding> some_findings() {
        static constexpr std::array<std::string_view, 4> severities{"minor", "major", "critical",
                                                                    "zero-tolerance"};
        static constexpr std::array<std::string_view, 3> sections{"wages", "safety",
                                                                  "working-hours"};
        static constexpr std::array<std::string_view, 1> tag{"record-inconsistency"};
        auto& list = findings_.emplace_back();
        if (chance(45))
            return list;
        const auto worst = chance(60) ? 2 : chance(60) ? 3 : 4;
        for (auto n = 1 + below(3); n > 0; --n) {
            history_finding f;
            f.id = name("f");
            open_.push_back(f.id);
            f.section = one_of(sections);
            f.severity = severities[below(static_cast<std::uint64_t>(worst))];
            f.transparent = static_cast<answer>(below(3));
            if (f.severity == "critical" && chance(70)) {
                f.tags = tag;
                f.transparent = answer::yes;
            }
            list.push_back(f);
        }
        return list;
    }

    std::span<const history_fact> some_facts() {
        static constexpr std::array<std::string_view, 4> offers{"none", "probation", "remediation",
                                                                "unknown"};
        static constexpr std::array<std::string_view, 3> choices{"accept", "probation", "decline"};
        static constexpr std::array<std::string_view, 3> answers{"yes", "no", "unknown"};
        auto& list = facts_.emplace_back();
        if (chance(60))
            list.push_back({"cap-submitted", one_of(answers), 0});
        if (chance(30))
            list.push_back({"willing-to-remediate", one_of(answers), 0});
        if (chance(40))
            list.push_back({"programme-decision", one_of(offers), 0});
        if (chance(30))
            list.push_back({"factory-choice", one_of(choices), 0});
        if (chance(40))
            list.push_back({"remediation-months", {}, chance(50) ? 9 : 12});
        return list;
    }

    history_event some_event(date on) {
        static constexpr std::array<std::string_view, 6> fees{
            "registration", "renewal", "audit", "certification", "certification", "progress-visit"};
        static constexpr std::array<std::string_view, 10> audits{"ica", "ica", "ica", "iaa", "iaa",
                                                                 "fu",  "sa",  "qc",  "ta",  "pa"};
        static constexpr std::array<std::string_view, 9> decisions{
            "assessed",    "progressing", "approved", "certified", "probation",
            "remediation", "terminated",  "lapsed",   "applicant"};
        static constexpr std::array<event_kind, 16> kinds{
            event_kind::applied,         event_kind::applied,        event_kind::fee_paid,
            event_kind::fee_paid,        event_kind::fee_paid,       event_kind::audit_held,
            event_kind::audit_held,      event_kind::audit_reviewed, event_kind::audit_reviewed,
            event_kind::audit_reviewed,  event_kind::finding_closed, event_kind::finding_closed,
            event_kind::visit_contacted, event_kind::visit_held,     event_kind::cap_submitted,
            event_kind::invoice_received};
        history_event ev;
        ev.on = on;
        ev.kind = kinds[below(kinds.size())];
        if (chance(6))
            ev.kind = chance(50)   ? event_kind::decision_recorded
                      : chance(60) ? event_kind::visit_declined
                                   : event_kind::audit_declined;
        switch (ev.kind) {
            case event_kind::fee_paid:
            case event_kind::invoice_received:
                ev.fee = ev.kind == event_kind::fee_paid ? one_of(fees) : "progress-visit";
                break;
            case event_kind::audit_held:
                ev.audit = one_of(audits);
                [[fallthrough]];
            case event_kind::visit_held:
                ev.findings = some_findings();
                if (chance(80))
                    ev.man_days_hundredths = static_cast<std::int64_t>(below(600));
                break;
            case event_kind::finding_closed:
                ev.finding =
                    open_.empty()
                        ? std::string_view("f0")
                        : open_[open_.size() - 1 - below(std::min<std::size_t>(open_.size(), 6))];
                break;
            case event_kind::decision_recorded:
                ev.status = one_of(decisions);
                ev.reason = "r";
                if (ev.status == "remediation")
                    ev.months = 9;
                break;
            default:
                break;
        }
        if (ev.kind == event_kind::audit_reviewed ||
            (ev.kind == event_kind::visit_held && chance(50)))
            ev.facts = some_facts();
        return ev;
    }

    const book& book_;
    std::mt19937_64 random_;
    date first_;
    std::vector<history_event> events_;
    std::deque<std::vector<history_finding>> findings_;
    std::deque<std::vector<history_fact>> facts_;
    std::deque<std::string> names_;
    std::vector<std::string_view> open_;
    std::vector<date> holidays_;
    std::size_t next_id_ = 0;
    history history_;
};

}  // namespace certrules::tests
