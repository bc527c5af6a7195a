#!/usr/bin/env bash
# check and diff against an independent encoding for the solver z3 (python3-z3).
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/analysis/z3_check.py build/release/certrules 150 --seed 1000
