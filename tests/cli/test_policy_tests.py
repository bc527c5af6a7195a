"""`certrules test`: what people, TAP readers and build servers get, and what bad files say."""
import json
import pathlib
import xml.etree.ElementTree as ET

import jsonschema

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] /
                     "docs/schemas/test.schema.json").read_text(encoding="utf-8"))
TESTS = """format = 1
[[test]]
name = "nothing open & <fine>"
case = { event = "audit-reviewed", on = 2024-05-20, findings = [] }
expect = { status = "approved" }
[[test.vary]]
name = "a minor # 1"
case.findings = [{ section = "wages", severity = "minor" }]
"""


def suite(p, text=TESTS, name="a.policy-tests.toml"):
    return p.file(name, text)


def test_a_failing_test_fails_and_shows_both_sides_and_what_fired(p):
    answer = p.run("test", "escp", suite(p))
    assert answer.status == 1, answer.error
    assert "- expected approved" in answer.out and "+ got      assessed" in answer.out
    assert "no-corrective-action-plan" in answer.out
    assert "a.policy-tests.toml:7" in answer.out
    assert answer.out.endswith("1 passed, 1 failed\n")
    assert answer.error == ""


def test_passing_tests_exit_0(p):
    answer = p.run("test", "escp", suite(p), "--filter", "nothing open & <fine>")
    assert answer.status == 1  # the row's name holds its test's
    fine = TESTS.split("[[test.vary]]")[0]
    answer = p.run("test", "escp", suite(p, fine))
    assert (answer.status, answer.out) == (0, "1 passed, 0 failed\n"), answer.error


def test_mutate_says_that_it_needs_tests_that_pass(p):
    for more in ((), ("--json",)):
        answer = p.run("test", "escp", suite(p), "--mutate", "--ready", "r.toml", *more)
        assert answer.status == 1 and not (p.folder / "r.toml").exists()
        assert "--mutate: nothing was changed, since 1 test fails" in answer.error
        assert "r.toml is not written" in answer.error


def test_a_file_of_ready_tests_is_written_only_with_tests_in_it(p):
    ready = p.folder / "r.toml"
    missing = p.run("test", "escp@2020-09-01", suite(p, TESTS.split("[[test.vary]]")[0]),
                    "--coverage", "--ready", ready)
    assert (missing.status, missing.error) == (0, "")
    again = p.file("again.toml", "what stood there stays")
    every = p.run("test", "escp@2020-09-01", ready, "--coverage", "--ready", again)
    assert every.status == 0 and "--ready: nothing is missed; " in every.error, every.error
    assert again.read_text() == "what stood there stays"


def test_filter_chooses_by_name(p):
    answer = p.run("test", "escp", suite(p), "--filter", "a minor", "--json")
    found = json.loads(answer.out)
    assert [t["name"] for t in found["tests"]] == ["nothing open & <fine>: a minor # 1"]
    p.refuses(p.run("test", "escp", suite(p), "--filter", "no such"), "no such", "2 tests")


def test_junit_is_xml_that_a_parser_reads(p):
    answer = p.run("test", "escp", suite(p), "--junit", "out.xml")
    assert answer.status == 1
    root = ET.fromstring((p.folder / "out.xml").read_bytes())
    assert root.tag == "testsuites" and root.attrib["tests"] == "2"
    cases = root.findall("testsuite/testcase")
    assert [c.attrib["name"] for c in cases] == ["nothing open & <fine>",
                                                 "nothing open & <fine>: a minor # 1"]
    assert cases[0].find("failure") is None
    failure = cases[1].find("failure")
    assert failure.attrib["message"] == "status: expected approved, got assessed"
    assert "no-corrective-action-plan" in failure.text


def read_tap(text):
    """(number, ok, name, lines of the YAML block) of each test point; strict."""
    lines = text.splitlines()
    assert lines[0] == "TAP version 14"
    assert lines[1].startswith("1..")
    points, block = [], None
    for line in lines[2:]:
        if block is not None:
            if line == "  ...":
                points[-1][3].extend(block)
                block = None
            else:
                block.append(line)
        elif line == "  ---":
            block = []
        else:
            ok = not line.startswith("not ")
            rest = line.removeprefix("not ").removeprefix("ok ")
            number, name = rest.split(" - ", 1)
            assert "#" not in name.replace("\\#", ""), "a directive"
            points.append((int(number), ok, name.replace("\\#", "#"), []))
    assert block is None
    assert len(points) == int(lines[1][3:])
    assert [p[0] for p in points] == list(range(1, len(points) + 1))
    return points


def test_tap_has_a_plan_a_line_for_each_test_and_yaml_for_failures(p):
    points = read_tap(p.run("test", "escp", suite(p), "--tap").out)
    assert [(ok, name) for _, ok, name, _ in points] == [
        (True, "nothing open & <fine>"), (False, "nothing open & <fine>: a minor # 1")]
    block = "\n".join(points[1][3])
    assert 'field: "status"' in block and 'expected: "approved"' in block


def test_mistakes_of_all_files_have_places_and_names(p):
    one = suite(p, TESTS.replace('"approved"', '"aproved"'))
    two = suite(p, 'format = 2\n', "b.policy-tests.toml")
    answer = p.run("test", "escp", one, two)
    assert answer.status == 2 and answer.out == ""
    lines = answer.error.splitlines()
    assert 'a.policy-tests.toml:5:21: error: expect.status: unknown status "aproved"' in lines[0]
    assert 'did you mean "approved"' in lines[0]
    assert any("b.policy-tests.toml:1:10" in line for line in lines)


def test_a_case_that_is_none_is_bad_input_and_not_a_failure(p):
    bad = suite(p, TESTS.replace('section = "wages"', 'section = "wagez"'))
    p.refuses(p.run("test", "escp", bad), "a.policy-tests.toml:8:30", "wagez", '"wages"')


def test_one_name_can_stand_once_among_all_files(p):
    one = suite(p)
    two = suite(p, TESTS, "b.policy-tests.toml")
    answer = p.run("test", "escp", one, two)
    assert answer.status == 2
    assert "there is a test" in answer.error and "a.policy-tests.toml:3" in answer.error


def test_tests_of_an_edition_in_a_file(p):
    text = p.run("policy", "escp").out
    changed = p.file("mine.toml", text.replace("months = 10\n", "months = 9\n"))
    tests = suite(p, TESTS.split("[[test.vary]]")[0] + """
[[test]]
name = "assessed"
case = { event = "audit-held", audit = "ica", on = 2024-05-20, state = {}, findings = [] }
expect = { status = "assessed", valid.last_day = 2025-03-19 }
""")
    assert p.run("test", "escp", tests).status == 0
    answer = p.run("test", changed, tests, "--json")
    assert answer.status == 1, answer.error
    assert json.loads(answer.out)["tests"][1]["differences"] == [
        {"field": "valid.last_day", "expected": "2025-03-19", "got": "2025-02-19"}]


SMALL = """
[[test]]
name = "nothing open"
case = { event = "audit-reviewed", on = 2024-05-20, findings = [] }
expect = { rule = "nothing-open" }
"""


def covered(p, policy, tests):
    answer = p.run("test", policy, tests, "--coverage", "--json")
    assert answer.status == 0, answer.error
    return json.loads(answer.out)["coverage"][0]


def test_coverage_counts_and_gives_ready_tests_that_close_the_gap(p):
    tests = suite(p, "format = 1\n" + SMALL)
    before = covered(p, "escp@2020-09-01", tests)
    assert before["rules"]["exercised"] == 1 and before["regions"]["exercised"] == 1
    missing = [m for m in before["missing"] if m["what"] == "rule open-critical"]
    assert len(missing) == 1 and 'severity = "critical"' in missing[0]["ready_test"]
    more = suite(p, "format = 1\n" + SMALL + missing[0]["ready_test"], "b.policy-tests.toml")
    after = covered(p, "escp@2020-09-01", more)
    assert after["rules"]["exercised"] == 2
    assert after["rules"]["reachable"] == before["rules"]["reachable"]


def test_coverage_does_not_change_when_the_edition_is_reformatted(p):
    text = p.run("policy", "escp@2020-09-01").out
    tests = suite(p, "format = 1\n" + SMALL)
    lines = [line.split("  #")[0].rstrip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith("#")]
    one = covered(p, p.file("one.toml", text), tests)
    two = covered(p, p.file("two.toml", "\n\n\n".join(lines) + "\n"), tests)
    assert one == two


def test_a_change_that_no_test_notices_is_reported(p):
    tests = suite(p, "format = 1\n" + SMALL)
    listed = p.run("test", "escp@2020-09-01", tests, "--mutate", "--json")
    assert listed.status == 0, listed.error
    found = json.loads(listed.out)["mutation"]
    assert found["noticed"] > 0 and found["unnoticed"] > 0
    whats = [m["what"] for m in found["mutants"] if m["state"] == "unnoticed"]
    assert 'rule "open-critical": is taken out' in whats
    assert 'rule "nothing-open": is taken out' not in whats


def test_json_keeps_to_its_schema(p):
    for text, flags in ((TESTS, ()), ("format = 1\n" + SMALL, ("--coverage", "--mutate"))):
        answer = p.run("test", "escp@2020-09-01", suite(p, text), "--json", *flags)
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(answer.out))
