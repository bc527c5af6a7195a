#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "allocations.hpp"
#include "support.hpp"

using namespace support;

namespace {

/// A host's allocator that counts, checks what it gets back, and fails from the n-th call on.
struct host {
    long alive = 0;
    long made = 0;
    long fail_from = -1;
    bool mismatch = false;

    struct header {
        std::size_t size;
        std::size_t alignment;
    };
    static constexpr std::size_t front = 64;  // keeps every alignment asked for

    static void* allocate(void* context, std::size_t size, std::size_t alignment) {
        auto& self = *static_cast<host*>(context);
        if (alignment > front)
            self.mismatch = true;
        if (self.fail_from >= 0 && self.made >= self.fail_from)
            return nullptr;
        const auto whole = (size + front + front - 1) / front * front;
        auto* block = static_cast<unsigned char*>(std::aligned_alloc(front, whole));
        const header h{size, alignment};
        std::memcpy(block, &h, sizeof h);
        ++self.made;
        ++self.alive;
        return block + front;
    }
    static void release(void* context, void* memory, std::size_t size, std::size_t alignment) {
        auto& self = *static_cast<host*>(context);
        auto* block = static_cast<unsigned char*>(memory) - front;
        header h;
        std::memcpy(&h, block, sizeof h);
        if (h.size != size || h.alignment != alignment)
            self.mismatch = true;
        --self.alive;
        std::free(block);
    }
    certrules_load_options options() {
        auto o = zeroed<certrules_load_options>();
        o.allocate = allocate;
        o.release = release;
        o.context = this;
        return o;
    }
};

/// Fails each allocation of a call in turn, from the first until none is asked for any more.
/// `call` returns a code and must succeed in the end.
void fail_each(const std::function<std::int32_t()>& call, bool only_one) {
    for (long n = 0;; ++n) {
        INFO("allocation " << n << (only_one ? " alone" : " and all after it"));
        const auto before = allocations::alive();
        std::int32_t code = 0;
        bool refused = false;
        {
            const allocations::failing fail(n, only_one);
            code = call();
            refused = fail.refused();
        }
        if (!refused) {
            CHECK(code == CERTRULES_OK);
            CHECK(n > 0);
            return;
        }
        // A failed buffer of a sort may be done without; anything else is out of memory.
        if (code != CERTRULES_OK)
            REQUIRE(code == CERTRULES_E_NO_MEMORY);
        REQUIRE(allocations::alive() == before);
        REQUIRE(n < 1000000);
    }
}

std::string text_of_builtin() {
    return text_of([](char* b, std::size_t c, std::size_t* n, certrules_error* e) {
        return certrules_builtin_text(escp.data(), escp.size(), b, c, n, e);
    });
}

/// A small edition: every failure of loading it can be tried.
constexpr std::string_view small = R"(format = 1
scheme = "small"
edition = "2024-01-01"
title = "Small"
effective = { from = 2024-01-01 }
currency = "USD"
)";

}  // namespace

TEST_CASE("what a handle keeps comes from the host's allocator and goes back to it") {
    host h;
    const auto options = h.options();
    certrules_edition* e = nullptr;
    REQUIRE(certrules_edition_builtin(escp.data(), escp.size(), &options, &e, nullptr) == 0);
    CHECK(h.alive > 0);
    const edition plain = load_builtin(escp);
    const auto before = allocations::alive();
    certrules_edition_free(e);
    CHECK(h.alive == 0);
    CHECK_FALSE(h.mismatch);
    // Nothing that it kept lay with the process's own.
    CHECK(allocations::alive() == before);
}

TEST_CASE("a book and the editions taken from it share the host's allocator") {
    host h;
    const auto options = h.options();
    certrules_book* b = nullptr;
    const auto before = allocations::alive();
    REQUIRE(certrules_book_builtin("escp", 4, &options, &b, nullptr) == CERTRULES_OK);
    CHECK(allocations::alive() == before);
    certrules_edition* e = nullptr;
    REQUIRE(certrules_book_edition(b, 0, &e, nullptr) == CERTRULES_OK);
    certrules_book_free(b);
    CHECK(h.alive > 0);
    certrules_edition_free(e);
    CHECK(h.alive == 0);

    host other;
    const auto other_options = other.options();
    REQUIRE(certrules_edition_builtin(escp.data(), escp.size(), &options, &e, nullptr) == 0);
    const certrules_edition* list[] = {e};
    REQUIRE(certrules_book_from_editions(list, 1, &other_options, &b, nullptr) == CERTRULES_OK);
    certrules_edition_free(e);
    CHECK(h.alive > 0);
    CHECK(other.alive > 0);
    certrules_book_free(b);
    CHECK(h.alive == 0);
    CHECK(other.alive == 0);
    CHECK_FALSE(h.mismatch);
    CHECK_FALSE(other.mismatch);
}

TEST_CASE("each failure of the host's allocator is told, and leaves nothing behind") {
    const auto text = text_of_builtin();
    certrules_edition* const untouched = reinterpret_cast<certrules_edition*>(&allocations::alive);
    for (long n = 0;; ++n) {
        INFO("allocation " << n);
        host h;
        h.fail_from = n;
        const auto options = h.options();
        certrules_edition* out = untouched;
        const auto before = allocations::alive();
        const auto code = certrules_edition_load(text.data(), text.size(), &options, &out, nullptr);
        if (code == CERTRULES_OK) {
            CHECK(n > 2);
            certrules_edition_free(out);
            CHECK(h.alive == 0);
            break;
        }
        REQUIRE(code == CERTRULES_E_NO_MEMORY);
        REQUIRE(out == untouched);
        REQUIRE(h.alive == 0);
        REQUIRE(allocations::alive() == before);
        REQUIRE(n < 100000);
    }
    for (long n = 0;; ++n) {
        host h;
        h.fail_from = n;
        const auto options = h.options();
        certrules_book* b = nullptr;
        const auto code = certrules_book_builtin("escp", 4, &options, &b, nullptr);
        if (code == CERTRULES_OK) {
            certrules_book_free(b);
            CHECK(h.alive == 0);
            break;
        }
        REQUIRE(code == CERTRULES_E_NO_MEMORY);
        REQUIRE(b == nullptr);
        REQUIRE(h.alive == 0);
        REQUIRE(n < 100000);
    }
}

TEST_CASE("half an allocator is none") {
    host h;
    auto options = h.options();
    certrules_edition* e = nullptr;
    options.release = nullptr;
    CHECK(certrules_edition_builtin(escp.data(), escp.size(), &options, &e, nullptr) ==
          CERTRULES_E_NULL);
    options = h.options();
    options.allocate = nullptr;
    CHECK(certrules_edition_builtin(escp.data(), escp.size(), &options, &e, nullptr) ==
          CERTRULES_E_NULL);
    options = h.options();
    options.reserved = 1;
    CHECK(certrules_edition_builtin(escp.data(), escp.size(), &options, &e, nullptr) ==
          CERTRULES_E_UNSUPPORTED);
    CHECK(e == nullptr);
    CHECK(h.made == 0);
}

TEST_CASE("each failure of the process's allocator is told: questions") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    const auto c = review(e, 3);
    std::string document;
    for (const auto& row : read_lines("tests/vectors/expected-outcomes.jsonl"))
        if (row["id"] == "progressing")
            document = row["case"].dump();
    REQUIRE_FALSE(document.empty());
    std::vector<char> buffer(65536);
    auto error = zeroed<certrules_error>();
    for (const bool only_one : {false, true}) {
        const std::string before(buffer.begin(), buffer.end());
        fail_each(
            [&]() -> std::int32_t {
                std::size_t needed = 77;
                const auto code =
                    certrules_decide_json(b.get(), document.data(), document.size(), 0,
                                          buffer.data(), buffer.size(), &needed, &error);
                if (code == CERTRULES_E_NO_MEMORY &&
                    (needed != 77 || std::memcmp(buffer.data(), before.data(), before.size()) != 0))
                    return CERTRULES_E_INTERNAL;
                return code;
            },
            only_one);
        std::fill(buffer.begin(), buffer.end(), '\0');
        fail_each(
            [&] {
                return certrules_explain_json(e.get(), 0, buffer.data(), buffer.size(), nullptr,
                                              &error);
            },
            only_one);
        fail_each(
            [&] {
                return certrules_explain_text(e.get(), 0, buffer.data(), buffer.size(), nullptr,
                                              &error);
            },
            only_one);
        fail_each(
            [&] {
                std::vector<certrules_change>::size_type needed = 0;
                certrules_change room[16];
                return certrules_what_if(e.get(), &c->state, &c->event, room,
                                         sizeof(certrules_change), 16, &needed, nullptr, &error);
            },
            only_one);
        fail_each(
            [&] {
                std::uint64_t statuses = 0;
                return certrules_possible(e.get(), &c->state, &c->event, &statuses, &error);
            },
            only_one);
        fail_each(
            [&] {
                std::int32_t n = 0;
                return certrules_word_find(e.get(), CERTRULES_WORD_SECTION, "wages", 5, &n, &error);
            },
            only_one);
    }
}

TEST_CASE("each failure of the process's allocator is told: histories") {
    const auto e = load_builtin(escp);
    const auto b = book_builtin(escp);
    const auto history = read_file("examples/data/histories/06-termination-and-return.json").dump();
    const auto on = day("2024-09-01");
    std::vector<char> buffer(65536);
    const auto ask = [&](auto&& door) {
        fail_each(
            [&]() -> std::int32_t {
                std::size_t needed = 77;
                std::fill(buffer.begin(), buffer.end(), '?');
                const auto code = door(buffer.data(), buffer.size(), &needed);
                const auto touched = [&](char c) { return c != '?'; };
                if (code == CERTRULES_E_NO_MEMORY &&
                    (needed != 77 || std::any_of(buffer.begin(), buffer.end(), touched)))
                    return CERTRULES_E_INTERNAL;
                return code;
            },
            false);
    };
    for (const auto door : {certrules_replay_json, certrules_fees_json, certrules_deadlines_json,
                            certrules_disclosures_json})
        ask([&](char* p, std::size_t c, std::size_t* n) {
            return door(b.get(), history.data(), history.size(), on, CERTRULES_NO_DAY, p, c, n,
                        nullptr);
        });
    ask([&](char* p, std::size_t c, std::size_t* n) {
        return certrules_calendar(b.get(), history.data(), history.size(), on, CERTRULES_NO_DAY, 14,
                                  p, c, n, nullptr);
    });
    ask([&](char* p, std::size_t c, std::size_t* n) {
        return certrules_edition_json(e.get(), p, c, n, nullptr);
    });
}

TEST_CASE("each failure of the process's allocator is told: loading") {
    fail_each(
        [] {
            std::uint32_t errors = 0;
            char buffer[65536];
            return certrules_edition_diagnose(small.data(), small.size(), nullptr, &errors, buffer,
                                              sizeof buffer, nullptr, nullptr);
        },
        false);
    // The whole edition asks for some thousands; each costs a load, so a share of them is tried.
    const auto text = text_of_builtin();
    const auto made = allocations::made();
    certrules_edition* e = nullptr;
    REQUIRE(certrules_edition_load(text.data(), text.size(), nullptr, &e, nullptr) == 0);
    const auto all = allocations::made() - made;
    certrules_edition_free(e);
    const long step = all / 200 + 1;
    for (long n = 0; n < all; n += step) {
        INFO("allocation " << n);
        e = nullptr;
        const auto before = allocations::alive();
        std::int32_t code = 0;
        {
            const allocations::failing fail(n);
            code = certrules_edition_load(text.data(), text.size(), nullptr, &e, nullptr);
        }
        REQUIRE(code == CERTRULES_E_NO_MEMORY);
        REQUIRE(e == nullptr);
        REQUIRE(allocations::alive() == before);
    }
}
