#!/usr/bin/env python3
"""Replays a factory's history and draws its timeline, as text and as a picture.

    replay.py HISTORY.json DATE [PICTURE.svg]
"""

import json
import sys
from pathlib import Path

from certrules import DeadlineState, FeeState, Policy


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    history = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    standing = Policy.builtin("escp").replay(history, sys.argv[2])
    print(f"{standing.factory} shows {standing.public_status or 'nothing'} on {standing.on}")
    print(standing.timeline)
    for deadline in standing.deadlines:
        if deadline.state is DeadlineState.OPEN:
            print(f"deadline  {deadline}")
    for fee in standing.fees:
        if fee.state is FeeState.DUE:
            print(f"fee       {fee}")
    if len(sys.argv) == 4:
        Path(sys.argv[3]).write_text(standing.timeline.svg(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
