"""Words and records as Python values."""

import copy
import dataclasses
import datetime
import json
import pickle

import certrules
import pytest
from certrules import Answer, Event, Interval, Section, State, Status, Verdict, words


def test_a_word_is_a_str():
    word = Status("approved")
    assert word == "approved"
    assert str(word) == "approved"
    assert type(str(word)) is str
    assert f"{word:>10}" == "  approved"
    assert json.dumps(word) == '"approved"'
    assert {"approved": 1}[word] == 1
    assert word is Status.APPROVED
    assert repr(word) == "Status.APPROVED"
    assert word.is_shipped


def test_an_unknown_word_is_kept():
    word = Status("suspended")
    assert isinstance(word, Status)
    assert word == "suspended"
    assert str(word) == "suspended"
    assert Status("suspended") is word
    assert repr(word) == "Status('suspended')"
    assert not word.is_shipped
    assert "suspended" not in [str(status) for status in Status]
    for again in (copy.copy(word), copy.deepcopy(word), pickle.loads(pickle.dumps(word))):
        assert again is word


def test_what_is_no_word():
    for wrong in ("", 3, None):
        with pytest.raises(ValueError):
            Status(wrong)


def test_shipped_words_are_those_of_the_editions():
    names = set()
    for name in certrules.Policy.builtin_names():
        names.update(certrules.Policy.builtin(name).editions[0].statuses)
    assert set(Status) == names
    assert Section.WAGES == "wages"
    assert Event.numbered(4) is Event.AUDIT_REVIEWED
    assert {str(answer) for answer in Answer} == {"yes", "no", "unknown"}
    assert all(issubclass(getattr(words, name), str) for name in words.__all__)


def test_a_verdict_is_frozen_and_has_slots(policy, case):
    verdict = policy.decide(case)
    assert dataclasses.is_dataclass(verdict)
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.status = None
    with pytest.raises((AttributeError, TypeError)):
        verdict.something = 1
    with pytest.raises(AttributeError, match="statsu"):
        verdict.statsu
    assert not hasattr(verdict, "__dict__")
    assert hash(verdict) == hash(policy.decide(case))
    assert verdict == policy.decide(case)
    assert verdict != policy.decide({"event": "applied", "on": "2024-05-20"})
    assert dataclasses.asdict(verdict)["rule"] == verdict.rule


def test_a_verdict_is_copied_and_pickled(policy, case):
    for make in (policy.decide, lambda c: policy._decide_document(c)):
        verdict = make(case)
        assert copy.copy(verdict) is verdict
        assert copy.deepcopy(verdict) is verdict
        again = pickle.loads(pickle.dumps(verdict))
        assert again == verdict
        assert again.to_json() == verdict.to_json()
        for field in dataclasses.fields(Verdict):
            assert getattr(again, field.name) == getattr(verdict, field.name), field.name


def test_a_verdict_in_a_line_and_in_a_notebook(policy, case):
    verdict = policy.decide(case)
    line = repr(verdict)
    for part in (verdict.status, verdict.rule, "escp@2020-09-01", str(verdict.region)):
        assert str(part) in line
    page = verdict._repr_html_()
    assert page.startswith("<table>")
    assert page.endswith("</table>")
    for part in (*verdict.cites, verdict.rule, "close F1"):
        assert part in page
    case["findings"][0]["id"] = "<script>"
    assert "<script>" not in policy.decide(case)._repr_html_()
    assert "&lt;script&gt;" in policy.decide(case)._repr_html_()
    assert "<table>" in policy.explain(verdict)._repr_html_()


def test_intervals():
    day = datetime.date(2024, 3, 1)
    ends = Interval(day, datetime.date(2024, 3, 31))
    assert day in ends
    assert datetime.date(2024, 3, 31) in ends
    assert datetime.date(2024, 4, 1) not in ends
    assert datetime.date(2024, 2, 29) not in ends
    assert datetime.date(9999, 1, 1) in Interval(day, None)
    assert str(ends) == "2024-03-01 to 2024-03-31"
    assert str(Interval(day, None)) == "2024-03-01 to no end"


def test_a_state_by_its_form():
    form = {
        "held": ["certified"],
        "certificate": {"status": "certified", "first_day": "2023-06-01", "last_day": "2024-05-31"},
        "cycle": {"status": "approved", "since": "2024-05-02", "started_on": "2024-04-01",
                  "award": "certified"},
        "bar": {"status": "terminated", "first_day": "2024-06-01", "last_day": None},
        "after": "expired",
        "visited": "yes",
        "last_certificate": "certified",
        "consecutive": 2,
    }
    state = State.from_dict(form)
    assert state.to_dict() == form
    assert State.from_dict(State().to_dict()) == State()
    assert pickle.loads(pickle.dumps(state)) == state
