#pragma once

/// What changes from one edition to another: proved, not sampled.

#include "certrules/result.hpp"
#include "certrules/witness.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace certrules {

/// A word that goes by another name in the new edition.
struct renamed_word {
    std::string from;
    std::string to;
};

struct compare_options {
    std::span<const renamed_word> renamed;  ///< statuses also find each other by `formerly`
    bool first_only = false;                ///< stop at the first difference: is there one?
};

/// What an edition answers to a witness, in words.
struct answer_text {
    std::string rule;    ///< empty: no rule answers
    std::string status;  ///< its name, `refused`, `no rule`, `missing`; empty: nothing to show
    std::string valid;   ///< `2024-01-15 to 2025-01-14`, or empty
};

/// Cases of one kind that the editions answer differently.
struct difference {
    event_kind event{};
    rule_id old_rule = rule_id::none, new_rule = rule_id::none;
    /// The kind in plain words, a list for each region; the regions of a comparison are disjoint.
    std::vector<std::vector<std::string>> regions;
    std::vector<std::string> effects;  ///< `status: assessed, now progressing`
    witness old_case, new_case;        ///< the smallest case, in the words of each edition
    answer_text old_answer, new_answer;
    bool smallest = true;  ///< false: the search ended before it was certain
};

struct comparison {
    std::vector<difference> differences;  ///< smallest witness first
    std::vector<std::string> terms;       ///< what differs outside of the rules: deadlines, …
    std::vector<std::string> only_old, only_new;  ///< words that one edition alone has
    std::vector<std::string> undecided;           ///< what was beyond the limits, and why

    bool differ() const noexcept {
        return !differences.empty() || !terms.empty() || !only_old.empty() || !only_new.empty();
    }
    /// Proved: every case has the same answer in both.
    bool same() const noexcept { return !differ() && undecided.empty(); }
};

/// Compares two editions over every case that both can be asked. Fewest findings first; ties by
/// facts given, then what stands in the state, then the order of the edition's file.
/// Beyond docs/analysis.md's limits a part is listed as undecided; it never guesses.
comparison compare(const edition& old_one, const edition& new_one, const compare_options& o = {});

/// Reads renamed words, `old=new`, one a line; empty lines are passed over.
/// Errors: `bad_text` for a line that is no pair or repeats a word, `unknown_name` for a word that
/// the edition of its side does not have, `bad_argument` for words of two kinds. The place is
/// `renamed`, with the line.
result<std::vector<renamed_word>, error> read_renamed(const edition& old_one,
                                                      const edition& new_one,
                                                      std::string_view lines);

/// The comparison on one line of JSON, by docs/schemas/diff.schema.json.
std::string to_json(const edition& old_one, const edition& new_one, const comparison& c);

}  // namespace certrules
