#!/usr/bin/env bash
# Lines and branches of include/ and src/ that the tests reach: not fewer than before.
set -uo pipefail
cd "$(dirname "$0")/../.."
tests/build.sh coverage || { echo "coverage: 0 passed, 1 failed"; exit 1; }
exec tests/coverage/run.py --jobs "${JOBS:-2}"
