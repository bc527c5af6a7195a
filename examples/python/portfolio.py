#!/usr/bin/env python3
"""Decides the reviews of a portfolio, a CSV with a line for each factory, and says how many get
which status.

    portfolio.py PORTFOLIO.csv [POLICY]
"""

import collections
import csv
import sys

from certrules import Policy


def findings_of(line):
    """The findings that a line counts, one by one, as a case has them."""
    sorts = {"minor": ("working-hours", "minor"), "major_wages": ("wages", "major"),
             "major_safety": ("safety", "major"), "critical": ("wages", "critical")}
    for column, (section, severity) in sorts.items():
        for i in range(int(line[column])):
            yield {"id": f"{column}-{i}", "section": section, "severity": severity}


def case_of(line):
    return {
        "event": "audit-reviewed",
        "on": line["on"],
        "state": {"cycle": {"status": "assessed", "since": line["cycle_since"]}},
        "facts": {"cap-submitted": line["cap_submitted"] or "unknown"},
        "findings": list(findings_of(line)),
    }


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    policy = Policy.builtin(*sys.argv[2:])
    counts = collections.Counter()
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            verdict = policy.decide(case_of(line))
            counts[verdict.status] += 1
            leaned = f", not known: {', '.join(verdict.unknown)}" if verdict.unknown else ""
            print(f"{line['factory']}  {verdict.status:12} {verdict.valid} ({verdict.rule}{leaned})")
    print(", ".join(f"{count} {status}" for status, count in counts.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
