// Dates, months, money, and the other small functions, each against a law of its own.

#include "certrules/book.hpp"
#include "certrules/calendar.hpp"
#include "certrules/date.hpp"
#include "certrules/json.hpp"
#include "certrules/money.hpp"
#include "certrules/result.hpp"
#include "certrules/state.hpp"
#include "certrules/version.hpp"
#include "support/input.hpp"

#include <vector>

using namespace certrules;

namespace {

void dates(fuzz::input& in) {
    const date day{in.take<std::int32_t>()};
    const auto c = day.to_civil();
    PROMISE(date::from_civil(c.year, c.month, c.day) == day);
    PROMISE(day.plus_days(0).days() == day.days());
    const auto n = in.take<std::int32_t>();
    const auto later = day.plus_days(n);
    PROMISE(n >= 0 ? later >= day : later < day || later == date{INT32_MIN});
    const auto text = format_date(day);
    PROMISE(to_string(day) == std::string_view(text.data(), text.size()));
    if (day >= first_supported_day && day <= last_supported_day)
        PROMISE(parse_date({text.data(), text.size()}) == day);
    const auto next_week = add_weeks(day, 1);
    PROMISE(next_week == date{INT32_MAX} || weekday_of(next_week) == weekday_of(day));
    const auto any = in.text(12);
    if (const auto read = parse_date(any))
        PROMISE(to_string(*read) == any);
    const term t{status_id::none, day, later};
    PROMISE(t.covers(day) == (later >= day));
}

void months(fuzz::input& in) {
    const date day{in.take<std::int32_t>()};
    calendar_rules rules;
    rules.at_month_end = static_cast<month_end>(in.below(5));
    rules.ends = static_cast<last_day>(in.below(2));
    rules.weekend = in.take<std::uint8_t>();
    const auto n = in.take<std::int16_t>();
    const auto sum = add_months(day, n, rules.at_month_end);
    if (sum && n >= 0)
        PROMISE(*sum >= day);
    const auto last = last_valid_day(day, n, rules);
    if (last)
        PROMISE(n >= 1 && *last >= day);
    std::vector<date> holidays;
    for (auto left = in.below(8); left > 0; --left)
        holidays.push_back(day.plus_days(in.take<std::uint8_t>()));
    const auto working = add_working_days(day, n, rules, holidays);
    if (working) {
        PROMISE(n >= 1 && *working > day);
        PROMISE((unsigned{rules.weekend} >> static_cast<unsigned>(weekday_of(*working)) & 1U) == 0);
        for (const auto holiday : holidays)
            PROMISE(holiday != *working);
    }
}

void amounts(fuzz::input& in) {
    const auto code = parse_currency(in.text(3));
    const currency_code usd{'U', 'S', 'D', '\0'};
    const money a{in.take<std::int64_t>(), code.value_or(usd)};
    const money b{in.take<std::int64_t>(), code.value_or(usd)};
    PROMISE(decimals_of(a.currency) <= 4);
    fuzz::promise_line(format_money(a));
    const auto sum = add(a, b);
    PROMISE(sum == add(b, a));
    const auto cost = for_man_days(a, in.take<std::int64_t>());
    if (cost)
        PROMISE(cost->currency == a.currency);
    const auto decimals = static_cast<unsigned>(in.below(5));
    if (const auto read = parse_amount(in.text(24), decimals))
        PROMISE(*read >= 0);
}

void others(fuzz::input& in) {
    PROMISE(*version() != '\0');
    const auto text = in.text(24);
    if (const auto event = find_event(text))
        PROMISE(name_of(*event) == text);
    PROMISE(name_of(static_cast<event_kind>(in.take<std::uint8_t>())).size() < 64);
    if (!builtin_text(text).empty()) {
        const auto e = edition::builtin(text);
        PROMISE(e.has_value());
    }
    static const auto names = builtin_editions();
    PROMISE(builtin_text(names[in.below(names.size())]).size() > 100);
    static const auto policies = policies_json();
    PROMISE(policies.has_value());

    const auto number = in.take<std::int32_t>();
    using answer_t = result<int, error>;
    const auto wrong = unexpected(error{error_code::limit, "here", "too many", 0});
    const answer_t r = number % 2 == 0 ? answer_t(number) : answer_t(wrong);
    PROMISE(r.has_value() == (number % 2 == 0));
    PROMISE(r.value_or(7) == (r ? number : 7));
    PROMISE(!r || r.value() == number);
    PROMISE(r || r.error().message == wrong.error().message);
    PROMISE(r.transform([](int i) { return i / 2; }).has_value() == r.has_value());
    PROMISE(r.and_then([&](int) { return answer_t(wrong); }).has_value() == false);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::input in(data, size);
    switch (in.below(4)) {
        case 0:
            dates(in);
            break;
        case 1:
            months(in);
            break;
        case 2:
            amounts(in);
            break;
        default:
            others(in);
    }
    return 0;
}
