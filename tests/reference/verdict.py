"""decide: one event in one state gives a verdict and the state after."""
from dataclasses import replace
import copy

import book
import days
import figures
import forms
import state as st
from rules_common import Measures, answer, ever_certified
from words import CERTIFICATES, OPEN_CYCLE, RANKS, Refused, SEALS, UNKNOWN


class Verdict:
    def __init__(self, edition, status, valid, state, on):
        self.edition = edition
        self.status = status
        self.valid = valid
        self.state = state
        self.public_status = st.shown(state, on)[0]
        self.unknown = []
        self.possible = [] if status is None else [status]
        self.log = []  # what happened, for the history: "issued", "ended", "cycle-started" ...


def decide(state, event, policy=None):
    """`policy`: one edition that binds; None chooses by the dates."""
    state = st.settle(state, event.on)
    edition = policy or book.binding(state, event)
    for status in sorted(state.held):
        if status not in book.known_statuses(edition):  # R22
            raise Refused(f"state.held: {edition.name} has no {status}")
    forms.check_facts(event.facts, edition)
    event = copy.copy(event)
    known = {name: value for name, value in event.carried.items() if name in edition.facts}
    event.facts = dict(known, **event.facts)
    return HANDLERS[event.name](edition, state, event)


def unchanged(edition, state, event):
    status, valid = st.shown(state, event.on)
    return Verdict(edition, status, valid, state, event.on)


def of_cycle(edition, before, state, event):
    cycle = state.cycle
    end = cycle.last_day()
    verdict = Verdict(edition, cycle.status, None if end is None else (cycle.since, end), state,
                      event.on)
    if cycle.status == "approved":
        if before.cycle is None or before.cycle.status != "approved":
            verdict.log.append("approved")
    if before.certificate is not None and state.certificate is None:
        verdict.log.append("ended")
    return verdict


def of_certificate(edition, state, event, log):
    certificate = state.certificate
    verdict = Verdict(edition, certificate.status,
                      (certificate.first_day, certificate.last_day), state, event.on)
    verdict.log.append(log)
    return verdict


def of_termination(edition, before, event, months):
    state = st.terminate(before, event.on, months)
    verdict = Verdict(edition, "terminated", (state.bar.first_day, state.bar.last_day), state,
                      event.on)
    verdict.log.append("terminated")
    return verdict


def termination_months(event):
    months = event.facts.get("termination-months", UNKNOWN)
    return figures.SHORTEST_TERMINATION_MONTHS if months == UNKNOWN else months  # R25


def refuse_if_barred(state, event):
    if state.bar is not None and state.bar.covers(event.on):
        raise Refused(f"{event.name} on {event.on}: barred until {state.bar.last_day}")


def need_certificate(state, event):
    if state.certificate is None or not state.certificate.covers(event.on):
        raise Refused(f"{event.name} on {event.on}: there is no certificate")


def need_open_cycle(state, event):
    if not state.cycle_is_open():
        raise Refused(f"{event.name} on {event.on}: no audit cycle is open")


def applied(edition, state, event):
    refuse_if_barred(state, event)
    if state.cycle_is_open() or (state.cycle is not None and state.cycle.status == "applicant"):
        raise Refused(f"applied on {event.on}: a cycle is open")
    after = None if state.after == "terminated" else state.after
    state = replace(state, cycle=st.Cycle("applicant", event.on, event.on), after=after)
    return of_cycle(edition, state, state, event)


def fee_paid(edition, state, event):
    if event.fee != "certification":
        return unchanged(edition, state, event)
    if state.cycle is None or state.cycle.status != "approved":
        raise Refused(f"fee-paid certification on {event.on}: nothing is approved")
    status = state.cycle.award or edition.certificates[0]
    months = figures.CERTIFICATE_MONTHS[status][-1]
    return of_certificate(edition, st.issue(state, status, event.on, months), event, "issued")


def audit_held(edition, state, event):
    refuse_if_barred(state, event)
    if event.audit == "pa":
        if state.certificate is None:
            return unchanged(edition, state, event)
        return by_rules(edition, state, event, edition.rules.visit)
    if event.audit == "fu":
        need_open_cycle(state, event)
    if event.audit in ("ica", "iaa") or not state.cycle_is_open():
        verdict = of_cycle(edition, state, st.start_cycle(state, event.on), event)
        verdict.log.append("cycle-started")
        return verdict
    return unchanged(edition, state, event)  # joins the open cycle (R28)


def audit_reviewed(edition, state, event):
    need_open_cycle(state, event)
    return by_rules(edition, state, event, edition.rules.review)


def visit_held(edition, state, event):
    need_certificate(state, event)
    need_visits(edition, event)
    return by_rules(edition, state, event, edition.rules.visit)


def need_visits(edition, event):
    if not edition.has_visits:
        raise Refused(f"{event.name} on {event.on}: there are no progress visits yet")


def visit_contacted(edition, state, event):
    need_certificate(state, event)
    need_visits(edition, event)
    return unchanged(edition, state, event)


def audit_declined(edition, state, event):
    need_certificate(state, event)
    return apply(edition, state, event, edition.rules.AUDIT_DECLINED)


def nothing(edition, state, event):
    return unchanged(edition, state, event)


def decision_recorded(edition, state, event):
    """The programme's own decision: at once, on the status's own track."""
    status, months = event.status, event.months
    if status not in edition.statuses:
        raise Refused(f"decision-recorded: {edition.scheme}@{edition.name} has no {status}")
    if status in edition.needs_fee:  # R14: no such certificate without its fee
        return of_cycle(edition, state, st.set_cycle(state, "approved", event.on, status), event)
    if status in CERTIFICATES:
        allowed = figures.CERTIFICATE_MONTHS[status]
        if months is None and len(allowed) > 1:  # a length given as a fact holds here too
            months = event.facts.get(f"{status}-months", UNKNOWN)
            months = None if months == UNKNOWN else months
        if months is None and len(allowed) > 1:
            raise Refused(f"decision-recorded {status}: months must be one of {allowed}")
        months = months or allowed[0]
        if months not in allowed:
            raise Refused(f"decision-recorded {status}: months must be one of {allowed}")
        return of_certificate(edition, st.issue(state, status, event.on, months), event, "issued")
    if status == "terminated":
        months = months or termination_months(event)
        if months < figures.SHORTEST_TERMINATION_MONTHS:
            raise Refused("decision-recorded terminated: at least 6 months")
        return of_termination(edition, state, event, months)
    if status in OPEN_CYCLE:
        award = edition.certificates[0] if status == "approved" else None
        return of_cycle(edition, state, st.set_cycle(state, status, event.on, award), event)
    if status == "expired":
        state = replace(state, certificate=None, after="expired")
        return unchanged(edition, state, event)
    state = replace(state, cycle=st.Cycle(status, event.on, event.on))
    return of_cycle(edition, state, state, event)


def by_rules(edition, state, event, rules_for):
    rules = rules_for(Measures(state, event, ever_certified(state.held)))
    outcome, leaned = answer(rules, event.facts)
    if outcome.error is not None:
        raise Refused(f"{event.name} on {event.on}: {outcome.error}")
    verdict = apply(edition, state, event, outcome)
    # A fact that only sets a length decides no status: it is told apart, in the notices.
    verdict.unknown = sorted(leaned - {"remediation-months"})
    verdict.possible = possible(edition, state, event, rules)
    return verdict


def apply(edition, state, event, outcome):
    status = outcome.status
    if status is None:
        return unchanged(edition, state, event)
    if status == "terminated":
        return of_termination(edition, state, event, termination_months(event))
    if event.name == "audit-held" and status in SEALS:
        return of_certificate(edition, st.change_class(state, status), event, "class")
    if status in CERTIFICATES:
        months = outcome.months or figures.CERTIFICATE_MONTHS[status][0]
        return of_certificate(edition, st.issue(state, status, event.on, months), event, "issued")
    after = st.set_cycle(state, status, event.on, outcome.award)
    if outcome.ends_certificate:
        after = replace(after, certificate=None)
    verdict = of_cycle(edition, state, after, event)
    if not state.cycle_is_open():
        verdict.log.append("cycle-started")
    return verdict


def possible(edition, state, event, rules):
    """Every status that filling in the unknown facts could give, worst first."""
    asked = set()
    for rule in rules:
        if rule.when:
            asked.update(rule.facts)
    choices = [dict(event.facts)]
    for name in sorted(asked):
        if event.facts.get(name, UNKNOWN) == UNKNOWN:
            values = edition.facts[name]
            if values == "number":
                values = [0, 66, 67, 72, 73]
            choices = [dict(facts, **{name: value}) for facts in choices for value in values]
    found = set()
    for facts in choices:
        outcome = answer(rules, facts)[0]
        if outcome.error is None:
            found.add(outcome.status or st.shown(state, event.on)[0])
    return [status for status in RANKS if status in found]


HANDLERS = {
    "applied": applied,
    "fee-paid": fee_paid,
    "audit-held": audit_held,
    "audit-reviewed": audit_reviewed,
    "finding-closed": nothing,
    "cap-submitted": nothing,
    "visit-contacted": visit_contacted,
    "visit-declined": visit_contacted,
    "audit-declined": audit_declined,
    "visit-held": visit_held,
    "invoice-received": nothing,
    "decision-recorded": decision_recorded,
}


def state_form(state):
    def span(value):
        return None if value is None else {
            "status": value.status, "first_day": days.text(value.first_day),
            "last_day": days.text(value.last_day)}
    cycle = None
    if state.cycle is not None:
        cycle = {"status": state.cycle.status, "since": days.text(state.cycle.since)}
        if state.cycle.started_on != state.cycle.since:
            cycle["started_on"] = days.text(state.cycle.started_on)
        # The default award of each edition, certified or seal-a, is left unsaid.
        if state.cycle.award not in (None, "certified", "seal-a"):
            cycle["award"] = state.cycle.award
    form = {"held": list(state.held), "certificate": span(state.certificate), "cycle": cycle,
            "bar": span(state.bar)}
    if state.after is not None:
        form["after"] = state.after
    return form


def decide_case(value, policy=None):
    """A case as read from JSON; the answer in the form of a verdict."""
    state, event = forms.read_case(value)
    if event.name == "cap-submitted":
        settled = st.settle(state, event.on)
        if not settled.cycle_is_open() and settled.certificate is None:
            raise Refused(f"cap-submitted on {event.on}: no audit cycle is open, and no visit")
    settled = st.settle(state, event.on)
    answering = policy or book.binding(settled, event)
    award = settled.cycle.award if settled.cycle else None
    if award is not None and award not in book.known_statuses(answering):  # R22
        raise Refused(f"state.cycle.award: {answering.name} has no {award}")
    verdict = decide(state, event, policy)
    return {
        "policy": {"scheme": verdict.edition.scheme, "edition": verdict.edition.name},
        "status": verdict.status,
        "public_status": verdict.public_status,
        "valid": None if verdict.valid is None else {
            "first_day": days.text(verdict.valid[0]), "last_day": days.text(verdict.valid[1])},
        "state": state_form(verdict.state),
        "unknown": verdict.unknown,
        "possible": verdict.possible,
    }
