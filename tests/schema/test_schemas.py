"""The JSON Schemas of docs/schemas against the examples of docs/forms.md, of examples/data and of
tests/vectors, and against documents broken in one place."""
import copy
import datetime
import json
import pathlib
import re

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMS = ("case", "verdict", "history", "standing", "impact")
SCHEMA = {form: json.loads((ROOT / f"docs/schemas/{form}.schema.json").read_text(encoding="utf-8"))
          for form in FORMS}
VALIDATOR = {form: jsonschema.Draft202012Validator(
    schema, format_checker=jsonschema.draft202012_format_checker)
    for form, schema in SCHEMA.items()}


def example(form):
    """The JSON document under the heading of this form in docs/forms.md."""
    text = (ROOT / "docs/forms.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {form.capitalize()}$(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)
    return json.loads(re.search(r"^```json\n(.*?)^```$", section, re.M | re.S).group(1))


def files(form):
    folder = {"case": "cases", "history": "histories"}[form]
    return sorted((ROOT / "examples/data" / folder).glob("*.json"))


def errors(form, document):
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR[form].iter_errors(document)]


def places(document, path=()):
    """Every value in the document with the path to it."""
    yield path, document
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places(value, path + (key,))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from places(value, path + (index,))


def changed(document, path, change):
    """A copy of the document with change(parent, key) applied at the path."""
    result = copy.deepcopy(document)
    parent = result
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return result


def is_map(path):
    """Objects whose keys are words of the edition: any word is a key there."""
    return bool(path) and path[-1] in ("facts", "sections", "graded")


@pytest.mark.parametrize("form", FORMS)
def test_the_schema_is_one(form):
    jsonschema.Draft202012Validator.check_schema(SCHEMA[form])
    assert SCHEMA[form]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("form", FORMS)
def test_the_example_of_the_docs_is_accepted(form):
    assert errors(form, example(form)) == []


@pytest.mark.parametrize("form", ("case", "history"))
def test_the_sample_data_is_accepted(form):
    assert files(form)
    for path in files(form):
        assert errors(form, json.loads(path.read_text(encoding="utf-8"))) == [], path.name


@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_field_is_refused_wherever_it_stands(form):
    document = example(form)
    tried = 0
    for path, value in places(document):
        if isinstance(value, dict) and not is_map(path):
            broken = copy.deepcopy(document)
            target = broken
            for key in path:
                target = target[key]
            target["colour"] = "blue"
            assert errors(form, broken), path
            tried += 1
    assert tried >= 4


# Fields that may be left out of the examples of docs/forms.md, by form.
OPTIONAL = {
    "case": {"audit", "cycle_started_on", "state", "held", "certificate", "cycle", "bar", "facts",
             "sections", "applicable", "graded", "tags", "transparent", "closed_on",
             "cap-submitted", "willing-to-remediate", "programme-decision", "wages", "major"},
    "verdict": {"possible", "what_if", "held", "certificate", "cycle", "bar"},
    "history": {"recorded_on", "holidays", "facts", "man_days", "cap-submitted"},
    "standing": set(),
    "impact": {"factory"},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_field_left_out_is_refused_unless_it_is_optional(form):
    document = example(form)
    for path, _ in places(document):
        if path and isinstance(path[-1], str):
            broken = changed(document, path, lambda parent, key: parent.pop(key))
            assert bool(errors(form, broken)) == (path[-1] not in OPTIONAL[form]), path


@pytest.mark.parametrize("form", FORMS)
def test_a_value_of_the_wrong_type_is_refused(form):
    document = example(form)
    for path, value in places(document):
        if path and path[-1] != "value":
            wrong = {"not": "this"} if not isinstance(value, dict) else "not this"
            broken = changed(document, path,
                             lambda parent, key, w=wrong: parent.__setitem__(key, w))
            assert errors(form, broken), path


@pytest.mark.parametrize("day", ("2024-02-30", "2024-13-01", "2024-1-5", "20240105", "", 20240105,
                                 "2024-01-05T00:00:00", None))
def test_a_day_that_is_none_is_refused(day):
    assert errors("case", {**example("case"), "on": day})


@pytest.mark.parametrize("event, needed", (
    ("audit-held", ("findings", "audit", "state")), ("audit-reviewed", ("findings",)),
    ("visit-held", ("findings", "state")), ("fee-paid", ("fee", "state")),
    ("invoice-received", ("fee", "state")), ("finding-closed", ("finding", "state")),
    ("decision-recorded", ("status", "reason", "state")), ("visit-contacted", ("state",)),
    ("applied", ())))
def test_each_event_of_a_case_needs_its_fields(event, needed):
    own = {"findings": [], "audit": "ica", "state": {}, "fee": "certification", "finding": "F1",
           "status": "assessed", "reason": "appeal upheld"}
    case = {"event": event, "on": "2024-05-20", **{field: own[field] for field in needed}}
    assert errors("case", case) == []
    for field in needed:
        assert errors("case", {k: v for k, v in case.items() if k != field}), field


@pytest.mark.parametrize("event, field", (
    ("fee-paid", {"findings": []}), ("applied", {"audit": "ica"}), ("cap-submitted", {"fee": "audit"}),
    ("visit-held", {"audit": "pa"}), ("audit-reviewed", {"findings": []})))
def test_a_field_of_another_event_is_refused_in_a_history(event, field):
    own = {"fee-paid": {"fee": "audit"}, "visit-held": {"findings": []}}.get(event, {})
    history = {"factory": "F-900", "events": [{"event": event, "on": "2024-05-20", **own}]}
    assert errors("history", history) == []
    history["events"][0].update(field)
    assert errors("history", history)


def test_what_a_withdrawal_takes_back_is_named():
    event = {"event": "withdrawn", "on": "2024-05-20", "corrects": "E1"}
    assert errors("history", {"factory": "F-900", "events": [event]}) == []
    del event["corrects"]
    assert errors("history", {"factory": "F-900", "events": [event]})


def test_the_state_of_a_verdict_can_be_the_state_of_a_case():
    state = {"held": ["certified", "terminated"], "certificate": None,
             "cycle": {"status": "approved", "since": "2024-05-20", "started_on": "2024-05-02",
                       "award": "certified"},
             "bar": None, "after": "terminated"}
    assert errors("case", {**example("case"), "state": state}) == []
    assert errors("verdict", {**example("verdict"), "state": state}) == []


VECTORS = ROOT / "tests/vectors"


def rows(name):
    return [json.loads(line) for line in (VECTORS / name).read_text(encoding="utf-8").splitlines()]


def test_the_expected_outcomes_are_cases_and_stand_in_their_table():
    table = (VECTORS / "expected-outcomes.md").read_text(encoding="utf-8")
    lines = {line.split(" | ")[0].lstrip("| "): line for line in table.splitlines()}
    outcomes = rows("expected-outcomes.jsonl")
    assert len({row["id"] for row in outcomes}) == len(outcomes)
    for row in outcomes:
        assert errors("case", row["case"]) == [], row["id"]
        expect = row["expect"]
        valid = expect["valid"]
        days = f"{valid['first_day']} to {valid['last_day']}" if valid else "no end"
        assert (f"| {expect['status']} | {expect['public_status']} | {days} |"
                in lines[row["id"]]), row["id"]


def test_every_sample_file_has_an_expected_outcome():
    for name, form in (("expected-examples.jsonl", "case"), ("expected-standings.jsonl", "history")):
        expected = {row["file"] for row in rows(name)}
        assert expected == {str(path.relative_to(ROOT)) for path in files(form)}


def test_the_sample_cases_reach_every_status():
    reached = {row["expect"]["status"] for row in rows("expected-examples.jsonl")}
    assert reached == {"applicant", "assessed", "progressing", "approved", "certified",
                       "remediation", "probation", "expired", "lapsed", "terminated"}


def test_the_table_of_samples_tells_the_expected_outcomes():
    table = (ROOT / "examples/data/README.md").read_text(encoding="utf-8")
    for row in rows("expected-examples.jsonl"):
        line = re.search(rf"^\| {pathlib.Path(row['file']).stem} \|.*$", table, re.M).group(0)
        expect = row["expect"]
        valid = expect["valid"]
        days = f"{valid['first_day']} to {valid['last_day']}" if valid else "no end"
        assert f"| {expect['status']} | {days} |" in line, line
        if expect["public_status"] != expect["status"]:
            assert f"public: {expect['public_status']}" in line, line


def test_the_expected_timelines_have_each_day_once():
    for row in rows("expected-standings.jsonl"):
        timeline = row["expect"]["timeline"]
        for one, following in zip(timeline, timeline[1:]):
            last = datetime.date.fromisoformat(one["last_day"])
            assert one["first_day"] <= one["last_day"]
            assert following["first_day"] == str(last + datetime.timedelta(days=1))
        assert timeline[-1]["last_day"] is None


TEST_RESULTS = {
    "policy": "escp", "passed": 1, "failed": 1,
    "tests": [{"name": "a", "file": "a.toml", "line": 3, "cites": ["R1"], "passed": False,
               "differences": [{"field": "status", "expected": "a", "got": "b"}], "fired": ["x"]}],
    "coverage": [{"edition": "e", "complete": True,
                  **{kind: {"exercised": 0, "reachable": 1}
                     for kind in ("rules", "regions", "boundaries", "transitions")},
                  "missing": [{"kind": "rules", "what": "rule a", "ready_test": None}],
                  "unreachable": []}],
    "mutation": {"noticed": 1, "unnoticed": 0, "equivalent": 1, "undecided": 0, "invalid": 0,
                 "mutants": [{"edition": "e", "what": "w", "file": "f", "line": 1,
                              "state": "equivalent", "ready_test": None}]}}


def test_the_schema_of_test_results_takes_them_and_no_field_more_or_less():
    schema = json.loads((ROOT / "docs/schemas/test.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    accepts = jsonschema.Draft202012Validator(schema).is_valid
    assert accepts(TEST_RESULTS)
    for path, value in places(TEST_RESULTS):
        if path and isinstance(path[-1], str):
            left_out = changed(TEST_RESULTS, path, lambda parent, key: parent.pop(key))
            assert accepts(left_out) == (path in (("coverage",), ("mutation",))), path
        if path and isinstance(value, dict):
            more = changed(TEST_RESULTS, path, lambda parent, key: parent[key].update(colour="blue"))
            assert not accepts(more), path
