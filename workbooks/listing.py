"""A look into any workbook: every cell as the reader saw it, ours or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from workbooks.cells import CellValue, kind_of, text_of
from workbooks.grid import Grid, Place, address_at
from workbooks.opening import read_file

HEADER = ("sheet", "cell", "kind", "text", "hidden", "merged", "note")

_END = "\r\n"  # so that line breaks inside a cell are quoted

_HIDDEN = "true"
"""What `hidden` says of a cell that Excel does not show; of the others it says nothing."""


def list_cells(path: Path) -> Iterator[str]:
    """Yield a line of csv for the header and for each cell that holds something.

    The cells that a merged area covers are listed too: they are empty. `text` is the
    value in its shortest exact form, unchanged; `merged` is the area that a cell belongs to.
    Raises WorkbookError where the file cannot be read.
    """
    grids = read_file(path).grids
    yield _line(HEADER)
    for grid in grids:
        for row in _rows(grid):
            yield _line(row)


def _line(values: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=_END).writerow(values)
    return buffer.getvalue().removesuffix(_END)


def _rows(grid: Grid) -> Iterator[tuple[str, ...]]:
    areas = {first: _area(first, last) for first, last in grid.merged}
    held = {
        (row, column)
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if value is not None and value != ""
    }
    for place in sorted(held | grid.tops.keys()):
        value = grid.at(*place)
        top = grid.tops.get(place, place)
        hidden = list(_why_hidden(grid, place))
        notes = [*hidden, *_notes(grid, place, top)]
        yield (
            grid.name,
            address_at(place),
            _kind(value),
            text_of(value),
            _HIDDEN if hidden else "",
            areas.get(top, ""),
            "；".join(notes),
        )


def _area(first: Place, last: Place) -> str:
    return f"{address_at(first)}:{address_at(last)}"


def _kind(value: CellValue) -> str:
    """Return the cell's kind; white space alone is text that somebody typed."""
    return "text" if isinstance(value, str) and value else kind_of(value)


def _why_hidden(grid: Grid, place: Place) -> Iterator[str]:
    if not grid.visible:
        yield "隐藏的表页"
    if place[0] in grid.hidden_rows:
        yield "隐藏的行"
    if place[1] in grid.hidden_columns:
        yield "隐藏的列"


def _notes(grid: Grid, place: Place, top: Place) -> Iterator[str]:
    if place != top:
        yield f"合并单元格，内容在{address_at(top)}"
    if place in grid.formulas:
        yield f"公式 {grid.formulas[place]}".strip()
