#pragma once

/// What a policy test expects, held against what came out.

#include "certrules/book.hpp"
#include "certrules/policy_tests.hpp"
#include "detail/toml_reader.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace certrules::detail {

/// An answer as a tree of texts: verdicts and standings are compared in one way.
struct answer_tree {
    enum class shape : std::uint8_t { none, text, list, table };
    shape is = shape::none;
    std::string text;
    std::vector<answer_tree> items;
    std::vector<std::pair<std::string, answer_tree>> fields;

    answer_tree() = default;
    /// Nothing where the text is empty.
    explicit answer_tree(std::string_view t) : is(t.empty() ? shape::none : shape::text), text(t) {}
    static answer_tree list() {
        answer_tree a;
        a.is = shape::list;
        return a;
    }
    static answer_tree table() {
        answer_tree a;
        a.is = shape::table;
        return a;
    }
    answer_tree& set(std::string_view key, answer_tree value) {
        fields.emplace_back(std::string(key), std::move(value));
        return *this;
    }
    const answer_tree* find(std::string_view key) const noexcept;
};

/// Whether every field is one that an answer has, and every word one of the book's.
void check_expectation(load_context& context, const book& b, const toml::table& expected,
                       bool of_history);

/// Whether an error is expected.
bool expects_error(const toml::table& expected);

/// Every expected field that came out otherwise; what is not expected is not looked at.
std::vector<policy_test_difference> compare(const toml::table& expected, const answer_tree& got);

}  // namespace certrules::detail
