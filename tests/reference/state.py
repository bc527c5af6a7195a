"""Certificate, audit cycle and bar side by side, and what ends by itself (R13)."""
from dataclasses import dataclass, replace
from typing import Optional
import datetime

import figures
from days import add_days, last_day
from words import CERTIFICATES, OPEN_CYCLE

Date = datetime.date


@dataclass(frozen=True)
class Span:
    """A certificate or a bar: both days inside."""
    status: str
    first_day: Date
    last_day: Date

    def covers(self, day):
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Cycle:
    status: str
    since: Date
    started_on: Date
    award: Optional[str] = None

    def last_day(self):
        """None where the status has no end (applicant, lapsed)."""
        if self.status not in OPEN_CYCLE:
            return None
        cap = last_day(self.started_on, figures.LONGEST_CYCLE_MONTHS)
        months = figures.CYCLE_MONTHS[self.status]
        return cap if months is None else min(cap, last_day(self.since, months))


@dataclass(frozen=True)
class State:
    held: tuple = ()
    certificate: Optional[Span] = None
    cycle: Optional[Cycle] = None
    bar: Optional[Span] = None
    after: Optional[str] = None

    def cycle_is_open(self):
        return self.cycle is not None and self.cycle.status in OPEN_CYCLE

    def with_held(self, status):
        if status in self.held:
            return self
        return replace(self, held=self.held + (status,))


def settle(state, day):
    """End what ran out before `day`, oldest first."""
    ended = []
    if state.certificate is not None and state.certificate.last_day < day:
        ended.append((state.certificate.last_day, "certificate"))
    if state.cycle is not None and state.cycle.last_day() is not None:
        if state.cycle.last_day() < day:
            ended.append((state.cycle.last_day(), "cycle"))
    if state.bar is not None and state.bar.last_day < day:
        ended.append((state.bar.last_day, "bar"))
    for last, what in sorted(ended):
        if what == "certificate":
            state = replace(state, certificate=None, after="expired")
        elif what == "cycle":
            since = add_days(last, 1)
            state = replace(state, cycle=Cycle("lapsed", since, since))
        else:
            state = replace(state, bar=None, after="terminated")
    return state


def run_out_days(state):
    """The days on which something of this state will have ended by itself."""
    days = []
    if state.certificate is not None:
        days.append(add_days(state.certificate.last_day, 1))
    if state.cycle is not None and state.cycle.last_day() is not None:
        days.append(add_days(state.cycle.last_day(), 1))
    if state.bar is not None:
        days.append(add_days(state.bar.last_day, 1))
    return sorted(set(days))


def shown(state, day):
    """What a settled state shows on a day: (public status, (first day, last day) or None)."""
    if state.bar is not None and state.bar.covers(day):
        return "terminated", (state.bar.first_day, state.bar.last_day)
    if state.certificate is not None and state.certificate.covers(day):
        return state.certificate.status, (state.certificate.first_day, state.certificate.last_day)
    if state.cycle is not None:
        end = state.cycle.last_day()
        return state.cycle.status, (None if end is None else (state.cycle.since, end))
    if state.after is not None:
        return state.after, None
    if any(status in CERTIFICATES for status in state.held):
        return "expired", None
    return None, None


# The changes that an outcome makes.

def issue(state, status, day, months):
    """A new certificate: closes the cycle."""
    span = Span(status, day, last_day(day, months))
    return replace(state, certificate=span, cycle=None, bar=None, after=None).with_held(status)


def terminate(state, day, months):
    bar = Span("terminated", day, last_day(day, months))
    return replace(state, bar=bar, certificate=None, cycle=None).with_held("terminated")


def set_cycle(state, status, day, award=None):
    """A status within the cycle; one only confirmed keeps its first day (R12)."""
    started = state.cycle.started_on if state.cycle_is_open() else day
    since = day
    if state.cycle_is_open() and state.cycle.status == status:
        since = state.cycle.since
    return replace(state, cycle=Cycle(status, since, started, award))


def start_cycle(state, day):
    return replace(state, cycle=Cycle("assessed", day, day))


def change_class(state, seal):
    """Another class of seal for the days that the present one has."""
    return replace(state, certificate=replace(state.certificate, status=seal)).with_held(seal)
