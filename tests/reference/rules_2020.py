"""escp@2020-09-01: since Remediation."""
import figures
from rules_common import (ASSESSED_AND_ENDED, Outcome, PROBATION, Rule, TERMINATED, UNCHANGED,
                          one_of, unwilling, what_is_left)
from words import UNKNOWN


def review(m):
    may_be_offered = m.only_transparent_inconsistency and m.previously_certified  # R8, R9
    decision, choice, months = "programme-decision", "factory-choice", "remediation-months"
    accepted = {decision: one_of("remediation"), choice: one_of("accept")}
    rules = [
        Rule(m.hidden_zero_tolerance, unwilling(), TERMINATED),  # R2
        Rule(m.zero_tolerance, {}, ASSESSED_AND_ENDED),
        Rule(may_be_offered, {decision: one_of("probation")}, PROBATION),
        Rule(may_be_offered, {decision: one_of("remediation"), choice: one_of("probation")},
             PROBATION),
    ]
    for allowed in figures.CERTIFICATE_MONTHS["remediation"]:
        rules.append(Rule(may_be_offered, dict(accepted, **{months: one_of(allowed)}),
                          Outcome("remediation", months=allowed)))
    rules.append(Rule(may_be_offered, dict(accepted, **{months: one_of(UNKNOWN)}), Outcome(
        None, error="Remediation was accepted: remediation-months must be 9 or 12")))  # R11
    rules += what_is_left(m)
    rules.append(Rule(True, {}, Outcome("approved", award="certified")))
    return rules


def visit(m):
    return [
        Rule(m.hidden_zero_tolerance, unwilling(), TERMINATED),
        Rule(m.zero_tolerance, {}, ASSESSED_AND_ENDED),
        Rule(True, {}, UNCHANGED),  # R15
    ]


AUDIT_DECLINED = TERMINATED
