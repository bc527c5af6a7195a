#!/usr/bin/env bash
# A short run of every fuzz target under the sanitizers, from its corpus (CERTRULES_FUZZ_SECONDS
# sets how long each runs). What is found lies in build/fuzz-found.
set -uo pipefail
cd "$(dirname "$0")/../.."
seconds=${CERTRULES_FUZZ_SECONDS:-15}
mkdir -p build/fuzz-found
if ! { cmake --preset fuzz && cmake --build --preset fuzz -j "${JOBS:-2}"; } > build/fuzz.log 2>&1; then
    tail -n 60 build/fuzz.log
    echo "fuzz: 0 passed, 1 failed"
    exit 1
fi
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for corpus in tests/fuzz/corpus/*/; do
    target=$(basename "$corpus")
    mkdir "$work/$target"
    # New inputs go to the first folder; the corpus is only read. Two minutes are beyond any input.
    if ASAN_OPTIONS=alloc_dealloc_mismatch=0 build/fuzz/tests/fuzz_"$target" -max_total_time="$seconds" -timeout=120 \
        -rss_limit_mb=2048 -artifact_prefix="build/fuzz-found/$target-" "$work/$target" "$corpus" \
        > "$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "fuzz: FAILED: $target"
        grep -vE '^#[0-9]+.*(NEW|REDUCE|RELOAD|pulse)' "$work/log" | tail -n 40
    fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
