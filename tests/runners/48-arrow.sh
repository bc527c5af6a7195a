#!/usr/bin/env bash
# The Arrow door, from arrays that Python makes by hand.
cd "$(dirname "$0")/../.."
exec /usr/bin/python3 -B tests/arrow/arrow_consumer.py build/release/libcertrules_c.so
