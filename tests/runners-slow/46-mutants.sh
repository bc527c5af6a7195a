#!/usr/bin/env bash
# Changes of every condition in calendar and money, one at a time: the tests notice each, or it
# is listed with its reason. `make mutants` does so with the whole library.
set -uo pipefail
cd "$(dirname "$0")/../.."
exec tests/mutants/run.py --jobs "${JOBS:-$(nproc)}" \
    --only src/calendar.cpp --only src/money.cpp
