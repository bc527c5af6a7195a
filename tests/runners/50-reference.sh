#!/usr/bin/env bash
# The reference model: its own tests, then the program held against it on random cases.
set -uo pipefail
cd "$(dirname "$0")/../.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
/usr/bin/python3 -B tests/reference/test_model.py > "$log" 2>&1
status=$?
[ "$status" -eq 0 ] || cat "$log"
awk -v status="$status" '
    /^Ran [0-9]+ tests?/ { ran = $2 }
    match($0, /(failures|errors)=[0-9]+/) { failed += substr($0, RSTART + index(substr($0, RSTART), "=")) }
    END {
        if (status != 0 && failed == 0) failed = 1
        passed = ran > failed ? ran - failed : 0
        printf "reference model: %d passed, %d failed\n", passed, failed
    }' "$log"

program=build/release/certrules
/usr/bin/python3 -B tests/reference/compare.py --program "$program" cases 10000 --seed 1 || status=1
/usr/bin/python3 -B tests/reference/compare.py --program "$program" histories 500 --seed 1 || status=1
exit "$status"
