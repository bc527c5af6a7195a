#!/usr/bin/env bash
# Instructions of fixed runs of the program against the recorded ones.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/bench/instructions.py build/release/certrules
