#pragma once

/// The fold of many factories' events in numbers: what `replay` says of status and days, without
/// the timeline, deadlines, fees and reasons that it keeps as it goes. It tells plain lives, which
/// are nearly all; a life that needs more is left to `replay`.

#include "certrules/book.hpp"
#include "certrules/history_columns.hpp"
#include "certrules/verdict.hpp"
#include "detail/columns/number_steps.hpp"
#include "detail/columns/number_words.hpp"
#include "detail/edition_data.hpp"
#include "detail/reading.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace certrules::detail {

/// A row's items of a column of many.
template <class T>
std::span<const T> items_of(std::span<const T> items, std::span<const std::uint32_t> ends,
                            std::size_t row) {
    if (ends.empty())
        return {};
    const std::size_t first = row == 0 ? 0 : ends[row - 1];
    return items.subspan(first, ends[row] - first);
}

class number_fold {
public:
    /// The columns must have passed their check and outlive this.
    number_fold(const book& b, const history_columns& c, date on, std::optional<date> known);

    /// Tells the standing of the rows of one factory. False, with `out` untouched, where `replay`
    /// has to: editions that change or answer in turn, days that go back, an event that cannot
    /// happen, an unknown word, anything wrong.
    bool tell(std::size_t first, std::size_t end, column_standing& out);

private:
    struct moment {  // an event on its way
        std::size_t row;
        event_kind kind;
        date on;
        std::string_view word;
        bool visits = false;        // a check after certification that was held
        bool check = false;         // or a word about one
        bool starts_cycle = false;  // the audit always does
        bool was_open = false;
        bool issued = false, barred = false, cycle_started = false;
    };

    bool one_edition(date first, date last);
    bool has_form(std::size_t row) const;
    bool words_known(std::size_t row);
    bool take(std::size_t row);
    bool take(moment& m);
    bool prepare(moment& m);
    bool findings_of(const moment& m);
    bool facts_of(const moment& m);
    bool decide_one(moment& m);
    std::uint32_t class_at(std::size_t variable);
    std::uint32_t class_of_measure(const variable& v);
    void remember(const moment& m);
    void run_to(date on);
    void end(event_kind kind, date on);
    void bound() noexcept;
    bool is_open() const noexcept;
    void finish(column_standing& out);

    // Steps that are kept; see number_steps.
    bool is_bare(std::size_t row) const noexcept;
    bool step(std::size_t row);
    bool learn(std::size_t row, std::uint16_t number);
    bool by_rules(std::size_t row);
    bool close(std::string_view id, date on);
    bool recognise();
    void restore();
    void give_days();
    bool move(const life_step& s, std::int32_t on);
    bool begin_days(const life_step& s, std::int32_t on);
    static bool may_check(event_kind kind) noexcept;

    std::string_view word_at(std::size_t row) const {
        const auto w = columns_.word[row];
        return w == history_columns::no_name ? std::string_view{} : columns_.names[w];
    }

    const book& book_;
    const history_columns& columns_;
    date on_, until_;
    bool usable_ = false;

    // The edition of this life, and the days on which it is sure to be in force.
    const edition* edition_ = nullptr;
    const edition_data* data_ = nullptr;
    date from_, to_;
    bool newest_ = false;
    std::array<std::uint32_t, limits::variables> class_of_none_{};  // of measures, of no findings
    std::array<std::uint64_t, event_kinds> facts_set_{};            // to yes, by the event

    verdict v_;  // whose `next` is the state
    event ev_;
    std::int32_t sure_until_ = 0;  // nothing ends by itself up to this day
    known_facts carried_, joined_;
    const known_facts* known_ = &carried_;  // what the event knows
    std::vector<std::pair<fact_value, bool>> given_facts_;
    std::vector<finding> cycle_findings_, check_findings_, found_;
    bool audit_in_cycle_ = false;
    audit_id cycle_audit_ = audit_id::none;
    std::size_t certificates_ = 0, checked_ = 0;

    // Where `shape_` is known, it and `days_` are the life but its lists of findings; else what
    // stands above is.
    number_steps* steps_ = nullptr;  // of the edition
    std::map<const edition*, number_steps> steps_of_;
    std::uint32_t shape_ = number_steps::no_shape;
    life_days days_;

    number_words words_;
    std::optional<counts> counted_;
    bool is_counted_ = false;
};

}  // namespace certrules::detail
