"""A workbook's sheet as a grid of cells, whatever kind of file it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from itertools import chain
from typing import Any, TypeVar

from workbooks.cells import CellValue, address
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
    `formulas` holds the formulas of the cells that have one, where the file told them.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
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

    def filled(self, row: int) -> tuple[int, ...]:
        """Return the columns of a row that hold something."""
        return self._filled[row]

    def count_filled(self) -> int:
        """Return how many cells of the sheet hold something."""
        return sum(map(len, self._filled))

    def padded(self, rows: Iterable[int]) -> list[tuple[CellValue, ...]]:
        """Return rows as wide as the widest of the sheet."""
        width, cells = self._width, map(self.rows.__getitem__, rows)
        return [row if len(row) == width else row + (None,) * (width - len(row)) for row in cells]

    def rows_with(self, values: Iterable[CellValue]) -> list[int]:
        """Return the rows that hold one of some values."""
        sought = frozenset(values)
        if not sought:
            return []
        return [row for row, cells in enumerate(self.rows) if not sought.isdisjoint(cells)]

    @cached_property
    def values(self) -> frozenset[CellValue]:
        """Return what stands in the sheet, each once; nothing is None."""
        return frozenset(chain.from_iterable(self.rows))

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
    def _width(self) -> int:
        return max(map(len, self.rows), default=0)

    @cached_property
    def _filled(self) -> tuple[tuple[int, ...], ...]:
        blanks = self.blanks
        whole = {len(row): tuple(range(len(row))) for row in self.rows}
        return tuple(
            whole[len(row)]
            if blanks.isdisjoint(row)
            else tuple([column for column, value in enumerate(row) if value not in blanks])
            for row in self.rows
        )


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
    held, areas = tuple(map(tuple, cells)), merged or sight.merged
    return Grid(
        name=name,
        rows=held,
        merged=areas,
        visible=visible,
        tops=_tops(areas, held),
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


def _tops(merged: tuple[Area, ...], rows: tuple[tuple[CellValue, ...], ...]) -> dict[Place, Place]:
    """Return, for each cell inside a merged area, the cell that holds its value."""
    width = max(map(len, rows), default=0)
    return {
        (row, column): first
        for first, last in merged
        for row in range(first[0], min(last[0] + 1, len(rows)))
        for column in range(first[1], min(last[1] + 1, width))
        if (row, column) != first
    }
