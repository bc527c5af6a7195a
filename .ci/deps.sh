#!/usr/bin/env bash
# Installs the packages of the given groups that are missing, and says which. Removes nothing.
#   .ci/deps.sh build [check]
set -euo pipefail

list="$(dirname "$0")/packages.txt"
missing=()
for group in "$@"; do
    while read -r g package _; do
        [ "$g" = "$group" ] || continue
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing+=("$package")
    done < "$list"
done

if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

echo "deps: missing Debian packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "deps: neither root nor sudo. As root, run:" >&2
        echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo env)
else
    as_root=(env)
fi
echo "deps: installing them"
"${as_root[@]}" apt-get -q update
# --no-remove: rather stop than take something away.
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive \
    apt-get -qy --no-remove --no-install-recommends install "${missing[@]}"
