#!/usr/bin/env bash
# The outcomes that were worked out by hand, asked of the program that was built.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/vectors/check_vectors.py build/release/certrules
