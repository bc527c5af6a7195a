#!/usr/bin/env bash
# Each fuzz target for some seconds under the sanitizers, from its corpus: what 20-asan.sh has built.
# Then every promise broken on purpose, which must be noticed. Longer: make fuzz.
set -uo pipefail
cd "$(dirname "$0")/../.."
exec tests/fuzz/run.sh asan 5
