"""Several tables one below another on a single sheet: each is read as what its headings say.

Blocks of one and the same table stay together; a table of another kind becomes a sheet of
its own in which every cell keeps its place (DOMAIN.md §8 no. 12).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from schemas.contract import ROSTER, return_of
from schemas.sheets import Sheet
from workbooks.cells import CellValue
from workbooks.grid import Grid
from workbooks.headings import Headings, heading_texts, headings_of
from workbooks.layout import claims_of, find_blocks, unit_in
from workbooks.recognition import Aliases, Recognised
from workbooks.row_kinds import classify_row
from workbooks.words import Words

_FEWEST = 2
"""Headings in a row of texts that may head a table."""


@dataclass(frozen=True)
class _Head:
    """Where a table begins and ends its heading, which it is, and how well it fits."""

    first: int
    levels: int
    sheet: Sheet
    fit: tuple[float, int]


def part_stack(item: Recognised, aliases: Aliases) -> list[Recognised]:
    """Return the tables of a recognised sheet, each as a sheet; the sheet itself where it is one.

    Looked for are the other tables of the same return, and rosters that bear every heading of
    one. Each filled cell stands in exactly one of the parts.
    """
    if item.sheet is ROSTER:
        return [item]
    known = [headings_of(sheet, aliases) for sheet in (*return_of(item.sheet).sheets, ROSTER)]
    if not _may_hold_several(item.grid, known):
        return [item]
    heads = list(_heads(item.grid, known))
    if not heads:
        return [item]
    rows = _rows_by_sheet(item.grid, heads)
    if len(rows) == 1 or item.sheet not in rows:
        return [item]
    return [
        Recognised(_only(item.grid, own), sheet, by_name=item.by_name and sheet is item.sheet)
        for sheet, own in rows.items()
    ]


def _may_hold_several(grid: Grid, known: Sequence[Headings]) -> bool:
    """Return whether rows of headings stand apart: the look that every sheet can afford."""
    numbers = (value for value in grid.values if not isinstance(value, str | None))
    numbered = frozenset(grid.rows_with(numbers))
    lines = [
        row for row in range(len(grid.rows)) if row not in numbered and _all_words(grid.rows[row])
    ]
    words = Words({str(cell) for row in lines for cell in grid.rows[row] if cell})
    named = frozenset().union(*(headings.among(words) for headings in known))
    found = [row for row in lines if len(named.intersection(grid.rows[row])) >= _FEWEST]
    return bool(found) and found[-1] - found[0] >= len(found)


def _all_words(cells: Sequence[CellValue]) -> bool:
    return len(cells) >= _FEWEST and all(cell is None or _is_word(cell) for cell in cells)


def _is_word(cell: CellValue) -> bool:
    """Return whether a cell holds a text, and not a number written as one (csv)."""
    return isinstance(cell, str) and not cell.replace(".", "", 1).isdigit()


def _heads(grid: Grid, known: Sequence[Headings]) -> Iterator[_Head]:
    """Yield the headings of tables from the top; of several that overlap, the best fit.

    Of equal fits it is the table above that goes on.
    """
    numbered = enumerate(head for headings in known for head in _heads_of(grid, headings))
    found = sorted(numbered, key=lambda place: place[1].first)
    firsts = [head.first for _, head in found]
    above: Sheet | None = None
    at = 0
    while at < len(found):
        _, top = found[at]
        after = bisect_left(firsts, top.first + top.levels, at)
        rivals = [(*head.fit, head.sheet is above, -number) for number, head in found[at:after]]
        _, best = found[at + rivals.index(max(rivals))]
        yield best
        above = best.sheet
        at = bisect_left(firsts, best.first + best.levels, after)


def _heads_of(grid: Grid, headings: Headings) -> Iterator[_Head]:
    for block in find_blocks(grid, headings):
        score = headings.score_of(heading_texts(grid, block.first, block.levels).values())
        if headings.sheet is not ROSTER or score == 1:
            fit = (score, len(claims_of(block.columns)))
            yield _Head(block.first, block.levels, headings.sheet, fit)


def _rows_by_sheet(grid: Grid, heads: Sequence[_Head]) -> Mapping[Sheet, list[range]]:
    """Return the rows of each table: from the lines above its heading to those of the next."""
    starts = [0, *(_start(grid, head.first) for head in heads[1:])]
    ends = [*starts[1:], len(grid.rows)]
    rows: dict[Sheet, list[range]] = {}
    for head, start, end in zip(heads, starts, ends, strict=True):
        rows.setdefault(head.sheet, []).append(range(start, end))
    return rows


def _start(grid: Grid, first: int) -> int:
    """Return the first of the lines right above a heading that are its title or name its unit."""
    row = first
    while row and (classify_row(grid, row - 1) in ("note", "footer") or unit_in(grid, row - 1)):
        row -= 1
    return row


def _only(grid: Grid, own: Sequence[range]) -> Grid:
    """Return a sheet with these rows alone; the others are empty."""
    held = frozenset(chain.from_iterable(own))
    rows = tuple(cells if row in held else () for row, cells in enumerate(grid.rows))
    return replace(grid, rows=rows)
