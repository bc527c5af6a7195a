#!/usr/bin/env bash
# The tests of the C interface under ThreadSanitizer: the library starts no thread, so races could
# only come in through handles that many threads use at once.
set -uo pipefail
cd "$(dirname "$0")/../.."
tests/build.sh tsan certrules_capi_tests || { echo "tsan: 0 passed, 1 failed"; exit 1; }
build/tsan/tests/certrules_capi_tests > build/tsan-run.log 2>&1
status=$?
[ "$status" -eq 0 ] || tail -c 20000 build/tsan-run.log
tests=$(build/tsan/tests/certrules_capi_tests --list-test-names-only | grep -c .)
failed=0
if [ "$status" -ne 0 ]; then
    tests=0
    failed=1
fi
# Two threads that write one struct, on purpose, within the library's own code.
if CERTRULES_RACE_ON_PURPOSE=1 build/tsan/tests/certrules_capi_tests -# '[#threads_test]' > build/tsan-race.log 2>&1 ||
    ! grep -q 'WARNING: ThreadSanitizer: data race' build/tsan-race.log; then
    failed=$((failed + 1))
    echo "tsan: FAILED: a race was made, and nobody noticed"
else
    tests=$((tests + 1))
fi
echo "tsan: $tests passed, $failed failed"
[ "$failed" -eq 0 ]
