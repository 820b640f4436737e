"""A faulty workbook as it goes back to its department: its own copy, the cells marked.

It holds what the department itself sent and goes to that department alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from schemas.catalogue import CATALOGUE, OURS
from schemas.faults import WorkbookError
from schemas.issue import SEVERITY_NAMES
from workbooks.cells import CellValue, is_blank
from workbooks.explaining import FAULT_LIST
from workbooks.grid import Grid, read_grids

_FILLS = {"E": PatternFill("solid", fgColor="FFC7CE"), "W": PatternFill("solid", fgColor="FFEB9C")}
_HEAD = ("序号", "轻重", "问题", "表页", "单元格", "栏目", "说明", "怎么办")
_WIDTHS = (6, 8, 26, 16, 14, 18, 48, 48)
_CELL = re.compile(r"([A-Z]{1,3}\d+)(?::([A-Z]{1,3}\d+))?")
_ROW = re.compile(r"第(\d+)行")
_AUTHOR = "工会统计公报"


@dataclass(frozen=True)
class Fault:
    """One finding of a reply: where it points, and what the department is told."""

    severity: str
    rule: str
    sheet: str
    cell: str
    column: str
    message: str

    @property
    def advice(self) -> str:
        """Return what to do, as the catalogue has it."""
        return CATALOGUE[self.rule].advice

    @property
    def told(self) -> str:
        """Return the words of the comment at the cell."""
        return f"【{SEVERITY_NAMES[self.severity]}】{self.message}\n{self.advice}"


def needs_reply(issues: pl.DataFrame) -> list[str]:
    """Return the workbooks that hold an error, by name."""
    faulty = _theirs(issues).filter(pl.col("severity") == "E", pl.col("workbook") != "")
    return faulty["workbook"].unique().sort().to_list()


def mark_copy(path: Path, issues: pl.DataFrame) -> bytes:
    """Return a department's own workbook as .xlsx with its faults marked.

    `issues` are the findings about this workbook (Issue). The cells of errors and warnings
    are coloured and carry a comment; a first sheet lists the faults by cause, with links.
    Sheets, values, merges and formulas stay as received. What cannot be opened comes back
    as the list alone.
    """
    faults = sorted(_faults(issues), key=lambda fault: (fault.severity, fault.rule))
    book = _opened(path)
    for fault in faults:
        _mark(book, fault)
    _list_faults(book, path.name, faults)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _theirs(issues: pl.DataFrame) -> pl.DataFrame:
    """Return the findings that a department can settle."""
    return issues.filter(~pl.col("rule").is_in(OURS))


def _faults(issues: pl.DataFrame) -> Iterator[Fault]:
    told = _theirs(issues).filter(pl.col("severity") != "I")
    for row in told.select("severity", "rule", "sheet", "cell", "column", "message").iter_rows():
        yield Fault(*row)


def _opened(path: Path) -> Workbook:
    """Return the workbook with its formulas; other kinds of file, and none, cell by cell."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        try:
            return load_workbook(path)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            return _rebuilt([])
    try:
        return _rebuilt(read_grids(path))
    except WorkbookError:
        return _rebuilt([])


def _rebuilt(grids: list[Grid]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", grid.name)[:31])
        for row, values in enumerate(grid.rows, start=1):
            for column, value in enumerate(values, start=1):
                if not is_blank(value):
                    _write(sheet, row, column, value)
        for first, last in grid.merged:
            sheet.merge_cells(None, first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
    return book


def _write(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    """Write a value as it is: text that begins with = stays text."""
    cell = sheet.cell(row, column, value)
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
    found = [sheet for sheet in book.worksheets if sheet.title == name[:31]]
    return found[0] if found else None


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


def _list_faults(book: Workbook, name: str, faults: list[Fault]) -> None:
    if FAULT_LIST in book.sheetnames:
        book.remove(book[FAULT_LIST])
    sheet = book.create_sheet(FAULT_LIST, 0)
    sheet["A1"] = f"退回更正：{name}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = (
        "涂红的单元格须更正，涂黄的请核对；改好后版本号加1，重新报送。本表只发回填报部门。"
    )
    _fill_row(sheet, 4, _HEAD, bold=True)
    for number, fault in enumerate(faults, start=1):
        row = 4 + number
        title = CATALOGUE[fault.rule].title
        kind = SEVERITY_NAMES[fault.severity]
        told = (number, kind, f"{fault.rule} {title}", fault.sheet, fault.cell, fault.column)
        _fill_row(sheet, row, (*told, fault.message, fault.advice))
        sheet.cell(row, 2).fill = _FILLS[fault.severity]
        _link(book, sheet.cell(row, 5), fault)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A5"
    book.active = 0


def _fill_row(
    sheet: Worksheet, row: int, values: tuple[str | int, ...], *, bold: bool = False
) -> None:
    for column, value in enumerate(values, start=1):
        _write(sheet, row, column, value)
        cell = sheet.cell(row, column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold)


def _link(book: Workbook, cell: Cell, fault: Fault) -> None:
    """Link the address in the list to the cell itself."""
    sheet = _sheet(book, fault.sheet)
    row = _ROW.fullmatch(fault.cell)
    target = f"A{row[1]}" if row else fault.cell.split(":")[0]
    if sheet is not None and _CELL.fullmatch(target):
        quoted = sheet.title.replace("'", "''")
        cell.hyperlink = f"#'{quoted}'!{target}"
        cell.font = Font(color="0563C1", underline="single")
