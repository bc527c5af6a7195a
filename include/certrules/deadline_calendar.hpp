#pragma once

/// Deadlines as a calendar that other programs read (iCalendar, RFC 5545).

#include "certrules/standing.hpp"

#include <string>

namespace certrules {

/// Builds one calendar of any number of standings. No clock: every entry is stamped with the day
/// that its standing was asked for. The same standing gives the same bytes, and a deadline keeps
/// its UID for as long as its factory, kind and first day stay the same.
///
/// An entry lasts the whole days from the deadline's first to its last; one without a last day is
/// an entry of its first day alone. Those still open have an alarm.
///
///     calendar_writer c;
///     c.add(*standing);
///     auto text = std::move(c).finish();
class calendar_writer {
public:
    /// `alarm_days`: how many days before the last day an open deadline rings, 0 to 365.
    explicit calendar_writer(int alarm_days = 14);
    void add(const standing& s);
    std::string finish() &&;

private:
    int alarm_days_;
    std::string text_;
};

}  // namespace certrules
