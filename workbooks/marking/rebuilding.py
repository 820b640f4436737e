"""A workbook made again from its cells as .xlsx: of csv, xls, ods, and packages of other kinds."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbooks.appearance import PLAIN, Appearance
from workbooks.cells import CellValue, Unvalued, is_blank
from workbooks.corrections import place_of
from workbooks.grid import Grid, Place
from workbooks.marking.fault import AUTHOR
from workbooks.marking.package import Package, spreadsheet

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31

ONCE_A_FORMULA = "原为公式，本副本只带回计算结果；公式见原表。"
"""What is said at a cell whose formula could not be taken over."""


def rebuild(grids: Sequence[Grid], looks: Mapping[str, Appearance] | None = None) -> bytes:
    """Return a workbook of these sheets: values, merged areas, what is hidden.

    `looks` gives, by the name of a sheet, its number formats, widths and formulas; a formula
    keeps its result. Where only the result is left, a comment says so.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        look = (looks or {}).get(grid.name, PLAIN)
        _dress(_add_sheet(book, grid, look.formulas), look)
    buffer = io.BytesIO()
    book.save(buffer)
    package = Package(buffer.getvalue())
    for number, grid in enumerate(grids, start=1):
        formulas = (looks or {}).get(grid.name, PLAIN).formulas
        if formulas:
            _lay_formulas(package.tree(f"xl/worksheets/sheet{number}.xml"), grid, formulas)
    return package.saved()


def name_in_excel(name: str) -> str:
    """Return the name of a sheet as a workbook of Excel may hold it."""
    return _NOT_IN_A_NAME.sub("_", name)[:_LONGEST]


def _add_sheet(book: Workbook, grid: Grid, formulas: Collection[Place]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name_in_excel(grid.name))
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
    for row, column in formulas:
        _hold_open(sheet, row + 1, column + 1)
    return sheet


def _hold_open(sheet: Worksheet, row: int, column: int) -> None:
    """Have a cell written although it shows nothing: a formula is to stand there."""
    cell = sheet.cell(row, column)
    if cell.value is None:
        cell.value, cell.data_type = "", "s"


def _dress(sheet: Worksheet, look: Appearance) -> None:
    """Give a sheet its widths and number formats, and say where a formula is no more."""
    for index, width in look.widths.items():
        if index < sheet.max_column:
            sheet.column_dimensions[get_column_letter(index + 1)].width = width
    for (row, column), code in look.formats.items():
        cell = sheet.cell(row + 1, column + 1)
        if cell.value is not None:
            cell.number_format = code
    for row, column in look.results:
        sheet.cell(row + 1, column + 1).comment = Comment(ONCE_A_FORMULA, AUTHOR)


def _lay_formulas(root: Any, grid: Grid, formulas: Mapping[Place, str]) -> None:
    """Put each formula before its result, which stays: nobody need calculate it anew."""
    cells = {place_of(cell.get("r")): cell for cell in root.iter(spreadsheet("c"))}
    for place, formula in formulas.items():
        cell = cells[place]
        if cell.get("t") in ("inlineStr", "s", "str"):
            text = "".join(cell.itertext())
            for child in list(cell):
                cell.remove(child)
            etree.SubElement(cell, spreadsheet("v")).text = text
            cell.set("t", "str")
        if isinstance(_value_at(grid, place), Unvalued) and not cell.findtext(spreadsheet("v")):
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
        held = etree.Element(spreadsheet("f"))
        held.text = formula
        cell.insert(0, held)


def _value_at(grid: Grid, place: Place) -> CellValue:
    return grid.at(*place) if place[0] < len(grid.rows) else None


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
