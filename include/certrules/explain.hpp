#pragma once

/// Why a verdict is what it is: rebuilt from the stored region, or with the values read.

#include "certrules/decide.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace certrules {

/// One condition of a rule, and what was read.
struct reason {
    std::string_view measure;  ///< a measure, a fact, or a word of the state; view into the edition
    std::string value;         ///< as read; empty in an explanation without a case
    bool is_number = false;    ///< `value` is a whole number
    std::string test;          ///< as the edition has it: `>= 1`, `no, unknown`
    std::vector<std::string> detail;  ///< per section: "wages 7 of 21, over 30%"
};

struct explanation {
    rule_id rule = rule_id::none;
    std::string_view rule_name;
    std::string_view title;  ///< the rule in one line, for people
    std::vector<reason> because;
    std::vector<std::string_view> cites;
    std::vector<std::string> bounds;  ///< from a region: what every case in it has in common
};

/// From a stored region number alone. Errors: `bad_argument` for a number the edition lacks.
result<explanation, error> explain(const edition& e, std::uint32_t region);

/// With the values that the case had, and without the bounds.
result<explanation, error> explain(const edition& e, const state& s, const event& ev);

/// The explanation as lines of plain text.
std::string to_string(const explanation& x);

}  // namespace certrules
