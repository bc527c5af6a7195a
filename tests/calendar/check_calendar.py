#!/usr/bin/python3
"""Reads the program's calendars with an independent parser (icalendar).

    check_calendar.py PROGRAM

Exit status: 0 all as expected, 1 not.
"""
import datetime
import json
import pathlib
import subprocess
import sys

import icalendar

ROOT = pathlib.Path(__file__).resolve().parents[2]
HISTORIES = sorted((ROOT / "examples/data/histories").glob("*.json"))
DAYS = ["2021-06-01", "2022-07-01", "2023-07-01", "2024-09-01"]


def run(program, verb, path, on, *more):
    done = subprocess.run([program, verb, str(path), "--on", on, *more], capture_output=True,
                          check=True)
    return done.stdout


def day(text):
    return datetime.date.fromisoformat(text)


def differences(program, path, on):
    raw = run(program, "calendar", path, on)
    standing = json.loads(run(program, "replay", path, on, "--json"))
    if any(len(line) > 75 for line in raw.split(b"\r\n")):
        yield "a line of more than 75 octets"
    if b"\n" in raw.replace(b"\r\n", b""):
        yield "a line that does not end with CR LF"
    calendar = icalendar.Calendar.from_ical(raw)
    if calendar.errors or calendar.to_ical() == b"":
        yield f"errors: {calendar.errors}"
    events = [c for c in calendar.walk("VEVENT")]
    found = sorted((str(e["CATEGORIES"].to_ical().decode()), e["DTSTART"].dt, e["DTEND"].dt)
                   for e in events)
    wanted = sorted((f"{d['id']},{d['state']}", day(d["first_day"]),
                     day(d["last_day"] or d["first_day"]) + datetime.timedelta(days=1))
                    for d in standing["deadlines"])
    if found != wanted:
        yield f"entries {found}, expected {wanted}"
    if len({str(e["UID"]) for e in events}) != len(events):
        yield "two entries with one UID"
    for event in events:
        if event["DTSTAMP"].dt.date() != day(on):
            yield f"stamped {event['DTSTAMP'].dt}"
        alarms = [c for c in event.walk("VALARM")]
        is_open = event["CATEGORIES"].to_ical().decode().endswith(",open")
        if len(alarms) != (1 if is_open else 0):
            yield f"{len(alarms)} alarms for {event['SUMMARY']}"
        if alarms and "TRIGGER" not in alarms[0]:
            yield "an alarm without a trigger"


def awkward(program, folder):
    """A factory whose name needs folding and escaping comes back as it was."""
    name = "工厂; 第一, \\ " * 12 + "the end"
    path = folder / "awkward.json"
    path.write_text(json.dumps({"factory": name, "events": [
        {"event": "applied", "on": "2024-01-01"},
        {"event": "fee-paid", "on": "2024-01-02", "fee": "registration"}]}), encoding="utf-8")
    raw = run(program, "calendar", path, "2024-01-05")
    event = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    if name not in str(event["SUMMARY"]):
        yield f"the name came back as {event['SUMMARY']}"


def main():
    import tempfile
    program = sys.argv[1]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        checks = [(f"{p.name} on {on}", differences(program, p, on))
                  for p in HISTORIES for on in DAYS]
        checks.append(("an awkward name", awkward(program, pathlib.Path(folder))))
        for name, found in checks:
            wrong = list(found)
            passed, failed = passed + (not wrong), failed + bool(wrong)
            for line in wrong:
                print(f"{name}: {line}")
    print(f"calendar: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
