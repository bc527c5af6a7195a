#!/usr/bin/env bash
# The JSON Schemas, the sample data and the expected outcomes against each other; and the check of
# the readings against small readings of its own.
set -uo pipefail
cd "$(dirname "$0")/../.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
/usr/bin/python3 -B -m pytest -q -p no:cacheprovider tests/schema tests/trace > "$log" 2>&1
status=$?
[ "$status" -eq 0 ] || cat "$log"
awk -v status="$status" '
    /^[0-9]+ (passed|failed)/ {
        if (match($0, /[0-9]+ passed/)) passed = substr($0, RSTART) + 0
        if (match($0, /[0-9]+ failed/)) failed = substr($0, RSTART) + 0
    }
    # What could not even be collected leaves no count behind.
    END {
        if (status != 0 && failed == 0) failed = 1
        printf "schemas: %d passed, %d failed\n", passed, failed
    }' "$log"
exit "$status"
