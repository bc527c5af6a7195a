#pragma once

/// From the names of a history to the numbers of the edition that answers.

#include "certrules/diagnostic.hpp"
#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/history.hpp"

#include <optional>
#include <vector>

namespace certrules::detail {

/// Each appends to `out`; after an error, whose place is within the event, `out` is unspecified.
std::optional<error> to_numbers(const edition& e, std::span<const history_finding> given,
                                std::vector<finding>& out);
std::optional<error> to_numbers(const edition& e, std::span<const history_section> given,
                                std::vector<section_count>& out);

/// A fact's value; `known` is false for "unknown".
struct fact_number {
    fact_value value;
    bool known = false;
};
std::optional<error> to_number(const edition& e, const history_fact& given, fact_number& out);

/// An event's own words (audit, fee, status) into `out`.
std::optional<error> to_numbers(const edition& e, const history_event& given, event& out);

/// Whether all words of an event are known to the edition; else the first that is not.
std::optional<error> unknown_word(const edition& e, const history_event& given);

}  // namespace certrules::detail
