// Two editions that differ a little: the comparison ends, and `decide` answers each witness as the
// comparison says; a review of many cases counts each of them.

#include "certrules/book.hpp"
#include "certrules/compare.hpp"
#include "certrules/decide.hpp"
#include "certrules/impact.hpp"
#include "certrules/json.hpp"
#include "certrules/witness.hpp"
#include "detail/json_document.hpp"
#include "support/input.hpp"

#include <string>
#include <vector>

using namespace certrules;

namespace {

/// The built-in text with some of its digits changed and some of its lines left out.
std::string changed(std::string text, fuzz::input& in) {
    std::vector<std::size_t> digits;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] >= '0' && text[i] <= '9')
            digits.push_back(i);
    for (auto left = in.below(6) + 1; left > 0; --left) {
        const auto at = digits[in.take<std::uint16_t>() % digits.size()];
        if (in.below(4) != 0) {
            text[at] = static_cast<char>('0' + in.below(10));
            continue;
        }
        // Blanks instead of the line, so that places stay.
        for (auto i = at; i < text.size() && text[i] != '\n'; ++i)
            text[i] = ' ';
        for (auto i = at; i > 0 && text[i - 1] != '\n'; --i)
            text[i - 1] = ' ';
    }
    return text;
}

rule_id answered(const edition& e, const witness& w) {
    const auto v = decide(e, w.state, w.as_event());
    if (v)
        return v->rule;
    fuzz::promise_error(v.error());
    return rule_id::none;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 64)
        return 0;
    fuzz::input in(data, size);
    static const edition old_one = edition::builtin("escp@2020-09-01").value();
    static const std::string text(builtin_text("escp@2020-09-01"));
    const auto new_one = edition::parse(changed(text, in));
    if (!new_one)
        return 0;
    const auto found = compare(old_one, *new_one);
    detail::json_document document;
    PROMISE(!document.parse(to_json(old_one, *new_one, found)));
    PROMISE(!(found.same() && found.differ()));
    // The hash covers texts too: the same hash is the same behaviour, not the other way round.
    PROMISE(old_one.hash() != new_one->hash() || found.same());

    impact many{book(old_one), book(*new_one)};
    std::uint64_t number = 0;
    for (const auto& d : found.differences) {
        const auto before = answered(old_one, d.old_case);
        const auto after = answered(*new_one, d.new_case);
        PROMISE(before == rule_id::none || before == d.old_rule);
        PROMISE(after == rule_id::none || after == d.new_rule);
        many.add(d.old_case.state, d.old_case.as_event(), ++number, "F-1");
        PROMISE(!many.add_json(to_json(old_one, d.old_case), ++number));
    }
    PROMISE(many.cases() == number);
    const auto report = many.report();
    PROMISE(report.cases == number);
    std::uint64_t by_change = 0;
    for (std::size_t i = 0; i < impact_changes; ++i) {
        by_change += report.by_change[i];
        PROMISE(!name_of(static_cast<impact_change>(i)).empty());
    }
    PROMISE(by_change == number);
    for (const auto& flow : report.flows)
        PROMISE(flow.from.refused == error_code::ok || !reason_name(flow.from.refused).empty());
    PROMISE(!document.parse(impact_json(many)));
    PROMISE(many.old_policy().latest().hash() == old_one.hash());
    PROMISE(many.new_policy().latest().hash() == new_one->hash());
    return 0;
}
