#include "detail/workbench/ready_test.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace certrules::detail {

namespace {

constexpr std::size_t longest_name = 200;  // as the reader has it

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

/// Fields that tell how an answer was come by; compared, they do not make it another one.
bool tells_how(std::string_view field) {
    constexpr std::array<std::string_view, 5> names{"rule", "unknown", "possible", "edition",
                                                    "error"};
    return std::find(names.begin(), names.end(), field) != names.end();
}

const answer_tree& at(const answer_tree& tree, std::string_view field) {
    static const answer_tree nothing;
    const auto* found = tree.find(field);
    return found != nullptr ? *found : nothing;
}

/// A value as an expectation has it.
std::string written(const answer_tree& got, std::string_view field = {}) {
    std::string text;
    switch (got.is) {
        case answer_tree::shape::none:
            return "\"none\"";
        case answer_tree::shape::text:
            return parse_date(got.text) || field == "consecutive" || field == "differs"
                       ? got.text
                       : quoted(got.text);
        case answer_tree::shape::list:
            for (const auto& item : got.items)
                text += (text.empty() ? "" : ", ") + written(item);
            return fmt::format("[{}]", text);
        case answer_tree::shape::table:
            break;
    }
    for (const auto& [key, value] : got.fields)
        if (value.is != answer_tree::shape::none && !tells_how(key))
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key, written(value, key));
    return fmt::format("{{ {} }}", text);
}

/// What of a value another one does not have alike.
std::string written(const answer_tree& got, const answer_tree& other, std::string_view field) {
    using shape = answer_tree::shape;
    if (got.is == shape::list && other.is == shape::list && got.items.size() == 1 &&
        other.items.size() == 1 && got.items.front().is == shape::table)
        return written(got.items.front(), other.items.front(), field);
    if (got.is != shape::table || other.is != shape::table)
        return written(got, field);
    std::string text;
    const auto add = [&](const std::string& key) {
        if (!tells_how(key) && answers_differ(at(got, key), at(other, key)))
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key,
                                written(at(got, key), at(other, key), key));
    };
    for (const auto& [key, value] : got.fields)
        add(key);
    for (const auto& [key, value] : other.fields)
        if (got.find(key) == nullptr)
            add(key);
    return fmt::format("{{ {} }}", text);
}

/// What is expected: the answer in short, and every field that `other` has otherwise.
std::string expectation(const answer_tree& got, const answer_tree* other, bool of_history) {
    std::string text;
    const auto add = [&](std::string_view field, const std::string& value) {
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", field, value);
    };
    std::vector<std::string_view> shown;
    if (const auto* code = got.find("error_code")) {
        if (code->text == "refused")
            add("error", "\"cannot happen\"");
        else
            add("error_code", quoted(code->text));
        if (const auto* rule = got.find("rule"))
            add("rule", written(*rule));
        return text;
    }
    const auto in_short = of_history ? std::vector<std::string_view>{"public_status"}
                                     : std::vector<std::string_view>{"status", "rule", "valid"};
    for (const auto field : in_short) {
        const auto& value = at(got, field);
        const bool wanted = field != "valid" || value.is != answer_tree::shape::none ||
                            (other != nullptr && answers_differ(value, at(*other, field)));
        if (wanted)
            add(field, written(value));
        shown.push_back(field);
    }
    if (other == nullptr || other->find("error_code") != nullptr)
        return text;
    for (const auto& [key, value] : got.fields)
        if (!tells_how(key) && std::find(shown.begin(), shown.end(), key) == shown.end() &&
            answers_differ(value, at(*other, key)))
            add(key, written(value, at(*other, key), key));
    return text;
}

std::string whole(std::string_view name, const question_text& q, std::string_view expected,
                  std::string_view remark) {
    return fmt::format("[[test]]\nname = {}\n{}expect = {{ {} }}{}\n{}", quoted(name), q.head,
                       expected, remark, q.tail);
}

}  // namespace

test_failure failure_of(const book& b, const policy_test& t) {
    const auto answer = answer_of(b, t, false, nullptr);
    if (answer.got.find("error") != nullptr && !expects_error(t.expected))
        return test_failure::answer;
    auto worst = test_failure::none;
    for (const auto& d : compare(t.expected, answer.got)) {
        const auto field = std::string_view(d.field).substr(d.field.rfind('.') + 1);
        if (!tells_how(field) || (field == "error" && answer.got.find("error") == nullptr))
            return test_failure::answer;
        worst = test_failure::words;
    }
    return worst;
}

bool answers_differ(const answer_tree& a, const answer_tree& b) {
    if (a.is != b.is || a.text != b.text || a.items.size() != b.items.size())
        return true;
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (answers_differ(a.items[i], b.items[i]))
            return true;
    const auto lacks = [](const answer_tree& x, const answer_tree& y) {
        return std::any_of(x.fields.begin(), x.fields.end(), [&](const auto& field) {
            return !tells_how(field.first) && answers_differ(field.second, at(y, field.first));
        });
    };
    return lacks(a, b) || lacks(b, a);
}

std::optional<policy_test> read_one(const book& b, std::string_view toml) {
    policy_test_list list;
    diagnostics problems;
    const auto text = fmt::format("format = 1\n{}", toml);
    read_tests(b, {"ready", text}, list, problems);
    if (!problems.empty() || list.tests.size() != 1)
        return std::nullopt;
    return std::move(list.tests.front());
}

test_maker::test_maker(const policy_test_list& own) {
    for (const auto& t : own.tests)
        taken_.insert(t.name);
}

std::string test_maker::free_name(std::string_view wanted) const {
    for (std::size_t number = 1;; ++number) {
        const auto after = number == 1 ? std::string() : fmt::format(" ({})", number);
        std::string name(wanted);
        if (name.size() + after.size() > longest_name) {
            auto end = longest_name - after.size() - 3;
            while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U)
                --end;
            name = name.substr(0, end) + "...";
        }
        name += after;
        if (taken_.count(name) == 0)
            return name;
    }
}

std::optional<test_maker::made> test_maker::make(const book& b, const book* changed,
                                                 std::string_view name,
                                                 const question_text& question) {
    const auto probe = read_one(b, whole("probe", question, "", ""));
    if (!probe)
        return std::nullopt;
    const auto got = answer_of(b, *probe, false, nullptr).got;
    answer_tree other;
    if (changed != nullptr) {
        other = answer_of(*changed, *probe, false, nullptr).got;
        if (!answers_differ(got, other))
            return std::nullopt;
    }
    made out;
    const auto own = free_name(name);
    out.text = whole(own, question,
                     expectation(got, changed != nullptr ? &other : nullptr, probe->of_history),
                     "  # as the edition answers now: check it against the source");
    auto test = read_one(b, out.text);
    if (!test || failure_of(b, *test) != test_failure::none ||
        (changed != nullptr && failure_of(*changed, *test) == test_failure::none))
        return std::nullopt;
    out.test = std::move(*test);
    taken_.insert(own);
    return out;
}

}  // namespace certrules::detail
