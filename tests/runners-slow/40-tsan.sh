#!/usr/bin/env bash
# Handles used by many threads at once, under ThreadSanitizer; and it notices a race made on purpose.
exec "$(dirname "$0")/../tsan.sh"
