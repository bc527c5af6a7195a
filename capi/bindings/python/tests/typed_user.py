"""A program of a user, for mypy --strict."""

import datetime

from certrules import (
    Change,
    Check,
    Deadline,
    Diff,
    Explanation,
    Impact,
    Interval,
    Policy,
    ProblemKind,
    Standing,
    State,
    Status,
    Timeline,
    Verdict,
)
from certrules.testing import Result

policy: Policy = Policy.builtin("escp")
verdict: Verdict = policy.decide({"event": "applied", "on": datetime.date(2024, 5, 20)})
status: Status | None = verdict.status
text: str = str(verdict.status)
valid: Interval | None = verdict.valid
last: datetime.date | None = None if valid is None else valid.last_day
state: State = verdict.state
changes: tuple[Change, ...] = policy.what_if(verdict)
explanation: Explanation = policy.explain(verdict)
measured: list[str] = [why.measure for why in verdict.because]
if verdict.status is Status.APPLICANT:
    print("applied")
standing: Standing = policy.replay({"factory": "F-1", "events": []}, "2024-05-20")
timeline: Timeline = standing.timeline
deadlines: tuple[Deadline, ...] = policy.deadlines("{}", datetime.date(2024, 5, 20))
check: Check = policy.check(edition="2020-09-01")
kinds: list[ProblemKind] = [problem.kind for problem in check.problems]
diff: Diff = policy.diff(policy, {}, edition="2018-10-09", other_edition="2020-09-01")
witnesses: list[str | None] = [one.new.answer.rule for one in diff.differences]
impact: Impact = policy.impact(policy, [{"event": "applied", "on": "2024-05-20"}])
moved: int = sum(flow.cases for flow in impact.flows if flow.old != flow.new)
results: tuple[Result, ...] = policy.run_tests("format = 1")
