#!/usr/bin/env bash
# Decides the sample factories: examples/demo.sh path/to/certrules
set -euo pipefail
program=$(realpath "${1:?usage: demo.sh PROGRAM}")
cd "$(dirname "$0")/data/demo" 2>/dev/null || { "$program" --version; exit; }
for case in *.json; do
    "$program" decide "$case"
done
