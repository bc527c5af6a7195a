#include <catch2/catch.hpp>

#include "support.hpp"

using namespace support;

// NULL in the place of each pointer in turn, all others being good.

TEST_CASE("NULL handles and outputs") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    const auto c = review(e, 1);
    const auto* ed = e.get();
    auto verdict = zeroed<certrules_verdict>();
    auto next = zeroed<certrules_state>();
    char buffer[256];
    const auto n = sizeof buffer;
    std::int32_t i32 = 0;
    std::uint32_t u32 = 0;
    std::int64_t i64 = 0;
    std::uint64_t u64 = 0;
    certrules_edition* edition_out = nullptr;
    certrules_book* book_out = nullptr;
    certrules_error* const no = nullptr;
    auto status = zeroed<certrules_status_info>();
    auto section = zeroed<certrules_section_info>();
    auto audit = zeroed<certrules_audit_info>();
    auto fact = zeroed<certrules_fact_info>();
    auto rule = zeroed<certrules_rule_info>();
    auto info = zeroed<certrules_edition_info>();
    const std::int32_t S = CERTRULES_WORD_STATUS;
    const std::vector<std::int32_t> codes{
        certrules_day_parse("2024-01-01", 10, nullptr, no),
        certrules_day_parse(nullptr, 10, &i32, no),
        certrules_day_format(0, nullptr, n, nullptr, no),
        certrules_builtin_name(0, nullptr, n, nullptr, no),
        certrules_builtin_text(nullptr, 3, buffer, n, nullptr, no),
        certrules_builtin_text(escp.data(), escp.size(), nullptr, n, nullptr, no),
        certrules_edition_builtin(nullptr, 3, nullptr, &edition_out, no),
        certrules_edition_builtin(escp.data(), escp.size(), nullptr, nullptr, no),
        certrules_edition_load(nullptr, 3, nullptr, &edition_out, no),
        certrules_edition_load("", 0, nullptr, nullptr, no),
        certrules_edition_diagnose(nullptr, 3, nullptr, &u32, buffer, n, nullptr, no),
        certrules_edition_diagnose("", 0, nullptr, nullptr, buffer, n, nullptr, no),
        certrules_edition_diagnose("", 0, nullptr, &u32, nullptr, n, nullptr, no),
        certrules_edition_text(nullptr, CERTRULES_TEXT_ID, buffer, n, nullptr, no),
        certrules_edition_text(ed, CERTRULES_TEXT_ID, nullptr, n, nullptr, no),
        certrules_edition_describe(nullptr, &info, no),
        certrules_edition_describe(ed, nullptr, no),
        certrules_word_count(nullptr, S, &u32, no),
        certrules_word_count(ed, S, nullptr, no),
        certrules_word_find(nullptr, S, "x", 1, &i32, no),
        certrules_word_find(ed, S, nullptr, 1, &i32, no),
        certrules_word_find(ed, S, "x", 1, nullptr, no),
        certrules_word_name(nullptr, S, 0, buffer, n, nullptr, no),
        certrules_word_name(ed, S, 0, nullptr, n, nullptr, no),
        certrules_word_title(nullptr, S, 0, buffer, n, nullptr, no),
        certrules_word_title(ed, S, 0, nullptr, n, nullptr, no),
        certrules_status_describe(nullptr, 0, &status, no),
        certrules_status_describe(ed, 0, nullptr, no),
        certrules_section_describe(nullptr, 0, &section, no),
        certrules_section_describe(ed, 0, nullptr, no),
        certrules_audit_describe(nullptr, 0, &audit, no),
        certrules_audit_describe(ed, 0, nullptr, no),
        certrules_fact_describe(nullptr, 0, &fact, no),
        certrules_fact_describe(ed, 0, nullptr, no),
        certrules_rule_describe(nullptr, 0, &rule, no),
        certrules_rule_describe(ed, 0, nullptr, no),
        certrules_rule_text(nullptr, 0, CERTRULES_RULE_CITE, 0, buffer, n, nullptr, no),
        certrules_rule_text(ed, 0, CERTRULES_RULE_CITE, 0, nullptr, n, nullptr, no),
        certrules_fact_value_find(nullptr, 0, "yes", 3, &i64, no),
        certrules_fact_value_find(ed, 0, nullptr, 3, &i64, no),
        certrules_fact_value_find(ed, 0, "yes", 3, nullptr, no),
        certrules_fact_value_name(nullptr, 0, 0, buffer, n, nullptr, no),
        certrules_fact_value_name(ed, 0, 0, nullptr, n, nullptr, no),
        certrules_book_builtin(nullptr, 3, nullptr, &book_out, no),
        certrules_book_builtin("escp", 4, nullptr, nullptr, no),
        certrules_book_from_editions(nullptr, 1, nullptr, &book_out, no),
        certrules_book_from_editions(&ed, 1, nullptr, nullptr, no),
        certrules_book_count(nullptr, &u32, no),
        certrules_book_count(b.get(), nullptr, no),
        certrules_book_edition(nullptr, 0, &edition_out, no),
        certrules_book_edition(b.get(), 0, nullptr, no),
        certrules_book_in_force(nullptr, 0, &u32, no),
        certrules_book_in_force(b.get(), 0, nullptr, no),
        certrules_book_answering(nullptr, 0, 0, 0, &u32, no),
        certrules_book_answering(b.get(), 0, 0, 0, nullptr, no),
        certrules_event_find(nullptr, 1, &i32, no),
        certrules_event_find("applied", 7, nullptr, no),
        certrules_event_name(1, nullptr, n, nullptr, no),
        certrules_decide(nullptr, &c->state, &c->event, &verdict, &next, no),
        certrules_decide(ed, nullptr, &c->event, &verdict, &next, no),
        certrules_decide(ed, &c->state, nullptr, &verdict, &next, no),
        certrules_decide(ed, &c->state, &c->event, nullptr, &next, no),
        certrules_possible(nullptr, &c->state, &c->event, &u64, no),
        certrules_possible(ed, nullptr, &c->event, &u64, no),
        certrules_possible(ed, &c->state, nullptr, &u64, no),
        certrules_possible(ed, &c->state, &c->event, nullptr, no),
        certrules_settle(nullptr, &c->state, 0, &next, no),
        certrules_settle(ed, nullptr, 0, &next, no),
        certrules_settle(ed, &c->state, 0, nullptr, no),
        certrules_public_status(nullptr, &c->state, 0, &i32, no),
        certrules_public_status(ed, nullptr, 0, &i32, no),
        certrules_public_status(ed, &c->state, 0, nullptr, no),
        certrules_cycle_last_day(nullptr, &c->state, &i32, no),
        certrules_cycle_last_day(ed, nullptr, &i32, no),
        certrules_cycle_last_day(ed, &c->state, nullptr, no),
        certrules_what_if(nullptr, &c->state, &c->event, nullptr, 0, 0, nullptr, nullptr, no),
        certrules_what_if(ed, nullptr, &c->event, nullptr, 0, 0, nullptr, nullptr, no),
        certrules_what_if(ed, &c->state, nullptr, nullptr, 0, 0, nullptr, nullptr, no),
        certrules_what_if(ed, &c->state, &c->event, nullptr, 24, 1, nullptr, nullptr, no),
        certrules_region_rule(nullptr, 0, &i32, no),
        certrules_region_rule(ed, 0, nullptr, no),
        certrules_explain_text(nullptr, 0, buffer, n, nullptr, no),
        certrules_explain_text(ed, 0, nullptr, n, nullptr, no),
        certrules_explain_json(nullptr, 0, buffer, n, nullptr, no),
        certrules_explain_json(ed, 0, nullptr, n, nullptr, no),
        certrules_decide_json(nullptr, "{}", 2, 0, buffer, n, nullptr, no),
        certrules_decide_json(b.get(), nullptr, 2, 0, buffer, n, nullptr, no),
        certrules_edition_json(nullptr, buffer, n, nullptr, no),
        certrules_edition_json(ed, nullptr, n, nullptr, no),
        certrules_policies_json(nullptr, n, nullptr, no),
        certrules_calendar(nullptr, "{}", 2, 0, 0, 14, buffer, n, nullptr, no),
        certrules_calendar(b.get(), nullptr, 2, 0, 0, 14, buffer, n, nullptr, no)};
    for (std::size_t i = 0; i < codes.size(); ++i) {
        INFO("call " << i);
        CHECK(codes[i] == CERTRULES_E_NULL);
    }
    CHECK(edition_out == nullptr);
    CHECK(book_out == nullptr);
    certrules_edition_free(nullptr);
    certrules_book_free(nullptr);
}

TEST_CASE("every code has a name, and nothing else has") {
    for (const std::int32_t code :
         {0, 100, 101, 102, 103, 104, 110, 120, 130, 140, 200, 210, 300, 310, 400, 410, 420, 900})
        CHECK(std::string(certrules_error_name(code)).find("CERTRULES_") == 0);
    CHECK(std::string(certrules_error_name(CERTRULES_E_REFUSED)) == "CERTRULES_E_REFUSED");
    for (const std::int32_t code : {-1, 1, 99, 105, 901, INT32_MIN, INT32_MAX})
        CHECK(std::string(certrules_error_name(code)) == "unknown");
}
