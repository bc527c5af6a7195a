// Check, diff and impact through the C interface: the program's own bytes, and what is refused.

#include "allocations.hpp"
#include "support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <functional>

using namespace support;

namespace {

using question = std::function<std::int32_t(char*, std::size_t, std::size_t*, certrules_error*)>;

constexpr std::string_view two_rules = R"(format = 1
scheme = "orchard"
edition = "DAY"
title = "Small"
effective = { from = DAY }
currency = "USD"
[calendar]
month_end = "clamp"
weekend = ["sunday"]
last_day = "day-before-anniversary"
[[source]]
id = "S"
title = "Source"
[[severity]]
id = "grave"
title = "Grave"
[[section]]
id = "rows"
title = "Rows"
applicable = 10
placeholder = true
[[status]]
id = "asked"
title = "Asked"
track = "cycle"
rank = 1
cite = ["S: words"]
[[rule]]
id = "first"
title = "First"
on = ["applied"]
then = "asked"
cite = ["S: one"]
[[rule]]
id = "second"
title = "Second"
on = ["EVENT"]
then = "asked"
cite = ["S: two"]
)";

/// An edition from a day on, whose second rule hears an event.
std::string small_edition(const std::string& day, const std::string& event) {
    std::string text(two_rules);
    for (const auto& [mark, word] : {std::pair("DAY", day), std::pair("EVENT", event)})
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, std::strlen(mark), word);
    return text;
}

edition load(const std::string& text) {
    certrules_edition* out = nullptr;
    auto e = zeroed<certrules_error>();
    must(certrules_edition_load(text.data(), text.size(), nullptr, &out, &e), e);
    return edition(out);
}

json check(const edition& e) {
    return json::parse(text_of([&](char* p, std::size_t c, std::size_t* n, certrules_error* error) {
        return certrules_check_json(e.get(), 0, p, c, n, error);
    }));
}

json diff(const edition& a, const edition& b, const std::string& renamed = {}) {
    return json::parse(text_of([&](char* p, std::size_t c, std::size_t* n, certrules_error* error) {
        return certrules_diff_json(a.get(), b.get(), renamed.data(), renamed.size(), 0, p, c, n,
                                   error);
    }));
}

json impact(const book& a, const book& b, const std::string& cases, std::uint32_t examples = 5) {
    return json::parse(text_of([&](char* p, std::size_t c, std::size_t* n, certrules_error* error) {
        return certrules_impact_json(a.get(), b.get(), cases.data(), cases.size(), examples, 0, p,
                                     c, n, error);
    }));
}

constexpr std::string_view application = R"({"event": "applied", "on": "2024-05-20"})";

}  // namespace

TEST_CASE("a rule behind another that always answers is hidden") {
    const auto found = check(load(small_edition("2020-01-01", "applied")));
    CHECK(found["clean"] == false);
    CHECK(found["policy"]["edition"] == "2020-01-01");
    const auto& problems = found["problems"];
    CHECK(std::any_of(problems.begin(), problems.end(), [](const json& p) {
        return p["kind"] == "hidden" && p["rule"] == "second";
    }));
}

TEST_CASE("an edition does not differ from itself, and does from one that hears another event") {
    const auto a = load(small_edition("2020-01-01", "applied"));
    const auto b = load(small_edition("2021-01-01", "visit-contacted"));
    CHECK(diff(a, a)["answer"] == "same");
    const auto found = diff(a, b);
    CHECK(found["answer"] == "differ");
    CHECK(found["differences"][0]["event"] == "visit-contacted");
    CHECK(found["differences"][0]["old_rule"] == nullptr);
    CHECK(found["differences"][0]["new_rule"] == "second");
}

TEST_CASE("renamed words are read a pair a line, and must be words") {
    const auto a = load_builtin("ietp@2018-10-09");
    const auto b = load_builtin(escp);
    const auto without = diff(a, b);
    const auto& only = without["only_old"];
    REQUIRE(std::find(only.begin(), only.end(), R"(value of programme-decision "downgrade")") !=
            only.end());
    const auto with = diff(a, b, "\ndowngrade=remediation\r\n");
    CHECK(with["only_old"].size() < only.size());
    struct wrong {
        std::string lines;
        std::int32_t code;
        std::uint32_t line;
        const char* says;
    };
    for (const auto& [lines, code, line, says] : std::vector<wrong>{
             {"downgrade", CERTRULES_E_TEXT, 1, "OLD=NEW"},
             {"\n=remediation", CERTRULES_E_TEXT, 2, "OLD=NEW"},
             {"downgrade=", CERTRULES_E_TEXT, 1, "OLD=NEW"},
             {"downgarde=remediation", CERTRULES_E_UNKNOWN_NAME, 1, "\"downgrade\""},
             {"downgrade=remediaton", CERTRULES_E_UNKNOWN_NAME, 1, "\"remediation\""},
             {"assessed=wages", CERTRULES_E_ARGUMENT, 1, "expected words of one kind"},
             {"downgrade=remediation\ndowngrade=assessed", CERTRULES_E_TEXT, 2, "another pair"},
             {"downgrade=remediation\nassessed=remediation", CERTRULES_E_TEXT, 2,
              "another pair"}}) {
        INFO(lines);
        auto error = zeroed<certrules_error>();
        CHECK(certrules_diff_json(a.get(), b.get(), lines.data(), lines.size(), 0, nullptr, 0,
                                  nullptr, &error) == code);
        CHECK(std::string(error.place) == "renamed");
        CHECK(error.line == line);
        CHECK(std::string(error.message).find(says) != std::string::npos);
    }
}

TEST_CASE("impact counts cases a line, passes over empty ones and names the line of a wrong one") {
    const auto b = book_builtin("escp");
    const auto lines = std::string(application) + "\n \t\r\n" + std::string(application);
    const auto found = impact(b, b, lines, 1);
    CHECK(found["cases"] == 2);
    CHECK(found["changes"]["none"] == 2);
    CHECK(found["rows"][0]["examples"].size() == 1);
    CHECK(found["rows"][0]["examples"][0]["line"] == 1);
    CHECK(impact(b, b, lines, 0)["rows"][0]["examples"].empty());
    CHECK(impact(b, b, "")["cases"] == 0);
    auto error = zeroed<certrules_error>();
    const auto bad = std::string(application) + "\n{\"event\": \"aplied\", \"on\": \"2024-05-20\"}";
    CHECK(certrules_impact_json(b.get(), b.get(), bad.data(), bad.size(), 5, 0, nullptr, 0, nullptr,
                                &error) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(error.line == 2);
    CHECK(std::string(error.place) == "event");
    CHECK(std::string(error.message).find("\"applied\"") != std::string::npos);
}

TEST_CASE("a case of one policy alone is counted as refused by the other") {
    const auto a = load(small_edition("2020-01-01", "applied"));
    const certrules_edition* one = a.get();
    certrules_book* made = nullptr;
    must(certrules_book_from_editions(&one, 1, nullptr, &made, nullptr), {});
    const book small(made);
    const auto found = impact(small, book_builtin("escp"), std::string(application));
    CHECK(found["changes"]["status"] == 1);
    CHECK(found["flows"][0]["from"] == json({{"status", "asked"}}));
    CHECK(found["flows"][0]["to"] == json({{"status", "applicant"}}));
}

TEST_CASE("the doors of the workbench: buffers to the byte, bad arguments, nothing touched") {
    const auto a = load(small_edition("2020-01-01", "applied"));
    const auto b = load(small_edition("2021-01-01", "visit-contacted"));
    const auto escp_book = book_builtin("escp");
    const std::string cases(application);
    const std::vector<std::pair<const char*, question>> doors{
        {"check", [&](char* p, std::size_t c, std::size_t* n,
                      certrules_error* e) { return certrules_check_json(a.get(), 0, p, c, n, e); }},
        {"diff",
         [&](char* p, std::size_t c, std::size_t* n, certrules_error* e) {
             return certrules_diff_json(a.get(), b.get(), "asked=asked", 11, 0, p, c, n, e);
         }},
        {"impact", [&](char* p, std::size_t c, std::size_t* n, certrules_error* e) {
             return certrules_impact_json(escp_book.get(), escp_book.get(), cases.data(),
                                          cases.size(), 5, 0, p, c, n, e);
         }}};
    for (const auto& [name, call] : doors) {
        INFO(name);
        const auto whole = text_of(call);
        const auto size = whole.size() + 1;
        for (const std::size_t capacity :
             {std::size_t{0}, std::size_t{1}, size - 1, size, size + 1}) {
            std::string buffer(size + 8, '?');
            std::size_t needed = 0;
            const auto code = call(buffer.data(), capacity, &needed, nullptr);
            CHECK(needed == size);
            CHECK(code == (capacity < size ? CERTRULES_E_BUFFER : CERTRULES_OK));
            const auto written = capacity < size ? std::string{} : whole + '\0';
            CHECK(buffer == written + std::string(buffer.size() - written.size(), '?'));
        }
        CHECK(call(nullptr, size, nullptr, nullptr) == CERTRULES_E_NULL);
        auto wrong_size = zeroed<certrules_error>();
        wrong_size.struct_size = 8;
        CHECK(call(nullptr, 0, nullptr, &wrong_size) == CERTRULES_E_STRUCT_SIZE);
        // Each allocation fails in turn, and all from it on.
        for (const bool only_one : {false, true})
            for (long n = 0;; ++n) {
                std::string buffer(size, '?');
                std::size_t needed = 77;
                const auto alive = allocations::alive();
                std::int32_t code = 0;
                bool refused = false;
                {
                    const allocations::failing now(n, only_one);
                    code = call(buffer.data(), buffer.size(), &needed, nullptr);
                    refused = now.refused();
                }
                CHECK(allocations::alive() == alive);
                if (!refused) {
                    CHECK(code == CERTRULES_OK);
                    break;
                }
                // A failed buffer of a sort may be done without; anything else is out of memory.
                if (code == CERTRULES_OK) {
                    CHECK(buffer == whole + '\0');
                    continue;
                }
                CHECK(code == CERTRULES_E_NO_MEMORY);
                CHECK(needed == 77);
                CHECK(buffer == std::string(size, '?'));
            }
    }
    certrules_error* const no = nullptr;
    const auto *e = a.get(), *f = b.get();
    const auto* k = escp_book.get();
    CHECK(certrules_check_json(nullptr, 0, nullptr, 0, nullptr, no) == CERTRULES_E_NULL);
    CHECK(certrules_check_json(e, 1, nullptr, 0, nullptr, no) == CERTRULES_E_UNSUPPORTED);
    CHECK(certrules_diff_json(nullptr, f, "", 0, 0, nullptr, 0, nullptr, no) == CERTRULES_E_NULL);
    CHECK(certrules_diff_json(e, nullptr, "", 0, 0, nullptr, 0, nullptr, no) == CERTRULES_E_NULL);
    CHECK(certrules_diff_json(e, f, nullptr, 1, 0, nullptr, 0, nullptr, no) == CERTRULES_E_NULL);
    CHECK(certrules_diff_json(e, f, "\xFF=a", 3, 0, nullptr, 0, nullptr, no) == CERTRULES_E_TEXT);
    CHECK(certrules_diff_json(e, f, "", SIZE_MAX, 0, nullptr, 0, nullptr, no) == CERTRULES_E_LIMIT);
    CHECK(certrules_diff_json(e, f, "", 0, 2, nullptr, 0, nullptr, no) == CERTRULES_E_UNSUPPORTED);
    CHECK(certrules_impact_json(nullptr, k, "", 0, 5, 0, nullptr, 0, nullptr, no) ==
          CERTRULES_E_NULL);
    CHECK(certrules_impact_json(k, nullptr, "", 0, 5, 0, nullptr, 0, nullptr, no) ==
          CERTRULES_E_NULL);
    CHECK(certrules_impact_json(k, k, nullptr, 1, 5, 0, nullptr, 0, nullptr, no) ==
          CERTRULES_E_NULL);
    CHECK(certrules_impact_json(k, k, "\xFF", 1, 5, 0, nullptr, 0, nullptr, no) ==
          CERTRULES_E_TEXT);
    CHECK(certrules_impact_json(k, k, "{", 1, 5, 0, nullptr, 0, nullptr, no) == CERTRULES_E_TEXT);
    CHECK(certrules_impact_json(k, k, "", SIZE_MAX, 5, 0, nullptr, 0, nullptr, no) ==
          CERTRULES_E_LIMIT);
    CHECK(certrules_impact_json(k, k, "", 0, 101, 0, nullptr, 0, nullptr, no) ==
          CERTRULES_E_ARGUMENT);
    CHECK(certrules_impact_json(k, k, "", 0, 5, 4, nullptr, 0, nullptr, no) ==
          CERTRULES_E_UNSUPPORTED);
}
