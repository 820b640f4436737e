"""Writes laid-out cells as a workbook, or as the csv that one department once sent."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from sample import cover
from sample.days import YEAR, filing_day, month_text
from sample.hand import UNION, Hand
from sample.layout import lay_out
from sample.page import Cell, Formula, Page
from sample.table import Book

FRAME: dict[str, object] = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"font_size": 10},
    "unit": {"font_size": 10, "align": "right"},
    "foot": {"font_size": 10},
    "head": {**FRAME, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
    "text": FRAME,
    "date": FRAME,
    "money": {**FRAME, "num_format": "#,##0.00##"},
    "total": {**FRAME, "bold": True},
}
HIGHLIGHT: dict[str, object] = {"bg_color": "#FFC7CE"}
WIDTHS = 6, 34
A4 = 9
"""The paper's number in Excel."""


def write(book: Book, hand: Hand, folder: Path) -> None:
    """Write one department's file into its month's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{YEAR}{book.month:02d}_{book.code}_{hand.file_part}_v{book.version}"
    if hand.as_csv:
        _write_csv(book, hand, folder / f"{stem}.csv")
    else:
        _write_workbook(book, hand, folder / f"{stem}.xlsx")


def _write_csv(book: Book, hand: Hand, path: Path) -> None:
    """Write the only sheet as Excel for Windows saves it: GBK, CRLF, no cover."""
    (table,) = book.tables
    cells = lay_out(Page(table, hand, book.month))
    grid: dict[int, dict[int, str]] = defaultdict(dict)
    for cell in cells:
        grid[cell.row][cell.column] = "" if cell.value is None else str(cell.value)
    width = 1 + max(cell.column for cell in cells)
    with path.open("w", encoding="gbk", newline="") as stream:
        csv.writer(stream, lineterminator="\r\n").writerows(
            [grid[row].get(column, "") for column in range(width)] for row in range(max(grid) + 1)
        )


def _write_workbook(book: Book, hand: Hand, path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties(_properties(book, hand))
        pencil = _Pencil(workbook, hand)
        pencil.draw(cover.NAME, cover.lay_out(book, hand))
        for table in book.tables:
            pencil.draw(table.name, lay_out(Page(table, hand, book.month)))
            pencil.annotate(Page(table, hand, book.month))


def _properties(book: Book, hand: Hand) -> dict[str, object]:
    """Return the file's properties: fixed, and naming no person."""
    filed = filing_day(book.month, hand.filing_slot)
    return {
        "title": f"{UNION} {book.code} {month_text(book.month)}",
        "company": UNION,
        "comments": "示例数据",
        "created": dt.datetime(filed.year, filed.month, filed.day, tzinfo=dt.UTC),
    }


class _Pencil:
    """Draws cells on the sheets of one workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook, hand: Hand) -> None:
        self.workbook = workbook
        self.hand = hand
        self.formats: dict[tuple[str, bool], object] = {}

    def draw(self, name: str, cells: list[Cell]) -> None:
        """Add one sheet."""
        sheet = self.workbook.add_worksheet(name)
        marked = self._marked_row(name, cells)
        for cell in cells:
            self._put(sheet, cell, self._format(cell.look, marked=cell.row == marked))
        for column, width in _widths(cells).items():
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)

    def annotate(self, page: Page) -> None:
        """Add the cell comment, if the department left one on this sheet."""
        comment = self.hand.comment
        if comment is None or comment.sheet != page.table.name or not page.rows:
            return
        column = self.hand.first_column + page.headings.index(comment.heading)
        sheet = self.workbook.get_worksheet_by_name(page.table.name)
        sheet.write_comment(page.body_row, column, comment.text, {"author": ""})

    def _marked_row(self, name: str, cells: list[Cell]) -> int:
        """Return the row that the department coloured: the first of the body, or none."""
        if name != self.hand.highlighted:
            return -1
        return 1 + max(cell.row for cell in cells if cell.look == "head")

    def _format(self, look: str, *, marked: bool) -> object:
        if (look, marked) not in self.formats:
            dates = {"num_format": self.hand.date_format} if look == "date" else {}
            self.formats[look, marked] = self.workbook.add_format(
                {**LOOKS[look], **dates, **(HIGHLIGHT if marked else {})}
            )
        return self.formats[look, marked]

    def _put(self, sheet: xlsxwriter.worksheet.Worksheet, cell: Cell, look: object) -> None:
        if cell.down > 1 or cell.across > 1:
            last = cell.row + cell.down - 1, cell.column + cell.across - 1
            sheet.merge_range(cell.row, cell.column, *last, "", look)
        _write(sheet, cell, look)


def _write(sheet: xlsxwriter.worksheet.Worksheet, cell: Cell, look: object) -> None:
    """Write one value with the cell type that it has."""
    place = cell.row, cell.column
    match cell.value:
        case None:
            sheet.write_blank(*place, None, look)
        case Formula(first, last, value):
            ends = (xl_rowcol_to_cell(row, cell.column) for row in (first, last))
            sheet.write_formula(*place, f"=SUM({':'.join(ends)})", look, _number(value))
        case str() as text:
            sheet.write_string(*place, text, look)
        case dt.date() as date:
            sheet.write_datetime(*place, dt.datetime.combine(date, dt.time()), look)
        case number:
            sheet.write_number(*place, _number(number), look)


def _number(value: object) -> int | float:
    """Return the number that Excel holds: the nearest double of an exact amount."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    assert isinstance(value, int | float)
    return value


def _widths(cells: list[Cell]) -> dict[int, int]:
    """Return the width of each column: that of its longest cell, within limits."""
    widths: dict[int, int] = {}
    for cell in cells:
        if cell.across == 1 and cell.look not in {"note", "foot"}:
            lines = str(cell.value if cell.value is not None else "").splitlines() or [""]
            longest = max(sum(1 + (east_asian_width(c) in "WF") for c in line) for line in lines)
            widths[cell.column] = max(widths.get(cell.column, WIDTHS[0]), longest + 2)
    return {column: min(width, WIDTHS[1]) for column, width in widths.items()}
