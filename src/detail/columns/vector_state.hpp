// What runs on the day of the event. Part of a level's kernel (kernel.hpp).

/// Whether a value is one of a set: a run of neighbours at a time.
struct one_of {
    b8 first[32], more[32];
    std::size_t runs = 0;

    explicit one_of(std::uint64_t set) {
        while (set != 0) {
            const auto from = static_cast<unsigned>(__builtin_ctzll(set));
            const auto carried = set + (std::uint64_t{1} << from);  // past the run
            const auto to = carried == 0 ? 64U : static_cast<unsigned>(__builtin_ctzll(carried));
            first[runs] = splat<b8>(static_cast<std::uint8_t>(from));
            more[runs++] = splat<b8>(static_cast<std::uint8_t>(to - from - 1));
            set &= carried;
        }
    }
    [[gnu::always_inline]] b8 operator()(b8 value) const {
        b8 hit{};
        for (std::size_t k = 0; k < runs; ++k)
            hit |= as<b8>(value - first[k] <= more[k]);
        return hit;
    }
};

[[gnu::noinline]] void only_on_track(const std::uint8_t* status, std::uint64_t track,
                                     std::uint8_t* alone) {
    b8 bad{};
    const one_of on_track(track);
    const auto good = [&](std::size_t i) {
        const auto value = load<b8>(status + i);
        return on_track(value) | as<b8>(value == no_word);
    };
    for (std::size_t i = 0; i < block_rows; i += W)
        bad |= ~good(i);
    for (std::size_t i = 0; i < block_rows && any(bad); i += W)
        store(alone + i, load<b8>(alone + i) | ~good(i));
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
        fill(running, no_word);
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

/// What the terms of a status say, a byte; 0 of no status.
struct of_status {
    b8 is[64], says[64];
    std::size_t count = 0;
    b8 start;

    template <class Of>
    of_status(const vector_plan& plan, Of&& of) {
        // Most statuses say the same: only the others are looked for.
        std::size_t zeros = 0, full = 0;
        for (const auto& c : plan.cycles) {
            zeros += of(c) == 0 ? 1U : 0U;
            full += of(c) == 255 ? 1U : 0U;
        }
        const bool turned = full > zeros;  // all, but for those that are not
        start = splat<b8>(mask_of(turned));
        if (turned)
            add(no_word, 255);
        for (const auto& c : plan.cycles)
            if (of(c) != (turned ? 255 : 0))
                add(c.status, static_cast<std::uint8_t>(turned ? of(c) ^ 255 : of(c)));
    }
    void add(std::uint8_t status, std::uint8_t what) {
        is[count] = splat<b8>(status);
        says[count++] = splat<b8>(what);
    }
    [[gnu::always_inline]] b8 operator()(b8 status) const {
        auto all_of = start;
        for (std::size_t k = 0; k < count; ++k)
            all_of ^= as<b8>(status == is[k]) & says[k];
        return all_of;
    }
};

/// The last day of the cycle by its limit, where its status has one; and its first, where it is
/// given. Sums stand in loops of their own: see add_own_months.
[[gnu::noinline]] void add_limits(const vector_plan& plan, const std::uint8_t* limited,
                                  const sum_constants& sums, planes& p) {
    const auto* started_on = p.day[plan.cycle_started];
    const auto months = all(plan.limit_months);
    for (std::size_t i = 0; i < block_rows; i += H) {
        p.ahead.step();
        auto started = load<h16>(started_on + i);
        started = choose(as<h16>(started == no_narrow_day), load<h16>(p.since + i), started);
        store(p.started + i, started);
        if (plan.limit_months != 0)
            store(p.limit + i,
                  last_of(sums, started, months) | ~widen_mask(load<half8>(limited + i)));
    }
}

/// The cycle as it stands on the day, after what ran out has ended.
[[gnu::noinline]] void take_cycle(const vector_call& call, const sum_constants& sums, planes& p) {
    const auto& plan = *call.plan;
    if (plan.cycle == no_place || call.sources[plan.cycle].data == nullptr) {
        fill(p.cycle, no_word);
        fill(p.open, 0U);
        __builtin_memset(p.started, 0, sizeof p.started);
        p.since = p.started;
        return;
    }
    const auto* status = p.byte[plan.cycle];
    only_on_track(status, plan.cycle_track, p.alone);
    p.since = p.day[plan.cycle_since];
    const of_status months_of(plan, [](const cycle_terms& c) { return c.months; });
    const of_status limited_of(plan, [](const cycle_terms& c) { return mask_of(c.limited); });
    const of_status open_of(plan, [](const cycle_terms& c) { return mask_of(c.open); });
    std::uint8_t months[block_rows], limited[block_rows];
    for (std::size_t i = 0; i < block_rows; i += W) {
        const auto value = load<b8>(status + i);
        store(p.cycle + i, value);
        store(p.open + i, open_of(value));
        store(months + i, months_of(value));
        store(limited + i, limited_of(value));
    }
    add_limits(plan, limited, sums, p);
    for (std::size_t i = 0; i < block_rows; i += H) {
        p.ahead.step();
        const auto some = as<h16>(widen(load<half8>(status + i)) != std::uint16_t{no_word});
        const auto on = load<h16>(p.on + i);
        const auto since = load<h16>(p.since + i);
        const auto started = load<h16>(p.started + i);
        // A cycle that begins after the day is for the row path: see own_months.
        const auto odd = some & (as<h16>(since > narrow_last) | as<h16>(started > since) |
                                 as<h16>(started > on));
        if (any(odd))
            leave_alone(p.alone + i, odd);
        auto last = load<h16>(p.limit + i);
        // No month is shorter than 28 days, and a last day at most one before the sum: what is
        // younger surely lasts. Of a day before the start the difference is large.
        const auto length = widen(load<half8>(months + i));
        const auto ends = as<h16>(length != std::uint16_t{0});
        const auto doubt =
            some & ends & as<h16>(on - since + std::uint16_t{2} > length * std::uint16_t{28});
        if (any(doubt))
            last = least(last, last_of(sums, since, length) | ~ends);
        const auto over = some & as<h16>(last < on);
        if (!any(over))
            continue;
        if (!plan.cycle_ends_plainly)
            leave_alone(p.alone + i, over);
        const auto gone = narrow(over);
        store(p.cycle + i, (gone & plan.cycle_ends_as) | (~gone & load<half8>(p.cycle + i)));
        store(p.open + i, ~gone & load<half8>(p.open + i));
    }
}
