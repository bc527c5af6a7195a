// Steps for processors that we know nothing of. Part of a level's kernel (kernel.hpp).

[[gnu::always_inline]] inline h16 widen(half8 v) {
    return __builtin_convertvector(v, h16);
}
/// A mask of bytes as one of sixteen bits each.
[[gnu::always_inline]] inline h16 widen_mask(half8 v) {
    return as<h16>(widen(v) != std::uint16_t{0});
}
[[gnu::always_inline]] inline w32 widen(quarter8 v) {
    return __builtin_convertvector(v, w32);
}
[[gnu::always_inline]] inline w32 widen(half16 v) {
    return __builtin_convertvector(v, w32);
}
/// Low bytes; of a mask again a mask.
[[gnu::always_inline]] inline half8 narrow(h16 v) {
    return __builtin_convertvector(v, half8);
}
/// Low halves, of numbers below 65,536.
[[gnu::always_inline]] inline h16 narrow(u32 a, u32 b) {
    std::uint16_t halves[H];
    store(halves, __builtin_convertvector(a, half16));
    store(halves + Q, __builtin_convertvector(b, half16));
    return load<h16>(halves);
}
/// Masks of numbers as one of bytes.
[[gnu::always_inline]] inline b8 narrow(w32 a, w32 b, w32 c, w32 d) {
    std::uint8_t bytes[W];
    store(bytes, __builtin_convertvector(a, quarter8));
    store(bytes + Q, __builtin_convertvector(b, quarter8));
    store(bytes + 2 * Q, __builtin_convertvector(c, quarter8));
    store(bytes + 3 * Q, __builtin_convertvector(d, quarter8));
    return load<b8>(bytes);
}
/// Of W numbers from `from` on.
[[gnu::always_inline]] inline four_bytes bytes_of_numbers(const std::uint32_t* from) {
    std::uint8_t bytes[4][W];
    for (std::size_t i = 0; i < W; ++i)
        for (unsigned k = 0; k < 4; ++k)
            bytes[k][i] = static_cast<std::uint8_t>(from[i] >> (8 * k));
    return {{load<b8>(bytes[0]), load<b8>(bytes[1]), load<b8>(bytes[2]), load<b8>(bytes[3])}};
}
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    h16 high;
    for (std::size_t i = 0; i < H; ++i)
        high[i] = static_cast<std::uint16_t>((std::uint32_t{a[i]} * b[i]) >> 16U);
    return high;
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    const b8 sum = a + b;
    return sum | as<b8>(sum < a);
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    const auto parts = as<u64>(v);
    std::uint64_t all_parts = 0;
    for (std::size_t i = 0; i < W / 8; ++i)
        all_parts |= parts[i];
    return all_parts != 0;
}
