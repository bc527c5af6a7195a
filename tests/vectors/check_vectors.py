#!/usr/bin/python3
"""Asks a certrules program for the expected outcomes that were worked out by hand.

    check_vectors.py PROGRAM        PROGRAM decide|replay FILE ... --json

See expected-outcomes.md for what is compared. Exit status: 0 all as expected, 1 not.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EDITION = "escp@2020-09-01"


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def ask(program, *arguments):
    """The program's JSON, or its complaint under "error"."""
    run = subprocess.run([program, *map(str, arguments), "--json"], capture_output=True, text=True,
                         check=False)
    if run.returncode != 0:
        return {"error": f"exit status {run.returncode}: {run.stderr.strip()}"}
    return json.loads(run.stdout)


def part_of(expected, given):
    return isinstance(given, dict) and all(given.get(k, "missing") == v for k, v in expected.items())


def differences(expect, answer):
    """One line for each expected field that the answer does not have."""
    if "error" in answer:
        return [answer["error"]]
    found = []
    for field, value in expect.items():
        given = answer.get(field, "missing")
        if field == "cites_any":
            given = answer.get("cites", [])
            good = any(cite.startswith(heading) for cite in given for heading in value)
        elif field == "deadlines_include":
            given = answer.get("deadlines", [])
            good = all(any(part_of(one, other) for other in given) for one in value)
        elif field == "timeline" and isinstance(given, list):
            good = len(given) == len(value) and all(map(part_of, value, given))
        elif field == "fees" and isinstance(given, list):
            good = len(given) == len(value) and all(map(part_of, value, given))
        elif field == "cycle" and isinstance(value, dict):
            good = part_of(value, given)
        else:
            good = given == value
        if not good:
            found.append(f"{field}: expected {json.dumps(value)}, got {json.dumps(given)}")
    return found


def questions(program, folder):
    """(name, expected fields, answer) of each row of the three files."""
    for row in rows("expected-outcomes.jsonl"):
        path = folder / "case.json"
        path.write_text(json.dumps(row["case"]), encoding="utf-8")
        yield row["id"], row["expect"], ask(program, "decide", path, "--policy", EDITION)
    for row in rows("expected-examples.jsonl"):
        yield row["file"], row["expect"], ask(program, "decide", ROOT / row["file"])
    for row in rows("expected-standings.jsonl"):
        when = ["--on", row["on"]] + (["--known", row["known"]] if "known" in row else [])
        yield (f"{row['file']} {' '.join(when)}", row["expect"],
               ask(program, "replay", ROOT / row["file"], *when))


def main():
    if len(sys.argv) != 2:
        print("usage: check_vectors.py PROGRAM", file=sys.stderr)
        return 2
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, expect, answer in questions(sys.argv[1], pathlib.Path(folder)):
            wrong = differences(expect, answer)
            passed, failed = passed + (not wrong), failed + bool(wrong)
            for line in wrong:
                print(f"{name}: {line}")
    print(f"vectors: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
