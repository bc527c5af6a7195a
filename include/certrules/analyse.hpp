#pragma once

/// What is wrong with an edition: proved or refuted over every case, not sampled.

#include "certrules/compare.hpp"
#include "certrules/witness.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace certrules {

/// The numbers are never reused.
enum class problem_kind : std::uint8_t {
    gap = 1,                 ///< an event whose rules leave a case without an answer
    never_fires = 2,         ///< no case meets the rule's conditions
    hidden = 3,              ///< earlier rules answer every case that meets the rule's conditions
    monotone = 4,            ///< the worse of two cases earns more
    unreachable = 5,         ///< no rule that fires gives the status; a decision does not count
    no_way_out = 6,          ///< nothing ends the status or leads on from it
    no_end = 7,              ///< a certificate without an end, or longer than its status lasts
    bands = 8,               ///< between the bands of a table lie values that belong to none
    needless_exception = 9,  ///< the edition declares an exception that nothing needs
    undecided = 10,          ///< beyond the limits of docs/analysis.md
};

/// `gap`, `never-fires`, …
std::string_view name_of(problem_kind kind) noexcept;

struct problem {
    problem_kind kind = problem_kind::undecided;
    std::string message;            ///< one line
    event_kind event{};             ///< 0 where it is about none
    rule_id rule = rule_id::none;   ///< monotone: the rule that answers the better case
    rule_id other = rule_id::none;  ///< monotone: the rule that answers the worse case
    status_id status = status_id::none;
    std::optional<witness> first;   ///< the smallest case that shows it
    std::optional<witness> second;  ///< monotone: the same case but for one thing, for the worse
    answer_text first_answer, second_answer;
    bool smallest = true;   ///< false: the search ended before it was certain
    std::string exception;  ///< the exception that declares it; empty: undeclared
};

/// An exception that the edition declares.
struct declared_exception {
    std::string id, reason;
    problem_kind kind{};
    std::vector<std::string> cites;
    std::size_t covers = 0;  ///< problems that it declares
};

struct analysis {
    std::vector<problem> problems;
    std::vector<declared_exception> exceptions;

    /// Nothing undeclared is wrong, and all was decided.
    bool clean() const noexcept {
        for (const auto& p : problems)
            if (p.exception.empty())
                return false;
        return true;
    }
};

/// Checks an edition over every case that it can be asked; docs/analysis.md says what is checked.
/// Never guesses: what is beyond its limits is a problem of the kind `undecided`.
analysis analyse(const edition& e);

/// The same on one line of JSON, by docs/schemas/check.schema.json.
std::string to_json(const edition& e, const analysis& a);

}  // namespace certrules
