// A small edition made by choices, and a change of it: what `analyse` and `compare` say is what all
// small cases say that are put to `decide`.

#include "certrules/analyse.hpp"
#include "certrules/compare.hpp"
#include "detail/json_document.hpp"
#include "support/input.hpp"

#include "../property/analysis_check.hpp"
#include "../property/comparison_check.hpp"

#include <span>
#include <string>

using namespace certrules;

namespace {

void promise_none(const std::vector<std::string>& wrong, const std::string& texts) {
    if (!wrong.empty())
        std::fprintf(stderr, "%s%s\n", texts.c_str(), tests::joined(wrong).c_str());
    PROMISE(wrong.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 512)
        return 0;
    fuzz::input in(data, size);
    const auto seed = in.take<std::uint32_t>();
    const auto rest = in.rest();
    tests::small_maker maker(
        seed, std::span(reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size()));
    const auto old_text = maker.make();
    const auto new_text = maker.changed(old_text);
    const auto old_one = edition::parse(old_text.text());
    const auto new_one = edition::parse(new_text.text());
    PROMISE(old_one && new_one);
    const tests::cases all(*old_one, maker);
    const auto texts = old_text.text() + "--------\n" + new_text.text();

    tests::analysis_check check(old_text, *old_one, all);
    promise_none(check.run(), texts);
    bool undecided = false;
    promise_none(tests::check_comparison(old_text, new_text, *old_one, *new_one, all, undecided),
                 texts);

    const auto told = analyse(*new_one);
    detail::json_document document;
    PROMISE(!document.parse(to_json(*new_one, told)));
    std::size_t open = 0;
    for (const auto& p : told.problems)
        open += p.exception.empty() ? 1U : 0U;
    PROMISE(told.clean() == (open == 0));

    // Another title is another hash, and the same behaviour.
    auto named = old_text.text();
    const auto at = named.find("title = \"");
    PROMISE(at != std::string::npos);
    named.insert(at + 9, "other ");
    const auto other = edition::parse(named);
    PROMISE(other && other->hash() != old_one->hash());
    const auto same = compare(*old_one, *other);
    PROMISE(!same.differ() && (same.same() || !same.undecided.empty()));
    return 0;
}
