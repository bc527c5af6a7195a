"""A policy: the editions of a scheme, and what can be asked of them."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from certrules import _native
from certrules._case import case_of, to_text
from certrules._columns import OUTPUTS, Column, Decisions, describe, unknown_name
from certrules._errors import from_code
from certrules._questions import Workbench, source_of
from certrules._records import (
    Because,
    Change,
    Explanation,
    Interval,
    PolicyId,
    State,
    Verdict,
    verdict_of,
)
from certrules._standing import Deadline, Disclosure, FeeItem, Standing
from certrules._tables import decide, tables_of
from certrules.words import Audit, Event, Fact, Rating, Section, Severity, Status, Tag

_P = TypeVar("_P", bound="Policy")

_BRIEF = 1  # CERTRULES_JSON_BRIEF
_WHOLE_BOOK = -1
# Numbers of certrules.h's CERTRULES_WORD_...; rules and measures stay str.
_WORD_TYPES: dict[int, type] = {
    1: Severity,
    2: Section,
    3: Tag,
    4: Rating,
    5: Status,
    6: Audit,
    7: Fact,
}



def _decimals(edition: str) -> tuple[int, ...]:
    """Of each fact that is a number, how many decimals it has: what its unit is in the structs."""
    return tuple(fact.get("decimals", 0) for fact in json.loads(edition)["facts"])


_native.bind(
    Verdict, Interval, State, PolicyId, from_code, _decimals, _WORD_TYPES, datetime.date
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of a scheme from one day on. Words map to their titles, in the edition's order;
    severities go from mild to worst."""

    id: PolicyId
    name: str
    title: str
    effective_from: datetime.date
    effective_to: datetime.date | None
    regions: int
    severities: Mapping[Severity, str] = field(repr=False)
    sections: Mapping[Section, str] = field(repr=False)
    tags: Mapping[Tag, str] = field(repr=False)
    ratings: Mapping[Rating, str] = field(repr=False)
    statuses: Mapping[Status, str] = field(repr=False)
    audits: Mapping[Audit, str] = field(repr=False)
    facts: Mapping[Fact, str] = field(repr=False)
    fees: tuple[str, ...] = field(repr=False)
    rules: tuple[str, ...] = field(repr=False)

    @property
    def hash(self) -> str:
        """SHA-256 of the rules: comments and layout of the file do not change it."""
        return self.id.hash


@dataclass(frozen=True, slots=True)
class _Document:
    """A case that was decided as a document."""

    policy: Policy
    text: bytes

    def answer(self, full: bool, /) -> str:
        return self.policy._document("decide", self.text, _WHOLE_BOOK, 0 if full else _BRIEF)


def _event_number(name: str) -> int:
    """An event's number in certrules.h."""
    names = [str(event) for event in Event]
    if name not in names:
        raise unknown_name(str(name), names, "event", "event")
    return names.index(name) + 1


class Policy(Workbench):
    """The editions of a scheme, by the days they were in force. Immutable; any number of threads
    may use one. Make it with ``Policy.builtin`` or ``Policy.load``."""

    __slots__ = ("_editions", "_known_columns")
    _editions: tuple[tuple[Edition, ...], tuple[Mapping[str, Any], ...]]
    _known_columns: dict[tuple[int, int], tuple[Column, ...]]

    @classmethod
    def builtin(cls: type[_P], name: str = "escp") -> _P:
        """The editions of a scheme that the package carries ("escp"), or one alone
        ("escp@2020-09-01"): see ``builtin_names``.

        Raises UnknownNameError with the nearest name."""
        if not isinstance(name, str):
            raise TypeError(f"expected the name of a policy, not {type(name).__name__}")
        policy: _P = cls(name)
        return policy

    @classmethod
    def load(cls: type[_P], *sources: str | bytes | os.PathLike[str]) -> _P:
        """A policy of your own: one edition or several of one scheme. One alone answers for every
        day.

        Each source is a path, or the edition's text: a str with a line break or "=" in it, or
        bytes, is text.

        Raises OSError for a file, PolicyError with line and column for its text, InputError where
        the editions do not go together."""
        if not sources:
            raise TypeError("expected at least one edition, as a path or as its text")
        policy: _P = cls(tuple(source_of(source) for source in sources))
        return policy

    @staticmethod
    def builtin_names() -> tuple[str, ...]:
        """The editions that the package carries, as ``builtin`` takes them."""
        return tuple(_native.builtin_names())

    @staticmethod
    def builtin_text(name: str) -> str:
        """The text of one of them (TOML), to read or to start a policy of one's own from."""
        return _native.builtin_text(name)

    def _described(self) -> tuple[tuple[Edition, ...], tuple[Mapping[str, Any], ...]]:
        try:
            return self._editions
        except AttributeError:
            told = self._describe()
            for one in told:
                for name, value in one.items():
                    if isinstance(value, dict):
                        one[name] = MappingProxyType(value)
            self._editions = (tuple(Edition(**one) for one in told), tuple(told))
            return self._editions

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions, oldest first."""
        return self._described()[0]

    @property
    def scheme(self) -> str:
        """The scheme's name, "escp"."""
        return self.editions[0].id.scheme

    def in_force(self, day: datetime.date | str) -> Edition:
        """The edition in force on a day. Raises PolicyError before the first."""
        return self.editions[self._in_force(day)]

    def _decide_document(self, case: object) -> Verdict:
        """A case that is unusual, wrong, or not of the latest edition (see decide)."""
        asked = _Document(self, to_text(case))
        return verdict_of(json.loads(asked.answer(False)), asked)

    def _answer(self, question: _native.Question, full: bool) -> str:
        case = case_of(question, self._described()[1][question.edition])
        flags = 0 if full else _BRIEF
        return self._document("decide", json.dumps(case).encode(), question.edition, flags)

    def decide_json(self, case: str | bytes | Mapping[str, object], *, full: bool = True) -> str:
        """The verdict for a case as JSON, byte for byte what the program prints.

        ``full`` False leaves out ``possible`` and ``what_if``, which take longest. Raises as
        ``decide`` does."""
        return self._document("decide", to_text(case), _WHOLE_BOOK, 0 if full else _BRIEF)

    def _edition_index(self, name: str) -> int:
        """An edition by its name, its day, or its hash."""
        for i, edition in enumerate(self.editions):
            if name in (edition.name, edition.id.edition, edition.hash):
                return i
        known = ", ".join(edition.name for edition in self.editions)
        raise LookupError(f"this policy has no edition {name!r}, it has {known}")

    def explain(
        self,
        what: Verdict | Mapping[str, object] | int,
        *,
        edition: str | None = None,
    ) -> Explanation:
        """Why: of a verdict, a case, or a region number that was stored.

        Of a verdict or a case, ``because`` has the values that were read; a stored region alone
        tells the tests. ``edition`` (a name, a day or a hash) says whose region it is; it may be
        left out where the policy has one edition.

        Raises LookupError where the policy lacks the edition, InputError for a region that it
        does not have, and as ``decide`` does."""
        because: tuple[Because, ...] | None = None
        if isinstance(what, int):
            if edition is None and len(self.editions) != 1:
                raise LookupError("of which edition? Regions are numbered within one")
            region, index = what, 0 if edition is None else self._edition_index(edition)
            if not 0 <= region < self.editions[index].regions:
                raise LookupError(
                    f"{self.editions[index].name} has the regions 0 to "
                    f"{self.editions[index].regions - 1}, not {region}"
                )
        else:
            verdict = what if isinstance(what, Verdict) else self.decide(what)
            region, because = verdict.region, verdict.because
            index = self._edition_index(verdict.policy.hash)
        told = json.loads(self._explanation(index, region, True))
        return Explanation(
            PolicyId(**told["policy"]),
            told["rule"],
            told["title"],
            because or tuple(Because.from_dict(why) for why in told["because"]),
            tuple(told["cites"]),
            tuple(told["bounds"]),
            self._explanation(index, region, False),
        )

    def what_if(self, case: Verdict | Mapping[str, object]) -> tuple[Change, ...]:
        """For each better status that closing findings, or changing facts that are the factory's
        to change, could earn: the fewest changes. The search is bounded (see
        ``Verdict.what_if_complete``)."""
        return (case if isinstance(case, Verdict) else self.decide(case)).what_if

    def _history(
        self,
        door: str,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        known: datetime.date | str | None,
        alarm_days: int = 0,
    ) -> str:
        return self._ask_history(door, to_text(history), on, known, alarm_days)

    def replay(
        self,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        *,
        known: datetime.date | str | None = None,
    ) -> Standing:
        """Where a factory stands on a day, from its events.

        history  a dict in the form of docs/forms.md, or its JSON text
        on       the day asked about
        known    with what had been recorded by that day; None: with everything

        Raises InputError for a history that is not by the form, and RulesError for an event that
        was impossible when it was recorded; the place names it ("events[3]")."""
        return Standing.from_dict(json.loads(self.replay_json(history, on, known=known)))

    def replay_json(
        self,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        *,
        known: datetime.date | str | None = None,
    ) -> str:
        """The standing as JSON, byte for byte what the program prints."""
        return self._history("replay", history, on, known)

    def fees(
        self,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        *,
        known: datetime.date | str | None = None,
    ) -> tuple[FeeItem, ...]:
        """The statement of fees on a day. Arguments and errors as for ``replay``."""
        told = json.loads(self._history("fees", history, on, known))
        return tuple(FeeItem.from_dict(one) for one in told["fees"])

    def deadlines(
        self,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        *,
        known: datetime.date | str | None = None,
    ) -> tuple[Deadline, ...]:
        """The deadlines and how they stand on a day. Arguments and errors as for ``replay``."""
        told = json.loads(self._history("deadlines", history, on, known))
        return tuple(Deadline.from_dict(one) for one in told["deadlines"])

    def disclosures(
        self,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        *,
        known: datetime.date | str | None = None,
    ) -> tuple[Disclosure, ...]:
        """Who sees what, and who has to be told of the last event. Arguments and errors as for
        ``replay``."""
        told = json.loads(self._history("disclosures", history, on, known))
        return tuple(Disclosure.from_dict(one) for one in told["disclosures"])

    def calendar(
        self,
        history: str | bytes | Mapping[str, object],
        on: datetime.date | str,
        *,
        known: datetime.date | str | None = None,
        alarm_days: int = 14,
    ) -> str:
        """The deadlines as iCalendar (RFC 5545), lines ended by CR LF, stamped with ``on``. Open
        ones ring ``alarm_days`` before their last day, 0 to 365. Write it with ``newline=""``."""
        return self._history("calendar", history, on, known, alarm_days)

    def words(self, edition: str | None = None) -> dict[str, Any]:
        """All that an edition says of its words, as JSON would hold it: tracks and ranks of
        statuses, values of facts, rules with their tests and texts, fees. ``edition`` (a name, a
        day or a hash): the latest, if left out."""
        index = len(self.editions) - 1 if edition is None else self._edition_index(edition)
        told: dict[str, Any] = json.loads(self._edition_document(index))
        return told

    def _only_edition(self, name: str | None) -> int:
        if name is not None:
            return self._edition_index(name)
        if len(self.editions) != 1:
            known = ", ".join(edition.name for edition in self.editions)
            raise LookupError(f"of which edition? Give one of {known}, or use it alone")
        return 0

    def columns(self, event: str, *, edition: str | None = None) -> tuple[Column, ...]:
        """The columns that ``decide_columns`` reads for an event, in their order. ``edition`` (a
        name, a day or a hash) may be left out where the policy has one.

        Raises RulesError for an event that no rule hears."""
        return self._columns_of(self._only_edition(edition), _event_number(event))

    def _columns_of(self, edition: int, event: int) -> tuple[Column, ...]:
        key = (edition, event)
        cache = self._column_cache()
        if key not in cache:
            words = json.loads(self._edition_document(edition))
            cache[key] = describe(self._columns(edition, event), words)
        return cache[key]

    def _column_cache(self) -> dict[tuple[int, int], tuple[Column, ...]]:
        try:
            return self._known_columns
        except AttributeError:
            self._known_columns = {}
            return self._known_columns

    def column_of(
        self,
        event: str,
        finding: Mapping[str, Any],
        *,
        sites: int = 0,
        edition: str | None = None,
    ) -> str | None:
        """The name of the column that counts a finding (a dict, as in a case), on an audit of so
        many sites; None where the event's rules do not look at such findings."""
        index, number = self._only_edition(edition), _event_number(event)
        place = self._column_of(
            index,
            number,
            finding["section"],
            finding["severity"],
            finding.get("transparent") or "unknown",
            finding.get("closed_on") is not None,
            list(finding.get("tags") or ()),
            finding.get("sites") or 0,
            sites,
        )
        return None if place < 0 else self._columns_of(index, number)[place].name

    def decide_columns(
        self,
        columns: Any,
        *,
        event: str,
        edition: str | None = None,
        names: Sequence[str] | None = None,
        ignore: Collection[str] = (),
        rows: int | None = None,
        outputs: Sequence[str] = ("status", "first_day", "last_day", "region", "error"),
        threads: int = 1,
        level: int = 0,
    ) -> Decisions:
        """The same decision for many cases at once: row i of every column is one case.

        columns  what the event reads (see ``columns``), as a dict by name; a pandas DataFrame; a
                 structured numpy array; anything that exports an Arrow table or stream; or, with
                 ``names``, one array of rows by columns. In a dict, values are arrays of numbers
                 (uint8, uint16, int32 or int64 are read where they lie; days are int32 since
                 1970-01-01 or datetime64), lists, or one value for all rows; a tuple of names may
                 stand for an array of rows by columns.
        ignore   names of columns to leave aside
        rows     how many, where every column is one value
        outputs  which arrays are wanted
        threads  how many to use; the library itself starts none
        level    CERTRULES_LEVEL_..., for measuring; 0: the best that the processor has

        A row that is wrong or refused gets its code in ``error`` and stops nothing. Raises InputError
        for what is wrong with the table: an unknown column, or a needed one that is missing."""
        index, number = self._only_edition(edition), _event_number(event)
        for name in outputs:
            if name not in OUTPUTS:
                raise unknown_name(name, list(OUTPUTS), "output", "outputs")
        tables = tables_of(self._columns_of(index, number), columns, names, frozenset(ignore))
        total, bad, made = decide(self, index, number, tables, rows, outputs, threads, level)
        return Decisions(
            self.editions[index].id,
            str(event),
            total,
            bad,
            tuple(self.editions[index].statuses),
            *(made.get(name) for name in OUTPUTS),
        )

    def __repr__(self) -> str:
        return f"<Policy {', '.join(edition.name for edition in self.editions)}>"

    def __copy__(self: _P) -> _P:
        return self

    def __deepcopy__(self: _P, memo: dict[int, Any]) -> _P:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError(
            "a policy holds compiled rules and is not pickled: load it again on the other side"
        )


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with an edition's text: the number of errors, and a line for each of them and
    for each warning."""

    errors: int
    lines: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether the edition does not load."""
        return self.errors > 0


def diagnose(source: str | bytes | os.PathLike[str]) -> Diagnosis:
    """All that is wrong with an edition, and all warnings: "file:line:column: error: message"."""
    text, file = source_of(source)
    errors, lines = _native.diagnose(text, file)
    return Diagnosis(errors, tuple(lines.splitlines()))
