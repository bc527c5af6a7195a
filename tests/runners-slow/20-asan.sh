#!/usr/bin/env bash
# Under AddressSanitizer and UndefinedBehaviorSanitizer, built by clang, the second compiler: the
# suite, the program's own tests and the corpora of the fuzz targets. Then a handle lost, a byte
# written astray and a number run over on purpose, each of which must be noticed.
set -uo pipefail
cd "$(dirname "$0")/../.."
tests/build.sh asan || { echo "asan: 0 passed, 1 failed"; exit 1; }
# What goes through everything is gone through here in part: docs/testing.md tells what and why.
export CERTRULES_EDITIONS=20 CERTRULES_HISTORIES=100 CERTRULES_COLUMN_ROWS=2000
failed_suite=0
tests/ctest.sh asan "asan suite" -E property/calendar_exhaustive || failed_suite=1

suite=asan
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/count.sh
# The tests replace operator new by malloc, to let it fail.
export ASAN_OPTIONS=alloc_dealloc_mismatch=0 UBSAN_OPTIONS=print_stacktrace=1
# The rest of the program's tests is analyses, minutes long here; the suite has them.
check "the program" /usr/bin/python3 -B tests/cli/run.py build/asan/certrules \
    test_bad_input test_editions test_program
check "the vectors" /usr/bin/python3 -B tests/vectors/check_vectors.py build/asan/certrules
for corpus in tests/fuzz/corpus/*/; do
    target=$(basename "$corpus")
    check "corpus of $target" build/asan/tests/certrules_fuzz_replay "$target" "$corpus"
done

noticed() {  # noticed WHAT ARGUMENT
    ! build/asan/tests/certrules_c_tests "$2" > "$work/$2" 2>&1 && grep -q "$1" "$work/$2"
}
check "a handle lost on purpose" noticed 'LeakSanitizer: detected memory leaks' leak
check "a byte written astray on purpose" noticed 'AddressSanitizer: heap-buffer-overflow' overflow
check "a number run over on purpose" noticed 'signed integer overflow' wrap
echo "$suite: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$failed_suite" -eq 0 ]
