"""ietp@2016-04-01, reconstructed: progress audits, and seals by class of weekly hours."""
from rules_common import (Outcome, PROBATION, Rule, TERMINATED, UNCHANGED, one_of, what_is_left)
from words import SEALS, UNKNOWN


def seal_for(hours):
    if hours <= 66:
        return "seal-a"
    if hours <= 72:
        return "seal-b"
    return "seal-c"


def _hours_give(seal):
    return lambda hours: hours != UNKNOWN and seal_for(hours) == seal


def review(m):
    may_be_offered = m.only_transparent_inconsistency and m.previously_certified
    rules = [
        Rule(m.zero_tolerance, {}, TERMINATED),
        Rule(may_be_offered, {"programme-decision": one_of("probation")}, PROBATION),
    ] + what_is_left(m)
    for seal in SEALS:
        rules.append(Rule(True, {"weekly-hours": _hours_give(seal)},
                          Outcome("approved", award=seal)))
    rules.append(Rule(True, {"weekly-hours": one_of(UNKNOWN)}, Outcome(
        None, error="nothing is open: weekly-hours are needed for the class of the seal")))
    return rules


def visit(m):
    """A progress audit: there are no visits yet."""
    present = m.certificate.status
    rules = [
        Rule(m.zero_tolerance, {}, TERMINATED),
        Rule(m.only_transparent_inconsistency, {"programme-decision": one_of("probation")},
             PROBATION),
    ]
    for seal in SEALS:
        rules.append(Rule(present in SEALS and present != seal,
                          {"weekly-hours": _hours_give(seal)}, Outcome(seal)))
    rules.append(Rule(True, {}, UNCHANGED))
    return rules


AUDIT_DECLINED = UNCHANGED
