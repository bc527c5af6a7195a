#!/usr/bin/env python3
"""Deciding dicts: the package beside the same rules in plain Python, on the same cases, in one run.

    decide_dict.py [--check]    --check compares the answers and times nothing

The plain rules are what one would write by hand for reviews of audits in the edition of 2020: they
read the dict, count, decide, and give status, public status, days, rule and the unknown facts.
`bare` trusts the dict: a misspelt severity counts as nothing. `checked` refuses, as the package
does, fields and words that are not known, ids given twice, and days that do not exist. Neither
tells where, cites, or keeps anything for later questions, as the package does.
"""

import argparse
import datetime
import json
import random
import time

from certrules import Policy

EDITION = "escp@2020-09-01"
APPLICABLE = {"safety": 40}  # checkpoints of a section where the case gives none; else 20
SECTIONS = ["audit-process", "business-ethics", "discrimination", "disciplinary-practices",
            "employee-representation", "employment-practices", "environment-and-chemical-safety",
            "modern-day-slavery", "safety", "underage-labor", "wages", "working-hours"]
TAGS = ["record-inconsistency", "inaccurate-records", "wage-deficiency", "delayed-payment"]
CERTIFIED = {"certified", "seal-a", "seal-b", "seal-c"}
DAY = datetime.timedelta(days=1)


def last_day(first, months):
    """The day before the same day so many months later; month ends clamp."""
    month = first.year * 12 + first.month - 1 + months
    year, month = month // 12, month % 12 + 1
    day = first.day
    if day > 28:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        day = min(day, (following - DAY).day)
    return datetime.date(year, month, day) - DAY


def bare(case):
    """The verdict on a review, by hand: (status, public status, first day, last day, rule,
    unknown facts that it leaned on)."""
    date = datetime.date.fromisoformat
    on_text = case["on"]
    on = date(on_text)
    state = case["state"]
    held = set(state.get("held", ()))
    certificate = state.get("certificate")
    if certificate is not None:
        held.add(certificate["status"])
        if certificate["last_day"] < on_text:
            certificate = None
    cycle = state["cycle"]
    before = cycle["status"]
    if before not in ("assessed", "progressing", "approved"):
        raise ValueError("no audit was held in the cycle")
    since = date(cycle["since"])
    started = date(case.get("cycle_started_on", cycle["since"]))
    cycle_end = last_day(started, 10)
    end = min(cycle_end, last_day(since, 6)) if before == "progressing" else cycle_end
    if end < on:
        raise ValueError("the cycle ran out")
    facts = case["facts"]

    hidden_zero = open_zero = critical = undisclosed = found = 0
    majors = {}
    for finding in case["findings"]:
        closed_on = finding.get("closed_on")
        if closed_on is not None and closed_on <= on_text:
            continue
        found += 1
        severity = finding["severity"]
        if severity == "major":
            section = finding["section"]
            majors[section] = majors.get(section, 0) + 1
        elif severity == "critical":
            critical += 1
            if ("record-inconsistency" not in finding.get("tags", ())
                    or finding.get("transparent", "unknown") != "yes"):
                undisclosed += 1
        elif severity == "zero-tolerance":
            open_zero += 1
            if finding.get("transparent", "unknown") != "yes":
                hidden_zero += 1
    sections = case.get("sections", {})
    too_many = False
    for section, count in majors.items():
        applicable = APPLICABLE.get(section, 20)
        if section in sections:
            applicable = sections[section].get("applicable", applicable)
        too_many = too_many or count * 100 > 30 * applicable

    unknown = []
    if hidden_zero:
        willing = facts.get("willing-to-remediate", "unknown")
        if willing == "unknown":
            unknown.append("willing-to-remediate")
        if willing != "yes":
            months = facts.get("termination-months", 6)
            rule = "zero-tolerance-without-transparency"
            return "terminated", "terminated", on, last_day(on, months), rule, unknown
    status = "assessed"
    if open_zero:
        rule = "open-zero-tolerance"
        certificate = None
    elif critical and not undisclosed and not held.isdisjoint(CERTIFIED):
        decision = facts.get("programme-decision", "unknown")
        choice = facts.get("factory-choice", "unknown")
        if decision == "probation":
            return "probation", "probation", on, last_day(on, 12), "probation-decided", unknown
        if decision == "unknown":
            unknown.append("programme-decision")
        if decision in ("remediation", "unknown") and choice == "unknown":
            unknown.append("factory-choice")
        if decision == "remediation":
            if choice == "probation":
                return "probation", "probation", on, last_day(on, 12), "probation-chosen", unknown
            if choice == "accept":
                end = last_day(on, facts["remediation-months"])
                return "remediation", "remediation", on, end, "remediation-accepted", unknown
            rule = "open-critical-remediation-offered"
        else:
            rule = "open-critical-offer-possible"
    elif critical:
        rule = "open-critical"
    elif too_many:
        rule = "too-many-majors"
    elif found:
        plan = facts.get("cap-submitted", "unknown")
        if plan == "unknown":
            unknown.append("cap-submitted")
        if plan != "yes":
            rule = "no-corrective-action-plan"
        else:
            status, rule = "progressing", "few-findings-with-plan"
    else:
        status, rule = "approved", "nothing-open"

    if status != before:
        since = on
    end = min(cycle_end, last_day(since, 6)) if status == "progressing" else cycle_end
    public = status if certificate is None else certificate["status"]
    return status, public, since, end, rule, unknown


FIELDS = {"event", "on", "audit", "cycle_started_on", "state", "facts", "sections", "findings"}
STATE_FIELDS = {"held", "certificate", "cycle", "bar"}
TERM_FIELDS = {"status", "first_day", "last_day"}
FINDING_FIELDS = {"id", "section", "severity", "tags", "transparent", "closed_on"}
STATUSES = {"applicant", "assessed", "progressing", "approved", "certified", "remediation",
            "probation", "expired", "lapsed", "terminated", "seal-a", "seal-b", "seal-c"}
AUDITS = {"ica", "iaa", "fu", "sa", "qc", "ta", "pa"}
ANSWERS = {"yes", "no", "unknown"}
FACTS = {"cap-submitted": ANSWERS, "willing-to-remediate": ANSWERS,
         "programme-decision": {"none", "probation", "remediation", "unknown"},
         "factory-choice": {"accept", "probation", "decline", "unknown"}}
SECTION_SET = set(SECTIONS)
SEVERITIES = {"minor", "major", "critical", "zero-tolerance"}
ALL_TAGS = set(TAGS) | {"historical-child-labor", "child-labor", "forced-labor", "bribery",
                        "access-denied", "hidden-production"}


def checked(case):
    """The same, of a case that was held to its form first."""
    date = datetime.date.fromisoformat
    state = case["state"]
    if not (case.keys() <= FIELDS and state.keys() <= STATE_FIELDS and case["audit"] in AUDITS):
        raise ValueError("an unknown field")
    if case["event"] != "audit-reviewed":
        raise ValueError("another event")
    for status in state.get("held", ()):
        if status not in STATUSES:
            raise ValueError("an unknown status")
    for term in (state.get("certificate"), state.get("bar")):
        if term is not None:
            if term.keys() != TERM_FIELDS or term["status"] not in STATUSES:
                raise ValueError("an unknown field or status")
            if date(term["last_day"]) < date(term["first_day"]):
                raise ValueError("ends before it starts")
    for name, value in case["facts"].items():
        if value not in FACTS[name]:
            raise ValueError("an unknown value")
    for name, counts in case.get("sections", {}).items():
        if name not in SECTION_SET or counts.keys() != {"applicable"}:
            raise ValueError("an unknown section or field")
        if not 0 <= counts["applicable"] <= 1_000_000:
            raise ValueError("not that many")
    ids = set()
    for finding in case["findings"]:
        if not finding.keys() <= FINDING_FIELDS:
            raise ValueError("an unknown field")
        name = finding["id"]
        if name in ids or not 1 <= len(name) <= 256:
            raise ValueError("an id given twice, or none")
        ids.add(name)
        if finding["section"] not in SECTION_SET or finding["severity"] not in SEVERITIES:
            raise ValueError("an unknown section or severity")
        if finding.get("transparent", "unknown") not in ANSWERS:
            raise ValueError("no answer")
        for tag in finding.get("tags", ()):
            if tag not in ALL_TAGS:
                raise ValueError("an unknown tag")
        if finding.get("closed_on") is not None:
            date(finding["closed_on"])
    return bare(case)


def a_case(r, number):
    """A review as json.loads gives it: every string an object of its own."""
    since = datetime.date(2021, 1, 1) + DAY * r.randrange(1200)
    on = since + DAY * r.randrange(10, 150)
    worst = r.choices(["minor", "major", "critical", "zero-tolerance"], [4, 4, 3, 1])[0]
    severities = ["minor", "major", "critical", "zero-tolerance"]
    allowed = severities[: severities.index(worst) + 1]
    critical_section = r.choice(SECTIONS)
    findings = []
    for i in range(r.choice([0, 2, 4, 6, 6, 8, 10])):
        severity = r.choice(allowed)
        findings.append({
            "id": f"F{number}-{i}",
            "section": critical_section if r.random() < 0.4 else r.choice(SECTIONS),
            "severity": severity,
            "tags": [r.choice(TAGS)] if severity == "critical" else [],
            "transparent": r.choice(["yes", "yes", "no", "unknown"]),
            "closed_on": on.isoformat() if r.random() < 0.2 else None,
        })
    was_certified = r.random() < 0.5
    first = since - DAY * 400
    case = {
        "event": "audit-reviewed",
        "on": on.isoformat(),
        "audit": "iaa" if was_certified else "ica",
        "cycle_started_on": since.isoformat(),
        "state": {
            "held": ["certified"] if was_certified else [],
            "certificate": {"status": "certified", "first_day": first.isoformat(),
                            "last_day": (since + DAY * 300).isoformat()}
            if was_certified and r.random() < 0.5 else None,
            "cycle": {"status": "assessed", "since": since.isoformat()},
            "bar": None,
        },
        "facts": {"cap-submitted": r.choice(["yes", "yes", "no", "unknown"]),
                  "willing-to-remediate": r.choice(["yes", "no", "unknown"])},
        "sections": {r.choice(SECTIONS): {"applicable": r.randrange(8, 30)}},
        "findings": findings,
    }
    if was_certified and r.random() < 0.3:
        case["facts"]["programme-decision"] = r.choice(["probation", "remediation", "none"])
        case["facts"]["factory-choice"] = r.choice(["probation", "decline"])
    return json.loads(json.dumps(case))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    r = random.Random(2020)
    cases = [a_case(r, number) for number in range(options.cases)]
    policy = Policy.builtin(EDITION)
    seen = {}
    for case in cases:
        verdict = policy.decide(case)
        ours = (verdict.status, verdict.public_status, verdict.valid.first_day,
                verdict.valid.last_day, verdict.rule, sorted(verdict.unknown))
        by_hand = checked(case)
        if ours != (*by_hand[:5], sorted(by_hand[5])):
            raise SystemExit(f"they differ: {ours}, {by_hand}\n{json.dumps(case)}")
        seen[verdict.rule] = seen.get(verdict.rule, 0) + 1
    print(f"{len(cases)} cases, the same answers, {len(seen)} rules")
    if options.check:
        return
    # In turn, so that what else the machine does falls on all alike.
    texts = {id(case): json.dumps(case).encode() for case in cases}
    ways = {
        "plain Python, bare": bare,
        "plain Python, checked": checked,
        "Policy.decide": policy.decide,
        "Policy.decide_json, brief": lambda case: policy.decide_json(texts[id(case)], full=False),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(options.rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            for case in cases:
                way(case)
            best[name] = min(best[name], (time.perf_counter() - start) / len(cases))
    for name, seconds in best.items():
        print(f"{name:26} {seconds * 1e9:8.0f} ns")
    package = best["Policy.decide"]
    print(f"python-dict ratio {best['plain Python, checked'] / package:.2f}"
          f" (bare: {best['plain Python, bare'] / package:.2f})")


if __name__ == "__main__":
    main()
