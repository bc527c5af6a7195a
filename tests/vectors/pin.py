#!/usr/bin/python3
"""Pins what each released edition answers:  pin.py PROGRAM [--write]

pins-EDITION.jsonl holds the edition's hash and, a line each, cases with their whole verdicts. No
change of the library may alter them; an edition that has to change gets another name. Without
--write the program is held against the pins. With it the pins of editions that have none yet are
made: random cases, one for each region and a few more, of which each was first answered alike by
the reference model (tests/reference/). Pins that exist are never made anew.
"""
import json
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
EDITIONS = ("2016-04-01", "2018-10-09", "2020-09-01")
TRIED = 30000
EACH = 2  # cases of a region


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answers(program, cases, policy="escp"):
    run = subprocess.run([program, "decide", "-", "--json", "--full", "--policy", policy],
                         input="".join(json.dumps(case) + "\n" for case in cases),
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return None, run.stderr.strip()
    return [json.loads(line) for line in run.stdout.splitlines()], ""


def make(program):
    sys.path.insert(0, str(HERE.parent / "reference"))
    import compare
    import generate
    side = compare.Cases(compare.Program(program))
    cases = [generate.a_case(random.Random(f"pins/{i}")) for i in range(TRIED)]
    cases = [c for c in cases if "error" not in side.model(c)]
    given, error = answers(program, cases)
    if given is None:
        raise SystemExit(f"pin: {error}")
    for edition in EDITIONS:
        path = HERE / f"pins-{edition}.jsonl"
        if path.exists():
            continue
        of_region, rows = {}, []
        for case, verdict in zip(cases, given):
            if verdict["policy"]["edition"] != edition:
                continue
            seen = of_region.setdefault(verdict["region"], 0)
            if seen >= EACH or compare.differing(side, side.model(case), verdict):
                continue
            of_region[verdict["region"]] += 1
            rows.append({"case": case, "verdict": verdict})
        head = {"edition": f"escp@{edition}", "hash": rows[0]["verdict"]["policy"]["hash"]}
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in [head, *rows])
        path.write_text(text, encoding="utf-8")
        print(f"pin: {path.name}: {len(rows)} cases of {len(of_region)} regions")


def differences(program):
    """(number that agree, one line for each that does not)."""
    agree, wrong = 0, []
    for edition in EDITIONS:
        path = HERE / f"pins-{edition}.jsonl"
        head, *rows = lines(path)
        # Each alone, so that its own edition answers whatever the day.
        given, error = answers(program, [row["case"] for row in rows], head["edition"])
        if given is None:
            wrong.append(f"{path.name}: {error}")
            continue
        for number, (row, verdict) in enumerate(zip(rows, given, strict=True), 2):
            if verdict["policy"]["hash"] != head["hash"]:
                wrong.append(f"{path.name}: {head['edition']} has the hash "
                             f"{verdict['policy']['hash']}, not {head['hash']}: a released edition "
                             "was changed; give the change a name of its own")
                break
            fields = [f for f in {*row["verdict"], *verdict}
                      if row["verdict"].get(f) != verdict.get(f)]
            agree += not fields
            for field in sorted(fields):
                wrong.append(f"{path.name}:{number}: {field}: pinned "
                             f"{json.dumps(row['verdict'].get(field))}, got "
                             f"{json.dumps(verdict.get(field))}")
    return agree, wrong


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--write"]):
        print("usage: pin.py PROGRAM [--write]", file=sys.stderr)
        return 2
    if sys.argv[2:]:
        make(sys.argv[1])
    agree, wrong = differences(sys.argv[1])
    for line in wrong[:40]:
        print(line)
    print(f"pins: {agree} passed, {len(wrong)} failed")
    return 1 if wrong or agree == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
