#include <catch2/catch.hpp>

#include <cstring>

#include "support.hpp"

using namespace support;

TEST_CASE("a text goes to a buffer that holds it with its NUL, or not at all") {
    const auto e = load_builtin(escp);
    const std::string name(escp);
    const auto whole = name.size() + 1;
    for (const std::size_t capacity :
         {std::size_t{0}, std::size_t{1}, whole - 1, whole, whole + 1, std::size_t{4096}}) {
        INFO(capacity);
        std::string buffer(4096, '?');
        std::size_t needed = 0;
        const auto code = certrules_edition_text(e.get(), CERTRULES_TEXT_NAME, buffer.data(),
                                                 capacity, &needed, nullptr);
        CHECK(needed == whole);
        CHECK(code == (capacity < whole ? CERTRULES_E_BUFFER : CERTRULES_OK));
        const auto written = capacity < whole ? std::string{} : name + '\0';
        CHECK(buffer == written + std::string(4096 - written.size(), '?'));
    }
    std::size_t needed = 0;
    CHECK(certrules_edition_text(e.get(), CERTRULES_TEXT_NAME, nullptr, 0, &needed, nullptr) ==
          CERTRULES_E_BUFFER);
    CHECK(needed == whole);
    CHECK(certrules_edition_text(e.get(), CERTRULES_TEXT_NAME, nullptr, 0, nullptr, nullptr) ==
          CERTRULES_E_BUFFER);
    needed = 7;
    CHECK(certrules_edition_text(e.get(), CERTRULES_TEXT_NAME, nullptr, 9, &needed, nullptr) ==
          CERTRULES_E_NULL);
    CHECK(needed == 7);
    char buffer[64];
    CHECK(certrules_edition_text(e.get(), CERTRULES_TEXT_NAME, buffer, sizeof buffer, nullptr,
                                 nullptr) == CERTRULES_OK);
    CHECK(certrules_edition_text(e.get(), 99, buffer, sizeof buffer, &needed, nullptr) ==
          CERTRULES_E_ARGUMENT);
    CHECK(needed == 7);
}

TEST_CASE("names of nothing, of one byte, too long, and without end") {
    const auto e = load_builtin(escp);
    std::int32_t number = 77;
    const auto find = [&](const char* text, std::size_t size) {
        return certrules_word_find(e.get(), CERTRULES_WORD_STATUS, text, size, &number, nullptr);
    };
    CHECK(find(nullptr, 0) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(find("", 0) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(find(nullptr, 1) == CERTRULES_E_NULL);
    CHECK(find("a", 1) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(find("certified\0", 10) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(find("certifiedX", 9) == CERTRULES_OK);  // the NUL is not needed
    number = 77;
    // Not one byte is read of these.
    CHECK(find("certified", SIZE_MAX) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(find("certified", 65) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(number == 77);
}

TEST_CASE("text that is not UTF-8 is an error wherever text goes in") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    const auto bad = [](const char* s) { return std::string(s); };
    const std::vector<std::string> texts{bad("\x80"),
                                         bad("\xC0\x80"),
                                         bad("\xC1\xBF"),
                                         bad("\xC3"),
                                         bad("\xC3("),
                                         bad("\xE0\x9F\xBF"),
                                         bad("\xE2\x82"),
                                         bad("\xE2(\xA1"),
                                         bad("\xED\xA0\x80"),
                                         bad("\xEF\xBF"),
                                         bad("\xE2\x82("),
                                         bad("\xF0\x8F\xBF\xBF"),
                                         bad("\xF0\x9F\x92"),
                                         bad("\xF4\x90\x80\x80"),
                                         bad("\xF5\x80\x80\x80"),
                                         bad("\xFF"),
                                         bad("a\xFE"),
                                         bad("\xF0\x9F\x92(")};
    for (const auto& text : texts) {
        INFO(json::binary({text.begin(), text.end()}));
        std::int32_t number = 0;
        CHECK(certrules_word_find(e.get(), CERTRULES_WORD_STATUS, text.data(), text.size(), &number,
                                  nullptr) == CERTRULES_E_TEXT);
        CHECK(certrules_event_find(text.data(), text.size(), &number, nullptr) == CERTRULES_E_TEXT);
        std::size_t needed = 0;
        CHECK(certrules_decide_json(b.get(), text.data(), text.size(), 0, nullptr, 0, &needed,
                                    nullptr) == CERTRULES_E_TEXT);
        certrules_edition* out = nullptr;
        auto error = zeroed<certrules_error>();
        const auto toml = "format = 1\nscheme = \"" + text + "\"\n";
        CHECK(certrules_edition_load(toml.data(), toml.size(), nullptr, &out, &error) ==
              CERTRULES_E_EDITION);
        CHECK(error.line == 2);
        CHECK(error.column >= 11);
        CHECK(out == nullptr);
        auto options = zeroed<certrules_load_options>();
        options.file = text.data();
        options.file_size = text.size();
        CHECK(certrules_edition_load("", 0, &options, &out, nullptr) == CERTRULES_E_TEXT);
    }
    // All that is UTF-8 gets past: these are merely no names.
    for (const std::string text : {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                                   "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "z\xC3\xA4"}) {
        std::int32_t number = 0;
        CHECK(certrules_word_find(e.get(), CERTRULES_WORD_STATUS, text.data(), text.size(), &number,
                                  nullptr) == CERTRULES_E_UNKNOWN_NAME);
    }
}

TEST_CASE("a message too long for its field is cut between two characters") {
    const auto name = [] {
        std::string s;
        for (int i = 0; i < 300; ++i)
            s += "\xC3\xA4";  // two bytes each
        return s;
    }();
    auto options = zeroed<certrules_load_options>();
    options.file = name.data();
    options.file_size = name.size();
    certrules_edition* out = nullptr;
    auto error = zeroed<certrules_error>();
    CHECK(certrules_edition_load("=", 1, &options, &out, &error) == CERTRULES_E_EDITION);
    CHECK(std::strlen(error.place) == 94);  // 47 characters; 95 would cut one in two
    CHECK(name.find(error.place) == 0);
}

TEST_CASE("days: what is read and written") {
    std::int32_t day = 7;
    for (const std::string text : {"", "2024-2-29", "2023-02-29", "1899-12-31", "3000-01-01",
                                   "2024-02-29 ", "2024/02/29", "20240229"}) {
        INFO(text);
        CHECK(certrules_day_parse(text.data(), text.size(), &day, nullptr) == CERTRULES_E_DATE);
    }
    CHECK(certrules_day_parse(nullptr, 10, &day, nullptr) == CERTRULES_E_NULL);
    CHECK(certrules_day_parse("2024-02-29", SIZE_MAX, &day, nullptr) == CERTRULES_E_DATE);
    CHECK(day == 7);
    CHECK(support::day("1970-01-01") == 0);
    CHECK(support::day("1900-01-01") == -25567);
    CHECK(support::day("2999-12-31") == 376199);
    CHECK(day_text(-25567) == "1900-01-01");
    CHECK(day_text(376199) == "2999-12-31");
    char buffer[16];
    CHECK(certrules_day_format(CERTRULES_NO_DAY, buffer, 16, nullptr, nullptr) == CERTRULES_E_DATE);
    CHECK(certrules_day_format(INT32_MAX, buffer, 16, nullptr, nullptr) == CERTRULES_E_DATE);
}
