#!/usr/bin/env bash
# A million random rows through the columns on each level that the processor has, each against
# deciding its case.
set -uo pipefail
cd "$(dirname "$0")/../.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if CERTRULES_COLUMN_ROWS=1000000 build/release/tests/certrules_tests \
    -w NoTests -# "[#columns_property_test]" > "$log" 2>&1; then
    echo "columns: 1000000 passed, 0 failed"
else
    cat "$log"
    echo "columns: 0 passed, 1 failed"
    exit 1
fi
