#!/usr/bin/python3
"""check and diff against an independent encoding for the solver z3:  z3_check.py PROGRAM N [--seed S]

Random small editions of one event. Of each, z3 says over all cases, with any number of findings:
which rules can answer, which only lose to earlier ones, whether a case is left without an answer,
which pairs of rules give the worse of two cases the better status, and between two editions which
pairs of rules give a case two statuses. The program must say the same, and its smallest case must
have as few findings as z3 finds possible.
"""
import argparse
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from z3 import (And, Bool, If, Int, IntVal, Not, Optimize, Or, Sum, sat, simplify)

SEVERITIES = ["minor", "major"]
SECTIONS = ["one", "two"]
TRANSPARENT = ["yes", "unknown", "no"]  # better to worse
KINDS = list(itertools.product(SECTIONS, SEVERITIES, TRANSPARENT, [False, True], [True, False]))
RANKS = {"barred": 0, "open": 2, "better": 4, "silver": 5, "gold": 6}
HEAD = """format = 1
scheme = "s"
edition = "1"
title = "S"
effective = { from = 2020-01-01 }
currency = "EUR"
calendar = { month_end = "clamp", last_day = "anniversary", weekend = ["sunday"] }
source = [{ id = "S", title = "S" }]
severity = [{ id = "minor", title = "m" }, { id = "major", title = "m" }]
section = [{ id = "one", title = "o", applicable = 3 }, { id = "two", title = "t" }]
tag = [{ id = "mark", title = "m" }]
status = [
  { id = "open", title = "o", track = "cycle", open = true, rank = 2, months = 5, cite = "S: S" },
  { id = "better", title = "b", track = "cycle", open = true, rank = 4, months = 8, cite = "S: S" },
  { id = "gold", title = "g", track = "certificate", rank = 6, months = 12, cite = "S: S" },
  { id = "silver", title = "s", track = "certificate", rank = 5, months = 9, cite = "S: S" },
  { id = "barred", title = "b", track = "bar", rank = 0, months = 6, shorter_is_better = true, cite = "S: S" },
]
fact = [
  { id = "plan", title = "p", type = "yes-no", order = ["no", "unknown", "yes"], recorded_only = true },
  { id = "choice", title = "c", type = "one-of", values = ["x", "y", "z"], recorded_only = true },
  { id = "hours", title = "h", type = "number", at_most = 9, recorded_only = true },
]
"""


class Maker:
    """An edition as text, and what it asks as functions of a case's variables."""

    def __init__(self, rng):
        self.rng = rng

    def filter(self):
        rng = self.rng
        chosen = {}
        if rng.random() < 0.7:
            chosen["severity"] = [rng.choice(SEVERITIES)]
        if rng.random() < 0.35:
            chosen["transparent"] = rng.choice([["no", "unknown"], ["no"], ["yes"]])
        if rng.random() < 0.25:
            chosen[rng.choice(["tags", "without_tags"])] = ["mark"]
        if rng.random() < 0.25:
            chosen["section"] = ["one"]
        chosen["open"] = rng.choice([["yes"]] * 4 + [["no"], ["yes", "no"]])
        return chosen

    def measure(self):
        rng = self.rng
        kind = rng.choice(["count", "count", "count", "two", "applicable", "open-findings", "score"])
        return {"kind": kind, "filters": [self.filter(), self.filter()],
                "each": [-rng.randint(1, 3), -1],
                "test": rng.choice([("over", 30), ("over", 50), ("at_least", 100), ("below", 50)])}

    def number(self, score):
        low, high = self.rng.choice([(1, None), (1, None), (2, None), (0, 0), (None, 1), (1, 2)])
        if score:
            low, high = self.rng.choice([(3, None), (None, 1), (1, 3), (0, 0)])
        return ("number", low, high)

    def condition(self, measures):
        rng = self.rng
        what = rng.choice(["m"] * 5 + ["plan", "choice", "hours", "certificate", "bar", "cycle"])
        if what == "m":
            at = rng.randrange(len(measures))
            return f"m{at}", self.number(measures[at]["kind"] == "score")
        if what == "plan":
            return what, ("words", rng.choice([["yes"], ["no"], ["no", "unknown"]]))
        if what == "choice":
            return what, ("words", rng.choice([["x"], ["x", "y"], ["unknown"]]))
        if what == "hours":
            return what, ("number", *rng.choice([(3, None), (None, 5), (4, 6)]))
        if what == "certificate":
            return what, ("words", rng.choice([["none"], ["gold"], ["gold", "silver"]]))
        if what == "bar":
            return what, ("words", rng.choice([["none"], ["barred"]]))
        return what, ("words", rng.choice([["none"], ["open"], ["open", "better"]]))

    def rule(self, measures):
        when = dict(self.condition(measures) for _ in range(self.rng.randint(1, 3)))
        return {"when": when, "then": self.rng.choice(["open", "open", "better", "gold", "silver",
                                                       "barred", "refuse"])}

    def edition(self):
        measures = [self.measure() for _ in range(self.rng.randint(2, 4))]
        rules = [self.rule(measures) for _ in range(self.rng.randint(2, 6))]
        if self.rng.random() < 0.6:
            rules.append({"when": {}, "then": self.rng.choice(list(RANKS))})
        return {"measures": measures, "rules": rules}

    def changed(self, edition):
        other = json.loads(json.dumps(edition))
        rules, rng = other["rules"], self.rng
        at = rng.randrange(len(rules))
        what = rng.randrange(4)
        if what == 0:
            rules[at]["then"] = rng.choice(list(RANKS))
        elif what == 1:
            rules[at]["when"] = self.rule(other["measures"])["when"]
        elif what == 2 and len(rules) > 1:
            del rules[at]
        else:
            rules.insert(at, self.rule(other["measures"]))
        return other


def filter_text(chosen):
    return "{ " + ", ".join(f"{name} = {json.dumps(value)}" for name, value in chosen.items()) + " }"


def text(edition):
    out = [HEAD]
    for at, m in enumerate(edition["measures"]):
        first, second = (filter_text(f) for f in m["filters"])
        body = {
            "count": f"count = {first}",
            "two": f"count = [{first}, {second}]",
            "score": f"score = {{ start = 4, floor = 0, weights = [{{ count = {first}, each = "
                     f"{m['each'][0]} }}, {{ count = {second}, each = {m['each'][1]} }}] }}",
        }.get(m["kind"], f"sections_where = {{ count = {first}, of = \"{m['kind']}\", "
                         f"{m['test'][0]} = \"{m['test'][1]}%\" }}")
        out.append(f'[[measure]]\nid = "m{at}"\ntitle = "m"\n{body}\n')
    for at, r in enumerate(edition["rules"]):
        conditions = []
        for name, (kind, *test) in r["when"].items():
            if kind == "words":
                conditions.append(f"{name} = {json.dumps(test[0])}")
            else:
                low, high = test
                bounds = f"<= {high}" if low is None else f">= {low}" if high is None else \
                    f"{low}..{high}"
                conditions.append(f'{name} = "{bounds}"')
        then = f'refuse = "by r{at}"' if r["then"] == "refuse" else f'then = "{r["then"]}"'
        out.append(f'[[rule]]\nid = "r{at}"\ntitle = "r"\ncite = "S: R"\non = "audit-reviewed"\n'
                   f"when = {{ {', '.join(conditions)} }}\n{then}\n")
    return "\n".join(out)


def lets_through(chosen, kind):
    section, severity, transparent, marked, is_open = kind
    return (section in chosen.get("section", SECTIONS)
            and severity in chosen.get("severity", SEVERITIES)
            and transparent in chosen.get("transparent", TRANSPARENT)
            and (marked or "tags" not in chosen) and not (marked and "without_tags" in chosen)
            and ("yes" if is_open else "no") in chosen["open"])


class Case:
    """A case's variables; `plan` and the counts of findings may be another's, changed."""

    def __init__(self, tag):
        self.counts = [Int(f"{tag}n{k}") for k in range(len(KINDS))]
        self.applicable = {s: Int(f"{tag}a_{s}") for s in SECTIONS}
        self.words = {"plan": (Int(f"{tag}plan"), ["no", "unknown", "yes"]),
                      "choice": (Int(f"{tag}choice"), ["unknown", "x", "y", "z"]),
                      "certificate": (Int(f"{tag}certificate"), ["none", "gold", "silver"]),
                      "bar": (Int(f"{tag}bar"), ["none", "barred"]),
                      "cycle": (Int(f"{tag}cycle"), ["none", "open", "better"])}
        self.hours, self.hours_known = Int(f"{tag}hours"), Bool(f"{tag}known")

    def possible(self):
        yield from (n >= 0 for n in self.counts)
        yield from (And(a >= 0, a <= 1000000) for a in self.applicable.values())
        yield from (And(v >= 0, v < len(words)) for v, words in self.words.values())
        yield And(self.hours >= 0, self.hours <= 9)
        # A certificate and a bar do not run at once (docs/analysis.md).
        yield Or(self.words["certificate"][0] == 0, self.words["bar"][0] == 0)

    def total(self):
        return Sum(self.counts)

    def of(self, chosen_by):
        """The findings that a test of kinds lets through."""
        picked = [n for n, kind in zip(self.counts, KINDS) if chosen_by(kind)]
        return Sum(picked) if picked else IntVal(0)

    def value(self, m):
        first, second = m["filters"]
        if m["kind"] == "count":
            return self.of(lambda k: lets_through(first, k))
        if m["kind"] == "two":
            return self.of(lambda k: lets_through(first, k) or lets_through(second, k))
        if m["kind"] == "score":
            cost = (m["each"][0] * self.of(lambda k: lets_through(first, k)) +
                    m["each"][1] * self.of(lambda k: lets_through(second, k)
                                           and not lets_through(first, k)))
            return If(4 + cost > 0, 4 + cost, 0)
        passing = []
        for s in SECTIONS:
            part = self.of(lambda k, s=s: k[0] == s and lets_through(first, k))
            whole = self.applicable[s] if m["kind"] == "applicable" else \
                self.of(lambda k, s=s: k[0] == s and k[4])
            name, rate = m["test"]
            passes = {"over": 100 * part > rate * whole, "at_least": 100 * part >= rate * whole,
                      "below": 100 * part < rate * whole}[name]
            passing.append(If(And(whole > 0, passes), 1, 0))
        return Sum(passing)

    def meets(self, edition, rule):
        tests = []
        for name, (kind, *test) in rule["when"].items():
            if kind == "words":
                variable, words = self.words[name]
                tests.append(Or([variable == words.index(w) for w in test[0]]))
                continue
            low, high = test
            value = self.hours if name == "hours" else self.value(edition["measures"][int(name[1:])])
            if name == "hours":
                tests.append(self.hours_known)
            if low is not None:
                tests.append(value >= low)
            if high is not None:
                tests.append(value <= high)
        return And(tests)

    def answered_by(self, edition):
        """For each rule, that it answers; and that none does."""
        met = [self.meets(edition, r) for r in edition["rules"]]
        return ([And(met[i], *(Not(m) for m in met[:i])) for i in range(len(met))],
                And([Not(m) for m in met]), met)


def least(constraints, cost):
    """The smallest cost, or None: nothing satisfies the constraints."""
    solver = Optimize()
    solver.add(*constraints)
    wanted = solver.minimize(cost)
    if solver.check() != sat:
        return None
    return simplify(solver.lower(wanted)).as_long()


def worse_findings(before):
    """(cases after, constraint) of one finding more, a worse one or one less open."""
    place = {kind: k for k, kind in enumerate(KINDS)}
    out, into = Int("out"), Int("into")
    steps = []
    for k, (section, severity, transparent, marked, is_open) in enumerate(KINDS):
        steps.append(And(out == -1, into == k))
        for other in KINDS:
            same = (other[0], other[3], other[4]) == (section, marked, is_open)
            worse = same and (
                (other[2] == transparent
                 and SEVERITIES.index(other[1]) > SEVERITIES.index(severity)) or
                (other[1] == severity
                 and TRANSPARENT.index(other[2]) > TRANSPARENT.index(transparent)))
            if worse:
                steps.append(And(out == k, into == place[other], before.counts[k] >= 1))
    after = Case("w")
    after.applicable, after.words = before.applicable, before.words
    after.hours, after.hours_known = before.hours, before.hours_known
    after.counts = [n + If(into == k, 1, 0) - If(out == k, 1, 0)
                    for k, n in enumerate(before.counts)]
    return after, Or(steps)


def worse_plan(before):
    after = Case("p")
    after.counts, after.applicable = before.counts, before.applicable
    after.hours, after.hours_known = before.hours, before.hours_known
    after.words = dict(before.words, plan=(Int("worse_plan"), before.words["plan"][1]))
    return after, And(after.words["plan"][0] >= 0,
                      after.words["plan"][0] < before.words["plan"][0])


class Checks:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.passed = self.failed = self.undecided = 0
        self.about = ""

    def say(self, right, what):
        if right:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.about}: {what}")

    def run(self, verb, *editions):
        files = []
        for at, edition in enumerate(editions):
            files.append(self.folder / f"{at}.toml")
            files[-1].write_text(text(edition), encoding="utf-8")
        done = subprocess.run([self.program, verb, *files, "--json"], stdout=subprocess.PIPE,
                              check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{self.about}: certrules {verb} failed\n{text(editions[0])}")
        return json.loads(done.stdout)

    def check(self, edition):
        told = self.run("check", edition)["problems"]
        if any(p["kind"] == "undecided" for p in told):
            self.undecided += 1
            return
        case = Case("c")
        base = list(case.possible())
        answered, gap, met = case.answered_by(edition)
        silent = {p["rule"]: p["kind"] for p in told if p["kind"] in ("hidden", "never-fires")}
        can = []
        for at, fires in enumerate(answered):
            can.append(least(base + [fires], case.total()) is not None)
            kind = None if can[at] else \
                "never-fires" if least(base + [met[at]], case.total()) is None else "hidden"
            self.say(silent.get(f"r{at}") == kind,
                     f"r{at} is {silent.get(f'r{at}')}, and z3 says {kind}")
        fewest = least(base + [gap], case.total())
        shown = [len(p["first"]["case"]["findings"]) for p in told if p["kind"] == "gap"]
        self.say(shown == ([] if fewest is None else [fewest]),
                 f"gaps with {shown} findings, and z3 says {fewest}")
        pairs = {(p["rule"], p["other"]): len(p["first"]["case"]["findings"]) for p in told
                 if p["kind"] == "monotone"}
        steps = [worse_findings(case), worse_plan(case)]
        seen = [after.answered_by(edition)[0] for after, _ in steps]
        thens = [r["then"] for r in edition["rules"]]
        for i, j in itertools.product(range(len(thens)), repeat=2):
            if "refuse" in (thens[i], thens[j]) or RANKS[thens[j]] <= RANKS[thens[i]] \
                    or not (can[i] and can[j]):
                continue
            costs = [least(base + [answered[i], step, after[j]], case.total())
                     for (_, step), after in zip(steps, seen)]
            fewest = min((c for c in costs if c is not None), default=None)
            self.say(pairs.get((f"r{i}", f"r{j}")) == fewest,
                     f"worse earns more, r{i} then r{j}, with "
                     f"{pairs.get((f'r{i}', f'r{j}'))} findings, and z3 says {fewest}")

    def diff(self, old, new):
        told = self.run("diff", old, new)
        if told["undecided"]:
            self.undecided += 1
            return
        case = Case("c")
        base = list(case.possible())
        one, two = case.answered_by(old)[0], case.answered_by(new)[0]
        pairs = {(d["old_rule"], d["new_rule"]): len(d["old_case"].get("findings", []))
                 for d in told["differences"]}
        for (i, x), (j, y) in itertools.product(enumerate(old["rules"]), enumerate(new["rules"])):
            if x["then"] == y["then"]:
                continue
            fewest = least(base + [one[i], two[j]], case.total())
            self.say(pairs.get((f"r{i}", f"r{j}")) == fewest,
                     f"a difference between r{i} and r{j} with {pairs.get((f'r{i}', f'r{j}'))} "
                     f"findings, and z3 says {fewest}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("editions", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        checks = Checks(options.program, pathlib.Path(folder))
        for seed in range(options.seed, options.seed + options.editions):
            checks.about = f"seed {seed}"
            maker = Maker(random.Random(seed))
            edition = maker.edition()
            checks.check(edition)
            checks.diff(edition, maker.changed(edition))
    if checks.undecided:
        print(f"not decided by the program: {checks.undecided}")
    print(f"small editions against z3: {checks.passed} passed, {checks.failed} failed")
    return checks.failed != 0 or checks.passed == 0 or checks.undecided * 25 > options.editions


if __name__ == "__main__":
    sys.exit(main())
