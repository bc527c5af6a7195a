#!/usr/bin/python3
"""Random cases and histories, as JSON lines: plain ones, and those that sit on an edge.

generate.py cases N --seed S
generate.py histories N --seed S      lines of {"history": ..., "on": ..., "known": ...}
"""
import argparse
import datetime
import json
import random

import days
import figures
import state as st
from forms import Recorded
from history import Fold
from words import (CERTIFICATES, FEES, OPEN_CYCLE, Refused, SEALS, SECTIONS, SEVERITIES, TAGS)

Date = datetime.date

EDGE_DAYS = [Date(2020, 2, 29), Date(2024, 2, 29), Date(2023, 2, 28), Date(2024, 1, 31),
             Date(2024, 8, 31), Date(2023, 12, 31), Date(2021, 3, 31), Date(2022, 4, 30),
             Date(2018, 8, 8), Date(2018, 8, 9), Date(2018, 8, 31), Date(2018, 10, 8),
             Date(2018, 10, 9), Date(2020, 8, 31), Date(2020, 9, 1), Date(2016, 4, 1),
             Date(2018, 2, 28), Date(2016, 8, 31), Date(2020, 6, 30), Date(2020, 7, 1)]


def a_day(r, first=Date(2016, 4, 1), last=Date(2027, 12, 31)):
    if r.random() < 0.2:
        day = r.choice(EDGE_DAYS) + datetime.timedelta(days=r.choice([0, 0, 0, 1, -1]))
        if first <= day <= last:
            return day
    return first + datetime.timedelta(days=r.randrange((last - first).days + 1))


def shifted(r, day, spread):
    return day + datetime.timedelta(days=r.randint(0, spread))


# ---- findings, facts, sections ----------------------------------------------------------------

def a_finding(r, name, on, severity=None, section=None):
    finding = {"id": name, "section": section or r.choice(SECTIONS),
               "severity": severity or r.choices(SEVERITIES, [6, 6, 3, 1])[0]}
    if r.random() < 0.4:
        finding["tags"] = r.sample(TAGS, r.choice([1, 1, 2]))
    if r.random() < 0.6:
        finding["transparent"] = r.choice(["yes", "no", "unknown"])
    if r.random() < 0.18:
        closed = on + datetime.timedelta(days=r.choice([-400, -30, -2, -1, 0, 0, 1, 2, 30, 400]))
        finding["closed_on"] = closed.isoformat()
    elif r.random() < 0.2:
        finding["closed_on"] = None
    return finding


def inconsistency(r, name, on, transparent="yes"):
    finding = a_finding(r, name, on, "critical")
    finding["tags"] = ["record-inconsistency"] + (["inaccurate-records"] if r.random() < 0.2
                                                  else [])
    finding["transparent"] = transparent
    return finding


def near_the_rate(r, on, prefix):
    """Open majors of one section, about 30 % of what applies: (findings, sections)."""
    section = r.choice(SECTIONS)
    sections = {}
    applicable = figures.APPLICABLE[section]
    if r.random() < 0.7:
        applicable = r.choice([0, 1, 2, 3, 4, 9, 10, 10, 11, 13, 14, 20, 21, 30, 33, 40])
        sections[section] = {"applicable": applicable}
        if r.random() < 0.2:
            sections[section]["graded"] = {"major": r.randint(0, applicable + 1)}
    count = max(0, applicable * 30 // 100 + r.choice([-1, 0, 0, 0, 1, 1]))
    findings = []
    for number in range(count):
        finding = a_finding(r, f"{prefix}{number}", on, "major", section)
        finding.pop("closed_on", None)
        findings.append(finding)
    if r.random() < 0.3:  # one that is closed, and does not count
        closed = a_finding(r, f"{prefix}closed", on, "major", section)
        closed["closed_on"] = on.isoformat()
        findings.append(closed)
    return findings, sections


def some_findings(r, on, prefix="F"):
    kind = r.choices(["none", "minors", "majors", "transparent", "critical", "zero", "mixed"],
                     [20, 10, 22, 22, 6, 12, 8])[0]
    sections = {}
    findings = []
    if kind == "minors":
        findings = [a_finding(r, f"{prefix}{n}", on, "minor") for n in range(r.randint(1, 4))]
    elif kind == "majors":
        findings, sections = near_the_rate(r, on, prefix)
    elif kind == "transparent":
        findings = [inconsistency(r, f"{prefix}{n}", on,
                                  r.choices(["yes", "no", "unknown"], [12, 1, 1])[0])
                    for n in range(r.choice([1, 1, 2]))]
        if r.random() < 0.4:
            findings.append(a_finding(r, f"{prefix}x", on))
    elif kind == "critical":
        findings = [a_finding(r, f"{prefix}{n}", on, "critical") for n in range(r.randint(1, 2))]
    elif kind == "zero":
        findings = [a_finding(r, f"{prefix}{n}", on, "zero-tolerance")
                    for n in range(r.choice([1, 1, 2]))]
        if r.random() < 0.4:
            findings.append(inconsistency(r, f"{prefix}x", on, r.choice(["yes", "no"])))
    elif kind == "mixed":
        findings = [a_finding(r, f"{prefix}{n}", on) for n in range(r.randint(1, 8))]
    if r.random() < 0.1:
        sections[r.choice(SECTIONS)] = {"applicable": r.choice([0, 1, 5, 20])}
    r.shuffle(findings)
    return findings, sections


def some_facts(r, era, wanted=0.65):
    facts = {}

    def maybe(name, values, share=wanted):
        if r.random() < share:
            facts[name] = r.choice(values)
    yes_no = ["yes", "yes", "no", "unknown"]
    maybe("cap-submitted", yes_no)
    maybe("willing-to-remediate", ["yes", "no", "unknown"])
    maybe("termination-months", [6, 7, 12, 24, "unknown"], 0.2)
    if era == "2020":
        maybe("programme-decision", ["none", "probation", "probation", "remediation",
                                     "remediation", "remediation", "unknown"])
        maybe("factory-choice", ["accept", "accept", "probation", "decline", "unknown"])
        maybe("remediation-months", [9, 12, "unknown"])
    elif era == "2018":
        maybe("programme-decision", ["none", "probation", "probation", "terminate", "downgrade",
                                     "unknown"])
    else:
        maybe("programme-decision", ["none", "probation", "unknown"])
        maybe("weekly-hours", [0, 40, 60, 65, 66, 67, 71, 72, 73, 80, 168, "unknown"], 0.85)
    return facts


def era_of(day):
    if day < Date(2018, 10, 9):
        return "2016"
    return "2018" if day < Date(2020, 9, 1) else "2020"


# ---- cases -------------------------------------------------------------------------------------

def certificate_names(first):
    """Those that a certificate issued on this day may have: a cycle lasts ten months at most."""
    if first < Date(2018, 10, 9):
        return SEALS + ["probation"]
    if first < Date(2019, 8, 9):
        return ["certified", "certified", "probation"] + SEALS
    if first < Date(2020, 9, 1):
        return ["certified", "certified", "probation"]
    return ["certified", "certified", "remediation", "probation"]


def a_certificate(r, on):
    """A certificate that covers the day, or that ran out about then."""
    how = r.random()
    if how < 0.75:
        first = on - datetime.timedelta(days=r.randint(0, 360))
    else:
        # About to run out, or just ran out.
        first = days.add_months(on, 0) - datetime.timedelta(days=r.choice([365, 366, 364, 367]))
    if first < Date(2016, 4, 1):
        first = Date(2016, 4, 1)
    status = r.choice(certificate_names(first))
    months = r.choice(figures.CERTIFICATE_MONTHS[status])
    return {"status": status, "first_day": first.isoformat(),
            "last_day": days.last_day(first, months).isoformat()}


def a_cycle(r, on, statuses):
    status = r.choice(statuses)
    started = on - datetime.timedelta(days=r.choice(
        [0, 1, r.randint(0, 100), r.randint(0, 300), r.randint(290, 320)]))
    started = max(started, Date(2016, 4, 1))
    since = min(on, shifted(r, started, r.choice([0, 0, 30, 150, 200])))
    cycle = {"status": status, "since": since.isoformat()}
    if status in OPEN_CYCLE and started != since:
        cycle["started_on"] = started.isoformat()
    if status == "approved" and r.random() < 0.5:
        cycle["award"] = r.choice(SEALS) if era_of(started) == "2016" else "certified"
    return cycle


def a_state(r, on, name):
    state = {}
    held = set()
    wants_certificate = {"visit-held": 0.95, "visit-contacted": 0.9, "visit-declined": 0.9,
                         "audit-declined": 0.9, "pa": 0.9, "applied": 0.2}.get(name, 0.35)
    if r.random() < wants_certificate:
        state["certificate"] = a_certificate(r, on)
        held.add(state["certificate"]["status"])
    if name in ("audit-reviewed", "fee-paid", "cap-submitted", "fu"):
        wants_cycle = 0.97
    else:
        wants_cycle = 0.1 if name == "applied" else 0.4
    if r.random() < wants_cycle:
        statuses = OPEN_CYCLE
        if name == "fee-paid" and r.random() < 0.7:
            statuses = ["approved"]
        elif name not in ("audit-reviewed", "fu") and r.random() < 0.3:
            statuses = ["applicant", "lapsed"]
        state["cycle"] = a_cycle(r, on, statuses)
    elif "certificate" not in state and r.random() < 0.4:
        first = on - datetime.timedelta(days=r.choice([0, 100, 180, 181, 182, 183, 184, 185, 400]))
        first = max(first, Date(2016, 4, 1))
        state["bar"] = {"status": "terminated", "first_day": first.isoformat(),
                        "last_day": days.last_day(first, r.choice([6, 6, 6, 12])).isoformat()}
        held.add("terminated")
    elif not state and r.random() < 0.3:
        state["after"] = r.choice(["expired", "terminated"])
        held.add("terminated" if state["after"] == "terminated" else "probation")
    if r.random() < 0.6:
        earlier = on - datetime.timedelta(days=r.choice([320, 700, 1500]))
        held.add(r.choice(certificate_names(earlier)))
    if held:
        state["held"] = sorted(held)
    if r.random() < 0.2:
        for slot in ("certificate", "cycle", "bar"):
            state.setdefault(slot, None)
    return state


def a_case(r):
    name = r.choices(
        ["audit-reviewed", "visit-held", "pa", "audit-held", "fu", "fee-paid", "applied",
         "audit-declined", "visit-contacted", "visit-declined", "finding-closed", "cap-submitted",
         "invoice-received", "decision-recorded"],
        [55, 14, 7, 5, 1, 5, 3, 2, 1, 1, 1, 1, 1, 3])[0]
    on = a_day(r)
    case = {"event": name, "on": on.isoformat()}
    if name in ("pa", "fu"):
        case.update(event="audit-held", audit=name)
    elif name == "audit-held":
        case["audit"] = r.choice(["ica", "iaa", "sa", "qc", "ta"])
    state = a_state(r, on, name)
    window = None
    if state.get("certificate"):
        window = days.add_months(Date.fromisoformat(state["certificate"]["first_day"]), 2)
    if name.startswith("visit-") and window and era_of(window) == "2016" and r.random() < 0.9:
        name = "pa"  # there were no visits then
        case.update(event="audit-held", audit=name)
    started = on
    cycle = state.get("cycle")
    if cycle is not None and cycle["status"] in OPEN_CYCLE:
        started = Date.fromisoformat(cycle.get("started_on", cycle["since"]))
        if "started_on" in cycle and r.random() < 0.5:
            case["cycle_started_on"] = cycle.pop("started_on")
    era = era_of(started)
    if name in ("visit-held", "pa", "audit-declined") and window:
        ran_out = Date.fromisoformat(state["certificate"]["last_day"]) < on
        era = era_of(on if ran_out else window)
    elif name in ("applied", "audit-held"):
        era = era_of(on)
    if not (name == "applied" and r.random() < 0.5):
        case["state"] = state
    if name == "audit-reviewed" and r.random() < 0.06:
        del case["state"]
        case.pop("cycle_started_on", None)
        era = era_of(on)
    if case["event"] in ("audit-held", "audit-reviewed", "visit-held"):
        case["findings"], sections = some_findings(r, on)
        if sections:
            case["sections"] = sections
        facts = some_facts(r, era)
        if facts or r.random() < 0.5:
            case["facts"] = facts
    elif name == "audit-declined" and r.random() < 0.3:
        case["facts"] = {"termination-months": r.choice([6, 12, "unknown"])}
    if name in ("fee-paid", "invoice-received"):
        case["fee"] = "certification" if name == "fee-paid" and r.random() < 0.7 else \
            r.choice(FEES)
    if name == "finding-closed":
        case["finding"] = "F0"
    if name == "decision-recorded":
        case["reason"] = "on appeal"
        case.update(a_decision(r, era))
    if r.random() < 0.02:
        spoil(r, case)
    return case


def a_decision(r, era):
    statuses = ["assessed", "progressing", "approved", "probation", "terminated"]
    statuses += SEALS if era == "2016" else ["certified"]
    if era == "2020":
        statuses += ["remediation", "remediation"]
    decision = {"status": r.choice(statuses)}
    if decision["status"] == "remediation":
        decision["months"] = r.choice([9, 12])
    if decision["status"] == "terminated" and r.random() < 0.5:
        decision["months"] = r.choice([6, 12, 18])
    return decision


def spoil(r, case):
    """Make it wrong, in one of the ways that hosts do."""
    kind = r.randrange(12)
    if kind == 0:
        case.pop(r.choice(["on", "event"]))
    elif kind == 1:
        case["on"] = r.choice(["2023-02-29", "2024-13-01", "2024-2-1", "20240201", "2024-04-31", 7])
    elif kind == 2:
        case["event"] = "audit-reviewd"
    elif kind == 3:
        case["colour"] = "blue"
    elif kind == 4:
        case.setdefault("facts", {})["cap-submited"] = "yes"
    elif kind == 5:
        case.setdefault("facts", {})["cap-submitted"] = r.choice(["maybe", True, 1])
    elif kind == 6:
        case.setdefault("facts", {})["termination-months"] = r.choice([5, 0])
    elif kind == 7 and case.get("findings"):
        case["findings"][0][r.choice(["section", "severity"])] = "wage"
    elif kind == 8 and case.get("findings"):
        case["findings"].append(dict(case["findings"][0]))
    elif kind == 9:
        case.pop("findings", None)
    elif kind == 10:
        case["on"] = "2016-03-31"
        case.pop("state", None)
    elif kind == 11:
        case.setdefault("facts", {})["programme-decision"] = r.choice(["remediate", "expel"])


# ---- histories ---------------------------------------------------------------------------------

class Walk:
    """A factory's life, step by step; the fold of the model says what is possible."""

    def __init__(self, r, first_day=None):
        self.r = r
        self.day = first_day or a_day(r, Date(2016, 4, 1), Date(2024, 6, 30))
        self.events = []
        self.fold = Fold([])
        self.count = 0

    def name(self):
        self.count += 1
        return f"F{self.count}"

    def findings(self, zero=True):
        findings, sections = some_findings(self.r, self.day, "tmp")
        for finding in findings:
            finding["id"] = self.name()
            if self.r.random() < 0.9:
                finding.pop("closed_on", None)
            if finding["severity"] == "zero-tolerance" and (not zero or self.r.random() < 0.3):
                finding["severity"] = "major"
        return findings, sections

    def add(self, **event):
        event["on"] = self.day.isoformat()
        try:
            self.fold.take(Recorded(json_round(event), len(self.events)))
        except Refused:
            if self.r.random() > 0.004:
                return False
        self.events.append(event)
        return True

    def pass_time(self):
        r = self.r
        state = st.settle(self.fold.state, self.day)
        ends = [day for day in st.run_out_days(state) if day > self.day]
        how = r.random()
        if how < 0.12 and ends:
            target = r.choice(ends) + datetime.timedelta(days=r.choice([-1, -1, 0, 0, 1]))
            self.day = max(self.day, target)
        elif how < 0.22:
            pass
        elif how < 0.75:
            self.day += datetime.timedelta(days=r.randint(1, 40))
        else:
            self.day += datetime.timedelta(days=r.randint(20, 150))

    def facts(self, day):
        return some_facts(self.r, era_of(day), 0.5)

    def step(self):
        r = self.r
        state = st.settle(self.fold.state, self.day)
        if r.random() < 0.06:
            return self.anything(state)
        if state.bar is not None:
            if r.random() < 0.5:
                self.day = state.bar.last_day + datetime.timedelta(days=r.choice([1, 1, 2, 50]))
                return self.add(event="applied")
            return None
        if state.cycle_is_open():
            return self.in_cycle(state)
        if state.cycle is not None and state.cycle.status == "applicant":
            if r.random() < 0.35:
                return self.add(event="fee-paid",
                                fee=r.choice(["registration", "registration", "renewal"]))
            return self.audit(r.choice(["ica", "ica", "ica", "iaa", "sa"]))
        if state.certificate is not None and r.random() < 0.85:
            return self.certified(state)
        if r.random() < 0.15:
            return self.audit(r.choice(["ica", "iaa"]))
        event = {"event": "applied"}
        if r.random() < 0.15:
            event["facts"] = self.facts(self.day)
        return self.add(**event)

    def audit(self, kind):
        findings, sections = self.findings()
        event = {"event": "audit-held", "audit": kind, "findings": findings}
        if sections:
            event["sections"] = sections
        if self.r.random() < 0.7:
            event["man_days"] = self.r.choice([1, 2, 3, 2.5, 0.25, 1.75, 10])
        if self.r.random() < 0.25:
            event["facts"] = self.facts(self.day)
            if kind == "pa":
                event["facts"] = some_facts(self.r, "2016", 0.5)
        return self.add(**event)

    def in_cycle(self, state):
        r = self.r
        started = state.cycle.started_on
        if state.cycle.status != "approved" and r.random() < 0.3 and self.fold.audit_in_cycle:
            for finding in self.fold.findings:  # all is put right, and looked at again
                if finding.open_on(self.day):
                    self.add(event="finding-closed", finding=finding.id)
            facts = {"weekly-hours": r.choice([60, 66, 67, 72, 73])}
            return self.add(event="audit-reviewed",
                            **({"facts": facts} if era_of(started) == "2016" else {}))
        still_open = [f for f in self.fold.findings if f.open_on(self.day)]
        roll = r.random()
        if state.cycle.status == "approved" and roll < 0.6:
            return self.add(event="fee-paid", fee="certification")
        if roll < 0.3 and still_open:
            if r.random() < 0.6:  # a day on which several are closed
                for finding in still_open:
                    if r.random() < 0.8:
                        self.add(event="finding-closed", finding=finding.id)
                return None
            return self.add(event="finding-closed", finding=r.choice(still_open).id)
        if roll < 0.36:
            return self.add(event="cap-submitted")
        if roll < 0.44:
            return self.audit(r.choice(["fu", "fu", "fu", "sa", "qc", "ta", "ica", "iaa"]))
        if roll < 0.48:
            return self.add(event="fee-paid", fee=r.choice(["audit", "registration", "renewal"]))
        if roll < 0.52:
            return self.add(event="decision-recorded", reason="on appeal",
                            **a_decision(r, era_of(started)))
        event = {"event": "audit-reviewed"}
        if r.random() < 0.85:
            event["facts"] = self.facts(started)
            if era_of(started) == "2016":
                event["facts"].setdefault("weekly-hours", r.choice([60, 66, 67, 72, 73]))
        return self.add(**event)

    def certified(self, state):
        r = self.r
        window = days.add_months(state.certificate.first_day, 2)
        roll = r.random()
        if roll < 0.12:
            return self.add(event="applied")
        if roll < 0.3:
            return self.audit(r.choice(["iaa", "iaa", "iaa", "ica", "sa"]))
        if roll < 0.42:
            visits = [f for f in self.fold.visit_findings if f.open_on(self.day)]
            if visits and r.random() < 0.5:
                return self.add(event="finding-closed", finding=r.choice(visits).id)
            return self.add(event=r.choice(["cap-submitted", "visit-contacted"]))
        if roll < 0.5:
            return self.add(event="fee-paid", fee=r.choice(["progress-visit", "audit"]))
        if roll < 0.57:
            return self.add(event="invoice-received",
                            fee=r.choice(["progress-visit", "progress-visit", "audit"]))
        if era_of(window) == "2016":
            return self.audit("pa")
        if roll < 0.7:
            if self.day < window and r.random() < 0.7:
                self.day = window + datetime.timedelta(days=r.choice([0, 0, 1, 30, 61, 62]))
            return self.add(event="visit-contacted")
        if roll < 0.93:
            findings, sections = self.findings(zero=r.random() < 0.5)
            event = {"event": "visit-held", "findings": findings}
            if r.random() < 0.7:
                event["man_days"] = r.choice([1, 2, 3, 3.01, 2.99, 4, 1.5])
            if r.random() < 0.3:
                event["facts"] = self.facts(window)
            return self.add(**event)
        if roll < 0.97:
            return self.add(event="visit-declined")
        if roll < 0.985:
            return self.audit("pa")
        return self.add(event="audit-declined")

    def anything(self, state):
        r = self.r
        return r.choice([
            lambda: self.add(event="fee-paid", fee=r.choice(FEES)),
            lambda: self.add(event="invoice-received", fee=r.choice(FEES)),
            lambda: self.add(event="cap-submitted"),
            lambda: self.add(event="audit-reviewed"),
            lambda: self.add(event="finding-closed", finding=f"F{max(1, self.count)}"),
            lambda: self.audit(r.choice(["sa", "qc", "ta", "fu", "pa"])),
            lambda: self.add(event="visit-held", findings=[]),
            lambda: self.add(event="applied"),
        ])()


def json_round(value):
    from forms import read_json
    return read_json(json.dumps(value))


def record_late(r, events):
    """Some events are recorded later than they happened."""
    for event in events:
        if r.random() < 0.12:
            event["recorded_on"] = shifted(
                r, Date.fromisoformat(event["on"]), r.choice([0, 3, 30, 200])).isoformat()
        elif r.random() < 0.2:
            event["recorded_on"] = event["on"]


def correct(r, events):
    """Later in the file: corrections, and events taken back."""
    for _ in range(r.choice([1, 1, 1, 2, 3])):
        place = r.randrange(len(events))
        old = events[place]
        if old.get("corrects") and old["event"] == "withdrawn":
            continue
        if any(event.get("corrects") == old.get("id", f"E{place}") for event in events):
            continue
        old["id"] = old.get("id", f"E{place}")
        if r.random() < 0.35:
            new = {"event": "withdrawn", "on": old["on"]}
        else:
            new = {k: v for k, v in json.loads(json.dumps(old)).items() if k != "recorded_on"}
            new.pop("id")
            how = r.random()
            if how < 0.5:
                moved = Date.fromisoformat(old["on"]) + datetime.timedelta(
                    days=r.choice([-30, -3, -1, 1, 2, 10]))
                new["on"] = max(moved, Date(2016, 4, 1)).isoformat()
            elif "findings" in new and new["findings"]:
                new["findings"].pop(r.randrange(len(new["findings"])))
            elif "man_days" in new:
                new["man_days"] = 4
            elif "facts" in new and new["facts"]:
                new["facts"].pop(r.choice(sorted(new["facts"])))
        new["corrects"] = old["id"]
        at_least = max(new["on"], old.get("recorded_on", old["on"]))
        new["recorded_on"] = shifted(r, Date.fromisoformat(at_least),
                                     r.choice([0, 1, 30, 300])).isoformat()
        events.append(new)


def move(history, by):
    """The whole history, some days earlier or later."""
    def moved(value):
        if isinstance(value, dict):
            return {k: (moved(v) if not (k in DATES and isinstance(v, str)) else
                        (Date.fromisoformat(v) + datetime.timedelta(days=by)).isoformat())
                    for k, v in value.items()}
        if isinstance(value, list):
            return [moved(item) for item in value]
        return value
    history = moved(history)
    history["holidays"] = [(Date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat()
                           for day in history.get("holidays", [])]
    return history


DATES = ("on", "recorded_on", "closed_on")


def a_history(r, first_day=None):
    walk = Walk(r, first_day)
    for _ in range(r.randint(3, 30)):
        walk.step()
        walk.pass_time()
    if not walk.events:
        walk.add(event="applied")
    events = walk.events
    if r.random() < 0.4:
        record_late(r, events)
    if events and r.random() < 0.4:
        correct(r, events)
    history = {"factory": f"F-{r.randrange(1000):03}", "events": events}
    if r.random() < 0.4:
        history["holidays"] = sorted({
            shifted(r, Date.fromisoformat(r.choice(events)["on"]), 20).isoformat()
            for _ in range(r.randint(1, 5))}) if events else []
    return history


def interesting_days(history):
    found = set()
    for event in history["events"]:
        found.add(event["on"])
        found.add(event.get("recorded_on", event["on"]))
    last = Date.fromisoformat(max(found)) if found else Date(2024, 1, 1)
    for extra in (1, 30, 200, 366, 400):
        found.add((last + datetime.timedelta(days=extra)).isoformat())
    return sorted(found)


def asked(r, history):
    """A day to ask about, and a day of knowledge (or None)."""
    pool = interesting_days(history)
    on = Date.fromisoformat(r.choice(pool)) + datetime.timedelta(days=r.choice([-1, 0, 0, 0, 1]))
    known = None
    if r.random() < 0.5:
        known = Date.fromisoformat(r.choice(pool)) + datetime.timedelta(days=r.choice([-1, 0, 0]))
    return on, known


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["cases", "histories"])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for number in range(options.count):
        r = random.Random(f"{options.seed}/{options.what}/{number}")
        if options.what == "cases":
            print(json.dumps(a_case(r)))
        else:
            history = a_history(r)
            on, known = asked(r, history)
            print(json.dumps({"history": history, "on": on.isoformat(),
                              "known": known and known.isoformat()}))


if __name__ == "__main__":
    main()
