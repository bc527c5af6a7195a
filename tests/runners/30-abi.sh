#!/usr/bin/env bash
# The C interface against what hosts were built against: symbols, layouts, imports, ABI dump, and
# the header alone; then each of these gates against something broken on purpose.
cd "$(dirname "$0")/../.." && exec /usr/bin/python3 -B tests/abi/gates.py check build/release/libcertrules_c.so
