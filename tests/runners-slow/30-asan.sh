#!/usr/bin/env bash
# The whole suite under AddressSanitizer and UndefinedBehaviorSanitizer.
exec "$(dirname "$0")/../preset.sh" asan asan
