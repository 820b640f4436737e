"""A workbook made again from its cells as .xlsx: of csv, xls, ods, and packages of other kinds."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbooks.cells import CellValue, Unvalued, is_blank
from workbooks.grid import Grid

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31


def rebuild(grids: Sequence[Grid]) -> bytes:
    """Return a workbook of these sheets: values, merged areas, what is hidden."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        _add_sheet(book, grid)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def name_in_excel(name: str) -> str:
    """Return the name of a sheet as a workbook of Excel may hold it."""
    return _NOT_IN_A_NAME.sub("_", name)[:_LONGEST]


def _add_sheet(book: Workbook, grid: Grid) -> None:
    sheet = book.create_sheet(name_in_excel(grid.name))
    sheet.sheet_state = "visible" if grid.visible else "hidden"
    for row, values in enumerate(grid.rows, start=1):
        for column, value in enumerate(values, start=1):
            if not is_blank(value):
                _write(sheet, row, column, value)
    for first, last in grid.merged:
        sheet.merge_cells(None, first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
    for index in grid.hidden_rows:
        sheet.row_dimensions[index + 1].hidden = True
    for index in grid.hidden_columns:
        sheet.column_dimensions[get_column_letter(index + 1)].hidden = True


def _write(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    """Write a value as it is: text that begins with = stays text, an error an error.

    Control characters, which no .xlsx can hold, are left out.
    """
    cell = sheet.cell(row, column)
    if isinstance(value, Unvalued):
        cell.value, cell.data_type = value.text or None, "e" if value.text else "n"
        return
    if isinstance(value, str):
        cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value), "s"
    else:
        cell.value = value
