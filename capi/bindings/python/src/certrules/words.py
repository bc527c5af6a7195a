"""Words as enumerations of str that keep what they do not know.

Those of editions (statuses, sections, ...) are collected from the editions that this package
carries when it is built; the rest are the library's own.
"""

from __future__ import annotations

from certrules._shipped import (
    Audit,
    Event,
    Fact,
    Fee,
    Rating,
    Section,
    Severity,
    Status,
    Tag,
)
from certrules._word import Word

__all__ = [
    "Answer",
    "Audit",
    "DeadlineState",
    "Event",
    "Fact",
    "Fee",
    "FeeState",
    "Rating",
    "Section",
    "Severity",
    "Status",
    "Tag",
    "Word",
]


class Answer(Word):
    """Yes, no, or not known: never a silent no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class DeadlineState(Word):
    """How a deadline stands on the day asked."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"


class FeeState(Word):
    """How a fee stands on the day asked."""

    DUE = "due"
    PAID = "paid"
    NOT_PUBLISHED = "not-published"
