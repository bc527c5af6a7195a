#include "certrules/policy_tests.hpp"

#include "detail/json_writer.hpp"
#include "detail/printable.hpp"
#include "detail/workbench/test_list.hpp"
#include "detail/workbench/toml_tree.hpp"

#include <fmt/format.h>

namespace certrules {

using namespace detail;

policy_tests::policy_tests(std::shared_ptr<const policy_test_list> data) noexcept
    : data_(std::move(data)) {}

result<policy_tests, diagnostics> policy_tests::parse(const book& b,
                                                      std::span<const policy_test_text> files) {
    auto list = std::make_shared<policy_test_list>();
    diagnostics problems;
    for (const auto& text : files)
        read_tests(b, text, *list, problems);
    if (!problems.empty())
        return unexpected(std::move(problems));
    return policy_tests(std::move(list));
}

std::size_t policy_tests::size() const noexcept {
    return data_->tests.size();
}
std::string_view policy_tests::name(std::size_t i) const noexcept {
    return data_->tests[i].name;
}
std::string_view policy_tests::file(std::size_t i) const noexcept {
    return data_->files[data_->tests[i].file];
}
std::uint32_t policy_tests::line(std::size_t i) const noexcept {
    return data_->tests[i].at.begin.line;
}
std::span<const std::string> policy_tests::cites(std::size_t i) const noexcept {
    return data_->tests[i].cites;
}

result<policy_test_result, diagnostic> policy_tests::run(const book& b, std::size_t i) const {
    const auto& t = data_->tests[i];
    auto answer = answer_of(b, t, false, nullptr);
    const bool wants_error = expects_error(t.expected);
    if (answer.wrong_input && !wants_error) {
        const auto at = region_at(t.input, answer.wrong_input->place);
        diagnostic d;
        d.file = data_->files[t.file];
        d.line = at.begin.line != 0 ? at.begin.line : t.at.begin.line;
        d.column = at.begin.line != 0 ? at.begin.column : t.at.begin.column;
        d.message = printable(fmt::format("\"{}\": {}", t.name, to_string(*answer.wrong_input)));
        return unexpected(std::move(d));
    }
    policy_test_result r;
    const auto* wrong = answer.got.find("error");
    if (wrong != nullptr && !wants_error)
        r.differences.push_back({"error", "none", wrong->text});
    else
        r.differences = compare(t.expected, answer.got);
    r.passed = r.differences.empty();
    if (!r.passed)
        r.fired = answer_of(b, t, true, nullptr).fired;
    return r;
}

result<std::string, error> test_json(const book& b, const policy_test_text& text,
                                     std::string_view filter) {
    const auto first_of = [](const diagnostic& d) {
        return error{error_code::bad_text, fmt::format("{}:{}:{}", d.file, d.line, d.column),
                     d.message, d.line};
    };
    const auto tests = policy_tests::parse(b, std::span(&text, 1));
    if (!tests)
        return unexpected(first_of(tests.error().front()));
    std::size_t passed = 0, failed = 0;
    json_writer list;
    list.open('[');
    for (std::size_t i = 0; i < tests->size(); ++i) {
        if (tests->name(i).find(filter) == std::string_view::npos)
            continue;
        const auto r = tests->run(b, i);
        if (!r)
            return unexpected(first_of(r.error()));
        ++(r->passed ? passed : failed);
        list.open('{').key("name").string(tests->name(i)).key("line").number(tests->line(i));
        list.key("cites").open('[');
        for (const auto& cite : tests->cites(i))
            list.string(cite);
        list.close(']').key("passed").boolean(r->passed).key("differences").open('[');
        for (const auto& d : r->differences)
            list.open('{')
                .key("field")
                .string(d.field)
                .key("expected")
                .string(d.expected)
                .key("got")
                .string(d.got)
                .close('}');
        list.close(']').key("fired").open('[');
        for (const auto& line : r->fired)
            list.string(line);
        list.close(']').close('}');
    }
    list.close(']');
    json_writer out;
    out.open('{').key("passed").number(static_cast<std::int64_t>(passed));
    out.key("failed").number(static_cast<std::int64_t>(failed)).key("tests").raw(list.take());
    out.close('}');
    return out.take();
}

}  // namespace certrules
