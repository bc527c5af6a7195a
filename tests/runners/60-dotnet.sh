#!/usr/bin/env bash
# The package for .NET: its tests, the package itself, and the example that takes it from a folder.
# The SDK is not in Debian: without it this says loudly that it skipped .NET.
exec bash "$(dirname "$0")/../../capi/bindings/dotnet/tests/run.sh"
