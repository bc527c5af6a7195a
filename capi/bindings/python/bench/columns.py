#!/usr/bin/env python3
"""Columns of a million rows by the package and by the C function itself, by turns, in one run.

    columns.py [ROWS]

The C function is called through ctypes, once for all rows, with the arrays and the outputs that the
package would pass; `fresh` gives it new outputs each time, as the package does. Prints nanoseconds
a row, the fastest turn of each, and the ratios.
"""

import ctypes
import sys
import time
from pathlib import Path

import certrules
import numpy as np
from certrules import Event, Policy

EDITION, EVENT = "escp@2020-09-01", Event.AUDIT_REVIEWED
TURNS = 60
TYPES = {"status": np.int8, "first_day": np.int32, "last_day": np.int32, "region": np.uint32,
         "error": np.int16}
NUMBER_TYPES = {np.dtype(np.uint8): 1, np.dtype(np.int32): 3}  # CERTRULES_U8, CERTRULES_I32


class Column(ctypes.Structure):
    _fields_ = [("column", ctypes.c_uint32), ("type", ctypes.c_int32), ("data", ctypes.c_void_p),
                ("stride", ctypes.c_int64), ("validity", ctypes.c_void_p),
                ("validity_offset", ctypes.c_uint64)]


class Columns(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("event", ctypes.c_int32),
                ("level", ctypes.c_int32), ("column_size", ctypes.c_uint32),
                ("block_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                ("columns", ctypes.c_void_p), ("column_count", ctypes.c_size_t),
                ("blocks", ctypes.c_void_p), ("block_count", ctypes.c_size_t)]


class Decisions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                *((name, ctypes.c_void_p) for name in TYPES)]


def portfolio(policy, rows):
    """Reviews: few findings of each sort, a cycle that runs, days within three years."""
    random = np.random.default_rng(7)
    day = np.datetime64("2023-01-01").astype("datetime64[D]").astype(np.int32)
    since = (day + random.integers(0, 700, rows)).astype(np.int32)
    table = {}
    for column in policy.columns(EVENT):
        if column.kind == "findings":
            table[column.name] = (random.random(rows) < 0.05).astype(np.uint8)
        elif column.kind == "day":
            table[column.name] = (since + random.integers(0, 150, rows)).astype(np.int32)
        elif column.kind == "cycle_since":
            table[column.name] = since
        elif column.kind == "cycle":
            table[column.name] = np.full(rows, column.code("assessed"), np.uint8)
        elif column.kind == "fact" and column.name.endswith("cap-submitted"):
            table[column.name] = random.integers(0, 2, rows).astype(np.uint8)
        elif column.required:
            table[column.name] = np.full(rows, max(column.lowest, 0), np.int32)
    return table


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    policy = Policy.builtin(EDITION)
    table = portfolio(policy, rows)
    numbers = {column.name: column.number for column in policy.columns(EVENT)}

    (path,) = Path(certrules.__file__).parent.glob("libcertrules_c.so*")
    c = ctypes.CDLL(str(path))
    edition = ctypes.c_void_p()
    name = EDITION.encode()
    assert c.certrules_edition_builtin(name, ctypes.c_size_t(len(name)), None,
                                       ctypes.byref(edition), None) == 0
    given = (Column * len(table))(*(
        Column(numbers[key], NUMBER_TYPES[array.dtype], array.ctypes.data, array.itemsize, None, 0)
        for key, array in table.items()))
    question = Columns(ctypes.sizeof(Columns), list(Event).index(EVENT) + 1, 0,
                       ctypes.sizeof(Column), 0, 0, ctypes.addressof(given), len(table), None, 0)

    def in_c(outputs):
        out = Decisions(ctypes.sizeof(Decisions), 0, *(one.ctypes.data for one in outputs))
        assert c.certrules_decide_columns(edition, ctypes.byref(question), ctypes.c_size_t(0),
                                          ctypes.c_size_t(rows), ctypes.byref(out), None, None) == 0

    def fresh():
        outputs = [np.zeros(rows, kind) for kind in TYPES.values()]
        in_c(outputs)
        return outputs

    kept = fresh()
    ways = {"c": lambda: in_c(kept), "c fresh": fresh,
            "package": lambda: policy.decide_columns(table, event=EVENT)}
    decided = ways["package"]()
    for key, array in zip(TYPES, kept, strict=True):
        assert np.array_equal(np.asarray(getattr(decided, key)), array), key
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(TURNS):
        for key, way in ways.items():
            start = time.perf_counter()
            way()
            best[key] = min(best[key], (time.perf_counter() - start) / rows * 1e9)
    c.certrules_edition_free(edition)
    statuses = len(set(kept[0].tolist()))
    print(f"{rows} rows of {len(table)} columns, {statuses} statuses, {decided.bad} rows wrong")
    for key, took in best.items():
        print(f"{key:8} {took:7.2f} ns a row")
    print(f"package over c {best['package'] / best['c']:.3f}, "
          f"over c with fresh outputs {best['package'] / best['c fresh']:.3f}")


if __name__ == "__main__":
    main()
