#!/usr/bin/env bash
# The whole suite built by the second compiler.
exec "$(dirname "$0")/../preset.sh" clang clang
