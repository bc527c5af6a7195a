#!/usr/bin/env python3
"""Decides COUNT cases in a loop, good and refused ones, and holds resident memory flat.

    memory.py COUNT
"""

import gc
import json
import resource
import sys
from pathlib import Path

from certrules import Error, Policy, _native

CASES = Path(__file__).resolve().parents[4] / "examples" / "data" / "cases"
MOST_GROWTH = 4 * 1024  # kilobytes, for what Python itself keeps at hand


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


def main():
    count = int(sys.argv[1])
    policy = Policy.builtin("escp@2020-09-01")
    cases = [json.loads(path.read_text("utf-8")) for path in sorted(CASES.glob("*.json"))]
    refused = {"event": "audit-reviewed", "on": "2024-02-30", "findings": []}

    def some(number):
        rounds = number // len(cases)
        for i in range(rounds):
            for case in cases:
                policy.decide(case)
            if i % 1000 == 0:
                try:
                    policy.decide(refused)
                except Error:
                    pass

    some(count // 100)
    gc.collect()
    before = resident()
    some(count)
    gc.collect()
    after = resident()
    print(f"{count} decisions: {before} KiB resident before, {after} KiB after")
    del policy
    gc.collect()
    if after - before > MOST_GROWTH or _native.live_handles() != 0:
        print(f"{_native.live_handles()} handles are left")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
