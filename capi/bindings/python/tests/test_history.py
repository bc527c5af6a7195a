"""Standings, and the parts of them: against the vectors and the program's bytes."""

import datetime
import json
import pickle
import xml.etree.ElementTree as tree
from decimal import Decimal

import certrules
import pytest
from certrules import DeadlineState, FeeState, Money, Policy, Standing, Status, Timeline
from conftest import DATA, ROOT, program, random_histories, rows

HISTORIES = sorted((DATA / "histories").glob("*.json"))
ON = "2024-09-01"


def load(name):
    (path,) = [p for p in HISTORIES if p.name.startswith(name)]
    return json.loads(path.read_text("utf-8"))


def part_of(expected, given):
    return all(given.get(key, "missing") == value for key, value in expected.items())


@pytest.mark.parametrize(
    "row", rows("expected-standings.jsonl"), ids=lambda row: f"{row['file'][-30:]} {row['on']}"
)
def test_expected_standing(policy, row):
    history = json.loads((ROOT / row["file"]).read_text("utf-8"))
    standing = policy.replay(history, row["on"], known=row.get("known"))
    form = json.loads(policy.replay_json(history, row["on"], known=row.get("known")))
    for field, value in row["expect"].items():
        if field == "deadlines_include":
            assert all(any(part_of(one, other) for other in form["deadlines"]) for one in value)
        elif field in ("timeline", "fees"):
            assert len(value) == len(form[field]) == len(getattr(standing, field))
            assert all(map(part_of, value, form[field]))
        elif field == "cycle" and value is not None:
            assert part_of(value, form["cycle"])
            assert standing.cycle.status == value["status"]
        elif field == "public_status":
            assert standing.public_status == form[field] == value
        else:
            assert form[field] == value
    for shown, told in zip(standing.timeline, form["timeline"], strict=True):
        assert shown.public_status == told["public_status"]
        assert shown.first_day.isoformat() == told["first_day"]
        assert (shown.last_day and shown.last_day.isoformat()) == told["last_day"]
        assert standing.timeline.status_on(shown.first_day) == shown.public_status


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_same_bytes_as_the_program(policy, path):
    history = json.loads(path.read_text("utf-8"))
    for verb, ask in (
        ("replay", policy.replay_json),
        ("fees", lambda h, on: policy._history("fees", h, on, None)),
        ("disclosures", lambda h, on: policy._history("disclosures", h, on, None)),
    ):
        status, printed, _ = program(verb, path, "--on", ON, "--json")
        assert status == 0
        assert ask(history, ON) == printed.rstrip("\n")
        assert ask(path.read_bytes(), datetime.date(2024, 9, 1)) == printed.rstrip("\n")
    import subprocess

    from conftest import PROGRAM

    run = subprocess.run([PROGRAM, "calendar", path, "--on", ON], capture_output=True, check=True)
    assert policy.calendar(history, ON).encode() == run.stdout


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_parts_are_those_of_the_standing(policy, path):
    history = json.loads(path.read_text("utf-8"))
    standing = policy.replay(history, ON)
    assert isinstance(standing, Standing)
    assert policy.fees(history, ON) == standing.fees
    assert policy.deadlines(history, ON) == standing.deadlines
    viewers = [one.viewer for one in policy.disclosures(history, ON)]
    assert viewers[:2] == ["programme", "factory"]
    assert pickle.loads(pickle.dumps(standing)) == standing


def test_random_histories_agree_with_the_program(policy, tmp_path):
    """Good ones and refused ones: the same bytes, or an error at the same place."""
    good = 0
    for i, (history, on, known) in enumerate(random_histories(60, seed=3)):
        path = tmp_path / f"{i}.json"
        path.write_text(json.dumps(history), "utf-8")
        when = ["--on", on] + (["--known", known] if known else [])
        status, printed, complaint = program("replay", path, *when, "--json")
        if status == 0:
            assert policy.replay_json(history, on, known=known) == printed.rstrip("\n")
            policy.replay(history, on, known=known)
            good += 1
        else:
            with pytest.raises(certrules.Error) as caught:
                policy.replay(history, on, known=known)
            assert caught.value.message.split("\n")[0][:200] in complaint
    assert good > 20


def test_known_on_an_earlier_day(policy):
    history = load("07")
    told = {policy.replay_json(history, "2024-12-31", known=day) for day in
            ("2023-01-01", "2024-12-31", None)}
    assert len(told) > 1


def test_words_and_amounts(policy):
    standing = policy.replay(load("04"), ON)
    first = standing.fees[0]
    assert first.amount == Money(150000, "USD")
    assert first.amount.amount == Decimal("1500.00")
    assert str(first.amount) == "1,500.00 USD"
    assert first.state is FeeState.PAID
    assert Money(150000, "JPY").amount == 150000
    assert Money(1500, "KWD").amount == Decimal("1.500")
    assert {deadline.state for deadline in standing.deadlines} <= set(DeadlineState)
    assert standing.held == (Status.CERTIFIED, Status.REMEDIATION)
    assert standing.open_findings[0].tags == ("record-inconsistency", "inaccurate-records")
    assert standing.public_status is Status.EXPIRED


def test_an_error_names_the_event(policy):
    history = load("01")
    history["events"][1]["on"] = "2024-02-30"
    with pytest.raises(certrules.InputError) as caught:
        policy.replay(history, ON)
    assert caught.value.place == "events[1].on"
    with pytest.raises(certrules.RulesError) as caught:
        policy.replay({"factory": "F", "events": [
            {"event": "fee-paid", "on": "2024-01-01", "fee": "certification"}]}, ON)
    assert caught.value.place.startswith("events[0]")


def test_arguments(policy):
    history = load("01")
    with pytest.raises(ValueError, match="on is '2024-02-30'"):
        policy.replay(history, "2024-02-30")
    with pytest.raises(TypeError, match="known is 3"):
        policy.replay(history, ON, known=3)
    with pytest.raises(TypeError, match="on is datetime.datetime"):
        policy.replay(history, datetime.datetime(2024, 9, 1))
    with pytest.raises(certrules.InputError):
        policy.calendar(history, ON, alarm_days=1000)
    with pytest.raises(TypeError, match="expected a dict"):
        policy.replay([history], ON)


def test_a_timeline_is_drawn(policy):
    timeline = policy.replay(load("04"), "2023-10-01").timeline
    assert isinstance(timeline, Timeline)
    assert len(timeline) == len(list(timeline)) > 3
    picture = tree.fromstring(timeline.svg())
    bars = [one for one in picture if one.tag.endswith("rect")]
    assert len(bars) == len(timeline)
    width = int(picture.get("width"))
    lefts = [float(bar.get("x")) for bar in bars]
    assert lefts == sorted(lefts)
    assert lefts[0] == 0
    for bar in bars:
        assert float(bar.get("x")) + float(bar.get("width")) <= width + 1
    names = [one.text for one in picture if one.tag.endswith("text")]
    assert {str(shown.public_status) for shown in timeline} <= set(names)
    assert any(one.tag.endswith("line") for one in picture)
    assert timeline._repr_html_() == timeline.svg()
    lines = str(timeline).splitlines()
    assert len(lines) == len(timeline) + 1
    assert "2023-10-01" in lines[-1]
    mark = lines[-1].index("^")
    (current,) = [line for line in lines[:-1] if line[mark : mark + 1] == "="]
    assert str(timeline.status_on(datetime.date(2023, 10, 1))) in current
    assert "<table>" in policy.replay(load("04"), "2023-10-01")._repr_html_()


def test_an_empty_history(policy):
    standing = policy.replay({"factory": "F-1", "events": []}, ON)
    assert standing.public_status is None
    assert len(standing.timeline) == 0
    assert str(standing.timeline) == "(nothing happened)"
    tree.fromstring(standing.timeline.svg())


def test_words_of_an_edition(policy, latest):
    told = latest.words()
    assert [one["id"] for one in told["statuses"]] == list(latest.editions[0].statuses)
    assert told == policy.words("2020-09-01") == policy.words()
    with pytest.raises(LookupError, match="escp@2018"):
        policy.words("1999-01-01")
    assert Policy.builtin("ietp@2018-10-09").words()["facts"]
