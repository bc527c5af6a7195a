#pragma once

/// One row, exactly as `decide` answers the case that it spells, without a word of text: so that
/// rows with errors allocate nothing either.

#include "detail/columns/plan.hpp"
#include "detail/columns/source.hpp"
#include "detail/reading.hpp"

#include <span>

namespace certrules::detail {

struct row_answer {
    error_code code = error_code::ok;
    status_id status = status_id::none;
    std::int32_t first_day = decisions::no_day;
    std::int32_t last_day = decisions::no_day;
    std::uint32_t region = decisions::no_region;
};

class row_reader {
public:
    row_reader(const edition& e, event_kind event, std::span<const source> sources) noexcept
        : edition_(e),
          data_(e.data()),
          plan_(column_plans(e.data())[static_cast<std::size_t>(event)]),
          kind_(event),
          sources_(sources) {}

    row_answer decide(std::size_t row) const noexcept;

private:
    struct asked;
    error_code take_event(std::size_t row, asked& to) const noexcept;
    error_code take_sections(std::size_t row, asked& to) const noexcept;
    error_code take_state(std::size_t row, state& to) const noexcept;
    error_code take_facts(std::size_t row, asked& to) const noexcept;
    error_code count_findings(std::size_t row, counts& to) const noexcept;
    std::optional<std::int64_t> value(column_kind kind, std::size_t row) const noexcept;
    template <class Id>
    error_code take_word(column_kind kind, std::size_t row, std::size_t words,
                         Id& to) const noexcept;

    const edition& edition_;
    const edition_data& data_;
    const column_plan& plan_;
    event_kind kind_;
    std::span<const source> sources_;
};

}  // namespace certrules::detail
