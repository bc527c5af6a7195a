/// `analyse` against brute force: random small editions, and every small case of each put to
/// `decide`. The number of editions is CERTRULES_EDITIONS (300), the first seed CERTRULES_SEED (1).

#include "analysis_check.hpp"

#include <catch2/catch.hpp>

using namespace certrules;
using namespace certrules::tests;

TEST_CASE("what analyse says of small editions is what brute force finds") {
    const auto first = number("CERTRULES_SEED", 1);
    const auto editions = number("CERTRULES_EDITIONS", 300);
    std::size_t undecided = 0;
    std::size_t claims = 0;
    std::size_t loaded = 0;
    std::size_t failed = 0;
    std::string report;
    for (auto seed = first; loaded < editions; ++seed) {
        small_maker random(seed);
        const auto text = random.make();
        const auto e = edition::parse(text.text());
        if (!e) {
            INFO(text.text() << to_string(e.error().front()));
            FAIL();
        }
        ++loaded;
        INFO("seed " << seed << "\n" << text.text());
        const cases all(*e, random);
        analysis_check check(text, *e, all);
        const auto wrong = check.run();
        claims += check.claims();
        undecided += check.undecided() ? 1U : 0U;
        if (!wrong.empty() && ++failed <= 5)
            report += "seed " + std::to_string(seed) + joined(wrong) + "\n" + text.text();
    }
    INFO(claims << " claims, " << undecided << " editions with something undecided");
    INFO(report);
    CHECK(failed == 0);
    CHECK(claims > editions);
    CHECK(undecided * 50 <= editions);
}
