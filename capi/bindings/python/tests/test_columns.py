"""Columns: each row is what decide answers for that case, whatever the arrays are."""

import ctypes
import datetime
import random
import sys
from array import array
from collections import Counter

import certrules
import numpy as np
import pandas as pd
import pytest
from certrules import Column
from conftest import BENCH

sys.path.insert(0, str(BENCH))
from decide_dict import a_case  # noqa: E402

EVENT = "audit-reviewed"
ROWS = 400


def spelt(policy, cases):
    """Cases as columns, a list for each."""
    described = policy.columns(EVENT)
    rows = []
    for case in cases:
        row = Counter()
        for finding in case["findings"]:
            closed = finding["closed_on"] is not None and finding["closed_on"] <= case["on"]
            name = policy.column_of(EVENT, dict(finding, closed_on=case["on"] if closed else None))
            if name is not None:
                row[name] += 1
        row["day"] = case["on"]
        row["cycle"] = case["state"]["cycle"]["status"]
        row["cycle_since"] = case["state"]["cycle"]["since"]
        row["cycle_started_on"] = case["cycle_started_on"]
        for section, counts in case["sections"].items():
            row[f"applicable.{section}"] = counts["applicable"]
        for fact, value in case["facts"].items():
            row[f"fact.{fact}"] = value
        for status in case["state"]["held"]:
            row[f"held.{status}"] = 1
        rows.append(row)
    columns = {}
    for column in described:
        none = 0 if column.kind in ("findings", "held") else None
        columns[column.name] = [row.get(column.name, none) for row in rows]
    return columns


@pytest.fixture(scope="module")
def portfolio(latest):
    r = random.Random(8)
    cases = [a_case(r, number) for number in range(ROWS)]
    return spelt(latest, cases), [latest.decide(case) for case in cases]


def assert_answers(decisions, verdicts):
    assert len(decisions) == len(verdicts)
    assert decisions.bad == 0
    for got, verdict in zip(decisions, verdicts, strict=True):
        assert (got.status, got.valid, got.error) == (verdict.status, verdict.valid, 0)
        assert got.region == verdict.region


def test_columns_are_described(latest, policy):
    columns = {column.name: column for column in latest.columns(EVENT)}
    assert [column.number for column in columns.values()] == list(range(len(columns)))
    assert isinstance(columns["day"], Column)
    assert columns["day"].values == "day"
    assert columns["day"].required
    assert columns["cycle"].words == tuple(latest.editions[0].statuses)
    assert columns["fact.cap-submitted"].words == ("no", "yes")
    assert policy.columns(EVENT, edition="2020-09-01") == latest.columns(EVENT)
    with pytest.raises(LookupError, match="which edition"):
        policy.columns(EVENT)
    with pytest.raises(certrules.UnknownNameError, match="audit-reviewed"):
        latest.columns("audit-reviwed")


def test_lists(latest, portfolio):
    columns, verdicts = portfolio
    assert_answers(latest.decide_columns(columns, event=EVENT), verdicts)


def numpy_columns(latest, columns):
    arrays = {}
    for column in latest.columns(EVENT):
        values = columns[column.name]
        if column.values == "day":
            arrays[column.name] = np.array(values, "datetime64[D]")
        elif column.words:
            arrays[column.name] = np.array([-1 if v in (None, "unknown") else column.words.index(v)
                                            for v in values], np.int32)
        elif None in values:
            mask = [v is None for v in values]
            arrays[column.name] = np.ma.array([v or 0 for v in values], mask=mask, dtype=np.uint16)
        else:
            arrays[column.name] = np.array(values, np.uint8)
    return arrays


def test_numpy(latest, portfolio):
    columns, verdicts = portfolio
    arrays = numpy_columns(latest, columns)
    decisions = latest.decide_columns(arrays, event=EVENT)
    assert_answers(decisions, verdicts)
    told = decisions.to_numpy()
    assert told["first_day"].dtype == "datetime64[D]"
    assert [str(day) for day in told["first_day"]] == [str(v.valid.first_day) for v in verdicts]
    assert decisions.counts() == Counter(v.status for v in verdicts)
    assert np.shares_memory(told["status"], np.asarray(decisions.status))
    by_thread = latest.decide_columns(arrays, event=EVENT, threads=3)
    assert bytes(by_thread.status) == bytes(decisions.status)
    assert bytes(by_thread.region) == bytes(decisions.region)


@pytest.mark.parametrize("kind", [np.int8, np.uint16, np.int32, np.uint32, np.int64, ">i4", float])
def test_numbers_of_any_type_and_stride(latest, portfolio, kind):
    columns, verdicts = portfolio
    arrays = numpy_columns(latest, columns)
    for name, values in arrays.items():
        if name.startswith("findings."):
            wide = np.zeros((ROWS, 3), kind)
            wide[:, 1] = values
            arrays[name] = wide[:, 1]
    assert_answers(latest.decide_columns(arrays, event=EVENT), verdicts)


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_block_of_two_dimensions(latest, portfolio, order):
    columns, verdicts = portfolio
    arrays = numpy_columns(latest, columns)
    names = tuple(name for name in arrays if name.startswith("findings."))
    block = np.array(np.stack([arrays.pop(name) for name in names], axis=1), order=order)
    arrays[names] = block
    assert_answers(latest.decide_columns(arrays, event=EVENT), verdicts)


def test_a_structured_array(latest, portfolio):
    columns, verdicts = portfolio
    arrays = {name: np.ma.filled(values, 0) for name, values in
              numpy_columns(latest, columns).items() if not name.startswith("applicable.")}
    for column in latest.columns(EVENT):
        if column.kind == "fact" and not column.words:
            arrays.pop(column.name)
    table = np.zeros(ROWS, [(name, values.dtype) for name, values in arrays.items()])
    for name, values in arrays.items():
        table[name] = values
    from_table = list(latest.decide_columns(table, event=EVENT))
    assert from_table == list(latest.decide_columns(arrays, event=EVENT))
    assert len(from_table) == ROWS


def test_a_data_frame(latest, portfolio):
    columns, verdicts = portfolio
    frame = pd.DataFrame(columns)
    frame["cycle"] = frame["cycle"].astype("category")
    frame["fact.cap-submitted"] = frame["fact.cap-submitted"].astype("category")
    frame["day"] = pd.to_datetime(frame["day"])
    frame["applicable.wages"] = frame["applicable.wages"].astype("Int64")
    frame["factory"] = [f"F-{i}" for i in range(ROWS)]
    with pytest.raises(certrules.UnknownNameError, match="factory"):
        latest.decide_columns(frame, event=EVENT)
    decisions = latest.decide_columns(frame, event=EVENT, ignore=["factory"])
    assert_answers(decisions, verdicts)
    table = decisions.to_pandas(index=frame["factory"])
    assert list(table["status"]) == [str(v.status) for v in verdicts]
    assert table["last_day"].iloc[0].date() == verdicts[0].valid.last_day
    assert "<table>" in decisions._repr_html_()


class ArrowSchema(ctypes.Structure):
    pass


class ArrowArray(ctypes.Structure):
    pass


SCHEMA_RELEASE = ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowSchema))
ARRAY_RELEASE = ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowArray))
ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.POINTER(ArrowSchema)), ("release", SCHEMA_RELEASE),
    ("private_data", ctypes.c_void_p)]
ArrowArray._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))),
    ("dictionary", ctypes.POINTER(ArrowArray)), ("release", ARRAY_RELEASE),
    ("private_data", ctypes.c_void_p)]


class Producer:
    """A table made by hand, as Arrow's C data interface lays it out."""

    def __init__(self, columns):
        self.kept = []
        schemas, arrays = zip(*(self.column(name, *column) for name, column in columns.items()),
                              strict=True)
        n = len(schemas)
        self.schema = self.struct(ArrowSchema, format=b"+s", name=b"", n_children=n,
                                  children=self.pointers(ArrowSchema, schemas))
        self.array = self.struct(ArrowArray, length=arrays[0].length, n_buffers=1, n_children=n,
                                 buffers=self.buffers([None]),
                                 children=self.pointers(ArrowArray, arrays))

    def keep(self, thing):
        self.kept.append(thing)
        return thing

    def struct(self, kind, **fields):
        release = SCHEMA_RELEASE if kind is ArrowSchema else ARRAY_RELEASE
        return self.keep(kind(release=self.keep(release(lambda _: None)), **fields))

    def pointers(self, kind, items):
        return self.keep((ctypes.POINTER(kind) * len(items))(*map(ctypes.pointer, items)))

    def buffers(self, items):
        addresses = [None if item is None else self.keep(item).ctypes.data for item in items]
        return self.keep((ctypes.c_void_p * len(items))(*addresses))

    def column(self, name, form, buffers, length, offset=0, nulls=0, dictionary=None):
        schema = self.struct(ArrowSchema, format=form, name=name.encode())
        array = self.struct(ArrowArray, length=length, null_count=nulls, offset=offset,
                            n_buffers=len(buffers), buffers=self.buffers(buffers))
        if dictionary is not None:
            words, values = self.column("", *dictionary)
            schema.dictionary, array.dictionary = ctypes.pointer(words), ctypes.pointer(values)
        return schema, array

    def __arrow_c_array__(self, requested_schema=None):
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p,
                                                       ctypes.c_void_p]
        return (new(ctypes.addressof(self.schema), b"arrow_schema", None),
                new(ctypes.addressof(self.array), b"arrow_array", None))


def strings(words):
    ends = np.cumsum([0] + [len(word) for word in words]).astype(np.int32)
    return [None, ends, np.frombuffer("".join(words).encode(), np.uint8)]


def test_an_arrow_table(latest, portfolio):
    columns, verdicts = portfolio
    made = {}
    for column in latest.columns(EVENT):
        values = columns[column.name]
        known = np.array([v is not None and v != "unknown" for v in values])
        # Three rows before the first one, as in a slice of a longer array.
        bits = np.packbits(np.concatenate([[False] * 3, known]), bitorder="little")
        if column.values == "day":
            days = np.array(["1970-01-01"] * 3 + values, "datetime64[D]").astype(np.int32)
            made[column.name] = (b"tdD", [None, days], ROWS, 3)
        elif column.name == "cycle":
            made[column.name] = (b"u", strings(values), ROWS)
        elif column.words:
            codes = np.array([0] * 3 + [column.words.index(v) if k else 0 for v, k in
                                        zip(values, known, strict=True)], np.int8)
            words = (b"u", strings(column.words), len(column.words))
            made[column.name] = (b"c", [bits, codes], ROWS, 3, int((~known).sum()), words)
        else:
            numbers = np.array([0] * 3 + [v or 0 for v in values], np.int32)
            made[column.name] = (b"i", [bits, numbers], ROWS, 3, int((~known).sum()))
    assert_answers(latest.decide_columns(Producer(made), event=EVENT), verdicts)


def minimal(day="2024-03-05"):
    return {"day": [day], "cycle": "assessed", "cycle_since": "2024-02-20"}


def test_a_bad_row_stops_nothing(latest):
    columns = {c.name: [0, 0, 0] for c in latest.columns(EVENT) if c.kind == "findings"}
    columns |= {"day": array("i", [19800, -10**6, 19800]), "cycle": ["assessed", "assessed", None],
                "cycle_since": ["2024-02-20"] * 3}
    decisions = latest.decide_columns(columns, event=EVENT)
    assert decisions.bad == 2
    assert decisions[0].status == "approved"
    assert decisions[1].error == 130
    assert decisions[1].status is None
    assert decisions[2].error == 300
    with pytest.raises(IndexError):
        decisions[3]


def test_what_is_wrong_with_a_table(latest):
    columns = {c.name: 0 for c in latest.columns(EVENT) if c.kind == "findings"} | minimal()
    assert len(latest.decide_columns(columns, event=EVENT)) == 1
    with pytest.raises(ValueError, match="rows"):
        latest.decide_columns(columns | {"findings.minor": [0, 0]}, event=EVENT)
    with pytest.raises(certrules.UnknownNameError, match="findings.minor"):
        latest.decide_columns(columns | {"findings.minr": 0}, event=EVENT)
    with pytest.raises(certrules.UnknownNameError, match="assessed"):
        latest.decide_columns(columns | {"cycle": "assesed"}, event=EVENT)
    with pytest.raises(certrules.InputError, match="expected a day"):
        latest.decide_columns(columns | {"day": [1.5]}, event=EVENT)
    with pytest.raises(ValueError, match="fractions"):
        latest.decide_columns(columns | {"findings.minor": np.array([1.5])}, event=EVENT)
    with pytest.raises(ValueError, match="time of day"):
        latest.decide_columns(
            columns | {"day": np.array(["2024-03-05T12"], "datetime64[h]")}, event=EVENT)
    missing = dict(columns)
    del missing["findings.minor"]
    with pytest.raises(certrules.InputError) as caught:
        latest.decide_columns(missing, event=EVENT)
    assert caught.value.code == 140
    with pytest.raises(TypeError, match="expected columns by name"):
        latest.decide_columns(7, event=EVENT)
    with pytest.raises(certrules.UnknownNameError, match="status"):
        latest.decide_columns(columns, event=EVENT, outputs=["statsu"])
    only = latest.decide_columns(columns, event=EVENT, outputs=["status"])
    assert only.region is None
    assert only[0].status == "approved"
    constants = columns | {"day": datetime.date(2024, 3, 5)}
    with pytest.raises(ValueError, match="how many"):
        latest.decide_columns(constants, event=EVENT)
    assert latest.decide_columns(constants, event=EVENT, rows=5).counts() == {"approved": 5}
