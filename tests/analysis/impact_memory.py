#!/usr/bin/python3
"""Memory of `impact` over cases that stream through a pipe:  impact_memory.py PROGRAM [FEW [MANY]]

The same program reads FEW and MANY cases (a file larger than its memory is the same to it), each
of a factory of its own, and must count all of them at nearly the same peak of memory.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

MORE = 1.25  # peak of many over peak of few, ten times fewer

root = pathlib.Path(__file__).resolve().parents[2]


def pool():
    """The cases of the pinned edition, as the inside of an object without its factory."""
    cases = []
    with open(root / "tests/vectors/pins-2020-09-01.jsonl", encoding="utf-8") as f:
        for line in f:
            case = json.loads(line).get("case")
            if case is not None:
                case.pop("factory", None)
                cases.append(json.dumps(case).encode())
    return cases


def run(program, cases, count, folder):
    """Report and peak, in KiB, of one run."""
    old, new = "escp@2020-09-01", "escp@2020-09-01+share-of-findings"
    with open(folder / "report", "wb") as out:
        child = subprocess.Popen([program, "impact", old, new, "-", "--json"],
                                 stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL)
        number = 0
        while number < count:
            some = cases[:count - number]
            child.stdin.write(b"".join(b'{"factory":"F%d",%s\n' % (number + i, case[1:])
                                       for i, case in enumerate(some)))
            number += len(some)
        child.stdin.close()
        _, status, used = os.wait4(child.pid, 0)
    with open(folder / "report", "rb") as f:
        report = json.load(f)
    return os.waitstatus_to_exitcode(status), report, used.ru_maxrss


def main():
    program = sys.argv[1]
    few, many = (int(n) for n in (sys.argv[2:] + ["200000", "2000000"][len(sys.argv) - 2:])[:2])
    cases = pool()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for count in few, many:
            code, report, peak = run(program, cases, count, pathlib.Path(folder))
            peaks.append(peak)
            print(f"  {count:,} cases: exit status {code}, counted {report['cases']:,}, {peak:,} KiB")
            good = code in (0, 1) and report["cases"] == count
            passed, failed = passed + good, failed + (not good)
        steady = peaks[1] <= MORE * peaks[0]
        passed, failed = passed + steady, failed + (not steady)
    print(f"impact memory: {passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
