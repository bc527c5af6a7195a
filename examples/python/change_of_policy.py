#!/usr/bin/env python3
"""Tries a change of policy before it goes live: the factories of a portfolio under the edition in
force and under one in which the limit of majors in a section is another rate.

    change_of_policy.py PORTFOLIO.csv RATE
"""

import csv
import sys

from certrules import Policy, PolicyError, diagnose
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
    moved = 0
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            case = case_of(line)
            before, after = old.decide(case), new.decide(case)
            if before.status != after.status:
                moved += 1
                print(f"{line['factory']}  {before.status} ({before.rule})"
                      f" -> {after.status} ({after.rule})")
    print(f"{moved} factories get another status with {sys.argv[2]} in place of 30%")
    return 0


if __name__ == "__main__":
    sys.exit(main())
