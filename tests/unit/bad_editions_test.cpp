// The exact texts of what is wrong with bad editions (tests/editions/bad.txt).

#include "certrules/edition.hpp"
#include "test_paths.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

using namespace certrules;

namespace {

struct bad_edition {
    std::string name;
    std::vector<std::pair<std::string, std::string>> changes;
    std::vector<std::string> expected;
};

std::string read_file(const char* name) {
    std::ifstream in(std::string(CERTRULES_SOURCE_DIR "/tests/editions/") + name);
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string with_line_ends(std::string text) {
    for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n"))
        text.replace(at, 2, "\n");
    return text;
}

std::vector<bad_edition> read_cases() {
    std::vector<bad_edition> cases;
    std::stringstream text(read_file("bad.txt"));
    char last = 0;
    for (std::string line; std::getline(text, line);) {
        if (line.empty() || line[0] == '#')
            continue;
        const auto rest = line.size() > 2 ? with_line_ends(line.substr(2)) : std::string();
        if (line[0] == '=')
            cases.push_back({rest, {}, {}});
        else if (line[0] == '-')
            cases.back().changes.emplace_back(rest, "");
        else if (line[0] == '+')
            cases.back().changes.back().second += (last == '+' ? "\n" : "") + rest;
        else
            cases.back().expected.push_back(rest);
        last = line[0];
    }
    return cases;
}

}  // namespace

TEST_CASE("each bad edition gets the very texts written down for it, all in one run") {
    const auto base = read_file("base.toml");
    const auto cases = read_cases();
    REQUIRE(cases.size() >= 60);
    for (const auto& c : cases) {
        auto text = base;
        for (const auto& [from, to] : c.changes) {
            const auto at = text.find(from);
            INFO(c.name << ": " << from);
            REQUIRE(at != std::string::npos);
            text.replace(at, from.size(), to);
        }
        diagnostics found;
        edition::options o;
        o.file = "bad.toml";
        o.warnings = &found;
        const auto e = edition::parse(text, o);
        if (!e)
            found = e.error();
        std::string got, expected;
        for (const auto& d : found)
            got += to_string(d) + "\n";
        for (const auto& d : c.expected)
            expected += d + "\n";
        INFO(c.name);
        CHECK(got == expected);
    }
}

TEST_CASE("the edition that the bad ones are made from is fine") {
    diagnostics found;
    edition::options o;
    o.warnings = &found;
    CHECK(edition::parse(read_file("base.toml"), o));
    CHECK(found.empty());
}
