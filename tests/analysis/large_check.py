#!/usr/bin/python3
"""Large editions, checked and compared within bounds:  large_check.py PROGRAM

Each check and each diff may take so many seconds of processor time and so much memory and no more
(the limits of its process). What is said to be decided must be, and what is beyond the steps of
docs/analysis.md must be refused with their number.
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

import large

SECONDS = 20  # twice what the slowest takes where this was measured
MEGABYTES = 1024
DECIDED = {"ladder": True, "five": True, "bands": True, "clean": True,
           "wide": False, "tangle": False}


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def run(*words):
    done = subprocess.run([*words, "--json"], capture_output=True, preexec_fn=limit, check=False)
    return json.loads(done.stdout) if done.returncode in (0, 1) else None


def main():
    program = sys.argv[1]
    passed = failed = 0

    def held(name, fact):
        nonlocal passed, failed
        passed, failed = passed + bool(fact), failed + (not fact)
        if not fact:
            print(f"does not hold: {name}")

    with tempfile.TemporaryDirectory() as folder:
        for kind, decided in DECIDED.items():
            old = pathlib.Path(folder) / f"{kind}.toml"
            new = pathlib.Path(folder) / f"{kind}-new.toml"
            text = large.edition(kind)
            old.write_text(text, encoding="utf-8")
            new.write_text(text.replace(">= 5", ">= 6"), encoding="utf-8")
            found = run(program, "check", str(old))
            held(f"check of {kind} ends", found is not None)
            open_ones = [p["message"] for p in (found or {"problems": []})["problems"]
                         if p["kind"] == "undecided"]
            held(f"check of {kind} is {'' if decided else 'not '}decided",
                 found is not None and (not open_ones) == decided)
            held(f"check of {kind} is {'' if kind == 'clean' else 'not '}clean",
                 found is not None and found["clean"] == (kind == "clean"))
            held(f"check of {kind} names the limit",
                 decided or any("steps" in m for m in open_ones))
            held(f"diff of {kind} ends", run(program, "diff", str(old), str(new)) is not None)
    print(f"large editions: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
