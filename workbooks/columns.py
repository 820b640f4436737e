"""A large sheet as its columns: what stands in each is held once, and pointed at.

A ledger of many rows says few things many times. What reads it looks at each thing once, and
takes only those rows one by one that are unlike the others.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, zip_longest
from typing import TypeVar, overload

from workbooks.cells import CellValue

T = TypeVar("T")

Row = tuple[CellValue, ...]

_MANY = 5_000
"""Rows from which on it pays to hold a sheet by its columns."""

_LOOKED_AT = 1_000
"""Cells at the end of a column that tell whether nearly all of it differs."""

_LIKE_NUMBERS = (int, float, bool)
"""Types of which a value of one may equal one of another: 1, 1.0 and true."""


@dataclass(frozen=True)
class Column:
    """The cells of a column from the first row on: its values, and which stands where.

    Where few come again the values are the cells, one after another.
    """

    values: tuple[CellValue, ...]
    codes: array[int] | range

    def each(self, look: Callable[[CellValue], T]) -> Iterator[T]:
        """Return what a look gives at each cell; it is taken once a value."""
        return map(list(map(look, self.values)).__getitem__, self.codes)

    def below(self, rows: Sequence[int]) -> tuple[Sequence[CellValue], Sequence[int] | None]:
        """Return what stands in some rows, and which of it in each: None of one after another."""
        if isinstance(self.codes, range):
            return _at(self.values, rows), None
        codes = _at(self.codes, rows)
        there = {code: at for at, code in enumerate(set(codes))}
        values = list(map(self.values.__getitem__, there))
        return values, list(map(there.__getitem__, codes))

    def rows_with(self, sought: frozenset[CellValue]) -> Iterable[int]:
        """Return the rows in which one of some values stands."""
        if sought.isdisjoint(self.values):
            return ()
        return compress(range(len(self.codes)), self.each(sought.__contains__))

    def without(self, values: frozenset[CellValue]) -> int:
        """Return in how many rows none of some values stands."""
        return len(self.codes) - len(tuple(self.rows_with(values)))


class Columns(Sequence[Row]):
    """The rows of a large sheet, each made from its columns when it is asked for.

    As in other sheets, a row ends with its last cell that holds something.
    """

    def __init__(self, columns: Iterable[Column], height: int) -> None:
        """Take the columns, and how many rows there are."""
        self.columns = tuple(columns)
        self._height = height
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._height

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        """Return a row, or several."""
        if isinstance(at, slice):
            return tuple(map(self._row, range(self._height)[at]))
        return self._row(range(self._height)[at])

    def __iter__(self) -> Iterator[Row]:
        """Return the rows, one after another."""
        return map(
            _without_end, zip(*(column.each(_itself) for column in self.columns), strict=True)
        )

    def __eq__(self, other: object) -> bool:
        """Return whether other rows hold the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list: rows are compared, and never keys

    def _row(self, at: int) -> Row:
        if at not in self._made:
            cells = [column.values[column.codes[at]] for column in self.columns]
            self._made[at] = _without_end(tuple(cells))
        return self._made[at]


def _at(held: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    """Return what is held of some rows, in their order."""
    if rows and rows[-1] - rows[0] + 1 == len(rows):
        return held[rows[0] : rows[-1] + 1]
    return list(map(held.__getitem__, rows))


def are_many(rows: Sequence[Sequence[CellValue]]) -> bool:
    """Return whether rows are rather held by their columns: many, and few of them far shorter."""
    if len(rows) < _MANY:
        return False
    lengths = list(map(len, rows))
    return sum(lengths) * 2 >= max(lengths) * len(rows)


def in_columns(rows: Sequence[Sequence[CellValue]]) -> Columns:
    """Return rows by their columns."""
    return Columns(map(_column, zip_longest(*rows)), len(rows))


def _itself(value: CellValue) -> CellValue:
    return value


def _without_end(row: Row) -> Row:
    end = len(row)
    while end and (row[end - 1] is None or row[end - 1] == ""):
        end -= 1
    return row[:end]


def _column(cells: tuple[CellValue, ...]) -> Column:
    types = set(map(type, cells))
    if len(types.intersection(_LIKE_NUMBERS)) > 1:
        return _told_apart(cells)
    if len(set(cells[-_LOOKED_AT:])) * 2 > _LOOKED_AT:  # names and numbers of rows: all differ
        return Column(cells, range(len(cells)))
    codes = {value: code for code, value in enumerate(dict.fromkeys(cells))}
    return Column(tuple(codes), array("I", map(codes.__getitem__, cells)))


def _told_apart(cells: tuple[CellValue, ...]) -> Column:
    """Return a column in which values are alike only where their types are too."""
    typed = list(zip(map(type, cells), cells, strict=True))
    codes = {value: code for code, value in enumerate(dict.fromkeys(typed))}
    values = tuple(value for _, value in codes)
    return Column(values, array("I", map(codes.__getitem__, typed)))
