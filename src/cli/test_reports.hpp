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
/// Numbers, then what no test exercises, each with a test to copy where a case was found.
std::string coverage_report(const std::vector<edition_coverage>& all);
/// Numbers, then each change that no test notices.
std::string mutants_report(const std::vector<policy_mutant>& all);
/// `{"name": …, "file": …, …}` of each test, as a JSON array.
std::string json_tests(const policy_tests& tests, const std::vector<test_report>& reports);

}  // namespace certrules::cli
