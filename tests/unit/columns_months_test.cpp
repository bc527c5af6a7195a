// The sums of months of the vector levels, against the calendar: every day they hold.

#include "certrules/calendar.hpp"
#include "detail/columns/kernels.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace certrules;

TEST_CASE("each level adds months as the calendar does, from every day that it holds") {
    std::vector<std::uint16_t> days(detail::narrow_last + std::size_t{1});
    for (std::size_t i = 0; i < days.size(); ++i)
        days[i] = static_cast<std::uint16_t>(i);
    std::vector<std::uint16_t> got(days.size());
    std::vector<std::uint8_t> months(days.size());
    const date end = date::from_civil(2100, 1, 31);
    for (const auto rule :
         {month_end::clamp, month_end::round_up, month_end::snap, month_end::overflow})
        for (const auto ends : {last_day::day_before_anniversary, last_day::anniversary})
            for (const int length : {1, 2, 3, 5, 6, 9, 10, 11, 12, 13, 18, 24, 36, 60, 119, 240}) {
                const calendar_rules rules{rule, ends};
                std::vector<std::int32_t> wanted;
                for (const auto day : days)
                    wanted.push_back(
                        last_valid_day(date{detail::narrow_base + day}, length, rules)->days());
                std::fill(months.begin(), months.end(), static_cast<std::uint8_t>(length));
                for (const auto level :
                     {column_level::baseline, column_level::avx2, column_level::avx512}) {
                    // Not a multiple of any vector, so that the last few are added too.
                    detail::kernels_of(level).months(
                        days.data(), months.data(), days.size(), rule,
                        ends == last_day::day_before_anniversary ? 1 : 0, got.data());
                    std::size_t wrong = 0;
                    for (std::size_t i = 0; i < days.size(); ++i) {
                        const bool beyond =
                            add_months(date{detail::narrow_base + days[i]}, length, rule) > end;
                        wrong +=
                            got[i] == 0xFFFF ? !beyond : detail::narrow_base + got[i] != wanted[i];
                    }
                    INFO("rule " << static_cast<int>(rule) << " length " << length << " level "
                                 << static_cast<int>(level));
                    CHECK(wrong == 0);
                }
            }
}

TEST_CASE("a level that build or processor lack is lowered to one that they have") {
    CHECK(detail::lowered(column_level::rows) == column_level::rows);
    CHECK(detail::kernels_of(column_level::rows).decide == nullptr);
    const auto best = detail::lowered(column_level::best);
    CHECK(best == best_column_level());
    CHECK(best >= column_level::baseline);
    for (const auto level : {column_level::baseline, column_level::avx2, column_level::avx512}) {
        CHECK(detail::lowered(level) == std::min(level, best));
        CHECK(detail::kernels_of(level).decide != nullptr);
    }
}
