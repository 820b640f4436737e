"""What each row below a heading is: data, a sum, a signature, a note, a report of nothing."""

from __future__ import annotations

import re
from typing import Literal

from workbooks.cells import END, CellValue, squeeze
from workbooks.grid import Grid, once_a_sheet

RowKind = Literal["body", "total", "footer", "note", "none reported", "blank"]

_SUMS = "合计|小计|总计|共计|总合计"
_TOTAL = re.compile(rf"^(本月)?({_SUMS})(?!划)")
_NAMED_TOTAL = re.compile(rf"^.{{1,10}}({_SUMS})(\(.*\))?:?$")
_CARRIED = re.compile(
    r"^(本年|累计|全年|上月|上年)(累计|合计|小计|总计|结转)|^(承前页|接上页|过次页|转下页)$"
)
_NAMED_CARRIED = re.compile(
    rf"^(本年|全年|上月|上年|年初|截至|\d{{1,2}}[-—~至]\d{{1,2}}月).*(累计|结转|{_SUMS}):?$|^累计:?$"
)
"""Sums that are named after a place or a time: looked for in the first words of a row alone."""

_PART_OF_A_SUM = re.compile(r"\s*其\s*中")

_NONE = re.compile(r"^(本月无|本期无|零报告|无|本月未发生|本月没有)")
_FOOTER = re.compile(
    r"^(填表|填报|审核|负责|制表|经办|复核|单位负责|部门负责|分管|联系|填表日期|说明|备注|注)"
    r"[^:]{0,6}:"
)

_FIRST = 3
"""How many of a row's first cells tell what it is."""

_SPEAKS = re.compile("计|结转|[前上次下]页|:|无|没有|零报告|未发生")
"""What every word holds that makes a row something other than data."""

_MAY_SPEAK = re.compile(rf"[计结页:无没零未]|[^0-9A-Za-z\u4e00-\u9fa5.,;/()%+_{END}-]")
"""What a text holds that speaks so, or may once it is squeezed."""


def classify_row(grid: Grid, row: int) -> RowKind:
    """Return what a row below a heading is, by its first words (DOMAIN.md §8 no. 4)."""
    return classify_rows(grid)[row]


@once_a_sheet
def classify_rows(grid: Grid) -> list[RowKind]:
    """Return what each row of a sheet would be below a heading."""
    speaking = frozenset(grid.words.holding(_MAY_SPEAK))
    kinds: list[RowKind] = ["body"] * len(grid.rows)
    for row in _unlike_data(grid, speaking) if grid.columns else range(len(grid.rows)):
        first = _first_cells(grid, row)
        if len(first) < 2 or not speaking.isdisjoint(first):
            kinds[row] = _classify(grid, row)
    if grid.words.holding(_PART_OF_A_SUM):
        _note_parts(grid, kinds)
    return kinds


def _unlike_data(grid: Grid, speaking: frozenset[CellValue]) -> set[int]:
    """Return the rows of a large sheet that do not begin with three cells that only hold data.

    The first columns that are filled at all are looked at, and whether what is left of them is.
    """
    unlike: set[int] = set()
    leading = 0
    for column in grid.columns:
        empty = set(column.rows_with(grid.blanks))
        if len(empty) * 2 > len(grid.rows):
            unlike |= set(range(len(grid.rows))) - empty
            continue
        unlike |= empty.union(column.rows_with(speaking))
        leading += 1
        if leading == _FIRST:
            return unlike
    return set(range(len(grid.rows)))


def _note_parts(grid: Grid, kinds: list[RowKind]) -> None:
    """Take the lines right below a sum that begin with 其中 for parts of it, and not for data."""
    below = False
    for row, kind in enumerate(kinds):
        first = next(iter(_first_cells(grid, row)), None) if below and kind == "body" else None
        if isinstance(first, str) and _PART_OF_A_SUM.match(first):
            kinds[row] = "note"
        else:
            below = kind == "total"


def _first_cells(grid: Grid, row: int) -> list[CellValue]:
    """Return what stands in the first cells of a row that hold something."""
    cells = grid.rows[row]
    return [cells[column] for column in grid.filled(row)[:_FIRST]]


def _classify(grid: Grid, row: int) -> RowKind:
    filled = grid.filled(row)
    if not filled:
        return "blank"
    words = [squeeze(cell) for cell in _first_cells(grid, row) if isinstance(cell, str)]
    first = words[0] if words else ""
    if len(filled) > 1 and not any(_SPEAKS.search(word) for word in words):
        return "body"
    if any(_CARRIED.match(word) for word in words) or _NAMED_CARRIED.match(first):
        return "note"
    if any(_TOTAL.match(word) for word in words) or _NAMED_TOTAL.match(first):
        return "total"
    if _FOOTER.match(first):
        return "footer"
    if len(filled) == 2 and _NONE.fullmatch(first):
        return "none reported" if isinstance(grid.at(row, filled[0]), int | float) else "body"
    return _lone_text(first) if len(filled) == 1 and words else "body"


def _lone_text(words: str) -> RowKind:
    return "none reported" if _NONE.match(words) else "note"
