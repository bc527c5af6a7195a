#!/usr/bin/env bash
# The program against the reference model on a million cases and a hundred thousand histories, on
# all cores (CERTRULES_CASES and CERTRULES_COMPARED set other numbers).
cd "$(dirname "$0")/../.." || exit 1
status=0
for what in "cases ${CERTRULES_CASES:-1000000}" "histories ${CERTRULES_COMPARED:-100000}"; do
    # shellcheck disable=SC2086  # two words
    /usr/bin/python3 -B tests/reference/compare.py --program build/release/certrules $what \
        --seed 36 --jobs "${JOBS:-$(nproc)}" || status=1
done
exit "$status"
