"""Reviewed corrections: a cell is read as a person corrected it; its file stays as it came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from schemas.decision import Correction
from schemas.finding import Finding
from workbooks.cells import CellValue, column_index, text_of
from workbooks.grid import Grid

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")


def correct_grids(
    grids: Sequence[Grid], corrections: Iterable[Correction]
) -> tuple[list[Grid], list[Finding]]:
    """Return the sheets of a workbook with its corrections applied, and what came of each.

    A correction holds as long as the cell holds the old value: then the new one is read and
    N-FIX says who asked for it. Where it does not, E-C12 says so and the cell stays as it
    is. The findings quote no value.
    """
    corrected = {grid.name: grid for grid in grids}
    findings = []
    for correction in corrections:
        grid = corrected.get(correction.sheet)
        holds = grid is not None and text_at(grid, correction.cell) == correction.old
        if grid is not None and holds:
            corrected[grid.name] = _replaced(grid, correction)
        findings.append(_finding(correction, holds=holds))
    return list(corrected.values()), findings


def place_of(cell: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of an address such as J5; of another, nothing."""
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        return None
    return int(found[2]) - 1, column_index(found[1])


def text_at(grid: Grid, cell: str) -> str | None:
    """Return the trimmed text of a cell, empty for an empty one; outside the rows, nothing."""
    place = place_of(cell)
    if place is None or place[0] >= len(grid.rows):
        return None
    return text_of(grid.at(*place)).strip()


def value_of(text: str) -> CellValue:
    """Return a new value as it would have been typed: a plain number, else text."""
    if not _PLAIN_NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _replaced(grid: Grid, correction: Correction) -> Grid:
    place = place_of(correction.cell)
    assert place is not None
    row, column = place
    cells = [*grid.rows[row], *[None] * (column + 1 - len(grid.rows[row]))]
    cells[column] = value_of(correction.new)
    return replace(
        grid,
        rows=(*grid.rows[:row], tuple(cells), *grid.rows[row + 1 :]),
        unvalued=tuple(item for item in grid.unvalued if item != place),
        formulas={item: formula for item, formula in grid.formulas.items() if item != place},
    )


def _finding(correction: Correction, *, holds: bool) -> Finding:
    place = (correction.workbook, correction.sheet, correction.cell)
    signed = f"{correction.by}，理由：{correction.reason}"
    if holds:
        return Finding("N-FIX", f"按更正后的内容读取（{signed}），原件未改动", *place)
    sentence = f"更正（{signed}）已过时，未采用：单元格已不是更正时的内容"
    return Finding("E-C12", sentence, *place)
