// From the host's arrays to planes: one block of rows, a byte, a narrow day or a number each. Part
// of a level's kernel (kernel.hpp).

constexpr std::size_t block_rows = 1024;

/// The next block's lines, asked for while this one computes: with many columns the processor
/// follows no single one far enough by itself. Few at a time all along, for few can be on their
/// way at once.
struct lines_ahead {
    static constexpr std::size_t line = 64;
    const unsigned char* stretches[most_byte_planes + 8 * (most_wide_planes + most_day_planes)];
    static constexpr std::size_t of_a_step = 4;
    std::size_t count = 0, done = 0;  ///< of stretches of `block_rows` bytes
    std::size_t lines = 0;            ///< done of the next

    void none() { count = done = lines = 0; }
    void add(const void* data, std::ptrdiff_t stride, std::size_t row) {
        if (data == nullptr || stride < 1 || stride > 8)
            return;
        const auto* at =
            static_cast<const unsigned char*>(data) + static_cast<std::ptrdiff_t>(row) * stride;
        for (std::ptrdiff_t k = 0; k < stride && count < sizeof stretches / sizeof *stretches; ++k)
            stretches[count++] = at + k * std::ptrdiff_t{block_rows};
    }
    /// From here on the block that begins with this row is the next.
    void begin(const vector_call& call, std::size_t row) {
        none();
        const auto in = [&](std::uint16_t place) {
            add(call.sources[place].data, call.sources[place].stride, row);
        };
        for (const auto& c : call.plan->bytes)
            in(c.place);
        for (const auto& c : call.plan->wides)
            in(c.place);
        in(call.plan->day);
        for (const auto place : call.plan->day_places)
            in(place);
    }
    /// Asks for some lines, where there are any left.
    [[gnu::always_inline]] void step() {
        if (done == count)
            return;
        const auto* at = stretches[done] + lines * line;
        for (std::size_t k = 0; k < of_a_step; ++k)
            __builtin_prefetch(at + k * line, 0, 2);
        lines += of_a_step;
        if (lines == block_rows / line) {
            lines = 0;
            ++done;
        }
    }
    /// All that is left, in so many turns.
    std::size_t steps_for(std::size_t turns) const {
        const auto left = (count - done) * (block_rows / line / of_a_step);
        return (left + turns - 1) / turns;
    }
};

/// What a block of rows is worked on in. The rows beyond the last of all hold something harmless.
struct alignas(64) planes {
    std::uint8_t bytes[most_byte_planes][block_rows];
    std::int32_t wides[most_wide_planes][block_rows];
    std::uint16_t days[most_day_planes][block_rows];
    std::uint16_t on[block_rows], started[block_rows];
    std::uint16_t limit[block_rows];  ///< the last day of the cycle by its limit, where it has one
    std::uint16_t key[block_rows];
    std::uint32_t leaf[block_rows];
    std::uint8_t alone[block_rows], low[block_rows], high[block_rows];
    std::uint8_t certificate[block_rows], bar[block_rows], cycle[block_rows], open[block_rows];
    // What the leaf gives:
    std::uint8_t months[block_rows], error_is[block_rows];
    std::uint8_t failed[block_rows], goes_on[block_rows], same[block_rows], limited[block_rows];
    std::uint16_t first[block_rows], own_last[block_rows];
    const std::uint8_t* byte[most_columns];  ///< the plane of a column
    const std::int32_t* wide[most_columns];
    const std::uint16_t* day[most_columns];
    const std::uint16_t* since;  ///< of the cycle
    lines_ahead ahead;
};

/// One byte all over a plane. A vector's loop: what compilers make of memset costs more to begin.
[[gnu::noinline]] void fill(std::uint8_t* plane, b8 value) {
    for (std::size_t i = 0; i < block_rows; i += W)
        store(plane + i, value);
}
[[gnu::always_inline]] inline void fill(std::uint8_t* plane, unsigned value) {
    fill(plane, splat<b8>(static_cast<std::uint8_t>(value)));
}

template <class T>
[[gnu::always_inline]] inline T value_at(const source& s, std::size_t row) {
    T value;
    __builtin_memcpy(&value, s.data + static_cast<std::ptrdiff_t>(row) * s.stride, sizeof value);
    return value;
}

[[gnu::always_inline]] inline bool none_at(const source& s, std::size_t row, std::int64_t value) {
    const auto bit = s.validity_offset + row;
    return (s.validity != nullptr && ((s.validity[bit / 8] >> (bit % 8)) & 1U) == 0) ||
           (s.has_none && value == s.none) || (s.by_value && value == s.own_none);
}

template <class T>
[[gnu::always_inline]] inline bool is_allowed(const run<T>& allowed, std::int64_t value) {
    bool found = allowed.count == 0;
    for (const auto one : allowed)
        found = found || one == value;
    return found;
}

template <class T>
void bytes_of(const byte_column& c, const source& s, std::size_t first, std::size_t rows,
              std::uint8_t* to, std::uint8_t* alone) {
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int64_t value = value_at<T>(s, first + i);
        const bool none = none_at(s, first + i, value);
        const bool good = value >= c.least && value <= c.most && is_allowed(c.allowed, value);
        to[i] = none ? c.none : static_cast<std::uint8_t>(value);
        alone[i] |= (none ? c.none_alone : !good) ? 255 : 0;
    }
}

template <class T>
void numbers_of(const wide_column& c, const source& s, std::size_t first, std::size_t rows,
                std::int32_t* to, std::uint8_t* alone) {
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int64_t value = value_at<T>(s, first + i);
        const bool none = none_at(s, first + i, value);
        const bool good = value >= c.least && value <= c.most && is_allowed(c.allowed, value);
        to[i] = none || !good ? unknown_number : static_cast<std::int32_t>(value);
        alone[i] |= none || good ? 0 : 255;
    }
}

template <class T>
void days_of(const source& s, std::size_t first, std::size_t rows, std::uint16_t* to) {
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int64_t value = value_at<T>(s, first + i);
        const bool near = value >= narrow_base && value <= narrow_base + narrow_last;
        to[i] = none_at(s, first + i, value) ? no_narrow_day
                : near                       ? static_cast<std::uint16_t>(value - narrow_base)
                                             : far_narrow_day;
    }
}

/// The days of the common array: i32, one after the other.
[[gnu::noinline]] std::size_t near_days(const source& s, std::size_t first, std::size_t rows,
                                        std::uint16_t* to) {
    const auto* from = s.data + 4 * first;
    const auto base = splat<u32>(static_cast<std::uint32_t>(narrow_base));
    const auto last = splat<u32>(std::uint32_t{narrow_last});
    std::size_t i = 0;
    for (; i + H <= rows; i += H) {
        const auto a = load<u32>(from + 4 * i);
        const auto b = load<u32>(from + 4 * (i + Q));
        const auto out = [&](u32 value) { return as<u32>(value - base > last); };
        store(to + i, narrow(a - base, b - base));
        if (any(out(a) | out(b))) {
            const auto far = [&](u32 value) {
                const auto none = as<u32>(as<w32>(value) == decisions::no_day);
                return ((value - base) & ~out(value)) |
                       (out(value) & (far_narrow_day | (none & std::uint32_t{1})));
            };
            store(to + i, narrow(far(a), far(b)));
        }
    }
    return i;
}

template <class Each>
void by_type(column_type type, Each&& each) {
    switch (type) {
        case column_type::u8:
            return each(std::uint8_t{});
        case column_type::u16:
            return each(std::uint16_t{});
        case column_type::i32:
            return each(std::int32_t{});
        default:
            return each(std::int64_t{});
    }
}

/// The bytes are as the plane wants them.
[[gnu::always_inline]] inline bool is_plain(const source& s) {
    return s.type == column_type::u8 && s.stride == 1 && s.validity == nullptr && !s.has_none;
}

/// Bytes taken as they are: those of no good value.
[[gnu::noinline]] void check_bytes(const byte_column& c, const source& s, const std::uint8_t* from,
                                   std::uint8_t* alone) {
    if (c.least == 0 && c.most == 255)
        return;
    const auto least = splat<b8>(c.least);
    const auto most = splat<b8>(static_cast<std::uint8_t>(c.most - c.least));
    const auto none = splat<b8>(s.by_value && !c.none_alone ? no_word
                                : c.allowed.count != 0      ? *c.allowed.first
                                                            : c.least);
    const auto wrong = [&](std::size_t i) {
        const auto value = load<b8>(from + i);
        auto good = as<b8>(value - least <= most);
        if (c.allowed.count != 0) {
            good = b8{};
            for (const auto one : c.allowed)
                good |= as<b8>(value == one);
        }
        return ~(good | as<b8>(value == none));
    };
    b8 bad{};
    if (c.least == 0 && c.allowed.count == 0) {
        // None is the byte before 0: then the largest, one up, says it of all rows.
        const auto up = splat<b8>(static_cast<std::uint8_t>(s.by_value && !c.none_alone));
        b8 largest{};
        for (std::size_t i = 0; i < block_rows; i += W) {
            const auto value = load<b8>(from + i) + up;
            largest = value > largest ? value : largest;
        }
        bad = as<b8>(largest > most + up);
    } else {
        for (std::size_t i = 0; i < block_rows; i += W)
            bad |= wrong(i);
    }
    for (std::size_t i = 0; i < block_rows && any(bad); i += W)
        store(alone + i, load<b8>(alone + i) | wrong(i));
}

/// What is the same in all blocks.
void take_constants(const vector_call& call, planes& p) {
    const auto& plan = *call.plan;
    for (std::size_t k = 0; k < plan.bytes.count; ++k) {
        const auto& c = plan.bytes.first[k];
        p.byte[c.place] = p.bytes[k];
        fill(p.bytes[k], call.sources[c.place].data == nullptr ? c.none : 0U);
    }
    for (std::size_t k = 0; k < plan.wides.count; ++k) {
        p.wide[plan.wides.first[k].place] = p.wides[k];
        for (auto& value : p.wides[k])
            value = unknown_number;
    }
    __builtin_memset(p.limit, 255, sizeof p.limit);
    p.day[plan.day] = p.on;
    __builtin_memset(p.on, 0, sizeof p.on);
    for (std::size_t k = 0; k < plan.day_places.count; ++k) {
        const auto place = plan.day_places.first[k];
        p.day[place] = p.days[k];
        __builtin_memset(p.days[k], call.sources[place].data == nullptr ? 255 : 0, block_rows * 2);
    }
}

void take_days(const source& s, std::size_t first, std::size_t rows, std::uint16_t* to) {
    std::size_t done = 0;
    if (s.type == column_type::i32 && s.stride == 4 && s.validity == nullptr && !s.has_none)
        done = near_days(s, first, rows, to);
    by_type(s.type,
            [&](auto type) { days_of<decltype(type)>(s, first + done, rows - done, to + done); });
}

void take_rows(const vector_call& call, std::size_t first, std::size_t rows, planes& p) {
    const auto& plan = *call.plan;
    for (std::size_t k = 0; k < plan.bytes.count; ++k) {
        const auto& c = plan.bytes.first[k];
        const auto& s = call.sources[c.place];
        if (s.data == nullptr)
            continue;
        if (!is_plain(s)) {
            by_type(s.type, [&](auto type) {
                bytes_of<decltype(type)>(c, s, first, rows, p.bytes[k], p.alone);
            });
            continue;
        }
        if (rows == block_rows)
            p.byte[c.place] = s.data + first;
        else {
            __builtin_memcpy(p.bytes[k], s.data + first, rows);
            p.byte[c.place] = p.bytes[k];
        }
        check_bytes(c, s, p.byte[c.place], p.alone);
    }
    for (std::size_t k = 0; k < plan.wides.count; ++k) {
        const auto& c = plan.wides.first[k];
        const auto& s = call.sources[c.place];
        if (s.data != nullptr)
            by_type(s.type, [&](auto type) {
                numbers_of<decltype(type)>(c, s, first, rows, p.wides[k], p.alone);
            });
    }
    take_days(call.sources[plan.day], first, rows, p.on);
    for (std::size_t k = 0; k < plan.day_places.count; ++k) {
        const auto& s = call.sources[plan.day_places.first[k]];
        if (s.data != nullptr)
            take_days(s, first, rows, p.days[k]);
    }
}
