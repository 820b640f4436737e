"""A workbook as received, its faults marked: the part that opens it, in the child process."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbooks.cells import CellValue, Unvalued, is_blank
from workbooks.explaining import FAULT_LIST
from workbooks.grid import Grid
from workbooks.naming import legible, sheet_to_tell
from workbooks.opening import FileKind, open_file

_FILLS = {"E": PatternFill("solid", fgColor="FFC7CE"), "W": PatternFill("solid", fgColor="FFEB9C")}
_HEAD = ("序号", "轻重", "问题", "表页", "单元格", "栏目", "说明", "怎么办")
_WIDTHS = (6, 8, 26, 16, 14, 18, 48, 48)
_CELL = re.compile(r"([A-Z]{1,3}\d+)(?::([A-Z]{1,3}\d+))?")
_ROW = re.compile(r"第(\d+)行")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LINE_POINTS = 15
_AUTHOR = "工会统计公报"


@dataclass(frozen=True)
class Fault:
    """One finding of a reply: where it points, and what the department is told.

    `grave` is the name of its severity, `cause` the rule and its title.
    """

    severity: str
    grave: str
    cause: str
    sheet: str
    cell: str
    column: str
    message: str
    advice: str

    @property
    def told(self) -> str:
        """Return the words of the comment at the cell."""
        return f"【{self.grave}】{self.message}\n{self.advice}"


def mark(path: Path, faults: Sequence[Fault]) -> bytes:
    """Return the workbook at `path` as .xlsx with the faults marked and listed.

    Raises WorkbookError where it cannot be opened.
    """
    book = _opened(path)
    for fault in faults:
        _mark(book, fault)
    return _saved(book, path.name, faults)


def list_alone(name: str, faults: Sequence[Fault]) -> bytes:
    """Return a workbook of the list of faults alone: for a file that cannot be opened."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return _saved(book, name, faults)


def _saved(book: Workbook, name: str, faults: Sequence[Fault]) -> bytes:
    _list_faults(book, name, faults)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(path: Path) -> Workbook:
    """Return the workbook with its formulas; what openpyxl does not understand, cell by cell."""
    file = open_file(path)
    if file.kind is FileKind.OOXML:
        try:
            book = load_workbook(io.BytesIO(path.read_bytes()))
        except (OSError, KeyError, ValueError, TypeError, InvalidFileException, zipfile.BadZipFile):
            return _rebuilt(file.grids)
        if all(_holds(book, grid) for grid in file.grids):
            return book
    return _rebuilt(file.grids)


def _holds(book: Workbook, grid: Grid) -> bool:
    """Return whether a sheet arrived: of some kinds of file openpyxl gives empty sheets."""
    first = next(((r, c[0]) for r in range(len(grid.rows)) if (c := grid.filled(r))), None)
    sheet = _sheet(book, grid.name)
    if first is None or sheet is None:
        return first is None
    return sheet.cell(first[0] + 1, first[1] + 1).value is not None


def _rebuilt(grids: Sequence[Grid]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(_NOT_IN_A_NAME.sub("_", grid.name)[:31])
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
    return book


def _write(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    """Write a value as it is: text that begins with = stays text, an error an error."""
    cell = sheet.cell(row, column)
    if isinstance(value, Unvalued):
        cell.value, cell.data_type = value.text or None, "e" if value.text else "n"
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _mark(book: Workbook, fault: Fault) -> None:
    sheet = _sheet(book, fault.sheet)
    for cell in _cells(sheet, fault.cell) if sheet is not None else ():
        if fault.severity == "E" or cell.fill.fgColor.rgb != _FILLS["E"].fgColor.rgb:
            cell.fill = _FILLS[fault.severity]
        before = f"{cell.comment.text}\n" if cell.comment else ""
        if fault.told not in before:
            cell.comment = Comment(before + fault.told, _AUTHOR, width=320, height=140)


def _sheet(book: Workbook, name: str) -> Worksheet | None:
    received = [sheet for sheet in book.worksheets if sheet.title != FAULT_LIST]
    told = {sheet_to_tell(s.title, number)[:31]: s for number, s in enumerate(received, start=1)}
    return told.get(name[:31])


def _cells(sheet: Worksheet, place: str) -> Iterator[Cell]:
    """Yield the cells that a finding names: one, a range, or the first of a row."""
    row, named = _ROW.fullmatch(place), _CELL.fullmatch(place)
    area = f"A{row[1]}" if row else place if named else ""
    if not area:
        return
    found = sheet[area]
    rows = found if isinstance(found, tuple) else ((found,),)
    for line in rows:
        yield from (cell for cell in line if not isinstance(cell, MergedCell))


def _list_faults(book: Workbook, name: str, faults: Sequence[Fault]) -> None:
    if FAULT_LIST in book.sheetnames:
        book.remove(book[FAULT_LIST])
    sheet = book.create_sheet(FAULT_LIST, 0)
    sheet["A1"] = f"退回更正：{legible(name)}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = (
        "涂红的单元格须更正，涂黄的请核对；改好后版本号加1，重新报送。本表只发回填报部门。"
    )
    _fill_row(sheet, 4, _HEAD, bold=True)
    for number, fault in enumerate(faults, start=1):
        row = 4 + number
        told = (number, fault.grave, fault.cause, fault.sheet, fault.cell, fault.column)
        _fill_row(sheet, row, (*told, fault.message, fault.advice))
        sheet.cell(row, 2).fill = _FILLS[fault.severity]
        _link(book, sheet.cell(row, 5), fault)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A5"
    _print_on_a4(sheet)
    book.active = 0


def _print_on_a4(sheet: Worksheet) -> None:
    """Have the list printed lengthwise, as wide as the page, its headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "4:4"


def _fill_row(
    sheet: Worksheet, row: int, values: tuple[str | int, ...], *, bold: bool = False
) -> None:
    for column, value in enumerate(values, start=1):
        _write(sheet, row, column, value)
        cell = sheet.cell(row, column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold)
    sheet.row_dimensions[row].height = _LINE_POINTS * max(map(_lines, values, _WIDTHS))


def _lines(value: str | int, width: int) -> int:
    """Return how many lines a value takes in a column of so many characters."""
    text = str(value)
    needed = sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
    return max(1, math.ceil(needed / (width - 1)))


def _link(book: Workbook, cell: Cell, fault: Fault) -> None:
    """Link the address in the list to the cell itself."""
    sheet = _sheet(book, fault.sheet)
    row = _ROW.fullmatch(fault.cell)
    target = f"A{row[1]}" if row else fault.cell.split(":")[0]
    if sheet is not None and _CELL.fullmatch(target):
        quoted = sheet.title.replace("'", "''")
        place = f"'{quoted}'!{target}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=fault.cell)
        cell.font = Font(color="0563C1", underline="single")
