// The kernel of one level; see review_columns.hpp. It shares the library's vector types and its
// sum of months on 16-bit days, which is the fastest that we know.

#include "detail/columns/kernels.hpp"
#include "review_columns.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace by_hand {

namespace {

using namespace certrules;
using namespace certrules::detail;

#include "detail/columns/vector_steps.hpp"

#include "detail/columns/vector_months.hpp"

// The places of the edition's words and rules; the benchmark compares all answers first.
constexpr std::uint8_t applicant = 0, assessed = 1, progressing = 2, approved = 3, remediation = 5,
                       probation = 6, lapsed = 11, terminated = 12, none = 255;
constexpr std::uint8_t rule_hidden = 1, rule_zero = 2, rule_probation_decided = 3,
                       rule_probation_chosen = 4, rule_remediation = 5, rule_critical_offer = 6,
                       rule_critical = 7, rule_majors = 8, rule_no_plan = 9, rule_plan = 10,
                       rule_nothing = 11;

[[gnu::always_inline]] inline h16 day_at(const std::int32_t* from) {
    const auto near = [&](const std::int32_t* rows) {
        const auto day = load<u32>(rows) - static_cast<std::uint32_t>(narrow_base);
        return day | as<u32>(day > std::uint32_t{narrow_last});
    };
    return narrow(near(from), near(from + Q));
}

[[gnu::always_inline]] inline void days_to(std::int32_t* to, h16 day) {
    std::uint16_t days[H];
    store(days, day);
    for (std::size_t q = 0; q < H; q += Q) {
        const auto value = widen(load<half16>(days + q));
        const auto no = as<w32>(value == std::int32_t{no_narrow_day});
        store(to + q, (no & decisions::no_day) | (~no & (value + narrow_base)));
    }
}

[[gnu::always_inline]] inline h16 wide(const std::uint8_t* mask) {
    return as<h16>(widen(load<half8>(mask)) != std::uint16_t{0});
}

std::size_t review(const review_columns& in, std::size_t rows, const review_answers& out) {
    const auto sums = sum_constants_of(month_end::clamp, 1);
    h16 wrong{};
    std::size_t errors = 0;
    const auto add_up = [&] {
        for (std::size_t k = 0; k < H; ++k)
            errors += wrong[k];
        wrong = h16{};
    };
    for (std::size_t i = 0; i < rows; i += W) {
        if (i % 65'536 == 0)
            add_up();
        // What is open.
        const auto zero_shown = load<b8>(in.zero_tolerance_shown + i);
        const auto zero_hidden = load<b8>(in.zero_tolerance + i);
        const auto criticals_shown = load<b8>(in.criticals_shown + i);
        const auto other_criticals = load<b8>(in.criticals + i);
        b8 over{}, majors{};
        for (std::size_t s = 0; s < review_columns::sections; ++s) {
            const auto count = load<b8>(in.majors[s] + i);
            const std::uint8_t most = s == 8 ? 12 : 6;
            over |= as<b8>(count > most);
            majors |= count;
        }
        const b8 grave = zero_shown | zero_hidden | criticals_shown | other_criticals;
        const auto nothing = as<b8>((grave | majors | load<b8>(in.minors + i)) == std::uint8_t{0});
        const auto hidden = as<b8>(zero_hidden != std::uint8_t{0});
        const auto zero = as<b8>((zero_hidden | zero_shown) != std::uint8_t{0});
        const auto critical = as<b8>((other_criticals | criticals_shown) != std::uint8_t{0});
        const auto disclosed = as<b8>(other_criticals == std::uint8_t{0});
        b8 bad{};
        b8 ever{};
        for (const auto* held : in.held) {
            const auto value = load<b8>(held + i);
            ever |= as<b8>(value != std::uint8_t{0});
            bad |= as<b8>(value > std::uint8_t{1});
        }
        // Facts.
        const auto fact = [&](const std::uint8_t* from, std::uint8_t most) {
            const auto value = load<b8>(from + i);
            bad |= as<b8>(value > most) & as<b8>(value != none);
            return value;
        };
        const auto cap = as<b8>(fact(in.cap_submitted, 1) == std::uint8_t{1});
        const auto unwilling = as<b8>(fact(in.willing, 1) != std::uint8_t{1});
        const auto decision = fact(in.decision, 2);
        const auto choice = fact(in.choice, 2);
        const auto of_remediation = load<b8>(in.remediation_months + i);
        const auto of_termination = load<b8>(in.termination_months + i);
        bad |= ~as<b8>(of_remediation == std::uint8_t{9}) &
               ~as<b8>(of_remediation == std::uint8_t{12}) & ~as<b8>(of_remediation == none);
        bad |= as<b8>(of_termination < std::uint8_t{6}) |
               (as<b8>(of_termination > std::uint8_t{240}) & ~as<b8>(of_termination == none));
        // The rules, the last first.
        b8 status =
            choose(cap, splat<b8>(std::uint8_t{progressing}), splat<b8>(std::uint8_t{assessed}));
        b8 rule =
            choose(cap, splat<b8>(std::uint8_t{rule_plan}), splat<b8>(std::uint8_t{rule_no_plan}));
        b8 months{};
        const auto when = [&](b8 mask, std::uint8_t gives, std::uint8_t which) {
            status = choose(mask, splat<b8>(gives), status);
            rule = choose(mask, splat<b8>(which), rule);
        };
        when(nothing, approved, rule_nothing);
        when(over, assessed, rule_majors);
        when(critical, assessed, rule_critical);
        const b8 offered = critical & disclosed & ever & ~zero;
        const b8 offer = offered & as<b8>(decision == std::uint8_t{2});
        when(offer, assessed, rule_critical_offer);
        const b8 accepted = offer & as<b8>(choice == std::uint8_t{0});
        when(accepted, remediation, rule_remediation);
        const b8 chosen = offer & as<b8>(choice == std::uint8_t{1});
        when(chosen, probation, rule_probation_chosen);
        const b8 decided = offered & as<b8>(decision == std::uint8_t{1});
        when(decided, probation, rule_probation_decided);
        when(zero, assessed, rule_zero);
        const b8 ended = hidden & unwilling;
        when(ended, terminated, rule_hidden);
        months = choose(accepted, of_remediation, (chosen | decided) & std::uint8_t{12});
        months = choose(
            ended,
            choose(as<b8>(of_termination == none), splat<b8>(std::uint8_t{6}), of_termination),
            months);
        const b8 missing = accepted & ~ended & as<b8>(of_remediation == none);
        const b8 term = (accepted | chosen | decided | ended) & ~missing;

        const auto cycle = load<b8>(in.cycle + i);
        bad |= as<b8>(cycle > std::uint8_t{approved}) & as<b8>(cycle != std::uint8_t{lapsed}) &
               as<b8>(cycle != none);
        b8 refused = as<b8>(cycle == std::uint8_t{applicant}) |
                     as<b8>(cycle == std::uint8_t{lapsed}) | as<b8>(cycle == none);
        const b8 same = as<b8>(cycle == status);
        std::uint8_t masks[7][W];
        store(masks[0], bad);
        store(masks[1], refused);
        store(masks[2], term);
        store(masks[3], same);
        store(masks[4], as<b8>(cycle == std::uint8_t{progressing}));
        store(masks[5], as<b8>(status == std::uint8_t{progressing}));
        store(masks[6], missing);
        std::uint8_t lengths[W], statuses[W], rules[W];
        store(lengths, months);
        store(statuses, status);
        store(rules, rule);
        for (std::size_t h = 0; h < W; h += H) {
            const auto at = i + h;
            const auto on = day_at(in.day + at);
            const auto cycle_since = day_at(in.cycle_since + at);
            const auto started = day_at(in.cycle_started_on + at);
            const auto in_cycle = ~wide(masks[2] + h);
            auto no = wide(masks[1] + h);
            auto unknown = wide(masks[0] + h) | as<h16>(on > narrow_last) |
                           as<h16>(cycle_since > narrow_last) | as<h16>(started > cycle_since);
            // What ran out: no status lasts beyond ten months from the start, Progressing six.
            const auto limit = last_of(sums, started, splat<h16>(std::uint16_t{10}));
            const auto doubt = wide(masks[4] + h) & as<h16>(on - cycle_since > std::uint16_t{166});
            no |= as<h16>(limit < on);
            if (any(doubt))
                no |=
                    doubt & as<h16>(last_of(sums, cycle_since, splat<h16>(std::uint16_t{6})) < on);
            const auto since = choose(in_cycle & wide(masks[3] + h), cycle_since, on);
            const auto goes_on = wide(masks[5] + h) & in_cycle;
            const auto length =
                choose(goes_on, splat<h16>(std::uint16_t{6}), widen(load<half8>(lengths + h)));
            const auto own = last_of(sums, since, length) | (in_cycle & ~goes_on);
            auto last = choose(in_cycle, choose(as<h16>(own < limit), own, limit), own);
            unknown |= as<h16>(last == no_narrow_day);
            constexpr auto of_refusal = static_cast<std::uint16_t>(error_code::refused);
            constexpr auto of_missing = static_cast<std::uint16_t>(error_code::missing);
            h16 error =
                choose(no, splat<h16>(of_refusal), wide(masks[6] + h) & of_missing) | unknown;
            const auto failed = as<h16>(error != std::uint16_t{0});
            last |= failed;
            wrong -= failed;
            store(out.status + at, narrow(widen(load<half8>(statuses + h)) | failed));
            days_to(out.first_day + at, since | failed);
            days_to(out.last_day + at, last);
            store(out.error + at, error);
            for (std::size_t q = 0; q < H; q += Q)
                store(out.rule + at + q, widen(load<quarter8>(rules + h + q)));
        }
    }
    add_up();
    return errors;
}

}  // namespace

review_kernel BY_HAND_KERNEL() {
    return &review;
}

}  // namespace by_hand
