#!/usr/bin/env bash
# Editions made to take minutes or gigabytes, within the bounds of their process.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/editions/hostile.py build/release/certrules
