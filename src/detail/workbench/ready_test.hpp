#pragma once

/// Tests in TOML that are made, not written: of a case or a history that was found.

#include "detail/workbench/case_space.hpp"
#include "detail/workbench/test_list.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace certrules::detail {

/// What a test asks, as TOML around its expectation.
struct question_text {
    std::string head;  // fields of the test
    std::string tail;  // the tables below it
};

question_text case_text(const edition& e, const built_case& c);
/// Facts as fields of a case, one a line.
std::string facts_text(const edition& e, const std::vector<fact_value>& facts);

/// How a test fails.
enum class test_failure : std::uint8_t {
    none,
    words,   // it names another rule, or says otherwise why: the answer may be the same
    answer,  // what is answered is not what was expected
};
test_failure failure_of(const book& b, const policy_test& t);

/// Whether two answers differ in more than the rule that is named.
bool answers_differ(const answer_tree& a, const answer_tree& b);

/// The one test of a text; nullopt: it is none.
std::optional<policy_test> read_one(const book& b, std::string_view toml);

/// Makes tests whose names are their own, also beside those that there are already.
class test_maker {
public:
    explicit test_maker(const policy_test_list& own);

    struct made {
        std::string text;
        policy_test test;
    };
    /// A test of this question that passes against `b` and, if that is given, fails against
    /// `changed`; nullopt: this question has none.
    std::optional<made> make(const book& b, const book* changed, std::string_view name,
                             const question_text& question);

private:
    std::string free_name(std::string_view wanted) const;

    std::set<std::string, std::less<>> taken_;
};

}  // namespace certrules::detail
