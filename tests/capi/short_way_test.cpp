/// Structs of exactly this release go a short way through `certrules_decide`, all others a long one
/// that checks field by field. Both must answer the same, whatever the structs hold.

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>
#include <random>

#include "support.hpp"

using namespace support;

namespace {

/// A struct of a later release whose new field is zero: the long way.
template <class S>
struct longer {
    S ours;
    std::uint64_t later = 0;
};

template <class S>
longer<S> as_longer(const S& s) {
    longer<S> l{s};
    l.ours.struct_size = sizeof l;
    return l;
}

struct answered {
    std::int32_t code;
    std::string error;
    certrules_verdict verdict;
    certrules_state next;
};

bool same_bytes(const auto& a, const auto& b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

class dice {
public:
    explicit dice(std::uint32_t seed) : engine_(seed) {}
    /// `low` too where an edition has no such words, and `high` lies below.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, std::max(low, high))(engine_);
    }
    bool one_in(std::int64_t n) { return between(1, n) == 1; }
    /// Mostly a word of so many, at times what is none.
    std::int32_t word(std::int64_t words) {
        static constexpr std::int32_t odd[] = {-1, 64, 255, 256, INT32_MAX, INT32_MIN};
        if (one_in(300))
            return odd[between(0, 5)];
        return static_cast<std::int32_t>(between(0, words - (one_in(300) ? 0 : 1)));
    }
    std::int32_t day() {
        static constexpr std::int32_t odd[] = {
            -1, 0, INT32_MAX, INT32_MIN, CERTRULES_NO_DAY, -200000, 2932896, 2932897};
        if (one_in(400))
            return odd[between(0, 7)];
        return static_cast<std::int32_t>(19000 + between(0, 900));
    }

private:
    std::mt19937 engine_;
};

/// Days may be the largest there are, and then go on from the smallest.
std::int32_t later(std::int32_t day, std::int64_t by) {
    return static_cast<std::int32_t>(day + by);
}

struct words {
    std::int64_t statuses, severities, sections, facts, audits, fees, ratings;
    std::vector<std::int32_t> certificates, cycles, bars;  // statuses that may stand there
};

/// Mostly a status that may stand there.
std::int32_t status(dice& d, const words& w, const std::vector<std::int32_t>& fitting) {
    if (d.one_in(40))
        return d.word(w.statuses);
    return fitting[static_cast<std::size_t>(
        d.between(0, static_cast<std::int64_t>(fitting.size()) - 1))];
}

/// The statuses that a state may have where `set` puts them.
std::vector<std::int32_t> fitting(const edition& e, std::int64_t statuses, const auto& set) {
    std::vector<std::int32_t> found;
    for (std::int32_t s = 0; s < statuses; ++s) {
        auto state = zeroed<certrules_state>();
        set(state, s);
        std::int32_t shown = 0;
        auto wrong = zeroed<certrules_error>();
        if (certrules_public_status(e.get(), &state, 19500, &shown, &wrong) == CERTRULES_OK)
            found.push_back(s);
    }
    REQUIRE(!found.empty());
    return found;
}

/// A field that was not announced stays zero, but for a careless host.
void maybe(dice& d, std::uint32_t& given, std::uint32_t bit, std::int64_t one_in, const auto& set) {
    const bool announced = d.one_in(one_in);
    if (announced)
        given |= bit;
    if (announced != d.one_in(600))
        set();
}

certrules_state random_state(dice& d, const words& w) {
    auto s = zeroed<certrules_state>();
    s.held = d.one_in(3) ? static_cast<std::uint64_t>(d.between(0, (1 << w.statuses) - 1)) : 0;
    if (d.one_in(100))
        s.held |= std::uint64_t{1} << d.between(0, 63);
    const auto certificate = [&] {
        s.certificate = status(d, w, w.certificates);
        s.certificate_first_day = d.day();
    };
    maybe(d, s.given, CERTRULES_STATE_CERTIFICATE, 2, certificate);
    const auto certificate_end = [&] {
        s.certificate_last_day = later(s.certificate_first_day, 200);
    };
    if ((s.given & CERTRULES_STATE_CERTIFICATE) != 0 || d.one_in(100))
        maybe(d, s.given, CERTRULES_STATE_CERTIFICATE_LAST_DAY, 1, certificate_end);
    maybe(d, s.given, CERTRULES_STATE_CYCLE, 2, [&] {
        s.cycle = status(d, w, w.cycles);
        s.cycle_since = d.day();
    });
    if ((s.given & CERTRULES_STATE_CYCLE) != 0 || d.one_in(100)) {
        maybe(d, s.given, CERTRULES_STATE_CYCLE_STARTED_ON, 3,
              [&] { s.cycle_started_on = later(s.cycle_since, d.one_in(20) ? 10 : -10); });
        maybe(d, s.given, CERTRULES_STATE_CYCLE_AWARD, 3,
              [&] { s.cycle_award = status(d, w, w.certificates); });
    }
    maybe(d, s.given, CERTRULES_STATE_BAR, 8, [&] {
        s.bar = status(d, w, w.bars);
        s.bar_first_day = d.day();
    });
    if ((s.given & CERTRULES_STATE_BAR) != 0 || d.one_in(100))
        maybe(d, s.given, CERTRULES_STATE_BAR_LAST_DAY, 2,
              [&] { s.bar_last_day = later(s.bar_first_day, d.one_in(20) ? -20 : 100); });
    maybe(d, s.given, CERTRULES_STATE_AFTER, 4, [&] { s.after = d.word(w.statuses); });
    maybe(d, s.given, CERTRULES_STATE_LAST_CERTIFICATE, 4,
          [&] { s.last_certificate = d.word(w.statuses); });
    if (d.one_in(100))
        s.given |= std::uint32_t{1} << d.between(9, 31);
    s.visited = static_cast<std::int32_t>(d.between(0, d.one_in(50) ? 4 : 2));
    s.consecutive = static_cast<std::uint32_t>(d.one_in(100) ? 65536 : d.between(0, 3));
    return s;
}

certrules_finding random_finding(dice& d, const words& w, std::int32_t on) {
    certrules_finding f{};
    f.section = static_cast<std::int32_t>(d.between(0, w.sections - 1));
    f.severity = static_cast<std::int32_t>(d.between(0, w.severities - 1));
    if (d.one_in(600))
        (d.one_in(2) ? f.section : f.severity) = d.word(w.sections);
    f.transparent = static_cast<std::int32_t>(d.between(0, d.one_in(600) ? 4 : 2));
    f.tags = d.one_in(3) ? static_cast<std::uint64_t>(d.between(0, 3)) : 0;
    if (d.one_in(600))
        f.tags |= std::uint64_t{1} << d.between(0, 63);
    f.sites = d.one_in(4) ? static_cast<std::uint32_t>(d.between(0, 2)) : 0;
    maybe(d, f.given, CERTRULES_FINDING_CLOSED, 2,
          [&] { f.closed_on = d.one_in(3) ? d.day() : later(on, d.between(-1, 1)); });
    if (d.one_in(900))
        f.given |= 1U << d.between(1, 31);
    return f;
}

/// A number that a checklist may have; at times one beyond what it may.
std::uint32_t checkpoints(dice& d, std::int64_t most) {
    if (d.one_in(400))
        return d.one_in(2) ? 1'000'001 : UINT32_MAX;
    return static_cast<std::uint32_t>(d.between(0, most));
}

certrules_section random_section(dice& d, const words& w) {
    certrules_section s{};
    s.section = d.one_in(300) ? d.word(w.sections)
                              : static_cast<std::int32_t>(d.between(0, w.sections - 1));
    maybe(d, s.given, CERTRULES_SECTION_APPLICABLE, 2, [&] { s.applicable = checkpoints(d, 40); });
    maybe(d, s.given, CERTRULES_SECTION_CONFORMING, 4, [&] { s.conforming = checkpoints(d, 15); });
    maybe(d, s.given, CERTRULES_SECTION_RATING, w.ratings == 0 ? 300 : 3,
          [&] { s.rating = d.word(w.ratings); });
    maybe(d, s.given, CERTRULES_SECTION_GRADED, 4, [&] {
        s.graded_severity = d.word(w.severities);
        s.graded = checkpoints(d, 10);
    });
    // What the library writes where there is nothing, which a host may hand back.
    if (d.one_in(100) && (s.given & CERTRULES_SECTION_RATING) == 0)
        s.rating = -1;
    if (d.one_in(900))
        (d.one_in(2) ? s.given : s.reserved) |= 1U << d.between(4, 31);
    return s;
}

}  // namespace

TEST_CASE("the short way through certrules_decide answers as the long one does") {
    const auto* const name = GENERATE("escp@2020-09-01", "ietp@2018-10-09", "ietp@2016-04-01");
    INFO(name);
    const auto e = load_builtin(name);
    const auto count = [&](std::int32_t kind) {
        std::uint32_t n = 0;
        auto wrong = zeroed<certrules_error>();
        must(certrules_word_count(e.get(), kind, &n, &wrong), wrong);
        return static_cast<std::int64_t>(n);
    };
    const auto statuses = count(CERTRULES_WORD_STATUS);
    const words w{statuses,
                  count(CERTRULES_WORD_SEVERITY),
                  count(CERTRULES_WORD_SECTION),
                  count(CERTRULES_WORD_FACT),
                  count(CERTRULES_WORD_AUDIT),
                  count(CERTRULES_WORD_FEE),
                  count(CERTRULES_WORD_RATING),
                  fitting(e, statuses,
                          [](certrules_state& s, std::int32_t n) {
                              s.given = CERTRULES_STATE_CERTIFICATE;
                              s.certificate = n;
                              s.certificate_first_day = 19000;
                          }),
                  fitting(e, statuses,
                          [](certrules_state& s, std::int32_t n) {
                              s.given = CERTRULES_STATE_CYCLE;
                              s.cycle = n;
                              s.cycle_since = 19000;
                          }),
                  fitting(e, statuses, [](certrules_state& s, std::int32_t n) {
                      s.given = CERTRULES_STATE_BAR;
                      s.bar = n;
                      s.bar_first_day = 19000;
                  })};
    dice d(2026);
    std::size_t decided = 0;
    std::size_t refused = 0;
    auto latest = zeroed<certrules_state>();
    for (int round = 0; round < 30'000; ++round) {
        // A host goes on from what it was given last.
        const auto state = d.one_in(3) ? latest : random_state(d, w);
        auto event = zeroed<certrules_event>();
        event.kind = d.one_in(3) ? static_cast<std::int32_t>(d.between(0, 16))
                                 : CERTRULES_EVENT_AUDIT_REVIEWED;
        event.on = d.day();
        maybe(d, event.given, CERTRULES_GIVEN_AUDIT,
              event.kind == CERTRULES_EVENT_AUDIT_HELD ? 1 : 200,
              [&] { event.audit = d.word(w.audits); });
        const bool of_fee = event.kind == CERTRULES_EVENT_FEE_PAID ||
                            event.kind == CERTRULES_EVENT_INVOICE_RECEIVED;
        maybe(d, event.given, CERTRULES_GIVEN_FEE, of_fee ? 1 : 200,
              [&] { event.fee = d.word(w.fees); });
        const bool decision = event.kind == CERTRULES_EVENT_DECISION_RECORDED;
        maybe(d, event.given, CERTRULES_GIVEN_DECISION, decision ? 1 : 200,
              [&] { event.decision = d.word(w.statuses); });
        if (d.one_in(600))
            event.given |= 1U << d.between(0, 31);
        if (d.one_in(decision ? 2 : 600))
            event.months = d.one_in(20) ? 1201 : static_cast<std::int32_t>(d.between(-1, 12));
        event.sites = d.one_in(3) ? static_cast<std::uint32_t>(d.between(0, 3)) : 0;
        std::vector<certrules_finding> findings(static_cast<std::size_t>(d.between(0, 40)));
        if (d.one_in(2))
            findings.resize(findings.size() / 10);
        for (auto& f : findings)
            f = random_finding(d, w, event.on);
        std::vector<certrules_fact> facts(static_cast<std::size_t>(d.between(0, 4)));
        for (auto& f : facts) {
            f = {static_cast<std::int32_t>(d.between(0, w.facts - (d.one_in(300) ? 0 : 1))),
                 d.one_in(900) ? 1U : 0U, d.between(0, 1)};
            if (d.one_in(20))
                f.value = d.between(-2, 100);
        }
        std::vector<certrules_section> sections;
        if (d.one_in(3))
            sections.resize(static_cast<std::size_t>(d.between(0, d.one_in(100) ? 70 : 4)));
        for (auto& one : sections)
            one = random_section(d, w);
        event.sections = sections.data();
        event.section_count = sections.size();
        event.section_size = d.one_in(200) ? 8 : sizeof(certrules_section);
        event.findings = findings.data();
        event.finding_count = findings.size();
        event.finding_size = sizeof(certrules_finding);
        event.facts = facts.data();
        event.fact_count = facts.size();
        event.fact_size = sizeof(certrules_fact);

        const auto answer = [&](const certrules_state* s, const certrules_event* ev) {
            auto error = zeroed<certrules_error>();
            answered a{0, {}, zeroed<certrules_verdict>(), zeroed<certrules_state>()};
            a.code = certrules_decide(e.get(), s, ev, &a.verdict, &a.next, &error);
            if (a.code != CERTRULES_OK)
                a.error = message(a.code, error);
            return a;
        };
        const auto by_short = answer(&state, &event);
        const auto long_state = as_longer(state);
        const auto long_event = as_longer(event);
        const auto by_long = answer(&long_state.ours, &long_event.ours);
        ++(by_short.code == CERTRULES_OK ? decided : refused);
        if (by_short.code == CERTRULES_OK)
            latest = by_short.next;
        if (by_short.code == by_long.code && by_short.error == by_long.error &&
            same_bytes(by_short.verdict, by_long.verdict) &&
            same_bytes(by_short.next, by_long.next))
            continue;
        CAPTURE(round, by_short.code, by_long.code, by_short.error, by_long.error, event.kind,
                event.on, findings.size(), facts.size(), state.given, state.last_certificate);
        FAIL("the two ways differ");
    }
    CHECK(decided > 3'000);
    CHECK(refused > 3'000);
}
