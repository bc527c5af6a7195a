#!/usr/bin/env bash
# The suites of the shipped editions: every test passes, and their coverage does not fall.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/policies/run.py build/release/certrules
