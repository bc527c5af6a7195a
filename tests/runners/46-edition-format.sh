#!/usr/bin/env bash
# The page on editions, its JSON Schema and the loader tell the same fields and limits.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/editions/check_format.py build/release/certrules
