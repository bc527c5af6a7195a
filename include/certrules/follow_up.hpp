#pragma once

/// What is due after a verdict, where the edition says how often and how soon: the next audit, and
/// the correction of findings.

#include "certrules/diagnostic.hpp"
#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/result.hpp"
#include "certrules/verdict.hpp"

#include <optional>

namespace certrules {

/// By when the next audit is due under a verdict of this edition, counted from the first day of
/// the status that it gives; none where the edition says nothing, or nothing changed. `on` is the
/// day of the event. Errors: `overflow` (the months from there fall on no day).
result<std::optional<date>, error> next_audit_on(const edition& e, const verdict& v, date on);

/// The day by which a finding is to be corrected, counted from the day of the event that found it.
/// None where the edition gives its severity no time, and once it is closed.
std::optional<date> correct_by(const edition& e, const finding& f, date found_on) noexcept;
/// The same of any open finding of a severity.
std::optional<date> correct_by(const edition& e, severity_id severity, date found_on) noexcept;

}  // namespace certrules
