#!/usr/bin/env bash
# Builds the wheel into build/python, from the shared library of the release build and nothing from
# the network. `make python` runs it.
set -euo pipefail
cd "$(dirname "$0")/../../.."
mkdir -p build/python
rm -f build/python/*.whl
/usr/bin/python3 -B capi/bindings/python/backend.py build/release build/python
