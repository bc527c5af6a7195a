"""Check, diff and impact: the program's own bytes, and records that say the same."""

import datetime
import json
import subprocess

import certrules
import pytest
from certrules import Event, ImpactChange, ImpactDirection, Policy, ProblemKind, Status
from conftest import DATA, PROGRAM

LATEST, BEFORE = "escp@2020-09-01", "escp@2018-10-09"
APPLIED = {"event": "applied", "on": "2024-05-20"}


def program(*arguments):
    run = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    return run.stdout.removesuffix("\n")


def changed(old, new):
    """The latest edition with one figure of its text replaced."""
    text = Policy.builtin_text(LATEST)
    assert text.count(old) == 1
    return Policy.load(text.replace(old, new))


def cases():
    return [json.loads(path.read_text("utf-8")) for path in sorted((DATA / "cases").glob("*.json"))]


@pytest.mark.parametrize("name", Policy.builtin_names())
def test_a_check_is_the_programs(name):
    told = Policy.builtin(name).check_json()
    assert told == program("check", name, "--json")


def test_a_check_as_records(latest, policy):
    form = json.loads(latest.check_json())
    check = latest.check()
    assert check.policy == latest.editions[0].id
    assert check.clean is form["clean"]
    assert [p.kind for p in check.problems] == [p["kind"] for p in form["problems"]]
    assert [p.message for p in check.problems] == [p["message"] for p in form["problems"]]
    assert {e.id for e in check.exceptions} == {e["id"] for e in form["exceptions"]}
    assert check == policy.check(edition="2020-09-01")
    with pytest.raises(LookupError, match="of which edition"):
        policy.check()


def test_each_witness_of_a_check_gets_the_answer_that_is_told(latest):
    shown = [w for p in latest.check().problems for w in (p.first, p.second) if w is not None]
    for witness in shown:
        if witness.answer.status in ("refused", "no rule", "missing"):
            with pytest.raises(certrules.Error):
                latest.decide(dict(witness.case))
        else:
            verdict = latest.decide(dict(witness.case))
            assert (verdict.status, verdict.rule) == (witness.answer.status, witness.answer.rule)


def test_a_rule_that_cannot_fire_is_found():
    text = Policy.builtin_text(LATEST)
    at = text.index("[[rule]]")
    end = text.index("[[rule]]", at + 1)
    rule = text[at:end]
    name = rule.split('id = "', 1)[1].split('"', 1)[0]
    twice = text[:end] + rule.replace(f'id = "{name}"', f'id = "{name}-again"', 1) + text[end:]
    check = Policy.load(twice).check()
    assert not check.clean
    (problem,) = [p for p in check.problems if p.rule == f"{name}-again"]
    assert problem.kind in (ProblemKind.HIDDEN, ProblemKind.NEVER_FIRES)
    assert problem.exception is None
    assert str(problem).startswith(str(problem.kind))


def test_a_diff_is_the_programs(policy):
    told = policy.diff_json(policy, edition=BEFORE, other_edition=LATEST)
    assert told == program("diff", BEFORE, LATEST, "--json")


def test_an_edition_is_the_same_as_itself(latest):
    diff = latest.diff(Policy.builtin(LATEST))
    assert diff.same
    assert diff.answer == "same"
    assert diff.differences == ()


def test_a_diff_as_records_whose_witnesses_hold(latest):
    """The limit of majors in a section: 30 % becomes 20 %."""
    new = changed('over = "30%"', 'over = "20%"')
    diff = latest.diff(new)
    assert not diff.same
    assert (diff.old, diff.new) == (latest.editions[0].id, new.editions[0].id)
    assert diff.differences
    for one in diff.differences:
        assert isinstance(one.event, Event)
        assert one.effects
        for policy, shown, rule in ((latest, one.old, one.old_rule), (new, one.new, one.new_rule)):
            verdict = policy.decide(dict(shown.case))
            assert verdict.rule == rule == shown.answer.rule
            assert verdict.status == shown.answer.status


def test_renamed_words():
    text = Policy.builtin_text(LATEST)
    old, new = Policy.load(text), Policy.load(text.replace('"remediation"', '"bettering"'))
    assert 'status "remediation"' in old.diff(new).only_old
    renamed = old.diff(new, {"remediation": "bettering"})
    assert renamed.only_old == renamed.only_new == renamed.differences == ()
    with pytest.raises(certrules.UnknownNameError, match="certified"):
        old.diff(old, {"certifed": "certified"})
    for wrong in ({"": "x"}, {"a=b": "c"}, {"a": "b\nc"}):
        with pytest.raises(ValueError, match="expected words"):
            old.diff(old, wrong)
    with pytest.raises(TypeError, match="Policy"):
        old.diff("escp")


def test_an_impact_is_the_programs(latest, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in cases()))
    before = Policy.builtin(BEFORE)
    told = before.impact_json(latest, file.read_text())
    assert told == program("impact", BEFORE, LATEST, file, "--json")
    assert before.impact_json(latest, cases()) == told
    assert before.impact_json(latest, iter(cases())) == told


def test_an_impact_as_records(latest):
    """5 majors in 20 checkpoints are 25 %: between the two limits."""
    new = changed('over = "30%"', 'over = "20%"')
    asked = cases()
    impact = latest.impact(new, asked, examples=1)
    moved = [
        (latest.decide(case).status, new.decide(case).status)
        for case in asked
        if latest.decide(case).status != new.decide(case).status
    ]
    assert impact.cases == len(asked) == sum(impact.changes.values())
    assert impact.changes[ImpactChange.STATUS] == len(moved)
    assert sorted(
        (f.old.status, f.new.status) for f in impact.flows if f.old != f.new for _ in range(f.cases)
    ) == sorted(moved)
    assert all(len(row.examples) <= 1 for row in impact.rows)
    assert impact.beyond_the_rows == 0
    assert impact.old == (latest.editions[0].id,)


def test_who_is_named_in_an_impact(latest):
    impact = latest.impact(latest, [APPLIED, {**APPLIED, "factory": "F-7"}])
    (flow,) = impact.flows
    assert (flow.old.status, flow.direction) == (Status.APPLICANT, ImpactDirection.SAME)
    assert str(flow) == "applicant -> applicant: 2"
    assert [(x.line, x.factory) for x in impact.rows[0].examples] == [(1, None), (2, "F-7")]
    assert impact.changes == {"none": 2, "rule": 0, "days": 0, "public-status": 0, "status": 0}


def test_days_of_an_impact_are_dates(latest):
    case = json.loads((DATA / "cases" / "07-assessed-criticals.json").read_text("utf-8"))
    (example,) = latest.impact(latest, [case]).rows[0].examples
    assert example.old.last_day == datetime.date(2024, 12, 19)  # tests/vectors


def test_a_wrong_case_is_named(latest):
    with pytest.raises(certrules.UnknownNameError, match="applied") as caught:
        latest.impact(latest, [APPLIED, {"event": "aplied", "on": "2024-05-20"}])
    assert (caught.value.line, caught.value.place) == (2, "event")
    for wrong in (APPLIED, [3]):
        with pytest.raises(TypeError):
            latest.impact(latest, wrong)
    with pytest.raises(TypeError, match="Policy"):
        latest.impact("escp", [])
    with pytest.raises(ValueError, match="0 to 100"):
        latest.impact(latest, [], examples=101)


def test_policy_tests_by_the_policy(latest):
    text = '''format = 1
[[test]]
name = "an application"
expect = { status = "applicant" }
case = { event = "applied", on = 2024-05-20 }
'''
    (result,) = latest.run_tests(text)
    assert result.passed
    assert latest.run_tests(text, "nothing of that name") == ()
