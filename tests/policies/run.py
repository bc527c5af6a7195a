#!/usr/bin/python3
"""Runs the suites of the shipped editions:  run.py PROGRAM [--ready]

NAME.policy-tests.toml beside this file is run against the built-in edition NAME. Each test that
fails is one failure, and so is, of the editions in COMPLETE, each rule, region, boundary or
transition that the suite does not exercise, and each change of the edition that it does not notice,
unless exceptions.txt names it with a reason. An exception that is not needed fails too. The other
suites hold only what differs from those editions, or which of them answers on a day.
"""
import json
import pathlib
import subprocess
import sys

COMPLETE = {"escp@2020-09-01", "ietp@2018-10-09", "ietp@2016-04-01"}
HERE = pathlib.Path(__file__).resolve().parent


def exceptions(edition):
    """{(kind, what)} of one edition. Lines: editions | kind | what | reason."""
    found = set()
    for line in (HERE / "exceptions.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            names, kind, what, reason = (part.strip() for part in line.split("|"))
            assert reason, f"an exception without a reason: {line}"
            if edition in names.split(", "):
                found.add((kind, what))
    return found


def main():
    passed = failed = 0
    for path in sorted(HERE.glob("*.policy-tests.toml")):
        edition = path.name.removesuffix(".policy-tests.toml")
        done = subprocess.run([sys.argv[1], "test", edition, path, "--json",
                               *(["--coverage", "--mutate"] if edition in COMPLETE else [])],
                              stdout=subprocess.PIPE, check=False)
        if done.returncode == 2:
            failed += 1
            continue
        answer = json.loads(done.stdout)
        passed += answer["passed"]
        failed += answer["failed"]
        for test in answer["tests"]:
            if not test["passed"]:
                print(f"{edition}: {test['name']} ({test['file']}:{test['line']})")
                for d in test["differences"]:
                    print(f"    {d['field']}: expected {d['expected']}, got {d['got']}")
        for covered in answer.get("coverage", []):
            excused = exceptions(edition)
            missing = {(m["kind"], m["what"]): m["ready_test"] for m in covered["missing"]}
            for mutant in answer.get("mutation", {}).get("mutants", []):
                if mutant["state"] != "equivalent":
                    missing["mutants", mutant["what"]] = mutant["ready_test"]
            for key in sorted(set(missing) - excused):
                failed += 1
                print(f"{edition}: not reached: {key[0]} | {key[1]}")
                if "--ready" in sys.argv:
                    print(missing[key])
            for key in sorted(excused - set(missing)):
                failed += 1
                print(f"{edition}: excepted without need: {key[0]} | {key[1]}")
            print(f"{edition}: " + ", ".join(
                f"{kind} {covered[kind]['exercised']} of {covered[kind]['reachable']}"
                for kind in ("rules", "regions", "boundaries", "transitions")))
        if "mutation" in answer:
            print(f"{edition}: changes " + ", ".join(f"{n} {answer['mutation'][n]}" for n in (
                "noticed", "unnoticed", "undecided", "equivalent")))
    print(f"policy tests: {passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
