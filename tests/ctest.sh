#!/usr/bin/env bash
# Runs ctest in build/PRESET and counts by test case: tests/ctest.sh PRESET NAME [OPTION OF CTEST…]
set -uo pipefail
preset=${1:?usage: ctest.sh PRESET NAME}
name=${2:?usage: ctest.sh PRESET NAME}
shift 2
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
ctest --preset "$preset" --verbose -j "${JOBS:-2}" "$@" > "$log" 2>&1
status=$?

# On success the counts are enough; the failing entries are shown in full.
if [ "$status" -ne 0 ]; then
    ctest --preset "$preset" --rerun-failed
fi
awk -v status="$status" -v name="$name" '
    # Catch2 ends a run with one of these two forms.
    match($0, /All tests passed \([0-9]+ assertions? in [0-9]+ test cases?\)/) {
        split(substr($0, RSTART, RLENGTH), word, " "); passed += word[7]
    }
    /test cases: +[0-9]+ \|/ {
        if (match($0, /[0-9]+ passed/)) passed += substr($0, RSTART) + 0
        if (match($0, /[0-9]+ failed/)) failed += substr($0, RSTART) + 0
    }
    # What died without a count of its own (a crash, a sanitizer) still failed.
    /^ *[0-9]+\/[0-9]+ Test .*\*\*\*/ { dead++ }
    END {
        if (failed < dead) failed = dead
        if ((status != 0 || passed == 0) && failed == 0) failed = 1
        printf "%s: %d passed, %d failed\n", name, passed, failed
    }' "$log"
exit "$status"
