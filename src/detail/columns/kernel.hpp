// The kernel of one level. Each level's source includes it once, with CERTRULES_VECTOR_BYTES and
// CERTRULES_VECTOR_KERNELS set. All rows of a block go through every step; what a step cannot do,
// it marks to be decided alone. Everything is in an unnamed namespace: see vector_plan.hpp.

#include "detail/columns/kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace certrules::detail {

namespace {

#include "detail/columns/vector_steps.hpp"

#include "detail/columns/vector_months.hpp"

#include "detail/columns/vector_intake.hpp"

#include "detail/columns/vector_state.hpp"

#include "detail/columns/vector_key.hpp"

#include "detail/columns/vector_answers.hpp"

/// Answers of the last rows, which fill no block.
struct last_answers {
    std::int8_t status[block_rows];
    std::int32_t first_day[block_rows], last_day[block_rows];
    std::uint32_t region[block_rows];
    std::int16_t error[block_rows];
};

template <class T>
void copy_rows(T* to, const T* from, std::size_t rows) {
    if (to != nullptr)
        __builtin_memcpy(to, from, rows * sizeof *to);
}

std::size_t decide_block(const vector_call& call, const sum_constants& sums, std::size_t first,
                         std::size_t rows, planes& p, last_answers& spare) {
    fill(p.alone, 0U);
    take_rows(call, first, rows, p);
    check_day(p);
    take_term(call, call.plan->certificate, p.certificate, p);
    take_term(call, call.plan->bar, p.bar, p);
    take_cycle(call, sums, p);
    check_conforming(call, p);
    make_keys(call, p);

    const auto& to = *call.out;
    const bool whole = rows == block_rows;
    const auto place = [&](auto* wanted, auto* instead) {
        return whole && wanted != nullptr ? wanted + first : instead;
    };
    find_leaves(*call.plan, p, place(to.region, spare.region));
    if (!whole)  // rows that are none have no errors
        __builtin_memset(p.alone + rows, 255, block_rows - rows);
    const block_out out{place(to.status, whole ? nullptr : spare.status),
                        place(to.first_day, whole ? nullptr : spare.first_day),
                        place(to.last_day, whole ? nullptr : spare.last_day),
                        place(to.error, whole ? nullptr : spare.error)};
    auto errors = unpack_leaves(*call.plan, p, out.status);
    add_own_months(sums, p);
    answer(*call.plan, sums, p, out);
    if (!whole) {
        const auto at = [&](auto* array) { return array == nullptr ? array : array + first; };
        copy_rows(at(to.status), spare.status, rows);
        copy_rows(at(to.first_day), spare.first_day, rows);
        copy_rows(at(to.last_day), spare.last_day, rows);
        copy_rows(at(to.region), spare.region, rows);
        copy_rows(at(to.error), spare.error, rows);
    }
    for (std::size_t i = 0; i < rows; i += W) {
        if (!any(load<b8>(p.alone + i)))
            continue;
        for (std::size_t k = i; k < i + W && k < rows; ++k)
            if (p.alone[k] != 0 && call.alone.decide(call.alone.with, first + k))
                ++errors;
    }
    return errors;
}

std::size_t decide_all(const vector_call& call, std::size_t first, std::size_t rows) {
    planes p;
    last_answers spare;
    take_constants(call, p);
    const auto sums = sum_constants_of(call.plan->rule, call.plan->before_anniversary);
    std::size_t errors = 0;
    for (std::size_t done = 0; done < rows; done += block_rows) {
        const auto left = rows - done;
        if (left >= 2 * block_rows)
            p.ahead.begin(call, first + done + block_rows);
        else
            p.ahead.none();
        errors +=
            decide_block(call, sums, first + done, left < block_rows ? left : block_rows, p, spare);
    }
    return errors;
}

void add_months(const std::uint16_t* first, const std::uint8_t* months, std::size_t count,
                month_end rule, std::uint8_t before_anniversary, std::uint16_t* last) {
    const auto sums = sum_constants_of(rule, before_anniversary);
    std::size_t i = 0;
    for (; i + H <= count; i += H)
        store(last + i, last_of(sums, load<h16>(first + i), widen(load<half8>(months + i))));
    if (i == count)
        return;
    std::uint16_t days[H] = {};
    std::uint8_t lengths[H] = {};
    __builtin_memcpy(days, first + i, (count - i) * sizeof *first);
    __builtin_memcpy(lengths, months + i, count - i);
    store(days, last_of(sums, load<h16>(days), widen(load<half8>(lengths))));
    __builtin_memcpy(last + i, days, (count - i) * sizeof *last);
}

}  // namespace

kernels CERTRULES_VECTOR_KERNELS() noexcept {
    return {&decide_all, &add_months};
}

}  // namespace certrules::detail
