#!/usr/bin/env bash
# The whole suite under AddressSanitizer and UndefinedBehaviorSanitizer, built by clang: the
# second compiler is held to the same warnings on the way.
exec "$(dirname "$0")/preset.sh" asan asan
