#include "detail/workbench/expectation.hpp"

#include "detail/edition_data.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <functional>

namespace certrules::detail {

namespace {

/// What may stand at a field.
enum class expects : std::uint8_t {
    status,
    rule,
    fact,
    text,
    fee,
    deadline,
    day,
    answer,
    number,
    truth,
    amount,
    deadline_state,
    fee_state,
    words,        // any text
    table,        // the fields below
    tables,       // a list of such tables
    by_day,       // a table from days to statuses
    by_fee,       // a table from ids of fees to a table, a list of tables, or none
    by_deadline,  // likewise
};

struct form {
    std::string_view name;
    expects kind;
    bool many = false;  // a list of words, in any order
    std::span<const form> fields = {};
};

constexpr std::array term_form{form{"status", expects::status}, form{"first_day", expects::day},
                               form{"last_day", expects::day}};
constexpr std::array cycle_form{form{"status", expects::status}, form{"since", expects::day},
                                form{"started_on", expects::day}, form{"last_day", expects::day},
                                form{"award", expects::status}};
constexpr std::array days_form{form{"first_day", expects::day}, form{"last_day", expects::day}};
constexpr std::array state_form{form{"held", expects::status, true},
                                form{"certificate", expects::table, false, term_form},
                                form{"cycle", expects::table, false, cycle_form},
                                form{"bar", expects::table, false, term_form},
                                form{"after", expects::status},
                                form{"visited", expects::answer},
                                form{"last_certificate", expects::status},
                                form{"consecutive", expects::number}};
constexpr std::array case_form{form{"edition", expects::words},
                               form{"status", expects::status},
                               form{"public_status", expects::status},
                               form{"rule", expects::rule},
                               form{"valid", expects::table, false, days_form},
                               form{"state", expects::table, false, state_form},
                               form{"unknown", expects::fact, true},
                               form{"possible", expects::status, true},
                               form{"obligations", expects::text, true},
                               form{"options", expects::text, true},
                               form{"notices", expects::text, true},
                               form{"fees", expects::fee, true},
                               form{"error", expects::words},
                               form{"error_code", expects::words}};
constexpr std::array interval_form{form{"first_day", expects::day}, form{"last_day", expects::day},
                                   form{"public_status", expects::status},
                                   form{"rule", expects::rule}};
constexpr std::array deadline_form{form{"first_day", expects::day}, form{"last_day", expects::day},
                                   form{"state", expects::deadline_state},
                                   form{"met_on", expects::day},
                                   form{"consequence", expects::text}};
constexpr std::array fee_form{form{"amount", expects::amount}, form{"state", expects::fee_state},
                              form{"payee", expects::words}, form{"due_on", expects::day},
                              form{"paid_on", expects::day}};
constexpr std::array decision_form{form{"status", expects::status},
                                   form{"recommendation", expects::status},
                                   form{"rule", expects::rule}, form{"differs", expects::truth}};
constexpr std::array history_form{form{"edition", expects::words},
                                  form{"status", expects::status},
                                  form{"public_status", expects::status},
                                  form{"public_status_on", expects::by_day},
                                  form{"rule", expects::rule},
                                  form{"obligations", expects::text, true},
                                  form{"options", expects::text, true},
                                  form{"notices", expects::text, true},
                                  form{"certificate", expects::table, false, term_form},
                                  form{"cycle", expects::table, false, cycle_form},
                                  form{"bar", expects::table, false, term_form},
                                  form{"held", expects::status, true},
                                  form{"open_findings", expects::words, true},
                                  form{"timeline", expects::tables, false, interval_form},
                                  form{"deadlines", expects::by_deadline, false, deadline_form},
                                  form{"fees", expects::by_fee, false, fee_form},
                                  form{"decisions", expects::tables, false, decision_form},
                                  form{"void", expects::words, true},
                                  form{"error", expects::words},
                                  form{"error_code", expects::words}};

constexpr std::array<std::string_view, 3> deadline_states{"open", "met", "missed"};
constexpr std::array<std::string_view, 3> fee_states{"due", "paid", "not-published"};
constexpr std::array<std::string_view, 3> answers{"unknown", "no", "yes"};

/// A scalar as people write it; empty for a list or table.
std::string text_of(const toml::node& node) {
    if (const auto* text = node.as_string())
        return text->get();
    if (const auto* number = node.as_integer())
        return fmt::format("{}", number->get());
    if (const auto* truth = node.as_boolean())
        return truth->get() ? "true" : "false";
    if (const auto* day = node.as_date())
        return fmt::format("{:04}-{:02}-{:02}", day->get().year, unsigned{day->get().month},
                           unsigned{day->get().day});
    return {};
}

class checker {
public:
    checker(load_context& context, const book& b) : context_(context), book_(b) {}

    void table(const toml::table& expected, std::span<const form> forms, const std::string& what) {
        for (const auto& [key, value] : expected) {
            const auto name = key.str();  // clang 14 takes no binding into a lambda
            const auto it = std::find_if(forms.begin(), forms.end(),
                                         [&](const form& f) { return f.name == name; });
            if (it != forms.end()) {
                field(value, *it, fmt::format("{}.{}", what, key.str()));
                continue;
            }
            std::vector<std::string_view> known;
            for (const auto& f : forms)
                known.push_back(f.name);
            context_.error(value.source(), fmt::format("{}: unknown field \"{}\"{}", what,
                                                       key.str(), suggestion(key.str(), known)));
        }
    }

private:
    void fail(const toml::node& at, const std::string& what, std::string_view expected) {
        context_.error(at.source(),
                       fmt::format("{} is {}, expected {}", what, kind_of(at), expected));
    }

    void field(const toml::node& node, const form& f, const std::string& what) {
        const auto* text = node.as_string();
        const bool none = text != nullptr && text->get() == "none";
        if (f.many) {
            const auto* list = node.as_array();
            if (list == nullptr && !none)
                fail(node, what, "a list, or \"none\"");
            if (list == nullptr)
                return;
            for (const auto& item : *list)
                word(item, f.kind, what);
            return;
        }
        switch (f.kind) {
            case expects::table:
                if (const auto* fields = node.as_table())
                    table(*fields, f.fields, what);
                else if (!none)
                    fail(node, what, "a table of its fields, or \"none\"");
                return;
            case expects::tables:
                return none ? void() : tables(node, f, what);
            case expects::by_day:
                return by_day(node, what);
            case expects::by_fee:
            case expects::by_deadline:
                return none ? void() : by_id(node, f, what);
            default:
                if (!none)
                    word(node, f.kind, what);
        }
    }

    void tables(const toml::node& node, const form& f, const std::string& what) {
        const auto* list = node.as_array();
        if (list == nullptr)
            return fail(node, what, "a list of tables, or \"none\"");
        for (const auto& item : *list) {
            if (const auto* fields = item.as_table())
                table(*fields, f.fields, what);
            else
                fail(item, what, "a table of its fields");
        }
    }

    void by_day(const toml::node& node, const std::string& what) {
        const auto* days = node.as_table();
        if (days == nullptr)
            return fail(node, what, "a table from days to statuses");
        for (const auto& [key, value] : *days) {
            if (!parse_date(key.str()))
                context_.error(value.source(),
                               fmt::format("{}: \"{}\" is no day, expected one such as 2024-05-20",
                                           what, key.str()));
            field(value, form{"", expects::status}, fmt::format("{}.{}", what, key.str()));
        }
    }

    void by_id(const toml::node& node, const form& f, const std::string& what) {
        const auto* ids = node.as_table();
        if (ids == nullptr)
            return fail(node, what, "a table by id, or \"none\"");
        const auto kind = f.kind == expects::by_fee ? expects::fee : expects::deadline;
        for (const auto& [key, value] : *ids) {
            known(key.str(), value, kind, what);
            const auto own = fmt::format("{}.{}", what, key.str());
            if (value.is_array())
                tables(value, f, own);
            else
                field(value, form{"", expects::table, false, f.fields}, own);
        }
    }

    void word(const toml::node& node, expects kind, const std::string& what) {
        const auto expect = [&](bool fine, std::string_view expected) {
            if (!fine)
                fail(node, what, expected);
            return fine;
        };
        switch (kind) {
            case expects::day: {
                const auto text = text_of(node);
                if (expect(node.is_date() || node.is_string(), "a day such as 2024-05-20") &&
                    !parse_date(text))
                    context_.error(node.source(),
                                   fmt::format("{} is \"{}\", expected a day that exists, or "
                                               "\"none\"",
                                               what, text));
                return;
            }
            case expects::number:
                expect(node.is_integer(), "a whole number");
                return;
            case expects::truth:
                expect(node.is_boolean(), "true or false");
                return;
            case expects::words:
                expect(node.is_string() || node.is_date(), "a string");
                return;
            case expects::amount:
                if (expect(node.is_string(), "an amount such as \"800.00\", or \"none\"") &&
                    text_of(node).find_first_not_of("0123456789.") != std::string::npos)
                    context_.error(node.source(),
                                   fmt::format("{} is \"{}\", expected an amount such as "
                                               "\"800.00\", or \"none\"",
                                               what, text_of(node)));
                return;
            default:
                if (expect(node.is_string(), "a name"))
                    known(node.as_string()->get(), node, kind, what);
        }
    }

    /// Whether some edition says a text with this part.
    bool said(std::string_view part) const {
        const auto in = [&](std::span<const std::string_view> texts) {
            return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
                return text.find(part) != std::string_view::npos;
            });
        };
        for (const auto& e : book_.editions()) {
            for (const auto& r : e.data().rules)
                if (in(r.obligations) || in(r.options) || in(r.notices_by_default))
                    return true;
            for (const auto& d : e.data().deadlines)
                if (d.consequence.find(part) != std::string_view::npos)
                    return true;
        }
        return false;
    }

    void known(std::string_view name, const toml::node& at, expects kind, const std::string& what) {
        if (kind == expects::text) {
            if (!said(name))
                context_.error(
                    at.source(),
                    fmt::format("{}: no text of the policy has \"{}\" in it", what, name));
            return;
        }
        std::vector<std::string_view> names;
        const auto add = [&](const auto& list) {
            for (const auto& item : list)
                names.push_back(item.id);
        };
        for (const auto& e : book_.editions()) {
            if (kind == expects::status)
                add(e.statuses());
            else if (kind == expects::rule)
                add(e.rules());
            else if (kind == expects::fact)
                add(e.facts());
            else if (kind == expects::fee)
                add(e.fees());
            else if (kind == expects::deadline)
                add(e.data().deadlines);
        }
        if (kind == expects::deadline_state)
            names.assign(deadline_states.begin(), deadline_states.end());
        if (kind == expects::fee_state)
            names.assign(fee_states.begin(), fee_states.end());
        if (kind == expects::answer)
            names.assign(answers.begin(), answers.end());
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        if (std::find(names.begin(), names.end(), name) == names.end())
            context_.error(at.source(), fmt::format("{}: unknown {} \"{}\"{}", what, word_for(kind),
                                                    name, suggestion(name, names)));
    }

    static std::string_view word_for(expects kind) {
        switch (kind) {
            case expects::status:
                return "status";
            case expects::rule:
                return "rule";
            case expects::fact:
                return "fact";
            case expects::fee:
                return "fee";
            case expects::deadline:
                return "deadline";
            default:
                return "word";
        }
    }

    load_context& context_;
    const book& book_;
};

std::string shown(const toml::node& node) {
    if (const auto* list = node.as_array()) {
        std::string text;
        for (const auto& item : *list)
            text += (text.empty() ? "" : ", ") + shown(item);
        return fmt::format("[{}]", text);
    }
    if (const auto* table = node.as_table()) {
        std::string text;
        for (const auto& [key, value] : *table)
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key.str(), shown(value));
        return fmt::format("{{{}}}", text);
    }
    return text_of(node);
}

std::string shown(const answer_tree& got) {
    switch (got.is) {
        case answer_tree::shape::none:
            return "none";
        case answer_tree::shape::text:
            return got.text;
        case answer_tree::shape::list: {
            std::string text;
            for (const auto& item : got.items)
                text += (text.empty() ? "" : ", ") + shown(item);
            return fmt::format("[{}]", text);
        }
        case answer_tree::shape::table:
            break;
    }
    std::string text;
    for (const auto& [key, value] : got.fields)
        if (value.is != answer_tree::shape::none)
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key, shown(value));
    return fmt::format("{{{}}}", text);
}

class comparer {
public:
    std::vector<policy_test_difference> found;

    void table(const toml::table& expected, const answer_tree& got, const std::string& path) {
        for (const auto& [key, value] : expected) {
            const answer_tree nothing;
            const auto* field = got.find(key.str());
            const auto own =
                path.empty() ? std::string(key.str()) : fmt::format("{}.{}", path, key.str());
            node(value, field != nullptr ? *field : nothing, own);
        }
    }

private:
    /// Fields whose words are parts of texts.
    static bool says_text(std::string_view path) {
        return path == "obligations" || path == "options" || path == "notices";
    }

    static bool is_nothing(const answer_tree& got) {
        return got.is == answer_tree::shape::none ||
               (got.is != answer_tree::shape::text && got.items.empty() && got.fields.empty());
    }

    void differ(const toml::node& expected, const answer_tree& got, const std::string& path) {
        found.push_back({path, shown(expected), shown(got)});
    }

    void node(const toml::node& expected, const answer_tree& got, const std::string& path) {
        if (const auto* fields = expected.as_table()) {
            if (got.is == answer_tree::shape::table)
                return table(*fields, got, path);
            // Of several of one id the latest one.
            if (got.is == answer_tree::shape::list && !got.items.empty())
                return node(expected, got.items.back(), path);
            return differ(expected, got, path);
        }
        if (const auto* list = expected.as_array())
            return many(*list, got, path);
        const auto wanted = text_of(expected);
        if (path == "error" || path.ends_with(".consequence")) {
            const bool none = got.is == answer_tree::shape::none;
            if (wanted == "none" ? !none : none || got.text.find(wanted) == std::string::npos)
                differ(expected, got, path);
            return;
        }
        const bool fine = wanted == "none" ? is_nothing(got)
                          : path == "edition"
                              ? wanted == got.text || wanted.ends_with("@" + got.text)
                              : wanted == got.text;
        if (!fine)
            differ(expected, got, path);
    }

    void many(const toml::array& expected, const answer_tree& got, const std::string& path) {
        if (got.items.size() != expected.size())
            return differ(expected, got, path);
        if (!expected.empty() && expected.get(0)->is_table()) {
            for (std::size_t i = 0; i < expected.size(); ++i)
                node(*expected.get(i), got.items[i], fmt::format("{}[{}]", path, i));
            return;
        }
        std::vector<std::string> wanted, have;
        for (const auto& item : expected)
            wanted.push_back(text_of(item));
        for (const auto& item : got.items)
            have.push_back(item.text);
        if (says_text(path)) {
            for (const auto& part : wanted) {
                const auto it = std::find_if(have.begin(), have.end(), [&](const std::string& t) {
                    return t.find(part) != std::string::npos;
                });
                if (it == have.end())
                    return differ(expected, got, path);
                have.erase(it);
            }
            return;
        }
        std::sort(wanted.begin(), wanted.end());
        std::sort(have.begin(), have.end());
        if (wanted != have)
            differ(expected, got, path);
    }
};

}  // namespace

const answer_tree* answer_tree::find(std::string_view key) const noexcept {
    for (const auto& [name, value] : fields)
        if (name == key)
            return &value;
    return nullptr;
}

void check_expectation(load_context& context, const book& b, const toml::table& expected,
                       bool of_history) {
    checker(context, b)
        .table(expected,
               of_history ? std::span<const form>(history_form) : std::span<const form>(case_form),
               "expect");
}

bool expects_error(const toml::table& expected) {
    return expected.contains("error") || expected.contains("error_code");
}

std::vector<policy_test_difference> compare(const toml::table& expected, const answer_tree& got) {
    comparer c;
    c.table(expected, got, {});
    return std::move(c.found);
}

}  // namespace certrules::detail
