#!/usr/bin/env bash
# Two million cases through a pipe take no more memory than two hundred thousand.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/analysis/impact_memory.py build/release/certrules
