#!/usr/bin/env bash
# The tests of the C interface under ThreadSanitizer: the library starts no thread, so races could
# only come in through handles that many threads use at once.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
if ! { cmake --preset tsan && cmake --build --preset tsan -j "${JOBS:-2}" --target certrules_capi_tests; } > build/tsan.log 2>&1; then
    tail -n 60 build/tsan.log
    echo "tsan: 0 passed, 1 failed"
    exit 1
fi
build/tsan/tests/certrules_capi_tests > build/tsan-run.log 2>&1
status=$?
[ "$status" -eq 0 ] || tail -c 20000 build/tsan-run.log
tests=$(build/tsan/tests/certrules_capi_tests --list-test-names-only | grep -c .)
if [ "$status" -eq 0 ]; then echo "tsan: $tests passed, 0 failed"; else echo "tsan: 0 passed, 1 failed"; fi
exit "$status"
