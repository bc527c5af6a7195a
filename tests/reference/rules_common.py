"""What the rules of every era are made of: measures of the open findings, and ordered rules.

A rule has a condition on what is always known (`when`, already worked out to True or False),
conditions on facts (a test of the fact's value, where the value may be "unknown"), and an
outcome. The first rule whose conditions all hold fires.
"""
import figures
from words import FULL_CERTIFICATES, SECTIONS, UNKNOWN


class Outcome:
    def __init__(self, status, ends_certificate=False, months=None, award=None, error=None):
        self.status = status  # None: nothing changes
        self.ends_certificate = ends_certificate
        self.months = months
        self.award = award
        self.error = error


UNCHANGED = Outcome(None)


class Rule:
    def __init__(self, when, facts, then):
        self.when = when
        self.facts = facts
        self.then = then


def one_of(*values):
    return lambda value: value in values


def answer(rules, facts):
    """The outcome of the first rule that fires, and the unknown facts leaned on so far."""
    leaned = set()
    for rule in rules:
        if not rule.when:
            continue
        known_hold = True
        unknown_hold = True
        unknown_here = []
        for name, test in rule.facts.items():
            value = facts.get(name, UNKNOWN)
            if value == UNKNOWN:
                unknown_here.append(name)
                unknown_hold = unknown_hold and test(UNKNOWN)
            else:
                known_hold = known_hold and test(value)
        if known_hold:
            leaned.update(unknown_here)
            if unknown_hold:
                return rule.then, leaned
    raise AssertionError("the last rule always fires")


class Measures:
    """Counts over the findings that are open on the day of the event."""

    def __init__(self, state, event, previously_certified):
        is_open = [f for f in event.findings if f.closed_on is None or f.closed_on > event.on]
        zero = [f for f in is_open if f.severity == "zero-tolerance"]
        critical = [f for f in is_open if f.severity == "critical"]
        self.anything_open = len(is_open) > 0
        self.zero_tolerance = len(zero) > 0
        self.hidden_zero_tolerance = any(f.transparent != "yes" for f in zero)
        self.critical = len(critical) > 0
        self.only_transparent_inconsistency = len(critical) > 0 and all(
            "record-inconsistency" in f.tags and f.transparent == "yes" for f in critical)
        self.hidden_inconsistency = any(
            "record-inconsistency" in f.tags and f.transparent != "yes" for f in is_open)
        self.too_many_majors = False
        for section in SECTIONS:
            majors = len([f for f in is_open if f.section == section and f.severity == "major"])
            applicable = event.applicable.get(section, figures.APPLICABLE[section])
            if applicable > 0 and 100 * majors > 30 * applicable:
                self.too_many_majors = True
        self.previously_certified = previously_certified
        self.certificate = state.certificate


def ever_certified(held):
    return any(status in FULL_CERTIFICATES for status in held)


ASSESSED = Outcome("assessed")
ASSESSED_AND_ENDED = Outcome("assessed", ends_certificate=True)
TERMINATED = Outcome("terminated")
PROGRESSING = Outcome("progressing")
PROBATION = Outcome("probation")


def unwilling():
    return {"willing-to-remediate": one_of("no", UNKNOWN)}


def what_is_left(m):
    """After zero tolerance and Probation: criticals, majors, the plan. Nothing open is not here."""
    return [
        Rule(m.critical, {}, ASSESSED),
        Rule(m.too_many_majors, {}, ASSESSED),
        Rule(m.anything_open, {"cap-submitted": one_of("no", UNKNOWN)}, ASSESSED),
        Rule(m.anything_open, {"cap-submitted": one_of("yes")}, PROGRESSING),
    ]
