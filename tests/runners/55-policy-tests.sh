#!/usr/bin/env bash
# The suites of the shipped editions: every test passes, every rule, region, boundary and transition
# is exercised, and no change of an edition goes unnoticed; the reference model expects the same.
cd "$(dirname "$0")/../.." || exit 1
status=0
/usr/bin/python3 -B tests/policies/run.py build/release/certrules || status=1
/usr/bin/python3 -B tests/policies/second_opinion.py || status=1
exit $status
