#!/usr/bin/env bash
# See tests/runners/60-dotnet.sh.
set -uo pipefail
cd "$(dirname "$0")/../../../.." || exit 1
bindings=$PWD/capi/bindings/dotnet

command -v dotnet > /dev/null || { echo "dotnet: skipped, there is no dotnet on PATH: install the .NET SDK, 10 or later"; exit 0; }
sdk=$(dotnet --version 2> /dev/null)
[ "${sdk%%.*}" -ge 10 ] 2> /dev/null || { echo "dotnet: skipped, the .NET SDK is ${sdk:-not there}: 10 or later is needed"; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
suite=dotnet
. tests/count.sh

# Each test of xunit counts.
units() {
    local log=$work/units
    "$bindings/test.sh" "$@" > "$log" 2>&1
    local status=$? line total bad
    line=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" | tail -1)
    total=$(sed -n 's/.*Total: \([0-9]*\),.*/\1/p' <<< "$line")
    bad=$(sed -n 's/.*Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\).*/\1+\2+\3/p' <<< "$line")
    bad=$((${bad:-1}))
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    [ "$bad" -eq 0 ] || cat "$log"
    passed=$((passed + ${total:-0} - (${total:-0} < bad ? ${total:-0} : bad)))
    failed=$((failed + bad))
}

package() {
    rm -rf "$work/package" && mkdir "$work/package" &&
        /usr/bin/python3 -m zipfile -e build/dotnet/Certrules.*.nupkg "$work/package" || return
    for file in lib/net8.0/Certrules.dll lib/net8.0/Certrules.xml lib/net10.0/Certrules.dll lib/net10.0/Certrules.xml \
        README.md LICENSE; do
        [ -s "$work/package/$file" ] || { echo "not in the package: $file"; return 1; }
    done
    cmp "$work/package/runtimes/linux-x64/native/libcertrules_c.so" build/release/libcertrules_c.so || return
    ! grep -F '<dependency ' "$work/package/Certrules.nuspec" || { echo "the package depends on another"; return 1; }
}

# Nothing that is packed may know where it was built.
no_build_paths() {
    ! grep -rlF -e "$PWD" "$work/package"
}

# The example takes the package from the folder, as a stranger would.
build_example() {
    # shellcheck source=../env.sh
    . "$bindings/env.sh"
    # A package of the same version may lie in the cache from an earlier build.
    rm -rf "$NUGET_PACKAGES/certrules" && mkdir -p "$work/repository/build" &&
        cp -r examples "$work/repository" && ln -s "$PWD/build/dotnet" "$work/repository/build/dotnet" &&
        dotnet build "$work/repository/examples/csharp" -c Release "${dotnet_flags[@]}"
}

example() { dotnet "$work/repository/examples/csharp/bin/Release/net8.0/Certrules.Examples.dll" "$@"; }

# says PATTERN COMMAND…: succeeds, and prints a line that matches.
says() {
    local out
    out=$("${@:2}") || { echo "$out"; return 1; }
    grep -qE "$1" <<< "$out" || { echo "no line matches: $1"; echo "$out"; return 1; }
}

# refuses PATTERN COMMAND…: exits with 2 and nothing on standard output; the reason is on standard error.
refuses() {
    local status
    "${@:2}" > "$work/out" 2> "$work/err"
    status=$?
    [ "$status" -eq 2 ] && [ ! -s "$work/out" ] && grep -qE "$1" "$work/err" && return
    echo "exit status $status"; cat "$work/out" "$work/err"; return 1
}

without_library() {
    local folder=$work/repository/examples/csharp/bin/Release/net8.0
    rm "$folder/runtimes/linux-x64/native/libcertrules_c.so" || return
    refuses "^ *$folder/runtimes/linux-x64/native/libcertrules_c\.so: no such file" example decide "$case"
}

case=examples/data/cases/07-assessed-criticals.json
check "make dotnet packs" capi/bindings/dotnet/build.sh
check "the package has what it should, and needs no other" package
check "no path of the build is in the package" no_build_paths
units
check "the example builds from the package" build_example
# What is expected: tests/vectors/expected-examples.jsonl, and the readings.
check "it decides a case" says '^assessed until 2024-12-19$' example decide "$case"
check "it says what would be better" says '^  to reach +[a-z]+: close F1' example decide "$case"
check "it explains a stored verdict" says 'WP: What happens when Non-Compliances are found, Critical' example decide "$case"
history=examples/data/histories/00-example-of-the-forms.json
check "it replays a history" says '^F-001 on 2024-09-01: certified$' example replay "$history" 2024-09-01
check "it draws the timeline" says '^  2024-04-20  certified +\| +=+$' example replay "$history" 2024-09-01
check "to its open end" says '^  2025-04-20  expired +\| +=+>$' example replay "$history" 2024-09-01
check "it lists what is open" says '^  open  certificate-expiry until 2025-04-19$' example replay "$history" 2024-09-01
portfolio=examples/data/factories.csv
check "it runs a portfolio" says '^F-204  assessed ' example portfolio "$portfolio"
check "it counts a portfolio" says '^  4  certified$' example portfolio "$portfolio"
# 5 majors in 20 checkpoints are 25 %.
check "it tries a change of policy" says '^F-203  progressing -> assessed, ' example change "$portfolio"
check "which touches one factory" says '^1 of 10 factories ' example change "$portfolio"
sed 's/,wages:critical/,wagse:critical/' "$portfolio" > "$work/wrong.csv"
check "it says what is wrong" refuses 'UnknownName: findings\[0\]\.section: .*wages' example change "$work/wrong.csv"
check "it says where a table is wrong" refuses 'portfolio\.csv:2: .*event' example portfolio examples/data/portfolio.csv
check "it says where it looked for the native library" without_library

echo "dotnet: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
