#!/usr/bin/python3
"""Seeds plausible bugs, one at a time, in a copy of the tree, and tells which means catch each:

    run.py [--write] [--jobs N]

The copy is built in build/seeded once and then only what a bug touches. With --write the table goes
into docs/testing.md. Exit status 0: at least two independent means caught every bug, and none
complained of the copy without a bug.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / "build/seeded/tree"
BUILD = COPY / "build/release"
EDITION = "src/editions/escp@2020-09-01.toml"

# what goes wrong, file, the right text, the wrong one
BUGS = (
    ("the last valid day is the anniversary", "src/calendar.cpp",
     "return anniversary->plus_days(-1);", "return anniversary->plus_days(0);"),
    ("a certificate runs out one day late", "src/detail/settle.cpp",
     "first = ending{last->plus_days(1), kind};", "first = ending{last->plus_days(2), kind};"),
    ("exactly 30 % of majors is over 30 %", EDITION, 'over = "30%"', 'at_least = "30%"'),
    ("an unknown fact is read as its best value", "src/detail/reading.cpp",
     "                    out.cls[i] = 0;\n                    break;\n                }\n"
     "                out.value[i] = facts.value[v.ref];",
     "                    out.cls[i] = v.numeric ? 0 : v.classes - 1;\n                    break;\n"
     "                }\n                out.value[i] = facts.value[v.ref];"),
    ("a finding counts on the day it is closed", "src/detail/reading.cpp",
     "*f.closed_on > event_.on", "*f.closed_on >= event_.on"),
    ("the fee's cap holds for a day, not for the visit", "src/detail/fold_fees.cpp",
     "if (terms.cap && line.amount->minor_units > *terms.cap)",
     "if (terms.cap && *terms.amount > *terms.cap)"),
    ("an open cycle has no limit from its start", "src/detail/settle.cpp",
     "if (limit && (!last || *limit < *last))", "if (limit && !last)"),
    ("not knowing of transparency excuses a zero tolerance", EDITION,
     'count = { severity = "zero-tolerance", transparent = ["no", "unknown"] }',
     'count = { severity = "zero-tolerance", transparent = ["no"] }'),
    ("a termination leaves the certificate", "src/detail/settle.cpp",
     "        s.bar = given;\n        s.certificate.reset();", "        s.bar = given;"),
    ("the deadline of working days counts the first day", "src/calendar.cpp",
     "for (std::int32_t start = from.days() + 1;", "for (std::int32_t start = from.days();"),
    ("having held only probation counts as certified before", EDITION,
     'held = ["certified", "seal-a"', 'held = ["certified", "probation", "seal-a"'),
    ("the newest edition answers for every cycle", "src/book.cpp",
     "if (it->effective_from() <= on)", "if (it->effective_from() <= on.plus_days(100'000))"),
)

MEANS = ("unit and property tests", "reference model", "outcomes by hand", "pins")


def run(*command, **more):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, errors="replace", **more)


def copy_tree():
    """The files of the tree; those that are the same keep their time, so that builds are short."""
    names = run("git", "-C", ROOT, "ls-files", "-co", "--exclude-standard").stdout.splitlines()
    for name in names:
        source, target = ROOT / name, COPY / name
        if not source.is_file():
            continue
        content = source.read_bytes()
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(source.stat().st_mode)


def build(jobs):
    if not (BUILD / "build.ninja").exists():
        made = run("cmake", "--preset", "release", cwd=COPY)
        if made.returncode != 0:
            raise SystemExit(made.stdout[-3000:])
    made = run("cmake", "--build", BUILD, "-j", jobs, "--target", "certrules_tests", "certrules_cli")
    if made.returncode != 0:
        raise SystemExit(made.stdout[-3000:])


def caught_by():
    """By name of the means, whether it complains."""
    program = BUILD / "certrules"
    tests = COPY / "tests"
    compare = (sys.executable, "-B", tests / "reference/compare.py", "--program", program, "--most",
               "0")
    return {
        MEANS[0]: run(BUILD / "tests/certrules_tests", env={**os.environ,
                                                            "CERTRULES_HISTORIES": "300"}
                      ).returncode != 0,
        MEANS[1]: run(*compare, "cases", "4000", "--seed", "7").returncode != 0
        or run(*compare, "histories", "400", "--seed", "7").returncode != 0,
        MEANS[2]: run(sys.executable, "-B", tests / "vectors/check_vectors.py", program
                      ).returncode != 0,
        MEANS[3]: run(sys.executable, "-B", tests / "vectors/pin.py", program).returncode != 0,
    }


def table(rows):
    text = "| seeded bug | " + " | ".join(MEANS) + " |\n|---|" + "---|" * len(MEANS) + "\n"
    for name, caught in rows:
        text += f"| {name} | " + " | ".join("caught" if caught[m] else "–" for m in MEANS) + " |\n"
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--jobs", default=str(os.cpu_count()))
    options = parser.parse_args()
    copy_tree()
    build(options.jobs)
    plain = [m for m, complains in caught_by().items() if complains]
    if plain:
        print(f"seeded bugs: without any bug, complaints of: {', '.join(plain)}")
        return 1
    rows, failed = [], 0
    for name, file, right, wrong in BUGS:
        path = COPY / file
        text = path.read_text(encoding="utf-8")
        if text.count(right) != 1:
            print(f"{name}: the text to change stands {text.count(right)} times in {file}")
            failed += 1
            continue
        start = time.monotonic()
        try:
            path.write_text(text.replace(right, wrong), encoding="utf-8")
            build(options.jobs)
            caught = caught_by()
        finally:
            path.write_text(text, encoding="utf-8")
        rows.append((name, caught))
        # The pins hold what the library once answered: no means of its own.
        good = sum(caught[m] for m in MEANS[:3]) >= 2
        failed += not good
        print(f"{'ok    ' if good else 'MISSED'} {name}: "
              f"{', '.join(m for m in MEANS if caught[m]) or 'nothing'} "
              f"({time.monotonic() - start:.0f} s)", flush=True)
    build(options.jobs)
    if options.write:
        page = ROOT / "docs/testing.md"
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"(<!-- seeded bugs -->\n).*?(<!-- end -->)",
                      lambda m: m.group(1) + table(rows) + m.group(2), text, flags=re.S)
        page.write_text(text, encoding="utf-8")
    print(f"seeded bugs: {len(rows) - failed} passed, {failed} failed")
    return 1 if failed or len(rows) != len(BUGS) else 0


if __name__ == "__main__":
    sys.exit(main())
