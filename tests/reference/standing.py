"""The standing on a day: status, certificate, cycle, bar, findings, timeline, deadlines, fees."""
import days
import state as st
from history import life
from verdict import state_form


def timeline(points):
    """(first day, public status) of each change, from the first event on."""
    last_of_day = {}
    for day, state in points:
        last_of_day[day] = state
    event_days = sorted(last_of_day)
    changes = []
    for place, day in enumerate(event_days):
        state = last_of_day[day]
        following = event_days[place + 1] if place + 1 < len(event_days) else None
        moments = [day] + [d for d in st.run_out_days(state)
                           if d > day and (following is None or d < following)]
        for moment in moments:
            status = st.shown(st.settle(state, moment), moment)[0]
            if not changes or changes[-1][1] != status:
                changes.append((moment, status))
    return changes


def intervals(changes):
    rows = []
    for place, (first, status) in enumerate(changes):
        last = None
        if place + 1 < len(changes):
            last = days.text(days.add_days(changes[place + 1][0], -1))
        rows.append({"first_day": days.text(first), "last_day": last, "public_status": status})
    return rows


def standing(history, on, known):
    fold = life(history, on, known)
    form = state_form(fold.state)
    still_open = [f.id for f in fold.findings + fold.visit_findings if f.open_on(on)]
    return {
        "on": days.text(on),
        "public_status": st.shown(fold.state, on)[0],
        "certificate": form["certificate"],
        "cycle": form["cycle"],
        "bar": form["bar"],
        "open_findings": sorted(still_open),
        "timeline": intervals(timeline(fold.points)),
        "deadlines": [d.form(on) for d in fold.deadlines.list],
        "fees": [fee.form() for fee in fold.fees.list],
        "void": [{"event": event.name, "on": days.text(event.on), "reason": reason}
                 for event, reason in fold.void],
    }
