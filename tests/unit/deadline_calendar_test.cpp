#include "certrules/deadline_calendar.hpp"
#include "histories.hpp"

using namespace certrules;
using namespace certrules::tests;
using Catch::Matchers::Contains;

namespace {

const std::string applied = R"({"event": "applied", "on": "2023-01-02"},
    {"event": "fee-paid", "on": "2023-01-31", "fee": "registration"})";

std::string calendar_of(const standing& s, int alarm_days = 14) {
    calendar_writer c(alarm_days);
    c.add(s);
    return std::move(c).finish();
}

std::string uid_of(const std::string& text) {
    const auto at = text.find("UID:");
    return text.substr(at, text.find("\r\n", at) - at);
}

}  // namespace

TEST_CASE("a deadline is an entry of whole days, its end the day after") {
    const auto text = calendar_of(told(applied).on("2023-02-10"));
    CHECK_THAT(text, Contains("DTSTART;VALUE=DATE:20230131\r\n"));
    CHECK_THAT(text, Contains("DTEND;VALUE=DATE:20230401\r\n"));
    CHECK_THAT(text, Contains("DTSTAMP:20230210T000000Z\r\n"));
    CHECK_THAT(text, Contains("SUMMARY:Hold the initial audit (F-1)\r\n"));
    CHECK_THAT(text, Contains("TRIGGER;RELATED=END:-P15D\r\n"));
    CHECK(text.find("\n") == text.find("\r\n") + 1);
}

TEST_CASE("an entry keeps its UID as days go by, and differs from every other's") {
    const told h(applied);
    CHECK(uid_of(calendar_of(h.on("2023-02-10"))) == uid_of(calendar_of(h.on("2023-05-01"))));
    auto other = h.on("2023-02-10");
    other.factory = "F-2";
    CHECK(uid_of(calendar_of(h.on("2023-02-10"))) != uid_of(calendar_of(other)));
}

TEST_CASE("only open deadlines ring") {
    CHECK(calendar_of(told(applied).on("2023-05-01")).find("VALARM") == std::string::npos);
}

TEST_CASE("no line is longer than 75 octets, and no character is cut") {
    auto s = told(applied).on("2023-02-10");
    for (std::size_t pad = 0; pad < 4; ++pad) {
        std::string factory(pad, 'x');
        for (int i = 0; i < 60; ++i)
            factory += "\xE5\xB7\xA5\xF0\x9F\x8F\xAD,;\\";  // two characters and what is escaped
        s.factory = factory;
        const auto text = calendar_of(s);
        std::string unfolded;
        std::size_t at = 0;
        while (at < text.size()) {
            const auto end = text.find("\r\n", at);
            REQUIRE(end != std::string::npos);
            CHECK(end - at <= 75);
            const bool more = text[at] == ' ';
            // Neither a continuation nor a line begins within a character.
            CHECK((static_cast<unsigned char>(text[at + (more ? 1 : 0)]) & 0xC0U) != 0x80U);
            unfolded +=
                (more ? "" : "\n") + text.substr(at + (more ? 1 : 0), end - at - (more ? 1 : 0));
            at = end + 2;
        }
        CHECK_THAT(unfolded, Contains("\xE5\xB7\xA5\xF0\x9F\x8F\xAD\\,\\;\\\\\xE5\xB7\xA5"));
    }
}

TEST_CASE("control characters of a name do not end a line") {
    auto s = told(applied).on("2023-02-10");
    s.factory = "a\r\nEND:VCALENDAR\tb";
    const auto text = calendar_of(s);
    CHECK_THAT(text, Contains("(a \\nEND:VCALENDAR b)"));
}
