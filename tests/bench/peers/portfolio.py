"""The reviews that the peers decide: ESCP 2020-09-01 from columns of bytes and days, of all kinds, as in
tests/bench/columns_portfolio.hpp; and certrules over the same arrays, by its C interface."""

import ctypes
import pathlib
import sys
from ctypes import byref, c_int32, c_size_t, c_uint32, c_void_p

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
EDITION = b"escp@2020-09-01"
NO_DAY = -(2**31)
NONE = 255

sys.path.insert(0, str(ROOT / "tests/bench"))
from columns_abi import Column, Columns, Decisions  # noqa: E402


def answers(rows):
    return {"status": np.empty(rows, np.int8), "first_day": np.empty(rows, np.int32),
            "last_day": np.empty(rows, np.int32), "region": np.empty(rows, np.uint32),
            "error": np.empty(rows, np.int16)}


class Certrules:
    """The edition, its columns' names and words, and decide() over arrays by name."""

    def __init__(self, library):
        self.c = ctypes.CDLL(str(library))
        self.edition = c_void_p()
        self.ok(self.c.certrules_edition_builtin(EDITION, c_size_t(len(EDITION)), None, byref(self.edition), None))
        event = c_int32()
        self.ok(self.c.certrules_event_find(b"audit-reviewed", c_size_t(14), byref(event), None))
        self.event = event.value
        count = c_uint32()
        self.ok(self.c.certrules_columns_count(self.edition, event, byref(count), None))
        buffer = ctypes.create_string_buffer(256)
        self.columns = []
        for i in range(count.value):
            self.ok(self.c.certrules_column_name(self.edition, event, i, buffer, c_size_t(256), None, None))
            self.columns.append(buffer.value.decode())

    @staticmethod
    def ok(code):
        if code != 0:
            raise SystemExit(f"peers: certrules answers {code}")

    def word(self, kind, name):
        found = c_int32()
        self.ok(self.c.certrules_word_find(self.edition, kind, name.encode(), c_size_t(len(name)), byref(found), None))
        return found.value

    def status(self, name):
        return self.word(5, name)  # CERTRULES_WORD_STATUS

    def prepared(self, table, out, level=0):
        """A call without arguments that decides all rows."""
        kinds = {np.dtype(np.uint8): (1, 1), np.dtype(np.int32): (3, 4)}
        rows = len(table["day"])
        given = (Column * len(table))(*[
            Column(self.columns.index(name), kinds[a.dtype][0], a.ctypes.data, kinds[a.dtype][1], None, 0)
            for name, a in table.items()])
        columns = Columns(ctypes.sizeof(Columns), self.event, level, ctypes.sizeof(Column), 0, 0, given, len(table),
                          None, 0)
        into = Decisions(ctypes.sizeof(Decisions), 0, *[a.ctypes.data for a in out.values()])
        bad = c_size_t()

        def call():
            self.ok(self.c.certrules_decide_columns(self.edition, byref(columns), c_size_t(0), c_size_t(rows),
                                                    byref(into), byref(bad), None))
            return bad.value
        return call


def reviews(certrules, rows):
    """Random reviews of all kinds: a fifth with nothing open, all rules in use, some cycles past their end."""
    random = np.random.default_rng(20200901)
    below = lambda n: random.integers(0, n, rows, dtype=np.int32)
    grave, clean = below(4) == 0, below(5) == 0
    table = {}
    for name in certrules.columns:
        if name.startswith("findings."):
            is_grave = "critical" in name or "zero-tolerance" in name
            some = np.where(clean | (below(4 if is_grave else 5) != 0), 0, 1 + below(2 if is_grave else 8))
            table[name] = np.where(grave, some, 0).astype(np.uint8) if is_grave else some.astype(np.uint8)
        elif name.startswith("held."):
            table[name] = (below(3) == 0).astype(np.uint8)
        elif name in ("fact.cap-submitted", "fact.willing-to-remediate"):
            table[name] = np.where(below(4) == 0, NONE, below(2)).astype(np.uint8)
        elif name in ("fact.programme-decision", "fact.factory-choice"):
            table[name] = np.where(below(4) == 0, NONE, below(3)).astype(np.uint8)
        elif name == "fact.remediation-months":
            table[name] = np.where(below(2) == 0, 9, 12).astype(np.uint8)
        elif name == "fact.termination-months":
            table[name] = (6 + below(18)).astype(np.uint8)
    day = (19_700 + below(900)).astype(np.int32)
    since = (day - np.where(below(8) == 0, below(400), below(150))).astype(np.int32)
    table["day"] = day
    table["cycle"] = np.where(below(4) == 0, certrules.status("progressing"),
                              certrules.status("assessed")).astype(np.uint8)
    table["cycle_since"] = since
    table["cycle_started_on"] = (since - below(60)).astype(np.int32)
    return {name: np.ascontiguousarray(a) for name, a in table.items()}


def same(ours, theirs, who):
    for name in ("status", "first_day", "last_day", "error"):
        differ = np.flatnonzero(ours[name] != theirs[name])
        if len(differ):
            i = differ[0]
            raise SystemExit(f"peers: {who} gives another {name} in {len(differ)} rows; row {i}: "
                             f"{ours[name][i]} and {theirs[name][i]}")
