#include <catch2/catch.hpp>

#include <set>

#include "support.hpp"

using namespace support;

namespace {

std::vector<std::string> names(const edition& e, std::int32_t kind) {
    std::uint32_t count = 0;
    must(certrules_word_count(e.get(), kind, &count, nullptr), {});
    std::vector<std::string> list;
    for (std::uint32_t i = 0; i < count; ++i)
        list.push_back(name(e, kind, static_cast<std::int32_t>(i)).get<std::string>());
    return list;
}

}  // namespace

TEST_CASE("an edition's words are those of the forms, in its order") {
    const auto e = load_builtin(escp);
    CHECK(names(e, CERTRULES_WORD_SEVERITY) ==
          std::vector<std::string>{"minor", "major", "critical", "zero-tolerance"});
    CHECK(names(e, CERTRULES_WORD_AUDIT) ==
          std::vector<std::string>{"ica", "iaa", "fu", "sa", "qc", "ta", "pa"});
    const auto statuses = names(e, CERTRULES_WORD_STATUS);
    const std::set<std::string> known(statuses.begin(), statuses.end());
    for (const auto* status : {"applicant", "assessed", "progressing", "approved", "certified",
                               "remediation", "probation", "expired", "lapsed", "terminated"})
        CHECK(known.count(status) == 1);
    CHECK(names(e, CERTRULES_WORD_SECTION).size() == 12);
    CHECK(names(e, CERTRULES_WORD_TAG).size() == 10);
    CHECK(names(e, CERTRULES_WORD_FEE).size() >= 5);
}

TEST_CASE("names and numbers of every kind lead to each other") {
    const auto e = load_builtin(escp);
    for (std::int32_t kind = CERTRULES_WORD_SEVERITY; kind <= CERTRULES_WORD_FEE; ++kind) {
        std::int32_t number = 0;
        for (const auto& n : names(e, kind)) {
            CHECK(word(e, kind, n) == number++);
            CHECK(n.size() < CERTRULES_NAME_SIZE);
        }
        char buffer[CERTRULES_NAME_SIZE];
        for (const std::int32_t beyond : {-1, number, 256, INT32_MIN, INT32_MAX}) {
            CHECK(certrules_word_name(e.get(), kind, beyond, buffer, sizeof buffer, nullptr,
                                      nullptr) == CERTRULES_E_ARGUMENT);
            CHECK(certrules_word_title(e.get(), kind, beyond, buffer, sizeof buffer, nullptr,
                                       nullptr) == CERTRULES_E_ARGUMENT);
        }
    }
    for (const std::int32_t kind : {0, -1, 11, INT32_MIN, INT32_MAX}) {
        std::uint32_t count = 77;
        std::int32_t number = 77;
        CHECK(certrules_word_count(e.get(), kind, &count, nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_word_find(e.get(), kind, "wages", 5, &number, nullptr) ==
              CERTRULES_E_ARGUMENT);
        CHECK(certrules_word_name(e.get(), kind, 0, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_ARGUMENT);
        CHECK(count == 77);
        CHECK(number == 77);
    }
}

TEST_CASE("a misspelt name is answered with the nearest one") {
    const auto e = load_builtin(escp);
    auto error = zeroed<certrules_error>();
    std::int32_t number = 0;
    CHECK(certrules_word_find(e.get(), CERTRULES_WORD_STATUS, "certifed", 8, &number, &error) ==
          CERTRULES_E_UNKNOWN_NAME);
    CHECK(std::string(error.message).find("\"certified\"") != std::string::npos);
    CHECK(certrules_event_find("audit-revewed", 13, &number, &error) == CERTRULES_E_UNKNOWN_NAME);
    CHECK(std::string(error.message).find("\"audit-reviewed\"") != std::string::npos);
    const auto fact = word(e, CERTRULES_WORD_FACT, "programme-decision");
    std::int64_t value = 0;
    CHECK(certrules_fact_value_find(e.get(), fact, "probatio", 8, &value, &error) ==
          CERTRULES_E_UNKNOWN_NAME);
    CHECK(std::string(error.message).find("\"probation\"") != std::string::npos);
}

TEST_CASE("events: the same numbers as in the header") {
    const std::pair<const char*, std::int32_t> all[] = {
        {"applied", CERTRULES_EVENT_APPLIED},
        {"fee-paid", CERTRULES_EVENT_FEE_PAID},
        {"audit-held", CERTRULES_EVENT_AUDIT_HELD},
        {"audit-reviewed", CERTRULES_EVENT_AUDIT_REVIEWED},
        {"finding-closed", CERTRULES_EVENT_FINDING_CLOSED},
        {"cap-submitted", CERTRULES_EVENT_CAP_SUBMITTED},
        {"visit-contacted", CERTRULES_EVENT_VISIT_CONTACTED},
        {"visit-declined", CERTRULES_EVENT_VISIT_DECLINED},
        {"audit-declined", CERTRULES_EVENT_AUDIT_DECLINED},
        {"visit-held", CERTRULES_EVENT_VISIT_HELD},
        {"invoice-received", CERTRULES_EVENT_INVOICE_RECEIVED},
        {"decision-recorded", CERTRULES_EVENT_DECISION_RECORDED},
        {"certificate-expired", CERTRULES_EVENT_CERTIFICATE_EXPIRED},
        {"cycle-expired", CERTRULES_EVENT_CYCLE_EXPIRED},
        {"bar-ended", CERTRULES_EVENT_BAR_ENDED}};
    for (const auto& [text, number] : all) {
        std::int32_t found = 0;
        CHECK(certrules_event_find(text, std::string(text).size(), &found, nullptr) == 0);
        CHECK(found == number);
        CHECK(text_of([&, n = number](char* b, std::size_t c, std::size_t* need, auto* e) {
                  return certrules_event_name(n, b, c, need, e);
              }) == text);
    }
    for (const std::int32_t number : {0, -1, 16, 272, INT32_MIN, INT32_MAX})
        CHECK(certrules_event_name(number, nullptr, 0, nullptr, nullptr) == CERTRULES_E_ARGUMENT);
}

TEST_CASE("what an edition says of its words") {
    const auto e = load_builtin(escp);
    auto status = zeroed<certrules_status_info>();
    const auto describe = [&](const char* n) {
        must(
            certrules_status_describe(e.get(), word(e, CERTRULES_WORD_STATUS, n), &status, nullptr),
            {});
    };
    describe("certified");
    CHECK(status.track == CERTRULES_TRACK_CERTIFICATE);
    const auto best = status.rank;
    describe("terminated");
    CHECK(status.track == CERTRULES_TRACK_BAR);
    CHECK(status.rank < best);
    describe("assessed");
    CHECK(status.track == CERTRULES_TRACK_CYCLE);
    CHECK(status.open == 1);
    describe("applicant");
    CHECK(status.open == 0);
    describe("expired");
    CHECK(status.track == CERTRULES_TRACK_AFTER);

    auto section = zeroed<certrules_section_info>();
    must(certrules_section_describe(e.get(), word(e, CERTRULES_WORD_SECTION, "wages"), &section,
                                    nullptr),
         {});
    CHECK(section.placeholder == 1);  // R4: the numbers of checkpoints are not published
    CHECK(section.applicable > 0);

    auto audit = zeroed<certrules_audit_info>();
    must(certrules_audit_describe(e.get(), word(e, CERTRULES_WORD_AUDIT, "ica"), &audit, nullptr),
         {});
    CHECK(audit.starts_cycle == 1);
    CHECK(audit.check == 0);
    must(certrules_audit_describe(e.get(), word(e, CERTRULES_WORD_AUDIT, "pa"), &audit, nullptr),
         {});
    CHECK(audit.starts_cycle == 0);
    CHECK(audit.check == 1);

    auto fact = zeroed<certrules_fact_info>();
    const auto months = word(e, CERTRULES_WORD_FACT, "remediation-months");
    must(certrules_fact_describe(e.get(), months, &fact, nullptr), {});
    CHECK(fact.type == CERTRULES_FACT_NUMBER);
    CHECK(fact.value_count == 2);  // R11: 9 or 12
    const auto plan = word(e, CERTRULES_WORD_FACT, "cap-submitted");
    must(certrules_fact_describe(e.get(), plan, &fact, nullptr), {});
    CHECK(fact.type == CERTRULES_FACT_YES_NO);
    CHECK(fact.factory_changes == 1);
    const auto decision = word(e, CERTRULES_WORD_FACT, "programme-decision");
    must(certrules_fact_describe(e.get(), decision, &fact, nullptr), {});
    CHECK(fact.type == CERTRULES_FACT_ONE_OF);
    CHECK(fact.value_count == 3);
    CHECK(fact.factory_changes == 0);

    auto rule = zeroed<certrules_rule_info>();
    std::uint32_t rules = 0;
    must(certrules_word_count(e.get(), CERTRULES_WORD_RULE, &rules, nullptr), {});
    for (std::uint32_t i = 0; i < rules; ++i) {
        must(certrules_rule_describe(e.get(), static_cast<std::int32_t>(i), &rule, nullptr), {});
        CHECK(rule.cites > 0);  // a rule without a citation does not load
        CHECK(rule.line > 0);
    }
    for (const std::int32_t beyond : {-1, 5000, INT32_MIN, INT32_MAX}) {
        CHECK(certrules_status_describe(e.get(), beyond, &status, nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_section_describe(e.get(), beyond, &section, nullptr) ==
              CERTRULES_E_ARGUMENT);
        CHECK(certrules_audit_describe(e.get(), beyond, &audit, nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_fact_describe(e.get(), beyond, &fact, nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_rule_describe(e.get(), beyond, &rule, nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_rule_text(e.get(), beyond, CERTRULES_RULE_CITE, 0, nullptr, 0, nullptr,
                                  nullptr) == CERTRULES_E_ARGUMENT);
        CHECK(certrules_rule_text(e.get(), 0, beyond, 0, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_ARGUMENT);
        std::int64_t value = 0;
        CHECK(certrules_fact_value_find(e.get(), beyond, "yes", 3, &value, nullptr) ==
              CERTRULES_E_ARGUMENT);
        CHECK(certrules_fact_value_name(e.get(), beyond, 0, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_ARGUMENT);
    }
    CHECK(certrules_rule_text(e.get(), 0, CERTRULES_RULE_CITE, UINT32_MAX, nullptr, 0, nullptr,
                              nullptr) == CERTRULES_E_ARGUMENT);
}

TEST_CASE("values of facts by name and by number") {
    const auto e = load_builtin(escp);
    const auto value = [&](const char* fact, const std::string& text, std::int32_t code) {
        std::int64_t v = -77;
        CHECK(certrules_fact_value_find(e.get(), word(e, CERTRULES_WORD_FACT, fact), text.data(),
                                        text.size(), &v, nullptr) == code);
        return v;
    };
    CHECK(value("cap-submitted", "no", CERTRULES_OK) == 0);
    CHECK(value("cap-submitted", "yes", CERTRULES_OK) == 1);
    CHECK(value("cap-submitted", "maybe", CERTRULES_E_UNKNOWN_NAME) == -77);
    CHECK(value("remediation-months", "12", CERTRULES_OK) == 12);
    for (const auto* text : {"", "12x", "x", " 12", "99999999999999999999", "1.5"})
        CHECK(value("remediation-months", text, CERTRULES_E_UNKNOWN_NAME) == -77);
    const auto fact = word(e, CERTRULES_WORD_FACT, "cap-submitted");
    for (const std::int64_t beyond : {std::int64_t{-1}, std::int64_t{2}, INT64_MIN, INT64_MAX})
        CHECK(certrules_fact_value_name(e.get(), fact, beyond, nullptr, 0, nullptr, nullptr) ==
              CERTRULES_E_ARGUMENT);
}
