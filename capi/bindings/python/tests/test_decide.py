"""Verdicts: against the vectors, the program's bytes, and the two ways in against each other."""

import datetime
import json
import subprocess
import sys

import certrules
import pytest
from certrules import Interval, Policy, Status
from conftest import BENCH, ROOT, case_files, program, random_cases, rows


class Counting(Policy):
    """Counts the cases that were not read straight from the dict."""

    __slots__ = ()
    documents = 0

    def _decide_document(self, case):
        Counting.documents += 1
        return super()._decide_document(case)


def assert_same(verdict, form):
    """A verdict against a document, field by field."""
    assert verdict.policy == certrules.PolicyId(**form["policy"])
    assert verdict.status == form["status"]
    assert verdict.public_status == form["public_status"]
    assert verdict.rule == form["rule"]
    assert verdict.region == form["region"]
    valid = form["valid"]
    if valid is None:
        assert verdict.valid is None
    else:
        first, last = verdict.valid.first_day, verdict.valid.last_day
        assert first.isoformat() == valid["first_day"]
        assert (last and last.isoformat()) == valid["last_day"]
    for name in ("unknown", "cites", "obligations", "options", "notices"):
        assert list(getattr(verdict, name)) == form[name]
    assert verdict.state.to_dict() == form["state"]
    assert [why.measure for why in verdict.because] == [w["measure"] for w in form["because"]]
    assert [why.value for why in verdict.because] == [w.get("value") for w in form["because"]]
    assert list(verdict.possible) == form["possible"]
    assert [(c.status, list(c.change)) for c in verdict.what_if] == [
        (c["status"], c["change"]) for c in form["what_if"]
    ]


@pytest.mark.parametrize("row", rows("expected-outcomes.jsonl"), ids=lambda row: row["id"])
def test_expected_outcome(latest, row):
    verdict = latest.decide(row["case"])
    form = json.loads(verdict.to_json())
    for field, value in row["expect"].items():
        if field == "cites_any":
            assert any(cite.startswith(heading) for cite in verdict.cites for heading in value)
        elif field == "state":
            assert form["state"] == value
        elif field == "valid":
            assert value == form["valid"]
            assert (verdict.valid is None) == (value is None)
        else:
            assert form[field] == value
            assert getattr(verdict, field) == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_same_bytes_as_the_program(policy, path):
    status, printed, _ = program("decide", path, "--json")
    assert status == 0
    case = json.loads(path.read_text("utf-8"))
    assert policy.decide(case).to_json() == printed.rstrip("\n")
    assert policy.decide_json(path.read_bytes()) == printed.rstrip("\n")
    assert policy.decide_json(case) == printed.rstrip("\n")
    assert_same(policy.decide(case), json.loads(printed))


def both_ways(policy, case):
    """(from the dict, from the document), each a verdict's JSON or the error's text."""

    def told(ask):
        try:
            return ask()
        except certrules.Error as error:
            return type(error), error.code, error.place, error.message

    return (
        told(lambda: policy.decide(case).to_json()),
        told(lambda: policy.decide_json(json.dumps(case))),
    )


def test_dict_and_document_agree():
    policy = Counting.builtin("escp")
    refused = 0
    asked = random_cases(3000, seed=6)
    Counting.documents = 0
    for case in asked:
        from_dict, from_document = both_ways(policy, case)
        assert from_dict == from_document, json.dumps(case)
        refused += isinstance(from_dict, tuple)
    assert 100 < refused < 2500  # the generator spoils some, and most are good
    read_straight = len(asked) - Counting.documents
    assert read_straight > 500


def test_dict_and_document_agree_within_each_edition():
    for name in Policy.builtin_names():
        policy = Policy.builtin(name)
        for case in random_cases(600, seed=name):
            from_dict, from_document = both_ways(policy, case)
            assert from_dict == from_document, (name, json.dumps(case))


SPOILERS = [
    lambda c: c.update(evnet="x"),
    lambda c: c.update(on="2024-02-30"),
    lambda c: c.update(on="1899-12-31"),
    lambda c: c.update(on="2024-5-20"),
    lambda c: c.update(on="2024-0/-20"),
    lambda c: c.update(on="2024-05-1:"),
    lambda c: c.update(on="2024/05-20"),
    lambda c: c.update(on="2024-05.20"),
    lambda c: c.update(on="202\u0664-05-20"),
    lambda c: c.update(on=None),
    lambda c: c.update(audit="iab"),
    lambda c: c.update(fee="registration"),
    lambda c: c.update(man_days=2),
    lambda c: c.update(months=3),
    lambda c: c.update(sites=0),
    lambda c: c.update(sites=True),
    lambda c: c.update(findings=None),
    lambda c: c.update(findings={}),
    lambda c: c.pop("findings"),
    lambda c: c.pop("event"),
    lambda c: c["state"].update(held=["certifed"]),
    lambda c: c["state"].update(helt=[]),
    lambda c: c["state"].update(visited="maybe"),
    lambda c: c["state"].update(consecutive=-1),
    lambda c: c["state"].update(consecutive=65536),
    lambda c: c["state"]["cycle"].update(status="certified"),
    lambda c: c["state"]["cycle"].update(since="2024-13-01"),
    lambda c: c["state"]["cycle"].update(started_on="2025-01-01"),
    lambda c: c["state"]["cycle"].pop("since"),
    lambda c: c["state"]["certificate"].update(last_day="2020-01-01"),
    lambda c: c["state"]["certificate"].pop("last_day"),
    lambda c: c["facts"].update({"cap-submited": "yes"}),
    lambda c: c["facts"].update({"cap-submitted": True}),
    lambda c: c["facts"].update({"cap-submitted": "yess"}),
    lambda c: c["facts"].update({"remediation-months": 10}),
    lambda c: c["facts"].update({"remediation-months": "9"}),
    lambda c: c["facts"].update({"remediation-months": 9.5}),
    lambda c: c["sections"].update(wage={}),
    lambda c: c["sections"]["wages"].update(applicable=1_000_001),
    lambda c: c["sections"]["wages"].update(conforming=22),
    lambda c: c["sections"]["wages"].update(rating="A"),
    lambda c: c["sections"]["wages"]["graded"].update(majro=1),
    lambda c: c["findings"][0].pop("id"),
    lambda c: c["findings"][0].update(id=""),
    lambda c: c["findings"][0].update(id="x" * 257),
    lambda c: c["findings"][0].update(id=7),
    lambda c: c["findings"][0].update(section="wage"),
    lambda c: c["findings"][0].update(severity=None),
    lambda c: c["findings"][0].update(tags="record-inconsistency"),
    lambda c: c["findings"][0].update(tags=["no-such-tag"]),
    lambda c: c["findings"][0].update(transparent=False),
    lambda c: c["findings"][0].update(closed_on="yesterday"),
    lambda c: c["findings"][0].update(checkpoint=3),
    lambda c: c["findings"].append(dict(c["findings"][0])),
    lambda c: c["findings"].append("F2"),
]


@pytest.mark.parametrize("spoil", SPOILERS, ids=range(len(SPOILERS)))
def test_what_is_wrong_is_told_the_same_both_ways(policy, case, spoil):
    spoil(case)
    from_dict, from_document = both_ways(policy, case)
    assert isinstance(from_document, tuple), "the document should have been refused"
    assert from_dict == from_document


ODDITIES = [
    lambda c: c.update(event="certificate-expired"),
    lambda c: c.update(audit=None),
    lambda c: c.update(event="cap-submitted"),
    lambda c: c["findings"][0].update(closed_on="2024-05-20"),
    lambda c: c["findings"][0].update(checkpoint="W.1"),
    lambda c: c["facts"].update({"remediation-months": 9}),
    lambda c: c["facts"].update({"cap-submitted": None}),
    lambda c: c["sections"]["wages"].update(graded={}),
    lambda c: c["sections"]["wages"].update(conforming=0),
    lambda c: c["state"].update(last_certificate="certified", consecutive=2, visited="yes"),
    lambda c: c["state"]["cycle"].update(started_on="2024-04-01", award="certified"),
    lambda c: c.update(on="2019-05-20", cycle_started_on="2019-05-02", state={}),
    lambda c: c.update(findings=[dict(c["findings"][0], id=f"F{i}") for i in range(40)]),
]


@pytest.mark.parametrize("change", ODDITIES, ids=range(len(ODDITIES)))
def test_what_is_unusual_is_answered_the_same_both_ways(policy, case, change):
    change(case)
    from_dict, from_document = both_ways(policy, case)
    assert from_dict == from_document


def test_python_values_in_a_case(policy, case):
    plain = policy.decide(case)
    case["on"] = datetime.date(2024, 5, 20)
    case["state"]["cycle"]["status"] = Status("assessed")
    case["state"]["cycle"]["since"] = datetime.date(2024, 5, 2)
    case["findings"] = tuple(case["findings"])
    assert policy.decide(case) == plain
    assert policy.decide_json(case) == plain.to_json()
    case["state"] = certrules.State.from_dict(json.loads(json.dumps(case["state"], default=str)))
    assert policy.decide(case) == plain
    assert policy.decide_json(case) == plain.to_json()


def test_a_time_of_day_is_no_day(policy, case):
    case["on"] = datetime.datetime(2024, 5, 20, 12, 0)
    with pytest.raises(TypeError, match="time of day"):
        policy.decide(case)


def test_a_verdict_does_not_follow_the_case(policy, case):
    verdict = policy.decide(case)
    before = policy.decide_json(case)
    case["findings"].clear()
    case["on"] = "2030-01-01"
    assert verdict.because[0].value == 1
    assert verdict.to_json() == before


def test_the_state_goes_on(latest):
    """A factory's way from application to certificate, each state handed to the next case."""
    state = latest.decide({"event": "applied", "on": "2024-01-10"}).state
    assert state.cycle.status == "applicant"
    state = latest.decide(
        {"event": "audit-held", "on": "2024-02-20", "audit": "ica", "state": state, "findings": []}
    ).state
    review = latest.decide(
        {
            "event": "audit-reviewed",
            "on": "2024-03-05",
            "state": state,
            "facts": {"cap-submitted": "yes"},
            "findings": [],
        }
    )
    assert review.status is Status("approved")
    paid = latest.decide(
        {"event": "fee-paid", "on": "2024-03-20", "fee": "certification", "state": review.state}
    )
    assert paid.status == "certified"
    assert paid.valid == Interval(datetime.date(2024, 3, 20), datetime.date(2025, 3, 19))
    assert datetime.date(2025, 3, 19) in paid.valid
    assert datetime.date(2025, 3, 20) not in paid.valid
    assert paid.state.cycle is None
    assert paid.state.held == ("certified",)


def test_explanations(policy, case):
    verdict = policy.decide(case)
    of_verdict, of_case = policy.explain(verdict), policy.explain(case)
    assert of_verdict == of_case
    assert of_verdict.because == verdict.because
    assert of_verdict.rule == verdict.rule
    assert of_verdict.cites == verdict.cites
    stored = policy.explain(verdict.region, edition=verdict.policy.hash)
    assert stored == policy.explain(verdict.region, edition=verdict.policy.name)
    assert [why.test for why in stored.because] == [why.test for why in verdict.because]
    assert all(why.value is None for why in stored.because)
    status, printed, _ = program("explain", verdict.policy.name, verdict.region, "--json")
    assert status == 0
    told = json.loads(printed)
    assert (stored.rule, stored.title) == (told["rule"], told["title"])
    assert (list(stored.cites), list(stored.bounds)) == (told["cites"], told["bounds"])
    assert stored.text.startswith(f"rule {told['rule']}: {told['title']}\n")
    with pytest.raises(LookupError):
        policy.explain(verdict.region)
    with pytest.raises(LookupError):
        policy.explain(100_000, edition="2020-09-01")
    with pytest.raises(LookupError):
        Policy.builtin("ietp@2018-10-09").explain(verdict)


def test_what_if(policy, case):
    better = policy.what_if(case)
    assert better == policy.decide(case).what_if
    assert better[0].change == ("close F1",)
    case["findings"][0]["closed_on"] = case["on"]
    assert policy.decide(case).status == better[0].status


def test_many_findings(latest, case):
    """So many that other threads may run meanwhile."""
    case["findings"] = [dict(case["findings"][0], id=f"F{i}") for i in range(5000)]
    case.pop("sections")
    verdict = latest.decide(case)
    assert verdict.because[0].value == 5000


def test_the_plain_rules_of_the_benchmark_agree():
    """The benchmark compares like with like: plain Python gives the same answers."""
    run = subprocess.run([sys.executable, BENCH / "decide_dict.py", "--check", "--cases", "3000"],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "the same answers" in run.stdout


def test_docstring_example():
    import doctest

    assert doctest.testmod(certrules).failed == 0
    assert ROOT.is_dir()
