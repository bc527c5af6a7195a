// Steps for x86-64, by its instructions; what each does is said in vector_steps_any.hpp. Part of a
// level's kernel (kernel.hpp).

#if CERTRULES_VECTOR_BYTES == 64
using raw = __m512i;
[[gnu::always_inline]] inline h16 widen(half8 v) {
    return as<h16>(_mm512_cvtepu8_epi16(as<__m256i>(v)));
}
[[gnu::always_inline]] inline h16 widen_mask(half8 v) {
    return as<h16>(_mm512_cvtepi8_epi16(as<__m256i>(v)));
}
[[gnu::always_inline]] inline w32 widen(half16 v) {
    return as<w32>(_mm512_cvtepu16_epi32(as<__m256i>(v)));
}
[[gnu::always_inline]] inline w32 widen(quarter8 v) {
    return as<w32>(_mm512_cvtepu8_epi32(as<__m128i>(v)));
}
[[gnu::always_inline]] inline half8 narrow(h16 v) {
    return as<half8>(_mm512_cvtepi16_epi8(as<raw>(v)));
}
[[gnu::always_inline]] inline h16 narrow(u32 a, u32 b) {
    const auto pairs = _mm512_packus_epi32(as<raw>(a), as<raw>(b));
    return as<h16>(_mm512_permutexvar_epi64(_mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0), pairs));
}
[[gnu::always_inline]] inline b8 narrow(w32 a, w32 b, w32 c, w32 d) {
    const auto bytes = _mm512_packs_epi16(_mm512_packs_epi32(as<raw>(a), as<raw>(b)),
                                          _mm512_packs_epi32(as<raw>(c), as<raw>(d)));
    return as<b8>(_mm512_permutexvar_epi32(
        _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0), bytes));
}
[[gnu::always_inline]] inline four_bytes bytes_of_numbers(const std::uint32_t* from) {
    const auto apart = [&](std::size_t i) {  // of each four numbers the bytes of one kind together
        return _mm512_shuffle_epi8(
            as<raw>(load<u32>(from + i)),
            _mm512_set4_epi32(0x0F0B'0703, 0x0E0A'0602, 0x0D09'0501, 0x0C08'0400));
    };
    const auto a = apart(0), b = apart(Q), c = apart(2 * Q), d = apart(3 * Q);
    const auto low = [](raw x, raw y) { return _mm512_unpacklo_epi32(x, y); };
    const auto high = [](raw x, raw y) { return _mm512_unpackhi_epi32(x, y); };
    const auto ordered = [](raw v) {
        return as<b8>(_mm512_permutexvar_epi32(
            _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0), v));
    };
    const auto ab = low(a, b), cd = low(c, d), ab_after = high(a, b), cd_after = high(c, d);
    return {{ordered(_mm512_unpacklo_epi64(ab, cd)), ordered(_mm512_unpackhi_epi64(ab, cd)),
             ordered(_mm512_unpacklo_epi64(ab_after, cd_after)),
             ordered(_mm512_unpackhi_epi64(ab_after, cd_after))}};
}
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    return as<h16>(_mm512_mulhi_epu16(as<raw>(a), as<raw>(b)));
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    return as<b8>(_mm512_adds_epu8(as<raw>(a), as<raw>(b)));
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    return _mm512_test_epi64_mask(as<raw>(v), as<raw>(v)) != 0;
}
#elif CERTRULES_VECTOR_BYTES == 32
using raw = __m256i;
[[gnu::always_inline]] inline h16 widen(half8 v) {
    return as<h16>(_mm256_cvtepu8_epi16(as<__m128i>(v)));
}
[[gnu::always_inline]] inline h16 widen_mask(half8 v) {
    return as<h16>(_mm256_cvtepi8_epi16(as<__m128i>(v)));
}
[[gnu::always_inline]] inline w32 widen(half16 v) {
    return as<w32>(_mm256_cvtepu16_epi32(as<__m128i>(v)));
}
[[gnu::always_inline]] inline w32 widen(quarter8 v) {
    return as<w32>(_mm256_cvtepu8_epi32(_mm_cvtsi64_si128(as<long long>(v))));
}
[[gnu::always_inline]] inline half8 narrow(h16 v) {
    const auto low = as<raw>(v & std::uint16_t{0xFF});
    return as<half8>(
        _mm_packus_epi16(_mm256_castsi256_si128(low), _mm256_extracti128_si256(low, 1)));
}
[[gnu::always_inline]] inline h16 narrow(u32 a, u32 b) {
    return as<h16>(_mm256_permute4x64_epi64(_mm256_packus_epi32(as<raw>(a), as<raw>(b)), 0xD8));
}
[[gnu::always_inline]] inline b8 narrow(w32 a, w32 b, w32 c, w32 d) {
    const auto bytes = _mm256_packs_epi16(_mm256_packs_epi32(as<raw>(a), as<raw>(b)),
                                          _mm256_packs_epi32(as<raw>(c), as<raw>(d)));
    return as<b8>(_mm256_permutevar8x32_epi32(bytes, _mm256_set_epi32(7, 3, 6, 2, 5, 1, 4, 0)));
}
[[gnu::always_inline]] inline four_bytes bytes_of_numbers(const std::uint32_t* from) {
    const auto apart = [&](std::size_t i) {  // of each four numbers the bytes of one kind together
        const auto kinds = _mm_set_epi32(0x0F0B'0703, 0x0E0A'0602, 0x0D09'0501, 0x0C08'0400);
        return _mm256_shuffle_epi8(as<raw>(load<u32>(from + i)),
                                   _mm256_broadcastsi128_si256(kinds));
    };
    const auto a = apart(0), b = apart(Q), c = apart(2 * Q), d = apart(3 * Q);
    const auto low = [](raw x, raw y) { return _mm256_unpacklo_epi32(x, y); };
    const auto high = [](raw x, raw y) { return _mm256_unpackhi_epi32(x, y); };
    const auto ordered = [](raw v) {
        return as<b8>(_mm256_permutevar8x32_epi32(v, _mm256_set_epi32(7, 3, 6, 2, 5, 1, 4, 0)));
    };
    const auto ab = low(a, b), cd = low(c, d), ab_after = high(a, b), cd_after = high(c, d);
    return {{ordered(_mm256_unpacklo_epi64(ab, cd)), ordered(_mm256_unpackhi_epi64(ab, cd)),
             ordered(_mm256_unpacklo_epi64(ab_after, cd_after)),
             ordered(_mm256_unpackhi_epi64(ab_after, cd_after))}};
}
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    return as<h16>(_mm256_mulhi_epu16(as<raw>(a), as<raw>(b)));
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    return as<b8>(_mm256_adds_epu8(as<raw>(a), as<raw>(b)));
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    return _mm256_testz_si256(as<raw>(v), as<raw>(v)) == 0;
}
#else
using raw = __m128i;
[[gnu::always_inline]] inline h16 widen(half8 v) {
    return as<h16>(_mm_unpacklo_epi8(_mm_cvtsi64_si128(as<long long>(v)), raw{}));
}
[[gnu::always_inline]] inline h16 widen_mask(half8 v) {
    const auto bytes = _mm_cvtsi64_si128(as<long long>(v));
    return as<h16>(_mm_unpacklo_epi8(bytes, bytes));
}
[[gnu::always_inline]] inline w32 widen(half16 v) {
    return as<w32>(_mm_unpacklo_epi16(_mm_cvtsi64_si128(as<long long>(v)), raw{}));
}
[[gnu::always_inline]] inline w32 widen(quarter8 v) {
    const auto halves = _mm_unpacklo_epi8(_mm_cvtsi32_si128(as<int>(v)), raw{});
    return as<w32>(_mm_unpacklo_epi16(halves, raw{}));
}
[[gnu::always_inline]] inline half8 narrow(h16 v) {
    const auto low = as<raw>(v & std::uint16_t{0xFF});
    return as<half8>(_mm_cvtsi128_si64(_mm_packus_epi16(low, low)));
}
[[gnu::always_inline]] inline h16 narrow(u32 a, u32 b) {
    // Of numbers as their low halves with sign, which a signed packing keeps.
    const auto low = [](u32 v) { return _mm_srai_epi32(_mm_slli_epi32(as<raw>(v), 16), 16); };
    return as<h16>(_mm_packs_epi32(low(a), low(b)));
}
[[gnu::always_inline]] inline b8 narrow(w32 a, w32 b, w32 c, w32 d) {
    return as<b8>(_mm_packs_epi16(_mm_packs_epi32(as<raw>(a), as<raw>(b)),
                                  _mm_packs_epi32(as<raw>(c), as<raw>(d))));
}
[[gnu::always_inline]] inline four_bytes bytes_of_numbers(const std::uint32_t* from) {
    const auto number = [&](std::size_t i) { return as<raw>(load<u32>(from + i)); };
    const auto a = number(0), b = number(Q), c = number(2 * Q), d = number(3 * Q);
    const auto low = [](raw v) { return _mm_srai_epi32(_mm_slli_epi32(v, 16), 16); };
    const auto high = [](raw v) { return _mm_srai_epi32(v, 16); };
    // Halves of numbers with sign, which a signed packing keeps; then their bytes likewise.
    const auto of_halves = [](raw first, raw after, b8& even, b8& odd) {
        const auto bytes = _mm_set1_epi16(0xFF);
        even = as<b8>(_mm_packus_epi16(_mm_and_si128(first, bytes), _mm_and_si128(after, bytes)));
        odd = as<b8>(_mm_packus_epi16(_mm_srli_epi16(first, 8), _mm_srli_epi16(after, 8)));
    };
    four_bytes four;
    of_halves(_mm_packs_epi32(low(a), low(b)), _mm_packs_epi32(low(c), low(d)), four.of[0],
              four.of[1]);
    of_halves(_mm_packs_epi32(high(a), high(b)), _mm_packs_epi32(high(c), high(d)), four.of[2],
              four.of[3]);
    return four;
}
[[gnu::always_inline]] inline h16 high_product(h16 a, h16 b) {
    return as<h16>(_mm_mulhi_epu16(as<raw>(a), as<raw>(b)));
}
[[gnu::always_inline]] inline b8 add_up_to_255(b8 a, b8 b) {
    return as<b8>(_mm_adds_epu8(as<raw>(a), as<raw>(b)));
}
template <class V>
[[gnu::always_inline]] inline bool any(V v) {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(as<raw>(v), raw{})) != 0xFFFF;
}
#endif
