#!/usr/bin/python3
"""Editions that attack time and memory:  hostile.py PROGRAM

Each is loaded, or refused with a reason, by a program that may take so many seconds of processor
time and so much memory and no more (the limits of its process: a bound, no stopwatch). [E16.2]
"""
import pathlib
import resource
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 20  # of processor time, on any machine that builds this
MEGABYTES = 512

HEAD = """format = 1
scheme = "hostile"
edition = "1"
title = "Hostile"
effective = { from = 2020-01-01 }
currency = "EUR"
calendar = { month_end = "clamp", last_day = "anniversary", weekend = "sunday" }
[[source]]
id = "S"
title = "Source"
[[severity]]
id = "minor"
title = "Minor"
[[section]]
id = "all"
title = "All"
applicable = 20
[[status]]
id = "open"
title = "Open"
track = "cycle"
open = true
rank = 1
cite = "S: x"
"""
MOST_BYTES = 2 * 1024 * 1024
ALL = '["applied", "fee-paid", "audit-held", "audit-reviewed", "finding-closed", "cap-submitted", ' \
      '"visit-contacted", "visit-declined", "audit-declined", "visit-held", "invoice-received", ' \
      '"decision-recorded", "certificate-expired", "cycle-expired", "bar-ended"]'


def measure(name, what="count = {}"):
    return f'[[measure]]\nid = "{name}"\ntitle = "t"\n{what}\n'


def measures(count, what="held = []"):
    return "".join(measure(f"m{i}", what) for i in range(count))


def facts(count, kind='type = "yes-no"'):
    return "".join(f'[[fact]]\nid = "m{i}"\ntitle = "t"\n{kind}\n' for i in range(count))


def rule(name, when="", on='"audit-reviewed"', then='then = "open"'):
    when = f"when = {{ {when} }}\n" if when else ""
    return f'[[rule]]\nid = "{name}"\ntitle = "t"\non = {on}\n{when}{then}\ncite = "S: x"\n'


def crossing(quantities, thresholds, rules, on='"audit-reviewed"'):
    """Rules that each ask every quantity about another threshold."""
    text = measures(quantities, "count = {}")
    for i in range(rules):
        tests = ", ".join(f'm{q} = "> {(i * (q + 3) + q) % thresholds}"' for q in range(quantities))
        text += rule(f"r{i}", tests, on)
    return text + rule("else", on=on)


def words(prefix, count):
    return "[" + ", ".join(f'"{prefix}{i}"' for i in range(count)) + "]"


def table(rows, columns):
    bands = lambda n: "[" + ", ".join(map(str, range(n))) + "]"
    cells = ",".join("[" + ",".join(['"open"'] * columns) + "]" for _ in range(rows))
    return (f'table = {{ rows = {{ by = "m0", bands = {bands(rows)} }}, columns = {{ by = "m1", '
            f'bands = {bands(columns)} }}, cells = [{cells}] }}')


def filled(text, piece):
    """The text and as many pieces as the file may still hold."""
    count = (MOST_BYTES - len(text)) // len(piece.format(1_000_000)) - 1
    return text + "".join(piece.format(i) for i in range(count))


# name -> (text, whether it loads; None: either)
EDITIONS = {
    "4096 rules without a condition": (lambda: "".join(rule(f"r{i}") for i in range(4096)), True),
    "4096 rules for every event": (
        lambda: "".join(rule(f"r{i}", on=ALL) for i in range(4096)), True),
    "one quantity with 4096 classes": (lambda: measure("m0") + "".join(
        rule(f"r{i}", f'm0 = "< {i}"') for i in range(1, 4095)) + rule("else"), True),
    "4000 rules in pairs over 63 yes-no facts": (lambda: facts(63) + "".join(
        rule(f"r{i}", f'm{i % 63} = "yes", m{(i * 7 + 1 + i // 63) % 63} = "no"')
        for i in range(4000) if i % 63 != (i * 7 + 1 + i // 63) % 63) + rule("else"), False),
    "64 quantities, each rule asks all": (lambda: crossing(60, 50, 300), False),
    "3 quantities with 200 thresholds": (lambda: crossing(3, 200, 200), None),
    "2 quantities with 2000 thresholds": (lambda: crossing(2, 2000, 2000), None),
    "6 quantities, for every event": (lambda: crossing(6, 40, 400, ALL), False),
    "20 one-of facts of 63 values": (lambda: facts(
        20, f'type = "one-of"\nvalues = {words("v", 63)}') + "".join(
        rule(f"r{i}", f'm{i % 20} = "v{i % 63}", m{(i + 1) % 20} = "v{(i * 5) % 63}"')
        for i in range(2000)) + rule("else"), False),
    "broad rules last": (lambda: facts(40) + "".join(
        rule(f"r{i}", ", ".join(f'm{q} = "{"yes" if i >> q % 12 & 1 else "no"}"'
                                for q in range(i % 7, 40, 7))) for i in range(1500)) + rule("else"),
        None),
    "a table of 64 by 63 cells": (
        lambda: measures(2) + rule("grid", then=table(64, 63)) + rule("else"), True),
    "a table of 256 by 256 cells": (
        lambda: measures(2) + rule("grid", then=table(256, 256)) + rule("else"), False),
    "64 such tables": (lambda: measures(2) + "".join(
        rule(f"grid{i}", then=table(40, 40)) for i in range(64)) + rule("else"), False),
    "arrays in arrays": (lambda: "x = " + "[" * 100_000 + "]" * 100_000 + "\n", False),
    "arrays in arrays, open": (lambda: "x = " + "[" * 1_000_000, False),
    "tables in tables": (lambda: "x = " + "{a = " * 50_000 + "1" + "}" * 50_000 + "\n", False),
    "a key of a million parts": (lambda: "x" + ".a" * 500_000 + " = 1\n", False),
    "headers of many parts": (lambda: "".join(
        f'[{".".join(f"k{i}-{d}" for d in range(60))}]\n' for i in range(2000)), False),
    "a string of 2 MB": (lambda: 'note = "' + "x" * 2_000_000 + '"\n' + rule("r"), False),
    "an id of 2 MB": (lambda: rule("r" * 2_000_000), False),
    "an unknown word of 2 MB": (lambda: rule("r", then=f'then = "{"o" * 2_000_000}"'), False),
    "100000 unknown fields": (lambda: "".join(f"x{i} = 1\n" for i in range(100_000)), False),
    "as many rules as the file holds": (
        lambda: filled("", rule("r{}")), False),
    "as many texts as the file holds": (
        lambda: filled("", '[[text]]\nid = "t{}"\n'), False),
    "as many words in a list as the file holds": (
        lambda: 'aliases = [' + '"a",' * 400_000 + "]\n" + rule("r"), False),
    "a million escapes": (lambda: 'note = "' + "\\u0041" * 300_000 + '"\n' + rule("r"), False),
    "comments alone": (lambda: "#" * 500 + "\n" + "# x\n" * 400_000 + rule("r"), True),
    "newlines alone": (lambda: "\n" * 1_900_000 + rule("r"), True),
    "more than the file may hold": (lambda: "#" * (8 * 1024 * 1024), False),
    "numbers at the edges": (lambda: measure("m0") + rule(
        "r", 'm0 = ["-1000000000000..1000000000000", "> -1000000000000", "< 1000000000000"]')
        + rule("else"), True),
    "numbers beyond the edges": (lambda: measure("m0") + rule(
        "r", "m0 = 9223372036854775807") + rule("s", "m0 = -9223372036854775808"), False),
    "a score of the largest weights": (lambda: measure(
        "m0", 'score = { start = "999999/1000000", floor = "-1/3", weights = [{ count = {}, '
              'each = 1000000000000 }, { count = {}, each = "-1/999983" }] }')
        + rule("r", "m0 = 0") + rule("else"), False),
    "bytes that are no text": (lambda: "\x00\x01\x02" * 1000, False),
    "4096 unknown names": (lambda: "".join(
        rule(f"r{i}", f'no-such-name-{i} = "x"') for i in range(4096)), False),
}


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def main():
    if len(sys.argv) != 2:
        print("usage: hostile.py PROGRAM", file=sys.stderr)
        return 2
    passed = failed = 0
    worst_time = worst_memory = (0, "")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "hostile.toml"
        for name, (make, loads) in EDITIONS.items():
            text = make()
            whole = name in ("arrays in arrays, open", "bytes that are no text",
                             "more than the file may hold")
            # What stands before the first table belongs to the head.
            path.write_text(text if whole else place(text), encoding="utf-8")
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run = subprocess.run([sys.argv[1], "policy", str(path)], capture_output=True,
                                 preexec_fn=limit, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            worst_time = max(worst_time, (spent, name))
            worst_memory = max(worst_memory, (after.ru_maxrss, name))
            told = run.stderr.decode("utf-8", "replace")
            good = run.returncode in ((0,) if loads else (2,) if loads is False else (0, 2))
            if run.returncode == 2:
                good = good and "error" in told and "out of memory" not in told \
                    and len(told) < 2_000_000
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"{name}: exit status {run.returncode}: {told[:300]}")
    print(f"hostile editions, at most {SECONDS} s and {MEGABYTES} MB each; the slowest took "
          f"{worst_time[0]:.2f} s ({worst_time[1]}), the most memory was "
          f"{worst_memory[0] // 1024} MB")
    print(f"hostile editions: {passed} passed, {failed} failed")
    return 1 if failed else 0


def place(text):
    """The text within an edition: lines of the head in front, tables behind."""
    table_at = 0 if text.startswith("[") else text.find("\n[") + 1
    if table_at == 0 and not text.startswith("["):
        return text + HEAD
    return text[:table_at] + HEAD + text[table_at:]


if __name__ == "__main__":
    sys.exit(main())
