#!/usr/bin/python3
"""Fixed calls over columns, for instructions.py to count what they take inside the library: 8,192 reviews of
all kinds. columns_calls.py LIBRARY LEVEL, a CERTRULES_LEVEL_... that valgrind's processor has."""

import ctypes
import random
import sys
from ctypes import byref, c_int32, c_size_t, c_uint32, c_void_p

from columns_abi import Column, Columns, Decisions

ROWS = 8192
REVIEWED = b"audit-reviewed"
EDITION = b"escp@2020-09-01"
STATUS = 5  # CERTRULES_WORD_STATUS
U8, I32 = 1, 3


library = ctypes.CDLL(sys.argv[1])
level = int(sys.argv[2])
draw = random.Random(20200901)


def ok(code):
    if code != 0:
        sys.exit(f"columns_calls: certrules answers {code}")


def values(*of):
    """A byte for each row, each of them as often."""
    return draw.randbytes(ROWS).translate(bytes(of[i * len(of) // 256] for i in range(256)))


def main():
    edition, event, count = c_void_p(), c_int32(), c_uint32()
    ok(library.certrules_edition_builtin(EDITION, c_size_t(len(EDITION)), None, byref(edition), None))
    ok(library.certrules_event_find(REVIEWED, c_size_t(len(REVIEWED)), byref(event), None))
    ok(library.certrules_columns_count(edition, event, byref(count), None))

    def status(name):
        found = c_int32()
        ok(library.certrules_word_find(edition, STATUS, name, c_size_t(len(name)), byref(found), None))
        return found.value

    days = (c_int32 * ROWS)(*[19_700 + 3 * b for b in values(*range(256))])
    since = (c_int32 * ROWS)(*[d - 2 * b for d, b in zip(days, values(*range(150)))])
    started = (c_int32 * ROWS)(*[d - b for d, b in zip(since, values(*range(60)))])
    grave = [0] * 15 + [1]
    given, keep = [], [days, since, started]
    name = ctypes.create_string_buffer(256)
    for place in range(count.value):
        ok(library.certrules_column_name(edition, event, place, name, c_size_t(256), None, None))
        word = name.value.decode()
        if word in ("day", "cycle_since", "cycle_started_on"):
            array = {"day": days, "cycle_since": since, "cycle_started_on": started}[word]
            given.append(Column(place, I32, ctypes.addressof(array), 4, None, 0))
            continue
        if word.startswith("findings."):
            data = values(*grave) if "critical" in word or "zero" in word else values(0, 0, 0, 0, 0, 1, 4, 8)
        elif word.startswith("held."):
            data = values(0, 0, 1)
        elif word == "cycle":
            data = values(status(b"assessed"), status(b"assessed"), status(b"progressing"))
        elif word == "fact.remediation-months":
            data = values(9, 12)
        elif word == "fact.termination-months":
            data = values(*range(6, 24))
        elif word.startswith("fact."):
            data = values(0, 1, 255)
        else:
            continue
        keep.append(data)
        given.append(Column(place, U8, ctypes.cast(data, c_void_p).value, 1, None, 0))
    array = (Column * len(given))(*given)
    table = Columns(ctypes.sizeof(Columns), event, level, ctypes.sizeof(Column), 0, 0, array, len(given), None, 0)
    out = [(kind * ROWS)() for kind in (ctypes.c_int8, c_int32, c_int32, c_uint32, ctypes.c_int16)]
    into = Decisions(ctypes.sizeof(Decisions), 0, *[ctypes.addressof(o) for o in out])
    bad = c_size_t()
    ok(library.certrules_decide_columns(edition, byref(table), c_size_t(0), c_size_t(ROWS), byref(into), byref(bad),
                                        None))
    # Of use only where most rows are decided, and in many ways.
    if not 0 < bad.value < ROWS // 4 or len(set(out[3])) < 12:
        sys.exit(f"columns_calls: {bad.value} errors, {len(set(out[3]))} regions")


main()
