// From keys to answers. Part of a level's kernel (kernel.hpp).

/// Where the answers of a block go; null: not wanted.
struct block_out {
    std::int8_t* status;
    std::int32_t* first_day;
    std::int32_t* last_day;
    std::int16_t* error;
};

template <class Number>
[[gnu::always_inline]] inline void find_by(const Number* leaf_of_key, const key_leaf* leaves,
                                           planes& p, std::uint32_t* region) {
    for (std::size_t i = 0; i < block_rows; i += 4)
        for (std::size_t k = i; k < i + 4; ++k) {
            const auto leaf = load<std::uint64_t>(leaves + leaf_of_key[p.key[k]]);
            region[k] = static_cast<std::uint32_t>(leaf);
            p.leaf[k] = static_cast<std::uint32_t>(leaf >> 32U);
        }
}

/// The leaf of each row's key.
[[gnu::noinline]] void find_leaves(const vector_plan& plan, planes& p, std::uint32_t* region) {
    for (std::size_t i = 0; i < block_rows; i += H)
        store(p.key + i, widen(load<half8>(p.low + i)) | (widen(load<half8>(p.high + i)) << 8));
    if (plan.leaf_of_key_in_bytes != nullptr)
        find_by(plan.leaf_of_key_in_bytes, plan.leaves.first, p, region);
    else
        find_by(plan.leaf_of_key, plan.leaves.first, p, region);
}

/// Where a flag of a leaf stands; `flag` as in its half.
[[gnu::always_inline]] inline b8 has(b8 flags, std::uint16_t flag) {
    const auto bit = splat<b8>(static_cast<std::uint8_t>(flag >> 8U));
    return as<b8>((flags & bit) == bit);
}

/// A narrow day as the host has it.
[[gnu::always_inline]] inline void store_days(std::int32_t* to, h16 day) {
    std::uint16_t days[H];
    store(days, day);
    for (std::size_t i = 0; i < H; i += Q) {
        const auto value = widen(load<half16>(days + i));
        const auto none = as<w32>(value == std::int32_t{no_narrow_day});
        store(to + i, (none & decisions::no_day) | (~none & (value + narrow_base)));
    }
}

/// Months that facts give instead of the leaf's own; `which` says which fact.
[[gnu::always_inline]] inline b8 months_of(const vector_plan& plan, const planes& p, std::size_t i,
                                           b8 months, b8 which) {
    which &= std::uint8_t{3U << (leaf_length_shift - 8)};
    for (std::size_t k = 0; k < plan.lengths.count; ++k) {
        const auto given = load<b8>(p.byte[plan.lengths.first[k]] + i);
        const auto use = as<b8>(which == static_cast<std::uint8_t>(k + 1));
        months = choose(use & ~as<b8>(given == no_word), given, months);
    }
    return months;
}

/// Status, days and error of each row. Returns how many have an error and are not left alone.
[[gnu::noinline]] std::size_t answer(const vector_plan& plan, const sum_constants& sums, planes& p,
                                     const block_out& out, lines_ahead& ahead) {
    const auto limit_months = all(plan.limit_months);
    constexpr auto refused = static_cast<std::uint16_t>(error_code::refused);
    constexpr auto no_rule = static_cast<std::uint16_t>(error_code::no_rule);
    constexpr auto missing = static_cast<std::uint16_t>(error_code::missing);
    static_assert(block_rows / W < 255);
    const auto steps = ahead.steps_for(block_rows / W);
    b8 wrong{};
    for (std::size_t i = 0; i < block_rows; i += W) {
        for (std::size_t k = 0; k < steps; ++k)
            ahead.step();
        const auto leaf = bytes_of_numbers(p.leaf + i);
        const auto status = leaf.of[0], gives = leaf.of[1], lasts = leaf.of[3];
        const auto months = months_of(plan, p, i, leaf.of[2], lasts);
        const auto endless = as<b8>(months == std::uint8_t{0});
        const auto is_refused = has(gives, leaf_refused), has_no_rule = has(gives, leaf_no_rule);
        const auto is_missing = endless & has(gives, leaf_needs_months);
        const b8 failed = is_refused | has_no_rule | is_missing;
        const auto goes_on = load<b8>(p.open + i) & has(gives, leaf_goes_on);
        const auto limited = has(gives, leaf_limited);
        const auto alone = has(lasts, leaf_alone);
        if (any(alone))
            store(p.alone + i, load<b8>(p.alone + i) | alone);
        if (out.status != nullptr)
            store(out.status + i, status | failed);

        enum { same_status, on_goes, limits, lengths, no_end, fails, refuses, no_rules, misses };
        std::uint8_t wide[9][W];
        store(wide[same_status], goes_on & as<b8>(status == load<b8>(p.cycle + i)));
        store(wide[on_goes], goes_on);
        store(wide[limits], limited);
        store(wide[lengths], months);
        store(wide[no_end], endless);
        store(wide[fails], failed);
        store(wide[refuses], is_refused);
        store(wide[no_rules], has_no_rule);
        store(wide[misses], is_missing);
        const bool ends = any(~endless), begins = any(limited & ~goes_on);
        for (std::size_t h = 0; h < W; h += H) {
            const auto at = i + h;
            const auto mask = [&](unsigned k) { return widen_mask(load<half8>(wide[k] + h)); };
            const auto on = load<h16>(p.on + at);
            const auto since = choose(mask(same_status), load<h16>(p.since + at), on);
            auto own = all(no_narrow_day);
            h16 beyond{};
            if (ends) {
                const auto never = mask(no_end);
                own = last_of(sums, since, widen(load<half8>(wide[lengths] + h))) | never;
                beyond = ~never & as<h16>(own == no_narrow_day);
            }
            const auto is_limited = mask(limits);
            auto by_limit = load<h16>(p.limit + at);
            if (begins)
                by_limit = choose(mask(on_goes), by_limit, last_of(sums, on, limit_months));
            by_limit |= ~is_limited;
            beyond |= is_limited & as<h16>(by_limit == no_narrow_day);
            if (any(beyond))
                leave_alone(p.alone + at, beyond);
            const h16 last = least(own, by_limit) | mask(fails);
            if (out.first_day != nullptr)
                store_days(out.first_day + at, since | as<h16>(last == no_narrow_day));
            if (out.last_day != nullptr)
                store_days(out.last_day + at, last);
            if (out.error != nullptr)
                store(out.error + at, (mask(refuses) & refused) | (mask(no_rules) & no_rule) |
                                          (mask(misses) & missing));
        }
        wrong -= failed & ~load<b8>(p.alone + i);
    }
    std::size_t errors = 0;
    for (std::size_t k = 0; k < W; ++k)
        errors += wrong[k];
    return errors;
}
