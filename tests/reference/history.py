"""The fold of a factory's events: what stands, as known on one day, up to another."""
import state as st
from deadlines import Deadlines
from fees import Fees
from verdict import decide
from words import Refused

CHECKS = ("visit-contacted", "visit-declined", "visit-held", "audit-declined")


def alive(events):
    """Those that none of the others corrects or takes back."""
    corrected = {event.corrects for event in events if event.corrects is not None}
    return [event for event in events
            if not event.withdrawn and (event.id is None or event.id not in corrected)]


def in_order(events):
    return sorted(events, key=lambda event: (event.on, event.place))


def was_possible(history, event):
    """Would the fold of what was recorded up to this event's own recording have accepted it?"""
    moment = (event.recorded_on, event.place)
    earlier = [e for e in history.events if (e.recorded_on, e.place) <= moment]
    fold = Fold(history.holidays)
    for other in in_order(alive(earlier)):
        if other is event:
            try:
                fold.take(other)
                return True
            except Refused:
                return False
        try:
            fold.take(other)
        except Refused:
            pass
    return False


def life(history, on, known):
    """The fold of the events up to `on`, as known on `known` (None: all of them)."""
    events = [e for e in history.events if known is None or e.recorded_on <= known]
    fold = Fold(history.holidays)
    for event in in_order(alive(events)):
        if event.on > on:
            break
        try:
            fold.take(event)
        except Refused as refusal:
            if not was_possible(history, event):
                raise Refused(f"events[{event.place}]: {refusal}")
            fold.void.append((event, str(refusal)))
    fold.run_to(on)
    return fold


class Fold:
    def __init__(self, holidays):
        self.state = st.State()
        self.points = []            # (day, state after it) for each event taken
        self.void = []
        self.facts = {}             # hold within a cycle
        self.applicable = {}
        self.findings = []          # of the cycle: [finding, open until closed]
        self.audit_in_cycle = False
        self.visit_findings = []
        self.certificate_number = 0  # counts the certificates issued
        self.visited_certificate = None  # the number of the one that was visited last
        self.visit_man_days = None
        self.fees = Fees()
        self.deadlines = Deadlines(holidays)

    def run_to(self, day):
        before = self.state
        self.state = st.settle(before, day)
        if before.cycle_is_open() and not self.state.cycle_is_open():
            self.facts = {}  # lapsed

    def take(self, event):
        """Decide one event. A refusal leaves the fold as it was, but for what ran out."""
        self.run_to(event.on)
        self.refuse_what_a_state_cannot_tell(event)
        verdict = decide(self.state, self.as_decided(event))
        before, self.state = self.state, verdict.state
        self.remember(event, before, verdict.log)
        self.fees.take(event, before, verdict.log, self)
        self.deadlines.take(event, before, self.state, verdict.log, self)
        self.points.append((event.on, self.state))

    def is_check(self, event):
        return event.name == "visit-held" or (event.name == "audit-held" and event.audit == "pa")

    def new_certificate_visit(self):
        return self.visited_certificate != self.certificate_number

    def refuse_what_a_state_cannot_tell(self, event):
        where = f"{event.name} on {event.on}"
        if event.name == "audit-reviewed":
            if not self.state.cycle_is_open() or not self.audit_in_cycle:
                raise Refused(f"{where}: no audit was held in the cycle")
        if event.name == "cap-submitted":
            if not self.state.cycle_is_open() and self.visited_certificate is None:
                raise Refused(f"{where}: no audit cycle is open, and there was no visit")
        if event.name == "finding-closed":
            if self.find_open(event) is None:
                raise Refused(f"{where}: no open finding {event.finding!r}")
        taken = set()
        if self.is_check(event):
            taken = {f.id for f in self.findings}
            if not self.new_certificate_visit():
                taken |= {f.id for f in self.visit_findings}
        elif event.name == "audit-held":
            taken = {f.id for f in self.visit_findings}
            if event.audit not in ("ica", "iaa") and self.state.cycle_is_open():
                taken |= {f.id for f in self.findings}
        for finding in event.findings:
            if finding.id in taken:
                raise Refused(f"{where}: there is a finding {finding.id!r} already")

    def find_open(self, event):
        for finding in self.findings + self.visit_findings:
            if finding.id == event.finding and finding.open_on(event.on):
                return finding
        return None

    def as_decided(self, event):
        """The event as `decide` sees it: with the findings and facts that it is about."""
        asked = Asked(event)
        if event.name == "audit-reviewed":
            asked.findings = self.findings
            asked.applicable = self.applicable
        if event.name == "applied":
            return asked
        if self.is_check(event) or event.name in CHECKS:
            held = self.facts if self.state.cycle_is_open() else {}
        elif event.name == "audit-held" and event.audit in ("ica", "iaa"):
            held = {} if self.state.cycle_is_open() else self.facts
        else:
            held = self.facts
        asked.carried = held
        return asked

    def remember(self, event, before, log):
        is_check = self.is_check(event)
        was_open = before.cycle_is_open()
        if event.name == "applied":
            self.facts = dict(event.facts)
        elif event.name == "audit-held" and not is_check:
            if was_open and event.audit in ("ica", "iaa"):
                self.facts = {}
            self.facts.update(event.facts)
        elif event.name == "audit-reviewed" or (is_check and was_open):
            self.facts.update(event.facts)
        elif event.name == "cap-submitted" and was_open:
            self.facts["cap-submitted"] = "yes"

        if "cycle-started" in log:
            self.findings, self.applicable, self.audit_in_cycle = [], {}, False
        if event.name == "audit-held" and not is_check:
            self.audit_in_cycle = True
            self.findings = self.findings + [Open(f) for f in event.findings]
            self.applicable.update(event.applicable)
        if is_check:
            if self.new_certificate_visit():
                self.visit_findings = []
            self.visited_certificate = self.certificate_number
            self.visit_findings = self.visit_findings + [Open(f) for f in event.findings]
            if event.name == "visit-held":
                self.visit_man_days = event.man_days
        if event.name == "finding-closed":
            self.find_open(event).closed_on = event.on
        if "issued" in log:
            self.certificate_number += 1
        if "issued" in log or "terminated" in log:
            self.facts = {}


class Open:
    """A finding in the fold: a copy that can be closed."""

    def __init__(self, finding):
        self.__dict__.update(finding.__dict__)

    def open_on(self, day):
        return self.closed_on is None or self.closed_on > day


class Asked:
    """An event with what the fold adds to it."""

    def __init__(self, event):
        self.__dict__.update(event.__dict__)
