#pragma once

/// From a pair of regions to a case that a person can read.

#include "detail/analysis/answers.hpp"
#include "detail/analysis/event_space.hpp"

#include <array>
#include <functional>
#include <map>
#include <tuple>

namespace certrules::detail {

/// A frame, a choice for every fact, and a day.
struct situation {
    std::size_t frame = 0;
    std::int32_t cycle_age = 0;
    bool cycle_before = false, last_days = false;
    std::vector<std::size_t> choices;  // by shared fact
    date on;
    std::uint32_t facts_given = 0;
};

/// Two cases: what each side is asked.
struct witness_pair {
    witness of[2];
};

/// Fewest findings, then fewest facts, then least that stands in the state, then first met.
struct witness_size {
    std::int64_t findings = 0;
    std::uint32_t facts = 0;
    std::uint32_t state = 0;
    friend auto operator<=>(const witness_size&, const witness_size&) = default;
};

/// A day on which both editions are, or could be, in force; no end of a month.
date usual_day(const edition& a, const edition& b);
/// Days on which ends of months make a difference.
std::vector<date> days_of_ends(date near);

class situation_finder {
public:
    using test = std::function<bool(const side_answer&, const side_answer&)>;

    /// `days`: the days to try; the first is the usual one. `ages`: cycles that started so many
    /// months before their status.
    situation_finder(const pair_space& space, std::vector<date> days, std::int32_t ages)
        : space_(space), days_(std::move(days)), ages_(ages) {}

    /// The first situation of the box in which what the rules answer passes the test. The test
    /// must be the same for equal rules.
    std::optional<situation> find(rule_id a, rule_id b, const region_box& box, const test& passes);

    /// The frames of the box in which some situation passes; all of those that the limit left out.
    class_set frames_that_pass(rule_id a, rule_id b, const region_box& box,
                               const test& passes) const;

    /// The facts that give a length to a status which the rules can give, by their places.
    std::vector<std::size_t> lengths_asked(rule_id a, rule_id b) const;

    bool exhausted() const noexcept { return exhausted_; }

    /// The case of a situation with the findings, for each side.
    witness_pair make(const situation& s, const found_findings& f) const;
    witness_size size_of(const situation& s, const found_findings& f) const;

private:
    using key =
        std::tuple<rule_id, rule_id, std::vector<std::uint64_t>, std::vector<std::uint64_t>>;
    /// Of a box: the choices of facts that are tried.
    struct trial {
        rule_id rules[2];
        std::vector<std::vector<std::size_t>> combinations;
        std::vector<std::array<std::vector<fact_value>, 2>> values;
        bool cut = false;  // there are more combinations
        std::size_t left = 2'000'000;
        bool out = false;  // nothing was left for the last frame
    };
    trial begin(rule_id a, rule_id b, const region_box& box) const;
    std::optional<situation> in_frame(trial& t, std::size_t at, const test& passes) const;

    const pair_space& space_;
    std::vector<date> days_;
    std::int32_t ages_;
    bool exhausted_ = false;
    std::map<key, std::optional<situation>> known_;
};

/// Takes away what the checklist says of sections as long as `holds` stays true.
void drop_needless(witness_pair& w, const std::function<bool(const witness_pair&)>& holds);

/// The rule of a leaf; none for a gap, or where nothing hears the event.
inline rule_id rule_at(const edition_data& data, std::uint32_t leaf) noexcept {
    return leaf == unheard ? rule_id::none : data.trees.rule_of_region[leaf & ~region_trees::leaf];
}

}  // namespace certrules::detail
