#!/usr/bin/env bash
# check and diff against brute force over the small cases of four thousand random small editions
# (CERTRULES_EDITIONS sets another number: 10000 take six minutes).
set -uo pipefail
cd "$(dirname "$0")/../.."
export CERTRULES_EDITIONS=${CERTRULES_EDITIONS:-4000} CERTRULES_SEED=${CERTRULES_SEED:-100000}
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
names=("what analyse says of small editions is what brute force finds"
    "what compare says of small editions is what brute force finds")
for i in 0 1; do
    build/release/tests/certrules_tests "${names[$i]}" > "$log/$i" 2>&1 &
    jobs[i]=$!
done
passed=0
failed=0
for i in 0 1; do
    if wait "${jobs[$i]}"; then
        passed=$((passed + CERTRULES_EDITIONS))
    else
        failed=$((failed + 1))
        head -c 20000 "$log/$i"
    fi
done
echo "small editions against brute force: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
