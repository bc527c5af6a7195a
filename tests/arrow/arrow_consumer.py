#!/usr/bin/python3
"""The Arrow door from a host that shares no code with the library: arrays made by hand with ctypes,
the answers read and released. What the reviews must give is what the readings say of them: nothing
open is Approved, 7 of 20 majors in a section is over 30 %, few findings with a plan are Progressing
for six months."""

import ctypes
import datetime
import sys
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_void_p


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


SchemaRelease = ctypes.CFUNCTYPE(None, POINTER(Schema))
ArrayRelease = ctypes.CFUNCTYPE(None, POINTER(Array))
Schema._fields_ = [("format", c_char_p), ("name", c_char_p), ("metadata", c_char_p), ("flags", c_int64),
                   ("n_children", c_int64), ("children", POINTER(POINTER(Schema))),
                   ("dictionary", POINTER(Schema)), ("release", SchemaRelease), ("private", c_void_p)]
Array._fields_ = [("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64),
                  ("n_children", c_int64), ("buffers", POINTER(c_void_p)),
                  ("children", POINTER(POINTER(Array))), ("dictionary", POINTER(Array)),
                  ("release", ArrayRelease), ("private", c_void_p)]

released = []
lent_schema = SchemaRelease(lambda _: released.append("schema"))
lent_array = ArrayRelease(lambda _: released.append("array"))
keep = []
library = ctypes.CDLL(sys.argv[1])
STATUS = 5  # CERTRULES_WORD_STATUS
CTYPES = {b"C": ctypes.c_uint8, b"tdD": c_int32, b"c": ctypes.c_int8, b"I": c_uint32, b"s": ctypes.c_int16}


def child(name, form, values, offset):
    """A column whose values begin at an offset; None is a bit that is 0."""
    kind = CTYPES[form]
    data = (kind * (offset + len(values)))(*[7] * offset, *[0 if v is None else v for v in values])
    bits = bytearray((offset + len(values) + 7) // 8)
    for i, v in enumerate(values):
        if v is not None:
            bits[(offset + i) // 8] |= 1 << (offset + i) % 8
    validity = (ctypes.c_uint8 * len(bits)).from_buffer(bits)
    buffers = (c_void_p * 2)(ctypes.addressof(validity), ctypes.addressof(data))
    keep.extend([data, bits, validity, buffers, name])
    return (Schema(format=form, name=name.encode(), release=lent_schema),
            Array(length=len(values), null_count=-1, offset=offset, n_buffers=2, buffers=buffers,
                  release=lent_array))


def struct_of(children, rows, offset):
    n = len(children)
    schemas = (POINTER(Schema) * n)(*[ctypes.pointer(s) for s, _ in children])
    arrays = (POINTER(Array) * n)(*[ctypes.pointer(a) for _, a in children])
    buffers = (c_void_p * 1)()
    keep.extend([schemas, arrays, buffers])
    return (Schema(format=b"+s", n_children=n, children=schemas, release=lent_schema),
            Array(length=rows, offset=offset, n_buffers=1, buffers=buffers, n_children=n, children=arrays,
                  release=lent_array))


def read(schema, array):
    kind = CTYPES[schema.format]
    data = ctypes.cast(array.buffers[1], POINTER(kind))
    bits = ctypes.cast(array.buffers[0], POINTER(ctypes.c_uint8)) if array.buffers[0] else None
    at = range(array.offset, array.offset + array.length)
    return [None if bits and not bits[i // 8] >> i % 8 & 1 else data[i] for i in at]


def day(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def main():
    name = b"escp@2020-09-01"
    edition = c_void_p()
    assert library.certrules_edition_builtin(name, c_size_t(len(name)), None, byref(edition), None) == 0
    event = c_int32()
    assert library.certrules_event_find(b"audit-reviewed", c_size_t(14), byref(event), None) == 0
    count = c_uint32()
    assert library.certrules_columns_count(edition, event, byref(count), None) == 0
    buffer = ctypes.create_string_buffer(256)
    names = []
    for i in range(count.value):
        assert library.certrules_column_name(edition, event, i, buffer, c_size_t(256), None, None) == 0
        names.append(buffer.value.decode())

    def status(word):
        found = c_int32()
        assert library.certrules_word_find(edition, STATUS, word, c_size_t(len(word)), byref(found), None) == 0
        return found.value

    # The first row is skipped by the struct's own offset.
    rows = {"day": [0] + [day("2024-05-20")] * 4, "findings.minor": [9, 0, 1, 1, 1],
            "findings.major.wages": [9, 0, 0, 7, 0], "fact.cap-submitted": [0, None, 1, 1, 1],
            "cycle": [0] + [status(b"assessed")] * 3 + [None],
            "cycle_since": [None] + [day("2024-05-02")] * 3 + [None]}
    children = [child(n, b"tdD" if n in ("day", "cycle_since") else b"C", rows.get(n, [0] * 5), 3 + i % 9)
                for i, n in enumerate(names) if n in rows or n.startswith("findings.")]
    schema, array = struct_of(children, 4, 1)
    out_schema, out_array, bad = Schema(), Array(), c_size_t()
    code = library.certrules_decide_arrow(edition, event, 0, byref(schema), byref(array), byref(out_schema),
                                          byref(out_array), byref(bad), None)
    assert code == 0, code
    got = {out_schema.children[i].contents.name: read(out_schema.children[i].contents,
                                                      out_array.children[i].contents) for i in range(5)}
    assert got[b"status"] == [status(b"approved"), status(b"progressing"), status(b"assessed"), None], got
    assert got[b"first_day"] == [day("2024-05-20")] * 2 + [day("2024-05-02"), None], got
    # Ten months from the cycle's start, and six from the review.
    assert got[b"last_day"] == [day("2025-03-01"), day("2024-11-19"), day("2025-03-01"), None], got
    assert got[b"error"][:3] == [0, 0, 0] and got[b"error"][3] != 0 and bad.value == 1, got
    assert not released, released
    out_schema.release(byref(out_schema))
    out_array.release(byref(out_array))
    assert not out_schema.release and not out_array.release
    library.certrules_edition_free(edition)


main()
print("arrow: 1 passed, 0 failed")
