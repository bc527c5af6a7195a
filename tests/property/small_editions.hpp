#pragma once

/// Random small editions, as text: few words, few rules, and every kind of condition and outcome
/// that the analyses of docs/analysis.md reason about.

#include "certrules/edition.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace certrules::tests {

struct small_rule {
    std::string id, on, then;
    std::vector<std::string> when, more;
};

struct small_edition {
    std::vector<std::string> words;     // tables of the head
    std::vector<std::string> measures;  // by place: m0, m1 …
    std::vector<small_rule> rules;

    std::string text() const {
        std::string out;
        for (const auto& w : words)
            out += w;
        for (std::size_t m = 0; m < measures.size(); ++m)
            out += fmt::format("[[measure]]\nid = \"m{}\"\ntitle = \"m\"\n{}\n", m, measures[m]);
        for (const auto& r : rules) {
            out += fmt::format("[[rule]]\nid = \"{}\"\ntitle = \"r\"\ncite = \"S: R\"\non = {}\n",
                               r.id, r.on);
            if (!r.when.empty())
                out += fmt::format("when = {{ {} }}\n", fmt::join(r.when, ", "));
            out += r.then + "\n";
            for (const auto& line : r.more)
                out += line + "\n";
        }
        return out;
    }
};

class small_maker {
public:
    /// Chooses by the bytes as long as there are any, and at random after them.
    explicit small_maker(std::uint64_t seed, std::span<const std::uint8_t> choices = {})
        : random_(seed), choices_(choices) {}

    std::size_t below(std::size_t n) {
        if (!choices_.empty()) {
            const auto chosen = choices_.front();
            choices_ = choices_.subspan(1);
            return chosen % n;
        }
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
    }
    bool one_in(std::size_t n) { return below(n) == 0; }

    small_edition make() {
        small_edition e;
        e.words = words();
        const auto measures = 2 + below(3);
        for (std::size_t m = 0; m < measures; ++m) {
            kinds_.resize(m + 1);
            e.measures.push_back(measure(m));
        }
        const auto rules = 2 + below(5);
        for (std::size_t r = 0; r < rules; ++r)
            e.rules.push_back(rule(fmt::format("r{}", r)));
        if (!one_in(3)) {
            auto last = rule("rest");
            last.when.clear();
            last.on = both;
            e.rules.push_back(last);
        }
        return e;
    }

    /// The same with one thing changed.
    small_edition changed(small_edition e) {
        const auto at = below(e.rules.size());
        auto& r = e.rules[at];
        switch (below(9)) {
            case 0:
                if (e.rules.size() > 1)
                    e.rules.erase(e.rules.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 1:
                if (at + 1 < e.rules.size())
                    std::swap(e.rules[at], e.rules[at + 1]);
                break;
            case 2:
                r.when = conditions(1 + below(2));
                break;
            case 3:
                if (!r.when.empty())
                    r.when.pop_back();
                break;
            case 4:
                r.then = outcome(r.id);
                r.more = rest_of(r.then);
                break;
            case 5:
                r.more = rest_of(r.then);
                break;
            case 6: {
                const auto m = below(e.measures.size());
                const auto kept = kinds_[m];
                // Another filter, but of a kind that the conditions can test.
                for (int tries = 0; tries < 8; ++tries) {
                    e.measures[m] = measure(m);
                    if (kinds_[m] == kept)
                        break;
                    kinds_[m] = kept;
                    e.measures[m] = kept == 's'   ? "held = [\"gold\"]"
                                    : kept == 'n' ? "count = {}"
                                                  : "score = { start = 4, floor = 0, weights = [{ "
                                                    "count = {}, each = -1 }] }";
                }
                break;
            }
            case 7:
                e.words = words();
                break;
            default:
                e.rules.insert(e.rules.begin() + static_cast<std::ptrdiff_t>(at), rule("new"));
                break;
        }
        return e;
    }

private:
    static constexpr const char* both = "[\"audit-reviewed\", \"applied\"]";

    std::string pick(std::initializer_list<const char*> from) {
        return *(from.begin() + static_cast<std::ptrdiff_t>(below(from.size())));
    }

    std::vector<std::string> words() {
        std::vector<std::string> out;
        out.push_back(
            "format = 1\nscheme = \"s\"\nedition = \"1\"\ntitle = \"S\"\n"
            "effective = { from = 2020-01-01 }\ncurrency = \"EUR\"\n"
            "calendar = { month_end = \"clamp\", last_day = \"anniversary\", weekend = "
            "[\"sunday\"] }\n");
        if (one_in(4))
            out.push_back(
                fmt::format("[cycle]\nlimit_months = {}\ncite = \"S: C\"\n", 5 + below(8)));
        out.push_back("[[source]]\nid = \"S\"\ntitle = \"S\"\n");
        for (const auto* s : {"minor", "major"})
            out.push_back(fmt::format("[[severity]]\nid = \"{0}\"\ntitle = \"{0}\"\n", s));
        for (const auto* s : {"one", "two"})
            out.push_back(fmt::format(
                "[[section]]\nid = \"{0}\"\ntitle = \"{0}\"\napplicable = {1}\n", s, below(5)));
        out.push_back("[[tag]]\nid = \"mark\"\ntitle = \"mark\"\n");
        const auto status = [&](std::string_view id, std::string_view track, int rank,
                                std::string_view more) {
            out.push_back(
                fmt::format("[[status]]\nid = \"{0}\"\ntitle = \"{0}\"\ntrack = \"{1}\"\n"
                            "rank = {2}\ncite = \"S: S\"\n{3}\n",
                            id, track, rank, more));
        };
        status("open", "cycle", 2, fmt::format("open = true\nmonths = {}", 5 + below(2)));
        status("better", "cycle", 4, one_in(3) ? "open = true" : "open = true\nmonths = 8");
        status("gold", "certificate", 6, one_in(5) ? "" : "months = 12");
        status("silver", "certificate", 5, "months = 9");
        status("barred", "bar", 0, "months = 6\nshorter_is_better = true");
        status("gone", "after", 1, "");
        out.push_back(
            "[[fact]]\nid = \"plan\"\ntitle = \"plan\"\ntype = \"yes-no\"\n"
            "recorded_only = true\n" +
            std::string(one_in(4) ? "" : "order = [\"no\", \"unknown\", \"yes\"]\n"));
        out.push_back(
            "[[fact]]\nid = \"choice\"\ntitle = \"choice\"\ntype = \"one-of\"\n"
            "values = [\"x\", \"y\", \"z\"]\nrecorded_only = true\n" +
            std::string(one_in(2) ? "" : "order = [\"x\", \"z\"]\n"));
        out.push_back(
            "[[fact]]\nid = \"hours\"\ntitle = \"hours\"\ntype = \"number\"\n"
            "at_most = 9\nrecorded_only = true\n");
        out.push_back("[[text]]\nid = \"act\"\ntext = \"Act.\"\ncite = \"S: T\"\n");
        out.push_back(
            "[[fee]]\nid = \"small\"\ntitle = \"f\"\npayee = \"p\"\n"
            "amount = \"3.00\"\ncite = \"S: F\"\n");
        out.push_back(
            "[[fee]]\nid = \"large\"\ntitle = \"f\"\npayee = \"p\"\namount = \"5.00\"\n"
            "cite = \"S: F\"\n");
        out.push_back(
            "[[fee]]\nid = \"daily\"\ntitle = \"f\"\npayee = \"p\"\namount = \"2.00\"\n"
            "per = \"man-day\"\ncap = \"4.00\"\ncite = \"S: F\"\n");
        return out;
    }

    std::string filter() {
        std::vector<std::string> parts;
        if (!one_in(3))
            parts.push_back(pick({"severity = \"major\"", "severity = \"minor\""}));
        if (one_in(3))
            parts.push_back(pick({"transparent = [\"no\", \"unknown\"]", "transparent = \"no\"",
                                  "transparent = \"yes\""}));
        if (one_in(4))
            parts.push_back(pick({"tags = \"mark\"", "without_tags = \"mark\""}));
        if (one_in(4))
            parts.push_back("section = \"one\"");
        if (one_in(6))
            parts.push_back(pick({"open = \"no\"", "open = [\"yes\", \"no\"]"}));
        return fmt::format("{{ {} }}", fmt::join(parts, ", "));
    }

    /// 'n': a count; 's': statuses held; 'w': a score.
    std::string measure(std::size_t m) {
        kinds_[m] = 'n';
        switch (below(9)) {
            case 0:
            case 1:
                return fmt::format("sections_where = {{ count = {}, of = \"applicable\", {} }}",
                                   filter(),
                                   pick({"over = \"30%\"", "over = \"50%\"", "at_least = \"100%\"",
                                         "below = \"50%\""}));
            case 2:
                return fmt::format("sections_where = {{ count = {}, of = \"{}\", {} }}", filter(),
                                   pick({"open-findings", "findings"}),
                                   pick({"over = \"50%\"", "at_most = \"50%\""}));
            case 3:
                kinds_[m] = 's';
                return pick({"held = [\"gold\"]", "held = [\"gold\", \"silver\"]",
                             "held = [\"silver\", \"barred\"]"});
            case 4:
                kinds_[m] = 'w';
                return fmt::format(
                    "score = {{ start = 4, floor = 0, weights = [{{ count = {}, "
                    "each = -{} }}, {{ count = {}, each = \"-1/2\" }}] }}",
                    filter(), 1 + below(3), filter());
            case 5:
                return fmt::format("count = [{}, {}]", filter(), filter());
            default:
                return fmt::format("count = {}", filter());
        }
    }

    std::string condition() {
        switch (below(9)) {
            case 0:
                return "plan = " +
                       pick({"\"yes\"", "\"no\"", "[\"no\", \"unknown\"]", "{ not = \"yes\" }"});
            case 1:
                return "choice = " +
                       pick({"\"x\"", "[\"x\", \"y\"]", "{ not = \"z\" }", "\"unknown\""});
            case 2:
                return "hours = " + pick({"\">= 3\"", "\"< 5\"", "\"4..6\"", "\"unknown\""});
            case 3:
                return "certificate = " + pick({"\"none\"", "\"gold\"", "{ not = \"none\" }"});
            case 4:
                return pick({"cycle = \"open\"", "cycle = { not = \"open\" }",
                             "bar = { not = \"none\" }", "after = \"gone\"", "visit = \"yes\"",
                             "consecutive = \">= 2\"", "last-certificate = \"gold\""});
            default: {
                const auto m = below(kinds_.size());
                if (kinds_[m] == 'w')
                    return fmt::format("m{} = \"{}\"", m, pick({">= 3", "< 2", "<= 3.5", "1..3"}));
                return fmt::format("m{} = \"{}\"", m,
                                   pick({">= 1", ">= 1", "= 0", ">= 2", "<= 1", "1..2", "= 1"}));
            }
        }
    }

    std::vector<std::string> conditions(std::size_t n) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < n; ++i) {
            auto c = condition();
            const auto name = c.substr(0, c.find(' '));
            bool known = false;
            for (const auto& o : out)
                known = known || o.substr(0, o.find(' ')) == name;
            if (!known)
                out.push_back(std::move(c));
        }
        return out;
    }

    /// The reason of a refusal is the rule's id, so that a test can tell which one refused.
    std::string outcome(const std::string& id) {
        if (one_in(8))
            return fmt::format("refuse = \"by {}\"", id);
        return fmt::format("then = \"{}\"", pick({"open", "open", "better", "gold", "silver",
                                                  "barred", "unchanged"}));
    }

    std::vector<std::string> rest_of(const std::string& then) {
        std::vector<std::string> out;
        if (then.starts_with("refuse"))
            return out;
        if (then.find("unchanged") == std::string::npos && one_in(4))
            out.push_back(fmt::format("months = {}", 4 + below(8)));
        const bool cycle =
            then.find("open") != std::string::npos || then.find("better") != std::string::npos;
        if (cycle && one_in(5))
            out.push_back("ends_certificate = true");
        if (cycle && one_in(5))
            out.push_back("starts_cycle = true");
        if (one_in(3))
            out.push_back("fees = " +
                          pick({"\"small\"", "\"large\"", "\"daily\"", "[\"small\", \"daily\"]"}));
        if (one_in(4))
            out.push_back(pick({"obligations = \"act\"", "notices = \"act\""}));
        return out;
    }

    small_rule rule(const std::string& id) {
        small_rule r;
        r.id = id;
        r.on = one_in(5) ? both : one_in(8) ? "\"applied\"" : "\"audit-reviewed\"";
        r.when = conditions(1 + below(3));
        r.then = outcome(id);
        r.more = rest_of(r.then);
        return r;
    }

    std::mt19937_64 random_;
    std::span<const std::uint8_t> choices_;
    std::string kinds_;
};

}  // namespace certrules::tests
