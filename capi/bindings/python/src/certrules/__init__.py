"""certrules decides certification questions: what happened in an audit goes in, a verdict comes
out, with the rule that gave it, what the rule read, the document it rests on, and its days.

    >>> from certrules import Policy
    >>> policy = Policy.builtin("escp")
    >>> policy.decide({"event": "applied", "on": "2024-05-20"}).status
    Status.APPLICANT

The forms of cases, verdicts, histories and standings are those of docs/forms.md.
"""

from certrules import _native
from certrules._columns import Column, Decisions
from certrules._errors import (
    Error,
    InputError,
    InternalError,
    LimitError,
    NoMemoryError,
    PolicyError,
    RulesError,
    UnknownCodeError,
    UnknownNameError,
)
from certrules._policy import Diagnosis, Edition, Policy, diagnose
from certrules._records import (
    Because,
    Change,
    Cycle,
    Explanation,
    Interval,
    PolicyId,
    State,
    Term,
    Verdict,
)
from certrules._standing import (
    Deadline,
    Decision,
    Disclosure,
    DisclosureItem,
    FeeItem,
    Finding,
    Money,
    Standing,
    VoidEvent,
)
from certrules._timeline import Shown, Timeline
from certrules._workbench import (
    Answered,
    Check,
    DeclaredException,
    Diff,
    Difference,
    Flow,
    Impact,
    ImpactAnswer,
    ImpactExample,
    ImpactRow,
    Outcome,
    Problem,
    Witness,
)
from certrules.words import (
    Answer,
    Audit,
    DeadlineState,
    Event,
    Fact,
    Fee,
    FeeState,
    ImpactChange,
    ImpactDirection,
    ProblemKind,
    Rating,
    Section,
    Severity,
    Status,
    Tag,
    Word,
)

__version__: str = _native.versions()[0]

__all__ = [
    "Answer",
    "Answered",
    "Audit",
    "Because",
    "Change",
    "Check",
    "Column",
    "Cycle",
    "Deadline",
    "DeadlineState",
    "Decision",
    "Decisions",
    "DeclaredException",
    "Diagnosis",
    "Diff",
    "Difference",
    "Disclosure",
    "DisclosureItem",
    "Edition",
    "Error",
    "Event",
    "Explanation",
    "Fact",
    "Fee",
    "FeeItem",
    "FeeState",
    "Finding",
    "Flow",
    "Impact",
    "ImpactAnswer",
    "ImpactChange",
    "ImpactDirection",
    "ImpactExample",
    "ImpactRow",
    "InputError",
    "InternalError",
    "Interval",
    "LimitError",
    "Money",
    "NoMemoryError",
    "Outcome",
    "Policy",
    "PolicyError",
    "PolicyId",
    "Problem",
    "ProblemKind",
    "Rating",
    "RulesError",
    "Section",
    "Severity",
    "Shown",
    "Standing",
    "State",
    "Status",
    "Tag",
    "Term",
    "Timeline",
    "UnknownCodeError",
    "UnknownNameError",
    "Verdict",
    "VoidEvent",
    "Witness",
    "Word",
    "diagnose",
    "__version__",
]
