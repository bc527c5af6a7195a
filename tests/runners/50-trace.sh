#!/usr/bin/env bash
# Every sentence of the readings and of the edition's page has a test that cites it, and every cited
# id a sentence.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/trace/check_readings.py
