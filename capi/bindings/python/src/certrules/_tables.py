"""Columns of the caller's, turned into what the library reads, with as few copies as can be.

numpy, pandas and Arrow are used where the caller brings them, and never imported otherwise.
"""

from __future__ import annotations

import datetime
import importlib
import sys
from array import array
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from certrules import _native
from certrules._columns import NO_DAY, NOT_A_TIME, OUTPUTS, Column, unknown_name
from certrules._errors import InputError

_READ_AS_IS = frozenset("B?Hilq")  # formats of buffers, with native order and width

# A column as the extension takes it: (number, array, validity, offset, constant).
_Item = tuple[int, Any, Any, int, bool]
# A block: (array, numbers, none).
_Block = tuple[Any, Any, "int | None"]


class Table:
    """Columns turned into what the extension takes, with as few copies as can be."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.by_name = {column.name: column for column in columns}
        self.items: list[_Item] = []
        self.blocks: list[_Block] = []
        self.rows: int | None = None
        self.rows_of = ""

    def add_all(self, columns: Mapping[Any, Any], ignore: frozenset[str]) -> None:
        for name, values in columns.items():
            if name in ignore:
                continue
            if isinstance(name, tuple):
                self.add_block(name, values)
            else:
                self.add(self.column(name), values)

    def column(self, name: object) -> Column:
        column = self.by_name.get(name) if isinstance(name, str) else None
        if column is None:
            raise unknown_name(str(name), list(self.by_name), "column", str(name))
        return column

    def count(self, column: str, rows: int) -> None:
        if self.rows is None:
            self.rows, self.rows_of = rows, column
        elif self.rows != rows:
            raise ValueError(
                f"{column} has {rows} rows, but {self.rows_of} has {self.rows}"
            )

    def add_block(self, names: tuple[str, ...], values: Any) -> None:
        """Many columns in one array of two dimensions: rows by columns."""
        view = memoryview(values)
        if view.ndim != 2 or view.shape is None or view.shape[1] != len(names):
            raise ValueError(
                f"expected an array of rows by {len(names)} columns, "
                f"one for each of {', '.join(names[:3])}, ..."
            )
        if view.format.lstrip("@=<") not in _READ_AS_IS:
            raise TypeError(
                f"a block of columns of format {view.format!r}: expected uint8, uint16, int32 or "
                "int64"
            )
        self.count(names[0], view.shape[0])
        numbers = array("i", [self.column(name).number for name in names])
        self.blocks.append((values, numbers, None))

    def add(self, column: Column, values: Any) -> None:
        if values is None or isinstance(values, (str, int, float, datetime.date)):
            self.add_constant(column, values)
            return
        numpy = sys.modules.get("numpy")
        if hasattr(values, "dtype") and hasattr(values, "to_numpy"):
            values = self.add_series(column, values)
            if values is None:
                return
        if numpy is not None and isinstance(values, numpy.ndarray):
            self.add_numpy(column, values, numpy)
        elif hasattr(values, "__arrow_c_array__") or hasattr(values, "__arrow_c_stream__"):
            arrays = _native.arrow_arrays(values)
            if len(arrays) != 1:
                raise ValueError(f"{column.name} comes in {len(arrays)} pieces, expected one")
            (told,) = _native.arrow_columns(*arrays[0])
            self.add_arrow(column, told, arrays)
        else:
            self.add_items(column, values)

    def add_constant(self, column: Column, value: Any) -> None:
        code = column.code(value)
        if code is not None:
            self.items.append((column.number, array("q", [code]), None, 0, True))
        elif column.required:
            raise InputError(
                "is none, but it is needed", code=140, name="CERTRULES_E_MISSING",
                place=column.name,
            )  # fmt: skip

    def add_as_is(self, column: Column, values: Any, validity: Any = None, offset: int = 0) -> None:
        self.count(column.name, len(values))
        self.items.append((column.number, values, validity, offset, False))

    def add_items(self, column: Column, values: Any) -> None:
        """A buffer that is read as it is, or values one by one."""
        try:
            view = memoryview(values)
        except TypeError:
            pass
        else:
            if view.ndim == 1 and view.format.lstrip("@=<") in _READ_AS_IS:
                self.add_as_is(column, view)
                return
        self.add_codes(column, [column.code(value) for value in values])

    def add_codes(self, column: Column, codes: Sequence[int | None]) -> None:
        none = {"day": NO_DAY, "word": -1}.get(column.values, 0)
        numbers = array("q", [none if code is None else code for code in codes])
        validity = None
        if column.values == "number" and None in codes:
            bits = bytearray((len(codes) + 7) // 8)
            for i, code in enumerate(codes):
                if code is not None:
                    bits[i // 8] |= 1 << i % 8
            validity = bits
        self.add_as_is(column, numbers, validity)

    def add_series(self, column: Column, values: Any) -> Any:
        """A pandas series; what comes back is still to be added, as an array."""
        if hasattr(values, "cat"):
            # Categories are few: each is looked up once, rows are taken over by their codes.
            codes = [column.code(name) for name in values.cat.categories]
            numpy = importlib.import_module("numpy")
            table = numpy.array(
                [-1 if code is None else code for code in codes] + [-1], numpy.int32
            )
            taken = table[values.cat.codes.to_numpy()]
            self.add_numbers(column, taken, taken < 0, numpy)
            return None
        if getattr(values.dtype, "na_value", None) is not None and hasattr(values.dtype, "type"):
            # pandas' own types of numbers: none is kept beside them.
            if values.dtype.kind in "iub":
                numpy = importlib.import_module("numpy")
                none = values.isna().to_numpy()
                self.add_numbers(
                    column, values.fillna(0).to_numpy(numpy.int64), none, numpy
                )
                return None
        return values.to_numpy()

    def add_numbers(self, column: Column, numbers: Any, none: Any, numpy: Any) -> None:
        """Numbers with a mask of those that are none."""
        if not none.any():
            self.add_as_is(column, numbers)
        else:
            validity = numpy.packbits(~none, bitorder="little")
            self.add_as_is(column, numbers, validity)

    def add_numpy(self, column: Column, values: Any, numpy: Any) -> None:
        if values.ndim != 1:
            raise ValueError(f"{column.name} has {values.ndim} dimensions, expected one")
        mask = None
        if isinstance(values, numpy.ma.MaskedArray):
            mask = numpy.ma.getmaskarray(values)
            values = values.data
        kind, size = values.dtype.kind, values.dtype.itemsize
        if kind in "biu":
            fits = (kind + str(size)) in ("b1", "u1", "u2", "i4", "i8") and values.dtype.isnative
            if not fits:
                if (kind, size) == ("u", 8) and values.size and values.max() >= 2**63:
                    raise OverflowError(f"{column.name} has a number beyond what can be held")
                small = (kind, size) in (("i", 1), ("i", 2))
                values = values.astype(numpy.int32 if small else numpy.int64)
        elif kind == "M":
            if column.values != "day":
                raise TypeError(f"{column.name} has days, expected {column.values}s")
            if values.dtype != "datetime64[D]":
                days = values.astype("datetime64[D]")
                if ((days != values) & ~numpy.isnat(values)).any():
                    raise ValueError(f"{column.name} has a time of day, expected days")
                values = days
            values = values.view(numpy.int64)
            if mask is None:
                self.count(column.name, len(values))
                numbers = array("i", [column.number])
                self.blocks.append((values, numbers, NOT_A_TIME))
                return
            mask = mask | (values == NOT_A_TIME)
        elif kind == "f":
            none = numpy.isnan(values) if mask is None else mask | numpy.isnan(values)
            whole = numpy.where(none, 0, values)
            if (whole != numpy.trunc(whole)).any() or (abs(whole) > 2**53).any():
                raise ValueError(f"{column.name} has fractions, expected whole numbers")
            values, mask = whole.astype(numpy.int64), none
        elif kind == "U":
            names, places = numpy.unique(values, return_inverse=True)
            codes = [column.code(str(name)) for name in names]
            table = numpy.array([NO_DAY if code is None else code for code in codes], numpy.int64)
            values = table[places]
            none = values == NO_DAY
            mask = none if mask is None else mask | none
        elif kind == "O":
            self.add_codes(
                column,
                [
                    None if mask is not None and mask[i] else column.code(value)
                    for i, value in enumerate(values.tolist())
                ],
            )
            return
        else:
            raise TypeError(f"{column.name} has the type {values.dtype}, expected whole numbers")
        if mask is None:
            self.add_as_is(column, values)
        else:
            self.add_numbers(column, values, mask, numpy)

    def add_arrow(self, column: Column, told: tuple[Any, ...], held: Any) -> None:
        """A column of an Arrow array: as it lies where the types match. ``held`` keeps it."""
        _, form, length, offset, nulls, buffers, dictionary = told
        validity = buffers[0] if nulls != 0 else None
        as_is = {"C": "B", "S": "H", "i": "i", "l": "q", "tdD": "i"}.get(form)
        if dictionary is None and as_is is not None:
            if (form == "tdD") != (column.values == "day") and form == "tdD":
                raise TypeError(f"{column.name} has days, expected {column.values}s")
            values = memoryview(b"").cast(as_is)
            if length:
                values = buffers[1].cast(as_is)[offset : offset + length]
            self.add_as_is(column, values, validity, offset)
            return
        places = _arrow_values(form, length, offset, buffers, column.name)
        if dictionary is not None:
            _, words_form, words_length, words_offset, _, words_buffers, _ = dictionary
            words = _arrow_values(
                words_form, words_length, words_offset, words_buffers, column.name
            )
            codes = [column.code(word) for word in words]
            self.add_codes(column, [None if i is None else codes[i] for i in places])
        else:
            self.add_codes(column, [column.code(value) for value in places])


def _arrow_values(
    form: str, length: int, offset: int, buffers: Sequence[Any], name: str
) -> list[Any]:
    """The values of an Arrow array as Python objects."""
    validity = buffers[0]

    def known(i: int) -> bool:
        return validity is None or bool(validity[i // 8] >> i % 8 & 1)

    places = range(offset, offset + length)
    if not length:
        return []
    if form in ("u", "U"):
        ends = buffers[1].cast("i" if form == "u" else "q")
        text = b"" if buffers[2] is None else bytes(buffers[2])
        return [str(text[ends[i] : ends[i + 1]], "utf-8") if known(i) else None for i in places]
    if form == "b":
        return [buffers[1][i // 8] >> i % 8 & 1 if known(i) else None for i in places]
    cast = {"c": "b", "C": "B", "s": "h", "S": "H", "i": "i", "I": "I", "l": "q", "L": "Q",
            "f": "f", "g": "d"}.get(form)  # fmt: skip
    if cast is None:
        raise TypeError(f"{name} has the Arrow format {form!r}, which is not read")
    values = buffers[1].cast(cast)
    return [values[i] if known(i) else None for i in places]


def _is_frame(columns: Any) -> bool:
    return hasattr(columns, "columns") and hasattr(columns, "dtypes")


def tables_of(
    described: tuple[Column, ...],
    columns: Any,
    names: Sequence[str] | None,
    ignore: frozenset[str],
) -> list[Table]:
    """What the caller has, as tables: one, or one for each piece of an Arrow stream."""

    def start() -> Table:
        return Table(described)

    if names is not None:
        table = start()
        table.add_block(tuple(names), columns)
        return [table]
    if isinstance(columns, Mapping):
        table = start()
        table.add_all(columns, ignore)
        return [table]
    if _is_frame(columns):
        table = start()
        table.add_all({name: columns[name] for name in columns.columns}, ignore)
        return [table]
    fields = getattr(getattr(columns, "dtype", None), "names", None)
    if fields:
        table = start()
        table.add_all({name: columns[name] for name in fields}, ignore)
        return [table]
    if hasattr(columns, "__arrow_c_array__") or hasattr(columns, "__arrow_c_stream__"):
        tables = []
        arrays = _native.arrow_arrays(columns)
        for pair in arrays:
            table = start()
            for told in _native.arrow_columns(*pair):
                if told[0] not in ignore:
                    table.add_arrow(table.column(told[0]), told, arrays)
            tables.append(table)
        return tables
    raise TypeError(
        f"expected columns by name, a DataFrame, a structured array, or an Arrow table, not "
        f"{type(columns).__name__}; for an array of two dimensions give `names`"
    )


def decide(
    book: _native.Book,
    edition: int,
    event: int,
    tables: list[Table],
    rows: int | None,
    outputs: Sequence[str],
    threads: int,
    level: int,
) -> tuple[int, int, dict[str, memoryview]]:
    """(rows, rows with an error, outputs by name)."""
    for table in tables:
        if rows is not None:
            table.count("rows", rows)
        elif table.rows is None:
            raise ValueError("every column is one value: say how many `rows` there are")
    total = sum(table.rows or 0 for table in tables)
    made = {
        name: memoryview(_native.room(total * array(OUTPUTS[name]).itemsize)).cast(OUTPUTS[name])
        for name in outputs
    }
    bad = start = 0
    for table in tables:
        count = table.rows or 0
        views = tuple(
            made[name][start : start + count] if name in made else None for name in OUTPUTS
        )

        def part(first: int, size: int, table: Table = table, views: Any = views) -> int:
            return book._decide_columns(
                edition, event, table.items, table.blocks, table.rows or 0, first, size, views,
                level,
            )  # fmt: skip

        if threads <= 1 or count < 2 * threads:
            bad += part(0, count)
        else:
            cuts = [count * i // threads for i in range(threads + 1)]
            with ThreadPoolExecutor(threads) as pool:
                bad += sum(
                    pool.map(part, cuts[:-1], [b - a for a, b in zip(cuts, cuts[1:])])
                )
        start += count
    return total, bad, made
