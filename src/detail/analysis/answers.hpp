#pragma once

/// What a rule answers in a frame, and whether two answers are one.

#include "certrules/compare.hpp"
#include "certrules/decide.hpp"
#include "detail/analysis/event_space.hpp"

#include <optional>
#include <string>
#include <vector>

namespace certrules::detail {

struct side_answer {
    std::optional<verdict> given;
    error_code code = error_code::ok;  // where none is given
};

/// What the edition answers where the rule fires. The state must be settled.
side_answer answer_by(const edition& e, rule_id rule, const state& s, const event& ev);
side_answer answer_of(const edition& e, const state& s, const event& ev);

/// Whether that answer to the case is the rule's, also where it refuses; with none, that no rule
/// answers.
bool answered_by(const edition& e, const witness& w, const side_answer& a, rule_id rule);

answer_text text_of(const edition& e, const side_answer& a);

/// The fees that an answer makes due, those that are due with every such event inside.
std::vector<fee_id> fees_of(const edition& e, const verdict& v, event_kind kind);

/// In what the answers of two editions differ, in words; empty where they do not.
std::vector<std::string> effects(const edition* const (&e)[2], const common_words& words,
                                 event_kind kind, const side_answer& a, const side_answer& b);
/// The same, as fast as it can be told.
bool answers_differ(const edition* const (&e)[2], const common_words& words, event_kind kind,
                    const side_answer& a, const side_answer& b);

/// What a rule does, without its name, tests and citations, as a key in the words of the old
/// edition: two rules of one key answer alike where the editions agree on the rest.
std::string action_key(const edition& e, int side, const common_words& words, rule_id rule);

/// Whether months, fees, calendar and endings of two editions are the same, so that equal keys are
/// equal answers.
bool same_surroundings(const edition* const (&e)[2], const common_words& words);

/// `certification USD 800.00 to programme`
std::string fee_words(const edition& e, fee_id id);

}  // namespace certrules::detail
