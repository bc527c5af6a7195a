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
    "ImpactChange",
    "ImpactDirection",
    "ProblemKind",
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


class ProblemKind(Word):
    """What can be wrong with an edition (docs/analysis.md)."""

    GAP = "gap"
    NEVER_FIRES = "never-fires"
    HIDDEN = "hidden"
    MONOTONE = "monotone"
    UNREACHABLE = "unreachable"
    NO_WAY_OUT = "no-way-out"
    NO_END = "no-end"
    BANDS = "bands"
    NEEDLESS_EXCEPTION = "needless-exception"
    UNDECIDED = "undecided"


class ImpactChange(Word):
    """What differs between two answers to a case, the least first."""

    NONE = "none"
    RULE = "rule"
    DAYS = "days"
    PUBLIC_STATUS = "public-status"
    STATUS = "status"


class ImpactDirection(Word):
    """Whether the new status ranks above the old one."""

    UNKNOWN = "unknown"
    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
