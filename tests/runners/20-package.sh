#!/usr/bin/env bash
# The installed package, as a stranger meets it: moved to another place, found by find_package
# and by pkg-config, linked by the examples, with no dependency beyond the C++ runtime.
exec bash "$(dirname "$0")/../package/run.sh"
