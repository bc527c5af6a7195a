#!/usr/bin/env bash
# Measures what .NET adds to C, both in one process, and prints the ratios.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=env.sh
. ./env.sh
mkdir -p "$root/build/dotnet"
export CERTRULES_BENCH=$root/build/dotnet/libcertrules_bench.so
cc -std=c99 -O2 -Wall -Wextra -Werror -fPIC -shared -I "$root/capi" -o "$CERTRULES_BENCH" tests/bench.c
DOTNET_TieredCompilation=0 ./test.sh -explicit only -trait Category=bench -showLiveOutput "$@"
