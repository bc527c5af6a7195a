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
using i16 [[gnu::vector_size(W)]] = std::int16_t;
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

[[gnu::always_inline]] inline h16 choose(h16 mask, h16 yes, h16 no) {
    return (mask & yes) | (~mask & no);
}
[[gnu::always_inline]] inline h16 least(h16 a, h16 b) {
    return a < b ? a : b;
}
[[gnu::always_inline]] inline b8 choose(b8 mask, b8 yes, b8 no) {
    return (mask & yes) | (~mask & no);
}

/// The four bytes of each number, apart.
struct four_bytes {
    b8 of[4];
};

// What the types have no operator for, or what compilers make too much of.
#if defined(__x86_64__)
#include "detail/columns/vector_steps_x86.hpp"
#else
#include "detail/columns/vector_steps_any.hpp"
#endif
