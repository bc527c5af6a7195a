// Which planes of bytes, numbers and days an event's columns fill, and what its state is made of.

#include "detail/columns/vector_planning.hpp"

#include <algorithm>
#include <limits>

namespace certrules::detail {

namespace {

class plane_planner {
public:
    plane_planner(load_context& context, const edition_data& data, event_kind event,
                  const column_plan& columns, vector_plan& plan,
                  std::vector<std::uint16_t>& lengths)
        : context_(context),
          data_(data),
          event_(event),
          columns_(columns),
          plan_(plan),
          lengths_(lengths) {}

    void make() {
        take_columns();
        about_the_state();
        need(bytes_.size() <= most_byte_planes && wides_.size() <= most_wide_planes &&
             days_.size() <= most_day_planes);
        plan_.bytes = keep(bytes_);
        plan_.wides = keep(wides_);
        plan_.day_places = keep(days_);
    }

private:
    template <class T>
    run<T> keep(const std::vector<T>& list) {
        return keep_run(context_, list);
    }

    // ---- columns

    void take_columns() {
        for (std::size_t i = 0; i < columns_.columns.size(); ++i)
            take_column(static_cast<std::uint16_t>(i), columns_.columns[i]);
    }

    void take_column(std::uint16_t place, const column_info& c) {
        byte_column to;
        to.place = place;
        to.none_alone = c.required;
        if (c.values == column_values::day) {
            if (c.kind == column_kind::day)
                plan_.day = place;
            else
                days_.push_back(place);
            return;
        }
        switch (c.kind) {
            case column_kind::findings:
                to.most = 255;
                break;
            case column_kind::applicable:
                whole(to, data_.sections[index(c.section)].applicable);
                break;
            case column_kind::graded:
                whole(to, data_.section_terms_of[index(c.section)].graded[index(c.severity)]);
                break;
            case column_kind::conforming:
                break;
            case column_kind::held:
            case column_kind::visited:
                to.none = 0;
                to.most = byte_of(c.highest);
                break;
            case column_kind::fact:
                if (data_.facts[index(c.fact)].type == fact_type::number) {
                    number(place, data_.facts[index(c.fact)]);
                    if (!is_length(c.fact))
                        return;
                    length(to, data_.facts[index(c.fact)]);
                    lengths_.push_back(place);
                    break;
                }
                to.most = byte_of(c.highest, 253);
                break;
            case column_kind::decision:
                need(false);
                break;
            default:
                need(c.values == column_values::word);  // months, consecutive
                to.most = byte_of(c.highest, 253);
                break;
        }
        bytes_.push_back(to);
    }

    void whole(byte_column& to, std::uint32_t otherwise) {
        to.none = static_cast<std::uint8_t>(std::min(otherwise, 255U));
        to.none_alone = otherwise > 254;
    }

    bool is_length(fact_id fact) const {
        return std::any_of(data_.terms_of.begin(), data_.terms_of.end(),
                           [&](const status_terms& t) { return t.from == fact; });
    }

    /// A number that rules test; where none does, a length alone is read.
    void number(std::uint16_t place, const fact_info& fact) {
        constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
        const auto tested = [&](std::size_t i) {
            const auto& v = data_.variables[i];
            return v.kind == variable_kind::fact && columns_.fact[v.ref] == place &&
                   ((data_.variables_of[static_cast<std::size_t>(event_)] >> i) & 1U) != 0;
        };
        bool read = !is_length(columns_.columns[place].fact);
        for (std::size_t i = 0; i < data_.variables.size(); ++i)
            read = read || tested(i);
        if (!read)
            return;
        wide_column to;
        to.place = place;
        need(fact.lowest > -most && fact.highest < most);
        to.least = static_cast<std::int32_t>(fact.lowest);
        to.most = static_cast<std::int32_t>(fact.highest);
        std::vector<std::int32_t> allowed;
        for (const auto value : fact.allowed) {
            need(value > -most && value < most);
            allowed.push_back(static_cast<std::int32_t>(value));
        }
        to.allowed = keep(allowed);
        wides_.push_back(to);
    }

    void length(byte_column& to, const fact_info& fact) {
        to.most = static_cast<std::uint8_t>(most_vector_months);
        std::vector<std::uint8_t> allowed;
        for (const auto value : fact.allowed)
            if (value >= 1 && value <= most_vector_months)
                allowed.push_back(static_cast<std::uint8_t>(value));
        need(fact.allowed.empty() || !allowed.empty());
        if (fact.allowed.empty()) {
            need(fact.lowest <= most_vector_months);
            to.least = static_cast<std::uint8_t>(std::max<std::int64_t>(fact.lowest, 1));
            to.most =
                static_cast<std::uint8_t>(std::min<std::int64_t>(fact.highest, most_vector_months));
        }
        to.allowed = keep(allowed);
    }

    // ---- the state

    void about_the_state() {
        const auto on_track = [&](track t) {
            std::uint64_t set = 0;
            for (std::size_t s = 0; s < data_.statuses.size(); ++s)
                if (data_.statuses[s].track == t)
                    set |= std::uint64_t{1} << s;
            return set;
        };
        plan_.certificate = {columns_.place(column_kind::certificate),
                             columns_.place(column_kind::certificate_first_day),
                             columns_.place(column_kind::certificate_last_day),
                             on_track(track::certificate)};
        plan_.bar = {columns_.place(column_kind::bar), columns_.place(column_kind::bar_first_day),
                     columns_.place(column_kind::bar_last_day), on_track(track::bar)};
        plan_.cycle = columns_.place(column_kind::cycle);
        plan_.cycle_since = columns_.place(column_kind::cycle_since);
        plan_.cycle_started = columns_.place(column_kind::cycle_started_on);
        plan_.cycle_track = on_track(track::cycle);
        // What a fee issues is another status in each row.
        need(columns_.place(column_kind::cycle_award) == absent_column);
        std::vector<key_section> conforming;
        for (std::size_t s = 0; s < data_.sections.size(); ++s)
            if (columns_.conforming[s] != absent_column) {
                key_section one;
                one.parts = keep(std::vector<key_term>{{columns_.conforming[s], 1}});
                one.whole_place = columns_.applicable[s];
                one.whole_default = byte_of(data_.sections[s].applicable);
                conforming.push_back(one);
            }
        plan_.conforming = keep(conforming);
        about_cycles();
    }

    void about_cycles() {
        plan_.limit_months = months_of(data_.cycle_limit_months);
        std::vector<cycle_terms> cycles;
        for (std::size_t s = 0; s < data_.statuses.size(); ++s)
            if (data_.statuses[s].track == track::cycle) {
                const bool open = data_.statuses[s].open;
                cycles.push_back({static_cast<std::uint8_t>(s), own_months(data_, s),
                                  open && data_.cycle_limit_months.has_value(), open});
            }
        plan_.cycles = keep(cycles);
        // What a cycle that ran out becomes: told ahead where the rules ask nothing about it, and
        // where that status has no end of its own.
        const auto root = data_.trees.roots[static_cast<std::size_t>(event_kind::cycle_expired)];
        plan_.cycle_ends_plainly = (root & region_trees::leaf) != 0;
        if (root == region_trees::absent || !plan_.cycle_ends_plainly)
            return;
        const auto rule = data_.trees.rule_of_region[root & ~region_trees::leaf];
        const auto ended =
            rule == rule_id::none ? status_id::none : data_.rules[index(rule)].status;
        if (ended == status_id::none || data_.statuses[index(ended)].track != track::cycle)
            return;
        plan_.cycle_ends_as = static_cast<std::uint8_t>(ended);
        for (const auto& c : cycles)
            if (c.status == plan_.cycle_ends_as && (c.open || c.months != 0))
                plan_.cycle_ends_plainly = false;
    }

    load_context& context_;
    const edition_data& data_;
    event_kind event_;
    const column_plan& columns_;
    vector_plan& plan_;
    std::vector<std::uint16_t>& lengths_;
    std::vector<byte_column> bytes_;
    std::vector<wide_column> wides_;
    std::vector<std::uint16_t> days_;
};

}  // namespace

void plan_planes(load_context& context, const edition_data& data, event_kind event,
                 const column_plan& columns, vector_plan& plan,
                 std::vector<std::uint16_t>& lengths) {
    plane_planner(context, data, event, columns, plan, lengths).make();
}

}  // namespace certrules::detail
