#pragma once

/// The cases that an edition can tell apart: each combination of what its measures count, what
/// the host knows and where the factory stands, as one small real case.

#include "detail/edition_data.hpp"
#include "detail/workbench/trace.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace certrules::detail {

/// A case that owns what it holds. Its findings have no ids.
struct built_case {
    certrules::state state;
    certrules::event event;  // without findings, sections and facts
    std::vector<finding> findings;
    std::vector<section_count> sections;
    std::vector<fact_value> facts;

    certrules::event as_event() const noexcept {
        auto ev = event;
        ev.findings = findings;
        ev.sections = sections;
        ev.facts = facts;
        return ev;
    }
};

class case_space {
public:
    explicit case_space(const edition& e);

    /// Whether every combination that the rules tell apart is among the cases. False where the
    /// edition weighs what is not built here (shares of all sections, conforming checkpoints), or
    /// where there are too many.
    bool complete() const noexcept { return complete_; }

    /// Every case of an event, those with the fewest findings first.
    void each(event_kind kind, const std::function<void(const built_case&)>& use);

    /// A status in its slot, and nothing before it among what the factory shows. `none`: nothing.
    void put_status(state& s, status_id status) const;
    date day() const noexcept { return on_; }

private:
    /// What a step from one collection of findings to the next adds.
    struct atom {
        finding one;
        bool fills_section = false;  // in a section of its own, whose only checkpoint it is
        std::size_t measure = 0;     // with fills_section: whose limit it passes
        status_id held = status_id::none;
        std::size_t rating = 0;  // 1 + place, of a section without one
        std::uint64_t sections = 0;
    };
    struct collection {
        std::vector<finding> findings;
        std::vector<section_count> sections;
        std::uint64_t held = 0;
        std::vector<std::int64_t> values;  // by measure, no more than where a test looks
        bool special = false;              // at a limit of a section's share
    };
    struct choice {
        std::size_t variable = 0;
        std::vector<std::int64_t> options;  // classes of words, or values of numbers; -1 unknown
    };

    std::uint64_t alike_sections(std::size_t section) const;
    std::vector<std::int64_t> values_of(const collection& c, bool capped) const;
    void make_atoms();
    /// False where there is no room. `apart`: in a section that has none yet.
    bool add(collection& c, const atom& a, bool apart = false) const;
    void collect();
    void add_limits();
    section_count only_checkpoints(const measure& m, std::size_t section, std::uint32_t n) const;
    std::vector<choice> choices_of(event_kind kind) const;
    std::vector<std::int64_t> number_options(const variable& v) const;
    std::uint64_t signature(event_kind kind, std::size_t variable, std::uint32_t cls) const;
    bool fits_track(variable_kind kind, std::int64_t cls) const;
    bool apply(const choice& c, std::int64_t option, built_case& to) const;

    const edition_data& data_;
    date on_;
    bool complete_ = true;
    std::vector<std::int64_t> lowest_, highest_;  // by measure: where tests look
    std::vector<bool> tested_;
    std::vector<atom> atoms_;
    std::vector<collection> collections_;
};

}  // namespace certrules::detail
