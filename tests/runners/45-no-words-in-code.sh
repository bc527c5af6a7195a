#!/usr/bin/env bash
# No C++ file names a word of an edition.
set -uo pipefail
cd "$(dirname "$0")/../.."
exec /usr/bin/python3 -B tests/editions/no_words_in_code.py
