#include "certrules/limits.hpp"
#include "detail/toml_depth.hpp"
#include "detail/workbench/test_list.hpp"
#include "detail/workbench/toml_tree.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

constexpr std::size_t most_tests = 100'000;
constexpr std::int64_t most_times = 1000;

class test_reader {
public:
    test_reader(const book& b, const policy_test_text& text, load_context& context,
                policy_test_list& out)
        : book_(b), source_(text.toml), context_(context), out_(out) {}

    void read(const toml::table& root) {
        toml_reader reader(context_, root, "tests");
        reader.integer("format", 1, 1, true);
        reader.text("title", false, 1000);
        const auto* list = reader.find("test");
        const auto* tests = list != nullptr ? list->as_array() : nullptr;
        if (tests == nullptr || !tests->is_array_of_tables())
            reader.error("test", "no [[test]] is given, at least one is needed");
        else
            for (const auto& item : *tests)
                read_test(*item.as_table());
        reader.finish();
    }

private:
    void read_test(const toml::table& table) {
        toml_reader reader(context_, table, "[[test]]");
        policy_test t = begin(reader);
        reader.rename(fmt::format("[[test]] \"{}\"", t.name));
        const auto* c = reader.table("case");
        const auto* h = reader.table("history");
        if ((c == nullptr) == (h == nullptr)) {
            reader.error("name", "expected exactly one of \"case\" and \"history\"");
            return;
        }
        t.of_history = h != nullptr;
        t.input = copy_of(c != nullptr ? *c : *h);
        days(reader, t);
        const auto* expected = reader.table("expect");
        const auto* rows = reader.find("vary");
        if (expected != nullptr)
            t.expected = copy_of(*expected);
        else if (rows == nullptr)
            reader.error("expect", "field \"expect\" is missing (a table of what should come out)");
        reader.finish();
        const auto first = out_.tests.size();
        if (rows != nullptr)
            read_rows(reader, *rows, t);
        const auto with_rows = out_.tests.size();
        if (expected != nullptr)
            finish(std::move(t));
        if (out_.tests.size() > with_rows)  // the test itself stands before its rows
            std::rotate(out_.tests.begin() + static_cast<std::ptrdiff_t>(first),
                        out_.tests.end() - 1, out_.tests.end());
    }

    policy_test begin(toml_reader& reader) {
        policy_test t;
        t.name = std::string(reader.text("name", true, 200).value_or(""));
        t.at = reader.where("name");
        t.file = out_.files.size() - 1;
        for (const auto& [word, at] : reader.words("cites"))
            t.cites.emplace_back(word);
        return t;
    }

    void days(toml_reader& reader, policy_test& t) {
        const auto day = [&](std::string_view key) -> std::optional<date> {
            const auto* node = reader.find(key);
            if (node == nullptr)
                return std::nullopt;
            if (!t.of_history) {
                reader.error(key,
                             fmt::format("\"{}\" belongs to a history; a case has its own", key));
                return std::nullopt;
            }
            const auto found = reader.date(key);
            return found ? std::optional(date::from_civil(found->year, found->month, found->day))
                         : std::nullopt;
        };
        if (const auto on = day("on"))
            t.on = *on;
        else if (t.of_history && t.on == date{})
            reader.error("on", "field \"on\" is missing (the day asked about)");
        if (const auto known = day("known"))
            t.known = known;
    }

    /// Rows that change fields of the test above them.
    void read_rows(toml_reader& of, const toml::node& rows, const policy_test& base) {
        const auto* list = rows.as_array();
        if (list == nullptr || !list->is_array_of_tables()) {
            of.error("vary", "\"vary\" holds no tables, each headed [[test.vary]]");
            return;
        }
        for (const auto& item : *list) {
            toml_reader reader(context_, *item.as_table(),
                               fmt::format("[[test.vary]] of \"{}\"", base.name));
            auto row = begin(reader);
            row.name = fmt::format("{}: {}", base.name, row.name);
            row.cites.insert(row.cites.begin(), base.cites.begin(), base.cites.end());
            row.of_history = base.of_history;
            row.on = base.on;
            row.known = base.known;
            row.input = copy_of(base.input);
            if (const auto* own = reader.table(base.of_history ? "history" : "case"))
                merge_into(row.input, *own);
            for (const auto& [place, at] : reader.words("without"))
                take_out(row.input, place, at, base.of_history ? "history" : "case");
            if (base.of_history)
                add_events(reader, row.input);
            days(reader, row);
            const auto* own = reader.table("expect");
            const bool alone =
                expects_error(base.expected) || (own != nullptr && expects_error(*own));
            if (!alone)
                row.expected = copy_of(base.expected);
            if (own != nullptr)
                merge_into(row.expected, *own);
            if (row.expected.empty())
                reader.error("expect", "nothing is expected, neither here nor in the test above");
            reader.finish();
            finish(std::move(row));
        }
    }

    /// Takes a field out, named with dots: `state.certificate`.
    void take_out(toml::table& input, std::string_view place, const toml::source_region& at,
                  std::string_view of) {
        auto* table = &input;
        auto rest = place;
        for (auto dot = rest.find('.'); dot != std::string_view::npos && table != nullptr;
             dot = rest.find('.')) {
            table = table->get_as<toml::table>(rest.substr(0, dot));
            rest.remove_prefix(dot + 1);
        }
        if (table == nullptr || table->erase(rest) == 0)
            context_.error(at, fmt::format("without: the {} has no field \"{}\"", of, place));
    }

    void add_events(toml_reader& reader, toml::table& input) {
        const auto* more = reader.find("then");
        if (more == nullptr)
            return;
        auto* events = input.get_as<toml::array>("events");
        if (events == nullptr || !more->is_array()) {
            reader.error("then", "\"then\" holds no list of events to add to the history");
            return;
        }
        for (auto& event : copy_of(*more->as_array()))
            events->push_back(std::move(event));
    }

    void finish(policy_test&& t) {
        if (t.name.empty())
            return;
        if (out_.tests.size() >= most_tests) {
            context_.error(t.at, fmt::format("more than {} tests", most_tests));
            return;
        }
        for (const auto& other : out_.tests)
            if (other.name == t.name)
                context_.error(t.at, fmt::format("there is a test \"{}\" already, in {}:{}", t.name,
                                                 out_.files[other.file], other.at.begin.line));
        if (t.of_history) {
            if (auto* events = t.input.get_as<toml::array>("events")) {
                names_.clear();
                for (auto& event : *events)
                    if (auto* fields = event.as_table())
                        spread(*fields);
            }
        } else {
            names_.clear();
            spread(t.input);
        }
        check_expectation(context_, book_, t.expected, t.of_history);
        t.json = json_of(context_, t.input, source_);
        out_.tests.push_back(std::move(t));
    }

    /// Findings: `times` stands for so many of a kind, and an id can be left out.
    void spread(toml::table& fields) {
        auto* found = fields.get_as<toml::array>("findings");
        if (found == nullptr)
            return;
        toml::array all;
        for (auto& node : *found) {
            auto* finding = node.as_table();
            if (finding == nullptr) {
                all.push_back(std::move(node));
                continue;
            }
            std::int64_t times = 1;
            if (const auto* given = finding->get("times")) {
                times = given->value_exact<std::int64_t>().value_or(0);
                if (times < 1 || times > most_times)
                    context_.error(given->source(), fmt::format("times is no whole number from 1 "
                                                                "to {}",
                                                                most_times));
                finding->erase("times");
            }
            const auto id = finding->get_as<std::string>("id");
            const auto stem = id != nullptr ? id->get() : std::string();
            for (std::int64_t i = 0; i < std::min(times, most_times); ++i) {
                auto copy = copy_of(*finding);
                if (times > 1 || stem.empty())
                    copy.insert_or_assign(
                        "id", stem.empty() ? fmt::format("F{}", all.size() + names_.size() + 1)
                                           : fmt::format("{}-{}", stem, i + 1));
                all.push_back(std::move(copy));
            }
        }
        for (std::size_t i = 0; i < all.size(); ++i)
            names_.emplace_back();
        keep_place(all, *found);
        *found = std::move(all);
    }

    static void keep_place(toml::array& all, const toml::array& of) {
        const_cast<toml::source_region&>(all.source()) = of.source();  // NOLINT(*-const-cast)
    }

    const book& book_;
    std::string_view source_;
    load_context& context_;
    policy_test_list& out_;
    std::vector<char> names_;  // one for each finding so far of this test
};

}  // namespace

void read_tests(const book& b, const policy_test_text& text, policy_test_list& out,
                diagnostics& problems) {
    out.files.emplace_back(text.file);
    load_context context(text.file, *std::pmr::new_delete_resource());
    const auto read = [&] {
        if (text.toml.size() > limits::edition_bytes) {
            context.error({}, fmt::format("the file has {} bytes, at most {} are allowed",
                                          text.toml.size(), limits::edition_bytes));
            return;
        }
        if (const auto line = overlong_key_line(text.toml); line != 0) {
            toml::source_region at;
            at.begin = {line, 1};
            context.error(at, "a key of more than 64 dotted parts");
            return;
        }
        auto parsed = toml::parse(text.toml);
        if (!parsed) {
            context.error(parsed.error().source(), std::string(parsed.error().description()));
            return;
        }
        if (depth_of(parsed.table(), limits::edition_depth) > limits::edition_depth) {
            context.error(
                {}, fmt::format("tables and arrays nest more than {} deep", limits::edition_depth));
            return;
        }
        test_reader(b, text, context, out).read(parsed.table());
    };
    read();
    for (auto& d : context.take())
        problems.push_back(std::move(d));
}

}  // namespace certrules::detail
