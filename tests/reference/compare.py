#!/usr/bin/python3
"""Holds the program against the model on random cases and histories.

compare.py --program PATH cases N --seed S [--jobs J]
compare.py --program PATH histories N --seed S [--jobs J]

N are compared, by J processes. What disagrees is made as small as possible, printed, and kept
under disagreements/.
Exit status 0: no disagreement; 1: at least one.
"""
import argparse
import copy
import datetime
import json
import multiprocessing
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import days
import generate
from model import answer_decide, answer_replay

CASES_AT_ONCE = 2000
HISTORIES_AT_ONCE = 100
REFUSED_OF = 200  # one refused question of so many asked is put to the program: each is a run


# ---- asking ------------------------------------------------------------------------------------

class Program:
    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.runs = 0

    def run(self, arguments, lines):
        """(exit status, parsed lines of output, standard error)."""
        self.runs += 1
        done = subprocess.run([self.path] + arguments, input="\n".join(lines) + "\n", text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        answers = []
        if done.returncode == 0:
            answers = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
            if len(answers) == 0 and len(lines) == 1:
                raise SystemExit("the program printed nothing")
        return done.returncode, answers, done.stderr.strip(), done.stdout

    def many(self, arguments, lines):
        """An answer for each line, {"error"} for one that is refused."""
        if not lines:
            return []
        status, answers, error, output = self.run(arguments, lines)
        if status == 0 and len(answers) == len(lines):
            return answers
        if len(lines) == 1:
            if status == 0:  # one document may be printed over several lines
                return [json.loads(output)]
            answer = {"error": error}
            if status != 2:
                answer["crash"] = f"exit status {status} instead of 2"
            elif output:
                answer["crash"] = "output beside an error"
            elif not error:
                answer["crash"] = "no reason given"
            return [answer]
        half = len(lines) // 2
        return self.many(arguments, lines[:half]) + self.many(arguments, lines[half:])


class Cases:
    what = "cases"

    def __init__(self, program):
        self.program = program

    def arguments(self, case):
        return ["decide", "-", "--json", "--full"]

    def model(self, case):
        return answer_decide(json.dumps(case), None)

    def text(self, case):
        return json.dumps(case)

    def normal(self, answer):
        if "error" in answer:
            return {"refused": answer.get("crash", True)}
        return {
            "policy": {k: answer["policy"][k] for k in ("scheme", "edition")},
            "status": answer["status"],
            "public_status": answer["public_status"],
            "valid": answer["valid"],
            "held": sorted(answer["state"].get("held", [])),
            "certificate": answer["state"].get("certificate"),
            "cycle": cycle_of(answer["state"].get("cycle")),
            "bar": answer["state"].get("bar"),
            "after": answer["state"].get("after"),
            "unknown": sorted(answer["unknown"]),
            "possible": [s for s in answer["possible"] if s is not None],
        }


class Histories:
    what = "histories"

    def __init__(self, program):
        self.program = program

    def arguments(self, asked):
        known = ["--known", asked["known"]] if asked["known"] else []
        return ["replay", "-", "--on", asked["on"]] + known + ["--json"]

    def model(self, asked):
        return answer_replay(json.dumps(asked), None, None)

    def text(self, asked):
        return json.dumps(asked["history"])

    def normal(self, answer):
        if "error" in answer:
            return {"refused": answer.get("crash", True)}
        return {
            "public_status": answer["public_status"],
            "certificate": answer["certificate"],
            "cycle": cycle_of(answer["cycle"]),
            "bar": answer["bar"],
            "open_findings": sorted(f if isinstance(f, str) else f["id"]
                                    for f in answer["open_findings"]),
            "timeline": [(t["first_day"], t["last_day"], t["public_status"])
                         for t in answer["timeline"]],
            "deadlines": sorted((d["id"], d["first_day"], str(d["last_day"]), d["state"])
                                for d in answer["deadlines"]),
            "fees": sorted((f["id"], f["payee"] == "programme", str(f["amount"]), f["state"])
                           for f in answer["fees"]),
            "void": [(v["event"], v["on"]) for v in answer["void"]],
        }


def cycle_of(cycle):
    """Without what is only a default."""
    if cycle is None:
        return None
    form = {"status": cycle["status"], "since": cycle["since"]}
    if cycle["status"] in ("assessed", "progressing", "approved"):
        form["started_on"] = cycle.get("started_on", cycle["since"])
    if cycle["status"] == "approved":
        award = cycle.get("award")
        form["award"] = None if award in ("certified", "seal-a") else award
    return form


def differing(side, ours, theirs):
    """The names of the fields that differ."""
    ours, theirs = side.normal(ours), side.normal(theirs)
    return sorted(name for name in set(ours) | set(theirs) if ours.get(name) != theirs.get(name))


# ---- making a disagreement small ---------------------------------------------------------------

def smaller(value):
    """Every value that lacks one thing."""
    if isinstance(value, dict):
        for key in list(value):
            if key in ("event", "history", "known"):
                pass
            else:
                yield {k: v for k, v in value.items() if k != key}
            for part in smaller(value[key]):
                yield dict(value, **{key: part})
    elif isinstance(value, list):
        for size in (len(value) // 2, len(value) // 4, 1):
            for start in range(0, len(value), max(size, 1)):
                if size >= 1:
                    yield value[:start] + value[start + size:]
        for place, item in enumerate(value):
            for part in smaller(item):
                yield value[:place] + [part] + value[place + 1:]


def minimise(side, asked, fields, patience=4000):
    def still(candidate):
        if side.what == "histories" and not ("on" in candidate and "history" in candidate):
            return False
        ours = side.model(candidate)
        theirs = side.program.many(side.arguments(candidate), [side.text(candidate)])[0]
        return set(differing(side, ours, theirs)) & set(fields) != set()
    progress = True
    while progress and patience > 0:
        progress = False
        for candidate in smaller(asked):
            patience -= 1
            if patience <= 0:
                break
            if still(candidate):
                asked = copy.deepcopy(candidate)
                progress = True
                break
    return asked


class Report:
    def __init__(self, side, most, name=""):
        self.side = side
        self.most = most
        self.name = name  # of the process, in the names of files
        self.kinds = {}
        self.compared = 0

    def compare(self, asked, ours, theirs):
        self.compared += 1
        fields = differing(self.side, ours, theirs)
        if not fields:
            return
        kind = (self.side.what, asked.get("event"), tuple(fields))
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] > 1 or len(self.kinds) > self.most:
            return
        small = minimise(self.side, asked, fields)
        ours = self.side.model(small)
        theirs = self.side.program.many(self.side.arguments(small), [self.side.text(small)])[0]
        self.show(small, ours, theirs)

    def show(self, asked, ours, theirs):
        fields = differing(self.side, ours, theirs)
        mine, other = self.side.normal(ours), self.side.normal(theirs)
        folder = os.path.join(HERE, "disagreements")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"{self.side.what}-{self.name}{len(self.kinds):03}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(asked, file, indent=1)
        print(f"\nDISAGREEMENT on {', '.join(fields)}  ({path})")
        print(json.dumps(asked))
        for name in fields:
            print(f"  {name}:\n    model:   {mine.get(name)}\n    program: {other.get(name)}")
        for who, answer in (("model", ours), ("program", theirs)):
            if "error" in answer:
                print(f"  {who} refuses: {answer['error']}")
        sys.stdout.flush()


# ---- the two runs ------------------------------------------------------------------------------

def compare_cases(report, count, seed):
    number = 0
    while report.compared < count:
        batch = []
        while len(batch) < min(CASES_AT_ONCE, count - report.compared):
            batch.append(generate.a_case(random.Random(f"{seed}/cases/{number}")))
            number += 1
        compare_batch(report, [(asked, report.side.model(asked)) for asked in batch],
                      random.Random(f"{seed}/{number}"))


def compare_batch(report, answered, r):
    """What was asked and the model's answer: the valid ones together; of those that the model
    refuses some, one by one: an error ends a run over JSON lines."""
    side = report.side
    valid = [(asked, ours) for asked, ours in answered if "error" not in ours]
    errors = [(asked, ours) for asked, ours in answered if "error" in ours]
    if valid:
        answers = side.program.many(side.arguments(valid[0][0]), [side.text(a) for a, _ in valid])
        for (asked, ours), theirs in zip(valid, answers):
            report.compare(asked, ours, theirs)
    for asked, ours in r.sample(errors, min(len(errors), max(1, len(answered) // REFUSED_OF))):
        report.compare(asked, ours,
                       side.program.many(side.arguments(asked), [side.text(asked)])[0])


def compare_histories(report, count, seed):
    number = 0
    while report.compared < count:
        r = random.Random(f"{seed}/histories/{number}")
        on = generate.a_day(r, datetime.date(2016, 6, 1), datetime.date(2026, 12, 31))
        known = None
        if r.random() < 0.6:
            known = days.add_days(on, r.choice([-40, -1, 0, 0, 1, 10, 60, 300])).isoformat()
        batch = []
        while len(batch) < min(HISTORIES_AT_ONCE, count - report.compared):
            asked = a_history_about(r, on, known)
            ours = report.side.model(asked)
            if "error" in ours and r.random() > 0.05:
                continue
            batch.append((asked, ours))
            number += 1
        compare_batch(report, batch, r)


def compare_part(part):
    what, program, count, seed, most, name = part
    side = (Cases if what == "cases" else Histories)(Program(program))
    report = Report(side, most, name)
    (compare_cases if what == "cases" else compare_histories)(report, count, seed)
    return report.compared, report.kinds


def a_history_about(r, on, known):
    """A history of which something interesting falls on the day that is asked about."""
    first = datetime.date(2016, 4, 1)
    history = generate.a_history(r, max(first, days.add_days(on, -r.randint(0, 1000))))
    own = r.choice(generate.interesting_days(history))
    by = (on - datetime.date.fromisoformat(own)).days + r.choice([-1, 0, 0, 0, 1])
    earliest = min([datetime.date.fromisoformat(e["on"]) for e in history["events"]] or [on])
    if days.add_days(earliest, by) < first:
        by = r.choice([0, 0, 7])
    return {"history": generate.move(history, by), "on": on.isoformat(), "known": known}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("what", choices=["cases", "histories"])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--most", type=int, default=1, help="kinds of disagreement to show")
    parser.add_argument("--jobs", type=int, default=1, help="processes, each with seeds of its own")
    options = parser.parse_args()
    counts = [options.count // options.jobs + (job < options.count % options.jobs)
              for job in range(options.jobs)]
    parts = [(options.what, options.program, count,
              options.seed if options.jobs == 1 else f"{options.seed}.{job}", options.most,
              "" if options.jobs == 1 else f"{job}-")
             for job, count in enumerate(counts) if count > 0]
    if len(parts) < 2:
        done = [compare_part(part) for part in parts]
    else:
        with multiprocessing.Pool(len(parts)) as pool:
            done = pool.map(compare_part, parts, chunksize=1)
    compared, kinds = sum(count for count, _ in done), {}
    for _, found in done:
        for kind, number in found.items():
            kinds[kind] = kinds.get(kind, 0) + number
    total = sum(kinds.values())
    for kind, number in sorted(kinds.items(), key=lambda row: -row[1]):
        print(f"{number} disagree: {kind[0]} {kind[1] or ''} on {', '.join(kind[2])}")
    print(f"reference {options.what}: {compared - total} passed, {total} failed")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
