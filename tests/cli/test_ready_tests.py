"""The ready tests that `certrules test` makes: a file of its own that passes, exercises what was
missed, and notices every change that the suite did not."""
import json

TRIVIAL = """format = 1
[[test]]
name = "a new factory applies"
case = { event = "applied", on = 2024-05-20 }
expect = { status = "applicant" }
"""
# What shows only where editions follow one another, of one edition alone.
BETWEEN_EDITIONS = {"[check] window_months 2 becomes 1", "[check] window_months 2 becomes 3",
                    'deadline "progress-visit-contact": check true is dropped'}


def report(p, policy, *words):
    answer = p.run("test", policy, *words, "--json")
    assert answer.status == 0, answer.error + answer.out[:2000]
    return json.loads(answer.out)


def block(out):
    """The printed block: from its first line to the end."""
    lines = out.splitlines(keepends=True)
    return "".join(lines[lines.index("format = 1\n"):])


def missed(mutation):
    return {m["what"] for m in mutation["mutants"] if m["state"] in ("unnoticed", "undecided")}


def test_of_an_empty_suite_every_change_gets_a_test_that_passes_and_notices_it(p):
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    before = report(p, "escp@2020-09-01", suite, "--mutate", "--ready", "ready.toml")["mutation"]
    made = {m["what"] for m in before["mutants"] if m["ready_test"]}
    assert missed(before) == made | BETWEEN_EDITIONS and len(made) > 500
    alone = report(p, "escp@2020-09-01", "ready.toml")
    assert alone["failed"] == 0 and alone["passed"] == len(
        {m["ready_test"] for m in before["mutants"] if m["ready_test"]})
    after = report(p, "escp@2020-09-01", suite, "ready.toml", "--mutate")["mutation"]
    assert missed(after) == BETWEEN_EDITIONS
    # What changes nothing is the edition's to say, not the suite's.
    assert after["equivalent"] == before["equivalent"] and after["invalid"] == before["invalid"]
    assert after["noticed"] + after["unnoticed"] == before["noticed"] + before["unnoticed"]


def test_of_an_empty_suite_every_point_gets_a_test_that_passes_and_exercises_it(p):
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    for policy in ("escp@2020-09-01", "escp"):
        before = report(p, policy, suite, "--coverage", "--ready", "ready.toml")["coverage"]
        assert all(m["ready_test"] for c in before for m in c["missing"])
        after = report(p, policy, suite, "ready.toml", "--coverage")["coverage"]
        assert [c["missing"] for c in after] == [[] for _ in before]
        for c in after:
            for kind in ("rules", "regions", "boundaries", "transitions"):
                assert c[kind]["exercised"] == c[kind]["reachable"] > 0


def test_regions_that_coverage_counts_are_those_that_some_case_reaches(p):
    # A share of findings is no measure of the small cases; twelve findings are more than they have.
    many = p.file("many.toml", """based_on = "escp@2020-09-01"
edition = "many"
title = "a test"
[[rule]]
id = "heaps"
before = "no-corrective-action-plan"
title = "thirty findings"
on = "audit-reviewed"
when = { open-findings = ">= 30" }
then = "assessed"
cite = "R: R5"
""")
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    for policy in ("escp@2020-09-01", "ietp@2016-04-01", "escp@2020-09-01+share-of-findings",
                   "escp@2020-09-01+share-of-major-checkpoints", many):
        found = report(p, policy, suite, "--coverage", "--ready", "ready.toml")["coverage"][0]
        missing = [m for m in found["missing"] if m["kind"] in ("rules", "regions")]
        assert missing and all(m["ready_test"] for m in missing), policy
        after = report(p, policy, suite, "ready.toml", "--coverage")["coverage"][0]
        for kind in ("rules", "regions"):
            assert after[kind]["exercised"] == after[kind]["reachable"] > 40, (policy, kind)
        # No open finding without transparency that is none of the open ones.
        assert not any("hidden-zero-tolerance: >= 1" in m["what"] and
                       "open-zero-tolerance: = 0" in m["what"] for m in missing)


def test_the_printed_block_is_a_file_that_runs_clean(p):
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    for flags in (("--coverage",), ("--mutate",), ("--coverage", "--mutate")):
        for more in ((), ("--all",)):
            answer = p.run("test", "escp@2020-09-01", suite, *flags, *more)
            assert answer.status == 0, answer.error
            pasted = p.file("pasted.toml", block(answer.out))
            assert p.run("test", "escp@2020-09-01", pasted).status == 0
            both = p.run("test", "escp@2020-09-01", suite, pasted)  # no name stands twice
            assert both.status == 0, both.error
            count = block(answer.out).count("[[test]]")
            assert count > 50 if more else count == 10 * len(flags)
            assert ("more tests: --all prints them" in answer.out) == (not more)


def test_no_name_is_longer_than_the_reader_takes(p):
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    report(p, "escp@2020-09-01", suite, "--coverage", "--ready", "ready.toml")
    names = [t["name"] for t in report(p, "escp@2020-09-01", "ready.toml")["tests"]]
    assert max(len(name.encode()) for name in names) <= 200
    assert len(set(names)) == len(names)


def test_a_change_that_only_another_rule_answers_is_not_counted_whatever_the_tests_name(p):
    # Both rules refuse. With the first one gone the second one does: another name, the same answer.
    text = p.run("policy", "escp@2020-09-01", "--resolved").out
    twice = text.replace('[[rule]]\nid = "certification-fee-without-approval"', """[[rule]]
id = "certification-fee-without-approval-first"
title = "the same, said first"
cite = ["R: R14"]
on = "fee-paid"
refuse = "nothing is approved at all"
when = { fee = "certification", cycle = { not = ["approved"] } }

[[rule]]
id = "certification-fee-without-approval\"""", 1)
    assert twice != text
    policy = p.file("twice.toml", twice)
    case = """[[test]]
name = "nothing approved"
case = { event = "fee-paid", on = 2021-05-20, fee = "certification", state = {} }
expect = { error = "cannot happen", rule = "certification-fee-without-approval-first" }
"""
    states = [report(p, policy, p.file("s.toml", tests), "--mutate")["mutation"]
              for tests in (TRIVIAL, TRIVIAL + case)]
    what = 'rule "certification-fee-without-approval-first": is taken out'
    for mutation in states:
        assert [m["state"] for m in mutation["mutants"] if m["what"] == what] == ["equivalent"]
    assert states[0]["equivalent"] == states[1]["equivalent"]


def test_only_what_a_variant_changes(p):
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    policy = "escp@2020-09-01+share-of-findings"
    everything = report(p, policy, suite, "--coverage", "--mutate")
    changed = report(p, policy, suite, "--coverage", "--mutate", "--only-changed",
                     "--ready", "ready.toml")
    whats = [m["what"] for m in changed["mutation"]["mutants"]]
    assert whats and all("sections-over-major-rate" in what or "policy-reading" in what
                         or "measure" in what for what in whats), whats
    assert {m["file"] for m in changed["mutation"]["mutants"]} == {policy + ".toml"}
    assert len(whats) < len(everything["mutation"]["mutants"]) / 10
    few, all_of = (r["coverage"][0]["missing"] for r in (changed, everything))
    assert len(few) < len(all_of) / 2 and all(m in [x["what"] for x in all_of]
                                              for m in (x["what"] for x in few))
    p.refuses(p.run("test", "escp", suite, "--coverage", "--only-changed"),
              "--only-changed", "is based on no other edition")


def changed_points(p, text):
    """What a variant changes, by its coverage: the kinds' numbers and all points that are missed."""
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    policy = p.file("v.toml", text)
    found = report(p, policy, suite, "--coverage", "--only-changed", "--ready", "ready.toml")
    found = found["coverage"][0]
    after = report(p, policy, suite, "ready.toml", "--coverage", "--only-changed")["coverage"][0]
    assert after["missing"] == []
    return found, {(m["kind"], m["what"]) for m in found["missing"]}


def test_a_changed_limit_is_what_a_variant_changes(p):
    # The smallest case of each point is answered as before: only the definition tells.
    found, missing = changed_points(p, """based_on = "escp@2020-09-01"
edition = "quarter"
title = "a test"
[[measure]]
id = "sections-over-major-rate"
sections_where = { count = { severity = "major" }, of = "applicable", over = "25%" }
""")
    assert found["rules"] == {"exercised": 0, "reachable": 1}
    assert ("rules", "rule too-many-majors") in missing
    limits = {("boundaries", "audit-reviewed: sections-over-major-rate, the share of a section "
               f"{side} 25%") for side in ("just below", "at", "above")}
    assert limits <= missing
    assert not any("open-critical at" in what for _, what in missing), missing


def test_a_rule_of_its_own_is_what_a_variant_changes(p):
    # With one closed finding and a plan both editions answer alike, by another rule.
    found, missing = changed_points(p, """based_on = "escp@2020-09-01"
edition = "own-rule"
title = "a test"
[[measure]]
id = "open-minors"
title = "open minors"
count = { severity = "minor" }
[[rule]]
id = "many-minors"
before = "no-corrective-action-plan"
title = "five minors are open, no plan is in"
on = "audit-reviewed"
when = { open-minors = ">= 5", cap-submitted = ["no", "unknown"] }
then = "assessed"
cite = "R: R5"
""")
    assert ("rules", "rule many-minors") in missing
    assert any(kind == "regions" and "many-minors" in what for kind, what in missing)
    assert {("boundaries", f"audit-reviewed: open-minors {side}")
            for side in ("at 4", "at 5", "above 5")} <= missing, missing
    assert found["rules"]["reachable"] == 1 and found["boundaries"]["reachable"] == 3


def test_options_of_coverage_need_it(p):
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    for option in (("--all",), ("--ready", "x.toml"), ("--only-changed",)):
        p.refuses(p.run("test", "escp", suite, *option), "--coverage or --mutate is required")


def test_coverage_counts_a_rule_that_only_many_findings_reach(p):
    # Five majors; four of five steps on the way change no answer of any rule.
    variant = p.file("v.toml", """based_on = "escp@2020-09-01"
edition = "five-majors"
title = "a test"
[[measure]]
id = "open-majors"
title = "open majors"
count = { severity = "major" }
[[rule]]
id = "majors-warned"
before = "few-findings-with-plan"
title = "majors are open, a plan is in"
on = "audit-reviewed"
when = { open-majors = ">= 5" }
then = "assessed"
cite = "R: R5"
""")
    suite = p.file("a.policy-tests.toml", TRIVIAL)
    own, base = (report(p, policy, suite, "--coverage")["coverage"][0]
                 for policy in (variant, "escp@2020-09-01"))
    assert own["rules"]["reachable"] == base["rules"]["reachable"] + 1
    assert any("majors-warned" in m["what"] and m["ready_test"] for m in own["missing"])
    assert any("open-majors above 5" in m["what"] for m in own["missing"])
