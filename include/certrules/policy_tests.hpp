#pragma once

/// Tests of a policy, written in TOML by the people who own it (docs/policy-tests.md): a case or
/// a history, and what is expected of it. Texts in, results out; files belong to the host.

#include "certrules/book.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace certrules {

namespace detail {
struct policy_test_list;
}

/// One file of tests: its text, and the name that it has in messages.
struct policy_test_text {
    std::string_view file;
    std::string_view toml;
};

/// A field that came out otherwise than expected. Both sides as people write them; "none" where
/// there is nothing.
struct policy_test_difference {
    std::string field;  ///< `valid.last_day`, `fees.audit.amount`
    std::string expected;
    std::string got;
};

struct policy_test_result {
    bool passed = false;
    std::vector<policy_test_difference> differences;
    std::vector<std::string> fired;  ///< of a failure: what answered and why, line by line
};

/// Tests that were read against a book's words. Immutable; copies share it; any number of threads
/// may use one at once.
class policy_tests {
public:
    /// Reads files of tests, for a book that they may name any word of.
    /// Errors: all of the files' errors at once, each with file, line and column.
    static result<policy_tests, diagnostics> parse(const book& b,
                                                   std::span<const policy_test_text> files);

    std::size_t size() const noexcept;
    /// `name`, or for a row of variations `name: row`. Unique.
    std::string_view name(std::size_t i) const noexcept;
    std::string_view file(std::size_t i) const noexcept;
    std::uint32_t line(std::size_t i) const noexcept;
    std::span<const std::string> cites(std::size_t i) const noexcept;

    /// Runs one test against a book: the one it was read for, or another.
    /// Errors: the place of what is no case or history at all, where no error was expected.
    result<policy_test_result, diagnostic> run(const book& b, std::size_t i) const;

    /// For the library's own sources.
    const detail::policy_test_list& data() const noexcept { return *data_; }

private:
    explicit policy_tests(std::shared_ptr<const detail::policy_test_list> data) noexcept;
    std::shared_ptr<const detail::policy_test_list> data_;
};

/// Runs the tests of one text whose name contains `filter` (empty: all of them). On one line:
/// `{"passed": 1, "failed": 1, "tests": [{"name": …, "passed": false, "differences": […]}]}`.
/// Errors: the first diagnostic of a text that is no set of tests, with its line.
result<std::string, error> test_json(const book& b, const policy_test_text& text,
                                     std::string_view filter = {});

}  // namespace certrules
