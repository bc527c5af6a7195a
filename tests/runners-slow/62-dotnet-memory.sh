#!/usr/bin/env bash
# The package for .NET keeps resident memory flat over ten million calls.
set -uo pipefail
cd "$(dirname "$0")/../.."
command -v dotnet > /dev/null || { echo "dotnet memory: skipped, there is no dotnet on PATH: install the .NET SDK, 10 or later"; exit 0; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
capi/bindings/dotnet/test.sh -explicit only -method '*Resident_memory_stays_flat_over_ten_million_calls' > "$log" 2>&1
status=$?
[ "$status" -eq 0 ] && grep -q 'Total: 1, Errors: 0, Failed: 0, Skipped: 0' "$log" && { echo "dotnet memory: 1 passed, 0 failed"; exit 0; }
cat "$log"
echo "dotnet memory: 0 passed, 1 failed"
exit 1
