#!/usr/bin/env bash
# The whole suite under ThreadSanitizer.
exec "$(dirname "$0")/../preset.sh" tsan tsan
