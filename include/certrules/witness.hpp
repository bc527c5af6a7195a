#pragma once

/// A case that an analysis found: one that a person can read and that `decide` answers.

#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/state.hpp"

#include <string>
#include <vector>

namespace certrules {

/// A case that owns what it holds. Its findings have no ids; they are F1, F2 … in their order.
struct witness {
    certrules::state state;
    certrules::event question;  ///< without findings, sections and facts
    std::vector<finding> findings;
    std::vector<section_count> sections;
    std::vector<fact_value> facts;

    /// The event to put to `decide`. Its views live as long as the witness, unchanged.
    event as_event() const noexcept {
        auto ev = question;
        ev.findings = findings;
        ev.sections = sections;
        ev.facts = facts;
        return ev;
    }
};

/// The case as JSON on one line, in the form of docs/forms.md.
std::string to_json(const edition& e, const witness& w);

}  // namespace certrules
