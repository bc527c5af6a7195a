// Where editions differ, in words: held against deciding every plain state and event twice.

#include "certrules/compare.hpp"
#include "certrules/decide.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "edition_texts.hpp"

using namespace certrules;
using test::parsed;

namespace {

const edition& current() {
    static const auto e = *edition::builtin("escp@2020-09-01");
    return e;
}

/// `cycle: none, assessed`, by name.
std::map<std::string, std::set<std::string>> read(const std::vector<std::string>& region) {
    std::map<std::string, std::set<std::string>> out;
    for (const auto& line : region) {
        const auto colon = line.find(": ");
        REQUIRE(colon != std::string::npos);
        std::istringstream words(line.substr(colon + 2));
        for (std::string word; std::getline(words >> std::ws, word, ',');)
            out[line.substr(0, colon)].insert(word);
    }
    return out;
}

struct plain_case {
    state given;
    event asked;
    std::map<std::string, std::string> words;  // as the regions name them
};

/// Everything that can run on a day, as new as can be, beside each word of the event.
std::vector<plain_case> plain_cases(const edition& e, event_kind kind) {
    const auto on = date::from_civil(2021, 6, 15);
    std::vector<status_id> of[4];  // by track
    for (std::size_t i = 0; i < e.statuses().size(); ++i)
        of[static_cast<std::size_t>(e.statuses()[i].track)].push_back(static_cast<status_id>(i));
    const auto with_none = [](std::vector<status_id> all) {
        all.insert(all.begin(), status_id::none);
        return all;
    };
    const auto name = [&](status_id s) {
        return s == status_id::none ? std::string("none") : std::string(e.name_of(s));
    };
    std::vector<plain_case> out;
    const auto add_events = [&](const plain_case& base) {
        auto c = base;
        c.asked.kind = kind;
        c.asked.on = on;
        if (kind == event_kind::fee_paid || kind == event_kind::invoice_received) {
            for (std::size_t f = 0; f < e.fees().size(); ++f) {
                c.asked.fee = static_cast<fee_id>(f);
                c.words["fee"] = e.fees()[f].id;
                out.push_back(c);
            }
        } else if (kind == event_kind::audit_held) {
            for (std::size_t a = 0; a < e.audits().size(); ++a) {
                c.asked.audit = static_cast<audit_id>(a);
                c.words["audit"] = e.audits()[a].id;
                out.push_back(c);
            }
        } else {
            out.push_back(c);
        }
    };
    const auto lasting = [&](status_id s) { return term{s, on, on.plus_days(150)}; };
    for (const auto certificate : with_none(of[static_cast<std::size_t>(track::certificate)]))
        for (const auto bar : with_none(of[static_cast<std::size_t>(track::bar)]))
            for (const auto cycle_at : with_none(of[static_cast<std::size_t>(track::cycle)])) {
                if (certificate != status_id::none && bar != status_id::none)
                    continue;
                plain_case c;
                c.words = {{"certificate", name(certificate)},
                           {"bar", name(bar)},
                           {"cycle", name(cycle_at)},
                           {"after", "none"},
                           {"visit", "unknown"},
                           {"award", "none"}};
                if (certificate != status_id::none)
                    c.given.certificate = lasting(certificate);
                if (bar != status_id::none)
                    c.given.bar = lasting(bar);
                if (cycle_at != status_id::none)
                    c.given.audit_cycle = cycle{cycle_at, on, on, status_id::none};
                for (const auto s : {certificate, bar})
                    if (s != status_id::none)
                        c.given.held |= std::uint64_t{1} << static_cast<unsigned>(s);
                c.given.last_certificate = certificate;
                c.given.consecutive = certificate == status_id::none ? 0 : 1;
                add_events(c);
            }
    return out;
}

/// The words of the same number in both editions: they differ in figures alone.
bool differ(const edition& a, const edition& b, const plain_case& c) {
    const auto x = decide(a, c.given, c.asked);
    const auto y = decide(b, c.given, c.asked);
    if (!x || !y)
        return x.has_value() != y.has_value() || x.error().code != y.error().code;
    const auto terms = [](const std::optional<term>& s, const std::optional<term>& t) {
        return s.has_value() == t.has_value() &&
               (!s || (s->status == t->status && s->last_day == t->last_day));
    };
    return x->status != y->status || x->valid != y->valid || x->public_status != y->public_status ||
           !terms(x->next.certificate, y->next.certificate) || !terms(x->next.bar, y->next.bar) ||
           !std::equal(x->obligations.begin(), x->obligations.end(), y->obligations.begin(),
                       y->obligations.end());
}

}  // namespace

TEST_CASE("of a comparison the regions hold the cases that differ, and no others") {
    const std::pair<std::string, bool> changes[] = {
        {"[[status]]\nid = \"progressing\"\nmonths = 7\n", true},
        {"[[status]]\nid = \"assessed\"\nmonths = 9\n", true},
        {"[[status]]\nid = \"terminated\"\nmonths = 7\n", false},
        {"[[rule]]\nid = \"fee-paid\"\nobligations = [\"submit-cap\"]\n", true},
        {"[[rule]]\nid = \"audit-joins-cycle\"\nobligations = [\"submit-cap\"]\n", true}};
    std::size_t compared = 0;
    for (const auto& [change, some] : changes) {
        INFO(change);
        const auto other =
            parsed("based_on = \"escp@2020-09-01\"\nedition = \"mine\"\ntitle = \"t\"\n" + change);
        const auto found = compare(current(), other);
        REQUIRE(found.undecided.empty());
        std::size_t differing = 0;
        for (const auto kind :
             {event_kind::finding_closed, event_kind::fee_paid, event_kind::invoice_received,
              event_kind::audit_held, event_kind::cap_submitted, event_kind::applied}) {
            for (const auto& c : plain_cases(current(), kind)) {
                std::size_t in = 0;
                for (const auto& d : found.differences)
                    for (const auto& region : d.regions) {
                        const auto words = read(region);
                        bool fits = d.event == kind;
                        for (const auto& [name, allowed] : words) {
                            const auto it = c.words.find(name);
                            // What a plain case does not have is counted: none of it.
                            const auto word = it == c.words.end() ? "= 0" : it->second;
                            fits = fits && allowed.contains(word);
                        }
                        in += fits ? 1U : 0U;
                    }
                const bool now = differ(current(), other, c);
                differing += now ? 1U : 0U;
                std::string told(name_of(kind));
                for (const auto& [name, word] : c.words)
                    told += " " + name + " " + word;
                INFO(told);
                CHECK(in == (now ? 1U : 0U));  // regions are disjoint
                ++compared;
            }
        }
        CHECK((differing > 0) == some);
    }
    CHECK(compared > 3000);
}

TEST_CASE("the values of facts that give a length are named where they make the difference") {
    const auto regions = [](const std::string& change) {
        const auto other =
            parsed("based_on = \"escp@2020-09-01\"\nedition = \"mine\"\ntitle = \"t\"\n" + change);
        std::set<std::string> last;
        for (const auto& d : compare(current(), other).differences)
            for (const auto& region : d.regions)
                last.insert(region.empty() ? "in every case" : region.back());
        return last;
    };
    // Six months are the default of a bar: a number that was decided stands.
    CHECK(regions("[[status]]\nid = \"terminated\"\nmonths = 7\n")
              .contains("termination-months: unknown"));
    // Nine months as a rule's own are the nine that the decision gives.
    CHECK(regions("[[rule]]\nid = \"remediation-accepted\"\nmonths = 9\n") ==
          std::set<std::string>{"remediation-months: unknown, 12"});
}

TEST_CASE("audits and fees that the rules do not tell apart are all named") {
    const auto other = parsed(
        "based_on = \"escp@2020-09-01\"\nedition = \"mine\"\ntitle = \"t\"\n"
        "[[rule]]\nid = \"fee-paid\"\nobligations = [\"submit-cap\"]\n"
        "[[rule]]\nid = \"audit-joins-cycle\"\nobligations = [\"submit-cap\"]\n");
    const auto found = compare(current(), other);
    std::vector<std::vector<std::string>> regions;
    for (const auto& d : found.differences)
        regions.insert(regions.end(), d.regions.begin(), d.regions.end());
    // The certification fee has rules of its own, but outside of an approval it changes nothing.
    REQUIRE(regions.size() == 2);
    CHECK(regions[0] ==
          std::vector<std::string>{"fee: registration, renewal, audit, progress-visit"});
    CHECK(regions[1] == std::vector<std::string>{"bar: none",
                                                 "cycle: assessed, progressing, approved",
                                                 "audit: fu, sa, qc, ta"});
}
