# Counts checks in a runner that sources this after it set `suite` and `work`:
#   check NAME COMMAND…   counts, and shows what the command said only if it fails
passed=0
failed=0

check() {
    local name=$1
    shift
    if "$@" > "$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$suite: FAILED: $name"
        sed 's/^/    /' "$work/log"
    fi
}
