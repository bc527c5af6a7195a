#!/usr/bin/python3
"""Holds what the suites expect against the reference model of tests/reference, test by test.

Both were written from the documents; the model knows neither the editions nor the program. What
it does not model (rules, texts, how a text of an error reads, a state's `visited`) is not compared.
"""
import copy
import datetime
import pathlib
import sys
import tomllib
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "reference"))
import book  # noqa: E402  (the model lies beside this folder)
import days  # noqa: E402
import forms  # noqa: E402
from standing import standing  # noqa: E402
from verdict import decide_case  # noqa: E402
from words import Refused  # noqa: E402

EDITIONS = {"escp": None, "escp@2020-09-01": book.ESCP_2020, "ietp@2018-10-09": book.IETP_2018,
            "ietp@2016-04-01": book.IETP_2016}
COMPARED = {"status", "public_status", "valid", "possible", "state"}
OF_STANDING = {"public_status", "certificate", "cycle", "bar"}
OF_ROW = ("first_day", "last_day", "state", "amount", "payee")


def merged(below, above):
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {name: merged(below[name], above[name]) if name in below and name in above
            else above.get(name, below.get(name)) for name in {**below, **above}}


def plain(value):
    """The form of JSON: dates as text, every finding by itself and with an id."""
    if isinstance(value, dict):
        made = {name: plain(one) for name, one in value.items()}
        if "findings" in made:
            made["findings"] = [dict({n: v for n, v in f.items() if n != "times"},
                                     **({} if "id" in f and f.get("times", 1) == 1
                                        else {"id": f"F{place}.{k}"}))
                                for place, f in enumerate(made["findings"], 1)
                                for k in range(f.get("times", 1))]
        return made
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def without(value, path):
    *to, last = path.split(".")
    for name in to:
        value = value[name]
    del value[last]


def expanded(suite):
    """(name, test) of every test and row, each whole."""
    for test in suite["test"]:
        if "expect" in test:
            yield test["name"], test
        for row in test.get("vary", []):
            whole = copy.deepcopy(test)
            for path in row.get("without", []):
                without(whole.get("case", whole.get("history")), path)
            for part in ("case", "history", "on"):
                if part in row:
                    whole[part] = merged(whole.get(part), row[part])
            if "then" in row:
                whole["history"]["events"] = whole["history"]["events"] + row["then"]
            expect, own = test.get("expect", {}), row.get("expect", {})
            whole["expect"] = own if "error" in own or "error" in expect and own else \
                merged(expect, own)
            yield f"{test['name']}: {row['name']}", whole


def told(expected, got):
    """Whether what is expected is what the model says, field by field."""
    if expected == "none":
        return got is None
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            told(one, got.get(name)) for name, one in expected.items() if name != "visited")
    if isinstance(expected, list):
        return sorted(expected) == sorted(got or [])
    return expected == got


def modelled(test):
    return "visited" not in test.get("case", {}).get("state", {})


def of_history(test):
    got = standing(forms.History(plain(test["history"])), test["on"], None)
    for fee in got["fees"]:
        if fee["amount"] is not None:
            fee["amount"] = f"{fee['amount']['minor_units'] / 100:.2f}"
    return got


def differences(test, edition):
    expect = plain(test["expect"])
    try:
        got = of_history(test) if "history" in test else \
            decide_case(plain(test["case"]), edition)
    except Refused as error:
        return [] if "error" in expect else [f"the model refuses: {error}"]
    if "error" in expect:
        return ["the model refuses nothing"]
    if "history" not in test:
        if expect.get("state", {}).get("cycle") not in (None, "none"):
            # What is left unsaid in a verdict: the first award, and a start that is the status's own.
            cycle = got["state"]["cycle"] or {}
            cycle.setdefault("started_on", cycle.get("since"))
            cycle.setdefault("award", (edition or book.ESCP_2020).certificates[0])
        return [f"{name}: expected {expect[name]}, the model says {got.get(name)}"
                for name in sorted(COMPARED & set(expect)) if not told(expect[name], got.get(name))]
    wrong = [f"{name}: expected {expect[name]}, the model says {got.get(name)}"
             for name in sorted(OF_STANDING & set(expect)) if not told(expect[name], got.get(name))]
    for day, status in expect.get("public_status_on", {}).items():
        shown = [i["public_status"] for i in got["timeline"]
                 if i["first_day"] <= day and (i["last_day"] is None or day <= i["last_day"])]
        if shown != [status]:
            wrong.append(f"on {day}: expected {status}, the model says {shown}")
    for kind in ("deadlines", "fees"):
        for name, row in expect.get(kind, {}).items():
            rows = [one for one in got[kind] if one["id"] == name]
            given = {part: one for part, one in row.items() if part in OF_ROW}
            if not rows or not told(given, rows[-1]):
                wrong.append(f"{kind}.{name}: expected {row}, the model says {rows[-1:]}")
    return wrong


def main():
    passed = failed = 0
    for name, edition in EDITIONS.items():
        path = HERE / f"{name}.policy-tests.toml"
        suite = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for title, test in expanded(suite):
            if not modelled(test):
                continue
            wrong = differences(test, edition)
            passed += not wrong
            failed += bool(wrong)
            for line in wrong:
                print(f"{name}: {title}\n    {line}")
    print(f"policy tests, by the reference model: {passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
