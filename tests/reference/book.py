"""The three editions, which facts and statuses each knows, and which one applies (R17)."""
import datetime

import figures
import rules_2016
import rules_2018
import rules_2020
from days import add_months
from words import CYCLES, Refused, SEALS, YES_NO


class Edition:
    def __init__(self, scheme, name, rules, facts, certificates, has_visits):
        self.scheme = scheme
        self.name = name
        self.start = datetime.date.fromisoformat(name)
        self.rules = rules
        self.facts = facts                  # name -> list of values, or "number", or "months"
        self.certificates = certificates    # best first; the first is the default award
        self.statuses = CYCLES + certificates + ["expired", "terminated"]
        self.needs_fee = [c for c in certificates if c == "certified" or c in SEALS]
        self.has_visits = has_visits


_ALWAYS = {"cap-submitted": YES_NO, "willing-to-remediate": YES_NO, "termination-months": "months"}

ESCP_2020 = Edition(
    "escp", "2020-09-01", rules_2020,
    dict(_ALWAYS, **{"programme-decision": ["none", "probation", "remediation"],
                     "factory-choice": ["accept", "probation", "decline"],
                     "remediation-months": figures.CERTIFICATE_MONTHS["remediation"]}),
    ["certified", "remediation", "probation"], True)

IETP_2018 = Edition(
    "escp", "2018-10-09", rules_2018,
    dict(_ALWAYS, **{"programme-decision": ["none", "probation", "terminate", "downgrade"]}),
    ["certified", "probation"], True)

IETP_2016 = Edition(
    "escp", "2016-04-01", rules_2016,
    dict(_ALWAYS, **{"programme-decision": ["none", "probation"], "weekly-hours": "number"}),
    SEALS + ["probation"], False)

EDITIONS = [IETP_2016, IETP_2018, ESCP_2020]


def known_statuses(edition):
    """Those that it gives, and those of earlier editions, which it carries on (R22)."""
    known = set()
    for one in EDITIONS:
        if one.start <= edition.start:
            known.update(one.statuses)
    return known


def in_force(day):
    found = None
    for edition in EDITIONS:
        if edition.start <= day:
            found = edition
    if found is None:
        raise Refused(f"no edition was in force on {day}: the first starts on {EDITIONS[0].start}")
    return found


def named(name):
    """`escp` (None: choose by date), or one edition as scheme@date."""
    if name == "escp":
        return None
    for edition in EDITIONS:
        if name in (f"{edition.scheme}@{edition.name}", f"escp@{edition.name}"):
            return edition
    raise Refused(f"unknown policy {name!r}")


def window_start(certificate):
    """First day of the check after certification; the same two months in every edition."""
    return add_months(certificate.first_day, figures.VISIT_WINDOW_MONTHS[0])


def binding(state, event):
    """The edition that speaks about this event in this state (already settled)."""
    checks = event.name in ("visit-contacted", "visit-declined", "visit-held", "audit-declined")
    if checks or (event.name == "audit-held" and event.audit == "pa"):
        if state.certificate is not None:
            return in_force(window_start(state.certificate))
    if event.name == "applied":
        return in_force(event.on)
    if event.name == "audit-held":
        if event.audit in ("ica", "iaa"):
            return in_force(event.on)
        if event.audit in ("sa", "qc", "ta") and not state.cycle_is_open():
            return in_force(event.on)
    if state.cycle_is_open():
        return in_force(state.cycle.started_on)
    return in_force(event.cycle_started_on or event.on)
