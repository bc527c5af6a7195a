"""Calendar: strict dates, months that clamp at a month's end, validity, weeks, working days.

Called days.py because a module named calendar.py would hide the standard library's.
"""
import datetime
import re

from words import Refused

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def parse(text, where):
    if not isinstance(text, str) or not _FORM.match(text):
        raise Refused(f"{where}: expected a date as YYYY-MM-DD, found {text!r}")
    try:
        return datetime.date(int(text[0:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        raise Refused(f"{where}: {text} is not a day of the calendar")


def text(day):
    return None if day is None else day.isoformat()


def add_days(day, count):
    return day + datetime.timedelta(days=count)


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year, month):
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day, months):
    """The day of the same number, `months` later; where there is none, the month's last (R12)."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return datetime.date(year, month, min(day.day, days_in(year, month)))


def last_day(first, months):
    """The last valid day is the day before the anniversary (R12)."""
    return add_days(add_months(first, months), -1)


def add_weeks(day, weeks):
    return add_days(day, 7 * weeks)


def add_working_days(day, count, holidays):
    """The n-th working day after `day`, Monday to Friday less the holidays (R19)."""
    while count > 0:
        day = add_days(day, 1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day
