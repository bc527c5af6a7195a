// The shipped editions, the examples, their names, their identity.

#include "certrules/book.hpp"
#include "certrules/json.hpp"
#include "test_paths.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

using namespace certrules;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::filesystem::path source(std::string_view path) {
    return std::filesystem::path(CERTRULES_SOURCE_DIR) / path;
}

edition load(std::string_view text, diagnostics* warnings = nullptr) {
    edition::options o;
    o.warnings = warnings;
    auto e = edition::parse(text, o);
    if (!e)
        for (const auto& d : e.error())
            UNSCOPED_INFO(to_string(d));
    REQUIRE(e);
    return *e;
}

std::string status_of(const edition& e, const std::string& text) {
    const auto answered = decide_json(book(e), text);
    if (!answered)
        return to_string(answered.error());
    return nlohmann::json::parse(*answered).at("status");
}

}  // namespace

TEST_CASE("the shipped editions and the examples load without an error or a warning") {
    for (const auto& name : builtin_editions()) {
        diagnostics warnings;
        INFO(name);
        load(builtin_text(name), &warnings);
        for (const auto& d : warnings)
            UNSCOPED_INFO(to_string(d));
        CHECK(warnings.empty());
    }
    for (const auto* name : {"french-order-2011.toml", "orchard-score.toml"}) {
        diagnostics warnings;
        INFO(name);
        load(read_file(source("examples/editions") / name), &warnings);
        for (const auto& d : warnings)
            UNSCOPED_INFO(to_string(d));
        CHECK(warnings.empty());
    }
}

TEST_CASE("every edition of the scheme answers to both of its names and none is a variant") {
    const auto all = book::builtin("escp");
    REQUIRE(all);
    std::vector<std::string> from;
    for (const auto& e : all->editions()) {
        CHECK(e.scheme() == "escp");
        from.push_back(to_string(e.effective_from()));
        CHECK(edition::builtin(e.name())->hash() == e.hash());
        for (const auto& alias : e.aliases())
            CHECK(edition::builtin(alias)->hash() == e.hash());
    }
    CHECK(from == std::vector<std::string>{"2016-04-01", "2018-10-09", "2020-09-01"});
    CHECK(edition::builtin("ietp@2018-10-09")->name() == "escp@2018-10-09");
    CHECK(edition::builtin("escp@2016-04-01")->reconstructed());
    CHECK_FALSE(edition::builtin("escp@2016-04-01")->note().empty());
    CHECK_FALSE(edition::builtin("escp@2018-10-09")->reconstructed());
    // R22: no Remediation before September 2020.
    CHECK(edition::builtin("ietp@2018-10-09")->find_status("remediation") == status_id::none);
    CHECK(edition::builtin("escp@2020-09-01")->find_status("remediation") != status_id::none);
}

TEST_CASE("the hash stands for the rules: not for comments, order of keys or white space") {
    const std::string text(builtin_text("escp@2020-09-01"));
    const std::string hash(load(text).hash());
    const auto changed = [&](std::string_view from, std::string_view to) {
        auto copy = text;
        const auto at = copy.find(from);
        REQUIRE(at != std::string::npos);
        return std::string(load(copy.replace(at, from.size(), to)).hash());
    };
    CHECK(changed("# Worst to best by rank.", "# another comment") == hash);
    CHECK(changed("track = \"cycle\"\nrank = 3", "rank   =  3\n\n\ttrack = 'cycle'") == hash);
    CHECK(changed("months = 10", "months = 11") != hash);
    CHECK(changed("[calendar]\nmonth_end = \"clamp\"", "[calendar]\nmonth_end = \"snap\"") != hash);
    const auto first = text.find("[[rule]]\nid = \"probation-decided\"");
    const auto second = text.find("[[rule]]\nid = \"probation-chosen\"");
    const auto third = text.find("[[rule]]\nid = \"remediation-accepted\"");
    REQUIRE(first < second);
    REQUIRE(second < third);
    const auto swapped = text.substr(0, first) + text.substr(second, third - second) +
                         text.substr(first, second - first) + text.substr(third);
    CHECK(std::string(load(swapped).hash()) != hash);
}

TEST_CASE("the French order: critical gaps refuse or suspend, minors on 75 % of sites are major") {
    const auto e = load(read_file(source("examples/editions/french-order-2011.toml")));
    const auto audit = [&](std::string_view kind, std::string_view severity, int sites, int of,
                           bool certified = false) {
        nlohmann::json c{{"event", "audit-held"},
                         {"on", "2024-05-02"},
                         {"audit", kind},
                         {"sites", of},
                         {"state", nlohmann::json::object()}};
        c["findings"] = nlohmann::json::array();
        if (!severity.empty())
            c["findings"].push_back({{"id", "F1"},
                                     {"section", "requirements"},
                                     {"severity", severity},
                                     {"sites", sites}});
        if (certified)
            c["state"]["certificate"] = {
                {"status", "certified"}, {"first_day", "2023-01-01"}, {"last_day", "2025-12-31"}};
        return status_of(e, c.dump());
    };
    CHECK(audit("initial", "critical", 1, 4) == "refused");
    CHECK(audit("renewal", "critical", 1, 4, true) == "refused");
    CHECK(audit("follow-up", "critical", 1, 4, true) == "suspended");
    CHECK(audit("follow-up", "major", 1, 4, true) == "certified");
    CHECK(audit("initial", "minor", 3, 4) == "in-review");  // 75 %
    CHECK(audit("initial", "minor", 5, 7) == "certified");  // 71.4 %
    CHECK(audit("initial", "minor", 2, 3) == "certified");
    CHECK(audit("initial", "major", 1, 100) == "in-review");
    CHECK(audit("initial", "", 0, 4) == "certified");
}

TEST_CASE("the made-up scheme: bands of a score by bands of a share, beside ratings") {
    const auto e = load(read_file(source("examples/editions/orchard-score.toml")));
    struct row {
        int breaches, faults, notes, conforming;
        const char *soil, *water, *people;
        const char* status;
    };
    const std::vector<row> rows{
        {0, 0, 0, 40, "a", "a", "a", "gold"},        // 100, 40 of 40
        {0, 2, 0, 38, "a", "c", "a", "gold"},        // 90, 95 %
        {0, 2, 0, 37, "a", "c", "a", "silver"},      // 90, 92.5 %
        {0, 2, 1, 38, "a", "c", "a", "silver"},      // 89 2/3
        {1, 1, 0, 38, "a", "d", "d", "silver"},      // 70
        {1, 1, 1, 38, "a", "a", "a", "failed"},      // 69 2/3
        {1, 1, 0, 32, "a", "a", "a", "bronze"},      // 70, 80 %
        {1, 1, 0, 31, "a", "a", "a", "failed"},      // 77.5 %
        {0, 0, 0, 31, "a", "a", "a", "bronze"},      // 100, below 80 %
        {5, 0, 0, 40, "a", "a", "a", "failed"},      // held at 0
        {0, 0, 0, 40, "d", "d", "d", "failed"},      // three D
        {0, 0, 0, 40, "d", "d", "a", "gold"},        // two D
        {0, 0, 0, 40, "a", "a", "e", "failed"},      // an E
        {0, 0, 0, 40, "a", "a", nullptr, "failed"},  // not rated
    };
    for (const auto& r : rows) {
        nlohmann::json c{{"event", "audit-held"},
                         {"on", "2024-05-02"},
                         {"audit", "full"},
                         {"state", nlohmann::json::object()}};
        c["findings"] = nlohmann::json::array();
        const auto add = [&](const char* severity, int n) {
            for (int i = 0; i < n; ++i)
                c["findings"].push_back({{"id", severity + std::to_string(i)},
                                         {"section", "soil"},
                                         {"severity", severity}});
        };
        add("breach", r.breaches);
        add("fault", r.faults);
        add("remark", r.notes);
        const int people = std::min(r.conforming, 20);
        const int soil = std::min(r.conforming - people, 12);
        c["sections"]["people"] = {{"conforming", people}};
        c["sections"]["soil"] = {{"conforming", soil}, {"rating", r.soil}};
        c["sections"]["water"] = {{"conforming", r.conforming - people - soil},
                                  {"rating", r.water}};
        if (r.people != nullptr)
            c["sections"]["people"]["rating"] = r.people;
        CHECK(status_of(e, c.dump()) == r.status);
        c["facts"]["weekly-hours"] = 60.5;
        if (std::string(r.status) == "gold")
            CHECK(status_of(e, c.dump()) == "bronze");
    }
}

namespace {

std::string review(std::string_view policy, const nlohmann::json& findings,
                   const nlohmann::json& more = nlohmann::json::object()) {
    nlohmann::json c{{"event", "audit-reviewed"},
                     {"on", "2024-05-20"},
                     {"state", {{"cycle", {{"status", "assessed"}, {"since", "2024-05-02"}}}}},
                     {"facts", {{"cap-submitted", "yes"}, {"willing-to-remediate", "yes"}}},
                     {"findings", findings}};
    c.update(more);
    const auto e = edition::builtin(policy);
    REQUIRE(e);
    return status_of(*e, c.dump());
}

nlohmann::json found(int majors, int minors) {
    auto list = nlohmann::json::array();
    for (int i = 0; i < majors + minors; ++i)
        list.push_back({{"id", std::to_string(i)},
                        {"section", "wages"},
                        {"severity", i < majors ? "major" : "minor"}});
    return list;
}

std::string valid_until(std::string_view policy, std::string_view on) {
    const nlohmann::json c{{"event", "fee-paid"},
                           {"on", on},
                           {"fee", "certification"},
                           {"state", {{"cycle", {{"status", "approved"}, {"since", on}}}}}};
    const auto answered = decide_json(book(*edition::builtin(policy)), c.dump());
    REQUIRE(answered);
    return nlohmann::json::parse(*answered).at("valid").at("last_day");
}

}  // namespace

TEST_CASE("the variants take the other reading and leave the rest") {
    // R2: willing, and transparent at that.
    const nlohmann::json zero = {{{"id", "F1"},
                                  {"section", "wages"},
                                  {"severity", "zero-tolerance"},
                                  {"transparent", "yes"}}};
    CHECK(review("escp@2020-09-01", zero) == "assessed");
    CHECK(review("escp@2020-09-01+terminate-always", zero) == "terminated");
    // R3: 2 majors of 20 checkpoints; of 4 graded major; of 2 findings, of 7.
    const nlohmann::json graded = {{"sections", {{"wages", {{"graded", {{"major", 4}}}}}}}};
    CHECK(review("escp@2020-09-01", found(2, 0), graded) == "progressing");
    CHECK(review("escp@2020-09-01+share-of-major-checkpoints", found(2, 0), graded) == "assessed");
    CHECK(review("escp@2020-09-01+share-of-major-checkpoints", found(1, 0), graded) ==
          "progressing");  // 25 %
    CHECK(review("escp@2020-09-01+share-of-findings", found(2, 0)) == "assessed");
    CHECK(review("escp@2020-09-01+share-of-findings", found(2, 5)) == "progressing");  // 28.6 %
    // R12
    CHECK(valid_until("escp@2020-09-01", "2024-03-15") == "2025-03-14");
    CHECK(valid_until("escp@2020-09-01+anniversary", "2024-03-15") == "2025-03-15");
    CHECK(valid_until("escp@2020-09-01", "2023-02-28") == "2024-02-27");
    CHECK(valid_until("escp@2020-09-01+month-end-snaps", "2023-02-28") == "2024-02-28");
    // None of them joins the book.
    CHECK(book::builtin("escp")->editions().size() == 3);
}
