// Sums of months on narrow days, sixteen bits each. Part of a level's kernel (kernel.hpp).

constexpr std::uint16_t no_narrow_day = 0xFFFF;
constexpr std::uint16_t far_narrow_day = 0xFFFE;  // beyond the calendar

/// The numbers that a sum needs, in all lanes. They stay in memory, where an instruction takes
/// them from: there are not enough registers, and compilers make constants anew at each use.
struct sum_constants {
    h16 of_1461, n1461, of_153, n5, n979, n18, of_12, n12, n365, n28, n30, last_month, before;
    month_end rule;
};

[[gnu::always_inline]] inline h16 all(unsigned value) {
    return splat<h16>(static_cast<std::uint16_t>(value));
}

sum_constants sum_constants_of(month_end rule, std::uint8_t before_anniversary) {
    return {all(45'934),
            all(1461),
            all(27'414),
            all(5),
            all(979),
            all(18),
            all(43'691),
            all(12),
            all(365),
            all(28),
            all(30),
            all(1678),  // January 2100, from March 1960
            all(before_anniversary),
            rule};
}

/// Days from the year's first, by month, from March on.
[[gnu::always_inline]] inline h16 before_month(const sum_constants& c, h16 month) {
    return (month * c.n979 + c.n18) >> 5;
}

/// How long a month is; `year` and the place in it, from March on.
[[gnu::always_inline]] inline h16 length_of(const sum_constants& c, h16 year, h16 month) {
    // Of the months from March on those are long where 979/32 steps by 31.
    const h16 step = month * c.n979 + c.n18;
    const h16 plain = ((step + c.n979) >> 5) - (step >> 5);
    const h16 leap = as<h16>(((year + 1) & 3) == 0);
    return choose(as<h16>(month == 11), c.n28 - leap, plain);
}

/// The last day of so many months from a day on; `no_narrow_day` beyond the calendar. The products
/// that stand for divisions are exact for every narrow day, as the tests show.
[[gnu::always_inline]] inline h16 last_of(const sum_constants& c, h16 first, h16 months) {
    const h16 quad = high_product(first, c.of_1461) >> 10;
    const h16 in_quad = first - quad * c.n1461;
    const h16 year = high_product((in_quad << 2) + 3, c.of_1461) >> 10;
    const h16 in_year = in_quad - ((year * c.n1461) >> 2);
    const h16 month = high_product(in_year * c.n5 + 2, c.of_153) >> 6;
    const h16 day = in_year - before_month(c, month);
    const h16 years = (quad << 2) + year;
    const h16 to = years * c.n12 + month + months;

    const h16 to_year = high_product(to, c.of_12) >> 3;
    const h16 to_month = to - to_year * c.n12;
    const h16 start = to_year * c.n365 + (to_year >> 2) + before_month(c, to_month);
    const h16 last = start + length_of(c, to_year, to_month) - 1;
    h16 sum = start + day;
    switch (c.rule) {
        case month_end::clamp:
            sum = least(sum, last);
            break;
        case month_end::round_up:
            sum = least(sum, last + 1);
            break;
        case month_end::snap:
            sum = choose(as<h16>(day + 1 == length_of(c, years, month)), last, least(sum, last));
            break;
        default:  // overflow; reject has no vectors
            break;
    }
    return (sum - c.before) | as<h16>(to > c.last_month);
}
