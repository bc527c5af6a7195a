#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "support.hpp"

using namespace support;

// Catch2's macros are not for many threads: these count, and the test looks at the counts.

TEST_CASE("one handle, many threads: all calls at once give what one gives") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    const auto cases = read_lines("tests/vectors/expected-outcomes.jsonl");
    std::vector<std::string> expected;
    for (const auto& row : cases)
        expected.push_back(decide_json(b, row["case"].dump(), CERTRULES_JSON_BRIEF));
    std::atomic<int> wrong{0};
    std::atomic<int> decided{0};
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t k = 0; k < cases.size(); ++k) {
                const auto i = (k + t * 7) % cases.size();
                const auto got = decide_json(b, cases[i]["case"].dump(), CERTRULES_JSON_BRIEF);
                const auto c = read_case(e, cases[i]["case"]);
                auto verdict = zeroed<certrules_verdict>();
                const auto code =
                    certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, nullptr);
                const auto document = json::parse(expected[i]);
                if (got != expected[i] || code != CERTRULES_OK ||
                    document["region"] != verdict.region)
                    ++wrong;
                // A call that fails, in between: its error is its caller's alone.
                auto error = zeroed<certrules_error>();
                std::int32_t number = 0;
                const auto name = "no-such-word-" + std::to_string(t);
                if (certrules_word_find(e.get(), CERTRULES_WORD_FACT, name.data(), name.size(),
                                        &number, &error) != CERTRULES_E_UNKNOWN_NAME ||
                    std::string(error.message).find(name) == std::string::npos)
                    ++wrong;
                ++decided;
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(wrong == 0);
    CHECK(decided == 8 * static_cast<int>(cases.size()));
}

TEST_CASE("handles of one book, taken and freed on many threads") {
    auto b = book_builtin(escp);
    std::vector<std::thread> threads;
    std::vector<edition> last(8);
    for (std::size_t t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) {
                certrules_edition* out = nullptr;
                if (certrules_book_edition(b.get(), 0, &out, nullptr) == CERTRULES_OK)
                    last[t].reset(out);
            }
        });
    for (auto& thread : threads)
        thread.join();
    b.reset();
    for (const auto& e : last) {
        REQUIRE(e);
        CHECK(name(e, CERTRULES_WORD_SEVERITY, 0) == "minor");
    }
}

// Not a test of the library but of the checker: tests/runners-slow/25-tsan.sh asks for it, and
// wants it noticed.
TEST_CASE("two threads that write one verdict, on purpose") {
    if (std::getenv("CERTRULES_RACE_ON_PURPOSE") == nullptr)
        return;
    const auto e = load_builtin(escp);
    const auto c = review(e, 3);
    auto shared = zeroed<certrules_verdict>();
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                certrules_decide(e.get(), &c->state, &c->event, &shared, nullptr, nullptr);
        });
    for (auto& thread : threads)
        thread.join();
}
