"""What people who own a policy ask before it changes: records of a check, a diff and an impact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from certrules._records import Interval, PolicyId, date_or_none, status_or_none
from certrules.words import Event, ImpactChange, ImpactDirection, ProblemKind, Status


@dataclass(frozen=True, slots=True)
class Answered:
    """What an edition answers to a case, in words.

    rule    None where no rule answers
    status  a status, or "refused", "no rule", "missing"; None: nothing to show
    valid   "2024-01-15 to 2025-01-14", or None
    """

    rule: str | None
    status: str | None
    valid: str | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Answered:
        return cls(form["rule"], form["status"], form["valid"])

    def __str__(self) -> str:
        valid = f", {self.valid}" if self.valid else ""
        rule = f" (rule {self.rule})" if self.rule else ""
        return f"{self.status or 'nothing to show'}{valid}{rule}"


@dataclass(frozen=True, slots=True)
class Witness:
    """A case that shows something: ``Policy.decide(dict(witness.case))`` gives ``answer``."""

    case: Mapping[str, Any]
    answer: Answered

    @classmethod
    def from_dict(cls, form: Mapping[str, Any] | None) -> Witness | None:
        if form is None:
            return None
        return cls(MappingProxyType(form["case"]), Answered.from_dict(form))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an edition.

    message    one line
    event, rule, status  what it is about, where it is about one
    other      of a monotone one: the rule of the worse case
    exception  the exception of the edition that declares it; None: undeclared
    smallest   False where the search ended before it was certain that no smaller case shows it
    first      the smallest case that shows it; ``second``: of a monotone one, the worse case
    """

    kind: ProblemKind
    message: str
    event: Event | None
    rule: str | None
    other: str | None
    status: Status | None
    exception: str | None
    smallest: bool
    first: Witness | None
    second: Witness | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Problem:
        return cls(
            ProblemKind(form["kind"]),
            form["message"],
            None if form["event"] is None else Event(form["event"]),
            form["rule"],
            form["other"],
            status_or_none(form["status"]),
            form["exception"],
            form["smallest"],
            Witness.from_dict(form["first"]),
            Witness.from_dict(form["second"]),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


@dataclass(frozen=True, slots=True)
class DeclaredException:
    """An exception that the edition declares; ``covers``: how many problems it declares."""

    id: str
    kind: ProblemKind
    reason: str
    covers: int
    cites: tuple[str, ...]

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> DeclaredException:
        return cls(
            form["id"],
            ProblemKind(form["kind"]),
            form["reason"],
            form["covers"],
            tuple(form["cites"]),
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What is wrong with an edition, over every case. ``clean``: nothing that it does not declare,
    and all was decided."""

    policy: PolicyId
    clean: bool
    problems: tuple[Problem, ...]
    exceptions: tuple[DeclaredException, ...]

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Check:
        return cls(
            PolicyId(**form["policy"]),
            form["clean"],
            tuple(Problem.from_dict(one) for one in form["problems"]),
            tuple(DeclaredException.from_dict(one) for one in form["exceptions"]),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Cases of one kind that two editions answer differently.

    regions  the kind in words, a tuple for each region; the regions do not overlap
    effects  what differs: "status: assessed, now progressing"
    old, new  the smallest case, in the words of each edition, with its answer
    smallest  False where the search ended before it was certain
    """

    event: Event
    old_rule: str | None
    new_rule: str | None
    regions: tuple[tuple[str, ...], ...]
    effects: tuple[str, ...]
    smallest: bool
    old: Witness
    new: Witness

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Difference:
        def shown(side: str) -> Witness:
            answer = Answered.from_dict(form[f"{side}_answer"])
            return Witness(MappingProxyType(form[f"{side}_case"]), answer)

        return cls(
            Event(form["event"]),
            form["old_rule"],
            form["new_rule"],
            tuple(tuple(region) for region in form["regions"]),
            tuple(form["effects"]),
            form["smallest"],
            shown("old"),
            shown("new"),
        )

    def __str__(self) -> str:
        return f"{self.event}: {'; '.join(self.effects)}"


@dataclass(frozen=True, slots=True)
class Diff:
    """What changes from one edition to another, over every case.

    answer       "same": proved for every case; "differ"; "not decided"
    differences  smallest case first
    terms        what differs outside of the rules
    only_old, only_new  words that one edition alone has
    undecided    what was beyond the limits, and why
    """

    old: PolicyId
    new: PolicyId
    answer: str
    differences: tuple[Difference, ...]
    terms: tuple[str, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    undecided: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Proved: every case has the same answer in both."""
        return self.answer == "same"

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Diff:
        return cls(
            PolicyId(**form["old"]),
            PolicyId(**form["new"]),
            form["answer"],
            tuple(Difference.from_dict(one) for one in form["differences"]),
            tuple(form["terms"]),
            tuple(form["only_old"]),
            tuple(form["only_new"]),
            tuple(form["undecided"]),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case came to: a status (None: nothing to show), or why it was refused."""

    status: Status | None
    refused: str | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Outcome:
        return cls(status_or_none(form.get("status")), form.get("refused"))

    def __str__(self) -> str:
        return self.refused or str(self.status or "nothing")


@dataclass(frozen=True, slots=True)
class Flow:
    """How many cases went from what to what."""

    old: Outcome
    new: Outcome
    direction: ImpactDirection
    cases: int

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Flow:
        return cls(
            Outcome.from_dict(form["from"]),
            Outcome.from_dict(form["to"]),
            ImpactDirection(form["direction"]),
            form["cases"],
        )

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}: {self.cases}"


@dataclass(frozen=True, slots=True)
class ImpactAnswer:
    """What one policy answers to the cases of a row. ``edition``: None where none could be picked;
    ``refused`` and ``message``: why there is no verdict, else None."""

    edition: str | None
    status: Status | None
    public_status: Status | None
    rule: str | None
    region: int | None
    refused: str | None
    message: str | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> ImpactAnswer:
        return cls(
            form["edition"],
            status_or_none(form.get("status")),
            status_or_none(form.get("public_status")),
            form.get("rule"),
            form.get("region"),
            form.get("refused"),
            form.get("message"),
        )


@dataclass(frozen=True, slots=True)
class ImpactExample:
    """One case of a row: its number, from 1, its factory, and its days under both policies."""

    line: int
    factory: str | None
    old: Interval | None
    new: Interval | None

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> ImpactExample:
        def days(side: Mapping[str, Any] | None) -> Interval | None:
            first = None if side is None else date_or_none(side["first_day"])
            if side is None or first is None:
                return None
            return Interval(first, date_or_none(side["last_day"]))

        return cls(form["line"], form.get("factory"), days(form["from"]), days(form["to"]))


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """Cases that got the same two answers, but for their days, with the first ones of them."""

    change: ImpactChange
    cases: int
    old: ImpactAnswer
    new: ImpactAnswer
    examples: tuple[ImpactExample, ...]

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> ImpactRow:
        return cls(
            ImpactChange(form["change"]),
            form["cases"],
            ImpactAnswer.from_dict(form["from"]),
            ImpactAnswer.from_dict(form["to"]),
            tuple(ImpactExample.from_dict(one) for one in form["examples"]),
        )


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of policy does to many cases.

    cases    how many there were
    changes  of them, how many by what differs
    flows    from what to what, most cases first; complete
    rows     by rule and region, the greatest change first
    beyond_the_rows  cases that no row holds, where there are very many rows
    """

    old: tuple[PolicyId, ...]
    new: tuple[PolicyId, ...]
    cases: int
    changes: Mapping[ImpactChange, int]
    flows: tuple[Flow, ...]
    rows: tuple[ImpactRow, ...]
    beyond_the_rows: int

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Impact:
        return cls(
            tuple(PolicyId(**one) for one in form["old"]),
            tuple(PolicyId(**one) for one in form["new"]),
            form["cases"],
            MappingProxyType(
                {ImpactChange(name): cases for name, cases in form["changes"].items()}
            ),
            tuple(Flow.from_dict(one) for one in form["flows"]),
            tuple(ImpactRow.from_dict(one) for one in form["rows"]),
            form["beyond_the_rows"],
        )
