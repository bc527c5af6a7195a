"""What the columns of an event hold, and what comes back: see docs/columns.md."""

from __future__ import annotations

import datetime
import difflib
import html
import importlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from certrules._errors import InputError, UnknownNameError
from certrules._records import Interval, PolicyId, html_table
from certrules.words import Status

NO_DAY = -(2**31)  # CERTRULES_NO_DAY
NO_REGION = 2**32 - 1  # CERTRULES_NO_REGION
NOT_A_TIME = -(2**63)  # of numpy
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_UNKNOWN_NAME = 120
_ARGUMENT = 100

KINDS = {
    1: "day",
    2: "audit",
    3: "fee",
    4: "decision",
    5: "months",
    10: "findings",
    11: "applicable",
    12: "conforming",
    13: "rating",
    14: "graded",
    20: "fact",
    30: "certificate",
    31: "certificate_first_day",
    32: "certificate_last_day",
    33: "cycle",
    34: "cycle_since",
    35: "cycle_started_on",
    36: "cycle_award",
    37: "bar",
    38: "bar_first_day",
    39: "bar_last_day",
    40: "after",
    41: "visited",
    42: "last_certificate",
    43: "consecutive",
    44: "held",
}
_STATUSES = {
    "decision", "certificate", "cycle", "cycle_award", "bar", "after", "last_certificate",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of an event holds.

    values    "number", "word" (its place in ``words``, or its name) or "day"
    required  whether it may not be left out
    lowest, highest  of its numbers
    words     the names that its numbers stand for
    """

    name: str
    number: int
    kind: str
    values: str
    required: bool
    lowest: int
    highest: int
    words: tuple[str, ...]

    def code(self, value: object) -> int | None:
        """A value as the library's number; None for none."""
        if value is None or value != value:  # noqa: PLR0124  (NaN, NaT)
            return None
        if isinstance(value, str):
            if self.values == "day":
                return _day(value, self.name)
            if self.words:
                return self._place(value)
        elif isinstance(value, datetime.datetime):
            if self.values == "day" and value.time() == datetime.time():
                return value.date().toordinal() - _EPOCH
        elif isinstance(value, datetime.date):
            if self.values == "day":
                return value.toordinal() - _EPOCH
        elif hasattr(value, "__index__"):
            return int(value.__index__())
        elif isinstance(value, float) and value.is_integer():
            return int(value)
        expected = "a day" if self.values == "day" else "a whole number"
        if self.words:
            expected = f"one of {', '.join(self.words)}"
        raise InputError(
            f"{value!r} is a {type(value).__name__}, expected {expected}",
            code=_ARGUMENT,
            name="CERTRULES_E_ARGUMENT",
            place=self.name,
        )

    def _place(self, name: str) -> int | None:
        if name in self.words:
            return self.words.index(name)
        if name == "unknown":
            return None
        raise unknown_name(name, self.words, f"value of {self.name}", self.name)


def unknown_name(name: str, known: Sequence[str], kind: str, place: str) -> UnknownNameError:
    near = difflib.get_close_matches(name, known, 1)
    hint = f', did you mean "{near[0]}"?' if near else f"; known: {', '.join(known)}"
    return UnknownNameError(
        f'unknown {kind} "{name}"{hint}',
        code=_UNKNOWN_NAME,
        name="CERTRULES_E_UNKNOWN_NAME",
        place=place,
    )


def _day(text: str, place: str) -> int:
    try:
        return datetime.date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        raise InputError(
            f"is {text!r}, expected a day as YYYY-MM-DD",
            code=130,
            name="CERTRULES_E_DATE",
            place=place,
        ) from None


def describe(told: Sequence[tuple[Any, ...]], words: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns from what the library and the edition's document say."""

    def names(kind: str, fact: int) -> tuple[str, ...]:
        if kind in _STATUSES:
            return tuple(one["id"] for one in words["statuses"])
        if kind in ("audit", "fee", "rating"):
            return tuple(one["id"] for one in words[f"{kind}s"])
        if kind == "fact":
            return tuple(words["facts"][fact].get("values", ()))
        return ("unknown", "no", "yes") if kind == "visited" else ()

    columns = []
    for number, (name, kind, values, required, lowest, highest, *more) in enumerate(told):
        kind_name = KINDS.get(kind, str(kind))
        columns.append(
            Column(
                name,
                number,
                kind_name,
                {1: "number", 2: "word", 3: "day"}.get(values, str(values)),
                bool(required),
                lowest,
                highest,
                names(kind_name, more[2]),
            )
        )
    return tuple(columns)


OUTPUTS = {"status": "b", "first_day": "i", "last_day": "i", "region": "I", "error": "h"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row's answer. ``error`` is 0 or the code that ``decide`` would raise."""

    status: Status | None
    valid: Interval | None
    region: int | None
    error: int


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """The answers of all rows, as arrays: memoryviews that numpy reads without a copy.

    status     number of a status in ``statuses``; -1: nothing to show, or an error
    first_day, last_day  days since 1970-01-01, both inside; -2147483648: no end, or an error
    region     for ``Policy.explain``; 4294967295: none
    error      0, or the code that ``decide`` raises for that case
    bad        how many rows have an error

    An output that was not asked for is None.
    """

    policy: PolicyId
    event: str
    rows: int
    bad: int
    statuses: tuple[Status, ...] = field(repr=False)
    status: memoryview | None = field(repr=False)
    first_day: memoryview | None = field(repr=False)
    last_day: memoryview | None = field(repr=False)
    region: memoryview | None = field(repr=False)
    error: memoryview | None = field(repr=False)

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, row: int) -> Decision:
        if not -self.rows <= row < self.rows:
            raise IndexError(f"row {row} of {self.rows}")
        row %= self.rows
        place = -1 if self.status is None else self.status[row]
        region = NO_REGION if self.region is None else self.region[row]
        first = NO_DAY if self.first_day is None else self.first_day[row]
        last = NO_DAY if self.last_day is None else self.last_day[row]
        return Decision(
            None if place < 0 else self.statuses[place],
            None if first == NO_DAY else Interval(_date(first), None if last == NO_DAY else _date(last)),
            None if region == NO_REGION else region,
            0 if self.error is None else self.error[row],
        )

    def __iter__(self) -> Iterator[Decision]:
        return (self[row] for row in range(self.rows))

    def counts(self) -> dict[Status | None, int]:
        """How many rows have each status, best first; None: nothing to show, or an error."""
        if self.status is None:
            raise ValueError("the status was not asked for")
        numpy = sys.modules.get("numpy")
        if numpy is None:
            found = Counter(self.status)
        else:
            counted = numpy.bincount(numpy.asarray(self.status).astype(numpy.intp) + 1)
            found = Counter({i - 1: int(n) for i, n in enumerate(counted) if n})
        return {
            None if place < 0 else self.statuses[place]: found[place]
            for place in sorted(found, key=lambda place: -found[place])
        }

    def to_numpy(self) -> dict[str, Any]:
        """The arrays for numpy, without a copy: days as ``datetime64[D]`` (copied, since they are
        wider there), the rest as they are."""
        numpy = importlib.import_module("numpy")
        arrays = {}
        for name in ("status", "first_day", "last_day", "region", "error"):
            view = getattr(self, name)
            if view is None:
                continue
            values = numpy.asarray(view)
            if name in ("first_day", "last_day"):
                days = values.astype(numpy.int64)
                days[values == NO_DAY] = NOT_A_TIME
                values = days.view("datetime64[D]")
            arrays[name] = values
        return arrays

    def to_pandas(self, index: Any = None) -> Any:
        """A DataFrame: the status as a category, days as timestamps."""
        pandas = importlib.import_module("pandas")
        arrays = self.to_numpy()
        if "status" in arrays:
            arrays["status"] = pandas.Categorical.from_codes(
                arrays["status"], [str(status) for status in self.statuses]
            )
        for name in ("first_day", "last_day"):
            if name in arrays:
                arrays[name] = arrays[name].astype("datetime64[ns]")
        return pandas.DataFrame(arrays, index=index)

    def _repr_html_(self) -> str:
        rows = [] if self.status is None else [
            (str(status or "nothing"), f"{count:,}") for status, count in self.counts().items()
        ]  # fmt: skip
        rows.append(("rows with an error", f"{self.bad:,}"))
        rows.append(("policy", html.escape(self.policy.name)))
        return html_table(rows)


def _date(day: int) -> datetime.date:
    return datetime.date.fromordinal(day + _EPOCH)
