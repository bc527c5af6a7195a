#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

#include "support.hpp"

using namespace support;

namespace {

using door = std::int32_t (*)(const certrules_book*, const char*, std::size_t, std::int32_t,
                              std::int32_t, char*, std::size_t, std::size_t*, certrules_error*);

std::int32_t calendar(const certrules_book* book, const char* text, std::size_t size,
                      std::int32_t on, std::int32_t known, char* buffer, std::size_t capacity,
                      std::size_t* needed, certrules_error* error) {
    return certrules_calendar(book, text, size, on, known, 14, buffer, capacity, needed, error);
}

/// The doors that take a history.
constexpr std::pair<const char*, door> doors[]{{"standing", certrules_replay_json},
                                               {"fees", certrules_fees_json},
                                               {"deadlines", certrules_deadlines_json},
                                               {"disclosures", certrules_disclosures_json},
                                               {"calendar", calendar}};

std::string ask(door d, const book& b, const std::string& history, std::int32_t on,
                std::int32_t known = CERTRULES_NO_DAY) {
    return text_of([&](char* buffer, std::size_t c, std::size_t* n, certrules_error* e) {
        return d(b.get(), history.data(), history.size(), on, known, buffer, c, n, e);
    });
}

std::string history_of(const std::string& name) {
    return read_file("examples/data/histories/" + name).dump();
}

/// Whether `part` is within `whole`: of objects the fields that `part` has, of arrays all items.
bool within(const json& part, const json& whole) {
    if (part.is_object() && whole.is_object()) {
        for (const auto& [key, value] : part.items())
            if (!whole.contains(key) || !within(value, whole[key]))
                return false;
        return true;
    }
    if (part.is_array() && whole.is_array()) {
        if (part.size() != whole.size())
            return false;
        for (std::size_t i = 0; i < part.size(); ++i)
            if (!within(part[i], whole[i]))
                return false;
        return true;
    }
    return part == whole;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++n;
    return n;
}

const std::string example = "00-example-of-the-forms.json";

}  // namespace

TEST_CASE("the standings that were worked out by hand come through the C interface") {
    const auto b = book_builtin("escp");
    std::size_t asked = 0;
    for (const auto& row : read_lines("tests/vectors/expected-standings.jsonl")) {
        if (row.contains("policy") && row["policy"] != "escp")
            continue;
        INFO(row.dump());
        const auto text = read_file(row["file"].get<std::string>()).dump();
        const auto known =
            row.contains("known") ? day(row["known"].get<std::string>()) : CERTRULES_NO_DAY;
        const auto on = day(row["on"].get<std::string>());
        const auto standing = json::parse(ask(certrules_replay_json, b, text, on, known));
        auto expected = row["expect"];
        for (const auto& wanted : expected.value("deadlines_include", json::array())) {
            const auto& all = standing["deadlines"];
            CHECK(std::any_of(all.begin(), all.end(),
                              [&](const auto& d) { return within(wanted, d); }));
        }
        expected.erase("deadlines_include");
        CHECK(within(expected, standing));
        ++asked;

        // The parts are those of the standing, under the same head.
        const std::pair<const char*, door> parts[]{{"fees", certrules_fees_json},
                                                   {"deadlines", certrules_deadlines_json}};
        for (const auto& [part, call] : parts) {
            auto document = json::parse(ask(call, b, text, on, known));
            CHECK(document[part] == standing[part]);
            document.erase(part);
            CHECK(within(document, standing));
            CHECK(document.size() == (standing.contains("factory") ? 4 : 3));
        }
    }
    CHECK(asked > 5);
}

TEST_CASE("a calendar has an entry for each deadline, and rings as asked") {
    const auto b = book_builtin("escp");
    const auto text = history_of(example);
    const auto on = day("2024-05-01");
    const auto standing = json::parse(ask(certrules_replay_json, b, text, on));
    const auto ics = ask(calendar, b, text, on);
    CHECK(ics.rfind("BEGIN:VCALENDAR\r\n", 0) == 0);
    CHECK(ics.substr(ics.size() - 15) == "END:VCALENDAR\r\n");
    CHECK(count(ics, "BEGIN:VEVENT\r\n") == standing["deadlines"].size());
    CHECK(count(ics, "DTSTAMP:20240501T000000Z\r\n") == standing["deadlines"].size());
    std::size_t open = 0, timed = 0;
    for (const auto& d : standing["deadlines"]) {
        open += d["state"] == "open";
        timed += d["state"] == "open" && !d["last_day"].is_null();
    }
    REQUIRE(timed > 0);
    CHECK(count(ics, "BEGIN:VALARM\r\n") == open);
    // The end of an entry is the day after its last: 14 days before the last day are 15 before it.
    CHECK(count(ics, "TRIGGER;RELATED=END:-P15D\r\n") == timed);
    const auto ringing = [&](std::int32_t days) {
        return text_of([&](char* buffer, std::size_t c, std::size_t* n, certrules_error* e) {
            return certrules_calendar(b.get(), text.data(), text.size(), on, CERTRULES_NO_DAY, days,
                                      buffer, c, n, e);
        });
    };
    CHECK(count(ringing(0), "TRIGGER;RELATED=END:-P1D\r\n") == timed);
    CHECK(count(ringing(365), "TRIGGER;RELATED=END:-P366D\r\n") == timed);
    for (const std::int32_t days : {-1, 366, INT32_MIN, INT32_MAX})
        CHECK(certrules_calendar(b.get(), text.data(), text.size(), on, CERTRULES_NO_DAY, days,
                                 nullptr, 0, nullptr, nullptr) == CERTRULES_E_ARGUMENT);
}

TEST_CASE("known leaves out what was recorded later") {
    const auto b = book_builtin("escp");
    const auto text = history_of("07-fee-taken-back.json");
    const auto on = day("2024-03-20");
    const auto then = json::parse(ask(certrules_replay_json, b, text, on, on));
    const auto later = json::parse(ask(certrules_replay_json, b, text, on, day("2024-04-01")));
    CHECK(then["public_status"] == "certified");
    CHECK(later["public_status"] != "certified");
    CHECK(later["known"] == "2024-04-01");
    const auto all = json::parse(ask(certrules_replay_json, b, text, on));
    CHECK(all["public_status"] == later["public_status"]);
}

TEST_CASE("every viewer of the edition has its part of the disclosures") {
    const auto b = book_builtin("escp");
    const auto document =
        json::parse(ask(certrules_disclosures_json, b, history_of(example), day("2024-09-01")));
    std::vector<std::string> viewers;
    for (const auto& d : document["disclosures"])
        viewers.push_back(d["viewer"]);
    CHECK(viewers == std::vector<std::string>{"programme", "factory", "connected-buyer",
                                              "unconnected-buyer", "customer"});
    const auto sees = [&](std::size_t viewer, const char* id) {
        for (const auto& item : document["disclosures"][viewer]["sees"])
            if (item["id"] == id)
                return true;
        return false;
    };
    CHECK(sees(1, "statement"));
    CHECK(sees(2, "status-and-progress"));
    CHECK_FALSE(sees(2, "statement"));
    CHECK(document["disclosures"][3]["sees"].empty());
}

TEST_CASE("an edition's words as a document are those of the look-ups, by place") {
    for (const auto* edition_name : {"escp@2020-09-01", "ietp@2018-10-09", "ietp@2016-04-01"}) {
        INFO(edition_name);
        const auto e = load_builtin(edition_name);
        const auto document = json::parse(
            text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* error) {
                return certrules_edition_json(e.get(), b, c, n, error);
            }));
        CHECK(document["policy"]["hash"] ==
              text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* error) {
                  return certrules_edition_text(e.get(), CERTRULES_TEXT_HASH, b, c, n, error);
              }));
        const std::pair<const char*, std::int32_t> kinds[]{{"severities", CERTRULES_WORD_SEVERITY},
                                                           {"sections", CERTRULES_WORD_SECTION},
                                                           {"tags", CERTRULES_WORD_TAG},
                                                           {"ratings", CERTRULES_WORD_RATING},
                                                           {"statuses", CERTRULES_WORD_STATUS},
                                                           {"audits", CERTRULES_WORD_AUDIT},
                                                           {"facts", CERTRULES_WORD_FACT},
                                                           {"measures", CERTRULES_WORD_MEASURE},
                                                           {"rules", CERTRULES_WORD_RULE},
                                                           {"fees", CERTRULES_WORD_FEE}};
        for (const auto& [key, kind_of] : kinds) {
            const auto kind = kind_of;  // clang 14 takes no binding into a lambda
            INFO(key);
            std::uint32_t words = 0;
            must(certrules_word_count(e.get(), kind, &words, nullptr), {});
            const auto& list = document[key];
            REQUIRE(list.size() == words);
            for (std::uint32_t i = 0; i < words; ++i) {
                CHECK(list[i]["id"] == name(e, kind, static_cast<std::int32_t>(i)));
                CHECK(list[i]["title"] ==
                      text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* error) {
                          return certrules_word_title(e.get(), kind, static_cast<std::int32_t>(i),
                                                      b, c, n, error);
                      }));
            }
        }
        for (std::size_t i = 0; i < document["rules"].size(); ++i) {
            auto info = zeroed<certrules_rule_info>();
            must(certrules_rule_describe(e.get(), static_cast<std::int32_t>(i), &info, nullptr),
                 {});
            const auto& rule = document["rules"][i];
            CHECK(rule["line"] == info.line);
            CHECK(rule["refuses"] == (info.refuses == 1));
            CHECK(rule["cites"].size() == info.cites);
            CHECK(rule["obligations"].size() == info.obligations);
            CHECK(rule["options"].size() == info.options);
            CHECK(rule["notices"].size() == info.notices);
        }
    }
    // What the documents of the scheme say of a few of them.
    const auto e = load_builtin(escp);
    const auto document =
        json::parse(text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* error) {
            return certrules_edition_json(e.get(), b, c, n, error);
        }));
    const auto by_id = [&](const char* list, const char* id) {
        for (const auto& item : document[list])
            if (item["id"] == id)
                return item;
        throw std::runtime_error(id);
    };
    CHECK(document["currency"] == "USD");
    CHECK(by_id("fees", "registration")["minor_units"] == 150000);
    CHECK(by_id("statuses", "certified")["months"] == 12);
    CHECK(by_id("statuses", "certified")["track"] == "certificate");
    CHECK(by_id("facts", "remediation-months")["allowed"] == json({9, 12}));
    CHECK(by_id("facts", "cap-submitted")["values"] == json({"no", "yes"}));
    CHECK(by_id("audits", "ica")["starts_cycle"] == true);
    CHECK(document["viewers"].size() == 5);
}

TEST_CASE("the built-in editions as a document are those that can be loaded") {
    const auto list = json::parse(text_of(certrules_policies_json));
    REQUIRE(list.size() == certrules_builtin_count());
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        const auto name = text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
            return certrules_builtin_name(i, b, c, n, e);
        });
        CHECK(list[i]["name"] == name);
        const auto e = load_builtin(name);
        auto info = zeroed<certrules_edition_info>();
        must(certrules_edition_describe(e.get(), &info, nullptr), {});
        CHECK(list[i]["from"] == day_text(info.effective_from));
        CHECK(list[i]["to"] == day_text(info.effective_to));
        const auto text = [&](std::int32_t which) {
            return text_of([&](char* b, std::size_t c, std::size_t* n, certrules_error* error) {
                return certrules_edition_text(e.get(), which, b, c, n, error);
            });
        };
        CHECK(list[i]["hash"] == text(CERTRULES_TEXT_HASH));
        CHECK(list[i]["title"] == text(CERTRULES_TEXT_TITLE));
        CHECK(list[i]["scheme"] == text(CERTRULES_TEXT_SCHEME));
    }
}

TEST_CASE("each door for histories: buffers to the byte") {
    const auto b = book_builtin("escp");
    const auto e = load_builtin(escp);
    const auto text = history_of(example);
    const auto on = day("2024-09-01");
    using question =
        std::function<std::int32_t(char*, std::size_t, std::size_t*, certrules_error*)>;
    std::vector<std::pair<const char*, question>> calls;
    for (const auto& [name, d] : doors)
        calls.emplace_back(name, [&, d = d](char* p, std::size_t c, std::size_t* n, auto* error) {
            return d(b.get(), text.data(), text.size(), on, CERTRULES_NO_DAY, p, c, n, error);
        });
    calls.emplace_back("edition", [&](char* p, std::size_t c, std::size_t* n, auto* error) {
        return certrules_edition_json(e.get(), p, c, n, error);
    });
    calls.emplace_back("policies", certrules_policies_json);
    for (const auto& [name, call] : calls) {
        INFO(name);
        const auto whole = text_of(call);
        const auto size = whole.size() + 1;
        for (const std::size_t capacity :
             {std::size_t{0}, std::size_t{1}, size - 1, size, size + 1}) {
            INFO(capacity);
            std::string buffer(size + 8, '?');
            std::size_t needed = 0;
            const auto code = call(buffer.data(), capacity, &needed, nullptr);
            CHECK(needed == size);
            CHECK(code == (capacity < size ? CERTRULES_E_BUFFER : CERTRULES_OK));
            const auto written = capacity < size ? std::string{} : whole + '\0';
            CHECK(buffer == written + std::string(buffer.size() - written.size(), '?'));
        }
        CHECK(call(nullptr, 0, nullptr, nullptr) == CERTRULES_E_BUFFER);
        CHECK(call(nullptr, size, nullptr, nullptr) == CERTRULES_E_NULL);
    }
}

TEST_CASE("each door for histories: bad arguments and bad documents") {
    const auto b = book_builtin("escp");
    const auto good = history_of(example);
    const auto on = day("2024-09-01");
    const auto never = CERTRULES_NO_DAY;
    for (const auto& [name, door_of] : doors) {
        const auto d = door_of;
        INFO(name);
        std::string buffer(1 << 16, '?');
        std::size_t needed = 77;
        auto error = zeroed<certrules_error>();
        const auto call = [&](const std::string& text, std::int32_t day, std::int32_t known) {
            return d(b.get(), text.data(), text.size(), day, known, buffer.data(), buffer.size(),
                     &needed, &error);
        };
        CHECK(d(nullptr, good.data(), good.size(), on, never, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_NULL);
        CHECK(d(b.get(), nullptr, 9, on, never, nullptr, 0, nullptr, nullptr) == CERTRULES_E_NULL);
        CHECK(d(b.get(), nullptr, 0, on, never, nullptr, 0, nullptr, nullptr) == CERTRULES_E_TEXT);
        CHECK(d(b.get(), "{", 1, on, never, nullptr, 0, nullptr, nullptr) == CERTRULES_E_TEXT);
        // Not one byte is read of these.
        for (const std::size_t size : {std::size_t{64} * 1024 * 1024 + 1, SIZE_MAX})
            CHECK(d(b.get(), good.data(), size, on, never, nullptr, 0, nullptr, nullptr) ==
                  CERTRULES_E_LIMIT);
        CHECK(call("{\"factory\": \"\xFF\"}", on, never) == CERTRULES_E_TEXT);
        for (const std::int32_t bad : {never, INT32_MAX, -25568, 376200}) {
            CHECK(call(good, bad, never) == CERTRULES_E_DATE);
            CHECK(std::string(error.place) == "on");
            if (bad == never)
                continue;
            CHECK(call(good, on, bad) == CERTRULES_E_DATE);
            CHECK(std::string(error.place) == "known");
        }
        CHECK(call("[]", on, never) == CERTRULES_E_TEXT);
        CHECK(
            call(
                R"({"events": [{"event": "fee-paid", "on": "2024-01-01", "fee": "registratoin"}]})",
                on, never) == CERTRULES_E_UNKNOWN_NAME);
        CHECK(std::string(error.place) == "events[0].fee");
        CHECK(std::string(error.message).find("\"registration\"") != std::string::npos);
        CHECK(call(R"({"events": [{"event": "audit-reviewed", "on": "2024-01-01"}]})", on, never) ==
              CERTRULES_E_REFUSED);
        CHECK(call(R"({"events": [{"event": "applied"}]})", on, never) == CERTRULES_E_MISSING);
        CHECK(call(R"({"events": [{"event": "applied", "on": "2024-02-30"}]})", on, never) ==
              CERTRULES_E_DATE);
        CHECK(call(R"({"events": [{"event": "applied", "on": "2024-02-03", "extra": 1}]})", on,
                   never) == CERTRULES_E_UNKNOWN_NAME);
        // On a failure nothing but the error is touched.
        CHECK(needed == 77);
        CHECK(buffer == std::string(buffer.size(), '?'));
        // The first and the last day that can be asked about, with nothing and with everything.
        for (const auto* text : {"{\"events\": []}", good.c_str()})
            for (const std::int32_t day : {-25567, 376199}) {
                CHECK(call(text, day, never) == CERTRULES_OK);
                CHECK(call(text, day, -25567) == CERTRULES_OK);
            }
    }
}
