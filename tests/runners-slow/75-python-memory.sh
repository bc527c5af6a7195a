#!/usr/bin/env bash
# Ten million decisions from Python hold resident memory flat, and leave no handle.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=$PWD/build/python
[ -n "$(ls "$folder"/*.whl 2> /dev/null)" ] || capi/bindings/python/build.sh
venv=$folder/venv-memory
rm -rf "$venv"
if /usr/bin/python3 -m venv "$venv" &&
    "$venv/bin/pip" install -q --no-index --disable-pip-version-check "$folder"/*.whl &&
    "$venv/bin/python" -B capi/bindings/python/bench/memory.py 10000000; then
    echo "python memory: 1 passed, 0 failed"
else
    echo "python memory: 0 passed, 1 failed"
    exit 1
fi
