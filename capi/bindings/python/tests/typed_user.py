"""A program of a user, for mypy --strict."""

import datetime

from certrules import (
    Change,
    Deadline,
    Explanation,
    Interval,
    Policy,
    Standing,
    State,
    Status,
    Timeline,
    Verdict,
)

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
