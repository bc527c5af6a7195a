#!/usr/bin/python3
"""Large editions, on standard output:  large.py KIND [RULES]

Seven counts of findings that share findings with each other, facts, statuses of every track and as
many rules as asked for (1500). The kinds differ in what the rules test; `KINDS` tells them.
"""
import random
import sys

HEAD = """format = 1
scheme = "large"
edition = "1"
title = "Large"
effective = { from = 2020-01-01 }
currency = "EUR"
calendar = { month_end = "clamp", last_day = "day-before-anniversary", weekend = ["sunday"] }

[[source]]
id = "S"
title = "Source"
"""

SEVERITIES = ["minor", "major", "critical"]
SECTIONS = ["safety", "wages", "hours", "environment"]
# The names of seven counts, and the filters that they are.
COUNTS = {
    "hidden-criticals": '{ severity = "critical", transparent = ["no", "unknown"] }',
    "criticals": '{ severity = "critical" }',
    "majors": '{ severity = ["major", "critical"] }',
    "safety-majors": '{ severity = ["major", "critical"], section = "safety" }',
    "repeated": '{ tags = "repeated" }',
    "wage-findings": '{ section = ["wages", "hours"] }',
    "findings": "{}",
}
# Worst first: the status, its track, its rank and more of it.
STATUSES = [
    ("barred", "bar", 0, "months = 12\nshorter_is_better = true"),
    ("refused", "cycle", 1, "open = true\nmonths = 6"),
    ("assessed", "cycle", 2, "open = true\nmonths = 6"),
    ("progressing", "cycle", 3, "open = true\nmonths = 9"),
    ("bronze", "certificate", 4, "months = 6"),
    ("silver", "certificate", 5, "months = 12"),
    ("gold", "certificate", 6, "months = 24"),
]
NAMES = list(COUNTS)


def words():
    text = HEAD
    for name in SEVERITIES:
        text += f'[[severity]]\nid = "{name}"\ntitle = "{name}"\n'
    for name in SECTIONS:
        text += f'[[section]]\nid = "{name}"\ntitle = "{name}"\napplicable = 20\n'
    text += '[[tag]]\nid = "repeated"\ntitle = "repeated"\n'
    for name, track, rank, more in STATUSES:
        text += (f'[[status]]\nid = "{name}"\ntitle = "{name}"\ntrack = "{track}"\nrank = {rank}\n'
                 f'{more}\ncite = "S: statuses"\n')
    for name in ("plan", "willing"):
        text += (f'[[fact]]\nid = "{name}"\ntitle = "{name}"\ntype = "yes-no"\n'
                 'recorded_only = true\norder = ["no", "unknown", "yes"]\n')
    for name, what in COUNTS.items():
        text += f'[[measure]]\nid = "{name}"\ntitle = "{name}"\ncount = {what}\n'
    return text


def rule(name, tests, status, more=""):
    when = ", ".join(f'{what} = "{test}"' for what, test in tests)
    when = f"when = {{ {when} }}\n" if when else ""
    return (f'[[rule]]\nid = "{name}"\ntitle = "{name}"\non = "audit-reviewed"\n{when}'
            f'then = "{status}"\n{more}cite = "S: rules"\n')


LEVELS = [1, 2, 3, 5]  # as far as an edition's figures mostly go


def score(tests):
    return sum(LEVELS.index(int(t.split()[1])) + 1 for _, t in tests if t[0] in "<>")


def by_answer(lines, statuses, last):
    """The lines in order, with statuses in turn, and what is left over."""
    text = ""
    for i, tests in enumerate(lines):
        text += rule(f"r{i}", tests, statuses[i * len(statuses) // len(lines)])
    return text + rule("else", [], last)


def ladder(count):
    """At least so many of two to five counts, with or without a fact: the worst answer first."""
    chance = random.Random(1)
    lines = []
    for _ in range(count - 1):
        asked = chance.sample(NAMES, chance.choice([2, 3, 4, 5]))
        tests = [(n, f">= {chance.choice(LEVELS)}") for n in asked]
        if chance.random() < 0.3:
            tests.append((chance.choice(["plan", "willing"]), "no"))
        lines.append(tests)
    lines.sort(key=lambda tests: -score(tests) / len(tests))
    return by_answer(lines, [s[0] for s in STATUSES[:6]], "gold")


def five(count):
    """At most so many of five counts of the seven: the best answer first."""
    chance = random.Random(5)
    lines = [[(NAMES[n], f"<= {chance.choice(LEVELS)}") for n in sorted(chance.sample(range(7), 5))]
             for _ in range(count - 1)]
    lines.sort(key=score)
    return by_answer(lines, [s[0] for s in reversed(STATUSES[1:])], "barred")


def bands(count):
    """A grid: a rule for each cell of bands of five counts, worse bands for a worse answer; then
    thresholds of the two others."""
    sizes = [5, 4, 4, 4, 4]
    text = ""
    for i in range(5 * 4 ** 4):
        tests, rest, worse = [], i, 0
        for name, size in zip(NAMES, sizes):
            band, rest = rest % size, rest // size
            worse += band
            tests.append((name, f">= {band * 2}" if band == size - 1 else
                          "<= 1" if band == 0 else f"{band * 2}..{band * 2 + 1}"))
        if i % 16 == 15:  # one in sixteen asks the others as well
            text += rule(f"s{i}", tests + [(NAMES[5], ">= 3")], STATUSES[max(0, 5 - worse // 3)][0])
            text += rule(f"t{i}", tests + [(NAMES[6], ">= 9")], STATUSES[max(0, 5 - worse // 3)][0])
        text += rule(f"r{i}", tests, STATUSES[max(0, 6 - worse // 3)][0])
    return text


def clean(count):
    """A grid that all cases fall into, and in each cell a rule before it for some of its cases: every
    rule answers something, and worse is never better."""
    free = ["criticals", "safety-majors", "repeated", "wage-findings"]  # no number of one rules out another
    others = [("majors", ">= 9"), ("findings", ">= 16"), ("willing", "no"), ("hidden-criticals", ">= 1")]
    sizes = [5, 5, 5, 6]
    text = '[[text]]\nid = "visit"\ntext = "A visit follows."\ncite = "S: texts"\n'
    for i in range(count // 2):
        tests, rest, worse = [], i, 0
        for name, size in zip(free, sizes):
            level, rest = rest % size, rest // size
            worse += level
            tests.append((name, f">= {level}" if level == size - 1 else f"= {level}"))
        status = STATUSES[6 - worse * 7 // (sum(sizes) - 3)][0]
        more = others[i % 3 if i % sizes[0] == 0 else i % 4]  # hidden criticals need a critical
        text += rule(f"s{i}", tests + [more], status, 'obligations = ["visit"]\n')
        text += rule(f"r{i}", tests, status)
    return text


def wide(count):
    """Many thresholds of two counts, few of the others."""
    chance = random.Random(9)
    lines = []
    for _ in range(count - 1):
        tests = [(NAMES[2], f">= {chance.randint(1, 60)}"), (NAMES[6], f">= {chance.randint(1, 90)}")]
        chance.shuffle(tests)
        for n in chance.sample([0, 1, 3, 4, 5], 2):
            tests.append((NAMES[n], ">= 1"))
        lines.append(tests)
    lines.sort(key=lambda tests: -sum(int(t[3:]) for _, t in tests))
    return by_answer(lines, [s[0] for s in STATUSES[:6]], "gold")


def tangle(count):
    """Any test with any answer: what no scheme would write."""
    chance = random.Random(3)
    text = ""
    for i in range(count - 1):
        tests = [(n, f"{chance.choice(['>=', '<='])} {chance.choice(LEVELS)}")
                 for n in chance.sample(NAMES, 5)]
        text += rule(f"r{i}", tests, chance.choice(STATUSES)[0])
    return text + rule("else", [], "gold")


KINDS = {"ladder": ladder, "five": five, "bands": bands, "clean": clean,
         "wide": wide, "tangle": tangle}


def edition(kind, count=1500):
    return words() + KINDS[kind](count)


if __name__ == "__main__":
    print(edition(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1500))
