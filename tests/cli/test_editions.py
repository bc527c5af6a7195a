"""Editions at the program: variants resolved, names that are none, and the page's own examples."""
import json
import re

from run import ROOT

REVIEW = {"event": "audit-reviewed", "on": "2024-05-20", "findings": []}
VARIANTS = ("escp@2020-09-01+anniversary", "escp@2020-09-01+month-end-snaps",
            "escp@2020-09-01+share-of-findings", "escp@2020-09-01+share-of-major-checkpoints",
            "escp@2020-09-01+terminate-always", "ietp@2018-10-09")


def hash_of(program, policy):
    return program.run("decide", "-", "--json", "--policy", policy,
                       stdin=json.dumps(dict(REVIEW, on="2018-11-01"))).json()["policy"]["hash"]


def test_a_resolved_policy_is_the_same_edition(program):
    """[E14.5]"""
    examples = [ROOT / "examples" / "editions" / name
                for name in ("french-order-2011.toml", "orchard-score.toml")]
    for policy in (*VARIANTS, "escp@2020-09-01", "ietp@2016-04-01", *examples):
        answer = program.run("policy", policy, "--resolved")
        assert answer.status == 0 and not answer.error, answer.error
        assert "based_on" not in answer.out and "[[rule]]" in answer.out
        resolved = program.file("resolved.toml", answer.out)
        again = program.run("policy", resolved, "--resolved").out
        assert again == answer.out
        if policy not in examples and policy != "ietp@2016-04-01":
            assert hash_of(program, policy) == hash_of(program, resolved)


def test_a_variant_prints_its_own_lines_unless_it_is_to_be_resolved(program):
    own = program.run("policy", VARIANTS[0]).out
    whole = program.run("policy", VARIANTS[0], "--resolved").out
    assert "based_on" in own and "[[status]]" not in own
    assert 'last_day = "anniversary"' in own and 'last_day = "anniversary"' in whole
    assert whole.startswith("format = 1\n") and whole.count("[[status]]") == 13


def test_strings_survive_being_resolved(program):
    text = program.run("policy", "escp@2020-09-01").out
    odd = 'a \\"quoted\\" \\\\ tab\\t and \\u0007 and \u00e9'
    text = text.replace('title = "nothing is open"', f'title = "{odd}"')
    path = program.file("odd.toml", text)
    resolved = program.run("policy", path, "--resolved")
    assert resolved.status == 0, resolved.error
    assert hash_of(program, path) == hash_of(program, program.file("r.toml", resolved.out))


def test_a_policy_that_does_not_load_is_not_resolved(program):
    path = program.file("bad.toml", 'based_on = "escp@2020-09-01"\n')
    program.refuses(program.run("policy", path, "--resolved"), 'field "edition" is missing')


def test_the_name_of_single_editions_is_no_scheme(program):
    answer = program.run("decide", "-", "--policy", "ietp", stdin=json.dumps(REVIEW))
    program.refuses(answer, 'unknown policy "ietp"', '"ietp@2016-04-01"', '"ietp@2018-10-09"',
                    'of the scheme "escp"')
    assert "did you mean" not in answer.error
    assert "ietp\"," not in program.run("decide", "-", "--policy", "iept").error


def test_an_unknown_verb_is_named_with_the_nearest(program):
    program.refuses(program.run("decyde"), 'unknown verb "decyde", did you mean "decide"?')
    program.refuses(program.run("polcies"), 'did you mean "policies"?')
    program.refuses(program.run("\x1b[31m"), "unknown verb")


def test_the_region_is_told_to_people_too(program):
    case = json.dumps(REVIEW)
    region = program.decide(case).json()["region"]
    out = program.run("decide", "-", stdin=case).out
    assert re.search(rf"^  region +{region} of escp@2020-09-01", out, re.M), out


def test_what_json_does_not_allow_is_named(program):
    text = json.dumps(REVIEW)
    for bad, words in ((text[:-1] + ",}", 'not JSON: a comma before "}"'),
                       (text.replace("[]", "[1,\n ]"), 'a comma before "]"'),
                       (text.replace(",", " ", 1), "cannot stand here"),
                       (text.replace("[]", "[NaN]"), "cannot stand here"),
                       (text.replace("[]", "['a']"), "cannot stand here")):
        program.refuses(program.decide(bad), "standard input: ", words)
    program.refuses(program.decide(text.encode().replace(b"2024", b"\xff024")), "not JSON in UTF-8")


def test_yes_no_unknown_are_listed(program):
    finding = {"id": "F1", "section": "wages", "severity": "minor"}
    for value in (True, 1):
        answer = program.decide(dict(REVIEW, findings=[dict(finding, transparent=value)]))
        program.refuses(answer, 'findings[0].transparent', '"unknown", "no", "yes"')
    program.refuses(program.decide(dict(REVIEW, facts={"cap-submitted": True})),
                    'facts.cap-submitted', 'expected one of "no", "yes", "unknown"')


def test_the_verdict_of_the_forms_is_the_verdict_of_their_case(program):
    """All of docs/forms.md's example but its hash, for which zeros stand in."""
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")

    def example(form):
        section = re.search(rf"^## {form}$(.*?)(?=^## )", text, re.M | re.S).group(1)
        return json.loads(re.search(r"^```json\n(.*?)^```$", section, re.M | re.S).group(1))
    told = example("Verdict")
    given = program.decide(example("Case")).json()
    assert told["policy"].pop("hash") == "0" * 64
    given["policy"].pop("hash")
    assert told == given


def test_next_audit_and_days_to_correct(program):
    policy = ROOT / "examples" / "editions" / "orchard-score.toml"
    sections = {"people": {"conforming": 20, "rating": "a"}, "soil": {"conforming": 12, "rating": "a"},
                "water": {"conforming": 8, "rating": "a"}}
    case = json.dumps({"event": "audit-held", "on": "2024-01-31", "audit": "full", "state": {},
                       "sections": sections,
                       "findings": [{"id": "N", "section": "soil", "severity": "remark"}]})
    verdict = program.decide(case, "--policy", policy).json()
    # Gold: 21 months from 31 January 2024; a remark: 180 days, of which 29 + 31 + 30 + 31 + 30 are
    # February to June and 29 are July.
    assert verdict["status"] == "gold", verdict
    assert verdict["next_audit_on"] == "2025-10-31"
    assert verdict["correct_by"] == [{"finding": "N", "day": "2024-07-29"}]
    shown = program.run("decide", "-", "--policy", policy, stdin=case).out
    assert re.search(r"^  next audit +by 2025-10-31$", shown, re.M), shown
    assert re.search(r"^  correct +N by 2024-07-29$", shown, re.M), shown
    for field in ("next_audit_on", "correct_by"):
        assert field not in program.decide(REVIEW).json()


def test_what_must_be_done_ends_with_what_it_came_from(program):
    history = {"factory": "F", "events": [
        {"event": "applied", "on": "2021-01-04"},
        {"event": "audit-held", "on": "2021-02-01", "audit": "ica", "findings": []},
        {"event": "audit-reviewed", "on": "2021-02-10"},
        {"event": "fee-paid", "on": "2021-03-01", "fee": "certification"}]}
    path = program.file("h.json", json.dumps(history))
    certified = program.run("replay", path, "--on", "2022-02-28").out
    expired = program.run("replay", path, "--on", "2022-03-01").out
    assert re.search(r"^  must ", certified, re.M), certified
    assert "expired" in expired and not re.search(r"^  must ", expired, re.M), expired


def test_the_verdict_of_the_front_page(program):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^\$ certrules decide (\S+)\n(.*?)^```$", text, re.M | re.S)
    shown = program.run("decide", ROOT / block.group(1)).out.splitlines()
    lines = [line for line in block.group(2).splitlines() if line.strip() != "..."]
    assert len(lines) >= 5
    for line in lines:
        assert line in shown, line
