/// What must hold of every history. The number of random ones is CERTRULES_HISTORIES (3000).

#include "../unit/histories.hpp"
#include "certrules/calendar.hpp"
#include "certrules/deadline_calendar.hpp"
#include "random_history.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

using namespace certrules;
using namespace certrules::tests;

namespace {

std::size_t histories() {
    const auto* wanted = std::getenv("CERTRULES_HISTORIES");
    return wanted == nullptr ? 3000 : static_cast<std::size_t>(std::atoll(wanted));
}

std::string text_of(const result<standing, error>& s, const history& h) {
    if (!s)
        return "error: " + std::string(s.error().message);
    detail::json_writer out;
    detail::write_standing(out, *s, h);
    return out.take();
}

std::string standing_text(const history& h, date on, date known) {
    return text_of(replay(escp(), h, on, known), h);
}

/// The timeline has no gaps and no overlaps, and neighbours differ. Empty if all is well.
std::string flaw_of_timeline(const standing& s, const history& h) {
    if (s.timeline.empty())
        return {};
    auto first = last_supported_day;
    for (const auto& ev : h.events)
        if (!ev.withdrawn && ev.known_from() <= s.known)
            first = std::min(first, ev.on);
    if (s.timeline.front().first_day < first)
        return "starts before the first event";
    if (s.timeline.back().last_day)
        return "has an end";
    for (std::size_t i = 0; i < s.timeline.size(); ++i) {
        const auto& a = s.timeline[i];
        if (a.last_day && *a.last_day < a.first_day)
            return "an interval ends before it starts";
        if (i + 1 == s.timeline.size())
            break;
        const auto& b = s.timeline[i + 1];
        if (!a.last_day || a.last_day->plus_days(1) != b.first_day)
            return "a gap or an overlap";
        if (a.public_status == b.public_status)
            return "two neighbours show the same";
    }
    for (const auto& i : s.timeline)
        if (i.first_day <= s.on && (!i.last_day || s.on <= *i.last_day) &&
            i.public_status != s.public_status)
            return "it and the public status differ";
    return {};
}

std::string flaw_of_state(const standing& s) {
    if (s.certificate && s.certificate->last_day && *s.certificate->last_day < s.on)
        return "a certificate after its last day";
    if (s.certificate && s.bar)
        return "a certificate beside a bar";
    if (s.bar && s.bar->last_day && *s.bar->last_day < s.on)
        return "a bar after its last day";
    if (s.certificate && s.certificate->status == "certified") {
        const bool paid = std::any_of(s.fees.begin(), s.fees.end(), [&](const fee_line& f) {
            return f.id == "certification" && f.paid_on && *f.paid_on <= s.certificate->first_day;
        });
        if (!paid)
            return "certified without its fee";
    }
    if (s.cycle && s.cycle->open) {
        const auto limit = last_valid_day(s.cycle->started_on, 10, {});
        if (!s.cycle->last_day || *s.cycle->last_day > *limit || s.on > *s.cycle->last_day)
            return "a cycle beyond ten months";
    }
    return {};
}

/// Every payment settles a line as long as one waits, and no line is settled without one.
std::string flaw_of_fees(const standing& s, const history& h) {
    std::map<std::string_view, std::array<std::int64_t, 3>> count;  // paid lines, waiting, payments
    for (const auto& f : s.fees) {
        ++count[f.id][f.now == fee_line::state::paid ? 0 : 1];
        if (f.amount && (f.amount->minor_units < 0 || f.amount->minor_units % 5 != 0))
            return "an amount that no number of hundredths of man-days gives";
        if (f.id == "progress-visit" && f.amount && f.amount->minor_units > 150'000)
            return "a visit over its cap";
        if ((f.now == fee_line::state::paid) != f.paid_on.has_value())
            return "paid without a day";
    }
    std::vector<bool> corrected(h.events.size(), false);
    for (const auto& ev : h.events)
        if (!ev.corrects.empty() && ev.known_from() <= s.known)
            for (std::size_t i = 0; i < h.events.size(); ++i)
                if (h.events[i].id == ev.corrects)
                    corrected[i] = true;
    for (const auto& v : s.voided)
        corrected[v.event] = true;
    for (std::size_t i = 0; i < h.events.size(); ++i) {
        const auto& ev = h.events[i];
        if (ev.kind == event_kind::fee_paid && !ev.withdrawn && !corrected[i] && ev.on <= s.on &&
            ev.known_from() <= s.known)
            ++count[ev.fee][2];
    }
    for (const auto& [fee, n] : count) {
        if (n[0] > n[2])
            return "a line settled without a payment";
        if (n[1] > 0 && n[0] != n[2])
            return "a payment unused beside a line that waits";
    }
    return {};
}

void check_all(const standing& s, const history& h) {
    std::string flaw = flaw_of_timeline(s, h);
    if (flaw.empty())
        flaw = flaw_of_state(s);
    if (flaw.empty())
        flaw = flaw_of_fees(s, h);
    for (const auto& d : s.deadlines)
        if (d.now == deadline::state::open && d.last_day && *d.last_day < s.on)
            flaw = "an open deadline that is over";
    if (!flaw.empty()) {
        detail::json_writer out;
        detail::write_standing(out, s, h);
        FAIL_CHECK(flaw << ": " << out.take());
    }
}

}  // namespace

TEST_CASE("what holds of every standing holds of random histories",
          "[R13.3][R14.2][R29.1][R32.1][R33.4]") {
    random_history random(escp(), 1);
    std::size_t replayed = 0;
    for (std::size_t n = 0; n < histories(); ++n) {
        const auto& h = random.make(24);
        const auto on = random.some_day();
        const auto s = replay(escp(), h, on);
        if (!s)  // each event was tried before it was kept
            FAIL_CHECK("history " << n << ": " << to_string(s.error()));
        else
            check_all(*s, h);
        const auto& late = random.unsettle();
        for (int k = 0; k < 2; ++k) {
            const auto then = replay(escp(), late, random.some_day(), random.some_day());
            if (!then)
                continue;
            check_all(*then, late);
            ++replayed;
        }
    }
    CHECK(replayed * 2 > histories());
}

TEST_CASE("a prefix replays like the whole asked as of its last day") {
    random_history random(escp(), 2);
    for (std::size_t n = 0; n < histories(); ++n) {
        const auto& h = random.make(20);
        const auto on = random.some_day();
        std::vector<history_event> before;
        for (const auto& ev : h.events)
            if (ev.on <= on)
                before.push_back(ev);
        const history prefix{h.factory, h.holidays, before};
        if (standing_text(h, on, last_supported_day) !=
            standing_text(prefix, on, last_supported_day))
            FAIL_CHECK("history " << n << ": " << standing_text(h, on, last_supported_day)
                                  << "\n prefix: "
                                  << standing_text(prefix, on, last_supported_day));
    }
}

TEST_CASE("what is recorded later never changes the answer for an earlier known") {
    random_history random(escp(), 3);
    for (std::size_t n = 0; n < histories(); ++n) {
        random.make(16);
        const auto& h = random.unsettle();
        const auto on = random.some_day();
        const auto known = random.some_day();
        std::vector<history_event> then;
        for (const auto& ev : h.events)
            if (ev.known_from() <= known)
                then.push_back(ev);
        const history cut{h.factory, h.holidays, then};
        const auto whole = replay(escp(), h, on, known);
        const auto part = replay(escp(), cut, on, known);
        if (whole.has_value() != part.has_value())
            FAIL_CHECK("history " << n);
        else if (whole && text_of(whole, h) != text_of(part, cut))
            FAIL_CHECK("history " << n << ": " << text_of(whole, h)
                                  << "\n cut: " << text_of(part, cut));
    }
}

TEST_CASE("of the order in the file only that within a day matters") {
    random_history random(escp(), 4);
    for (std::size_t n = 0; n < histories(); ++n) {
        const auto& h = random.make(20);
        const auto on = random.some_day();
        // Days in a random order, the events of each in theirs.
        std::map<std::pair<std::uint64_t, date>, std::vector<history_event>> days;
        std::map<date, std::uint64_t> place;
        for (const auto& ev : h.events) {
            const auto [at, fresh] = place.try_emplace(ev.on, 0);
            if (fresh)
                at->second = random.below(1'000'000);
            days[{at->second, ev.on}].push_back(ev);
        }
        std::vector<history_event> shuffled;
        for (const auto& [key, list] : days)
            shuffled.insert(shuffled.end(), list.begin(), list.end());
        const history other{h.factory, h.holidays, shuffled};
        if (standing_text(h, on, last_supported_day) !=
            standing_text(other, on, last_supported_day))
            FAIL_CHECK("history " << n);
    }
}

TEST_CASE("a calendar of any standing has a beginning and an end for each deadline") {
    random_history random(escp(), 5);
    for (std::size_t n = 0; n < std::min<std::size_t>(histories(), 2000); ++n) {
        const auto& h = random.make(16);
        const auto s = replay(escp(), h, random.some_day());
        if (!s)
            continue;
        calendar_writer c;
        c.add(*s);
        const auto text = std::move(c).finish();
        std::size_t begins = 0;
        for (auto at = text.find("BEGIN:VEVENT"); at != std::string::npos;
             at = text.find("BEGIN:VEVENT", at + 1))
            ++begins;
        if (begins != s->deadlines.size())
            FAIL_CHECK("history " << n);
    }
}
