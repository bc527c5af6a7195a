// Deciding costs no memory: a typical audit, decided from a loaded edition, allocates nothing.

#include "certrules/decide.hpp"
#include "unit/support.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> allocations{0};

void* counted(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size == 0 ? 1 : size))
        return p;
    throw std::bad_alloc();
}

}  // namespace

// The whole test program counts; only differences are looked at.
void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
void operator delete(void* p) noexcept {
    std::free(p);
}
void operator delete[](void* p) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
void operator delete[](void* p, std::size_t) noexcept {
    std::free(p);
}

using namespace certrules;

namespace {

std::array<finding, 10> audit() {
    const auto& e = test::escp();
    std::array<finding, 10> findings;
    const char* const severities[] = {"minor", "major", "critical", "zero-tolerance"};
    for (std::size_t i = 0; i < findings.size(); ++i) {
        auto& f = findings[i];
        f.section = static_cast<section_id>(i);
        f.severity = e.find_severity(severities[i % 4]);
        f.tags = std::uint64_t{1} << (i % e.tags().size());
        f.transparent = static_cast<answer>(i % 3);
        if (i % 5 == 0)
            f.closed_on = *parse_date("2024-05-01");
    }
    return findings;
}

state standing() {
    const auto& e = test::escp();
    state s;
    s.certificate =
        term{e.find_status("certified"), *parse_date("2023-04-01"), *parse_date("2024-03-31")};
    s.audit_cycle = cycle{e.find_status("assessed"), *parse_date("2024-03-10"),
                          *parse_date("2024-03-10"), status_id::none};
    return s;
}

}  // namespace

TEST_CASE("the counter sees an allocation") {
    const auto before = allocations.load();
    auto* p = new int(1);
    CHECK(allocations.load() > before);
    delete p;
}

TEST_CASE("a decision of ten findings allocates nothing, whatever the verdict") {
    const auto& e = test::escp();
    auto findings = audit();
    const std::array<fact_value, 3> facts{{{e.find_fact("cap-submitted"), 1},
                                           {e.find_fact("willing-to-remediate"), 0},
                                           {e.find_fact("termination-months"), 12}}};
    const std::array<section_count, 1> sections{
        {{e.find_section("wages"), 21, {}, 0, severity_id::none, 0}}};
    event ev;
    ev.on = *parse_date("2024-05-20");
    ev.findings = findings;
    ev.facts = facts;
    ev.sections = sections;
    const auto s = standing();

    const auto allocated = [&](const char* status) {
        const auto before = allocations.load();
        const auto v = decide(e, s, ev);
        const auto during = allocations.load() - before;
        REQUIRE(v);
        CHECK(e.name_of(v->status) == status);
        return during;
    };
    CHECK(allocated("terminated") == 0);
    for (auto& f : findings)
        if (f.severity == e.find_severity("zero-tolerance"))
            f.severity = e.find_severity("critical");
    CHECK(allocated("assessed") == 0);
    for (auto& f : findings)
        f.severity = e.find_severity("minor");
    CHECK(allocated("progressing") == 0);
    for (auto& f : findings)
        f.closed_on = ev.on;
    CHECK(allocated("approved") == 0);
    ev.kind = event_kind::audit_held;
    ev.audit = e.find_audit("iaa");
    CHECK(allocated("assessed") == 0);
    ev.kind = event_kind::applied;  // in an open cycle: an error, which has a text
    CHECK_FALSE(decide(e, s, ev));

    const auto before = allocations.load();
    ev.kind = event_kind::audit_reviewed;
    const auto statuses = possible(e, s, ev);
    const auto settled = settle(e, s, ev.on);
    const auto shown = public_status(e, s, ev.on);
    CHECK(allocations.load() - before == 0);
    CHECK(statuses == std::uint64_t{1} << index(e.find_status("approved")));
    CHECK_FALSE(settled.certificate);
    CHECK(e.name_of(shown) == "assessed");
}
