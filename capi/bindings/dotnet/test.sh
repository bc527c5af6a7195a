#!/usr/bin/env bash
# Builds the tests of the package and runs them: test.sh [ARGUMENT OF XUNIT]…
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=env.sh
. ./env.sh
dotnet build tests -c Release "${dotnet_flags[@]}"
exec dotnet "$root/build/dotnet/artifacts/bin/Certrules.Tests/release/Certrules.Tests.dll" -noColor "$@"
