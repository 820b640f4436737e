"""A workbook's sheet as a grid of cells, whatever kind of file it came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from itertools import chain
from typing import Any, TypeVar

from workbooks.cells import CellValue, address
from workbooks.columns import Column, Columns, are_many, in_columns
from workbooks.words import Words

T = TypeVar("T")

Place = tuple[int, int]
"""A cell's row and column, both counted from 0."""

Area = tuple[Place, Place]
"""The first and the last cell of a rectangle."""


def address_at(place: Place) -> str:
    """Return the address of a cell, as Excel shows it."""
    return address(place[0] + 1, place[1])


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of cells from A1 on, its merged areas, and what Excel does not show.

    `tops` gives, for each cell inside a merged area, the cell that holds its value.
    `unvalued` are the cells that show an error, or a formula that was never calculated;
    `formulas` holds the formulas of the cells that have one, where the file told them. The rows
    of a large sheet are held by their columns.
    """

    name: str
    rows: Sequence[tuple[CellValue, ...]]
    merged: tuple[Area, ...] = ()
    visible: bool = True
    tops: dict[Place, Place] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unvalued: tuple[Place, ...] = ()
    formulas: Mapping[Place, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return a hash of the sheet itself: to hash what it holds would take too long."""
        return id(self)

    def at(self, row: int, column: int) -> CellValue:
        """Return the cell at a row and column counted from 0; outside, None."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of a large sheet; none of a small one."""
        return self.rows.columns if isinstance(self.rows, Columns) else ()

    def each(self, column: int, look: Callable[[CellValue], T]) -> list[T]:
        """Return what a look gives at each cell of a column, from the first row on."""
        if column < len(self.columns):
            return list(self.columns[column].each(look))
        return [look(self.at(row, column)) for row in range(len(self.rows))]

    def filled(self, row: int) -> tuple[int, ...]:
        """Return the columns of a row that hold something."""
        if not self.columns:
            return self._filled[row]
        if row not in self._looked_at:
            self._looked_at[row] = self._filled_in(self.rows[row])
        return self._looked_at[row]

    def count_filled(self) -> int:
        """Return how many cells of the sheet hold something."""
        if self.columns:
            return sum(column.without(self.blanks) for column in self.columns)
        return sum(map(len, self._filled))

    def count_outside(self, rows: Sequence[int], columns: Collection[int]) -> int:
        """Return how many cells of some rows hold something in none of some columns."""
        if self.columns:
            others = (own for at, own in enumerate(self.columns) if at not in columns)
            sought = frozenset(rows)
            return sum(len(sought.difference(own.rows_with(self.blanks))) for own in others)
        shapes = Counter(map(self.filled, rows))
        outside = {shape: sum(index not in columns for index in shape) for shape in shapes}
        return sum(outside[shape] * many for shape, many in shapes.items())

    def padded(self, rows: Iterable[int]) -> list[tuple[CellValue, ...]]:
        """Return rows as wide as the widest of the sheet."""
        width, cells = self.width, map(self.rows.__getitem__, rows)
        return [row if len(row) == width else row + (None,) * (width - len(row)) for row in cells]

    def rows_with(self, values: Iterable[CellValue]) -> list[int]:
        """Return the rows that hold one of some values."""
        sought = frozenset(values)
        if not sought:
            return []
        if self.columns:
            return sorted(set().union(*(column.rows_with(sought) for column in self.columns)))
        return [row for row, cells in enumerate(self.rows) if not sought.isdisjoint(cells)]

    @cached_property
    def values(self) -> tuple[CellValue, ...]:
        """Return what stands in the sheet, of a small one each once; nothing is None."""
        if self.columns:
            return tuple(chain.from_iterable(column.values for column in self.columns))
        return tuple(dict.fromkeys(chain.from_iterable(self.rows)))

    @cached_property
    def words(self) -> Words:
        """Return the texts that stand in the sheet."""
        return Words([value for value in self.values if isinstance(value, str)])

    @cached_property
    def blanks(self) -> frozenset[CellValue]:
        """Return the values that are nothing, or white space alone."""
        return frozenset((None, "", *self.words.blank()))

    @cached_property
    def looks(self) -> dict[Callable[..., Any], Any]:
        """Return what was seen in the sheet by the looks that are taken once."""
        return {}

    @cached_property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.columns) or max(map(len, self.rows), default=0)

    @cached_property
    def _filled(self) -> tuple[tuple[int, ...], ...]:
        blanks = self.blanks
        whole = {len(row): tuple(range(len(row))) for row in self.rows}
        return tuple(
            whole[len(row)] if blanks.isdisjoint(row) else self._filled_in(row) for row in self.rows
        )

    @cached_property
    def _looked_at(self) -> dict[int, tuple[int, ...]]:
        return {}

    def _filled_in(self, row: Iterable[CellValue]) -> tuple[int, ...]:
        blanks = self.blanks
        return tuple([column for column, value in enumerate(row) if value not in blanks])


def once_a_sheet(look: Callable[[Grid], T]) -> Callable[[Grid], T]:
    """Return a look at a sheet that is taken once, and kept with the sheet."""

    @wraps(look)
    def seen_once(grid: Grid) -> T:
        if look not in grid.looks:
            grid.looks[look] = look(grid)
        seen: T = grid.looks[look]
        return seen

    return seen_once


@dataclass(frozen=True)
class Sight:
    """What a file says of one sheet beside its values; a reader of values alone misses it.

    `unvalued` are the cells that show no value, in any order.
    """

    unvalued: Mapping[Place, CellValue] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Mapping[Place, str] = field(default_factory=dict)


def make_grid(
    name: str,
    rows: Iterable[Iterable[CellValue]],
    sight: Sight,
    *,
    merged: tuple[Area, ...] = (),
    visible: bool = True,
) -> Grid:
    """Return a grid of the values, with what else is known of the sheet laid over them."""
    cells = [_without_end(list(row)) for row in rows]
    for (row, column), value in sight.unvalued.items():
        cells.extend([] for _ in range(len(cells), row + 1))
        cells[row].extend([None] * (column + 1 - len(cells[row])))
        cells[row][column] = value
    while cells and not cells[-1]:
        cells.pop()
    held = in_columns(cells) if are_many(cells) else tuple(map(tuple, cells))
    areas = merged or sight.merged
    return Grid(
        name=name,
        rows=held,
        merged=areas,
        visible=visible,
        tops=_tops(areas, cells),
        hidden_rows=sight.hidden_rows,
        hidden_columns=sight.hidden_columns,
        unvalued=tuple(sorted(sight.unvalued)),
        formulas=sight.formulas,
    )


def _without_end(row: list[CellValue]) -> list[CellValue]:
    """Return a row without the empty cells at its end."""
    while row and (row[-1] is None or row[-1] == ""):
        row.pop()
    return row


def _tops(merged: tuple[Area, ...], rows: Sequence[Sequence[CellValue]]) -> dict[Place, Place]:
    """Return, for each cell inside a merged area, the cell that holds its value."""
    width = max(map(len, rows), default=0)
    return {
        (row, column): first
        for first, last in merged
        for row in range(first[0], min(last[0] + 1, len(rows)))
        for column in range(first[1], min(last[1] + 1, width))
        if (row, column) != first
    }
