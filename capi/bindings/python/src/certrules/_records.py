"""The records that answers are made of: frozen, with slots, of plain Python values."""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from certrules.words import Answer, Fact, Status

_date = datetime.date.fromisoformat


def date_or_none(text: str | None) -> datetime.date | None:
    return None if text is None else _date(text)


def status_or_none(text: str | None) -> Status | None:
    return None if text is None else Status(text)


def html_table(rows: Iterable[tuple[str, str]]) -> str:
    """A table of two columns; the right-hand texts are HTML already."""
    body = "".join(
        f'<tr><th style="text-align:left">{html.escape(head)}</th>'
        f'<td style="text-align:left">{text}</td></tr>'
        for head, text in rows
    )
    return f"<table>{body}</table>"


def html_lines(texts: Iterable[object]) -> str:
    return "<br>".join(html.escape(str(text)) for text in texts)


@dataclass(frozen=True, slots=True)
class PolicyId:
    """Which edition answered. With the hash and a region a verdict can be explained later."""

    scheme: str
    edition: str
    hash: str

    @property
    def name(self) -> str:
        """As ``Policy.builtin`` takes it, "escp@2020-09-01"."""
        return f"{self.scheme}@{self.edition}"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from the first to the last, both inside. ``last_day`` None: no end."""

    first_day: datetime.date
    last_day: datetime.date | None

    def __contains__(self, day: datetime.date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day or 'no end'}"


@dataclass(frozen=True, slots=True)
class Term:
    """A certificate or a bar: a status and its days, both inside."""

    status: Status
    first_day: datetime.date
    last_day: datetime.date | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any] | None) -> Term | None:
        if form is None:
            return None
        return cls(Status(form["status"]), _date(form["first_day"]), date_or_none(form["last_day"]))

    def to_dict(self) -> dict[str, Any]:
        """By the form, as JSON would hold it."""
        return {
            "status": str(self.status),
            "first_day": self.first_day.isoformat(),
            "last_day": None if self.last_day is None else self.last_day.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Cycle:
    """The audit cycle: its status, since when, when the cycle started, and at an approval the
    certificate that the fee will issue, where that is not the edition's first."""

    status: Status
    since: datetime.date
    started_on: datetime.date
    award: Status | None = None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any] | None) -> Cycle | None:
        if form is None:
            return None
        return cls(
            Status(form["status"]),
            _date(form["since"]),
            _date(form.get("started_on", form["since"])),
            status_or_none(form.get("award")),
        )

    def to_dict(self) -> dict[str, Any]:
        """By the form, as JSON would hold it."""
        form = {"status": str(self.status), "since": self.since.isoformat()}
        if self.started_on != self.since:
            form["started_on"] = self.started_on.isoformat()
        if self.award is not None:
            form["award"] = str(self.award)
        return form


@dataclass(frozen=True, slots=True)
class State:
    """Where a factory stands. Pass it on as the ``state`` of the next case.

    held              statuses ever held on a certificate or a bar
    certificate, bar  with their days
    cycle             the audit cycle
    after             what the factory shows once certificate or bar ran out
    visited           whether a visit was held under the certificate
    last_certificate, consecutive  the latest certificate's status, and how many in a row
    """

    held: tuple[Status, ...] = ()
    certificate: Term | None = None
    cycle: Cycle | None = None
    bar: Term | None = None
    after: Status | None = None
    visited: Answer = Answer.UNKNOWN
    last_certificate: Status | None = None
    consecutive: int = 0

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> State:
        """From the form of docs/forms.md. What is wrong in it, ``decide`` says."""
        return cls(
            tuple(Status(name) for name in form.get("held") or ()),
            Term.from_dict(form.get("certificate")),
            Cycle.from_dict(form.get("cycle")),
            Term.from_dict(form.get("bar")),
            status_or_none(form.get("after")),
            Answer(form.get("visited") or Answer.UNKNOWN),
            status_or_none(form.get("last_certificate")),
            form.get("consecutive", 0),
        )

    def to_dict(self) -> dict[str, Any]:
        """By the form, as JSON would hold it."""
        form: dict[str, Any] = {
            "held": [str(status) for status in self.held],
            "certificate": None if self.certificate is None else self.certificate.to_dict(),
            "cycle": None if self.cycle is None else self.cycle.to_dict(),
            "bar": None if self.bar is None else self.bar.to_dict(),
        }
        if self.after is not None:
            form["after"] = str(self.after)
        if self.visited is not Answer.UNKNOWN:
            form["visited"] = str(self.visited)
        if self.last_certificate is not None:
            form["last_certificate"] = str(self.last_certificate)
            form["consecutive"] = self.consecutive
        return form


@dataclass(frozen=True, slots=True)
class Because:
    """One test of the rule: what was read, its value, and the test as the edition writes it.

    ``value`` is None where a fact is unknown, or where a stored region is explained without its
    case. ``detail`` names what helps, such as the sections over a limit.
    """

    measure: str
    value: int | float | str | None
    test: str
    detail: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Because:
        return cls(form["measure"], form.get("value"), form["test"], tuple(form.get("detail", ())))

    def __str__(self) -> str:
        is_ = "" if self.value is None else f" is {self.value}"
        detail = f": {', '.join(self.detail)}" if self.detail else ""
        return f"{self.measure}{is_} ({self.test}){detail}"


@dataclass(frozen=True, slots=True)
class Change:
    """What would earn a better status: the fewest changes, all of them together."""

    status: Status
    change: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.status}: {', '.join(self.change)}"


class Asked(Protocol):
    """What a verdict was asked, kept for the questions that take longer."""

    def answer(self, full: bool, /) -> str: ...


class _Answer:
    """Keeps what was asked, or the whole answer as JSON, out of the record's fields."""

    __slots__ = ("_asked",)
    _asked: Asked | str


@dataclass(frozen=True, slots=True, repr=False)
class Verdict(_Answer):
    """The answer to a case.

    policy         the edition that answered, with its hash
    status         what the event gives the cycle, the certificate or the bar; None: nothing
    public_status  what the factory shows on the day of the event; None: nothing
    rule, region   the rule that fired, and the number of its region: with the policy's hash,
                   ``Policy.explain`` explains it years later
    valid          first and last day of ``status``; None where it has no end
    unknown        unknown facts that the verdict leaned on
    cites          the headings on which the rule rests
    obligations, options, notices  sentences for people

    These are worked out when first read:

    state          where the factory stands after the event
    because        what the rule read, with the values
    possible       every status that filling in the unknown facts could give, worst first
    what_if        for each better status, the fewest changes that earn it
    what_if_complete  False where that search met its bound, so that more may exist
    """

    policy: PolicyId
    status: Status | None
    public_status: Status | None
    rule: str
    region: int
    valid: Interval | None
    unknown: tuple[Fact, ...]
    cites: tuple[str, ...]
    obligations: tuple[str, ...]
    options: tuple[str, ...]
    notices: tuple[str, ...]
    state: State = field(hash=False)
    because: tuple[Because, ...] = field(compare=False)
    possible: tuple[Status, ...] = field(compare=False)
    what_if: tuple[Change, ...] = field(compare=False)
    what_if_complete: bool = field(compare=False)

    _BRIEF: ClassVar[frozenset[str]] = frozenset({"state", "because"})
    _FULL: ClassVar[frozenset[str]] = frozenset({"possible", "what_if", "what_if_complete"})

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Called for slots that are still empty, and for names that do not exist.
            if name in Verdict._BRIEF:
                _fill(self, json.loads(self._answer(full=False)))
            elif name in Verdict._FULL:
                _fill(self, json.loads(self._answer(full=True)))
            else:
                raise AttributeError(f"'Verdict' object has no attribute {name!r}")
            return object.__getattribute__(self, name)

    def _answer(self, full: bool) -> str:
        asked = self._asked
        return asked if isinstance(asked, str) else asked.answer(full)

    def to_json(self) -> str:
        """The verdict as JSON, byte for byte what the program prints for the case."""
        return self._answer(full=True)

    def to_dict(self) -> dict[str, Any]:
        """The verdict by the form of docs/forms.md."""
        form: dict[str, Any] = json.loads(self.to_json())
        return form

    @staticmethod
    def from_json(text: str) -> Verdict:
        """A verdict that was stored with ``to_json``."""
        verdict = object.__new__(Verdict)
        object.__setattr__(verdict, "_asked", text)
        _fill(verdict, json.loads(text))
        return verdict

    def __reduce__(self) -> tuple[object, ...]:
        return (Verdict.from_json, (self.to_json(),))

    def __copy__(self) -> Verdict:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Verdict:
        return self

    def __repr__(self) -> str:
        return (
            f"<Verdict {self.status or 'nothing'}"
            f"{'' if self.valid is None else f', {self.valid}'}: rule {self.rule}, "
            f"region {self.region} of {self.policy}>"
        )

    def _repr_html_(self) -> str:
        rows = [
            ("status", f"<b>{html.escape(str(self.status or 'nothing'))}</b>"),
            ("valid", "no end" if self.valid is None else html.escape(str(self.valid))),
            ("shown", html.escape(str(self.public_status or "nothing"))),
            ("because", html_lines(self.because)),
            ("rule", f"{html.escape(self.rule)} <small>(region {self.region})</small>"),
            ("cites", html_lines(self.cites)),
        ]
        for head, texts in (
            ("unknown", self.unknown),
            ("has to", self.obligations),
            ("may", self.options),
            ("note", self.notices),
            ("to reach", self.what_if),
        ):
            if texts:
                rows.append((head, html_lines(texts)))
        rows.append(("policy", html.escape(self.policy.name)))
        return html_table(rows)


def _fill(verdict: Verdict, form: Mapping[str, Any]) -> None:
    """Fills the slots that a document tells, and are still empty."""
    valid = form["valid"]
    told: dict[str, Any] = {
        "policy": PolicyId(**form["policy"]),
        "status": status_or_none(form["status"]),
        "public_status": status_or_none(form["public_status"]),
        "rule": form["rule"],
        "region": form["region"],
        "valid": None
        if valid is None
        else Interval(_date(valid["first_day"]), date_or_none(valid["last_day"])),
        "unknown": tuple(Fact(name) for name in form["unknown"]),
        "state": State.from_dict(form["state"]),
        "because": tuple(Because.from_dict(why) for why in form["because"]),
    }
    for name in ("cites", "obligations", "options", "notices"):
        told[name] = tuple(form[name])
    if "possible" in form:
        told["possible"] = tuple(Status(name) for name in form["possible"])
        told["what_if"] = tuple(
            Change(Status(one["status"]), tuple(one["change"])) for one in form["what_if"]
        )
        told["what_if_complete"] = form.get("what_if_complete", True)
    for slot in fields(Verdict):
        if slot.name in told:
            try:
                object.__getattribute__(verdict, slot.name)
            except AttributeError:
                object.__setattr__(verdict, slot.name, told[slot.name])


def verdict_of(form: Mapping[str, Any], asked: Asked) -> Verdict:
    """A verdict from a document; what the document leaves out is asked for when it is read."""
    verdict = object.__new__(Verdict)
    object.__setattr__(verdict, "_asked", asked)
    _fill(verdict, form)
    return verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: the rule, what it tests, where it rests, and what bounds its region.

    because  the tests; with the values read where a case was given
    bounds   the region's bounds in the edition's own terms
    text     the same as lines for people
    """

    policy: PolicyId
    rule: str
    title: str
    because: tuple[Because, ...]
    cites: tuple[str, ...]
    bounds: tuple[str, ...]
    text: str = field(repr=False)

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return html_table(
            [
                ("rule", f"<b>{html.escape(self.rule)}</b>: {html.escape(self.title)}"),
                ("because", html_lines(self.because)),
                ("cites", html_lines(self.cites)),
                ("policy", html.escape(self.policy.name)),
            ]
        )
