#!/usr/bin/env bash
# The same bytes from g++ -O3, g++ -O0 and clang++ -O3, in several locales and time zones.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
libraries=(build/release/libcertrules_c.so)
for preset in debug clang; do
    # In a folder of its own: the preset's own build has its tests.
    folder=build/determinism-$preset
    if ! { cmake --preset "$preset" -B "$folder" -D CERTRULES_BUILD_TESTS=OFF -D CERTRULES_BUILD_CLI=OFF &&
        cmake --build "$folder" -j "${JOBS:-2}" --target certrules_c; } > "$folder.log" 2>&1; then
        tail -n 40 "$folder.log"
        echo "determinism: 0 passed, 1 failed"
        exit 1
    fi
    libraries+=("$folder/libcertrules_c.so")
done
exec /usr/bin/python3 -B tests/determinism/same_bytes.py "${libraries[@]}"
