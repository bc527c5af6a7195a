"""The records that a history amounts to."""

from __future__ import annotations

import datetime
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from certrules._records import (
    Cycle,
    PolicyId,
    Term,
    date_or_none,
    html_lines,
    html_table,
    status_or_none,
)
from certrules._timeline import Shown, Timeline
from certrules.words import (
    Answer,
    DeadlineState,
    Event,
    Fee,
    FeeState,
    Section,
    Severity,
    Status,
    Tag,
)

_date = datetime.date.fromisoformat

# Currencies of ISO 4217 that do not have two decimals.
_DECIMALS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents, where a currency has them)."""

    minor_units: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """In the currency's units, exactly: 150000 of USD are 1500.00."""
        return Decimal(self.minor_units).scaleb(-_DECIMALS.get(self.currency, 2))

    def __str__(self) -> str:
        return f"{self.amount:,} {self.currency}"

    @classmethod
    def from_dict(cls, form: Mapping[str, Any] | None) -> Money | None:
        return None if form is None else cls(form["minor_units"], form["currency"])


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding that is not closed."""

    id: str
    section: Section
    severity: Severity
    tags: tuple[Tag, ...]
    transparent: Answer
    closed_on: datetime.date | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Finding:
        return cls(
            form["id"],
            Section(form["section"]),
            Severity(form["severity"]),
            tuple(Tag(tag) for tag in form.get("tags", ())),
            Answer(form.get("transparent", Answer.UNKNOWN)),
            date_or_none(form.get("closed_on")),
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """From a first to a last day, both inside; ``last_day`` None: there is none.

    ``consequence`` of missing it is None where none is published.
    """

    id: str
    first_day: datetime.date
    last_day: datetime.date | None
    state: DeadlineState
    met_on: datetime.date | None
    consequence: str | None
    cites: tuple[str, ...]

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Deadline:
        return cls(
            form["id"],
            _date(form["first_day"]),
            date_or_none(form["last_day"]),
            DeadlineState(form["state"]),
            date_or_none(form.get("met_on")),
            form.get("consequence"),
            tuple(form["cites"]),
        )

    def __str__(self) -> str:
        return f"{self.id}: {self.first_day} to {self.last_day or 'no end'}, {self.state}"


@dataclass(frozen=True, slots=True)
class FeeItem:
    """A line of the fee statement. ``amount`` None: not published, or it needs man-days that
    nobody gave."""

    id: Fee
    payee: str
    amount: Money | None
    state: FeeState
    due_on: datetime.date | None
    paid_on: datetime.date | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> FeeItem:
        return cls(
            Fee(form["id"]),
            form["payee"],
            Money.from_dict(form["amount"]),
            FeeState(form["state"]),
            date_or_none(form.get("due_on")),
            date_or_none(form.get("paid_on")),
        )

    def __str__(self) -> str:
        return f"{self.id}: {self.amount or 'amount not known'} to {self.payee}, {self.state}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The programme's own decision, beside the recommendation that it had."""

    on: datetime.date
    status: Status
    months: int | None
    reason: str
    recommendation: Status | None
    rule: str | None
    differs: bool

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Decision:
        return cls(
            _date(form["on"]),
            Status(form["status"]),
            form.get("months"),
            form["reason"],
            status_or_none(form.get("recommendation")),
            form.get("rule"),
            form["differs"],
        )


@dataclass(frozen=True, slots=True)
class VoidEvent:
    """An event left aside: possible as known when it was recorded, not as known now."""

    event: Event
    on: datetime.date
    recorded_on: datetime.date
    id: str | None
    reason: str

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> VoidEvent:
        return cls(
            Event(form["event"]),
            _date(form["on"]),
            _date(form["recorded_on"]),
            form.get("id"),
            form["reason"],
        )


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """Something that a viewer sees or is told. ``shows`` names parts of the standing; a document
    that the host keeps has none."""

    id: str
    title: str
    shows: tuple[str, ...]
    cites: tuple[str, ...]

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> DisclosureItem:
        return cls(form["id"], form["title"], tuple(form["shows"]), tuple(form["cites"]))


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a viewer sees, and what the last event obliges somebody to tell it."""

    viewer: str
    title: str
    sees: tuple[DisclosureItem, ...]
    told: tuple[DisclosureItem, ...]

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Disclosure:
        return cls(
            form["viewer"],
            form["title"],
            tuple(DisclosureItem.from_dict(item) for item in form["sees"]),
            tuple(DisclosureItem.from_dict(item) for item in form["told"]),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a factory stands on one day, as known on another.

    public_status  what it shows; None: nothing
    certificate, cycle, bar, held  as in a case's state
    open_findings  findings not closed
    timeline       the public status of every day
    deadlines, fees  with their states on the day
    decisions      the programme's own decisions
    void           events left aside
    """

    factory: str | None
    on: datetime.date
    known: datetime.date
    policy: PolicyId
    public_status: Status | None
    certificate: Term | None
    cycle: Cycle | None
    bar: Term | None
    held: tuple[Status, ...]
    open_findings: tuple[Finding, ...] = field(repr=False)
    timeline: Timeline = field(repr=False)
    deadlines: tuple[Deadline, ...] = field(repr=False)
    fees: tuple[FeeItem, ...] = field(repr=False)
    decisions: tuple[Decision, ...] = field(repr=False)
    void: tuple[VoidEvent, ...] = field(repr=False)

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Standing:
        """From the form of docs/forms.md."""
        on = _date(form["on"])
        shown = tuple(
            Shown(
                _date(one["first_day"]),
                date_or_none(one["last_day"]),
                status_or_none(one["public_status"]),
                one.get("rule"),
                tuple(one.get("cites", ())),
            )
            for one in form["timeline"]
        )
        return cls(
            form.get("factory"),
            on,
            _date(form["known"]),
            PolicyId(**form["policy"]),
            status_or_none(form["public_status"]),
            Term.from_dict(form["certificate"]),
            Cycle.from_dict(form["cycle"]),
            Term.from_dict(form["bar"]),
            tuple(Status(name) for name in form["held"]),
            tuple(Finding.from_dict(one) for one in form["open_findings"]),
            Timeline(shown, on),
            tuple(Deadline.from_dict(one) for one in form["deadlines"]),
            tuple(FeeItem.from_dict(one) for one in form["fees"]),
            tuple(Decision.from_dict(one) for one in form["decisions"]),
            tuple(VoidEvent.from_dict(one) for one in form["void"]),
        )

    def _repr_html_(self) -> str:
        term = self.certificate or self.bar
        rows = [
            ("factory", html.escape(str(self.factory or ""))),
            ("shows", f"<b>{html.escape(str(self.public_status or 'nothing'))}</b> on {self.on}"),
            (
                "until",
                "" if term is None else html.escape(str(term.last_day or "no end")),
            ),
            ("open", html_lines(f"{f.id}: {f.severity}, {f.section}" for f in self.open_findings)),
            ("deadlines", html_lines(self.deadlines)),
            ("fees", html_lines(self.fees)),
        ]
        return html_table([row for row in rows if row[1]]) + self.timeline.svg()
