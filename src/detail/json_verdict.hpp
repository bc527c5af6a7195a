#pragma once

/// Verdicts, states and explanations as JSON.

#include "certrules/explain.hpp"
#include "certrules/json.hpp"
#include "detail/json_case.hpp"
#include "detail/json_writer.hpp"

namespace certrules::detail {

void write_policy(json_writer& out, const edition& e);
/// Whether what a reader would take by default is left out.
enum class state_form : std::uint8_t { brief, whole };
void write_state(json_writer& out, const edition& e, const state& s, state_form form);
void write_term(json_writer& out, const edition& e, const std::optional<term>& t);
void write_explanation(json_writer& out, const edition& e, const explanation& x);

/// Whether an event finds what it lists: from its day on findings are to be corrected.
bool finds(event_kind kind) noexcept;

/// The whole verdict of a case that was read. False after an error.
result<std::string, error> write_verdict(const json_case& c, const verdict_json_options& o);

}  // namespace certrules::detail
