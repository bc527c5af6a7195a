#!/usr/bin/env bash
# Instructions of fixed runs of the program against the recorded ones.
exec /usr/bin/python3 -B "$(dirname "$0")/instructions.py" "$(dirname "$0")/../../build/release/certrules"
