// What runs on the day of the event. Part of a level's kernel (kernel.hpp).

b8 one_of(b8 value, std::uint64_t set) {
    b8 hit{};
    for (; set != 0; set &= set - 1)
        hit |= as<b8>(value == static_cast<std::uint8_t>(__builtin_ctzll(set)));
    return hit;
}

[[gnu::noinline]] void only_on_track(const std::uint8_t* status, std::uint64_t track,
                                     std::uint8_t* alone) {
    b8 bad{};
    const auto good = [&](std::size_t i) {
        const auto value = load<b8>(status + i);
        return one_of(value, track) | as<b8>(value == no_word);
    };
    for (std::size_t i = 0; i < block_rows; i += W)
        bad |= ~good(i);
    for (std::size_t i = 0; i < block_rows && any(bad); i += W)
        store(alone + i, load<b8>(alone + i) | ~good(i));
}

/// The bytes of H rows as a mask of sixteen bits each.
[[gnu::always_inline]] inline h16 wide_mask(const std::uint8_t* from) {
    return as<h16>(widen(load<half8>(from)) != std::uint16_t{0});
}
[[gnu::always_inline]] inline void leave_alone(std::uint8_t* alone, h16 mask) {
    store(alone, load<half8>(alone) | narrow(mask));
}

void check_day(planes& p) {
    for (std::size_t i = 0; i < block_rows; i += H) {
        const auto odd = as<h16>(load<h16>(p.on + i) > narrow_last);
        if (any(odd))
            leave_alone(p.alone + i, odd);
    }
}

/// A certificate or a bar: its status where it runs on the day, else none.
[[gnu::noinline]] void take_term(const vector_call& call, const term_places& at,
                                 std::uint8_t* running, planes& p) {
    if (at.status == no_place || call.sources[at.status].data == nullptr) {
        __builtin_memset(running, no_word, block_rows);
        return;
    }
    const auto* status = p.byte[at.status];
    only_on_track(status, at.track, p.alone);
    for (std::size_t i = 0; i < block_rows; i += H) {
        const auto value = widen(load<half8>(status + i));
        const auto some = as<h16>(value != std::uint16_t{no_word});
        const auto on = load<h16>(p.on + i);
        const auto first = load<h16>(p.day[at.first_day] + i);
        const auto last = load<h16>(p.day[at.last_day] + i);  // none is after every day
        const auto good = as<h16>(first <= narrow_last) & as<h16>(last != far_narrow_day) &
                          as<h16>(first <= last);
        leave_alone(p.alone + i, some & ~good);
        const auto runs = as<h16>(first <= on) & as<h16>(on <= last);
        store(running + i, narrow(value | ~runs));
    }
}

std::uint8_t mask_of(bool yes) {
    return yes ? 255 : 0;
}

/// What the terms of each row's status say, a byte; 0 of no status.
template <class Of>
void fill_of_status(const vector_plan& plan, const std::uint8_t* status, std::uint8_t* to,
                    Of&& of) {
    // Most statuses say the same: only the others are looked for.
    std::size_t zeros = 0, full = 0;
    for (const auto& c : plan.cycles) {
        zeros += of(c) == 0 ? 1U : 0U;
        full += of(c) == 255 ? 1U : 0U;
    }
    const bool turned = full > zeros;  // all, but for those that are not
    b8 is[64], says[64];
    std::size_t count = 0;
    if (turned) {
        is[count] = splat<b8>(no_word);
        says[count++] = splat<b8>(std::uint8_t{255});
    }
    for (const auto& c : plan.cycles)
        if (of(c) != (turned ? 255 : 0)) {
            is[count] = splat<b8>(c.status);
            says[count++] = splat<b8>(static_cast<std::uint8_t>(turned ? of(c) ^ 255 : of(c)));
        }
    const auto start = splat<b8>(mask_of(turned));
    for (std::size_t i = 0; i < block_rows; i += W) {
        const auto value = load<b8>(status + i);
        auto all_of = start;
        for (std::size_t k = 0; k < count; ++k)
            all_of ^= as<b8>(value == is[k]) & says[k];
        store(to + i, all_of);
    }
}

/// The cycle as it stands on the day, after what ran out has ended.
[[gnu::noinline]] void take_cycle(const vector_call& call, const sum_constants& sums, planes& p) {
    const auto& plan = *call.plan;
    if (plan.cycle == no_place || call.sources[plan.cycle].data == nullptr) {
        __builtin_memset(p.cycle, no_word, block_rows);
        __builtin_memset(p.open, 0, block_rows);
        __builtin_memset(p.since, 0, sizeof p.since);
        __builtin_memset(p.started, 0, sizeof p.started);
        return;
    }
    const auto* status = p.byte[plan.cycle];
    only_on_track(status, plan.cycle_track, p.alone);
    std::uint8_t months[block_rows];
    std::uint8_t limited[block_rows];
    __builtin_memcpy(p.cycle, status, block_rows);
    fill_of_status(plan, status, months, [](const cycle_terms& c) { return c.months; });
    fill_of_status(plan, status, limited, [](const cycle_terms& c) { return mask_of(c.limited); });
    fill_of_status(plan, status, p.open, [](const cycle_terms& c) { return mask_of(c.open); });
    const auto limit = splat<h16>(std::uint16_t{plan.limit_months});
    const auto surely = static_cast<std::uint16_t>(28 * plan.limit_months);
    for (std::size_t i = 0; i < block_rows; i += H) {
        const auto some = as<h16>(widen(load<half8>(status + i)) != std::uint16_t{no_word});
        const auto on = load<h16>(p.on + i);
        const auto since = load<h16>(p.day[plan.cycle_since] + i);
        auto started = load<h16>(p.day[plan.cycle_started] + i);
        started = choose(as<h16>(started == no_narrow_day), since, started);
        store(p.since + i, since);
        store(p.started + i, started);
        // A cycle that begins after the day is for the row path: see own_months.
        const auto odd = some & (as<h16>(since > narrow_last) | as<h16>(started > since) |
                                 as<h16>(started > on));
        if (any(odd))
            leave_alone(p.alone + i, odd);
        const auto length = widen(load<half8>(months + i));
        const auto ends = as<h16>(length != std::uint16_t{0});
        const auto has_limit = wide_mask(limited + i);
        // No month is shorter than 28 days, and a last day at most one before the sum: what is
        // younger surely lasts. Of a day before the start the difference is large.
        const auto own_doubt =
            ends & as<h16>(on - since + std::uint16_t{2} > length * std::uint16_t{28});
        const auto limit_doubt = has_limit & as<h16>(on - started + std::uint16_t{2} > surely);
        const auto doubt = some & (own_doubt | limit_doubt);
        if (!any(doubt))
            continue;
        auto last = all(no_narrow_day);
        if (any(own_doubt & some))
            last = last_of(sums, since, length) | ~ends;
        if (any(limit_doubt & some))
            last = least(last, last_of(sums, started, limit) | ~has_limit);
        const auto over = doubt & as<h16>(last < on);
        if (!plan.cycle_ends_plainly)
            leave_alone(p.alone + i, over);
        const auto gone = narrow(over);
        store(p.cycle + i, (gone & plan.cycle_ends_as) | (~gone & load<half8>(p.cycle + i)));
        store(p.open + i, ~gone & load<half8>(p.open + i));
    }
}
