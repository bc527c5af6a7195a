// From the filters of an event's measures to the columns that a host counts into: findings that no
// measure tells apart share a column.

#include "detail/columns/plan.hpp"

#include "detail/columns/vector_plan.hpp"
#include "detail/exact.hpp"
#include "detail/loader.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

namespace certrules::detail {

namespace {

/// Steps of telling findings apart, of one event; beyond it the event has no columns.
constexpr std::size_t most_work = 2'000'000;

constexpr std::uint64_t bit(std::size_t i) noexcept {
    return std::uint64_t{1} << i;
}

std::uint64_t kind_bit(column_kind k) noexcept {
    return bit(static_cast<std::size_t>(k) - static_cast<std::size_t>(column_kind::certificate));
}

template <class Each>
void each_bit(std::uint64_t set, Each&& each) {
    for (; set != 0; set &= set - 1)
        each(static_cast<std::size_t>(std::countr_zero(set)));
}

bool hears(const rule& r, event_kind event) noexcept {
    return ((r.events >> static_cast<unsigned>(event)) & 1U) != 0;
}

bool by_section(const measure& m) noexcept {
    return m.kind == measure_kind::sections_where || m.kind == measure_kind::share;
}

/// The columns of one event, in the making.
class planner {
public:
    planner(load_context& context, const edition_data& data, event_kind event)
        : context_(context), data_(data), event_(event), needs_(needs_of(data, event)) {
        each_bit(data.variables_of[static_cast<std::size_t>(event)], [&](std::size_t i) {
            const auto& v = data.variables[i];
            if (v.kind == variable_kind::measure)
                measures_ |= bit(v.ref);
            else if (v.kind == variable_kind::fact)
                facts_ |= bit(v.ref);
            else if (v.kind == variable_kind::audit || v.kind == variable_kind::announced)
                reads_audit_ = true;
            else if (v.kind == variable_kind::fee)
                reads_fee_ = true;
            else if (v.kind == variable_kind::decision)
                reads_decision_ = true;
        });
    }

    column_plan make() {
        plan_.place_of_kind.fill(absent_column);
        for (auto* list :
             {&plan_.applicable, &plan_.conforming, &plan_.rating, &plan_.fact, &plan_.held})
            list->fill(absent_column);
        plan_.heard = data_.trees.roots[static_cast<std::size_t>(event_)] != region_trees::absent;
        if (!plan_.heard)
            return plan_;
        about_the_event();
        findings();
        sections();
        about_facts();
        about_the_state();
        if (plan_.too_many || columns_.size() > most_columns) {
            plan_ = {};
            plan_.heard = true;
            plan_.too_many = true;
            return plan_;
        }
        plan_.columns = context_.keep(columns_);
        plan_.groups = context_.keep(groups_);
        plan_.graded = context_.keep(graded_);
        return plan_;
    }

private:
    std::uint16_t add(column_kind kind, std::string_view name, column_values values, bool required,
                      std::int64_t lowest, std::int64_t highest) {
        column_info c;
        c.kind = kind;
        c.name = context_.keep(name);
        c.values = values;
        c.required = required;
        c.lowest = lowest;
        c.highest = highest;
        columns_.push_back(c);
        return static_cast<std::uint16_t>(columns_.size() - 1);
    }
    void add_once(column_kind kind, std::string_view name, column_values values, bool required,
                  std::int64_t lowest, std::int64_t highest) {
        plan_.place_of_kind[static_cast<std::size_t>(kind)] =
            add(kind, name, values, required, lowest, highest);
    }
    void add_word(column_kind kind, std::string_view name, std::size_t words, bool required) {
        add_once(kind, name, column_values::word, required, 0,
                 static_cast<std::int64_t>(words) - 1);
    }
    void add_day(column_kind kind, std::string_view name, bool required) {
        add_once(kind, name, column_values::day, required, first_supported_day.days(),
                 last_supported_day.days());
    }

    void about_the_event() {
        add_day(column_kind::day, "day", true);
        if (reads_audit_ || event_ == event_kind::audit_held)
            add_word(column_kind::audit, "audit", data_.audits.size(),
                     event_ == event_kind::audit_held);
        const bool needs_fee =
            event_ == event_kind::fee_paid || event_ == event_kind::invoice_received;
        if (reads_fee_ || needs_fee)
            add_word(column_kind::fee, "fee", data_.fee_words.size(), needs_fee);
        const bool decides = event_ == event_kind::decision_recorded;
        if (reads_decision_ || decides)
            add_word(column_kind::decision, "decision", data_.statuses.size(), decides);
        if (decides)
            add_once(column_kind::months, "months", column_values::number, false, 1,
                     limits::months);
    }

    // ---- findings

    struct site_choice {
        std::uint32_t sites = 0;
        std::vector<std::uint32_t> seen_on{1};
    };
    /// Numbers of sites that between them pass and fail each test of a share of sites.
    site_choice choose_sites(std::uint64_t filters) const {
        site_choice chosen;
        filters &= data_.counting.by_sites;
        if (filters == 0)
            return chosen;
        std::int64_t n = 1;
        each_bit(filters, [&](std::size_t f) {
            const auto both = std::lcm(n, data_.counting.sites[f].at.den);
            n = both <= limits::checkpoints ? both : limits::checkpoints;
        });
        chosen.sites = static_cast<std::uint32_t>(n);
        chosen.seen_on = {1, chosen.sites};
        each_bit(filters, [&](std::size_t f) {
            const auto& at = data_.counting.sites[f].at;
            for (std::int64_t near = at.num * n / at.den - 1; near <= at.num * n / at.den + 1;
                 ++near)
                if (near >= 1 && near <= n)
                    chosen.seen_on.push_back(static_cast<std::uint32_t>(near));
        });
        std::sort(chosen.seen_on.begin(), chosen.seen_on.end());
        return chosen;
    }

    /// Sets of tags that differ for the filters, each the smallest of its like.
    std::vector<std::uint64_t> choose_tags(std::uint64_t filters) {
        const auto& plan = data_.counting;
        std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> sets{{{0, 0}, 0}};
        for (std::size_t t = 0; t < data_.tags.size(); ++t) {
            const auto wants = plan.with_tag[t] & filters;
            const auto bars = plan.without_tag[t] & filters;
            if ((wants | bars) == 0)
                continue;
            auto grown = sets;
            for (const auto& [key, tags] : sets) {
                auto& place =
                    grown.try_emplace({key.first | wants, key.second | bars}, tags | bit(t))
                        .first->second;
                if (std::popcount(tags | bit(t)) < std::popcount(place))
                    place = tags | bit(t);
            }
            sets = std::move(grown);
            if (!spend(sets.size()))
                break;
        }
        std::vector<std::uint64_t> chosen;
        for (const auto& [key, tags] : sets)
            chosen.push_back(tags);
        std::sort(chosen.begin(), chosen.end(), [](std::uint64_t a, std::uint64_t b) {
            return std::pair(std::popcount(a), a) < std::pair(std::popcount(b), b);
        });
        return chosen;
    }

    bool spend(std::size_t steps) {
        work_ += steps;
        plan_.too_many = plan_.too_many || work_ > most_work;
        return !plan_.too_many;
    }

    void findings() {
        plan_.first_group = static_cast<std::uint16_t>(columns_.size());
        for (std::size_t f = 0; f < max_words; ++f)
            if (filter_exists(f) && ((measures_ >> data_.counting.measure_of[f]) & 1U) != 0)
                plan_.filters |= bit(f);
        each_bit(measures_, [&](std::size_t m) {
            if (!by_section(data_.measures[m]))
                return;
            if (data_.measures[m].of == denominator::open_findings)
                plan_.counts_all |= 1U;
            if (data_.measures[m].of == denominator::findings)
                plan_.counts_all |= 2U;
        });
        for (std::size_t s = 0; s < data_.severities.size(); ++s)
            of_severity(static_cast<severity_id>(s));
    }

    bool filter_exists(std::size_t f) const noexcept {
        std::size_t count = 0;
        for (const auto& m : data_.measures)
            count += m.filters.size();
        return f < count;
    }

    void of_severity(severity_id severity) {
        const auto& counting = data_.counting;
        const auto filters = plan_.filters & counting.by_severity[index(severity)];
        if (filters == 0 && plan_.counts_all == 0)
            return;
        bool apart = plan_.counts_all != 0 || (filters & counting.in_sections) != 0;
        for (std::size_t s = 1; s < data_.sections.size(); ++s)
            apart = apart || ((counting.by_section[s] ^ counting.by_section[0]) & filters) != 0;
        if (apart)
            plan_.severities_by_section |= static_cast<std::uint8_t>(1U << index(severity));
        const auto tags = choose_tags(filters);
        // One number of sites for all, since a case has one.
        const auto sites = choose_sites((filters & counting.by_sites) != 0 ? plan_.filters : 0);
        for (std::size_t s = 0; s < (apart ? data_.sections.size() : 1) && !plan_.too_many; ++s)
            of_section(severity, static_cast<section_id>(s), apart, tags, sites);
    }

    void of_section(severity_id severity, section_id section, bool apart,
                    const std::vector<std::uint64_t>& tag_sets, const site_choice& sites) {
        std::vector<std::pair<std::uint64_t, bool>> seen;
        for (const bool open : {true, false})
            for (const auto tags : tag_sets)
                for (const auto transparent : {answer::unknown, answer::no, answer::yes})
                    for (const auto seen_on : sites.seen_on) {
                        if (!spend(1 + seen.size()) || columns_.size() > most_columns)
                            return;
                        finding f;
                        f.section = section;
                        f.severity = severity;
                        f.tags = tags;
                        f.transparent = transparent;
                        f.sites = seen_on;
                        const auto passes = passes_of(data_, plan_.filters, f, open, sites.sites);
                        const bool counted_open = open || (plan_.counts_all & 1U) == 0;
                        const bool in_all = (plan_.counts_all & (open ? 3U : 2U)) != 0;
                        const std::pair key(passes, counted_open);
                        if ((passes == 0 && !in_all) ||
                            std::find(seen.begin(), seen.end(), key) != seen.end())
                            continue;
                        seen.push_back(key);
                        add_group(f, open, apart, sites, passes, counted_open);
                    }
    }

    void add_group(const finding& f, bool open, bool apart, const site_choice& sites,
                   std::uint64_t passes, bool counted_open) {
        auto name = fmt::format("findings.{}", data_.severities[index(f.severity)].id);
        if (apart)
            name += fmt::format(".{}", data_.sections[index(f.section)].id);
        each_bit(f.tags, [&](std::size_t t) { name += fmt::format(".{}", data_.tags[t].id); });
        if (f.transparent != answer::unknown)
            name += f.transparent == answer::yes ? ".transparent" : ".not-transparent";
        if (!open)
            name += ".closed";
        if (f.sites != sites.seen_on.front())
            name += fmt::format(".on-{}-of-{}-sites", f.sites, sites.sites);
        const auto place = add(column_kind::findings, name, column_values::number, true, 0,
                               static_cast<std::int64_t>(limits::findings));
        auto& c = columns_[place];
        c.severity = f.severity;
        c.section = apart ? f.section : section_id::none;
        c.tags = f.tags;
        c.transparent = f.transparent;
        c.closed = !open;
        c.seen_on = f.sites;
        c.sites = sites.sites;

        groups_.push_back({passes, counted_open});
    }

    // ---- sections, facts, state

    void sections() {
        std::uint64_t applicable = 0, conforming = 0, rated = 0;
        std::array<std::uint64_t, 8> graded{};
        each_bit(measures_, [&](std::size_t i) {
            const auto& m = data_.measures[i];
            if (m.kind == measure_kind::sections_rated)
                rated |= m.sections;
            if (!by_section(m))
                return;
            if (m.conforming)
                conforming |= m.sections;
            if (m.of == denominator::applicable || m.conforming)
                applicable |= m.sections;
            if (m.of == denominator::graded)
                graded[index(m.graded)] |= m.sections;
        });
        const auto list = [&](std::uint64_t set, column_kind kind, std::string_view name,
                              column_values values, std::int64_t highest,
                              std::array<std::uint16_t, max_words>* places, severity_id severity) {
            for (std::size_t s = 0; s < data_.sections.size(); ++s) {
                if (((set >> s) & 1U) == 0)
                    continue;
                auto full = fmt::format("{}.{}", name, data_.sections[s].id);
                if (severity != severity_id::none)
                    full += fmt::format(".{}", data_.severities[index(severity)].id);
                const auto place = add(kind, full, values, false, 0, highest);
                columns_[place].section = static_cast<section_id>(s);
                columns_[place].severity = severity;
                if (places != nullptr)
                    (*places)[s] = place;
                else
                    graded_.push_back(place);
            }
        };
        list(applicable, column_kind::applicable, "applicable", column_values::number,
             limits::checkpoints, &plan_.applicable, severity_id::none);
        list(conforming, column_kind::conforming, "conforming", column_values::number,
             limits::checkpoints, &plan_.conforming, severity_id::none);
        list(rated, column_kind::rating, "rating", column_values::word,
             static_cast<std::int64_t>(data_.ratings.size()) - 1, &plan_.rating, severity_id::none);
        for (std::size_t s = 0; s < data_.severities.size(); ++s)
            list(graded[s], column_kind::graded, "graded", column_values::number,
                 limits::checkpoints, nullptr, static_cast<severity_id>(s));
    }

    /// Facts whose months a rule of the event may need.
    std::uint64_t facts_of_lengths() const {
        std::uint64_t facts = 0;
        const auto of = [&](std::size_t status) {
            const auto from = data_.terms_of[status].from;
            if (from != fact_id::none)
                facts |= bit(index(from));
        };
        for (const auto& r : data_.rules) {
            if (!hears(r, event_))
                continue;
            if (r.then == outcome::assign)
                of(index(r.status));
            for (std::size_t s = 0; s < data_.statuses.size(); ++s)
                if (r.then == outcome::decided || r.then == outcome::award)
                    of(s);
        }
        return facts;
    }

    void about_facts() {
        each_bit(facts_ | facts_of_lengths(), [&](std::size_t i) {
            const auto& info = data_.facts[i];
            const auto name = fmt::format("fact.{}", info.id);
            const bool number = info.type == fact_type::number;
            auto lowest = number ? info.lowest : 0;
            auto highest =
                number ? info.highest : static_cast<std::int64_t>(info.values.size()) - 1;
            if (number && !info.allowed.empty()) {
                lowest = *std::min_element(info.allowed.begin(), info.allowed.end());
                highest = *std::max_element(info.allowed.begin(), info.allowed.end());
            }
            const auto place =
                add(column_kind::fact, name, number ? column_values::number : column_values::word,
                    false, lowest, highest);
            columns_[place].fact = static_cast<fact_id>(i);
            plan_.fact[i] = place;
        });
    }

    bool needed(column_kind kind) const noexcept { return (needs_.kinds & kind_bit(kind)) != 0; }

    void about_the_state() {
        const auto statuses = data_.statuses.size();
        if (needed(column_kind::certificate)) {
            add_word(column_kind::certificate, "certificate", statuses, false);
            add_day(column_kind::certificate_first_day, "certificate_first_day", false);
            add_day(column_kind::certificate_last_day, "certificate_last_day", false);
        }
        if (needed(column_kind::cycle)) {
            add_word(column_kind::cycle, "cycle", statuses, false);
            add_day(column_kind::cycle_since, "cycle_since", false);
            add_day(column_kind::cycle_started_on, "cycle_started_on", false);
        }
        if (needed(column_kind::cycle_award))
            add_word(column_kind::cycle_award, "cycle_award", statuses, false);
        if (needed(column_kind::bar)) {
            add_word(column_kind::bar, "bar", statuses, false);
            add_day(column_kind::bar_first_day, "bar_first_day", false);
            add_day(column_kind::bar_last_day, "bar_last_day", false);
        }
        if (needed(column_kind::after))
            add_word(column_kind::after, "after", statuses, false);
        if (needed(column_kind::visited))
            add_once(column_kind::visited, "visited", column_values::number, false, 0, 2);
        if (needed(column_kind::last_certificate))
            add_word(column_kind::last_certificate, "last_certificate", statuses, false);
        if (needed(column_kind::consecutive))
            add_once(column_kind::consecutive, "consecutive", column_values::number, false, 0,
                     0xFFFF);
        each_bit(needs_.held, [&](std::size_t s) {
            if (s >= statuses)
                return;
            const auto place = add(column_kind::held, fmt::format("held.{}", data_.statuses[s].id),
                                   column_values::number, false, 0, 1);
            columns_[place].status = static_cast<status_id>(s);
            plan_.held[s] = place;
        });
    }

    load_context& context_;
    const edition_data& data_;
    event_kind event_;
    state_needs needs_;
    std::uint64_t measures_ = 0, facts_ = 0;
    bool reads_audit_ = false, reads_fee_ = false, reads_decision_ = false;
    column_plan plan_;
    std::vector<column_info> columns_;
    std::vector<finding_group> groups_;
    std::vector<std::uint16_t> graded_;
    std::size_t work_ = 0;
};

}  // namespace

void plan_columns(load_context& context, planned_edition& data) {
    std::vector<column_plan> plans;
    for (std::size_t k = 0; k < event_kinds; ++k) {
        plans.push_back(k == 0 ? column_plan{}
                               : planner(context, data, static_cast<event_kind>(k)).make());
        plans.back().vectors =
            plan_vectors(context, data, static_cast<event_kind>(k), plans.back());
    }
    data.columns = context.keep(plans);
}

}  // namespace certrules::detail
