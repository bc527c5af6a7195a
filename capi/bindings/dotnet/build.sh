#!/usr/bin/env bash
# Packs Certrules into build/dotnet, with the native library that build/release has.
set -euo pipefail
cd "$(dirname "$0")"

command -v dotnet > /dev/null || {
    echo "make dotnet: there is no dotnet on PATH; it needs the .NET SDK, 10 or later" >&2
    exit 1
}
# shellcheck source=env.sh
. ./env.sh
library=$root/build/release/libcertrules_c.so
[ -e "$library" ] || { echo "make dotnet: there is no $library yet; run make build" >&2; exit 1; }

version=$(sed -n 's/^project(certrules VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
rm -f "$root"/build/dotnet/*.nupkg
dotnet pack src/Certrules.csproj -c Release "${dotnet_flags[@]}" -p:Version="$version"
ls "$root"/build/dotnet/*.nupkg
