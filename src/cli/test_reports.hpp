#pragma once

/// Results of policy tests for people, for TAP and JUnit readers, and as JSON.

#include "certrules/policy_coverage.hpp"
#include "certrules/policy_mutants.hpp"

#include <string>
#include <vector>

namespace certrules::cli {

struct test_report {
    std::size_t test = 0;  // its place among the tests
    policy_test_result result;
};

std::string text_report(const policy_tests& tests, const std::vector<test_report>& reports);
/// TAP version 14; what differs is a YAML block.
std::string tap_report(const policy_tests& tests, const std::vector<test_report>& reports);
/// JUnit XML: one suite for each file.
std::string junit_report(const std::string& policy, const policy_tests& tests,
                         const std::vector<test_report>& reports);
std::string json_report(const std::string& policy, const policy_tests& tests,
                        const std::vector<test_report>& reports, const std::string& coverage,
                        const std::string& mutants);
std::string coverage_report(const std::vector<edition_coverage>& all);
std::string mutants_report(const std::vector<policy_mutant>& all);

/// What no test exercises or notices, as a file of ready tests: all of it from `format = 1` on.
struct ready_file {
    std::string text;       // empty: nothing is missed
    std::size_t tests = 0;  // in the text
    std::size_t more = 0;   // tests that were left out
};
/// A text without tests names what none was found for. `most`: of coverage and of changes each.
ready_file ready_tests(const std::vector<edition_coverage>& covered,
                       const std::vector<policy_mutant>& changed, std::size_t most);
/// `{"name": …, "file": …, …}` of each test, as a JSON array.
std::string json_tests(const policy_tests& tests, const std::vector<test_report>& reports);

}  // namespace certrules::cli
