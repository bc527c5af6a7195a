#include <catch2/catch.hpp>

#include <cstring>

#include "support.hpp"

using namespace support;

namespace {

/// A struct in room for a later release's, at an address that nothing aligns.
template <class S>
struct roomy {
    std::vector<unsigned char> bytes;

    roomy(const S& s, std::size_t size) : bytes(size + 1, 0) {
        std::memcpy(at(), &s, std::min(size, sizeof(S)));
        const auto n = static_cast<std::uint32_t>(size);
        std::memcpy(at(), &n, sizeof n);
    }
    void* at() { return bytes.data() + 1; }
    S* get() { return static_cast<S*>(at()); }
    unsigned char& beyond(std::size_t i) { return bytes[1 + sizeof(S) + i]; }
    S read() {
        S s;
        std::memcpy(&s, at(), sizeof s);
        return s;
    }
};

constexpr std::size_t largest = 4096;

}  // namespace

TEST_CASE("inputs of another size: smaller is an error, larger is fine while its tail is zero") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 1);
    const auto decide = [&](certrules_state* s, certrules_event* ev) {
        auto verdict = zeroed<certrules_verdict>();
        return certrules_decide(e.get(), s, ev, &verdict, nullptr, nullptr);
    };
    for (const std::size_t size : {std::size_t{0}, std::size_t{4}, sizeof(certrules_state) - 1}) {
        auto copy = c->state;
        copy.struct_size = static_cast<std::uint32_t>(size);
        CHECK(decide(&copy, &c->event) == CERTRULES_E_STRUCT_SIZE);
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{4}, sizeof(certrules_event) - 1}) {
        auto copy = c->event;
        copy.struct_size = static_cast<std::uint32_t>(size);
        CHECK(decide(&c->state, &copy) == CERTRULES_E_STRUCT_SIZE);
    }
    for (const std::size_t size : {largest + 1, std::size_t{UINT32_MAX}}) {
        auto copy = c->state;
        copy.struct_size = static_cast<std::uint32_t>(size);
        CHECK(decide(&copy, &c->event) == CERTRULES_E_STRUCT_SIZE);
    }
    for (const std::size_t size : {sizeof(certrules_state) + 1, std::size_t{100}, largest}) {
        roomy<certrules_state> s(c->state, size);
        CHECK(decide(s.get(), &c->event) == CERTRULES_OK);
        s.beyond(0) = 1;
        CHECK(decide(s.get(), &c->event) == CERTRULES_E_UNSUPPORTED);
        s.beyond(0) = 0;
        s.bytes.back() = 1;
        CHECK(decide(s.get(), &c->event) == CERTRULES_E_UNSUPPORTED);
    }
    roomy<certrules_event> ev(c->event, sizeof(certrules_event) + 8);
    CHECK(decide(&c->state, ev.get()) == CERTRULES_OK);
    ev.beyond(3) = 1;
    CHECK(decide(&c->state, ev.get()) == CERTRULES_E_UNSUPPORTED);
}

TEST_CASE("outputs of another size: smaller is an error, larger gets zeros") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 1);
    auto verdict = zeroed<certrules_verdict>();
    auto next = zeroed<certrules_state>();
    verdict.struct_size = sizeof(certrules_verdict) - 1;
    CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, &next, nullptr) ==
          CERTRULES_E_STRUCT_SIZE);
    verdict.struct_size = sizeof(certrules_verdict);
    next.struct_size = 3;
    CHECK(certrules_decide(e.get(), &c->state, &c->event, &verdict, &next, nullptr) ==
          CERTRULES_E_STRUCT_SIZE);
    REQUIRE(certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, nullptr) ==
            CERTRULES_OK);

    roomy<certrules_verdict> later(zeroed<certrules_verdict>(), sizeof(certrules_verdict) + 16);
    std::memset(&later.beyond(0), 0xAA, 16);
    REQUIRE(certrules_decide(e.get(), &c->state, &c->event, later.get(), nullptr, nullptr) ==
            CERTRULES_OK);
    const auto read = later.read();
    CHECK(read.struct_size == sizeof(certrules_verdict) + 16);
    CHECK(read.status == verdict.status);
    CHECK(read.region == verdict.region);
    for (std::size_t i = 0; i < 16; ++i)
        CHECK(later.beyond(i) == 0);
}

TEST_CASE("an error of another size") {
    auto error = zeroed<certrules_error>();
    std::int32_t out = 7;
    error.struct_size = sizeof error - 1;
    error.code = 77;
    CHECK(certrules_day_parse("x", 1, &out, &error) == CERTRULES_E_STRUCT_SIZE);
    CHECK(error.code == 77);
    // Not even a good question is answered: the caller would not hear of a failure.
    CHECK(certrules_day_parse("2024-02-29", 10, &out, &error) == CERTRULES_E_STRUCT_SIZE);
    CHECK(out == 7);
    error.struct_size = 0;
    CHECK(certrules_day_parse("2024-02-29", 10, &out, &error) == CERTRULES_E_STRUCT_SIZE);
    roomy<certrules_error> later(zeroed<certrules_error>(), sizeof(certrules_error) + 4);
    std::memset(&later.beyond(0), 0xAA, 4);
    CHECK(certrules_day_parse("x", 1, &out, later.get()) == CERTRULES_E_DATE);
    CHECK(later.read().code == CERTRULES_E_DATE);
    CHECK(std::string(later.read().place) == "text");
    CHECK(later.beyond(0) == 0);
    CHECK(later.beyond(3) == 0);
}

TEST_CASE("a call that succeeds leaves the error alone") {
    auto error = zeroed<certrules_error>();
    error.code = 77;
    std::int32_t out = 0;
    REQUIRE(certrules_day_parse("2024-02-29", 10, &out, &error) == CERTRULES_OK);
    CHECK(error.code == 77);
    CHECK(out == 19782);
}

TEST_CASE("arrays: elements of another size, at any address, overlapping") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 20);
    auto expected = zeroed<certrules_verdict>();
    REQUIRE(certrules_decide(e.get(), &c->state, &c->event, &expected, nullptr, nullptr) == 0);
    const auto decide = [&](certrules_verdict& v) {
        return certrules_decide(e.get(), &c->state, &c->event, &v, nullptr, nullptr);
    };
    auto verdict = zeroed<certrules_verdict>();

    for (const std::size_t size : {std::size_t{32}, std::size_t{33}, std::size_t{48}}) {
        std::vector<unsigned char> room(size * 20 + 1, 0);
        for (std::size_t i = 0; i < 20; ++i)
            std::memcpy(room.data() + 1 + i * size, &c->findings[i], sizeof(certrules_finding));
        c->event.findings =
            static_cast<const certrules_finding*>(static_cast<void*>(room.data() + 1));
        c->event.finding_size = static_cast<std::uint32_t>(size);
        CHECK(decide(verdict) == CERTRULES_OK);
        CHECK(verdict.region == expected.region);
        if (size > sizeof(certrules_finding)) {
            room[1 + 5 * size + sizeof(certrules_finding)] = 1;
            CHECK(decide(verdict) == CERTRULES_E_UNSUPPORTED);
        }
    }
    c->arrays();
    for (const std::uint32_t size : {0U, 31U, 4097U, UINT32_MAX}) {
        c->event.finding_size = size;
        CHECK(decide(verdict) == CERTRULES_E_STRUCT_SIZE);
        c->event.finding_count = 0;  // nobody looks at the size of nothing
        CHECK(decide(verdict) == CERTRULES_OK);
        c->arrays();
        c->event.fact_size = size == 31U ? 15U : size;
        CHECK(decide(verdict) == CERTRULES_E_STRUCT_SIZE);
        c->arrays();
    }
    // One array for two things: both are only read.
    certrules_section zero{};
    static_assert(sizeof zero == sizeof(certrules_finding));
    c->findings.assign(1, {});
    c->arrays();
    c->event.sections =
        static_cast<const certrules_section*>(static_cast<const void*>(c->findings.data()));
    c->event.section_count = 1;
    CHECK(decide(verdict) == CERTRULES_OK);
}

TEST_CASE("counts of nothing, of one, and absurd ones") {
    const auto e = load_builtin(escp);
    const auto c = review(e, 1);
    auto verdict = zeroed<certrules_verdict>();
    const auto decide = [&] {
        return certrules_decide(e.get(), &c->state, &c->event, &verdict, nullptr, nullptr);
    };
    CHECK(decide() == CERTRULES_OK);
    for (const std::size_t count : {std::size_t{100001}, SIZE_MAX}) {
        c->event.finding_count = count;
        CHECK(decide() == CERTRULES_E_LIMIT);
        c->arrays();
        c->event.sections = reinterpret_cast<const certrules_section*>(c->findings.data());
        c->event.section_count = count;
        CHECK(decide() == CERTRULES_E_LIMIT);
        c->arrays();
        c->event.fact_count = count;
        CHECK(decide() == CERTRULES_E_LIMIT);
        c->arrays();
    }
    c->event.fact_count = 65;
    CHECK(decide() == CERTRULES_E_LIMIT);
    c->arrays();
    c->event.findings = nullptr;
    CHECK(decide() == CERTRULES_E_NULL);
    c->event.finding_count = 0;
    CHECK(decide() == CERTRULES_OK);
}
