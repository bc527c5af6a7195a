#!/usr/bin/python3
"""Counts the instructions of fixed runs of the program under callgrind, and of deciding fixed columns,
which do not wobble as times do, and fails where one takes over 10 % more than
tests/bench/instructions.json has. A level of columns that the processor lacks is left out and said;
where CI=true nothing may be left out, and it is a failure unless the architecture has no such level.

instructions.py PROGRAM            compares
instructions.py PROGRAM --record   writes the figures anew, after a change that is worth its cost
"""
import ctypes
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parents[1] / "examples" / "data"
RECORDED = HERE / "instructions.json"
ALLOWED = 1.10


def one_line(path):
    return json.dumps(json.loads(path.read_text(encoding="utf-8"))) + "\n"


def workloads(folder):
    """Name to arguments. The samples of the examples many times over, so that loading the edition
    is a small part."""
    cases = folder / "cases.jsonl"
    cases.write_text("".join(map(one_line, sorted(DATA.glob("cases/*.json")))) * 100, encoding="utf-8")
    histories = folder / "histories.jsonl"
    histories.write_text("".join(map(one_line, sorted(DATA.glob("histories/*.json")))) * 50,
                         encoding="utf-8")
    return {
        "load": ["explain", "escp@2020-09-01", "17"],
        "decide": ["decide", str(cases), "--json"],
        "impact": ["impact", "escp@2020-09-01", "escp@2020-09-01+terminate-always", str(cases), "--json"],
        "replay": ["replay", str(histories), "--on", "2025-01-01", "--json"],
    }


def calls(library):
    """Name to a command that decides columns, counted is the call alone; and what had to be left out."""
    script = str(HERE / "columns_calls.py")
    best = ctypes.CDLL(str(library)).certrules_column_level()
    wanted = {"columns-rows": 1, "columns-baseline": 2, "columns-avx2": 3}  # CERTRULES_LEVEL_...
    missing = [name for name, level in wanted.items() if level > best]
    for name in missing:
        print(f"  {name} SKIPPED: this processor has no such level")
        del wanted[name]
    return {name: ["/usr/bin/python3", "-B", script, str(library), str(level)]
            for name, level in wanted.items()}, missing


def instructions(command, folder, *options):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'out'}", *options, *command],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found or int(found.group(1)) == 0:
        sys.exit(f"instructions: {' '.join(command)}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return int(found.group(1))


def too_dear(count, recorded):
    return count > recorded * ALLOWED


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        counted = {what: instructions([program, *arguments], folder)
                   for what, arguments in workloads(folder).items()}
        library = pathlib.Path(program).resolve().parent / "libcertrules_c.so"
        commands, missing = calls(library)
        counted |= {what: instructions(command, folder, "--toggle-collect=certrules_decide_columns*")
                    for what, command in commands.items()}
    if "--record" in sys.argv[2:]:
        RECORDED.write_text(json.dumps(counted, indent=2) + "\n", encoding="utf-8")
        print(f"recorded in {RECORDED.relative_to(HERE.parents[1])}: {counted}")
        return 0
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    failed = 0
    for what, count in counted.items():
        ratio = count / recorded[what]
        print(f"  {what:16} {count:>14,} instructions, {ratio:.3f} of the recorded")
        if too_dear(count, recorded[what]):
            failed += 1
            print(f"instructions: FAILED: {what} takes {ratio:.2f} times what is recorded; make it "
                  "cheaper, or record anew and say in the commit what it buys")
        elif ratio < 1 / ALLOWED:
            print(f"  {what} became cheaper: record it, or the gain can be lost unnoticed")
    # The gate itself, on purpose: a fifth more work than now is too much of what is now.
    unnoticed = [what for what, count in counted.items() if not too_dear(count * 6 // 5, count)]
    for what in unnoticed:
        print(f"instructions: FAILED: a fifth more for {what}, and nobody noticed")
    failed += len(unnoticed)
    passed = 2 * len(counted) - failed
    if missing and os.environ.get("CI") == "true" and platform.machine() in ("x86_64", "AMD64"):
        failed += len(missing)
        print(f"instructions: FAILED: not counted, and with CI=true nothing is skipped: {', '.join(missing)}")
    print(f"instructions: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
