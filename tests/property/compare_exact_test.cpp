/// `compare` against brute force: random small editions and one change of each, and every small
/// case put to both. CERTRULES_EDITIONS (300) and CERTRULES_SEED (1) as for `analyse`.

#include "comparison_check.hpp"

#include <catch2/catch.hpp>

using namespace certrules;
using namespace certrules::tests;

TEST_CASE("what compare says of small editions is what brute force finds") {
    const auto first = number("CERTRULES_SEED", 1);
    const auto editions = number("CERTRULES_EDITIONS", 300);
    std::size_t undecided = 0;
    std::size_t failed = 0;
    std::string report;
    for (auto seed = first; seed < first + editions; ++seed) {
        small_maker random(seed + 1'000'000);
        const auto old_text = random.make();
        const auto new_text = random.changed(old_text);
        const auto x = edition::parse(old_text.text());
        const auto y = edition::parse(new_text.text());
        REQUIRE(x);
        if (!y)
            UNSCOPED_INFO(new_text.text() << to_string(y.error().front()));
        REQUIRE(y);
        INFO("seed " << seed << "\n" << old_text.text() << "\n--------\n" << new_text.text());
        const cases all(*x, random);
        bool open = false;
        const auto wrong = check_comparison(old_text, new_text, *x, *y, all, open);
        undecided += open ? 1U : 0U;
        if (!wrong.empty() && ++failed <= 5)
            report += "seed " + std::to_string(seed) + joined(wrong) + "\n" + old_text.text() +
                      "--------\n" + new_text.text();
    }
    INFO(undecided << " pairs with something undecided");
    INFO(report);
    CHECK(failed == 0);
    CHECK(undecided * 50 <= editions);
}
