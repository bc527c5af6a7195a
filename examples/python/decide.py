#!/usr/bin/env python3
"""Decides a case: a JSON file, by the form of docs/forms.md.

    decide.py CASE.json [POLICY]
"""

import json
import sys
from pathlib import Path

from certrules import Error, Policy


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    case = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        policy = Policy.builtin(*sys.argv[2:])
        verdict = policy.decide(case)
    except Error as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{verdict.status}, {verdict.valid or 'no end'} ({policy.explain(verdict).title})")
    for why in verdict.because:
        print(f"  because  {why}")
    for cite in verdict.cites:
        print(f"  cites    {cite}")
    for change in verdict.what_if:
        print(f"  to reach {change}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
