#!/usr/bin/env bash
# Each fuzz target over its corpus, without a fuzzer; and every public function has a target.
set -uo pipefail
cd "$(dirname "$0")/../.."
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for corpus in tests/fuzz/corpus/*/; do
    target=$(basename "$corpus")
    if files=$(build/release/tests/certrules_fuzz_replay "$target" "$corpus" 2> "$log"); then
        passed=$((passed + files))
    else
        failed=$((failed + 1))
        echo "fuzz corpora: FAILED: $target"
        tail -n 3 "$log"
    fi
done
echo "fuzz corpora: $passed passed, $failed failed"
/usr/bin/python3 -B tests/fuzz/check_targets.py || failed=1
[ "$failed" -eq 0 ]
