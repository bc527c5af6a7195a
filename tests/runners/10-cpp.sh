#!/usr/bin/env bash
# The C++ tests, by ctest: one entry a test file, counted by test case.
set -uo pipefail
cd "$(dirname "$0")/../.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
ctest --test-dir build/release --no-tests=error --verbose -j "${JOBS:-2}" > "$log" 2>&1
status=$?

# On success the counts are enough; the failing entries are shown in full.
if [ "$status" -ne 0 ]; then
    ctest --test-dir build/release --rerun-failed --output-on-failure
fi
awk -v status="$status" '
    # Catch2 ends a run with one of these two forms.
    match($0, /All tests passed \([0-9]+ assertions? in [0-9]+ test cases?\)/) {
        split(substr($0, RSTART, RLENGTH), word, " "); passed += word[7]
    }
    /test cases: +[0-9]+ \|/ {
        line = $0
        if (match(line, /[0-9]+ passed/)) passed += substr(line, RSTART) + 0
        if (match(line, /[0-9]+ failed/)) failed += substr(line, RSTART) + 0
    }
    END {
        # A crash leaves no count behind.
        if (status != 0 && failed == 0) failed = 1
        printf "cpp: %d passed, %d failed\n", passed, failed
    }' "$log"
exit "$status"
