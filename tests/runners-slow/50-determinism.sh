#!/usr/bin/env bash
# The same bytes from g++ -O3 and from clang++ -O0 (the build of the sanitizers, so as to build nothing
# twice), in several locales and time zones; and one byte changed on purpose, which must be noticed.
set -uo pipefail
cd "$(dirname "$0")/../.."
mkdir -p build
if ! { cmake --preset asan && cmake --build --preset asan -j "${JOBS:-2}" --target certrules_c; } > build/asan-c.log 2>&1; then
    tail -n 40 build/asan-c.log
    echo "determinism: 0 passed, 1 failed"
    exit 1
fi
runtime=$(clang++-14 -print-file-name="libclang_rt.asan-$(uname -m).so")
exec /usr/bin/python3 -B tests/determinism/same_bytes.py build/release/libcertrules_c.so \
    --under "$runtime" build/asan/libcertrules_c.so
