#!/usr/bin/env bash
# Lines and branches of include/ and src/ that the suite runs, and the least that is accepted:
# a ratchet, raised with the coverage until both are 100.
set -uo pipefail
cd "$(dirname "$0")/.."
lines=75
branches=50

# Counts of an earlier run would hide what this one no longer reaches.
find build/coverage -name '*.gcda' -delete 2>/dev/null
tests/preset.sh coverage coverage-suite || { echo "coverage: 0 passed, 1 failed"; exit 1; }

# What the program's own tests reach counts as well: the same scripts as in tests/runners.
program=build/coverage/certrules
{
    /usr/bin/python3 -B tests/cli/run.py "$program" &&
        /usr/bin/python3 -B tests/vectors/check_vectors.py "$program" &&
        /usr/bin/python3 -B tests/calendar/check_calendar.py "$program" &&
        /usr/bin/python3 -B tests/reference/compare.py --program "$program" cases 3000 --seed 2 &&
        /usr/bin/python3 -B tests/reference/compare.py --program "$program" histories 200 --seed 2
} > build/coverage/program.log 2>&1 || { tail -n 40 build/coverage/program.log
                                         echo "coverage: 0 passed, 1 failed"; exit 1; }

# Branches that only an exception takes are the compiler's, not ours.
gcovr --root . --filter 'src/' --filter 'include/' --exclude-throw-branches \
    --exclude-unreachable-branches --html-details build/coverage/coverage.html \
    --txt build/coverage/coverage.txt --json-summary build/coverage/coverage.json \
    build/coverage || { echo "coverage: 0 passed, 1 failed"; exit 1; }
sed -n '/^TOTAL/p' build/coverage/coverage.txt
python3 - "$lines" "$branches" <<'PY'
import json
import sys

least = {"line": float(sys.argv[1]), "branch": float(sys.argv[2])}
with open("build/coverage/coverage.json", encoding="utf-8") as f:
    summary = json.load(f)
bad = 0
for file in summary["files"]:
    for kind in least:
        total, covered = file[f"{kind}_total"], file[f"{kind}_covered"]
        if covered < total:
            print(f"{file['filename']}: {kind} {covered} of {total}")
for kind, percent in least.items():
    total, covered = summary[f"{kind}_total"], summary[f"{kind}_covered"]
    if covered * 100 < total * percent:
        print(f"coverage: {kind} {covered} of {total}, wanted {percent:g} %")
        bad += 1
print(f"coverage: {len(least) - bad} passed, {bad} failed")
sys.exit(bad != 0)
PY
