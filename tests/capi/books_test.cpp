#include <catch2/catch.hpp>

#include <fstream>

#include "support.hpp"

using namespace support;

namespace {

std::string builtin_text(std::string_view name) {
    return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
        return certrules_builtin_text(name.data(), name.size(), b, c, n, e);
    });
}

std::string text(const certrules_edition* ed, std::int32_t which) {
    return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
        return certrules_edition_text(ed, which, b, c, n, e);
    });
}

edition load(const std::string& toml) {
    certrules_edition* out = nullptr;
    auto e = zeroed<certrules_error>();
    must(certrules_edition_load(toml.data(), toml.size(), nullptr, &out, &e), e);
    return edition(out);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    return text;
}

}  // namespace

TEST_CASE("an edition loaded from a built-in's text is that edition") {
    const auto a = load_builtin(escp);
    const auto b = load(builtin_text(escp));
    for (std::int32_t which = CERTRULES_TEXT_SCHEME; which <= CERTRULES_TEXT_HASH; ++which)
        CHECK(text(a.get(), which) == text(b.get(), which));
    CHECK(text(a.get(), CERTRULES_TEXT_SCHEME) == "escp");
    CHECK(text(a.get(), CERTRULES_TEXT_ID) == "2020-09-01");
    CHECK(text(a.get(), CERTRULES_TEXT_NAME) == escp);
    CHECK(text(a.get(), CERTRULES_TEXT_HASH).size() == 64);
    auto info = zeroed<certrules_edition_info>();
    must(certrules_edition_describe(a.get(), &info, nullptr), {});
    CHECK(day_text(info.effective_from) == "2020-09-01");
    CHECK(info.effective_to == CERTRULES_NO_DAY);
    CHECK(info.regions > 0);
}

TEST_CASE("the list of built-in editions holds each by its name") {
    const auto n = certrules_builtin_count();
    REQUIRE(n >= 1);
    bool found = false;
    for (std::uint32_t i = 0; i < n; ++i) {
        const auto name = text_of([&](char* b, std::size_t c, std::size_t* need, auto* e) {
            return certrules_builtin_name(i, b, c, need, e);
        });
        found = found || name == escp;
        CHECK(load_builtin(name) != nullptr);
    }
    CHECK(found);
    CHECK(certrules_builtin_name(n, nullptr, 0, nullptr, nullptr) == CERTRULES_E_ARGUMENT);
    CHECK(certrules_builtin_name(UINT32_MAX, nullptr, 0, nullptr, nullptr) == CERTRULES_E_ARGUMENT);
    CHECK(certrules_builtin_text("nowhere", 7, nullptr, 0, nullptr, nullptr) ==
          CERTRULES_E_UNKNOWN_NAME);
}

TEST_CASE("an edition that does not load says how much is wrong, and diagnose says all of it") {
    const auto good = builtin_text(escp);
    auto bad = replaced(good, "month_end = \"clamp\"", "month_end = \"clump\"");
    bad = replaced(bad, "currency = \"USD\"", "currency = \"usd\"");
    certrules_edition* out = nullptr;
    auto error = zeroed<certrules_error>();
    auto options = zeroed<certrules_load_options>();
    options.file = "mine.toml";
    options.file_size = 9;
    CHECK(certrules_edition_load(bad.data(), bad.size(), &options, &out, &error) ==
          CERTRULES_E_EDITION);
    CHECK(out == nullptr);
    CHECK(std::string(error.place) == "mine.toml");
    CHECK(error.line > 0);
    CHECK(error.column > 0);
    CHECK(error.more == 1);

    const auto diagnose = [&](const std::string& toml, std::uint32_t& errors) {
        return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
            return certrules_edition_diagnose(toml.data(), toml.size(), &options, &errors, b, c, n,
                                              e);
        });
    };
    std::uint32_t errors = 77;
    const auto lines = diagnose(bad, errors);
    CHECK(errors == 2);
    CHECK(lines.find("mine.toml:") == 0);
    CHECK(lines.find("clump") != std::string::npos);
    CHECK(lines.find("usd") != std::string::npos);
    CHECK(lines.back() == '\n');
    diagnose(good, errors);
    CHECK(errors == 0);
    diagnose("", errors);
    CHECK(errors > 0);
    diagnose("a = \"\xFF\"", errors);
    CHECK(errors == 1);
    CHECK(certrules_edition_load(good.data(), 2 * 1024 * 1024 + 1, nullptr, &out, nullptr) ==
          CERTRULES_E_LIMIT);
    CHECK(certrules_edition_load(good.data(), SIZE_MAX, nullptr, &out, nullptr) ==
          CERTRULES_E_LIMIT);
    CHECK(certrules_edition_load(nullptr, 0, nullptr, &out, nullptr) == CERTRULES_E_EDITION);
    CHECK(out == nullptr);
}

TEST_CASE("a book's editions answer for the days they were in force") {
    const auto text2020 = builtin_text(escp);
    auto newer_text = replaced(text2020, "edition = \"2020-09-01\"", "edition = \"2030-01-01\"");
    newer_text = replaced(newer_text, "from = 2020-09-01", "from = 2030-01-01");
    auto older = load(text2020);
    auto newer = load(newer_text);
    const certrules_edition* both[] = {newer.get(), older.get()};  // in any order
    certrules_book* out = nullptr;
    auto error = zeroed<certrules_error>();
    must(certrules_book_from_editions(both, 2, nullptr, &out, &error), error);
    const book b(out);
    older.reset();  // the book lives on without its parts
    newer.reset();

    std::uint32_t count = 0;
    must(certrules_book_count(b.get(), &count, nullptr), {});
    CHECK(count == 2);
    const auto in_force = [&](const char* on) {
        std::uint32_t index = 77;
        must(certrules_book_in_force(b.get(), day(on), &index, nullptr), {});
        return index;
    };
    CHECK(in_force("2020-09-01") == 0);
    CHECK(in_force("2029-12-31") == 0);
    CHECK(in_force("2030-01-01") == 1);
    std::uint32_t index = 77;
    CHECK(certrules_book_in_force(b.get(), day("2020-08-31"), &index, &error) ==
          CERTRULES_E_NO_EDITION);
    CHECK(certrules_book_in_force(b.get(), CERTRULES_NO_DAY, &index, nullptr) == CERTRULES_E_DATE);
    CHECK(index == 77);
    // R17: the window of a check opens two months after the certificate's first day.
    const auto answering = [&](std::int32_t check, std::int32_t certified, const char* started) {
        must(certrules_book_answering(b.get(), check, certified, day(started), &index, nullptr),
             {});
        return index;
    };
    CHECK(answering(0, day("2029-12-01"), "2029-06-01") == 0);
    CHECK(answering(1, day("2029-12-01"), "2029-06-01") == 1);
    CHECK(answering(1, day("2029-10-31"), "2029-06-01") == 0);
    CHECK(answering(1, CERTRULES_NO_DAY, "2030-06-01") == 1);
    for (const std::int32_t check : {-1, 2, INT32_MAX})
        CHECK(certrules_book_answering(b.get(), check, 0, 0, &index, nullptr) ==
              CERTRULES_E_ARGUMENT);
    CHECK(certrules_book_answering(b.get(), 0, INT32_MAX, 0, &index, nullptr) == CERTRULES_E_DATE);
    CHECK(certrules_book_answering(b.get(), 0, 0, INT32_MAX, &index, nullptr) == CERTRULES_E_DATE);

    certrules_edition* taken = nullptr;
    must(certrules_book_edition(b.get(), 1, &taken, nullptr), {});
    const edition one(taken);
    CHECK(text(one.get(), CERTRULES_TEXT_ID) == "2030-01-01");
    CHECK(certrules_book_edition(b.get(), 2, &taken, nullptr) == CERTRULES_E_ARGUMENT);
}

TEST_CASE("what makes no book") {
    const auto a = load_builtin(escp);
    const auto other =
        load(replaced(replaced(builtin_text(escp), "scheme = \"escp\"", "scheme = \"mine\""),
                      "from = 2020-09-01", "from = 2021-09-01"));
    certrules_book* out = nullptr;
    const auto make = [&](std::vector<const certrules_edition*> list, std::size_t count) {
        return certrules_book_from_editions(list.data(), count, nullptr, &out, nullptr);
    };
    CHECK(make({a.get()}, 0) == CERTRULES_E_ARGUMENT);
    CHECK(make({a.get()}, SIZE_MAX) == CERTRULES_E_LIMIT);
    CHECK(make({a.get(), nullptr}, 2) == CERTRULES_E_NULL);
    CHECK(make({a.get(), a.get()}, 2) == CERTRULES_E_ARGUMENT);
    CHECK(make({a.get(), other.get()}, 2) == CERTRULES_E_ARGUMENT);
    CHECK(out == nullptr);
    CHECK(certrules_book_builtin("escq", 4, nullptr, &out, nullptr) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(out == nullptr);
}

TEST_CASE("an edition taken from a book outlives it") {
    auto b = book_builtin(escp);
    certrules_edition* taken = nullptr;
    must(certrules_book_edition(b.get(), 0, &taken, nullptr), {});
    const edition e(taken);
    b.reset();
    CHECK(text(e.get(), CERTRULES_TEXT_NAME) == escp);
}

TEST_CASE("a stored region tells its rule, in numbers, in words and as a document") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    const auto verdict = json::parse(decide_json(b, R"({"event":"applied","on":"2024-05-20"})"));
    const std::uint32_t region = verdict["region"];
    std::int32_t rule = -2;
    must(certrules_region_rule(e.get(), region, &rule, nullptr), {});
    CHECK(name(e, CERTRULES_WORD_RULE, rule) == verdict["rule"]);
    const auto lines = text_of([&](char* t, std::size_t c, std::size_t* n, auto* err) {
        return certrules_explain_text(e.get(), region, t, c, n, err);
    });
    CHECK(lines.find(verdict["rule"].get<std::string>()) != std::string::npos);
    const auto document =
        json::parse(text_of([&](char* t, std::size_t c, std::size_t* n, auto* err) {
            return certrules_explain_json(e.get(), region, t, c, n, err);
        }));
    CHECK(document["rule"] == verdict["rule"]);
    CHECK(document["cites"] == verdict["cites"]);
    auto info = zeroed<certrules_edition_info>();
    must(certrules_edition_describe(e.get(), &info, nullptr), {});
    for (const std::uint32_t beyond : {info.regions, UINT32_MAX}) {
        CHECK(certrules_region_rule(e.get(), beyond, &rule, nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_explain_text(e.get(), beyond, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_ARGUMENT);
        CHECK(certrules_explain_json(e.get(), beyond, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_ARGUMENT);
    }
}

TEST_CASE("a case that is no case") {
    const auto b = book_builtin(escp);
    auto error = zeroed<certrules_error>();
    const auto decide = [&](const std::string& document, std::uint32_t flags = 0) {
        return certrules_decide_json(b.get(), document.data(), document.size(), flags, nullptr, 0,
                                     nullptr, &error);
    };
    CHECK(decide("") == CERTRULES_E_TEXT);
    CHECK(decide("{") == CERTRULES_E_TEXT);
    CHECK(decide(R"({"event":"applied"})") == CERTRULES_E_MISSING);
    CHECK(decide(R"({"event":"aplied","on":"2024-05-20"})") == CERTRULES_E_UNKNOWN_NAME);
    CHECK(std::string(error.place) == "event");
    CHECK(decide(R"({"event":"applied","on":"2024-05-32"})") == CERTRULES_E_DATE);
    CHECK(std::string(error.place) == "on");
    CHECK(decide("{}", 2) == CERTRULES_E_UNSUPPORTED);
    CHECK(certrules_decide_json(b.get(), "{}", SIZE_MAX, 0, nullptr, 0, nullptr, nullptr) ==
          CERTRULES_E_LIMIT);
}
