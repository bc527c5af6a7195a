"""Cases as documents, and back from the library's structs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from numbers import Integral
from typing import TYPE_CHECKING, Any

from certrules._records import State
from certrules.words import Answer, Event

if TYPE_CHECKING:
    from certrules import _native

_ANSWERS = (Answer.UNKNOWN, Answer.NO, Answer.YES)
_EXACT_DIGITS = 15  # that a float is sure to give back


def _plain(value: object) -> object:
    """What json does not know, as a document holds it."""
    if isinstance(value, datetime.datetime):
        raise TypeError(f"{value!r} has a time of day, expected a datetime.date")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, State):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Decimal) and value.is_finite():
        if len(value.as_tuple().digits) <= _EXACT_DIGITS:
            whole = value.to_integral_value()
            return int(whole) if value == whole else float(value)
    raise TypeError(
        f"{value!r} is a {type(value).__name__}, which has no place in a case or a history"
    )


def to_text(document: object) -> bytes:
    """A document as JSON. str and bytes are JSON already."""
    if isinstance(document, str):
        return document.encode()
    if isinstance(document, (bytes, bytearray, memoryview)):
        return bytes(document)
    if not isinstance(document, Mapping):
        raise TypeError(
            f"expected a dict or its JSON text, not {type(document).__name__}: {document!r:.60}"
        )
    return json.dumps(document, default=_plain, allow_nan=False).encode()


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def case_of(question: _native.Question, edition: Mapping[str, Any]) -> dict[str, Any]:
    """The case that the library was asked, by the form, to be put to the same edition again."""
    kind, on, audit, fee, decision, months, sites, state, findings, sections, facts = (
        question.parts()
    )
    case: dict[str, Any] = {"event": str(Event.numbered(kind)), "on": _day(on)}
    if audit is not None:
        case["audit"] = str(audit)
    if fee is not None:
        case["fee"] = fee
    if decision is not None:
        case["status"] = str(decision)
        case["reason"] = ""
    if months:
        case["months"] = months
    if sites:
        case["sites"] = sites
    if case["event"] == Event.FINDING_CLOSED:
        case["finding"] = ""
    case["state"] = _state(state, list(edition["statuses"]))
    case["facts"] = {str(fact): value for fact, value in facts}
    if case["event"] in (Event.AUDIT_HELD, Event.AUDIT_REVIEWED, Event.VISIT_HELD):
        tags = [str(tag) for tag in edition["tags"]]
        case["findings"] = [_finding(finding, tags) for finding in findings]
    case["sections"] = _sections(sections)
    return case


def _state(parts: tuple[Any, ...], statuses: list[Any]) -> dict[str, Any]:
    (held, certificate, certificate_first, certificate_last, cycle, since, started_on, award, bar,
     bar_first, bar_last, after, visited, last_certificate, consecutive) = parts  # fmt: skip

    def term(status: object, first: datetime.date, last: datetime.date | None) -> Any:
        if status is None:
            return None
        return {"status": str(status), "first_day": _day(first), "last_day": _day(last)}

    state: dict[str, Any] = {
        "held": [str(status) for i, status in enumerate(statuses) if held >> i & 1],
        "certificate": term(certificate, certificate_first, certificate_last),
        "bar": term(bar, bar_first, bar_last),
        "visited": str(_ANSWERS[visited]),
        "consecutive": consecutive,
    }
    if cycle is not None:
        state["cycle"] = {
            "status": str(cycle),
            "since": _day(since),
            "started_on": _day(started_on),
        }
        if award is not None:
            state["cycle"]["award"] = str(award)
    if after is not None:
        state["after"] = str(after)
    if last_certificate is not None:
        state["last_certificate"] = str(last_certificate)
    return state


def _finding(parts: tuple[Any, ...], names: list[str]) -> dict[str, Any]:
    name, section, severity, transparent, tags, closed_on, sites = parts
    finding = {
        "id": str(name),
        "section": str(section),
        "severity": str(severity),
        "tags": [tag for i, tag in enumerate(names) if tags >> i & 1],
        "transparent": str(_ANSWERS[transparent]),
        "closed_on": _day(closed_on),
    }
    if sites:
        finding["sites"] = sites
    return finding


def _sections(parts: list[tuple[Any, ...]]) -> dict[str, Any]:
    sections: dict[str, Any] = {}
    for section, applicable, conforming, rating, severity, graded in parts:
        form = sections.setdefault(str(section), {})
        for field, value in (
            ("applicable", applicable),
            ("conforming", conforming),
            ("rating", rating),
        ):
            if value is not None:
                form[field] = value if isinstance(value, int) else str(value)
        if severity is not None:
            form.setdefault("graded", {})[str(severity)] = graded
    return sections
