// Vectors of one level, by the compiler's own types, and the few steps that those lack. Part of a
// level's kernel (kernel.hpp): included inside its unnamed namespace, after CERTRULES_VECTOR_BYTES.

constexpr std::size_t W = CERTRULES_VECTOR_BYTES;
constexpr std::size_t H = W / 2;  // rows of a vector of days
constexpr std::size_t Q = W / 4;  // rows of a vector of numbers

using b8 [[gnu::vector_size(W)]] = std::uint8_t;
using h16 [[gnu::vector_size(W)]] = std::uint16_t;
using w32 [[gnu::vector_size(W)]] = std::int32_t;
using u32 [[gnu::vector_size(W)]] = std::uint32_t;
using u64 [[gnu::vector_size(W)]] = std::uint64_t;
using half8 [[gnu::vector_size(H)]] = std::uint8_t;     // of H rows
using half16 [[gnu::vector_size(H)]] = std::uint16_t;   // of Q rows
using quarter8 [[gnu::vector_size(Q)]] = std::uint8_t;  // of Q rows

template <class V, class T>
[[gnu::always_inline]] inline V load(const T* from) {
    V v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}
template <class V, class T>
[[gnu::always_inline]] inline void store(T* to, V v) {
    __builtin_memcpy(to, &v, sizeof v);
}

/// The same bits: a comparison gives lanes of all ones, as signed numbers.
template <class To, class From>
[[gnu::always_inline]] inline To as(From v) {
    return __builtin_bit_cast(To, v);
}
template <class V, class T>
[[gnu::always_inline]] inline V splat(T value) {
    return V{} + value;
}

[[gnu::always_inline]] inline h16 widen(half8 v) {
    return __builtin_convertvector(v, h16);
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

[[gnu::always_inline]] inline h16 choose(h16 mask, h16 yes, h16 no) {
    return (mask & yes) | (~mask & no);
}
[[gnu::always_inline]] inline h16 least(h16 a, h16 b) {
    return a < b ? a : b;
}
[[gnu::always_inline]] inline b8 choose(b8 mask, b8 yes, b8 no) {
    return (mask & yes) | (~mask & no);
}

// What the types have no operator for.
#if defined(__x86_64__) && CERTRULES_VECTOR_BYTES == 64
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    return as<h16>(_mm512_mulhi_epu16(as<__m512i>(a), as<__m512i>(b)));
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    return as<b8>(_mm512_adds_epu8(as<__m512i>(a), as<__m512i>(b)));
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    return _mm512_test_epi64_mask(as<__m512i>(v), as<__m512i>(v)) != 0;
}
#elif defined(__x86_64__) && CERTRULES_VECTOR_BYTES == 32
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    return as<h16>(_mm256_mulhi_epu16(as<__m256i>(a), as<__m256i>(b)));
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    return as<b8>(_mm256_adds_epu8(as<__m256i>(a), as<__m256i>(b)));
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    return _mm256_testz_si256(as<__m256i>(v), as<__m256i>(v)) == 0;
}
#elif defined(__x86_64__)
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    return as<h16>(_mm_mulhi_epu16(as<__m128i>(a), as<__m128i>(b)));
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    return as<b8>(_mm_adds_epu8(as<__m128i>(a), as<__m128i>(b)));
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(as<__m128i>(v), __m128i{})) != 0xFFFF;
}
#else
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
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < W / 8; ++i)
        all |= parts[i];
    return all != 0;
}
#endif
