"""ietp@2018-10-09: progress visits, before Remediation (R15, R16, R22)."""
from rules_common import (ASSESSED_AND_ENDED, Outcome, PROBATION, Rule, TERMINATED, UNCHANGED,
                          one_of, unwilling, what_is_left)


def review(m):
    may_be_offered = m.only_transparent_inconsistency and m.previously_certified
    return [
        Rule(m.hidden_zero_tolerance, unwilling(), TERMINATED),
        Rule(m.zero_tolerance, {"programme-decision": one_of("terminate")}, TERMINATED),
        Rule(m.zero_tolerance, {}, ASSESSED_AND_ENDED),
        Rule(may_be_offered, {"programme-decision": one_of("probation")}, PROBATION),
    ] + what_is_left(m) + [Rule(True, {}, Outcome("approved", award="certified"))]


def visit(m):
    return [
        Rule(m.zero_tolerance, {"programme-decision": one_of("terminate")}, TERMINATED),  # R16
        Rule(m.zero_tolerance, {}, ASSESSED_AND_ENDED),
        Rule(m.hidden_inconsistency, {}, ASSESSED_AND_ENDED),  # R15
        Rule(True, {}, UNCHANGED),
    ]


AUDIT_DECLINED = TERMINATED
