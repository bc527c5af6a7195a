#!/usr/bin/env bash
# The C tests under valgrind: no byte read or written astray, none lost. Then once more with a handle
# lost on purpose, which must be noticed.
set -uo pipefail
cd "$(dirname "$0")/../.."
program=build/release/tests/certrules_c_tests
check="valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible"
passed=0
failed=0

if $check "$program"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
$check "$program" leak > build/valgrind-leak.log 2>&1
if [ $? -eq 9 ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "valgrind: FAILED: a handle was lost, and nobody noticed"
fi
echo "valgrind: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
