#!/usr/bin/env bash
# The program as people and scripts meet it: exit statuses, what goes where, bad input.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 -B tests/cli/run.py build/release/certrules
