// Policy tests through the C interface: JSON of the results, and what is refused.

#include "support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace support;

namespace {

constexpr std::string_view tests = R"(format = 1
[[test]]
name = "a new factory applies"
case = { event = "applied", on = 2024-05-20 }
expect = { status = "applicant" }
[[test]]
name = "a new factory applies, wrongly"
case = { event = "applied", on = 2024-05-20 }
expect = { status = "certified" }
)";

}  // namespace

TEST_CASE("policy tests come back as JSON, chosen by a part of their name") {
    const auto b = book_builtin("escp");
    const auto run = [&](std::string_view filter) {
        return json::parse(
            text_of([&](char* buffer, std::size_t c, std::size_t* n, certrules_error* e) {
                return certrules_test_json(b.get(), tests.data(), tests.size(), filter.data(),
                                           filter.size(), 0, buffer, c, n, e);
            }));
    };
    const auto all = run("");
    CHECK(all["passed"] == 1);
    CHECK(all["failed"] == 1);
    CHECK(all["tests"][1]["differences"][0] ==
          json({{"field", "status"}, {"expected", "certified"}, {"got", "applicant"}}));
    const auto one = run("wrongly");
    CHECK(one["tests"].size() == 1);
    CHECK(one["tests"][0]["line"] == 7);
}

TEST_CASE("a text that is no set of tests is an error with its place") {
    const auto b = book_builtin("escp");
    certrules_error error{};
    error.struct_size = sizeof error;
    const std::string_view text = "format = 1\n[[test]]\nname = \"x\"\n";
    CHECK(certrules_test_json(b.get(), text.data(), text.size(), nullptr, 0, 0, nullptr, 0, nullptr,
                              &error) == CERTRULES_E_TEXT);
    CHECK(error.line == 3);
    CHECK(std::string_view(error.place) == "tests.toml:3:8");
    CHECK(certrules_test_json(b.get(), text.data(), text.size(), nullptr, 0, 1, nullptr, 0, nullptr,
                              &error) == CERTRULES_E_UNSUPPORTED);
    CHECK(certrules_test_json(nullptr, text.data(), text.size(), nullptr, 0, 0, nullptr, 0, nullptr,
                              &error) == CERTRULES_E_NULL);
}
