#include "histories.hpp"

using namespace certrules;
using namespace certrules::tests;

namespace {

// Certified from 2023-03-15 on, with nothing open.
const std::string certified = R"(
    {"event": "applied", "on": "2023-01-02"},
    {"event": "fee-paid", "on": "2023-01-31", "fee": "registration"},
    {"event": "audit-held", "on": "2023-02-20", "audit": "ica", "findings": []},
    {"event": "audit-reviewed", "on": "2023-03-01"},
    {"event": "fee-paid", "on": "2023-03-15", "fee": "certification"})";

std::vector<std::string> deadlines(const std::string& events, std::string_view on,
                                   const std::string& more = "") {
    return lines(told(events, more).on(on).deadlines);
}

}  // namespace

TEST_CASE("the audit is due two months after the fee, not after the application",
          "[R24.1][R24.2][R34.1]") {
    const std::string applied = R"({"event": "applied", "on": "2022-12-01"})";
    CHECK(deadlines(applied, "2023-06-01").empty());
    const auto paid = applied + R"(,{"event": "fee-paid", "on": "2022-12-31",
                                     "fee": "registration"})";
    CHECK(deadlines(paid, "2023-02-28") ==
          std::vector<std::string>{"audit-held 2022-12-31 2023-02-28 open"});
    CHECK(deadlines(paid, "2023-03-01") ==
          std::vector<std::string>{"audit-held 2022-12-31 2023-02-28 missed"});
    const auto audit = [&](const std::string& on) {
        return deadlines(paid + R"(,{"event": "audit-held", "audit": "ica", "findings": [],
                                     "on": ")" +
                             on + "\"}",
                         on)
            .front();
    };
    CHECK(audit("2023-02-28") == "audit-held 2022-12-31 2023-02-28 met");
    CHECK(audit("2023-03-01") == "audit-held 2022-12-31 2023-02-28 missed");
}

TEST_CASE("a fee received before it is due settles the next one that falls due") {
    const std::string early = R"({"event": "fee-paid", "on": "2022-11-01", "fee": "registration"},
                                 {"event": "applied", "on": "2022-12-01"})";
    const auto s = told(early).on("2022-12-02");
    CHECK(lines(s.fees) == std::vector<std::string>{"registration programme USD 1,500.00 paid"});
    CHECK(s.fees[0].due_on == day("2022-12-01"));
    CHECK(lines(s.deadlines) == std::vector<std::string>{"audit-held 2022-12-01 2023-02-01 open"});
    // Before the application nothing is shown.
    CHECK(lines(s.timeline).front() == "2022-11-01 2022-11-30 - fee-paid");
}

TEST_CASE("contact, then four weeks for the visit", "[R34.2][R34.3]") {
    CHECK(has(deadlines(certified, "2023-05-14"),
              "progress-visit-contact 2023-05-15 2023-07-15 open"));
    CHECK(has(deadlines(certified, "2023-07-15"),
              "progress-visit-contact 2023-05-15 2023-07-15 open"));
    CHECK(has(deadlines(certified, "2023-07-16"),
              "progress-visit-contact 2023-05-15 2023-07-15 missed"));
    const auto contacted = certified + R"(,{"event": "visit-contacted", "on": "2023-07-15"})";
    CHECK(
        has(deadlines(contacted, "2023-08-12"), "progress-visit-held 2023-07-15 2023-08-12 open"));
    CHECK(has(deadlines(contacted, "2023-08-13"),
              "progress-visit-held 2023-07-15 2023-08-12 missed"));
    const auto again = contacted + R"(,{"event": "visit-contacted", "on": "2023-07-20"},
        {"event": "visit-held", "on": "2023-08-12", "findings": []})";
    const auto held = deadlines(again, "2023-08-20");
    CHECK(has(held, "progress-visit-held 2023-07-15 2023-08-12 met"));
    CHECK(held.size() == 6);  // a second contact opens no second window
}

TEST_CASE("an invoice is due 15 working days after it, without the host's holidays",
          "[R19.1][R19.2][R33.5][R27]") {
    // Thursday 1 August 2024; working days 2, 5-9, 12-16, 19-22 August.
    const auto invoiced = certified + R"(,
        {"event": "visit-held", "on": "2023-06-20", "man_days": 2, "findings": []},
        {"event": "invoice-received", "on": "2024-08-01", "fee": "progress-visit"})";
    CHECK(has(deadlines(invoiced, "2024-08-01"),
              "progress-visit-payment 2024-08-01 2024-08-22 open"));
    CHECK(has(deadlines(invoiced, "2024-08-01", R"("holidays": ["2024-08-15", "2024-08-05"])"),
              "progress-visit-payment 2024-08-01 2024-08-26 open"));
    const auto paid = invoiced + R"(,
        {"event": "invoice-received", "on": "2024-08-10", "fee": "progress-visit"},
        {"event": "fee-paid", "on": "2024-08-22", "fee": "progress-visit"})";
    const auto found = deadlines(paid, "2024-09-30");
    CHECK(has(found, "progress-visit-payment 2024-08-01 2024-08-22 met"));
    CHECK(has(found, "progress-visit-payment 2024-08-10 2024-08-30 missed"));
    CHECK(told(paid).on("2024-09-30").public_status == "expired");  // no status of its own [R20]
}

TEST_CASE("a certificate that is followed without a gap was renewed in time") {
    const auto renewed = [](const std::string& on) {
        return deadlines(certified + R"(,
            {"event": "applied", "on": "2024-01-02"},
            {"event": "audit-held", "on": "2024-02-01", "audit": "iaa", "findings": []},
            {"event": "audit-reviewed", "on": "2024-02-05"},
            {"event": "fee-paid", "on": ")" +
                             on + R"(", "fee": "certification"})",
                         "2024-06-01");
    };
    CHECK(has(renewed("2024-03-14"), "certificate-expiry 2023-03-15 2024-03-14 met"));
    CHECK(has(renewed("2024-03-15"), "certificate-expiry 2023-03-15 2024-03-14 met"));
    CHECK(has(renewed("2024-03-16"), "certificate-expiry 2023-03-15 2024-03-14 missed"));
    CHECK(has(renewed("2024-03-16"), "certificate-expiry 2024-03-16 2025-03-15 open"));
}

TEST_CASE("a declined visit calls for a progress audit, and taking neither terminates",
          "[R35.3][R35.4]") {
    const auto declined = certified + R"(,{"event": "visit-declined", "on": "2023-06-01"})";
    CHECK(has(deadlines(declined, "2023-06-01"), "progress-audit-held 2023-05-15 2023-09-15 open"));
    const auto s =
        told(declined + R"(,{"event": "audit-declined", "on": "2023-08-01"})").on("2023-08-02");
    CHECK(s.public_status == "terminated");
    CHECK(s.bar == standing_term{"terminated", day("2023-08-01"), day("2024-01-31")});
    const auto found = lines(s.deadlines);
    CHECK(has(found, "certificate-expiry 2023-03-15 2024-03-14 met"));
    CHECK(has(found, "reapplication 2024-02-01 - open"));
}

TEST_CASE("a second termination moves the day of the next application") {
    const auto s = told(R"(
        {"event": "applied", "on": "2023-01-02"},
        {"event": "decision-recorded", "on": "2023-01-10", "status": "terminated", "reason": "x"},
        {"event": "decision-recorded", "on": "2023-02-10", "status": "terminated", "reason": "y",
         "months": 12})")
                       .on("2023-03-01");
    CHECK(lines(s.deadlines) == std::vector<std::string>{"reapplication 2024-02-10 - open"});
}

TEST_CASE("a certificate that the programme decides for ends a bar, and the wait for its end") {
    const auto s = told(R"(
        {"event": "applied", "on": "2023-01-02"},
        {"event": "decision-recorded", "on": "2023-01-10", "status": "terminated", "reason": "x"},
        {"event": "decision-recorded", "on": "2023-02-10", "status": "probation",
         "reason": "on appeal"})")
                       .on("2023-03-01");
    CHECK_FALSE(s.bar);
    CHECK(s.public_status == "probation");
    CHECK(lines(s.deadlines) ==
          std::vector<std::string>{"progress-visit-contact 2023-04-10 2023-06-10 open",
                                   "certificate-expiry 2023-02-10 2024-02-09 open"});
}

TEST_CASE("an approval that is only confirmed asks for no second fee") {
    const auto s = told(R"(
        {"event": "applied", "on": "2023-01-02"},
        {"event": "audit-held", "on": "2023-02-01", "audit": "ica", "findings": []},
        {"event": "audit-reviewed", "on": "2023-02-10"},
        {"event": "audit-reviewed", "on": "2023-02-20"})")
                       .on("2023-03-01");
    CHECK(lines(s.fees).size() == 3);
    CHECK(s.cycle->since == day("2023-02-10"));
    CHECK(has(lines(s.deadlines), "certification-fee 2023-02-10 2023-11-30 open"));
}

TEST_CASE("man-days are charged to the cent, and a visit to its cap", "[R33.2][R33.4][R23]") {
    const auto fees = [](const std::string& audit_days, const std::string& visit_days) {
        return lines(told(R"({"event": "applied", "on": "2023-01-02"},
            {"event": "audit-held", "on": "2023-02-01", "audit": "ica", "findings": [],
             "man_days": )" +
                          audit_days + R"(},
            {"event": "audit-reviewed", "on": "2023-02-10"},
            {"event": "fee-paid", "on": "2023-02-20", "fee": "certification"},
            {"event": "visit-held", "on": "2023-05-01", "findings": [], "man_days": )" +
                          visit_days + R"(},
            {"event": "invoice-received", "on": "2023-05-05", "fee": "progress-visit"})")
                         .on("2023-06-01")
                         .fees);
    };
    CHECK(has(fees("2.25", "1"), "audit audit-firm USD 1,125.00 due"));
    CHECK(has(fees("0.01", "1"), "audit audit-firm USD 5.00 due"));
    CHECK(has(fees("0", "2.99"), "progress-visit programme USD 1,495.00 due"));
    CHECK(has(fees("0", "3"), "progress-visit programme USD 1,500.00 due"));
    CHECK(has(fees("0", "3.01"), "progress-visit programme USD 1,500.00 due"));
    CHECK(has(fees("1000000", "3"), "audit audit-firm USD 500,000,000.00 due"));
}

TEST_CASE("an amount that cannot be held is an error and not a wrong number") {
    const auto e = edition::parse(
        "based_on = \"escp@2020-09-01\"\nedition = \"dear\"\n"
        "[[fee]]\nid = \"audit\"\namount = \"90000000000000000.00\"");
    REQUIRE(e);
    const told h(R"({"event": "applied", "on": "2023-01-02"},
        {"event": "audit-held", "on": "2023-02-01", "audit": "ica", "findings": [],
         "man_days": 1000})");
    const auto s = replay(book(*e), h.get(), day("2023-03-01"));
    REQUIRE_FALSE(s);
    CHECK(s.error().code == error_code::overflow);
    CHECK(s.error().place == "events[1].man_days");
}
