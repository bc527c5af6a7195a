// Every limit of the edition file from both sides: what is at it loads, one more does not and says
// which limit it is. The numbers are those of docs/edition-format.md; the trees' are worked out.

#include "unit/orchard.hpp"

#include "certrules/limits.hpp"

#include <functional>

using namespace certrules;
using namespace certrules::test;
using Catch::Contains;

namespace {

using maker = std::function<std::string(std::size_t)>;

/// `make(limit)` loads, `make(limit + 1)` does not, with these words.
void check_limit(std::string_view name, std::size_t limit, const maker& make,
                 std::string_view words) {
    INFO(name);
    CHECK(wrong_with(make(limit)) == "");
    CHECK_THAT(wrong_with(make(limit + 1)), Contains(std::string(words)));
}

std::string times(std::size_t count, const std::function<std::string(std::string)>& one) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += one(std::to_string(i));
    return all;
}

std::string entry(std::string_view kind, const std::string& id, std::string_view more = {}) {
    return "[[" + std::string(kind) + "]]\nid = \"x" + id + "\"\ntitle = \"t\"\n" +
           std::string(more) + "\n";
}

const std::string cite = "cite = \"BOOK: x\"\n";
const std::string ok = gives("certified");

}  // namespace

TEST_CASE("limits of the text", "[E16.1]") {
    check_limit(
        "bytes", limits::edition_bytes,
        [](std::size_t n) {
            auto text = orchard_text(ok) + "#";
            return text + std::string(n - text.size(), '#');
        },
        "the file has 2097153 bytes, at most 2097152 are allowed");
    // A value of the head's note that nests, in place of text: refused for that, or for its depth.
    const auto nested = [](std::size_t depth) {
        return wrong_with("note = " + std::string(depth - 1, '[') + std::string(depth - 1, ']') +
                          "\n" + orchard_text(ok));
    };
    CHECK_THAT(nested(16), !Contains("nest more than 16 deep") && Contains("\"note\" is an array"));
    CHECK_THAT(nested(17), Contains("tables and arrays nest more than 16 deep"));
    const auto dotted = [](std::size_t parts) {
        std::string key = "a";
        for (std::size_t i = 1; i < parts; ++i)
            key += ".a";
        return wrong_with(key + " = 1\n" + orchard_text(ok));
    };
    CHECK_THAT(dotted(64), !Contains("dotted parts"));
    CHECK_THAT(dotted(65), Contains("a key of more than 64 dotted parts"));
    CHECK(edition::parse(orchard_text(times(300, [](auto i) { return entry("text", i); })))
              .error()
              .size() == limits::diagnostics);
}

TEST_CASE("limits of the words", "[E16.1]") {
    const auto more = [](std::string_view kind, std::size_t present, std::string_view fields) {
        return [kind, present, fields = std::string(fields)](std::size_t n) {
            return orchard_text(times(n - present, [&](auto i) { return entry(kind, i, fields); }) +
                                ok);
        };
    };
    check_limit("severities", 8, more("severity", 3, ""), "at most 8 are allowed");
    check_limit("sections", 64, more("section", 2, ""), "at most 64 are allowed");
    check_limit("tags", 64, more("tag", 1, ""), "at most 64 are allowed");
    check_limit("ratings", 63, more("rating", 2, ""), "at most 63 are allowed");
    check_limit("audits", 64, more("audit", 1, ""), "at most 64 are allowed");
    check_limit("sources", 64, more("source", 1, ""), "at most 64 are allowed");
    check_limit("facts", 64, more("fact", 0, "type = \"yes-no\""), "at most 64 are allowed");
    check_limit("fees", 64, more("fee", 0, "payee = \"p\"\namount = \"1.00\"\n" + cite),
                "at most 64 are allowed");
    check_limit("measures", 64, more("measure", 0, "held = []"), "at most 64 are allowed");
    check_limit(
        "deadlines", 64,
        more("deadline", 0, "starts = \"cycle\"\nlast = \"1 day\"\nmet_by = \"end\"\n" + cite),
        "at most 64 are allowed");
    check_limit("viewers", 64, more("viewer", 0, ""), "at most 64 are allowed");
    check_limit(
        "statuses", 64,
        [](std::size_t n) {
            int rank = 10;
            return orchard_text(times(n - 2,
                                      [&](auto i) {
                                          return entry("status", i,
                                                       "track = \"cycle\"\nrank = " +
                                                           std::to_string(++rank) + "\n" + cite);
                                      }) +
                                ok);
        },
        "at most 64 are allowed");
    check_limit(
        "disclosures", 64,
        [](std::size_t n) {
            return orchard_text(
                "[[viewer]]\nid = \"v\"\ntitle = \"t\"\n" +
                times(n, [](auto i) { return entry("disclosure", i, "to = \"v\"\n" + cite); }) +
                ok);
        },
        "at most 64 are allowed");
    check_limit(
        "texts", 1024,
        [](std::size_t n) {
            return orchard_text(times(n,
                                      [](auto i) {
                                          return "[[text]]\nid = \"x" + i + "\"\ntext = \"t\"\n" +
                                                 cite;
                                      }) +
                                ok);
        },
        "at most 1024 are allowed");
    check_limit(
        "values of a fact", 63,
        [](std::size_t n) {
            return orchard_text(entry("fact", "f",
                                      "type = \"one-of\"\nvalues = [" +
                                          times(n, [](auto i) { return "\"v" + i + "\", "; }) +
                                          "]") +
                                ok);
        },
        "at most 63 are allowed");
}

TEST_CASE("limits of texts and numbers", "[E16.1]") {
    const auto head = [](std::string_view field) {
        return [field = std::string(field)](std::size_t n) {
            return field + " = \"" + std::string(n, 'x') + "\"\n" + orchard_text(ok);
        };
    };
    check_limit("note", 4000, head("note"), "\"note\" has 4001 bytes, expected 1 to 4000");
    const auto in_rule = [](std::string_view before, std::string_view after) {
        return [before = std::string(before), after = std::string(after)](std::size_t n) {
            return orchard_text(before + std::string(n, 'x') + after);
        };
    };
    check_limit("title", 400,
                in_rule("[[rule]]\nid = \"r\"\ntitle = \"",
                        "\"\non = \"audit-reviewed\"\n"
                        "then = \"open\"\n" +
                            cite),
                "\"title\" has 401 bytes, expected 1 to 400");
    check_limit("id", 64,
                in_rule("[[rule]]\nid = \"",
                        "\"\ntitle = \"t\"\non = \"audit-reviewed\"\n"
                        "then = \"open\"\n" +
                            cite),
                "\"id\" has 65 bytes, expected 1 to 64");
    check_limit("text", 1000, in_rule("[[text]]\nid = \"t\"\ntext = \"", "\"\n" + cite + ok),
                "\"text\" has 1001 bytes, expected 1 to 1000");
    check_limit("citation", 400 - 6,
                in_rule("[[rule]]\nid = \"r\"\ntitle = \"t\"\non = \"audit-reviewed\"\n"
                        "then = \"open\"\ncite = \"BOOK: ",
                        "\"\n"),
                "is not of the form");
    check_limit(
        "a list", 256,
        [](std::size_t n) {
            return orchard_text(rule("r", "",
                                     "then = \"open\"\nnotices = [" +
                                         times(n, [](auto) { return "\"t\", "; }) + "]") +
                                "[[text]]\nid = \"t\"\ntext = \"t\"\n" + cite);
        },
        "lists 257 words, at most 256 are allowed");
    check_limit(
        "values of a test", 256,
        [](std::size_t n) {
            return orchard_text(
                certifies("count = {}", "[" + times(n, [](auto i) { return i + ", "; }) + "]"));
        },
        "is tested with 257 words, at most 256 are allowed");

    const auto number = [](std::string_view what) {
        return [what = std::string(what)](std::size_t n) {
            auto text = what;
            text.replace(text.find('@'), 1, std::to_string(n));
            return orchard_text(text);
        };
    };
    check_limit("months", 1200, number(gives("certified") + "months = @\n"), "expected 1 to 1200");
    check_limit("next audit", 1200, number(gives("certified") + "next_audit_months = @\n"),
                "expected 1 to 1200");
    check_limit("days to correct", 36525,
                number(entry("severity", "s", "corrected_within_days = @") + ok),
                "expected 1 to 36525");
    check_limit("checkpoints", 1'000'000, number(entry("section", "s", "applicable = @") + ok),
                "expected 0 to 1000000");
    check_limit("rank", 1000,
                number(entry("status", "s", "track = \"cycle\"\nrank = @\n" + cite) + ok),
                "expected -1000 to 1000");
    check_limit("decimals", 6, number(entry("fact", "f", "type = \"number\"\ndecimals = @") + ok),
                "expected 0 to 6");
    check_limit("thresholds", 1'000'000'000'000, number(certifies("count = {}", "\"< @\"")),
                "is tested with \"< 1000000000001\"");
    check_limit("numbers", 1'000'000'000'000,
                number(entry("fact", "f", "type = \"number\"\nat_most = @") + ok),
                "expected an integer within +-1000000000000");
    const auto length = [&](std::string_view unit) {
        return number(entry("deadline", "d",
                            "starts = \"cycle\"\nmet_by = \"end\"\nlast = \"@ " +
                                std::string(unit) + "\"\n" + cite) +
                      ok);
    };
    check_limit("days", 36525, length("days"), "expected a length");
    check_limit("working days", 10'000, length("working-days"), "expected a length");
    check_limit("weeks", 5218, length("weeks"), "expected a length");
    check_limit("months of a deadline", 1200, length("months"), "expected a length");
}

TEST_CASE("limits of measures and conditions", "[E16.1]") {
    check_limit(
        "filters", 64,
        [](std::size_t n) {
            return orchard_text(
                certifies("count = [" + times(n, [](auto) { return "{}, "; }) + "]", "0"));
        },
        "the measures together count in more than 64 ways");
    const auto shares = [](std::string_view of, std::size_t each) {
        return [of = std::string(of), each](std::size_t n) {
            return orchard_text(times((n + each - 1) / each,
                                      [&](auto i) {
                                          return entry("measure", i,
                                                       "sections_where = { count = {}, of = \"" +
                                                           of + "\", over = \"1%\" }");
                                      }) +
                                ok);
        };
    };
    const auto rows = "the measures compare shares per section in more than 16 ways";
    check_limit("counts per section", 16, shares("applicable", 1), rows);
    check_limit("counts per section, of findings too", 16, shares("findings", 2), rows);
    // Conforming checkpoints are not counted.
    CHECK(wrong_with(orchard_text(
              times(16,
                    [](auto i) {
                        return entry("measure", i,
                                     "sections_where = { count = {}, of = \"applicable\", "
                                     "over = \"1%\" }");
                    }) +
              entry("measure", "c",
                    "sections_where = { conforming = true, of = \"applicable\", "
                    "over = \"1%\" }") +
              ok)) == "");
    check_limit(
        "quantities", 64,
        [](std::size_t n) {
            std::string when = "certificate = \"none\", cycle = \"none\"";
            std::string measures;
            for (std::size_t i = 2; i < n; ++i) {
                measures += entry("measure", std::to_string(i), "held = []");
                when += ", x" + std::to_string(i) + " = 0";
            }
            return orchard_text(measures + gives("certified", when) + gives("open"));
        },
        "the rules test more than 64 quantities");
    check_limit(
        "classes", 4096,
        [](std::size_t n) {
            // One threshold fewer than classes.
            std::string rules;
            for (std::size_t i = 1; i < n;) {
                std::string list;
                for (int k = 0; k < 256 && i < n; ++k, ++i)
                    list += "\"< " + std::to_string(i) + "\", ";
                rules += rule("r" + std::to_string(i), "m = [" + list + "]", "then = \"open\"");
            }
            return orchard_text(measured("m", "count = {}") + rules + ok);
        },
        "\"m\" is tested against 4096 thresholds");
    check_limit(
        "rules", 4096,
        [](std::size_t n) {
            return orchard_text(
                times(n, [](auto i) { return rule("r" + i, "", "then = \"open\""); }));
        },
        "at most 4096 are allowed");
    check_limit(
        "cells", 4096,
        [](std::size_t n) {
            // A table of 64 rows and 63 columns, and the rest as rules.
            const auto bands = [](int count) {
                std::string all;
                for (int i = 0; i < count; ++i)
                    all += std::to_string(i) + ", ";
                return all;
            };
            std::string cells;
            for (int i = 0; i < 64; ++i)
                cells += "[" + times(63, [](auto) { return "\"open\", "; }) + "],\n";
            return orchard_text(
                measured("a", "held = []") + measured("b", "held = []") +
                rule("grid", "",
                     "[rule.table]\nrows = { by = \"a\", bands = [" + bands(64) +
                         "] }\ncolumns = { by = \"b\", bands = [" + bands(63) + "] }\ncells = [" +
                         cells + "]") +
                times(n - 64 * 63, [](auto i) { return rule("r" + i, "", "then = \"open\""); }));
        },
        "the tables expand to more than 4096 rules");
}

namespace {

/// Rules of which each asks two quantities of its own: a tree of n of them has a node for the
/// first, one for the second where the first holds, and goes on twice: 2^(n+1) - 1 leaves.
std::string pairs(int n, std::string& measures) {
    std::string rules;
    for (int i = 0; i < n; ++i) {
        const auto a = "a" + std::to_string(i);
        const auto b = "b" + std::to_string(i);
        measures += measured(a, "held = [\"open\"]") + measured(b, "held = [\"open\"]");
        rules +=
            rule("p" + std::to_string(i), a + " = \"< 1\", " + b + " = \"< 1\"", "then = \"open\"");
    }
    return rules;
}
/// Rules of one quantity each: a leaf and a node of two children more.
std::string singles(int n, std::string& measures) {
    std::string rules;
    for (int i = 0; i < n; ++i) {
        const auto c = "c" + std::to_string(i);
        measures += measured(c, "held = [\"open\"]");
        rules += rule("s" + std::to_string(i), c + " = \"< 1\"", "then = \"open\"");
    }
    return rules;
}

}  // namespace

TEST_CASE("limits of what rules compile to", "[E16.1]") {
    check_limit(
        "regions", 262'144,
        [](std::size_t n) {
            // 17 pairs: 2^18 - 1 leaves; each rule in front of them adds one.
            std::string measures;
            const auto front = singles(static_cast<int>(n - 262'143), measures);
            const auto rules = pairs(17, measures);
            return orchard_text(measures + front + rules + ok);
        },
        "the rules part the cases into more than 262144 regions");
    check_limit(
        "children", 4'194'304,
        [](std::size_t n) {
            // Ten pairs: 2 * 1023 nodes of two children, and 1024 ends, each a node of one quantity
            // with 4092 classes; each rule in front adds two children: 2 + 2 + 4092 + 4 * 1023 ...
            std::string measures = measured("big", "count = {}");
            const auto front = singles(n > 4'194'304 ? 3 : 2, measures);
            auto rules = pairs(10, measures);
            for (int i = 1; i <= 4091;) {
                std::string list;
                for (int k = 0; k < 256 && i <= 4091; ++k, ++i)
                    list += "\"< " + std::to_string(i) + "\", ";
                rules += rule("big" + std::to_string(i), "big = [" + list + "]", "then = \"open\"");
            }
            return orchard_text(measures + front + rules + ok);
        },
        "the rules part the cases into more than 262144 regions, or take too long to part");
}
