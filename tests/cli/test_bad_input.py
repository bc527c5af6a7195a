"""Bad input: exit status 2, one line that names the place and what was expected, no output."""
import copy
import json

FINE = {
    "event": "audit-reviewed", "on": "2024-05-20", "audit": "iaa",
    "state": {"held": ["certified"],
              "certificate": {"status": "certified", "first_day": "2023-06-01",
                              "last_day": "2024-05-31"},
              "cycle": {"status": "assessed", "since": "2024-05-02"}, "bar": None},
    "facts": {"cap-submitted": "yes"},
    "sections": {"wages": {"applicable": 21}},
    "findings": [
        {"id": "F1", "section": "wages", "severity": "critical", "transparent": "no"},
        {"id": "F2", "section": "safety", "severity": "minor", "closed_on": None},
        {"id": "F3", "section": "safety", "severity": "major"}],
}
LEFT_OUT = object()


def spoiled(*path_and_value):
    *path, value = path_and_value
    case = copy.deepcopy(FINE)
    at = case
    for step in path[:-1]:
        at = at[step]
    if value is LEFT_OUT:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return case


def test_the_case_that_the_others_spoil_is_fine(program):
    assert program.decide(FINE).json()["status"] == "assessed"


def test_truncated_json(program):
    text = json.dumps(FINE)
    for length in [*range(0, len(text), 37), len(text) - 1]:
        program.refuses(program.decide(text[:length]), "standard input: ")
    program.refuses(program.decide(text[:100]), "column 101: the JSON ends too early")


def test_bytes_that_are_not_utf_8(program):
    text = json.dumps(spoiled("findings", 0, "id", "@@")).encode()
    for bad in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"):
        program.refuses(program.decide(text.replace(b"@@", bad)), "not JSON in UTF-8", "column ")
    program.refuses(program.decide(text.replace(b"@@", b"\x00")), "not JSON: '\\u0000'", "column ")
    program.refuses(program.decide(text.decode().replace("@@", "é").encode("latin-1")),
                    "not JSON in UTF-8")


def test_unknown_fields(program):
    program.refuses(program.decide(spoiled("cycle-started-on", "2024-05-02")),
                    "cycle-started-on: unknown field", "did you mean \"cycle_started_on\"?")
    program.refuses(program.decide(spoiled("findings", 2, "sektion", "wages")),
                    "findings[2].sektion: unknown field", "did you mean \"section\"?")
    program.refuses(program.decide(spoiled("state", "certificate", "until", "2024-05-31")),
                    "state.certificate.until: unknown field")


def test_unknown_names_with_the_nearest_known(program):
    program.refuses(program.decide(spoiled("findings", 2, "section", "waegs")),
                    "findings[2].section: unknown section \"waegs\", did you mean \"wages\"?")
    program.refuses(program.decide(spoiled("event", "audit-revewed")),
                    "event: unknown event \"audit-revewed\", did you mean \"audit-reviewed\"?")
    program.refuses(program.decide(spoiled("facts", "cap-submited", "yes")),
                    "did you mean \"cap-submitted\"?")
    program.refuses(program.decide(spoiled("state", "cycle", "status", "assesed")),
                    "state.cycle.status: unknown status \"assesed\", did you mean \"assessed\"?")


def test_dates_that_do_not_exist(program):
    program.refuses(program.decide(spoiled("on", "2024-02-30")), "on: is \"2024-02-30\"",
                    "expected a day that exists")
    program.refuses(program.decide(spoiled("findings", 1, "closed_on", "2023-02-29")),
                    "findings[1].closed_on: is \"2023-02-29\"")
    program.refuses(program.decide(spoiled("state", "certificate", "last_day", "2024-5-1")),
                    "state.certificate.last_day", "YYYY-MM-DD")


def test_repeated_keys(program):
    text = json.dumps(FINE)
    program.refuses(program.decide(text.replace('"on":', '"on": "2024-05-20", "on":', 1)),
                    "the key \"on\" is repeated")
    program.refuses(program.decide(text.replace('"section":', '"id": "F9", "section":', 1)),
                    "the key \"id\" is repeated")


def test_counts_below_zero_or_absurdly_large(program):
    for count in (-1, 10**7, 10**30, 1.5, "20", True):
        program.refuses(program.decide(spoiled("sections", "wages", "applicable", count)),
                        "sections.wages.applicable: is ", "a whole number from 0 to 1000000")
    program.refuses(program.decide(spoiled("facts", "termination-months", 10**12)),
                    "facts.termination-months: is 1000000000000", "6 to 600")


def test_finding_ids_that_are_used_twice(program):
    program.refuses(program.decide(spoiled("findings", 2, "id", "F1")),
                    "findings[2].id: \"F1\" is the id of findings[0] already")


def test_accepted_remediation_without_its_months(program):
    case = spoiled("facts", {"programme-decision": "remediation", "factory-choice": "accept"})
    case["findings"] = [{"id": "F1", "section": "wages", "severity": "critical",
                         "tags": ["record-inconsistency"], "transparent": "yes"}]
    program.refuses(program.decide(case), "facts.remediation-months: remediation needs its length",
                    "9 or 12")
    case["facts"]["remediation-months"] = 9
    assert program.decide(case).json()["status"] == "remediation"
    case["facts"]["remediation-months"] = 10
    program.refuses(program.decide(case), "facts.remediation-months", "9 or 12")


def test_findings_left_out(program):
    for event in ("audit-reviewed", "audit-held", "visit-held"):
        case = spoiled("findings", LEFT_OUT)
        case["event"] = event
        program.refuses(program.decide(case), "findings: is missing")


def test_a_number_where_a_word_belongs(program):
    program.refuses(program.decide(spoiled("findings", 0, "severity", 3)),
                    "findings[0].severity: is the number 3, expected the name of a severity")
    program.refuses(program.decide(spoiled("findings", 0, "transparent", 0)),
                    "findings[0].transparent: is the number 0, expected one of "
                    '"unknown", "no", "yes"')
    program.refuses(program.decide(spoiled("event", 5)), "event: is the number 5")


def test_depth(program):
    for depth in (33, 10_000, 1_000_000):
        program.refuses(program.decide("[" * depth + "]" * depth), "nested deeper than 32 levels")
        program.refuses(program.decide('{"findings":' * depth), "nested deeper than 32 levels")


def test_huge_inputs(program):
    program.refuses(program.decide("[" + "0," * 4_000_000 + "0]"), "more than 4000000 values")
    program.refuses(program.decide(" " * (64 * 1024 * 1024 + 1)), "at most 67108864")
    many = spoiled("findings", [{}] * 100_001)
    program.refuses(program.decide(many), "findings: has 100001 entries, at most 100000")
    program.refuses(program.decide(spoiled("findings", 0, "id", "x" * 10_000)),
                    "findings[0].id: has 10000 bytes, expected 1 to 256")
    program.refuses(program.decide(spoiled("findings", 0, "section", "x" * 1_000_000)),
                    "findings[0].section: unknown section")
    # Large, and still a case: a review of 20,000 criticals.
    large = spoiled("findings", [{"id": f"F{i}", "section": "wages", "severity": "critical"}
                                 for i in range(20_000)])
    verdict = program.decide(large).json()
    assert verdict["because"][0]["value"] == 20_000


def test_names_of_a_stranger_cannot_write_to_the_terminal(program):
    program.refuses(program.decide(spoiled("findings", 0, "section", "a\nb\x1b[2Jc")),
                    "a\\u000ab\\u001b[2Jc")
    program.refuses(program.decide(spoiled("x\ny", 1)), "x\\u000ay: unknown field")
    program.refuses(program.decide(spoiled("findings", 0, "section", "é" * 100)), "unknown section")


def test_events_that_cannot_happen(program):
    program.refuses(program.decide({"event": "applied", "on": "2024-05-20", "state": {
        "bar": {"status": "terminated", "first_day": "2024-02-01", "last_day": "2024-07-31"}}}),
        "applied on 2024-05-20 cannot happen", "the factory is barred",
        "bar terminated 2024-02-01 to 2024-07-31")
    program.refuses(program.decide({"event": "fee-paid", "on": "2024-05-20", "state": {},
                                    "fee": "certification"}), "nothing is approved")


def test_days_before_the_first_edition(program):
    program.refuses(program.decide({"event": "applied", "on": "1999-05-02"}),
                    "no edition of escp was in force on 1999-05-02")


def test_a_cycle_that_starts_after_the_event(program):
    for case in (dict(FINE, cycle_started_on="2024-05-21"),
                 {"event": "audit-reviewed", "on": "2024-05-20", "findings": [],
                  "cycle_started_on": "2024-05-21"}):
        case["on"] = "2024-05-20"
        program.refuses(program.decide(case), "cycle_started_on: lies after the event")


def test_usage_errors_name_the_nearest_option_and_the_help_of_the_verb(program):
    for words, said in (
            (("decide", "--jsn", "x"),
             'unknown option "--jsn", did you mean "--json"? (see certrules decide --help)'),
            (("test", "--tapp", "escp", "x"),
             'unknown option "--tapp", did you mean "--tap"? (see certrules test --help)'),
            (("replay", "x", "--oon=2024-05-20"),
             'unknown option "--oon", did you mean "--on"? (see certrules replay --help)'),
            (("decide",), "CASE is required (see certrules decide --help)"),
            (("explain", "escp", "x"), "(see certrules explain --help)"),
            (("--vrsion",), 'did you mean "--version"? (see certrules --help)'),
            ((), "no verb is given (see certrules --help)"),
            (("decde", "x"), 'unknown verb "decde", did you mean "decide"?')):
        program.refuses(program.run(*words), said)


def test_json_errors_give_line_and_column(program):
    program.file("lines.jsonl", json.dumps(FINE) + "\n{\"event\": x}\n")
    program.refuses(program.run("decide", "lines.jsonl"), "lines.jsonl: line 2: column 11: not JSON")
    program.file("case.json", "\n{\n  \"event\": \"applied\",\n}\n")
    program.refuses(program.run("decide", "case.json"), "case.json: line 4, column 1: not JSON")


def test_every_line_of_a_group_of_errors_is_said_to_be_the_programs(program):
    program.file("bad.toml", "format = 2\nscheme = 3\n")
    answer = program.run("check", "bad.toml")
    lines = answer.error.splitlines()
    assert answer.status == 2 and len(lines) > 2
    assert all(line.startswith("certrules: bad.toml:") for line in lines), lines


def test_a_needed_field_that_is_misspelt(program):
    case = {("evnt" if key == "event" else key): value for key, value in FINE.items()}
    program.refuses(program.decide(case), 'event: is missing', 'is it meant by "evnt"?')
    program.refuses(program.decide(spoiled("findings", 0, {"id": "F1", "sectoin": "wages"})),
                    "findings[0].section: is missing", 'is it meant by "sectoin"?')
    answer = program.decide(spoiled("findings", 0, {"id": "F1", "severity": "minor"}))
    program.refuses(answer, "findings[0].section: is missing")
    assert "meant" not in answer.error


def test_a_variant_that_misspells_an_entry_of_its_base(program):
    variant = """format = 1
edition = "2020-09-01+mine"
based_on = "escp@2020-09-01"
[[status]]
id = "certifed"
months = 11
"""
    program.file("mine.toml", variant)
    answer = program.run("check", "mine.toml")
    assert answer.status == 2
    assert 'mine.toml:5:6: warning: the base has no entry "certifed", so it is a new one; did ' \
        'you mean "certified"?' in answer.error, answer.error
    program.file("mine.toml", variant.replace("certifed", "certified"))
    assert "warning" not in program.run("check", "mine.toml").error


def test_what_loads_but_is_hardly_meant_is_told(program):
    # A measure of the base, misspelt: a new one that no rule asks.
    text = '''format = 1
edition = "2020-09-01+mine"
based_on = "escp@2020-09-01"
[[measure]]
id = "section-over-major-rate"
title = "sections with more than a quarter of majors"
count = { severity = "major" }
'''
    program.file("mine.toml", text)
    for words in (["check", "mine.toml"], ["policy", "mine.toml"],
                  ["diff", "escp@2020-09-01", "mine.toml"]):
        answer = program.run(*words)
        assert answer.status == 0, answer.error
        assert 'certrules: mine.toml:5:6: warning: [[measure]] "section-over-major-rate" is ' \
            'never used' in answer.error, answer.error


def test_nothing_is_written_over_what_is_read(program):
    tests = '[[test]]\nname = "a"\ncase = { event = "applied", on = "2024-05-20", state = {} }\n' \
        'expect = { status = "applicant" }\n'
    program.file("a.toml", tests)
    program.file("cases.jsonl", json.dumps(FINE) + "\n")
    def kept():
        return [(program.folder / name).read_text() for name in ("a.toml", "cases.jsonl")]
    before = kept()
    for words in (["test", "escp@2020-09-01", "a.toml", "--coverage", "--ready", "a.toml"],
                  ["test", "escp@2020-09-01", "a.toml", "--junit", "./a.toml"],
                  ["impact", "escp", "escp", "cases.jsonl", "--html", "cases.jsonl"]):
        program.refuses(program.run(*words), words[-2] + ": " + words[-1] + " is read here")
        assert kept() == before


def test_tables_that_are_not_what_they_are_called(program):
    program.file("a.csv", json.dumps(FINE) + "\n")
    program.refuses(program.run("impact", "escp", "escp", "a.csv"), "is JSON, expected CSV")
    program.file("b.csv", "event;on\napplied;2024-05-20\n")
    program.refuses(program.run("impact", "escp", "escp", "b.csv"), "semicolons, expected commas")
    program.file("c.txt", "event,on\napplied,2024-05-20\n")
    program.refuses(program.run("impact", "escp", "escp", "c.txt"), "not JSON", "Then say --csv")
