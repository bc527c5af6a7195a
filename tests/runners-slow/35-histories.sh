#!/usr/bin/env bash
# The properties of replay over a hundred thousand random histories (CERTRULES_HISTORIES sets
# another number).
set -uo pipefail
cd "$(dirname "$0")/../.."
export CERTRULES_HISTORIES=${CERTRULES_HISTORIES:-100000}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
build/release/tests/certrules_tests -# '[#replay_property_test]' > "$log" 2>&1
status=$?
[ "$status" -eq 0 ] || tail -c 20000 "$log"
awk -v status="$status" '
    match($0, /in [0-9]+ test cases?\)/) { split(substr($0, RSTART, RLENGTH), word, " "); passed = word[2] }
    /test cases: +[0-9]+ \|/ {
        if (match($0, /[0-9]+ passed/)) passed = substr($0, RSTART) + 0
        if (match($0, /[0-9]+ failed/)) failed = substr($0, RSTART) + 0
    }
    END {
        if ((status != 0 || passed == 0) && failed == 0) failed = 1
        printf "histories: %d passed, %d failed\n", passed, failed
    }' "$log"
exit "$status"
