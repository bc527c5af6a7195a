#!/usr/bin/env bash
# clang-tidy over the library, the program and the C interface: one count a source.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/logs
# Compiled as clang sees it: the flags of another compiler would only be noise.
cmake --preset clang > build/clang.log 2>&1 || { cat build/clang.log; echo "tidy: 0 passed, 1 failed"; exit 1; }
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export results
tidy_one() {
    log=$results/$(echo "$1" | tr / _)
    if clang-tidy -p build/clang --quiet "$1" > "$log" 2>&1; then
        rm "$log"
    else
        grep -vE 'warnings? generated|^Suppressed|^Use -header-filter' "$log"
    fi
}
export -f tidy_one
sources=$(git ls-files 'src/*.cpp' 'capi/*.cpp')
echo "$sources" | xargs -P "${JOBS:-2}" -I '{}' bash -c 'tidy_one {}'
failed=$(find "$results" -type f | wc -l)
echo "tidy: $(($(echo "$sources" | wc -l) - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
