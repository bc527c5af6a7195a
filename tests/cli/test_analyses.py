"""`certrules check` and `certrules diff`: the seeded faulty editions, what people and scripts get."""
import json
import pathlib

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
FAULTY = HERE.parent / "analysis" / "faulty"
SCHEMAS = HERE.parents[1] / "docs" / "schemas"

# What each file shows, besides what follows from it.
FOUND = {
    "bands": {"bands"},
    "gap": {"gap", "unreachable"},
    "hidden": {"hidden"},
    "monotone": {"monotone"},
    "needless-exception": {"needless-exception"},
    "never-fires": {"never-fires"},
    "no-end": {"no-end", "no-way-out"},
    "no-way-out": {"no-way-out"},
    "only-decided": {"unreachable"},
    "open-for-nothing": {"no-way-out"},
    "unreachable": {"unreachable", "no-way-out"},
}


def valid(name, text):
    answer = json.loads(text)
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer)
    return answer


def test_each_kind_of_problem_has_a_faulty_edition_that_shows_it(p):
    assert {f.stem for f in FAULTY.glob("*.toml")} == set(FOUND)
    for name, kinds in FOUND.items():
        answer = p.run("check", FAULTY / f"{name}.toml", "--json")
        assert answer.status == 1, f"{name}: {answer.error}"
        assert all(": warning: " in line for line in answer.error.splitlines()), answer.error
        told = valid("check", answer.out)
        assert told["clean"] is False
        assert {q["kind"] for q in told["problems"] if q["exception"] is None} == kinds, name


def test_people_read_the_kind_the_case_and_what_is_answered(p):
    answer = p.run("check", FAULTY / "gap.toml")
    assert answer.status == 1, answer.error
    for part in ("gap\n", "audit-reviewed: no rule answers every case", "smallest case",
                 "no rule answers", "not clean: 2 undeclared"):
        assert part in answer.out, answer.out


def test_a_hidden_rule_is_shown_by_a_case_that_gets_an_answer(p):
    # Without an audit cycle a review is refused: the smallest case of all cannot happen.
    variant = p.file("v.toml", """based_on = "escp@2020-09-01"
edition = "minors"
title = "a test"
[[measure]]
id = "open-minors"
title = "open minors"
count = { severity = "minor" }
[[rule]]
id = "many-minors"
before = "nothing-open"
title = "two minors are open"
on = "audit-reviewed"
when = { open-minors = ">= 2" }
then = "assessed"
cite = "R: R14"
""")
    told = valid("check", p.run("check", variant, "--json").out)
    found = [q for q in told["problems"] if q["kind"] == "hidden"]
    assert [q["rule"] for q in found] == ["many-minors"]
    first = found[0]["first"]
    assert (first["rule"], first["status"]) == ("no-corrective-action-plan", "assessed")
    assert len(first["case"]["findings"]) == 2 and "sections" not in first["case"]
    verdict = p.decide(first["case"], "--policy", str(variant)).json()
    assert (verdict["rule"], verdict["status"]) == (first["rule"], first["status"])
    # Twelve rules come before it: a few are named, the rest counted.
    assert found[0]["message"].endswith("probation-decided, probation-chosen and 7 more"), found


def test_an_open_status_that_no_review_names_has_no_way_on(p):
    # Reviews name the open statuses that they hear: a new one is left out, and only waits.
    variant = p.file("v.toml", """based_on = "escp@2020-09-01"
edition = "warned"
title = "a test"
[[status]]
id = "warned"
title = "Warned"
track = "cycle"
open = true
rank = 13
months = 3
cite = "R: R5"
[[measure]]
id = "open-majors"
title = "open majors"
count = { severity = "major" }
[[rule]]
id = "majors-warned"
before = "few-findings-with-plan"
title = "majors are open, a plan is in"
on = "audit-reviewed"
when = { open-majors = ">= 3" }
then = "warned"
cite = "R: R5"
""")
    case = {"event": "audit-reviewed", "on": "2024-05-20", "findings": [],
            "state": {"cycle": {"status": "warned", "since": "2024-05-01"}}}
    p.refuses(p.decide(case, "--policy", str(variant)), "cannot happen")
    told = valid("check", p.run("check", variant, "--json").out)
    stuck = [q for q in told["problems"] if q["kind"] == "no-way-out"]
    assert [q["status"] for q in stuck] == ["warned"], told["problems"]
    assert "it is open" in stuck[0]["message"]


def test_the_exception_of_the_scheme_is_found_when_it_is_not_declared(p):
    told = valid("check", p.run("check", FAULTY / "monotone.toml", "--json").out)
    others = {q["other"] for q in told["problems"]}
    assert others == {"probation-decided", "probation-chosen", "remediation-accepted"}
    for q in told["problems"]:
        assert len(q["second"]["case"]["findings"]) == len(q["first"]["case"]["findings"]) + 1
        for side in ("first", "second"):  # decide answers each case as is said
            case = p.file("case.json", json.dumps(q[side]["case"]))
            verdict = p.run("decide", case, "--json", "--policy", "escp@2020-09-01").json()
            assert (verdict["rule"], verdict["status"]) == (q[side]["rule"],
                                                                  q[side]["status"])


def test_shipped_editions_are_clean(p):
    for name in ("escp@2020-09-01", "ietp@2018-10-09", "ietp@2016-04-01"):
        answer = p.run("check", name, "--json")
        assert answer.status == 0, f"{name}: {answer.out}{answer.error}"
        told = valid("check", answer.out)
        assert told["clean"] is True
        assert all(q["exception"] == "shown-inconsistency" or q["exception"] == "check-and-criticals"
                   for q in told["problems"]), name


def test_a_file_that_is_no_edition_is_refused(p):
    p.refuses(p.run("check", p.file("no.toml", "format = \n")), "no.toml:1:")
    p.refuses(p.run("diff", "escp@2020-09-01", p.file("no.toml", "format = \n")), "no.toml:1:")


def test_diff_says_the_same_and_what_differs(p):
    same = p.run("diff", "escp@2020-09-01", "escp@2020-09-01", "--json")
    assert same.status == 0, same.error
    assert valid("diff", same.out)["answer"] == "same"
    other = p.run("diff", "escp@2020-09-01", FAULTY / "hidden.toml", "--json")
    assert other.status == 0, other.out  # a rule that never answers changes nothing
    gap = p.run("diff", "escp@2020-09-01", FAULTY / "gap.toml", "--json")
    assert gap.status == 1, gap.error
    told = valid("diff", gap.out)
    assert told["answer"] == "differ"
    assert [(d["old_rule"], d["new_rule"]) for d in told["differences"]] == [("nothing-open", None)]
    assert told["differences"][0]["old_case"]["findings"] == []


def test_diff_across_eras_is_decided(p):
    answer = p.run("diff", "ietp@2018-10-09", "escp@2020-09-01", "--json")
    assert answer.status == 1, answer.error
    told = valid("diff", answer.out)
    assert told["undecided"] == []
    assert "remediation" in json.dumps(told["only_new"])
