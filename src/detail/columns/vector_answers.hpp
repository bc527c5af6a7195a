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
    for (std::size_t i = 0; i < block_rows; i += H) {
        p.ahead.step();
        store(p.key + i, widen(load<half8>(p.low + i)) | (widen(load<half8>(p.high + i)) << 8));
    }
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

// Error codes are tens: they fit a byte.
constexpr std::uint16_t error_unit = 10;
constexpr std::uint8_t in_units(error_code code) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(code) / error_unit);
}
constexpr auto of_refused = in_units(error_code::refused),
               of_no_rule = in_units(error_code::no_rule),
               of_missing = in_units(error_code::missing);
static_assert(of_refused * error_unit == static_cast<int>(error_code::refused) &&
              of_no_rule * error_unit == static_cast<int>(error_code::no_rule) &&
              of_missing * error_unit == static_cast<int>(error_code::missing));

/// What each row's leaf gives, a plane of bytes each; the status as the host has it. Returns how
/// many rows have an error and are not left alone.
[[gnu::noinline]] std::size_t unpack_leaves(const vector_plan& plan, planes& p,
                                            std::int8_t* status_out) {
    static_assert(block_rows / W < 255);
    b8 wrong{};
    for (std::size_t i = 0; i < block_rows; i += W) {
        const auto leaf = bytes_of_numbers(p.leaf + i);
        const auto status = leaf.of[0], gives = leaf.of[1], lasts = leaf.of[3];
        const auto months = months_of(plan, p, i, leaf.of[2], lasts);
        const auto refused = has(gives, leaf_refused), no_rule = has(gives, leaf_no_rule);
        const auto missing = as<b8>(months == std::uint8_t{0}) & has(gives, leaf_needs_months);
        const b8 failed = refused | no_rule | missing;
        const auto goes_on = load<b8>(p.open + i) & has(gives, leaf_goes_on);
        const auto alone = load<b8>(p.alone + i) | has(lasts, leaf_alone);
        store(p.alone + i, alone);
        wrong -= failed & ~alone;
        if (status_out != nullptr)
            store(status_out + i, status | failed);
        store(p.months + i, months);
        store(p.failed + i, failed);
        store(p.error_is + i,
              (refused & of_refused) | (no_rule & of_no_rule) | (missing & of_missing));
        store(p.goes_on + i, goes_on);
        store(p.same + i, goes_on & as<b8>(status == load<b8>(p.cycle + i)));
        store(p.limited + i, has(gives, leaf_limited));
    }
    std::size_t errors = 0;
    for (std::size_t k = 0; k < W; ++k)
        errors += wrong[k];
    return errors;
}

/// The first day of what each row's leaf gives, and its last by its own months. The sums stand in
/// a loop of their own: each is a long chain, and only with little else do several run at once.
[[gnu::noinline]] void add_own_months(const sum_constants& sums, planes& p) {
    for (std::size_t i = 0; i < block_rows; i += H) {
        p.ahead.step();
        const auto since = choose(widen_mask(load<half8>(p.same + i)), load<h16>(p.since + i),
                                  load<h16>(p.on + i));
        const auto months = widen(load<half8>(p.months + i));
        store(p.first + i, since);
        store(p.own_last + i, last_of(sums, since, months) | as<h16>(months == std::uint16_t{0}));
    }
}

/// Days and error of each row.
[[gnu::noinline]] void answer(const vector_plan& plan, const sum_constants& sums, planes& p,
                              const block_out& out) {
    const auto steps = p.ahead.steps_for(block_rows / H);
    const auto limit_months = all(plan.limit_months);
    for (std::size_t i = 0; i < block_rows; i += H) {
        for (std::size_t k = 0; k < steps; ++k)
            p.ahead.step();
        const auto mask = [&](const std::uint8_t* plane) {
            return widen_mask(load<half8>(plane + i));
        };
        const auto own = load<h16>(p.own_last + i);
        const auto limited = mask(p.limited), failed = mask(p.failed);
        auto by_limit = load<h16>(p.limit + i);
        const auto begins = limited & ~mask(p.goes_on);
        if (any(begins))
            by_limit = choose(begins, last_of(sums, load<h16>(p.on + i), limit_months), by_limit);
        by_limit |= ~limited;
        const auto ends = as<h16>(widen(load<half8>(p.months + i)) != std::uint16_t{0});
        const h16 beyond = ~failed & ((ends & as<h16>(own == no_narrow_day)) |
                                      (limited & as<h16>(by_limit == no_narrow_day)));
        if (any(beyond))
            leave_alone(p.alone + i, beyond);
        const h16 last = least(own, by_limit) | failed;
        if (out.first_day != nullptr)
            store_days(out.first_day + i, load<h16>(p.first + i) | as<h16>(last == no_narrow_day));
        if (out.last_day != nullptr)
            store_days(out.last_day + i, last);
        if (out.error != nullptr)
            store(out.error + i, widen(load<half8>(p.error_is + i)) * std::uint16_t{error_unit});
    }
}
