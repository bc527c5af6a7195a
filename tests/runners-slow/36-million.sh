#!/usr/bin/env bash
# The program against the reference model on a million cases and a hundred thousand histories, on
# all cores (CERTRULES_CASES and CERTRULES_COMPARED set other numbers). First the comparison itself:
# a model that is wrong on purpose must be noticed.
set -uo pipefail
cd "$(dirname "$0")/../.."
program=build/release/certrules
suite="reference broken"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/count.sh

wrong_model_is_noticed() {
    cp -r tests/reference "$work/reference" &&
        sed -i 's/100 \* majors > 30 \* applicable/100 * majors >= 30 * applicable/' "$work/reference/rules_common.py" &&
        ! cmp -s {tests,"$work"}/reference/rules_common.py || return 1
    ! /usr/bin/python3 -B "$work/reference/compare.py" --program "$program" cases 4000 --seed 3 > "$work/said" &&
        grep -q 'disagree: cases audit-reviewed on .*status' "$work/said"
}
check "over 30 % read as 30 % and over is noticed" wrong_model_is_noticed
echo "$suite: $passed passed, $failed failed"
status=$failed

for what in "cases ${CERTRULES_CASES:-1000000}" "histories ${CERTRULES_COMPARED:-100000}"; do
    # shellcheck disable=SC2086  # two words
    /usr/bin/python3 -B tests/reference/compare.py --program "$program" $what \
        --seed 36 --jobs "${JOBS:-$(nproc)}" || status=1
done
[ "$status" -eq 0 ]
