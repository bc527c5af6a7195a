#!/usr/bin/python3
"""Lines and branches of include/ and src/ that the tests reach, and the least that is accepted: a ratchet.

    run.py [--jobs N]

Needs the release build, and build/coverage: the library, the program and the C library, by g++ -O0 with
the counters of gcov. The tests are not compiled again: the release's objects are linked to the counting
library. What the program's own tests and the corpora of the fuzz targets reach counts as well. Branches
that only an exception takes are the compiler's, not ours, and are left out by gcovr.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build/release"
COUNTING = ROOT / "build/coverage"
LEAST = {"line": 75.0, "branch": 50.0}  # percent

# What goes through everything does so elsewhere: every line it reaches it reaches at once.
FEWER = {"CERTRULES_EDITIONS": "20", "CERTRULES_HISTORIES": "200", "CERTRULES_COLUMN_ROWS": "3000"}
LEFT_OUT = {"calendar_exhaustive_test"}


def run(*command, folder=ROOT, **environment):
    done = subprocess.run([str(c) for c in command], cwd=folder, env=os.environ | FEWER | environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    return done.returncode, done.stdout


def relinked(target):
    """A test program of the release build, with the counting library for its own."""
    said = run("ninja", "-C", RELEASE, "-t", "commands", target)[1]
    words = shlex.split(said.strip().splitlines()[-1])
    words = [w for w in words[words.index("&&") + 1:] if w != "libcertrules.a"]
    words = words[:words.index("&&")]
    program = COUNTING / pathlib.Path(target).name
    words[words.index("-o") + 1] = str(program)
    # Of an inline function the first that the linker meets stays: the one that counts.
    words[1:1] = ["--coverage", "-Wl,--whole-archive", str(COUNTING / "libcertrules.a"), "-Wl,--no-whole-archive"]
    status, said = run(*words, folder=RELEASE)
    if status != 0:
        sys.exit(f"{said[-4000:]}\ncoverage: 0 passed, 1 failed")
    return program


def suite():
    """Name and command of everything whose reach counts."""
    counting = {"LD_LIBRARY_PATH": str(COUNTING)}
    for target, folders in (("certrules_tests", ("unit", "property")), ("certrules_capi_tests", ("capi",))):
        program = relinked(f"tests/{target}") if target == "certrules_tests" else RELEASE / "tests" / target
        for folder in folders:
            for path in sorted((ROOT / "tests" / folder).glob("*_test.cpp")):
                if path.stem not in LEFT_OUT:
                    yield path.stem, [program, "-#", "-w", "NoTests", f"[#{path.stem}]~[long]"], counting
    replay = relinked("tests/certrules_fuzz_replay")
    for corpus in sorted((ROOT / "tests/fuzz/corpus").iterdir()):
        yield f"corpus of {corpus.name}", [replay, corpus.name, corpus], counting
    program = COUNTING / "certrules"
    python = ["/usr/bin/python3", "-B"]
    compare = [*python, "tests/reference/compare.py", "--program", program]
    for name, command in {
            "program": [*python, "tests/cli/run.py", program],
            "vectors": [*python, "tests/vectors/check_vectors.py", program],
            "calendar": [*python, "tests/calendar/check_calendar.py", program],
            "model, cases": [*compare, "cases", "2000", "--seed", "2"],
            "model, histories": [*compare, "histories", "100", "--seed", "2"]}.items():
        yield name, command, {}


def measured(jobs):
    """Of each file: lines and branches, and how many of them were reached."""
    out = COUNTING / "coverage.json"
    status, said = run(
        "gcovr", "--root", ROOT, "--filter", "src/", "--filter", "include/", "--exclude-throw-branches",
        "--exclude-unreachable-branches", "--html-details", COUNTING / "coverage.html", "--json-summary", out,
        "--json", COUNTING / "lines.json", "-j", jobs, COUNTING)
    if status != 0:
        sys.exit(f"{said[-4000:]}\ncoverage: 0 passed, 1 failed")
    return json.loads(out.read_text(encoding="utf-8"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    jobs = parser.parse_args().jobs
    for counts in COUNTING.rglob("*.gcda"):  # of an earlier run: they would hide what is no longer reached
        counts.unlink()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        everything = [(name, pool.submit(run, *command, **environment)) for name, command, environment in suite()]
        for name, done in everything:
            status, said = done.result()
            if status != 0:
                failed += 1
                print(f"coverage: FAILED: {name}\n{said[-3000:]}")
    summary = measured(jobs)
    for file in summary["files"]:
        missing = [f"{kind} {file[f'{kind}_covered']} of {file[f'{kind}_total']}"
                   for kind in LEAST if file[f"{kind}_covered"] < file[f"{kind}_total"]]
        if missing:
            print(f"  {file['filename']}: {', '.join(missing)}")
    for kind, least in LEAST.items():
        total, covered = summary[f"{kind}_total"], summary[f"{kind}_covered"]
        print(f"{kind}: {covered} of {total}, {covered * 100 / total:.2f} %; at least {least} are wanted")
        if covered * 100 < total * least:
            failed += 1
            print(f"coverage: FAILED: too few of kind {kind}")
    print(f"coverage: {len(everything) + len(LEAST) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
