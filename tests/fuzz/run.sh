#!/usr/bin/env bash
# Builds and runs fuzz targets over their corpora, JOBS at a time; all, unless some are named:
#   tests/fuzz/run.sh PRESET SECONDS [TARGET…]
# What fails lies in build/fuzz-found. With CERTRULES_FUZZ_NEW=FOLDER new inputs are kept there and
# the next run goes on from them.
set -uo pipefail
preset=${1:?usage: run.sh PRESET SECONDS [TARGET…]}
seconds=${2:?usage: run.sh PRESET SECONDS [TARGET…]}
shift 2
cd "$(dirname "$0")/../.."
if [ $# -gt 0 ]; then targets=("$@"); else targets=($(ls tests/fuzz/corpus)); fi
tests/build.sh "$preset" "${targets[@]/#/fuzz_}" || { echo "fuzz: 0 passed, 1 failed"; exit 1; }
mkdir -p build/fuzz-found
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ASAN_OPTIONS=alloc_dealloc_mismatch=0 work seconds bin=build/$preset/tests
export new=${CERTRULES_FUZZ_NEW:-$work/new}

fuzz() {  # fuzz TARGET NAME PREFIX: the corpus is only read, new inputs go elsewhere
    mkdir -p "$new/$2"
    "$bin/fuzz_$1" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$3-" "$new/$2" "tests/fuzz/corpus/$1" > "$work/$2.log" 2>&1
    echo $? > "$work/$2.status"
}
export -f fuzz

printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-2}" -I{} bash -c 'fuzz {} {} build/fuzz-found/{}'
passed=0
failed=0
for target in "${targets[@]}"; do
    ran=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log")
    if [ "$(cat "$work/$target.status")" = 0 ] && [ "${ran:-0}" -gt 0 ]; then
        passed=$((passed + 1))
        echo "$target: $ran inputs in $seconds s"
    else
        failed=$((failed + 1))
        echo "fuzz: FAILED: $target"
        grep -vE '^#[0-9]+.*(NEW|REDUCE|RELOAD|pulse)' "$work/$target.log" | tail -n 40
    fi
done
CERTRULES_BREAK_PROMISES=1 fuzz "${targets[0]}" broken "$work/broken"
if [ "$(cat "$work/broken.status")" != 0 ] && grep -q ': broken: ' "$work/broken.log"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "fuzz: FAILED: a promise was broken, and nobody noticed"
fi
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
