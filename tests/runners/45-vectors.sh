#!/usr/bin/env bash
# The outcomes that were worked out by hand, asked of the program that was built; and the verdicts
# of the released editions, which nothing may alter.
cd "$(dirname "$0")/../.." || exit 1
status=0
/usr/bin/python3 -B tests/vectors/check_vectors.py build/release/certrules || status=1
/usr/bin/python3 -B tests/vectors/pin.py build/release/certrules || status=1
exit "$status"
