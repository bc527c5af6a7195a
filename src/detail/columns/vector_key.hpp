// From planes to the bits of the key. Part of a level's kernel (kernel.hpp).

/// Where the bits of a digit turn, as vectors: they stay at hand while the key is stored.
struct turns_at {
    b8 at[most_turns], turn[most_turns];
    std::size_t count = 0;
    void add(std::uint8_t value, std::uint16_t bits) {
        at[count] = splat<b8>(value);
        turn[count++] = splat<b8>(static_cast<std::uint8_t>(bits >> 8U | (bits & 0xFFU)));
    }
};

/// By small numbers: at or above each cut.
struct by_cuts : turns_at {
    explicit by_cuts(const key_digit& d) {
        for (const auto& k : d.cuts)
            add(static_cast<std::uint8_t>(k.at < 0 ? 0 : k.at), k.turns);
    }
    [[gnu::always_inline]] b8 operator()(b8 value) const {
        b8 bits = as<b8>(value >= at[0]) & turn[0];
        for (std::size_t k = 1; k < count; ++k)
            bits ^= as<b8>(value >= at[k]) & turn[k];
        return bits;
    }
};

/// `bits` gives the bits to turn of W rows at a time.
template <class Bits>
[[gnu::always_inline]] inline void turn_all(const key_digit& d, planes& p, Bits&& bits) {
    auto* key = d.high ? p.high : p.low;
    for (std::size_t i = 0; i < block_rows; i += W)
        store(key + i, load<b8>(key + i) ^ bits(i));
}

[[gnu::noinline]] void turn_words(const key_digit& d, const std::uint8_t* words, planes& p) {
    turns_at t;
    for (const auto& w : d.words)
        t.add(w.value, w.turns);
    turn_all(d, p, [&](std::size_t i) {
        const auto value = load<b8>(words + i);
        b8 bits{};
        for (std::size_t k = 0; k < t.count; ++k)
            bits |= as<b8>(value == t.at[k]) & t.turn[k];
        return bits;
    });
}

[[gnu::always_inline]] inline b8 sum_of(const run<key_term>& terms, const planes& p,
                                        std::size_t i) {
    b8 sum{};
    for (const auto& term : terms)
        sum = add_up_to_255(sum, load<b8>(p.byte[term.place] + i));
    return sum;
}

/// Adds columns up, four vectors of rows at a time, so that finding the next column costs little;
/// `add` takes the sum, the rows' bytes and the column's number.
template <class Add>
[[gnu::always_inline]] inline void turn_columns(const key_digit& d, const std::uint8_t* const* from,
                                                std::size_t columns, planes& p, Add&& add) {
    const by_cuts cuts(d);
    auto* key = d.high ? p.high : p.low;
    for (std::size_t i = 0; i < block_rows; i += 4 * W) {
        b8 a{}, b{}, c{}, e{};
        for (std::size_t k = 0; k < columns; ++k) {
            const auto* at = from[k] + i;
            a = add(a, load<b8>(at), k);
            b = add(b, load<b8>(at + W), k);
            c = add(c, load<b8>(at + 2 * W), k);
            e = add(e, load<b8>(at + 3 * W), k);
        }
        const auto turn = [&](std::size_t to, b8 sum) {
            store(key + to, load<b8>(key + to) ^ cuts(sum));
        };
        turn(i, a);
        turn(i + W, b);
        turn(i + 2 * W, c);
        turn(i + 3 * W, e);
    }
}

[[gnu::noinline]] void turn_sum(const key_digit& d, planes& p) {
    const std::uint8_t* from[most_terms];
    for (std::size_t k = 0; k < d.terms.count; ++k)
        from[k] = p.byte[d.terms.first[k].place];
    turn_columns(d, from, d.terms.count, p,
                 [](b8 sum, b8 value, std::size_t) { return add_up_to_255(sum, value); });
}

/// The whole of a section's share, where it is not the same in all rows.
b8 whole_of(const key_section& s, const vector_call& call, const planes& p, std::size_t i) {
    if (s.whole_place == no_place)
        return sum_of(s.whole, p, i);
    return call.sources[s.whole_place].data == nullptr ? splat<b8>(s.whole_default)
                                                       : load<b8>(p.byte[s.whole_place] + i);
}

/// Rows with more conforming checkpoints than there are are for the row path.
void check_conforming(const vector_call& call, planes& p) {
    for (const auto& s : call.plan->conforming) {
        const auto place = s.parts.first->place;
        if (call.sources[place].data == nullptr)
            continue;
        for (std::size_t i = 0; i < block_rows; i += W) {
            const auto part = load<b8>(p.byte[place] + i);
            const auto bad = as<b8>(part > whole_of(s, call, p, i)) & as<b8>(part != no_word);
            store(p.alone + i, load<b8>(p.alone + i) | bad);
        }
    }
}

/// Whether part of whole passes, by products of sixteen bits.
b8 passes(const key_digit& d, b8 part, b8 whole) {
    std::uint8_t parts[W], wholes[W], over[W];
    store(parts, part);
    store(wholes, whole);
    for (std::size_t i = 0; i < W; i += H) {
        const auto left = widen(load<half8>(parts + i)) * std::uint16_t{d.den};
        const auto right = widen(load<half8>(wholes + i)) * std::uint16_t{d.num};
        auto hit = d.below ? as<h16>(left < right) : as<h16>(left > right);
        if (d.inclusive)
            hit |= as<h16>(left == right);
        store(over + i, narrow(hit));
    }
    return load<b8>(over) & as<b8>(whole != std::uint8_t{0});
}

/// Whether all sections pass by a number of findings of one column; then where those are.
bool plain_sections(const vector_call& call, const key_digit& d, const planes& p,
                    const std::uint8_t** from, b8* at) {
    if (d.conforming || d.below)
        return false;
    for (std::size_t k = 0; k < d.sections.count; ++k) {
        const auto& s = d.sections.first[k];
        if (s.parts.count != 1 || s.from > 254 || s.whole_place == no_place ||
            call.sources[s.whole_place].data != nullptr)
            return false;
        from[k] = p.byte[s.parts.first->place];
        at[k] = splat<b8>(static_cast<std::uint8_t>(s.from));
    }
    return true;
}

[[gnu::noinline]] void turn_sections(const vector_call& call, const key_digit& d, planes& p) {
    const std::uint8_t* from[64];
    b8 at[64];
    if (plain_sections(call, d, p, from, at)) {
        turn_columns(d, from, d.sections.count, p, [&](b8 count, b8 part, std::size_t k) {
            return count - as<b8>(part >= at[k]);
        });
        return;
    }
    const by_cuts cuts(d);
    turn_all(d, p, [&](std::size_t i) {
        b8 count{}, alone{};
        for (const auto& s : d.sections) {
            auto part = sum_of(s.parts, p, i);
            if (d.conforming)  // not known is none
                part &= as<b8>(part != no_word);
            if (s.whole_place != no_place && call.sources[s.whole_place].data == nullptr) {
                // A section without checkpoints is never over: its number says so.
                if (s.from > 254) {
                    alone |= as<b8>(part == 255);
                    if (d.below)
                        count += 1;
                } else {
                    const auto reached = as<b8>(part >= static_cast<std::uint8_t>(s.from));
                    count -= d.below ? ~reached : reached;
                }
                continue;
            }
            const auto whole = whole_of(s, call, p, i);
            count -= passes(d, part, whole);
            alone |= as<b8>(part == 255) | as<b8>(whole == 255);
        }
        store(p.alone + i, load<b8>(p.alone + i) | alone);
        return cuts(count);
    });
}

[[gnu::noinline]] void turn_rated(const key_digit& d, planes& p) {
    const by_cuts cuts(d);
    const one_of counted(d.set >> 1U);
    turn_all(d, p, [&](std::size_t i) {
        b8 count{};
        for (const auto& term : d.terms) {
            const auto rating = load<b8>(p.byte[term.place] + i);
            auto hit = counted(rating);
            if ((d.set & 1U) != 0)
                hit |= as<b8>(rating == no_word);
            count -= hit;
        }
        return cuts(count);
    });
}

[[gnu::noinline]] void turn_held(const vector_call& call, const key_digit& d, planes& p) {
    // What runs now was held.
    const std::uint8_t* running[2];
    std::size_t runs = 0;
    for (const auto place : {call.plan->certificate.status, call.plan->bar.status})
        if (place != no_place && call.sources[place].data != nullptr)
            running[runs++] = p.byte[place];
    if (runs == 0) {  // each is 0 or 1, or its row is left alone
        turn_sum(d, p);
        return;
    }
    const by_cuts cuts(d);
    turn_all(d, p, [&](std::size_t i) {
        b8 count{};
        for (const auto& term : d.terms) {
            auto hit = as<b8>(load<b8>(p.byte[term.place] + i) != 0);
            for (std::size_t k = 0; k < runs; ++k)
                hit |= as<b8>(load<b8>(running[k] + i) == static_cast<std::uint8_t>(term.weight));
            count -= hit;
        }
        return cuts(count);
    });
}

// Numbers of 32 bits: Q rows at a time give a part of the mask of W.

template <class Of>
[[gnu::always_inline]] inline b8 wide_test(std::size_t i, Of&& of) {
    return narrow(of(i), of(i + Q), of(i + 2 * Q), of(i + 3 * Q));
}

std::uint8_t bits_of(std::uint16_t turns) {
    return static_cast<std::uint8_t>(turns >> 8U | (turns & 0xFFU));
}

[[gnu::noinline]] void turn_numbers(const key_digit& d, const std::int32_t* values, planes& p) {
    turn_all(d, p, [&](std::size_t i) {
        b8 bits{};
        for (const auto& k : d.cuts)
            bits ^= bits_of(k.turns) &
                    wide_test(i, [&](std::size_t q) { return load<w32>(values + q) >= k.at; });
        if (d.unknown_turns != 0)
            bits ^= bits_of(d.unknown_turns) & wide_test(i, [&](std::size_t q) {
                        return load<w32>(values + q) == unknown_number;
                    });
        return bits;
    });
}

[[gnu::noinline]] void turn_score(const key_digit& d, planes& p) {
    std::int32_t score[block_rows];
    for (std::size_t i = 0; i < block_rows; i += Q) {
        auto sum = splat<w32>(d.start);
        for (const auto& term : d.terms)
            sum += widen(load<quarter8>(p.byte[term.place] + i)) * term.weight;
        if (d.floored)
            sum = sum > d.floor ? sum : splat<w32>(d.floor);
        store(score + i, sum);
    }
    turn_numbers(d, score, p);
}

[[gnu::noinline]] void turn_share(const vector_call& call, const key_digit& d, planes& p) {
    std::int32_t parts[block_rows], wholes[block_rows];
    std::uint8_t unknown[block_rows];
    __builtin_memset(parts, 0, sizeof parts);
    __builtin_memset(wholes, 0, sizeof wholes);
    __builtin_memset(unknown, 0, sizeof unknown);
    for (const auto& s : d.sections)
        for (std::size_t i = 0; i < block_rows; i += W) {
            std::uint8_t bytes[2][W];
            auto part = sum_of(s.parts, p, i);
            const auto whole = whole_of(s, call, p, i);
            auto alone = load<b8>(p.alone + i) | as<b8>(whole == std::uint8_t{255});
            if (d.conforming) {  // of a section of which nothing counts it need not be known
                const auto none = as<b8>(part == no_word);
                part &= ~none;
                store(unknown + i,
                      load<b8>(unknown + i) | (none & as<b8>(whole != std::uint8_t{0})));
            } else {
                alone |= as<b8>(part == std::uint8_t{255});
            }
            store(p.alone + i, alone);
            store(bytes[0], part);
            store(bytes[1], whole);
            for (std::size_t q = 0; q < W; q += Q) {
                store(parts + i + q,
                      load<w32>(parts + i + q) + widen(load<quarter8>(bytes[0] + q)));
                store(wholes + i + q,
                      load<w32>(wholes + i + q) + widen(load<quarter8>(bytes[1] + q)));
            }
        }
    turn_all(d, p, [&](std::size_t i) {
        const auto none = load<b8>(unknown + i) |
                          wide_test(i, [&](std::size_t q) { return load<w32>(wholes + q) == 0; });
        b8 bits{};
        for (const auto& k : d.cuts) {
            const auto beyond = wide_test(i, [&](std::size_t q) {
                const auto left = load<w32>(parts + q) * k.den;
                const auto right = load<w32>(wholes + q) * k.at;
                return k.strict ? left > right : left >= right;
            });
            bits ^= bits_of(k.turns) & beyond & ~none;
        }
        return bits ^ (bits_of(d.unknown_turns) & none);
    });
}

void make_keys(const vector_call& call, planes& p) {
    const auto& plan = *call.plan;
    fill(p.low, plan.start & 0xFFU);
    fill(p.high, plan.start >> 8U);
    for (const auto& d : plan.digits) {
        switch (d.from) {
            case key_digit::feed::word:
                turn_words(d, p.byte[d.place], p);
                break;
            case key_digit::feed::certificate:
                turn_words(d, p.certificate, p);
                break;
            case key_digit::feed::bar:
                turn_words(d, p.bar, p);
                break;
            case key_digit::feed::cycle:
                turn_words(d, p.cycle, p);
                break;
            case key_digit::feed::sum:
                turn_sum(d, p);
                break;
            case key_digit::feed::sections:
                turn_sections(call, d, p);
                break;
            case key_digit::feed::rated:
                turn_rated(d, p);
                break;
            case key_digit::feed::held:
                turn_held(call, d, p);
                break;
            case key_digit::feed::number:
                turn_numbers(d, p.wide[d.place], p);
                break;
            case key_digit::feed::score:
                turn_score(d, p);
                break;
            case key_digit::feed::share:
                turn_share(call, d, p);
                break;
        }
    }
}
