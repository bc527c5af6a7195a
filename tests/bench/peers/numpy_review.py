"""The review of ESCP 2020-09-01 in numpy at its best: blocks that stay in the cache, arrays used again,
bytes compared and or-ed, the rules as a table of 8,192 keys, months from a table of dates."""

import calendar
import datetime

import numpy as np

BLOCK = 16_384
NO_DAY = -(2**31)
REFUSED = 300  # CERTRULES_E_REFUSED
FIRST, LAST = datetime.date(2015, 1, 1), datetime.date(2040, 1, 1)
EPOCH = datetime.date(1970, 1, 1)
DAYS = (LAST - FIRST).days
BASE = (FIRST - EPOCH).days
FAR = 2**31 - 1
MOST_MONTHS = 24


def last_day(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    to = datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return (to - EPOCH).days - 1


def date_table():
    """Last days by months and day; of no months the far future."""
    table = np.full((MOST_MONTHS + 1, DAYS), FAR, np.int32)
    for i in range(DAYS):
        day = FIRST + datetime.timedelta(days=i)
        for months in range(1, MOST_MONTHS + 1):
            table[months, i] = last_day(day, months)
    return table


def rules(status):
    """What each key gives: status, months (of facts: 254 remediation, 253 termination), the rule."""
    gives = np.zeros(8192, np.uint8)
    months = np.zeros(8192, np.uint8)
    rule = np.zeros(8192, np.uint32)
    for key in range(8192):
        hidden, zero, critical, disclosed, ever, over, cap, nothing = [key >> i & 1 for i in range(8)]
        unwilling, decision, choice = key >> 8 & 1, key >> 9 & 3, key >> 11 & 3
        offered = critical and disclosed and ever and not zero
        if hidden and unwilling:
            answer = "terminated", 253, 1
        elif zero:
            answer = "assessed", 0, 2
        elif offered and decision == 1:
            answer = "probation", 12, 3
        elif offered and decision == 2 and choice == 1:
            answer = "probation", 12, 4
        elif offered and decision == 2 and choice == 0:
            answer = "remediation", 254, 5
        elif critical or over:
            answer = "assessed", 0, 6
        elif nothing:
            answer = "approved", 0, 7
        elif cap:
            answer = "progressing", 6, 8
        else:
            answer = "assessed", 0, 9
        gives[key], months[key], rule[key] = status(answer[0]), answer[1], answer[2]
    return gives, months, rule


class Review:
    def __init__(self, status, limits):
        self.gives, self.months, self.rule = rules(status)
        self.dates = date_table().reshape(-1)
        self.ten, self.six = self.dates[10 * DAYS:11 * DAYS], self.dates[6 * DAYS:7 * DAYS]
        self.assessed, self.progressing = status("assessed"), status("progressing")
        self.cycle_statuses = [status(name) for name in ("assessed", "progressing", "approved")]
        self.limits = limits  # a section's column and the most majors that are not over its limit
        self.room = {name: np.empty(BLOCK, np.uint8) for name in
                     ("over", "majors", "any", "a", "b", "low", "high", "bad", "months", "status", "term")}
        self.wide = {name: np.empty(BLOCK, np.int64) for name in ("key", "at")}
        self.days = {name: np.empty(BLOCK, np.int32) for name in ("limit", "since", "last", "own")}

    def __call__(self, table, out):
        rows = len(table["day"])
        for first in range(0, rows, BLOCK):
            self.block(table, out, slice(first, min(first + BLOCK, rows)))

    def block(self, table, out, part):
        c = {name: a[part] for name, a in table.items()}
        n = len(c["day"])
        r = {name: a[:n] for name, a in self.room.items()}
        over, majors, a, b, low, high, bad = (r[k] for k in ("over", "majors", "a", "b", "low", "high", "bad"))
        flag = lambda array: array.view(np.bool_)
        over.fill(0)
        majors.fill(0)
        for name, most in self.limits:
            np.greater(c[name], most, out=flag(a))
            np.bitwise_or(over, a, out=over)
            np.bitwise_or(majors, c[name], out=majors)
        hidden, shown = c["findings.zero-tolerance"], c["findings.zero-tolerance.transparent"]
        others, disclosed = c["findings.critical"], c["findings.critical.record-inconsistency.transparent"]

        # The key, low byte: hidden, zero, critical, disclosed, ever, over, cap, nothing.
        np.not_equal(hidden, 0, out=flag(low))
        np.bitwise_or(hidden, shown, out=a)
        np.bitwise_or(majors, a, out=majors)
        self.bit(low, np.not_equal(a, 0, out=flag(b)), 1)
        np.bitwise_or(others, disclosed, out=a)
        np.bitwise_or(majors, a, out=majors)
        self.bit(low, np.not_equal(a, 0, out=flag(b)), 2)
        self.bit(low, np.equal(others, 0, out=flag(b)), 3)
        held = [c[name] for name in table if name.startswith("held.")]
        np.bitwise_or(held[0], held[1], out=a)
        for more in held[2:]:
            np.bitwise_or(a, more, out=a)
        np.greater(a, 1, out=flag(bad))
        self.bit(low, np.not_equal(a, 0, out=flag(b)), 4)
        self.bit(low, flag(over), 5)
        cap, willing = c["fact.cap-submitted"], c["fact.willing-to-remediate"]
        self.bit(low, np.equal(cap, 1, out=flag(b)), 6)
        np.bitwise_or(majors, c["findings.minor"], out=majors)
        self.bit(low, np.equal(majors, 0, out=flag(b)), 7)
        # High byte: unwilling, decision, choice; unknown is 3.
        np.not_equal(willing, 1, out=flag(high))
        for name, shift in (("fact.programme-decision", 1), ("fact.factory-choice", 3)):
            np.bitwise_and(c[name], 3, out=a)
            np.left_shift(a, shift, out=a)
            np.bitwise_or(high, a, out=high)
        # Values that are none of their column's: 0 to 2 and 255, by one turn of the bytes.
        for name, most in (("fact.cap-submitted", 1), ("fact.willing-to-remediate", 1),
                           ("fact.programme-decision", 2), ("fact.factory-choice", 2)):
            np.add(c[name], 1, out=a)
            np.greater(a, most + 1, out=flag(b))
            np.bitwise_or(bad, b, out=bad)
        remediation, termination = c["fact.remediation-months"], c["fact.termination-months"]
        np.not_equal(remediation, 9, out=flag(a))
        np.not_equal(remediation, 12, out=flag(b))
        np.bitwise_and(a, b, out=a)
        np.bitwise_or(bad, a, out=bad)
        np.subtract(termination, 6, out=a)
        np.greater(a, MOST_MONTHS - 6, out=flag(a))
        np.bitwise_or(bad, a, out=bad)

        key, at = self.wide["key"][:n], self.wide["at"][:n]
        np.left_shift(high, 8, out=key, dtype=np.int64, casting="unsafe")
        np.bitwise_or(key, low, out=key)
        status, months = r["status"], r["months"]
        np.take(self.gives, key, out=status, mode="clip")
        np.take(self.months, key, out=months, mode="clip")
        np.take(self.rule, key, out=out["region"][part], mode="clip")  # the rule for the region
        # Months that facts give. Most rows have none.
        facts = np.flatnonzero(months >= 253)
        months[facts] = np.where(months[facts] == 253, termination[facts], remediation[facts])
        term = r["term"]
        np.greater(status, self.cycle_statuses[2], out=flag(term))

        day, cycle, cycle_since, started = c["day"], c["cycle"], c["cycle_since"], c["cycle_started_on"]
        limit, since, last, own = (self.days[k][:n] for k in ("limit", "since", "last", "own"))
        np.subtract(started, BASE, out=at, dtype=np.int64)
        np.take(self.ten, at, out=limit, mode="clip")
        # What ran out, and cycles that are none.
        np.less(limit, day, out=flag(a))
        open_now = np.flatnonzero(cycle == self.progressing)
        a[open_now] |= self.six[cycle_since[open_now] - BASE] < day[open_now]
        np.subtract(cycle, self.cycle_statuses[0], out=b)
        np.greater(b, 2, out=flag(b))
        np.bitwise_or(a, b, out=a)
        np.greater(started, cycle_since, out=flag(b))
        np.bitwise_or(bad, b, out=bad)

        np.equal(cycle, status, out=flag(b))
        np.copyto(since, day)
        np.copyto(since, cycle_since, where=flag(b))
        np.subtract(since, BASE, out=at, dtype=np.int64)
        np.multiply(months, DAYS, out=key, dtype=np.int64, casting="unsafe")
        np.add(key, at, out=key)
        np.take(self.dates, key, out=own, mode="clip")
        np.copyto(limit, FAR, where=flag(term))
        np.minimum(own, limit, out=last)

        error = out["error"][part]
        np.copyto(error, 0)
        np.copyto(error, REFUSED, where=flag(a))
        np.copyto(error, -1, where=flag(bad))
        np.not_equal(error, 0, out=flag(b))
        np.copyto(last, NO_DAY, where=flag(b))
        np.copyto(since, NO_DAY, where=flag(b))
        np.copyto(status, 255, where=flag(b))
        out["status"][part] = status.view(np.int8)
        out["first_day"][part] = since
        out["last_day"][part] = last

    @staticmethod
    def bit(key, flags, place):
        bits = flags.view(np.uint8)
        np.left_shift(bits, place, out=bits)
        np.bitwise_or(key, bits, out=key)
