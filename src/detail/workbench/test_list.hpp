#pragma once

/// Policy tests as they were read, and running one.

#include "certrules/policy_tests.hpp"
#include "detail/observer.hpp"
#include "detail/workbench/expectation.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace certrules::detail {

struct policy_test {
    std::string name;
    std::size_t file = 0;
    toml::source_region at;
    std::vector<std::string> cites;
    bool of_history = false;
    toml::table input;  // the case or history, with its places
    std::string json;   // the same as a document
    date on;            // of a history: the day asked about
    std::optional<date> known;
    toml::table expected;
};

struct policy_test_list {
    std::vector<std::string> files;
    std::vector<policy_test> tests;
};

/// Reads one file, and adds its tests.
void read_tests(const book& b, const policy_test_text& text, policy_test_list& out,
                diagnostics& problems);

/// What came of a test: an answer to compare, or an input that is no case or history.
struct policy_test_answer {
    answer_tree got;
    std::optional<error> wrong_input;
    std::vector<std::string> fired;
};

/// `explain`: with what fired, which a passing test does not need. `watch` may be null.
policy_test_answer answer_of(const book& b, const policy_test& t, bool explain,
                             decision_observer* watch);

}  // namespace certrules::detail
