#!/usr/bin/python3
"""Takes each condition of the library, and each operand of its && and ||, always for true and then
always for false, and tells which of these changes no unit or property test notices:

    run.py [--only PART]... [--skip PART]... [--longest SECONDS] [--again] [--jobs N]

All changes are in one program; a run switches one of them on, and only tests that see the operand
the other way are run, the quick ones first. --only takes the files whose path contains PART,
--skip leaves those out. --longest leaves out tests that take longer. --again asks only about what
survived the run before.
Exit status 0: every survivor is in survivors.toml with its reason, and nothing else is.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import sys
import time

import program
import survivors

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build/release"
PLACE = ROOT / "build/mutants"
LIST = HERE / "survivors.toml"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--longest", type=float, default=2.5)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()

    def wanted(path):
        return (not options.only or any(part in path for part in options.only)) and not any(
            part in path for part in options.skip)

    PLACE.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    mutants, conditions, left_out = program.make(ROOT, BUILD, PLACE, wanted, options.jobs)
    listed = {key: kind for key, kind in survivors.read(LIST).items() if wanted(key[0])}
    last = PLACE / "survivors.txt"
    key_of = {m: (m.file, m.function, m.name) for m in mutants}
    if options.again:
        before = set(last.read_text(encoding="utf-8").splitlines())
        mutants = [m for m in mutants if " | ".join(key_of[m]) in before]
    tests = program.Program(PLACE / "certrules_tests")
    asked, of_all = tests.tests(options.longest, options.jobs)
    idle = asked[0].seconds
    print(f"{conditions} conditions ({left_out} left out), {len(mutants)} changes; "
          f"{len(asked)} of {of_all} tests, {sum(t.seconds for t in asked):.0f} s; "
          f"built and listed in {time.monotonic() - started:.0f} s", flush=True)

    alive, how = [], collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for i, (m, by) in enumerate(zip(mutants, pool.map(
                lambda m: tests.caught(m, asked, idle), mutants))):
            if by:
                how[by] += 1
            else:
                alive.append(m)
                why = "not reached" if by is None else "not noticed"
                if key_of[m] not in listed:
                    print(f"{m.file}:{m.line}: {m.function}: {m.name}: {why}", flush=True)
            if i % 500 == 499:
                print(f"  ({i + 1} in {time.monotonic() - started:.0f} s)", file=sys.stderr, flush=True)
    last.write_text("".join(" | ".join(key_of[m]) + "\n" for m in alive), encoding="utf-8")
    fresh = [key_of[m] for m in alive if key_of[m] not in listed]
    (PLACE / "not-listed.toml").write_text(survivors.text(fresh), encoding="utf-8")
    gone = [key for key in listed if key not in {key_of[m] for m in alive}]
    if options.again:
        gone = [key for key in gone if key in key_of.values()]
    for key in gone:
        print(f"listed, but noticed or no more: {' | '.join(key)}")
    caught = sum(how.values())
    print(f"caught {caught} of {len(mutants)} changes ({how['failed']} by a test that fails, "
          f"{how['crashed']} by a crash, {how['stopped']} by the time it takes); "
          f"{len(alive)} survive, {len(alive) - len(fresh)} of them with a reason; "
          f"{time.monotonic() - started:.0f} s")
    for kind in survivors.KINDS:
        print(f"  {kind}: {sum(1 for m in alive if listed.get(key_of[m]) == kind)}")
    wrong = len(fresh) + len(gone)
    print(f"mutants: {len(mutants) - len(fresh)} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
