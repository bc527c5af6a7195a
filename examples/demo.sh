#!/usr/bin/env bash
# Decides sample factories that between them reach every status of the built-in edition.
#   examples/demo.sh path/to/certrules
set -euo pipefail
program=$(realpath "${1:?usage: demo.sh PROGRAM}")
cd "$(dirname "$0")/data/cases"

cat <<'TEXT'
certrules: sample factories under the Ethical Supply Chain Program, edition of 1 September 2020.
An independent reading of public documents, not the programme's own software: the programme's
review decides. Each line "cites" names the source; "R" is a reading in docs/readings.md.

TEXT
"$program" decide 01-*.json 02-*.json 03-*.json 05-*.json 08-*.json 09-*.json 10-*.json 11-*.json \
    14-*.json 16-*.json 17-*.json 18-*.json
cat <<'TEXT'
Next: certrules decide CASE.json --json, certrules policy escp, and docs/guide.md.
TEXT
