#!/usr/bin/env bash
# The same bytes from g++ -O3, which is the release, from g++ -O0, which coverage is measured with, and
# from clang++ -O0, which runs under the sanitizers, so as to build nothing for this alone; in several
# locales and time zones; and one byte changed on purpose, which must be noticed.
set -uo pipefail
cd "$(dirname "$0")/../.."
for preset in asan coverage; do
    tests/build.sh "$preset" certrules_c || { echo "determinism: 0 passed, 1 failed"; exit 1; }
done
export GCOV_PREFIX=$PWD/build/determinism-gcov  # the counts of coverage go nowhere
runtime=$(clang++-14 -print-file-name="libclang_rt.asan-$(uname -m).so")
exec /usr/bin/python3 -B tests/determinism/same_bytes.py \
    build/release/libcertrules_c.so build/coverage/libcertrules_c.so --under "$runtime" build/asan/libcertrules_c.so
