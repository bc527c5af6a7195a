#!/usr/bin/env bash
# check and diff of editions of 1,500 rules, within the bounds of their process.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/analysis/large_check.py build/release/certrules
