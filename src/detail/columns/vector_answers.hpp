// From keys to answers. Part of a level's kernel (kernel.hpp).

/// Where the answers of a block go; null: not wanted.
struct block_out {
    std::int8_t* status;
    std::int32_t* first_day;
    std::int32_t* last_day;
    std::int16_t* error;
};

/// The leaf of each row's key.
[[gnu::noinline]] void find_leaves(const vector_plan& plan, planes& p, std::uint32_t* region) {
    for (std::size_t i = 0; i < block_rows; i += H)
        store(p.key + i, widen(load<half8>(p.low + i)) | (widen(load<half8>(p.high + i)) << 8));
    const auto* leaf_of_key = plan.leaf_of_key;
    const auto* leaves = plan.leaves.first;
    for (std::size_t i = 0; i < block_rows; i += 4)
        for (std::size_t k = i; k < i + 4; ++k) {
            const auto leaf = load<std::uint64_t>(leaves + leaf_of_key[p.key[k]]);
            region[k] = static_cast<std::uint32_t>(leaf);
            p.leaf[k] = static_cast<std::uint32_t>(leaf >> 32U);
        }
}

[[gnu::always_inline]] inline h16 has_not(h16 flags, std::uint16_t flag) {
    return as<h16>((flags & flag) == 0);
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

/// Months that facts give instead of the leaf's own.
[[gnu::always_inline]] inline h16 months_of(const vector_plan& plan, const planes& p, std::size_t i,
                                            h16 lasts) {
    h16 months = lasts & std::uint16_t{0xFF};
    for (std::size_t k = 0; k < plan.lengths.count; ++k) {
        const auto given = widen(load<half8>(p.byte[plan.lengths.first[k]] + i));
        const h16 which = lasts & std::uint16_t{3U << leaf_length_shift};
        const auto use = as<h16>(which == static_cast<std::uint16_t>((k + 1) << leaf_length_shift));
        months = choose(use & ~as<h16>(given == no_word), given, months);
    }
    return months;
}

/// Status, days and error of each row. Returns how many have an error and are not left alone.
[[gnu::noinline]] std::size_t answer(const vector_plan& plan, const sum_constants& sums, planes& p,
                                     const block_out& out) {
    const auto limit = all(plan.limit_months);
    constexpr auto refused = static_cast<std::uint16_t>(error_code::refused);
    constexpr auto no_rule = static_cast<std::uint16_t>(error_code::no_rule);
    constexpr auto missing = static_cast<std::uint16_t>(error_code::missing);
    h16 wrong{};
    for (std::size_t i = 0; i < block_rows; i += H) {
        const auto leaf = load<u32>(p.leaf + i);
        const auto leaf_after = load<u32>(p.leaf + i + Q);
        const auto gives = narrow(leaf & std::uint32_t{0xFFFF}, leaf_after & std::uint32_t{0xFFFF});
        const auto lasts = narrow(leaf >> 16, leaf_after >> 16);
        const auto months = months_of(plan, p, i, lasts);
        const auto endless = as<h16>(months == 0);
        const h16 error = (~has_not(gives, leaf_refused) & refused) |
                          (~has_not(gives, leaf_no_rule) & no_rule) |
                          (endless & ~has_not(gives, leaf_needs_months) & missing);
        const auto fine = as<h16>(error == 0);

        const auto on = load<h16>(p.on + i);
        const auto goes_on = wide_mask(p.open + i) & ~has_not(gives, leaf_goes_on);
        const auto same =
            goes_on & as<h16>((gives & std::uint16_t{0xFF}) == widen(load<half8>(p.cycle + i)));
        const auto since = choose(same, load<h16>(p.since + i), on);
        const auto own = last_of(sums, since, months) | endless;
        auto beyond = ~endless & as<h16>(own == no_narrow_day);
        auto last = own;
        const auto unlimited = has_not(gives, leaf_limited);
        if (any(~unlimited)) {
            const auto started = choose(goes_on, load<h16>(p.started + i), on);
            const auto by_limit = last_of(sums, started, limit) | unlimited;
            beyond |= ~unlimited & as<h16>(by_limit == no_narrow_day);
            last = least(own, by_limit);
        }
        last |= ~fine;
        const h16 row_path = beyond | (lasts & leaf_alone);
        if (any(row_path))
            leave_alone(p.alone + i, as<h16>(row_path != 0));
        wrong -= ~fine & ~wide_mask(p.alone + i);
        if (out.status != nullptr)
            store(out.status + i, narrow(gives | ~fine));
        if (out.first_day != nullptr)
            store_days(out.first_day + i, since | as<h16>(last == no_narrow_day));
        if (out.last_day != nullptr)
            store_days(out.last_day + i, last);
        if (out.error != nullptr)
            store(out.error + i, error);
    }
    std::size_t errors = 0;
    for (std::size_t k = 0; k < H; ++k)
        errors += wrong[k];
    return errors;
}
