#!/usr/bin/env python3
"""Tries a change of policy before it goes live: the factories of a portfolio under the edition in
force and under one in which the limit of majors in a section is another rate.

    change_of_policy.py PORTFOLIO.csv RATE
"""

import csv
import json
import sys

from certrules import ImpactChange, Policy, PolicyError, diagnose
from portfolio import case_of


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    text = Policy.builtin_text("escp@2020-09-01")
    changed = text.replace('over = "30%"', f'over = "{sys.argv[2]}"')
    try:
        new = Policy.load(changed)
    except PolicyError:
        print("\n".join(diagnose(changed).lines), file=sys.stderr)
        return 2
    old = Policy.load(text)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    impact = old.impact(new, [case_of(line) for line in lines], examples=100)
    for row in impact.rows:
        if row.change == "status":
            for example in row.examples:
                print(f"{lines[example.line - 1]['factory']}  {row.old.status} ({row.old.rule})"
                      f" -> {row.new.status} ({row.new.rule})")
    print(f"{impact.changes[ImpactChange.STATUS]} factories get another status with {sys.argv[2]}"
          " in place of 30%")
    # And of all the cases that there could be, the smallest that shows what changes.
    for one in old.diff(new).differences[:1]:
        print(f"the smallest such case: {one.event}, {'; '.join(one.effects)}")
        print(f"  {json.dumps(dict(one.old.case))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
