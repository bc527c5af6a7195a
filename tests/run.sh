#!/usr/bin/env bash
# Runs every NN-name.sh of a folder, in order, and ends with the summary lines that they printed.
#   tests/run.sh tests/runners
#
# A runner works from the root of the repository, finds the release build in build/release, and
# prints one or more lines `name: N passed, N failed`. One that prints none, or fails without
# saying what failed, counts as a failure. A runner whose tool cannot come from Debian may print
# `name: skipped, reason` instead; with CI=true that is a failure too.
set -uo pipefail

folder=${1:?usage: tests/run.sh FOLDER}
cd "$(dirname "$0")/.."
export JOBS=${JOBS:-$(nproc)}
logs=build/logs/$(basename "$folder")
rm -rf "$logs"
mkdir -p "$logs"

summary=()
failures=0
shopt -s nullglob
for runner in "$folder"/[0-9][0-9]-*.sh; do
    name=$(basename "$runner" .sh)
    log=$logs/$name.log
    echo "== $name"
    bash "$runner" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    mapfile -t lines < <(grep -E '^[A-Za-z0-9 _.-]+: ([0-9]+ passed, [0-9]+ failed|skipped, .+)$' "$log")
    failed=0
    for line in "${lines[@]}"; do
        case $line in
            *": skipped, "*) [ "${CI:-}" = true ] && { line="${line%%:*}: 0 passed, 1 failed"
                             echo "$name: nothing may be skipped where CI=true"; } ;;
        esac
        case $line in *" passed, 0 failed") ;; *" failed") failed=1 ;; esac
        summary+=("$line")
    done
    if [ ${#lines[@]} -eq 0 ]; then
        echo "$name: printed no summary line, exit status $status"
        if [ "$status" -eq 0 ]; then status=1; fi
    fi
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        summary+=("$name: 0 passed, 1 failed")
        failed=1
    fi
    failures=$((failures + failed))
done

echo
echo "== summary of $folder"
printf '%s\n' ${summary[@]+"${summary[@]}"} | tee "$logs/summary.txt"
[ "$failures" -eq 0 ]
