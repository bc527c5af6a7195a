"""Reading cases and histories: strict JSON, every field known, nothing repeated."""
from decimal import Decimal
import json

import days
from state import Cycle, Span, State
from words import (AUDITS, CERTIFICATES, CYCLES, EVENTS, FEES, OPEN_CYCLE, RANKS, Refused,
                   SECTIONS, SEVERITIES, TAGS, UNKNOWN)


def _no_repeats(pairs):
    seen = {}
    for name, value in pairs:
        if name in seen:
            raise Refused(f"field {name!r} is repeated")
        seen[name] = value
    return seen


def read_json(text):
    try:
        return json.loads(text, object_pairs_hook=_no_repeats, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Refused(f"not JSON: {error}")


def _object(value, where, fields):
    if not isinstance(value, dict):
        raise Refused(f"{where}: expected an object")
    for name in value:
        if name not in fields:
            raise Refused(f"{where}: unknown field {name!r}")
    return value


def _list(value, where):
    if not isinstance(value, list):
        raise Refused(f"{where}: expected a list")
    return value


def _word(value, words, where):
    if not isinstance(value, str) or value not in words:
        raise Refused(f"{where}: {value!r} is not one of {', '.join(words)}")
    return value


def _count(value, where):
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused(f"{where}: expected a whole number, 0 or more, found {value!r}")
    return value


class Finding:
    def __init__(self, value, where):
        _object(value, where, ["id", "section", "severity", "tags", "transparent", "closed_on"])
        for name in ("id", "section", "severity"):
            if name not in value:
                raise Refused(f"{where}: {name} is missing")
        if not isinstance(value["id"], str) or value["id"] == "":
            raise Refused(f"{where}: id must be text")
        self.id = value["id"]
        self.section = _word(value["section"], SECTIONS, f"{where}.section")
        self.severity = _word(value["severity"], SEVERITIES, f"{where}.severity")
        self.tags = [_word(tag, TAGS, f"{where}.tags")
                     for tag in _list(value.get("tags", []), f"{where}.tags")]
        self.transparent = _word(value.get("transparent", UNKNOWN), ["yes", "no", UNKNOWN],
                                 f"{where}.transparent")
        closed = value.get("closed_on")
        self.closed_on = None if closed is None else days.parse(closed, f"{where}.closed_on")

    def open_on(self, day):
        return self.closed_on is None or self.closed_on > day


def _findings(value, where):
    findings = [Finding(item, f"{where}[{place}]")
                for place, item in enumerate(_list(value, where))]
    ids = [finding.id for finding in findings]
    for name in ids:
        if ids.count(name) > 1:
            raise Refused(f"{where}: the id {name!r} is used twice")
    return findings


def _applicable(value, where):
    found = {}
    if not isinstance(value, dict):
        raise Refused(f"{where}: expected an object")
    for section, numbers in value.items():
        _word(section, SECTIONS, where)
        _object(numbers, f"{where}.{section}", ["applicable", "graded"])
        if "applicable" in numbers:
            found[section] = _count(numbers["applicable"], f"{where}.{section}.applicable")
        graded = numbers.get("graded", {})
        _object(graded, f"{where}.{section}.graded", SEVERITIES)
        for severity, count in graded.items():
            _count(count, f"{where}.{section}.graded.{severity}")
            if count > found.get(section, count):
                raise Refused(f"{where}.{section}.graded.{severity}: more than are applicable")
    return found


def check_facts(facts, edition):
    """Each fact must be one that the edition knows, with a value that it may take."""
    for name, value in facts.items():
        if name not in edition.facts:
            raise Refused(f"facts: unknown fact {name!r} in {edition.scheme}@{edition.name}")
        if value == UNKNOWN:
            continue
        allowed = edition.facts[name]
        if allowed == "number":
            good = (isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value >= 0
                    and 0 <= value <= 168)  # weekly hours: a week has no more
        elif allowed == "months":
            good = isinstance(value, int) and not isinstance(value, bool) and 6 <= value <= 600
        else:
            good = not isinstance(value, (bool, Decimal)) and value in allowed
        if not good:
            raise Refused(f"facts.{name}: {value!r} is not among {allowed}")


def _facts(value, where):
    if not isinstance(value, dict):
        raise Refused(f"{where}: expected an object")
    return dict(value)


# An event's own fields (needed, optional), from the table of the history form.
OWN = {
    "applied": ([], ["facts"]),
    "fee-paid": (["fee"], []),
    "audit-held": (["audit", "findings"], ["man_days", "sections", "facts"]),
    "audit-reviewed": ([], ["facts"]),
    "finding-closed": (["finding"], []),
    "cap-submitted": ([], []),
    "visit-contacted": ([], []),
    "visit-declined": ([], []),
    "audit-declined": ([], []),
    "visit-held": (["findings"], ["man_days", "sections", "facts"]),
    "invoice-received": (["fee"], []),
    "decision-recorded": (["status", "reason"], ["months"]),
}


class Event:
    """One event, of a case or of a history."""

    def __init__(self, value, where):
        self.name = _word(value.get("event"), EVENTS, f"{where}event")
        self.on = days.parse(value.get("on"), f"{where}on")
        for field in OWN[self.name][0]:
            if field not in value:
                raise Refused(f"{where}{field} is missing")
        self.audit = None
        if "audit" in value:
            self.audit = _word(value["audit"], AUDITS, f"{where}audit")
        self.fee = _word(value["fee"], FEES, f"{where}fee") if "fee" in value else None
        self.findings = _findings(value.get("findings", []), f"{where}findings")
        self.applicable = _applicable(value.get("sections", {}), f"{where}sections")
        self.facts = _facts(value.get("facts", {}), f"{where}facts")
        self.carried = {}  # facts given before, in the same cycle of a history
        self.man_days = _man_days(value.get("man_days"), where)
        self.finding = value.get("finding")
        if "finding" in value and not isinstance(self.finding, str):
            raise Refused(f"{where}finding: expected an id")
        self.status = None
        if "status" in value:
            self.status = _word(value["status"], RANKS, f"{where}status")
        self.months = value.get("months")
        if self.months is not None:
            _count(self.months, f"{where}months")
        if "reason" in value and not isinstance(value["reason"], str):
            raise Refused(f"{where}reason: expected text")
        self.cycle_started_on = None


def _man_days(value, where):
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value < 0:
        raise Refused(f"{where}man_days: expected a number, 0 or more")
    if Decimal(value) * 100 != int(Decimal(value) * 100):
        raise Refused(f"{where}man_days: at most two decimals")
    return Decimal(value)


def _span(value, where, statuses):
    if value is None:
        return None
    _object(value, where, ["status", "first_day", "last_day"])
    span = Span(_word(value.get("status"), statuses, f"{where}.status"),
                days.parse(value.get("first_day"), f"{where}.first_day"),
                days.parse(value.get("last_day"), f"{where}.last_day"))
    if span.last_day < span.first_day:
        raise Refused(f"{where}: the last day lies before the first")
    return span


def _cycle(value, cycle_started_on):
    if value is None:
        return None
    _object(value, "state.cycle", ["status", "since", "started_on", "award"])
    status = _word(value.get("status"), CYCLES, "state.cycle.status")
    since = days.parse(value.get("since"), "state.cycle.since")
    started = cycle_started_on or since
    if value.get("started_on") is not None:
        started = days.parse(value["started_on"], "state.cycle.started_on")
    award = value.get("award")
    if award is not None:
        _word(award, CERTIFICATES, "state.cycle.award")
    return Cycle(status, since, started if status in OPEN_CYCLE else since, award)


def _state(value, cycle_started_on):
    _object(value, "state", ["held", "certificate", "cycle", "bar", "after"])
    held = tuple(dict.fromkeys(_word(status, CERTIFICATES + ["terminated"], "state.held")
                               for status in _list(value.get("held", []), "state.held")))
    certificate = _span(value.get("certificate"), "state.certificate", CERTIFICATES)
    bar = _span(value.get("bar"), "state.bar", ["terminated"])
    after = value.get("after")
    if after is not None:
        _word(after, ["expired", "terminated"], "state.after")
    state = State(held, certificate, _cycle(value.get("cycle"), cycle_started_on), bar, after)
    # What is at hand has been held, whether listed or not.
    for span in (certificate, bar):
        if span is not None:
            state = state.with_held(span.status)
    return state


def read_case(value):
    """A case: the state before, and the event."""
    general = ["factory", "event", "on", "cycle_started_on", "state", "facts", "sections", "findings"]
    if not isinstance(value, dict):
        raise Refused("a case is an object")
    name = _word(value.get("event"), EVENTS, "event")
    own = OWN[name][0] + OWN[name][1]
    if name == "audit-reviewed":
        own = own + ["audit"]
    _object(value, "case", general + own)
    event = Event(value, "")
    if name in ("audit-held", "audit-reviewed", "visit-held") and "findings" not in value:
        raise Refused(f"{name} looks at findings: give them, or an empty list")
    if value.get("cycle_started_on") is not None:
        event.cycle_started_on = days.parse(value["cycle_started_on"], "cycle_started_on")
        if event.cycle_started_on > event.on:
            raise Refused("cycle_started_on lies after the event")
    if value.get("state") is not None:
        state = _state(value["state"], event.cycle_started_on)
    elif name == "applied":
        state = State()
    elif name == "audit-reviewed":
        state = State(cycle=Cycle("assessed", event.on, event.cycle_started_on or event.on))
    else:
        raise Refused(f"{name} needs the state it meets")
    return state, event


class Recorded(Event):
    """An event of a history: also when it was recorded, and what it corrects."""

    def __init__(self, value, place):
        where = f"events[{place}]."
        common = ["event", "on", "id", "recorded_on", "corrects"]
        if not isinstance(value, dict):
            raise Refused(f"events[{place}]: expected an object")
        self.withdrawn = value.get("event") == "withdrawn"
        if self.withdrawn:
            _object(value, f"events[{place}]", common)
            if "corrects" not in value:
                raise Refused(f"{where}corrects is missing")
            self.name = "withdrawn"
            self.on = days.parse(value.get("on"), f"{where}on")
        else:
            name = _word(value.get("event"), EVENTS, f"{where}event")
            _object(value, f"events[{place}]", common + OWN[name][0] + OWN[name][1])
            super().__init__(value, where)
        self.place = place
        self.id = value.get("id")
        self.corrects = value.get("corrects")
        for text in (self.id, self.corrects):
            if text is not None and not isinstance(text, str):
                raise Refused(f"{where}id and corrects are text")
        self.recorded_on = self.on
        if value.get("recorded_on") is not None:
            self.recorded_on = days.parse(value["recorded_on"], f"{where}recorded_on")
        if self.on > self.recorded_on:
            raise Refused(f"{where}on lies after recorded_on")


class History:
    def __init__(self, value):
        _object(value, "history", ["factory", "holidays", "events"])
        if "events" not in value:
            raise Refused("history: events are missing")
        self.factory = value.get("factory")
        self.holidays = [days.parse(day, "holidays")
                         for day in _list(value.get("holidays", []), "holidays")]
        self.events = [Recorded(item, place)
                       for place, item in enumerate(_list(value["events"], "events"))]
        ids, corrected = set(), set()
        for event in self.events:
            if event.corrects is not None:
                if event.corrects not in ids:
                    raise Refused(f"events[{event.place}]: corrects no earlier event")
                if event.corrects in corrected:
                    raise Refused(f"events[{event.place}]: {event.corrects} is corrected twice")
                corrected.add(event.corrects)
            if event.id is not None:
                if event.id in ids:
                    raise Refused(f"events[{event.place}]: the id {event.id} is used twice")
                ids.add(event.id)
