#!/usr/bin/env bash
# Configures and builds a preset, quietly unless it fails, then runs its tests:
#   tests/preset.sh PRESET NAME
set -uo pipefail
preset=${1:?usage: preset.sh PRESET NAME}
cd "$(dirname "$0")/.."
mkdir -p build
log=build/$preset.log
if ! { cmake --preset "$preset" && cmake --build --preset "$preset" -j "${JOBS:-2}"; } > "$log" 2>&1; then
    tail -n 60 "$log"
    echo "$2: 0 passed, 1 failed"
    exit 1
fi
exec tests/ctest.sh "$preset" "$2"
