"""The verbs of the program: what they print, where, and with which exit status."""
import json

REVIEW = {"event": "audit-reviewed", "on": "2024-05-20", "findings": []}
APPLIED = {"event": "applied", "on": "2024-05-20"}

FOR_PEOPLE = """\
case.json  audit-reviewed on 2024-05-20, escp@2020-09-01
  status      assessed  Assessed
  shows       certified  is what the factory shows that day
  valid       2024-05-02 to 2025-03-01
  because     sections-over-major-rate is 1 (>= 1)
              wages 7 of 20, over 30%
  rule        too-many-majors: a section has more than 30 % majors
  region      @ of escp@2020-09-01
  cites       WP: What happens when Non-Compliances are found, Major
  cites       R: R3
  cites       R: R5
  must        Remediate and close the open findings, then ask for a review.
  to reach    progressing: close M1, cap-submitted: yes
  to reach    approved: close M1, close M2, close M3, close M4, close M5, close M6, close M7

"""

FEE_FOR_PEOPLE = """\
fee.json  fee-paid on 2024-04-20, Certification, escp@2020-09-01
  status      certified  Certified
  valid       2024-04-20 to 2025-04-19
  because     fee is certification (certification)
  rule        certification-fee-paid: the certification fee is received and the certificate issued
  region      @ of escp@2020-09-01
  cites       WP: Step 5
  cites       R: R14
  must        Take part in a progress visit: contact comes 2 to 4 months after certification, with
              four weeks to schedule it.

"""


def majors(count):
    return [{"id": f"M{i + 1}", "section": "wages", "severity": "major"} for i in range(count)]


def test_a_verdict_for_people(program):
    case = dict(REVIEW, findings=majors(7), state={
        "certificate": {"status": "certified", "first_day": "2023-06-01", "last_day": "2024-05-31"},
        "cycle": {"status": "assessed", "since": "2024-05-02"}})
    program.file("case.json", json.dumps(case))
    answer = program.run("decide", "case.json", "--policy", "escp@2020-09-01")
    region = program.run("decide", "case.json", "--json").json()["region"]
    assert answer.out == FOR_PEOPLE.replace("region      @", f"region      {region}"), answer.out
    assert answer.error == "" and answer.status == 0


def test_a_verdict_without_findings_for_people(program):
    program.file("fee.json", json.dumps({
        "event": "fee-paid", "on": "2024-04-20", "fee": "certification",
        "state": {"cycle": {"status": "approved", "since": "2024-04-10"}}}))
    answer = program.run("decide", "fee.json")
    region = program.run("decide", "fee.json", "--json").json()["region"]
    assert answer.out == FEE_FOR_PEOPLE.replace("region      @", f"region      {region}"), answer.out


def test_no_colour_where_there_is_no_terminal(program):
    answer = program.run("decide", program.data / "cases" / "14-terminated.json")
    assert answer.status == 0 and "\x1b" not in answer.out


def test_a_verdict_as_json_is_one_line(program):
    answer = program.decide(REVIEW)
    assert answer.out.count("\n") == 1 and answer.out.endswith("}\n")
    verdict = answer.json()
    assert list(verdict) == ["policy", "status", "public_status", "rule", "region", "valid",
                             "state", "because", "cites", "unknown", "possible", "obligations",
                             "options", "notices", "what_if"]
    assert verdict["policy"]["edition"] == "2020-09-01"
    assert len(verdict["policy"]["hash"]) == 64
    assert verdict["valid"] == {"first_day": "2024-05-20", "last_day": "2025-03-19"}


def test_the_state_of_a_verdict_is_the_state_of_the_next_case(program):
    first = program.decide(APPLIED).json()
    held = program.decide({"event": "audit-held", "on": "2024-06-20", "audit": "ica",
                           "state": first["state"], "findings": []}).json()
    reviewed = program.decide({"event": "audit-reviewed", "on": "2024-06-30", "findings": [],
                               "state": held["state"]}).json()
    paid = program.decide({"event": "fee-paid", "on": "2024-07-10", "fee": "certification",
                           "state": reviewed["state"]}).json()
    assert [v["status"] for v in (first, held, reviewed, paid)] == [
        "applicant", "assessed", "approved", "certified"]
    assert reviewed["state"]["cycle"]["started_on"] == "2024-06-20"
    assert paid["valid"] == {"first_day": "2024-07-10", "last_day": "2025-07-09"}


def test_json_lines_give_a_verdict_each_in_order(program):
    text = "\n".join(json.dumps(c) for c in (APPLIED, REVIEW, APPLIED)) + "\n"
    for name in ("cases.jsonl", "cases.json"):
        program.file(name, text)
        verdicts = program.run("decide", name, "--json").lines()
        assert [v["status"] for v in verdicts] == ["applicant", "approved", "applicant"]
        assert all("what_if" not in v and "possible" not in v for v in verdicts)
        full = program.run("decide", name, "--json", "--full").lines()
        assert all("what_if" in v and v["possible"] for v in full)
    piped = program.run("decide", "-", "--json", stdin=text).lines()
    assert piped == verdicts


def test_json_lines_of_one_line(program):
    program.file("one.jsonl", json.dumps(REVIEW) + "\n")
    verdict = program.run("decide", "one.jsonl", "--json").json()
    assert verdict["status"] == "approved" and "what_if" not in verdict
    program.file("one.json", json.dumps(REVIEW))
    assert "what_if" in program.run("decide", "one.json", "--json").json()


def test_blank_lines_and_line_ends_of_another_system(program):
    line = json.dumps(REVIEW)
    text = f"\n  \n{line}\r\n\r\n\t\n{line}\n\n{line}"
    program.file("blank.jsonl", text)
    assert len(program.run("decide", "blank.jsonl", "--json").lines()) == 3
    program.file("empty.jsonl", "\n\n")
    nothing = program.run("decide", "empty.jsonl", "--json")
    assert (nothing.status, nothing.out, nothing.error) == (0, "", "")
    program.file("empty.json", "")
    program.refuses(program.run("decide", "empty.json", "--json"), "empty.json: ", "too early")


def test_a_bad_line_is_named_and_nothing_is_printed(program):
    line = json.dumps(REVIEW)
    bad = line.replace("[]", '[{"id": "F1"}]')
    for count_before in (0, 1, 5):
        text = "".join(line + "\n" for _ in range(count_before)) + bad + "\n" + line + "\n"
        program.file("bad.jsonl", text)
        program.refuses(program.run("decide", "bad.jsonl", "--json"),
                        f"bad.jsonl: line {count_before + 1}: findings[0].section: is missing")
    program.file("bad.jsonl", f"{line}\n\n\n{line}\n\n{line[:-5]}\n{line}\n")
    program.refuses(program.run("decide", "bad.jsonl"), "bad.jsonl: line 6: ")
    program.file("bad.jsonl", f"\n{line[:-5]}\n{line}\n")
    program.refuses(program.run("decide", "bad.jsonl"), "bad.jsonl: line 2: ")


def test_a_document_over_several_lines_names_line_and_column(program):
    program.file("case.json", '{\n  "event": "applied",\n  "on": 2024-05-20\n}\n')
    program.refuses(program.run("decide", "case.json"), "case.json: line 3, column ")


def test_several_files(program):
    program.file("a.json", json.dumps(APPLIED))
    program.file("b.json", json.dumps(REVIEW, indent=2))
    verdicts = program.run("decide", "a.json", "b.json", "--json").lines()
    assert [v["status"] for v in verdicts] == ["applicant", "approved"]
    program.refuses(program.run("decide", "a.json", "none.json", "--json"), "none.json: ")


def test_files_that_are_none(program):
    program.refuses(program.run("decide", "none.json"), "none.json: No such file or directory")
    program.refuses(program.run("decide", "."), "is a folder")


def test_bad_usage(program):
    for arguments in ([], ["decide"], ["decyde"], ["decide", "-", "--no-such-option"],
                      ["explain", "escp"], ["explain", "escp", "x"], ["explain", "escp", "-1"],
                      ["decide", "-", "--policy"]):
        answer = program.run(*arguments)
        assert answer.status == 2 and answer.out == "" and answer.error, arguments


def test_help_and_version(program):
    for arguments in (["--help"], ["decide", "--help"], ["--version"]):
        answer = program.run(*arguments)
        assert answer.status == 0 and answer.out and not answer.error, arguments
    help_text = program.run("--help").out
    assert "independent reading of public documents" in help_text
    for verb in ("decide", "explain", "policies", "policy"):
        assert verb in help_text


def test_policies(program):
    answer = program.run("policies")
    assert answer.status == 0 and "escp@2020-09-01" in answer.out
    listed = program.run("policies", "--json").json()
    names = [p["name"] for p in listed]
    assert "escp@2020-09-01" in names
    newest = listed[names.index("escp@2020-09-01")]
    assert newest["scheme"] == "escp" and newest["edition"] == "2020-09-01"
    assert newest["from"] == "2020-09-01"
    assert newest["hash"] == program.decide(REVIEW).json()["policy"]["hash"]


def test_a_policy_as_toml_decides_as_the_built_in_one(program):
    text = program.run("policy", "escp@2020-09-01").out
    assert text == program.run("policy", "escp").out
    program.file("own.toml", text)
    own = program.run("decide", "-", "--json", "--policy", "own.toml", stdin=json.dumps(REVIEW))
    assert own.out == program.decide(REVIEW).out
    program.file("other.toml", text.replace('over = "30%"', 'over = "40%"'))
    case = json.dumps(dict(REVIEW, findings=majors(8), facts={"cap-submitted": "yes"}))
    assert program.run("decide", "-", "--json", "--policy", "other.toml",
                       stdin=case).json()["status"] == "progressing"
    assert program.decide(case).json()["status"] == "assessed"


def test_policies_that_are_none(program):
    for name in ("ecsp", "escp@2020-09-02", "escp@2020"):
        program.refuses(program.run("policy", name), "unknown ", name)
        program.refuses(program.run("decide", "-", "--policy", name, stdin="{}"), name)
        program.refuses(program.run("explain", name, "0"), name)
    program.refuses(program.run("policy", "escp@2020-09-02"), "did you mean \"escp@2020-09-01\"?")
    program.refuses(program.run("policy", "none.toml"), "none.toml: No such file")


def test_a_policy_with_errors_names_all_of_them(program):
    text = program.run("policy", "escp").out
    text = text.replace('severity = "critical" }', 'severity = "critcal" }', 1)
    text = text.replace('rank = 4', 'rank = "four"', 1)
    program.file("bad.toml", text)
    answer = program.run("policy", "bad.toml")
    assert answer.status == 2 and answer.out == ""
    lines = answer.error.splitlines()
    assert len(lines) == 2, answer.error
    assert all(" error: " in line and "bad.toml:" in line for line in lines)
    assert any('did you mean "critical"?' in line for line in lines)
    where = text.splitlines().index(next(l for l in text.splitlines() if '"critcal"' in l)) + 1
    assert any(f"bad.toml:{where}:" in line for line in lines), answer.error


def test_explain(program):
    verdict = program.decide(dict(REVIEW, findings=majors(7))).json()
    shown = program.run("explain", "escp", verdict["region"])
    assert shown.status == 0
    assert "too-many-majors" in shown.out and "sections-over-major-rate: >= 1" in shown.out
    told = program.run("explain", "escp@2020-09-01", verdict["region"], "--json").json()
    assert told["rule"] == "too-many-majors"
    assert told["cites"] == verdict["cites"] and told["policy"] == verdict["policy"]
    assert told["because"] == [{"measure": "sections-over-major-rate", "test": ">= 1"}]
    program.refuses(program.run("explain", "escp", "1000000"), "region", "has no region 1000000")


def test_the_environment_changes_nothing(program):
    plain = program.decide(dict(REVIEW, findings=majors(7))).out
    for environment in ({"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"},
                        {"TZ": "Pacific/Kiritimati"}, {"TZ": "America/Los_Angeles"},
                        {"LANG": "C", "POSIXLY_CORRECT": "1"}):
        other = program.run("decide", "-", "--json", stdin=json.dumps(
            dict(REVIEW, findings=majors(7))), **environment)
        assert other.out == plain
