#!/usr/bin/env bash
# The Python package: the wheel is built, installed into an empty virtual environment without any
# index and asked there, and then into one that sees Debian's numpy, pandas, pytest and mypy, where
# its own tests run.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=$PWD/build/python

fail() {
    echo "python: $1"
    echo "python: 0 passed, 1 failed"
    exit 1
}

capi/bindings/python/build.sh || fail "the wheel does not build"
rm -rf "$folder"/venv "$folder"/empty
for venv in venv empty; do
    options=()
    [ "$venv" = empty ] || options=(--system-site-packages)
    /usr/bin/python3 -m venv ${options[@]+"${options[@]}"} "$folder/$venv" || fail "no virtual environment"
    "$folder/$venv/bin/pip" install -q --no-index --disable-pip-version-check "$folder"/*.whl ||
        fail "the wheel does not install"
done
cd "$folder"
[ "$(empty/bin/python -c '
from certrules import Policy
print(Policy.builtin("escp").decide({"event": "applied", "on": "2024-05-20"}).status)')" = applicant ] ||
    fail "it does not decide in an empty environment"
rm -rf empty

venv/bin/python -B -m pytest -q -p no:cacheprovider -rfE --tb=short \
    --junitxml=results.xml ../../capi/bindings/python/tests
status=$?
/usr/bin/python3 - "$status" results.xml << 'PY'
import sys, xml.etree.ElementTree as tree
status, results = int(sys.argv[1]), tree.parse(sys.argv[2]).getroot().find("testsuite").attrib
# Nothing is skipped here: what was not run did not pass.
failed = sum(int(results[kind]) for kind in ("failures", "errors", "skipped"))
passed = int(results["tests"]) - failed
print(f"python: {passed} passed, {max(failed, status != 0)} failed")
PY
exit "$status"
