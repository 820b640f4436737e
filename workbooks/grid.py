"""A workbook's sheets as grids of cells, whatever kind of file they came in."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from schemas.faults import WorkbookError
from workbooks.cells import CellValue, is_blank

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")

Area = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of cells from A1 on, and its merged areas (first and last cell)."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[Area, ...] = ()
    visible: bool = True
    tops: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> CellValue:
        """Return the cell at a row and column counted from 0; outside, None."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def filled(self, row: int) -> list[int]:
        """Return the columns of a row that hold something."""
        return [column for column, value in enumerate(self.rows[row]) if not is_blank(value)]


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a workbook in their order.

    Raises WorkbookError (E-F01) where the file cannot be read as what it says it is.
    """
    if path.suffix.lower() == ".csv":
        return [_read_csv(path)]
    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(path.read_bytes()))
        return [_read_sheet(book, sheet) for sheet in book.sheets_metadata]
    except (calamine.CalamineError, OSError, zipfile.BadZipFile, ValueError) as fault:
        raise _unreadable(path) from fault


def _unreadable(path: Path) -> WorkbookError:
    return WorkbookError(
        "E-F01",
        f"{path.name} 无法打开：文件损坏、有密码或不是真正的表格文件；"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送。",
    )


def _read_sheet(book: calamine.CalamineWorkbook, sheet: calamine.SheetMetadata) -> Grid:
    found = book.get_sheet_by_name(sheet.name)
    rows = tuple(tuple(row) for row in found.to_python(skip_empty_area=False))
    merged = tuple(found.merged_cell_ranges or ())
    visible = sheet.visible == calamine.SheetVisibleEnum.Visible
    return Grid(sheet.name, rows, merged, visible, _tops(merged, rows))


def _tops(
    merged: tuple[Area, ...], rows: tuple[tuple[CellValue, ...], ...]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each cell inside a merged area, the cell that holds its value."""
    width = max(map(len, rows), default=0)
    return {
        (row, column): first
        for first, last in merged
        for row in range(first[0], min(last[0] + 1, len(rows)))
        for column in range(first[1], min(last[1] + 1, width))
        if (row, column) != first
    }


def _read_csv(path: Path) -> Grid:
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(_decode(path), newline="")))
    except csv.Error as fault:
        raise _unreadable(path) from fault
    return Grid(path.stem, rows)


def _decode(path: Path) -> str:
    """Return the text of a csv file: UTF-8 where it is that, else GB18030."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path)
