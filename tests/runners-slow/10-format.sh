#!/usr/bin/env bash
# Every C and C++ source is as clang-format leaves it.
set -uo pipefail
cd "$(dirname "$0")/../.."
passed=0
failed=0
while IFS= read -r file; do
    if clang-format --dry-run --Werror "$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done < <(git ls-files '*.cpp' '*.hpp' '*.h' '*.c')
[ "$failed" -eq 0 ] || echo "make format puts it right"
echo "format: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
