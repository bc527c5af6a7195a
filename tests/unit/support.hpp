#pragma once

/// Cases in the form of docs/forms.md and what the edition of 2020 answers: the tests of the
/// rules are written as a host would write them.

#include "certrules/book.hpp"
#include "certrules/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>

namespace certrules::test {

using json = nlohmann::json;

inline const edition& escp() {
    static const edition e = edition::builtin("escp@2020-09-01").value();
    return e;
}
inline const book& escp_book() {
    static const book b(escp());
    return b;
}

/// The verdict of a case; a case that is refused fails the test.
inline json verdict_of(const json& c, const book& b = escp_book()) {
    auto v = decide_json(b, c.dump());
    if (!v)
        FAIL(to_string(v.error()) << "\n  in " << c.dump());
    return json::parse(*v);
}

/// The error of a case, or of a text that is none; one that is decided fails the test.
inline error error_of(const std::string& text, const book& b = escp_book()) {
    const auto v = decide_json(b, text);
    if (v)
        FAIL("decided, though an error was expected: " << *v);
    return v.error();
}
inline error error_of(const json& c, const book& b = escp_book()) {
    return error_of(c.dump(), b);
}

/// An edition made by editing the text of the one of 2020: each `from` must be there once.
inline std::string edited(
    std::initializer_list<std::pair<std::string_view, std::string_view>> edits) {
    std::string text(builtin_text("escp@2020-09-01"));
    for (const auto& [from, to] : edits) {
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        REQUIRE(text.find(from, at + 1) == std::string::npos);
        text.replace(at, from.size(), to);
    }
    return text;
}
inline edition loaded(const std::string& text) {
    auto e = edition::parse(text);
    if (!e)
        FAIL(to_string(e.error().front()));
    return *e;
}

// ---- parts of a case

inline json finding(std::string_view id, std::string_view severity,
                    std::string_view section = "wages") {
    return {{"id", id}, {"section", section}, {"severity", severity}};
}
/// A record inconsistency of a severity; `transparent` is yes, no or unknown.
inline json inconsistency(std::string_view id, std::string_view transparent,
                          std::string_view severity = "critical") {
    auto f = finding(id, severity);
    f["tags"] = json::array({"record-inconsistency"});
    f["transparent"] = transparent;
    return f;
}
inline json zero_tolerance(std::string_view id, std::string_view transparent) {
    auto f = finding(id, "zero-tolerance", "business-ethics");
    f["transparent"] = transparent;
    return f;
}
/// So many findings of a severity in a section, named after it.
inline json many(int count, std::string_view severity, std::string_view section) {
    auto list = json::array();
    for (int i = 0; i < count; ++i)
        list.push_back(
            finding(std::string(section) + "-" + std::to_string(i + 1), severity, section));
    return list;
}
inline json list(std::initializer_list<json> items) {
    auto array = json::array();
    for (const auto& item : items)
        array.push_back(item);
    return array;
}
inline json joined(json a, const json& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline json term(std::string_view status, std::string_view first, std::string_view last) {
    return {{"status", status}, {"first_day", first}, {"last_day", last}};
}
inline json in_cycle(std::string_view status, std::string_view since) {
    return {{"cycle", {{"status", status}, {"since", since}}}};
}

/// A review on 2024-05-20 in a cycle assessed since 2024-05-02, of a factory never certified.
inline json review(json findings, json facts = json::object()) {
    return {{"event", "audit-reviewed"},
            {"on", "2024-05-20"},
            {"state", in_cycle("assessed", "2024-05-02")},
            {"facts", std::move(facts)},
            {"findings", std::move(findings)}};
}
/// The same of a factory whose certificate runs from 2023-06-01 to 2024-05-31.
inline json renewal_review(json findings, json facts = json::object()) {
    auto c = review(std::move(findings), std::move(facts));
    c["state"]["certificate"] = term("certified", "2023-06-01", "2024-05-31");
    return c;
}
/// An event on 2023-09-04 under a certificate that runs from 2023-06-01 to 2024-05-31.
inline json under_certificate(std::string_view event) {
    return {{"event", event},
            {"on", "2023-09-04"},
            {"state", {{"certificate", term("certified", "2023-06-01", "2024-05-31")}}}};
}
inline json visit(json findings, json facts = json::object()) {
    auto c = under_certificate("visit-held");
    c["findings"] = std::move(findings);
    c["facts"] = std::move(facts);
    return c;
}
inline json audit_held(std::string_view audit, json state) {
    return {{"event", "audit-held"},
            {"on", "2024-05-20"},
            {"audit", audit},
            {"state", std::move(state)},
            {"findings", json::array()}};
}

inline json days(std::string_view first, std::string_view last) {
    return {{"first_day", first}, {"last_day", last}};
}

/// Whether a list of texts has one with these words.
inline bool mentions(const json& texts, std::string_view words) {
    for (const auto& text : texts)
        if (text.get<std::string>().find(words) != std::string::npos)
            return true;
    return false;
}

}  // namespace certrules::test
